"""`kg export`."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.console import say
from kg.cli.option_types import TableChoice, WholeNumber
from kg.cli.progress import progress
from kg.cli.publication_options import publication_options
from kg.cli.shared_options import (
    GraphChoices,
    engine_option,
    graph_options,
    jobs_option,
    quiet_option,
    sources_argument,
    trial_iri_option,
)
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.dataset.publication import Publication
    from kg.dataset.totals import ExportTotals
    from kg.formats import Format
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
    metavar="PATH",
    help="Output file; - is standard output. By default a file in output/.",
)
@click.option(
    "-f",
    "--format",
    "format_name",
    type=TableChoice("kg.formats:OUTPUTS"),
    help="RDF format, by its name or its ending: ttl, jsonld, nt, nq. By default inferred from the"
    " ending of -o, or else Turtle.",
)
@click.option(
    "--context",
    metavar="URL",
    help="Name this JSON-LD context in place of the terms: kg's own, or a copy that you publish.",
)
@graph_options
@trial_iri_option
@engine_option
@click.option(
    "--on-violation",
    type=TableChoice("kg.export.options:ON_VIOLATION"),
    default="reject",
    show_default=True,
    help="If a record violates a shape: leave it out, write it anyway, or stop and write nothing.",
)
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
    help="Split the output into N files, such as trials-1-of-4.nq, for parallel loaders; kg load"
    " PATH takes them all.",
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
    output: str | None,
    format_name: str | None,
    context: str | None,
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
    """Write registry records as RDF, validated against the shapes.

    SOURCE is a file (a ClinicalTrials.gov record as JSON, an array or lines of such records, a
    record in the classic XML, a saved page of a trial as text or HTML, or a zip or tar of these;
    also compressed by gzip, zstd, bzip2 or xz), a folder of such files, or - for standard input.
    The kind of a file is detected from its content. An NCT id is the record that kg fetch has saved
    in output/records/; otherwise it is downloaded.

    A record that violates a shape or can't be read is left out and listed, with the reason, in
    PATH.rejects.jsonl; the others are written, and the exit status is 1.

    Several records make a dataset, with sidecar files: PATH.report.json (counts, warnings,
    digests), PATH.dataset.ttl (a description as VoID, DCAT and PROV), and PATH.manifest.tsv and
    PATH.sources.tsv, from which --against detects what has changed. With --against, PATH.gone.txt
    lists the trials that are gone, and PATH.drop.ru is a SPARQL Update that drops the graphs that
    are gone or have changed.

    --publish-at, --publisher and the like complete the description for catalogues; without them it
    says nothing of where and by whom the dataset is published.

    --enrich looks up the publications in PubMed and Crossref after the records are written, with
    the settings in the environment that kg enrich --help lists.

    \b
    kg export NCT04745299.json -o - -f json-ld
    kg export 'records/*.json' -o trials.trig.gz
    kg export ctg-studies.json.zip -o registry.nq.zst
    kg export als.zip -o als.nq.gz --publish-at https://example.org/als/ --publisher "ALS Group"
    kg export new.zip -o changes.nq.zst --against registry.nq.zst.report.json
    """
    from kg.dataset.file_names import REJECTS, sidecar_path
    from kg.dataset.shards import shard_paths
    from kg.export import export as export_to
    from kg.system.processes import processors

    options = choices.options(trial_iri, engine=engine, on_violation=on_violation)
    format = _format(format_name, output, context)
    destination = output or _default_output(sources, format)
    if publication is not None:
        _refuse_to_describe(destination, against)
    if enriched:
        _refuse_to_enrich(destination, format, against)
    with progress(quiet, sources) as report:
        totals = export_to(
            sources,
            destination,
            format,
            options,
            jobs=jobs or processors(),
            shards=shards,
            against=against,
            publication=publication,
            on_batch=lambda totals: report(totals.met, totals.done, totals.rejected),
            make_parents=output is None,
        )
    paths = shard_paths(destination, shards)
    _report(totals, paths, format, against=against is not None, quiet=quiet)
    if shards > 1 and Path(destination).exists() and not quiet:
        say(f"Note: {destination} is there too, but is no file of this export")
    if publication is not None and totals.written == 1 and shards == 1:
        say("Note: one record is no dataset, so no description was written")
    if totals.rejects and (path := sidecar_path(destination, REJECTS)):
        say(f"{_counted(totals)}: see {path}")
    if totals.is_empty:
        return 2
    status = 1 if totals.rejected or totals.kept else 0
    if enriched:
        status = max(status, _enrich(paths, destination, options.iris, quiet=quiet))
    return status


def _refuse_to_describe(destination: str | Path, against: str | None) -> None:
    """Raises UsageError if no description of the dataset is written."""
    from kg.dataset.file_names import DESCRIPTION, sidecar_path

    if against:
        raise UsageError(
            "--against writes a part of a dataset, which is not described: leave out --publish-at,"
            " --publisher, --title, --contact-point, --sparql-endpoint and --dataset"
        )
    if sidecar_path(destination, DESCRIPTION) is None:
        raise UsageError(
            f"no description is written beside {destination}: give -o the path of a file"
        )


def _refuse_to_enrich(destination: str | Path, format: Format, against: str | None) -> None:
    """Raises UsageError if the output can't be read back, or does not have all records."""
    from kg.formats.rdf_files import is_rdf

    if not is_rdf(destination) or _disagreement(format, str(destination)):
        raise UsageError(
            "--enrich reads the output back: give -o a file with the ending of its format"
        )
    if against:
        raise UsageError(
            "the graph of a publication names all trials that cite it, but --against leaves out"
            " those that have not changed: export without --enrich, then run kg enrich on all of"
            " them"
        )


