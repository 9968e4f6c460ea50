"""The export pipeline: reads, maps, validates and serialises records, one chunk at a time.

A chunk is processed by a pure function, in this process or a worker process. Duplicate records are
left out where all results come together; such a chunk is processed again without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.dataset.manifest import MadeBefore, digest, digest_of_source, digest_of_text
from kg.dataset.record_outcome import REPEATED, UNREADABLE, VIOLATION, Batch, RecordOutcome, Reject
from kg.errors import CoreError, KgError, RecordError
from kg.export.newest import Held, Part, Repeat, parts
from kg.export.options import ExportOptions
from kg.export.output_formats import N_QUADS, FormatChoice, record_writer, side_writer
from kg.export.own_numbers import ids_in
from kg.export.packing import Packer, Packing
from kg.graph_tables.formats import MappedRecord
from kg.mapping import map_record
from kg.mapping.provenance import row_graph
from kg.records import Record
from kg.same_trial.stated import record_numbers
from kg.sources import Blob, Found, read_record
from kg.system import processes

if TYPE_CHECKING:
    from kg.shacl import Report, Result


_NONE: Final[tuple[Result, ...]] = ()


@dataclass(frozen=True, slots=True)
class RecordPipeline:
    """Maps, validates and serialises records.

    `formats` are those in which each is written, at least one, and `packings` say how their texts
    are packed. A record whose graph is unchanged
    since `before` is not written again; if its bytes are, it is not made. `recipe` becomes a part
    of the digest of its bytes.
    """

    options: ExportOptions
    formats: tuple[FormatChoice, ...] = (N_QUADS,)
    before: MadeBefore | None = None
    recipe: str = ""
    packings: tuple[Packing | None, ...] = ()

    def batch(self, part: Part) -> Batch:
        """The outcomes of the records of a chunk."""
        batch, packer = Batch(part.chunk.size), Packer(self.packings)
        for position, found in enumerate(part.chunk.blobs()):
            outcome = self._outcome(found, part.left_out.get(position), batch)
            batch.outcomes.append(packer.without_packed(outcome))
        batch.frames = packer.frames()
        return batch

    def _outcome(self, found: Found, repeat: Repeat | None, batch: Batch) -> RecordOutcome:
        try:
            if isinstance(found, KgError):
                raise found
            source = self._source(found)
            if repeat is None and (same := self._unchanged(found, source)):
                return same
            read = read_record(found)
        except RecordError as error:
            return RecordOutcome(
                error.place, None, Reject(error.number, error.place, UNREADABLE, error.reason)
            )
        except KgError as error:
            return RecordOutcome("", None, Reject(None, "", UNREADABLE, str(error)))
        if repeat is not None and repeat.number == read.number:
            if repeat.is_row:
                return self._row(read, batch)
            reject = Reject(read.number, read.place, REPEATED, repeat.reason)
            return RecordOutcome(read.place, read.number, reject)
        try:
            return self._mapped(read, source, batch)
        except CoreError as error:
            reject = Reject(read.number, read.place, UNREADABLE, str(error))
            return RecordOutcome(read.place, read.number, reject)

    def _source(self, found: Blob) -> bytes:
        if not self.options.is_repeatable:
            return b""
        return digest_of_source(found.data, self.recipe)

    def _unchanged(self, found: Blob, source: bytes) -> RecordOutcome | None:
        """The outcome of a record that has been made of these bytes before; None if it has not."""
        if self.before is None or not source:
            return None
        for number in ids_in(found.data):
            if self.before.has(number, source):
                graph = self.options.iris.graph(number)
                value = self.before.graph(number) or b""
                return RecordOutcome(found.place, number, None, graph, value, source)
        return None

    def _mapped(self, read: Record, source: bytes, batch: Batch) -> RecordOutcome:
        options = self.options
        record = options.applied(read)
        graph = map_record(record, options.iris)
        reject, warnings = None, _NONE
        if options.shapes is not None:
            from kg.shacl import validator

            report = validator(options.shapes, options.engine)(graph)
            reject, warnings = self._violations(report, read), report.warnings
        if reject and not reject.kept:
            return RecordOutcome(read.place, read.number, reject)
        texts, value = self._written(MappedRecord(record, graph, options.iris, options.exact))
        outcome = RecordOutcome(
            read.place, read.number, reject, graph.name, value, b"" if reject else source
        )
        if self.before is not None and self.before.graph(read.number) == value:
            return outcome
        batch.statistics.add(graph, warnings)
        if numbers := record_numbers(graph):
            batch.numbers.append(numbers)
        batch.only = graph if batch.statistics.records == 1 else None
        return outcome._replace(texts=texts, triples=graph.size)

    def _row(self, read: Record, batch: Batch) -> RecordOutcome:
        """The outcome of a row of ICTRP whose trial has the record of its own registry, too."""
        graph = row_graph(read, self.options.iris)
        texts = tuple(side_writer(choice)(graph) for choice in self.formats)
        batch.statistics.add_row(graph)
        return RecordOutcome(
            read.place, read.number, None, graph.name, texts=texts, triples=graph.size, is_row=True
        )

    def _violations(self, report: Report, read: Record) -> Reject | None:
        if not report.violations:
            return None
        messages = dict.fromkeys(r.message or r.component for r in report.violations)
        reason = f"does not conform: {'; '.join(messages)}"
        if self.options.on_violation == "stop":
            raise RecordError(read.place, reason, read.number)
        results = [result.as_dict() for result in report.violations]
        kept = self.options.on_violation == "keep"
        return Reject(read.number, read.place, VIOLATION, reason, results, kept)

    def _written(self, made: MappedRecord) -> tuple[tuple[bytes, ...], bytes]:
        """The text of a record in each format, and the digest of its graph."""
        texts = tuple(record_writer(each)(made) for each in self.formats)
        if N_QUADS in self.formats:
            return texts, digest_of_text(texts[self.formats.index(N_QUADS)])
        return texts, digest(made.graph)


@contextmanager
def batches(
    sources: Iterable[str | Path], work: RecordPipeline, jobs: int = 1, held: Held | None = None
) -> Iterator[Iterator[Batch]]:
    """The batches of all sources, in order, made by `jobs` worker processes.

    Of several records of a trial all but the newest are rejected; where a source can be read only
    once, all but the first. Rows of ICTRP give way to other records, also to those of a store that
    `held` looks into. Raises WorkerError if a worker process has died.
    """
    if work.options.shapes is not None:
        from kg.shacl import validator

        validator(
            work.options.shapes, work.options.engine
        )  # compiled once, before processes are forked
    with processes.in_order(work.batch, parts(sources, jobs, held), jobs) as made:
        yield _without_doubles(made, work)


def _without_doubles(made: Iterable[tuple[Part, Batch]], work: RecordPipeline) -> Iterator[Batch]:
    """The batches without the repeated records of sources that can be read only once."""
    first_places: dict[str, str] = {}
    for part, batch in made:
        doubles: dict[int, Repeat] = {}
        for position, (place, number, *_) in enumerate(batch.outcomes):
            if number is None or position in part.left_out:
                continue
            if first := first_places.get(number):
                reason = f"a second record of {number}; the first is in {first}"
                doubles[position] = Repeat(number, reason)
            else:
                first_places[number] = place
        yield work.batch(Part(part.chunk, {**part.left_out, **doubles})) if doubles else batch
