"""`kg export`."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.option_types import TableChoice
from kg.cli.progress import progress
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
    from kg.dataset.totals import ExportTotals
    from kg.formats import Format
    from kg.rdf.iris import Iris

ENRICHMENT = ".enrichment.nq"
"""What --enrich adds to the name of the output."""

_MOST_NAMED = 20


@click.command()
@sources_argument
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="Where to write; - is the standard output. By default a file in output/.",
)
@click.option(
    "-f",
    "--format",
    "format_name",
    type=TableChoice("kg.formats:OUTPUTS"),
    help="The RDF format; else told from the ending of -o, else Turtle.",
)
@graph_options
@trial_iri_option
@engine_option
@click.option(
    "--on-violation",
    type=TableChoice("kg.export.options:ON_VIOLATION"),
    default="reject",
    show_default=True,
    help="A record that breaks a shape: leave it out, write it all the same, or write nothing.",
)
@click.option(
    "--against",
    metavar="REPORT",
    help="Write only what is new or has changed since the export whose report this is.",
)
@click.option(
    "--shards",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="Write N files, for loaders that work in parallel: PATH-1-of-N and so on.",
)
@click.option(
    "--enrich",
    "enriched",
    is_flag=True,
    help="Describe the cited publications too, as kg enrich does, in PATH.enrichment.nq.",
)
@jobs_option
@quiet_option
def export(
    sources: tuple[str, ...],
    output: str | None,
    format_name: str | None,
    choices: GraphChoices,
    trial_iri: str,
    engine: str,
    on_violation: str,
    against: str | None,
    shards: int,
    enriched: bool,
    jobs: int | None,
    quiet: bool,
) -> int:
    """Write registry records as RDF, checked against the shapes.

    SOURCE is a file (a record of ClinicalTrials.gov as JSON, an array or lines of them, one in the
    classic XML, a saved page of a trial as text or HTML, a zip of any; .gz and .zst too), a folder
    of those, or - for the standard input. What it holds is told from its content. An NCT id is the
    record that kg fetch has put into output/records/; where there is none it is fetched.

    A record that breaks a shape or can't be read is left out: it stands with the reason in
    PATH.rejects.jsonl, the others are written, and the exit status is 1.

    Several records make a dataset. Beside it stand PATH.report.json (counts, warnings, digests),
    PATH.dataset.ttl (its description as VoID, DCAT and PROV) and PATH.manifest.tsv, with which
    --against tells what has changed: then PATH.gone.txt lists the trials that are gone, and
    PATH.drop.ru is the SPARQL Update that drops the graphs of what is gone or has changed.

    --enrich asks PubMed and Crossref about the publications when the records are written; how they
    are asked is told by the environment, as kg enrich --help says.

    \b
    kg export NCT04745299.json -o - -f json-ld
    kg export 'records/*.json' -o trials.trig.gz
    kg export ctg-studies.json.zip -o registry.nq.zst
    kg export new.zip -o changes.nq.zst --against registry.nq.zst.report.json
    """
    from kg.dataset.file_names import REJECTS, beside
    from kg.dataset.shards import shard_paths
    from kg.export import export as export_to
    from kg.system.processes import processors

    options = choices.options(trial_iri, engine=engine, on_violation=on_violation)
    format = _format(format_name, output)
    destination = output or _default_output(sources, format)
    if enriched:
        _refuse_to_enrich(destination, format, against)
    with progress(quiet, sources) as tell:
        totals = export_to(
            sources,
            destination,
            format,
            options,
            jobs=jobs or processors(),
            shards=shards,
            against=against,
            on_batch=lambda totals: tell(totals.met, totals.done, totals.rejected),
            make_parents=output is None,
        )
    _tell(totals, destination, format, against=against is not None, quiet=quiet)
    if totals.rejects and (path := beside(destination, REJECTS)):
        click.echo(f"{_counted(totals)}: see {path}", err=True)
    if totals.is_empty:
        return 2
    status = 1 if totals.rejected or totals.kept else 0
    if enriched:
        paths = shard_paths(destination, shards)
        status = max(status, _enrich(paths, destination, options.iris, quiet=quiet))
    return status


def _refuse_to_enrich(destination: str | Path, format: Format, against: str | None) -> None:
    """Raises UsageError where what is written can't be read again, or does not tell all."""
    from kg.formats import FORMATS
    from kg.formats.rdf_files import is_rdf

    readable = format.name in FORMATS and is_rdf(destination)
    if not readable or _disagreement(format, str(destination)):
        raise UsageError(
            "--enrich reads again what was written: give -o a file with the ending of its format,"
            " not that of JSON-LD lines"
        )
    if against:
        raise UsageError(
            "the graph of a publication names all trials that cite it, and --against leaves out"
            " those that have not changed: export without --enrich, and run kg enrich on the whole"
        )


def _enrich(paths: list[str], destination: str | Path, iris: Iris, *, quiet: bool) -> int:
    """`kg enrich` of what was written, with what the environment says of the services."""
    from kg.cli.enrich import enrich

    arguments = [*paths, "-o", f"{destination}{ENRICHMENT}"]
    arguments += ["--base", iris.base, "--trial-iri", iris.trial_form, *(["-q"] if quiet else [])]
    return int(enrich.main(arguments, "kg enrich", standalone_mode=False))


def _counted(totals: ExportTotals) -> str:
    counts = (totals.rejected, "left out"), (totals.kept, "written that break a shape")
    return ", ".join(f"{count:,} {what}" for count, what in counts if count)


def _format(name: str | None, output: str | None) -> Format:
    from kg.formats import OUTPUTS, format_of

    if name:
        return OUTPUTS[name]
    return format_of(output, OUTPUTS) if output and output != "-" else OUTPUTS["turtle"]


def _disagreement(format: Format, output: str) -> str | None:
    """What to say where the ending of the output tells of another format."""
    from kg.formats import format_of

    with suppress(UsageError):  # an ending that tells nothing contradicts nothing
        told = format_of(output)
        if told.iri != format.iri:
            return f"Note: {output} holds {format.title}, though its ending says {told.title}"
    return None


def _default_output(sources: tuple[str, ...], format: Format) -> Path:
    only = Path(sources[0]) if len(sources) == 1 else Path()
    name = only.name.split(".")[0] if only.exists() else ""
    return Path("output") / f"{name or 'trials'}{format.ending}"


def _tell(
    totals: ExportTotals, destination: str | Path, format: Format, *, against: bool, quiet: bool
) -> None:
    from kg.export.summary import left_out, summary

    for line in (*(() if quiet else summary(totals)), *left_out(totals)):
        click.echo(line, err=True)
    if quiet:
        return
    if disagreement := _disagreement(format, str(destination)):
        click.echo(disagreement, err=True)
    if totals.is_empty:
        click.echo("Wrote nothing: no record could be exported", err=True)
        return
    records = "1 record" if totals.written == 1 else f"{totals.written:,} records"
    where = "the standard output" if str(destination) == "-" else str(destination)
    click.echo(
        f"Wrote {records} to {where}: {totals.triples:,} triples as {format.title}", err=True
    )
    if against:
        click.echo(_changes(totals), err=True)


def _changes(totals: ExportTotals) -> str:
    if totals.gone is None:
        return (
            f"{totals.unchanged:,} are unchanged; which are gone can't be said, as something that "
            "could not be read may be their record"
        )
    gone = f": {', '.join(totals.gone[:_MOST_NAMED])}" if totals.gone else ""
    more = " and more" if len(totals.gone) > _MOST_NAMED else ""
    return f"{totals.unchanged:,} are unchanged, {len(totals.gone):,} are gone{gone}{more}"