def _enrich(paths: list[str], destination: str | Path, iris: Iris, *, quiet: bool) -> int:
    """Runs `kg enrich` on the output, with the services as the environment sets them."""
    from kg.cli.enrich import enrich

    arguments = [*paths, "-o", f"{destination}{ENRICHMENT}"]
    arguments += ["--base", iris.base, "--trial-iri", iris.trial_form, *(["-q"] if quiet else [])]
    return int(enrich.main(arguments, "kg enrich", standalone_mode=False))


def _counted(totals: ExportTotals) -> str:
    counts = (totals.rejected, "left out"), (totals.kept, "written despite violations")
    return ", ".join(f"{count:,} {what}" for count, what in counts if count)


def _format(name: str | None, output: str | None, context: str | None) -> Format:
    from kg.formats import OUTPUTS, format_of, output_format

    if name is None and output and output != "-":
        name = format_of(output, OUTPUTS).name
    return output_format(name or "turtle", context)


def _disagreement(format: Format, output: str) -> str | None:
    """A note if the ending of the output is that of another format."""
    from kg.formats import OUTPUTS, format_of

    with suppress(UsageError):  # an unknown ending contradicts nothing
        by_ending = format_of(output, OUTPUTS)
        if by_ending.iri != format.iri:
            return f"Note: {output} is {format.title}, though its ending says {by_ending.title}"
    return None


def _default_output(sources: tuple[str, ...], format: Format) -> Path:
    only = Path(sources[0]) if len(sources) == 1 else Path()
    name = only.name.split(".")[0] if only.exists() else ""
    return Path("output") / f"{name or 'trials'}{format.ending}"


def _report(
    totals: ExportTotals, paths: list[str], format: Format, *, against: bool, quiet: bool
) -> None:
    from kg.export.summary import left_out, summary

    for line in (*(() if quiet else summary(totals)), *left_out(totals)):
        say(line)
    if quiet:
        return
    if disagreement := _disagreement(format, paths[0]):
        say(disagreement)
    if totals.is_empty:
        say("Wrote nothing: no record could be exported")
        return
    records = "1 record" if totals.written == 1 else f"{totals.written:,} records"
    say(f"Wrote {records} to {_named(paths)}: {totals.triples:,} triples as {format.title}")
    if against:
        say(_changes(totals))
    if totals.made_again:
        say(f"Note: all records were made again, as {totals.made_again}")


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
