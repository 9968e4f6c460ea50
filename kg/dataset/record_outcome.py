"""What becomes of each record of an export, and of the records of a slice together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

import msgspec

from kg.dataset.file_names import readable
from kg.dataset.statistics import Statistics
from kg.rdf.record_graph import RecordGraph

UNREADABLE: Final = "unreadable"
REPEATED: Final = "repeated"
VIOLATION: Final = "violation"
UNSENT: Final = "unsent"


class Reject(msgspec.Struct, frozen=True):
    """A record that breaks a shape or can't be read, or a source that can't: where and why.

    `kind` is one of UNREADABLE, REPEATED, VIOLATION and UNSENT. `results` are those of the shapes
    that it breaks; `kept` tells that it was written all the same.
    """

    id: str | None
    place: str
    kind: str
    reason: str
    results: list[dict[str, str | None]] = []
    kept: bool = False

    def line(self) -> str:
        """The reject as one line of JSON."""
        place, reason = readable(self.place), readable(self.reason)
        told = msgspec.structs.replace(self, place=place, reason=reason)
        return f"{msgspec.json.encode(told).decode()}\n"


class RecordOutcome(NamedTuple):
    """What became of one record: `text`, in UTF-8, if it is written, `reject` if a fault is in it.

    `graph` is the term of its named graph. `digest` changes when its triples do; it is empty where
    the record is left out.
    """

    place: str
    nct_id: str | None
    reject: Reject | None
    graph: str = ""
    digest: bytes = b""
    text: bytes | None = None
    triples: int = 0


@dataclass(slots=True)
class Batch:
    """What became of the records of one slice, and what was counted of those that are written.

    `size` is how many bytes of the sources the slice covers; `only` is the graph of the record that
    is written, where it is just one.
    """

    size: int
    outcomes: list[RecordOutcome] = field(default_factory=list)
    statistics: Statistics = field(default_factory=Statistics)
    only: RecordGraph | None = None
