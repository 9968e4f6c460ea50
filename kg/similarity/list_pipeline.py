"""Lists of similar trials -> text, in any process: mapped, checked, serialised."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.dataset.record_outcome import VIOLATION, Reject
from kg.errors import UsageError
from kg.formats import OUTPUTS
from kg.formats.writer import Writer
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
from kg.similarity import link_table
from kg.similarity.link_graph import list_graph, method_graph
from kg.similarity.links import Method, SimilarTrials
from kg.system import processes
from kg.system.compression import COMPRESSIONS, uncompressed_name

if TYPE_CHECKING:
    from kg.shacl import Shapes

CSV: Final = "csv"

ENDINGS_OF_FORMATS: Final = {
    **{name: format.ending for name, format in OUTPUTS.items()},
    CSV: ".csv",
}
"""Format -> the ending of its files: every RDF format, and a table of the links."""

_AT_ONCE: Final = 64
"""Lists that a worker process gets at once."""


def format_name(destination: str | Path) -> str:
    """The format of a file by its ending; UsageError if it is none of them."""
    name = uncompressed_name(destination)
    for format, ending in ENDINGS_OF_FORMATS.items():
        if name.endswith(ending):
            return format
    raise UsageError(
        f"{str(destination)!r} does not end like an output of kg similar: use one of"
        f" {', '.join(ENDINGS_OF_FORMATS.values())}, with or without {' or '.join(COMPRESSIONS)},"
        " or name the format"
    )


class WrittenList(NamedTuple):
    """A list of similar trials, its text in UTF-8, and its triples; or why it is left out."""

    similar: SimilarTrials
    text: bytes
    triples: int
    reject: Reject | None = None


@dataclass(frozen=True, slots=True)
class ListPipeline:
    """Maps, validates and serialises lists; `format` is a key of ENDINGS_OF_FORMATS.

    With `shapes` None nothing is validated.
    """

    method: Method
    iris: Iris
    format: str
    shapes: Shapes | None = None

    @property
    def writer(self) -> Writer:
        """How the lists become a document."""
        if self.format == CSV:
            return Writer(_no_text, opening=link_table.header)
        return OUTPUTS[self.format].writer

    def batch(self, lists: Iterable[SimilarTrials]) -> list[WrittenList]:
        """The texts of some lists."""
        return [self._written(similar) for similar in lists]

    def _written(self, similar: SimilarTrials) -> WrittenList:
        graph = list_graph(similar, self.method, self.iris)
        if self.shapes is not None:
            from kg.shacl import validate

            broken = validate(graph, self.shapes).violations
            if broken:
                reason = f"does not conform: {broken[0].message}"
                results = [result.as_dict() for result in broken]
                place = f"the similar trials of {similar.number}"
                reject = Reject(similar.number, place, VIOLATION, reason, results)
                return WrittenList(similar, b"", 0, reject)
        if self.format == CSV:
            return WrittenList(similar, link_table.rows(similar).encode(), 0)
        return WrittenList(similar, self.writer.record(graph), graph.size)

    def described(self) -> RecordGraph:
        """The graph of the method."""
        return method_graph(self.method, importlib.metadata.version("kg-trials"), self.iris)

    @contextmanager
    def written(self, lists: Iterable[SimilarTrials], jobs: int) -> Iterator[Iterator[WrittenList]]:
        """The texts of all lists, in their order, made by `jobs` worker processes."""
        if self.shapes is not None:
            from kg.shacl import validator

            validator(self.shapes, "compiled")  # compiled once, before processes are forked
        lists = iter(lists)
        parts = iter(lambda: tuple(islice(lists, _AT_ONCE)), ())
        with processes.in_order(self.batch, parts, jobs) as made:
            yield (written for _, batch in made for written in batch)


def _no_text(_: RecordGraph) -> bytes:
    return b""
