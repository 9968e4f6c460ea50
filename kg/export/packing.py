"""Texts that are compressed where they are made: those of a chunk in a document become a frame.

So the processes that make records compress them, too, and pass on a tenth of the bytes. A frame
depends on the sources alone, as chunks do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kg.dataset.record_outcome import RecordOutcome, TextFrame
from kg.dataset.shards import shard_of
from kg.system.compression import Frame


class Packing(NamedTuple):
    """How texts become frames: what is written between two of them, and the number of shards."""

    between: bytes
    shards: int


class Packer:
    """Takes the outcomes of a chunk; `packings` has None for a format that is not packed."""

    def __init__(self, packings: Sequence[Packing | None]) -> None:
        self._packings = [(place, each) for place, each in enumerate(packings) if each]
        self._frames: dict[tuple[int, int], Frame] = {}

    def without_packed(self, outcome: RecordOutcome) -> RecordOutcome:
        """The outcome, without the texts that go into frames."""
        if not (self._packings and outcome.texts and outcome.number):
            return outcome
        texts = list(outcome.texts)
        for place, packing in self._packings:
            self._add(place, shard_of(outcome.number, packing.shards), texts[place], packing)
            texts[place] = b""
        return outcome._replace(texts=tuple(texts))

    def frames(self) -> list[TextFrame]:
        """The frames, when all outcomes have been taken."""
        return [
            TextFrame(place, shard, frame.ended()) for (place, shard), frame in self._frames.items()
        ]

    def _add(self, place: int, shard: int, text: bytes, packing: Packing) -> None:
        if frame := self._frames.get((place, shard)):
            frame.write(packing.between)
        else:
            frame = self._frames[place, shard] = Frame()
        frame.write(text)
