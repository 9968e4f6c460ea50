"""What tasks do with a piece of the sources: pure functions, which give the same each time.

They are sent by name, so every worker must have the kg of the driver.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias

from kg.dataset.record_outcome import Batch
from kg.errors import KgError, WorkerError
from kg.export.newest import Taken, numbers_in, versions_in
from kg.export.options import ExportOptions
from kg.export.pipeline import RecordPipeline
from kg.export.recipe import recipe_of
from kg.export.record_version import RecordVersion
from kg.sources.chunks import by_size
from kg.spark.pieces import Begun, Key, Piece

Counted: TypeAlias = tuple[tuple[Any, ...], tuple[int, int]]
"""A trial's number with how often it occurs and 0, or a key with the piece's lines and bytes."""

ANYWHERE: Final = Begun(0)


class Made(NamedTuple):
    """What was made of a piece: its number, the partition, its text, and the rest as pickled.

    A long text is in several, of which the last has the rest: Java keeps a row as a whole.
    """

    number: int
    partition: int
    text: bytes
    rest: bytes


@dataclass(frozen=True, slots=True)
class FirstPasses:
    """What the first passes have found: where each piece begins, and what is taken of doubles."""

    begun: dict[Key, Begun]
    taken: Taken


def counted(piece: Piece) -> Iterator[Counted]:
    """The size of a piece, and the numbers that its records may have as their own."""
    yield piece.key, (piece.lines, len(piece.data))
    for number in numbers_in(piece.chunk(ANYWHERE))[0]:
        yield (number,), (1, 0)


def summed(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """The sums of two counts."""
    return one[0] + other[0], one[1] + other[1]


def is_wanted(each: Counted) -> bool:
    """Whether it is the size of a piece, or a number that occurs again."""
    return len(each[0]) > 1 or each[1][0] > 1


def versions(begun: Any, repeated: Any, piece: Piece) -> list[RecordVersion]:
    """The versions of the records of a piece whose trials may have another one."""
    begins = begun.value[piece.key]
    found = versions_in(repeated.value, piece.chunk(begins))
    return [each._replace(chunk=begins.number) for each in found]


def made(
    options: ExportOptions, recipe: str, plan: Any, partition: int, pieces: Iterable[Piece]
) -> Iterator[Made]:
    """The graphs of the records of some pieces, as N-Quads, and what became of each record."""
    if _recipe(options) != recipe:
        raise WorkerError(
            "this worker has another version of kg, Python or a package than the driver: install"
            " the same environment on all machines"
        )
    work = RecordPipeline(options)
    for piece in pieces:
        begun = plan.value.begun[piece.key]
        try:
            batch = work.batch(plan.value.taken.part(begun.number, piece.chunk(begun)))
        except KgError as error:  # a record that ends the run, which the driver says
            yield Made(begun.number, partition, b"", pickle.dumps(error))
            continue
        for some in by_size((each.text for each in batch.outcomes if each.text), len):
            yield Made(begun.number, partition, b"".join(some), b"")
        yield Made(begun.number, partition, b"", pickle.dumps(_without_texts(batch)))


def _without_texts(batch: Batch) -> Batch:
    """A batch whose outcomes say that there is a text, and do not have it."""
    outcomes = [each._replace(texts=(b"",)) if each.texts else each for each in batch.outcomes]
    return Batch(batch.size, outcomes, batch.statistics, None, batch.numbers)


@cache
def _recipe(options: ExportOptions) -> str:
    return recipe_of(options)
