"""Records that are parts of the record of one trial, such as those of its countries, joined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.export.record_version import RecordVersion
from kg.sources import Blob, Chunk, Found


@dataclass(frozen=True, slots=True)
class JoinedChunk:
    """A chunk in which some records are replaced, by their numbers in it; None: by nothing."""

    chunk: Chunk
    replaced: Mapping[int, Blob | None]

    @property
    def size(self) -> int:
        """The number of bytes of the sources in the chunk."""
        return self.chunk.size

    def blobs(self) -> Iterator[Found]:
        """The records of the chunk."""
        for position, found in enumerate(self.chunk.blobs()):
            each = self.replaced.get(position, found)
            if each is not None:
                yield each

    def position(self, before: int) -> int:
        """The number that a record has here which had this one in the chunk."""
        gone = (place for place, blob in self.replaced.items() if blob is None)
        return before - sum(place < before for place in gone)


def joined(
    records: list[RecordVersion],
) -> tuple[list[RecordVersion], list[tuple[RecordVersion, Blob | None]]]:
    """The records of a trial without those that are parts of another one, and what replaces these.

    The first of the parts of a trial is replaced by all of them, the others by nothing.
    """
    of_parts: dict[bytes, RecordVersion] = {}
    for each in records:
        if each.data:
            of_parts.setdefault(each.data, each)
    if len(of_parts) < 2:
        return records, []
    first, *others = of_parts.values()
    # text before pages, as the reader of the full text expects them
    ordered = sorted(of_parts, key=lambda data: of_parts[data].format, reverse=True)
    gone = {(each.chunk, each.position) for each in others}
    kept = [each for each in records if (each.chunk, each.position) not in gone]
    whole = Blob(first.place, b"\n".join(ordered))
    return kept, [(first, whole), *((each, None) for each in others)]
