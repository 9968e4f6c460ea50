"""How every format makes a document: an opening, one text a record, what stands between, a closing.

The text of a record depends on its graph alone, so it can be made in another process; whoever holds
the texts of all records in order makes the document of them with `Writer.document`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

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
        texts = iter(records)
        if self.alone is not None:
            first = list(islice(texts, 2))
            if len(first) == 1:
                yield self.alone(first[0])
                return
            texts = chain(first, texts)
        yield self.opening()
        separator = ""
        for text in texts:
            yield separator + text
            separator = self.between
        yield self.closing
