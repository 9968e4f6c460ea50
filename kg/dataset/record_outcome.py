"""The outcome of each record of an export, and of the records of a chunk together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

import msgspec

from kg.dataset.file_names import readable
from kg.dataset.statistics import Statistics
from kg.rdf.record_graph import RecordGraph
from kg.same_trial.stated import RecordNumbers

UNREADABLE: Final = "unreadable"
REPEATED: Final = "repeated"
VIOLATION: Final = "violation"
UNSENT: Final = "unsent"


class Reject(msgspec.Struct, frozen=True):
    """A record that violates a shape or can't be read, or a source that can't: where and why.

    `kind` is one of UNREADABLE, REPEATED, VIOLATION and UNSENT. `results` are the SHACL results;
    `kept` says that it was written despite violations.
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
        printable = msgspec.structs.replace(self, place=place, reason=reason)
        return f"{msgspec.json.encode(printable).decode()}\n"


class RecordOutcome(NamedTuple):
    """The outcome of one record: `texts` if it is written, `reject` if it is rejected.

    There is a text, in UTF-8 where it is one, for each format that is written; it is empty where
    the frames of the batch have it.

    `graph` is the term of its named graph. `digest` changes when its triples do; it is empty if the
    record is left out, or was made before and the digest is not known. `source` changes when the
    bytes do that it was read from; it is empty if the record is rejected, even if it is written.
    `is_row` says that all that is written is that ICTRP has a row of the trial.
    """

    place: str
    number: str | None
    reject: Reject | None
    graph: str = ""
    digest: bytes = b""
    source: bytes = b""
    texts: tuple[bytes, ...] = ()
    triples: int = 0
    is_row: bool = False

    @property
    def text(self) -> bytes | None:
        """The text in the first format."""
        return self.texts[0] if self.texts else None

    @property
    def is_unchanged(self) -> bool:
        """Whether it is not written because its graph is that of before."""
        return not self.texts and bool(self.digest or self.source)


class TextFrame(NamedTuple):
    """The texts of a batch in the format at a place, in a shard from 0, as a compressed frame."""

    place: int
    shard: int
    data: bytes


@dataclass(slots=True)
class Batch:
    """The outcomes of the records of one chunk, and the statistics of those that are written.

    `size` is the number of bytes of the sources in the chunk; `only` is the graph of the record
    that is written, if there is only one. `numbers` are those that the written records state.
    `frames` have the texts that are already compressed.
    """

    size: int
    outcomes: list[RecordOutcome] = field(default_factory=list)
    statistics: Statistics = field(default_factory=Statistics)
    only: RecordGraph | None = None
    numbers: list[RecordNumbers] = field(default_factory=list)
    frames: list[TextFrame] = field(default_factory=list)
