"""The destinations of an export: in each the documents of one format, with their sidecar files."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.dataset.describe import output_files
from kg.dataset.record_outcome import Batch
from kg.dataset.report import OutputFile, TableFile
from kg.dataset.shards import Shards, open_shards, shard_paths
from kg.dataset.sidecars import Sidecars, open_sidecars
from kg.errors import UsageError
from kg.export.output_formats import FormatChoice, side_writer
from kg.export.packing import Packing
from kg.formats import Format
from kg.graph_tables.files import GraphFiles
from kg.graph_tables.formats import GraphFormat
from kg.rdf.record_graph import RecordGraph
from kg.system.compression import compression_of
from kg.system.file_set import FileSet
from kg.system.output_files import STDOUT


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an export is written to, and in which format."""

    path: str | Path
    format: Format | GraphFormat

    @property
    def choice(self) -> FormatChoice:
        """The format, as it is passed to worker processes."""
        return FormatChoice(self.format.name, getattr(self.format, "context", None))

    @property
    def is_rdf(self) -> bool:
        """Whether the format is one of RDF."""
        return isinstance(self.format, Format)

    def packing(self, shards: int) -> Packing | None:
        """How its texts are packed before they get here; None if they are not."""
        compression = None if str(self.path) in STDOUT else compression_of(self.path)
        if not (compression and compression.has_frames and isinstance(self.format, Format)):
            return None
        writer = self.format.writer
        return None if writer.alone else Packing(writer.between.encode(), shards)

    def paths(self, shards: int) -> list[str]:
        """The files, or the one folder, that are written. Raises UsageError if none can be."""
        if isinstance(self.format, Format):
            return shard_paths(self.path, shards)
        if str(self.path) in STDOUT:
            raise UsageError(
                f"{self.format.title} has several files, which standard output can't take: give a"
                " path with -o"
            )
        return self.format.paths(Path(self.path))


class OpenDestination(ABC):
    """A destination while it is written: `sidecars` take every outcome, `write` the records."""

    def __init__(self, destination: Destination, sidecars: Sidecars) -> None:
        self.destination = destination
        self.sidecars = sidecars

    def take(self, batch: Batch, place: int) -> None:
        """Writes what became of records; `place` is that of the format among their texts."""
        for outcome in batch.outcomes:
            self.sidecars.take(outcome)
            if outcome.texts and outcome.number is not None:
                records = 0 if outcome.is_row else 1
                self.write(outcome.number, outcome.texts[place], outcome.triples, records)

    def write_beside(self, graph: RecordGraph) -> None:
        """Writes a graph that is not of a record."""
        text = side_writer(self.destination.choice)(graph)
        self.write(graph.number, text, graph.size, records=0)

    @abstractmethod
    def write(self, number: str, text: bytes, triples: int, records: int) -> None:
        """Writes a graph of so many triples, of one record or of none."""

    @abstractmethod
    def end(self) -> None:
        """Writes what is left."""

    @property
    @abstractmethod
    def output_files(self) -> list[OutputFile]:
        """The documents of RDF, once they are closed."""

    @property
    @abstractmethod
    def table_files(self) -> list[TableFile]:
        """The files of a format that is not RDF, once they are closed."""


class _Documents(OpenDestination):
    def __init__(self, destination: Destination, sidecars: Sidecars, shards: Shards) -> None:
        super().__init__(destination, sidecars)
        self._shards = shards

    def take(self, batch: Batch, place: int) -> None:
        super().take(batch, place)
        for frame in batch.frames:
            if frame.place == place:
                self._shards.shards[frame.shard].add_frame(frame.data)

    def write(self, number: str, text: bytes, triples: int, records: int) -> None:
        if text:
            self._shards.of(number).add(text, triples, records)
        else:  # a frame has it
            self._shards.of(number).count(triples, records)

    def end(self) -> None:
        self._shards.end()

    @property
    def output_files(self) -> list[OutputFile]:
        return output_files(self._shards)

    @property
    def table_files(self) -> list[TableFile]:
        return []


class _GraphFiles(OpenDestination):
    def __init__(self, destination: Destination, sidecars: Sidecars, files: GraphFiles) -> None:
        super().__init__(destination, sidecars)
        self._files = files

    def write(self, number: str, text: bytes, triples: int, records: int) -> None:
        self._files.add(text)

    def end(self) -> None:
        self._files.end()

    @property
    def output_files(self) -> list[OutputFile]:
        return []

    @property
    def table_files(self) -> list[TableFile]:
        return [
            TableFile(name=each.name, bytes=each.size, sha256=each.sha256, rows=each.rows)
            for each in self._files.written
        ]


@contextmanager
def open_destination(
    destination: Destination, shards: int, files: FileSet, *, make_parents: bool = False
) -> Iterator[OpenDestination]:
    """A destination to write records to; its files are renamed into place with the others.

    Nothing there is changed unless something, at least the end of a document, is written.
    """
    path, format = destination.path, destination.format
    with open_sidecars(path, files, make_parents=make_parents) as sidecars:
        if isinstance(format, GraphFormat):
            with format.opened(Path(path), files) as tables:
                yield _GraphFiles(destination, sidecars, tables)
        else:
            with open_shards(path, format, shards, files, make_parents=make_parents) as documents:
                yield _Documents(destination, sidecars, documents)
