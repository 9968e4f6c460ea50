"""`kg export`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.console import say
from kg.cli.destinations import chosen_destinations
from kg.cli.option_types import TableChoice, WholeNumber
from kg.cli.progress import progress
from kg.cli.publication_options import publication_options
from kg.cli.shared_options import (
    GraphChoices,
    engine_option,
    graph_options,
    jobs_option,
    on_violation_option,
    quiet_option,
    sources_argument,
    trial_iri_option,
)
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.dataset.publication import Publication
    from kg.dataset.totals import ExportTotals
    from kg.export.destinations import Destination
    from kg.mapping_sets.exact_matches import ExactMatches
    from kg.rdf.iris import Iris

ENRICHMENT = ".enrichment.nq"
"""What --enrich appends to the name of the output."""

_MOST_NAMED = 20
_MOST_SHARDS_NAMED = 4


@click.command()
@sources_argument
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="PATH",
    help="Output file, or a folder of tables; - is standard output. Repeatable, for several formats"
    " in one run. By default a file in output/.",
)
@click.option(
    "-f",
    "--format",
    "format_names",
    multiple=True,
    type=TableChoice("kg.export.output_formats:OUTPUT_FORMATS"),
    help="Format, an RDF one also by its ending: ttl, jsonld, nt, nq. By default inferred from the"
    " ending of -o, or else Turtle; with several -o give one for each, or none.",
)
@click.option(
    "--context",
    metavar="URL",
    help="Name this JSON-LD context in place of the terms: kg's own, or a copy that you publish.",
)
@click.option(
    "--csv",
    is_flag=True,
    help="Write a property graph as CSV, with the headers of neo4j-admin, in place of Parquet.",
)
@click.option(
    "--mappings",
    "mapping_files",
    metavar="FILE",
    multiple=True,
    help="Give concepts in KGX the ids that Biolink prefers, by this mapping set in SSSOM."
    " Repeatable.",
)
@graph_options
@trial_iri_option
@engine_option
@on_violation_option
@click.option(
    "--against",
    metavar="REPORT",
    help="Write only what is new or has changed since the export with this report.",
)
@click.option(
    "--shards",
    type=WholeNumber(min=1),
    default=1,
    metavar="N",
    help="Split RDF into N files, such as trials-1-of-4.nq, for parallel loaders; kg load PATH"
    " takes them all.",
)
@click.option(
    "--enrich",
    "enriched",
    is_flag=True,
    help="Also describe the cited publications, as kg enrich does, in PATH.enrichment.nq.",
)
@publication_options
@jobs_option
@quiet_option
def export(
    sources: tuple[str, ...],
    outputs: tuple[str, ...],
    format_names: tuple[str, ...],
    context: str | None,
    csv: bool,
    mapping_files: tuple[str, ...],
    choices: GraphChoices,
    trial_iri: str,
    engine: str,
    on_violation: str,
    against: str | None,
    shards: int,
    enriched: bool,
    publication: Publication | None,
    jobs: int | None,
    quiet: bool,
) -> int:
    """Write registry records as RDF, tables or graphs, validated against the shapes.

    SOURCE is a file (a ClinicalTrials.gov record as JSON, an array or lines of such records, a
    record in the classic XML, a saved page of a trial as text or HTML, a file of another registry
    or of WHO's ICTRP, or a zip or tar of these; also compressed by gzip, zstd, bzip2 or xz), a
    folder of such files, or - for standard input.
    The kind of a file is detected from its content. An NCT id is the record that kg fetch has saved
    in output/records/; otherwise it is downloaded.

    A record that violates a shape or can't be read is left out and listed, with the reason, in
    PATH.rejects.jsonl; the others are written, and the exit status is 1.

    Several records make a dataset, with sidecar files: PATH.report.json (counts, warnings,
    digests), PATH.dataset.ttl (a description as VoID, DCAT and PROV), and PATH.manifest.tsv and
    PATH.sources.tsv, from which --against detects what has changed. With --against, PATH.gone.txt
    lists the trials that are gone, and PATH.drop.ru is a SPARQL Update that drops the graphs that
    are gone or have changed.

    With -f tables, PATH is a folder of Parquet files, a table each: trials, sites, sponsors,
    outcomes, results and others. With -f property-graph it has nodes and edges for graph databases.
    With -f kgx, PATH_nodes.jsonl and PATH_edges.jsonl are in the terms of Biolink; --mappings gives
    conditions and interventions there the ids that Biolink prefers.

    --publish-at, --publisher and the like complete the description for catalogues; without them it
    says nothing of where and by whom the dataset is published.

    --enrich looks up the publications in PubMed and Crossref after the records are written, with
    the settings in the environment that kg enrich --help lists.

    \b
    kg export NCT04745299.json -o - -f json-ld
    kg export 'records/*.json' -o trials.trig.gz
    kg export als.zip -o als.nq.gz -o als-tables
    kg export ctg-studies.json.zip -o registry.nq.zst
    kg export als.zip -o als.nq.gz --publish-at https://example.org/als/ --publisher "ALS Group"
    kg export new.zip -o changes.nq.zst --against registry.nq.zst.report.json
    """
    from kg.export import export as export_to
    from kg.system.processes import processors

    destinations = chosen_destinations(sources, outputs, format_names, context, csv=csv)
    exact = _exact_matches(mapping_files, destinations)
    options = replace(
        choices.options(trial_iri, engine=engine, on_violation=on_violation), exact=exact
    )
    first, *beside = destinations
    if publication is not None:
        _refuse_to_describe(destinations, against)
    if enriched:
        _refuse_to_enrich(first, against)
    with progress(quiet, sources) as report:
        totals = export_to(
            sources,
            first.path,
            first.format,
            options,
            beside=beside,
            jobs=jobs or processors(),
            shards=shards,
            against=against,
            publication=publication,
            on_batch=lambda totals: report(totals.met, totals.done, totals.rejected),
            make_parents=not outputs,
        )
    _report(totals, destinations, shards, against=against is not None, quiet=quiet)
    if publication is not None and totals.written == 1 and shards == 1:
        say("Note: one record is no dataset, so no description was written")
    if totals.is_empty:
        return 2
    broken = totals.rejected or totals.kept or any(each.faults for each in exact.sets)
    status = 1 if broken else 0
    if enriched:
        status = max(status, _enrich(first, shards, options.iris, quiet=quiet))
    return status


def _exact_matches(files: Sequence[str], destinations: Sequence[Destination]) -> ExactMatches:
    """The exact matches of mapping sets. Raises UsageError if none of the formats takes them."""
    from kg.cli.mapping_sets import report_faults
    from kg.mapping_sets.exact_matches import ExactMatches
    from kg.mapping_sets.reading import read_all

    if files and not any(getattr(each.format, "maps_concepts", False) for each in destinations):
        raise UsageError(
            "--mappings gives concepts their ids in KGX (-f kgx): for RDF run kg enrich --mappings"
        )
    sets = read_all(files)
    report_faults(sets)
    return ExactMatches(sets)


def _refuse_to_describe(destinations: Sequence[Destination], against: str | None) -> None:
    """Raises UsageError if no description of the dataset is written."""
    from kg.dataset.file_names import DESCRIPTION, sidecar_path

    if against:
        raise UsageError(
            "--against writes a part of a dataset, which is not described: leave out --publish-at,"
            " --publisher, --title, --contact-point, --sparql-endpoint and --dataset"
        )
    if not any(each.is_rdf and sidecar_path(each.path, DESCRIPTION) for each in destinations):
        raise UsageError(
            f"no description is written beside {destinations[0].path}: give -o the path of a file"
            " of RDF"
        )


def _refuse_to_enrich(destination: Destination, against: str | None) -> None:
    """Raises UsageError if the output can't be read back, or does not have all records."""
    from kg.formats.rdf_files import is_rdf

    if not is_rdf(destination.path) or _disagreement(destination):
        raise UsageError(
            "--enrich reads the output back: give -o a file with the ending of its format"
        )
    if against:
        raise UsageError(
            "the graph of a publication names all trials that cite it, but --against leaves out"
            " those that have not changed: export without --enrich, then run kg enrich on all of"
            " them"
        )


def _enrich(destination: Destination, shards: int, iris: Iris, *, quiet: bool) -> int:
    """Runs `kg enrich` on the output, with the services as the environment sets them."""
    from kg.cli.enrich import enrich

    arguments = [*destination.paths(shards), "-o", f"{destination.path}{ENRICHMENT}"]
    arguments += ["--base", iris.base, "--trial-iri", iris.trial_form, *(["-q"] if quiet else [])]
    return int(enrich.main(arguments, "kg enrich", standalone_mode=False))


def _counted(totals: ExportTotals) -> str:
    counts = (totals.rejected, "left out"), (totals.kept, "written despite violations")
    return ", ".join(f"{count:,} {what}" for count, what in counts if count)


def _disagreement(destination: Destination) -> str | None:
    """A note if the ending of the output is that of another format."""
    from kg.export.output_formats import format_of_name

    format, path = destination.format, destination.path
    with suppress(UsageError):  # an unknown ending contradicts nothing
        by_ending = format_of_name(path)
        if getattr(by_ending, "iri", None) != getattr(format, "iri", None):
            return f"Note: {path} is {format.title}, though its ending says {by_ending.title}"
    return None


def _report(
    totals: ExportTotals,
    destinations: Sequence[Destination],
    shards: int,
    *,
    against: bool,
    quiet: bool,
) -> None:
    from kg.dataset.file_names import REJECTS, sidecar_path
    from kg.export.summary import left_out, summary

    for line in (*(() if quiet else summary(totals)), *left_out(totals)):
        say(line)
    if not quiet:
        for line in _written(totals, destinations, shards):
            say(line)
        if against and not totals.is_empty:
            say(_changes(totals))
        if totals.made_again and not totals.is_empty:
            say(f"Note: all records were made again, as {totals.made_again}")
    paths = [str(path) for each in destinations if (path := sidecar_path(each.path, REJECTS))]
    if totals.rejects and paths:
        say(f"{_counted(totals)}: see {' and '.join(paths)}")


def _written(
    totals: ExportTotals, destinations: Sequence[Destination], shards: int
) -> Iterator[str]:
    """What was written where, a line each."""
    yield from filter(None, map(_disagreement, destinations))
    if totals.is_empty:
        yield "Wrote nothing: no record could be exported"
        return
    records = "1 record" if totals.written == 1 else f"{totals.written:,} records"
    for each in destinations:
        what = f"{totals.triples:,} triples as {each.format.title}"
        yield (
            f"Wrote {records} to {_named(each.paths(shards))}:"
            f" {what if each.is_rdf else each.format.title}"
        )
    for each in destinations:
        if each.is_rdf and shards > 1 and Path(each.path).exists():
            yield f"Note: {each.path} is there too, but is no file of this export"


def _named(paths: list[str]) -> str:
    """The files of the output in words."""
    if paths == ["-"]:
        return "standard output"
    if len(paths) > _MOST_SHARDS_NAMED:
        return f"{len(paths)} files, {paths[0]} to {paths[-1]}"
    return " and ".join(filter(None, (", ".join(paths[:-1]), paths[-1])))


def _changes(totals: ExportTotals) -> str:
    if totals.gone is None:
        return (
            f"{totals.unchanged:,} are unchanged. It is unknown which are gone: what could not be"
            " read may contain their records"
        )
    gone = f": {', '.join(totals.gone[:_MOST_NAMED])}" if totals.gone else ""
    more = " and more" if len(totals.gone) > _MOST_NAMED else ""
    return f"{totals.unchanged:,} are unchanged, {len(totals.gone):,} are gone{gone}{more}"
