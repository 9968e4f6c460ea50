"""How a format makes a document: an opening, one text per record, a separator, a closing.

The text of a record, in UTF-8, depends on its graph alone, so it can be made in another process;
`Document` joins the texts of all records, in order, into a document.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.rdf.record_graph import RecordGraph


@dataclass(frozen=True, slots=True)
class Writer:
    """The parts of a document in one format; by default all but the records are empty.

    `alone` turns the text of a single record into the whole document, if the format has a simpler
    form for that.
    """

    record: Callable[[RecordGraph], bytes]
    opening: Callable[[], str] = str
    between: str = ""
    closing: str = ""
    alone: Callable[[bytes], bytes] | None = None

    @property
    def is_of_lines(self) -> bool:
        """Whether texts of records that follow one another are a document."""
        return not (self.opening() or self.between or self.closing or self.alone)


def in_utf8(text: Callable[[RecordGraph], str]) -> Callable[[RecordGraph], bytes]:
    """A function that makes a text of a record, as one that makes the bytes of it."""
    return lambda graph: text(graph).encode()


class Document:
    """A document written in UTF-8, record by record."""

    __slots__ = ("_begun", "_between", "_held", "_writer")

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._between = writer.between.encode()
        self._begun = False
        self._held: list[bytes] = []

    def with_record(self, text: bytes) -> bytes:
        """The bytes to write now for one more record."""
        if self._begun:
            return self._between + text if self._between else text
        self._held.append(text)
        if self._writer.alone is not None and len(self._held) == 1:
            return b""  # it may be the only one
        self._begun = True
        return self._writer.opening().encode() + self._between.join(self._held)

    def before_records(self) -> bytes:
        """The bytes to write before the text of further records, which is written elsewhere.

        Only for a format without a form for a single record.
        """
        if self._begun:
            return self._between
        self._begun = True
        return self._writer.opening().encode()

    def ended(self) -> bytes:
        """The bytes to write at the end."""
        writer = self._writer
        if self._begun:
            return writer.closing.encode()
        if writer.alone is not None and self._held:
            return writer.alone(self._held[0])
        return f"{writer.opening()}{writer.closing}".encode()
