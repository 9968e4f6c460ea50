"""How every format makes a document: an opening, one text a record, what stands between, a closing.

The text of a record depends on its graph alone, so it can be made in another process; whoever holds
the texts of all records in order makes the document of them with `Document`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.rdf.record_graph import RecordGraph


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


class Document:
    """A document that is being written, in UTF-8, by somebody who is handed records one by one."""

    __slots__ = ("_begun", "_between", "_held", "_writer")

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._between = writer.between.encode()
        self._begun = False
        self._held: list[bytes] = []

    def with_record(self, text: bytes) -> bytes:
        """What is to be written now for one more record."""
        if self._begun:
            return self._between + text if self._between else text
        self._held.append(text)
        if self._writer.alone is not None and len(self._held) == 1:
            return b""  # it may stay the only one
        self._begun = True
        return self._writer.opening().encode() + self._between.join(self._held)

    def ended(self) -> bytes:
        """What is to be written at the end."""
        writer = self._writer
        if self._begun:
            return writer.closing.encode()
        if writer.alone is not None and self._held:
            return writer.alone(self._held[0].decode()).encode()
        return f"{writer.opening()}{writer.closing}".encode()
