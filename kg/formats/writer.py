"""How every format makes a document: an opening, one text a record, what stands between, a closing.

The text of a record depends on its graph alone, so it can be made in another process; whoever holds
the texts of all records in order makes the document of them with `Writer.document`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kg.graphs import RecordGraph


@dataclass(frozen=True, slots=True)
class Writer:
    """The parts of a document of one format; `str`, called, is the part that is empty.

    `alone` turns the text of a record that is the only one into the whole document, where a format
    has a plainer form for that.
    """

    record: Callable[[RecordGraph], str]
    opening: Callable[[], str] = str
    between: str = ""
    closing: str = ""
    alone: Callable[[str], str] | None = None

    def document(self, records: Iterable[str]) -> Iterator[str]:
        """The document in pieces, from the texts of its records; holds two of them at most."""
        document = Document(self)
        for text in records:
            yield document.with_record(text)
        yield document.ended()


class Document:
    """A document that is being written, by somebody who is handed the records one by one."""

    __slots__ = ("_begun", "_held", "_writer")

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._begun = False
        self._held: list[str] = []

    def with_record(self, text: str) -> str:
        """What is to be written now for one more record."""
        writer = self._writer
        if self._begun:
            return writer.between + text
        self._held.append(text)
        if writer.alone is not None and len(self._held) == 1:
            return ""  # it may stay the only one
        self._begun = True
        return writer.opening() + writer.between.join(self._held)

    def ended(self) -> str:
        """What is to be written at the end."""
        writer = self._writer
        if self._begun:
            return writer.closing
        if writer.alone is not None and self._held:
            return writer.alone(self._held[0])
        return writer.opening() + writer.closing
