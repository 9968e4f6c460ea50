"""`kg similar`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click

from kg.cli.console import say
from kg.cli.linking import link, link_summary
from kg.cli.load import troubles
from kg.cli.option_types import Number, TableChoice, WholeNumber
from kg.cli.progress import counting, progress
from kg.cli.shared_options import (
    base_option,
    jobs_option,
    quiet_option,
    shapes_of,
    store_option,
    trial_iri_option,
)
from kg.errors import UsageError
from kg.similarity.defaults import DEFAULT_MIN_CONFIDENCE, DEFAULT_TOP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.dataset.record_outcome import Reject
    from kg.rdf.iris import Iris
    from kg.shacl import Shapes
    from kg.similarity.links import SimilarTrials
    from kg.similarity.list_pipeline import ListPipeline
    from kg.similarity.reading import ReadCorpus
    from kg.similarity.report import SimilarityTotals

_FEWEST: Final = 2
"""Records that can be compared."""


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="Output file; - is standard output. By default output/similar.nq, or without a SOURCE the"
    " store.",
)
@click.option(
    "-f",
    "--format",
    "format",
    type=TableChoice("kg.similarity.list_pipeline:ENDINGS_OF_FORMATS"),
    help="RDF format, or csv: a table with a link a row. By default inferred from the ending of -o,"
    " or else N-Quads.",
)
@store_option
@click.option(
    "--top",
    type=WholeNumber(min=1),
    default=DEFAULT_TOP,
    show_default=True,
    metavar="N",
    help="At most N similar trials for each trial.",
)
@click.option(
    "--min-confidence",
    type=Number(min=0, max=1),
    default=DEFAULT_MIN_CONFIDENCE,
    show_default=True,
    metavar="P",
    help="Only links with at least this probability, from 0 to 1, that the two are related.",
)
@base_option
@trial_iri_option
@click.option("--no-validate", is_flag=True, help="Do not validate the graphs against the shapes.")
@jobs_option
@quiet_option
def similar(
    sources: tuple[str, ...],
    output: str | None,
    format: str | None,
    folder: str,
    top: int,
    min_confidence: float,
    base: str | None,
    trial_iri: str,
    no_validate: bool,
    jobs: int | None,
    quiet: bool,
) -> int:
    """Find the similar trials of each trial, with the reasons.

    SOURCE is what kg export reads, or RDF that it wrote; all records are compared with each other.
    Without a SOURCE the records in the store are compared, and without -o the links are loaded into
    that store, where they replace all earlier ones. Later runs with the same options only read the
    records that changed, and only load the lists that differ.

    Two trials are similar if their records share words that few others use, above all in titles,
    conditions and interventions. A link has a score (how similar the texts are), a confidence (the
    probability that a reader would call the two related) and the reasons: the conditions,
    interventions and words that both have. Nobody states it, so it is neither a related trial of
    the registry nor evidence that the trials belong together.

    The list of each trial is a graph of its own, also if it is empty, so that loading a newer
    output replaces the earlier lists of its trials. PATH.report.json counts the links, by kind and
    confidence; records that can't be read are listed in PATH.rejects.jsonl, and make the exit
    status 1. Give --base and --trial-iri if the records were exported with them.

    \b
    kg similar records/ -o similar.nq
    kg load records/ && kg similar
    kg similar registry.nq.zst -o similar.nq.zst --min-confidence 0.9
    kg similar records/ -o similar.csv --top 5
    """
    from kg.rdf.iris import DEFAULT_BASE, Iris
    from kg.similarity.packages import needed
    from kg.system.processes import processors

    iris = Iris(DEFAULT_BASE if base is None else base, trial_iri)
    run = SimilarRun(
        top, min_confidence, iris, shapes_of((), no_validate), jobs or processors(), quiet
    )
    _refuse_what_is_unused(sources, output, format)
    with needed():
        if sources or output:
            return run.into_file(sources, folder, *_destination(output, format))
        return run.into_store(folder)


def _refuse_what_is_unused(
    sources: tuple[str, ...], output: str | None, format: str | None
) -> None:
    """Raises UsageError for options that would do nothing."""
    source = click.get_current_context().get_parameter_source("folder")
    if sources and source is not click.core.ParameterSource.DEFAULT:
        raise UsageError("--store is for comparing the records of a store: leave out SOURCE")
    if format and not (sources or output):
        raise UsageError("--format is for a file: give one with -o, or leave it out")


def _destination(output: str | None, format: str | None) -> tuple[str, str]:
    """The output file and its format."""
    from kg.similarity.list_pipeline import format_name

    if format is None:
        format = "n-quads" if output in (None, "-") else format_name(str(output))
    return output or default_output(format), format


def default_output(format: str) -> str:
    """The output file, if none is given."""
    from kg.similarity.list_pipeline import ENDINGS_OF_FORMATS

    return f"output/similar{ENDINGS_OF_FORMATS[format]}"


@dataclass(frozen=True, slots=True)
class SimilarRun:
    """The options of a run, for both of its outputs."""

    top: int
    min_confidence: float
    iris: Iris
    shapes: Shapes | None
    jobs: int
    quiet: bool

    def into_file(
        self, sources: tuple[str, ...], folder: str, destination: str, format: str
    ) -> int:
        """Compares the records of the sources, or of the store, and writes the links to a file."""
        from kg.dataset.file_names import REJECTS, sidecar_path
        from kg.similarity.output import check_destination, write_lists, write_rejects
        from kg.sources.paths import refuse_to_overwrite

        refuse_to_overwrite(sources, [destination])
        is_own = destination == default_output(format)
        check_destination(destination, make_parents=is_own)
        corpus = self._corpus(sources) if sources else self._stored(folder)
        if corpus.records < _FEWEST:
            write_rejects(destination, corpus.rejects, make_parents=is_own)
            return self._nothing(corpus.records, corpus.rejects)
        work, lists = self._compared(corpus, format)
        with counting(self.quiet, corpus.records) as count:
            totals = write_lists(
                destination,
                work,
                lists,
                unreadable=corpus.rejects,
                jobs=self.jobs,
                on_list=count,
                make_parents=is_own,
            )
        self._report(totals, "standard output" if destination == "-" else destination)
        if totals.rejected and (path := sidecar_path(destination, REJECTS)):
            say(f"{totals.rejected.total():,} left out: see {path}")
        return 1 if totals.rejected else 0

    def into_store(self, folder: str) -> int:
        """Compares the records of the store, and loads the links into it."""
        from kg.similarity.index_files import LinkSettings
        from kg.stores.embedded import EmbeddedStore

        settings = LinkSettings(self.top, self.min_confidence, self.iris.base, self.iris.trial_form)
        done = link(EmbeddedStore(folder), settings, self.shapes, self.jobs, self.quiet)
        if done.outcome is None and done.records < _FEWEST:
            return self._nothing(done.records)
        for line in (*troubles(done.outcome), *link_summary(done, self.quiet)):
            say(line)
        return 1 if done.written.rejected else 0

    def _corpus(self, sources: tuple[str, ...]) -> ReadCorpus:
        from kg.cli.registry_options import with_fetched
        from kg.dataset.exported_files import with_shards
        from kg.similarity.reading import corpus_of

        sources = with_fetched(tuple(with_shards(sources)), quiet=self.quiet)
        with progress(self.quiet, sources) as report:
            return corpus_of(sources, self.iris, self.jobs, report)

    def _stored(self, folder: str) -> ReadCorpus:
        from kg.similarity.reading import corpus_of_store
        from kg.stores.embedded import EmbeddedStore

        with progress(self.quiet) as report:
            return corpus_of_store(EmbeddedStore(folder), self.jobs, lambda done, _: report(done))

    def _compared(
        self, corpus: ReadCorpus, format: str
    ) -> tuple[ListPipeline, Iterator[SimilarTrials]]:
        from kg.similarity.index import index_of
        from kg.similarity.list_pipeline import ListPipeline

        index = index_of(corpus.corpus)
        method = index.method(self.top, self.min_confidence)
        lists = index.similar(range(corpus.records), self.top, self.min_confidence, self.jobs)
        return ListPipeline(method, self.iris, format, self.shapes), lists

    def _nothing(self, records: int, rejects: Sequence[Reject] = ()) -> int:
        from kg.dataset.totals import MOST_LISTED

        _say_left_out(rejects[:MOST_LISTED], len(rejects))
        found = "there is one record" if records else "there is no record"
        say(f"kg: wrote nothing: {found}, and similar trials are found by comparing records")
        return 2

    def _report(self, totals: SimilarityTotals, place: str) -> None:
        _say_left_out(totals.rejects, totals.rejected.total())
        if self.quiet:
            return
        links = "1 link" if totals.links == 1 else f"{totals.links:,} links"
        say(
            f"Compared {totals.records:,} records: {totals.trials:,} have similar trials, {links}"
            f" with a confidence of {self.min_confidence:g} or more in {place}"
        )


def _say_left_out(rejects: Sequence[Reject], count: int) -> None:
    from kg.export.summary import left_out_lines

    for line in left_out_lines(rejects, count):
        say(line)
