"""`kg export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import (
    base_option,
    engine_option,
    no_validate_option,
    progress,
    quiet_option,
    shapes_of,
    shapes_option,
    sources_argument,
    without_contacts_option,
)

if TYPE_CHECKING:
    from kg.export import Account
    from kg.formats import Format

FORMAT_NAMES = ("turtle", "json-ld", "n-triples", "n-quads", "trig", "rdf-xml")
TRIAL_IRI_FORMS = ("ctgov", "identifiers", "bioregistry")


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
    type=click.Choice(FORMAT_NAMES),
    help="The RDF format; else told from the ending of -o, else Turtle.",
)
@base_option
@click.option(
    "--trial-iri",
    type=click.Choice(TRIAL_IRI_FORMS),
    default="ctgov",
    show_default=True,
    help="Whose IRI stands for a trial.",
)
@shapes_option
@engine_option
@no_validate_option
@without_contacts_option
@quiet_option
def export(
    sources: tuple[str, ...],
    output: str | None,
    format_name: str | None,
    base: str | None,
    trial_iri: str,
    shapes: tuple[str, ...],
    engine: str,
    no_validate: bool,
    without_contacts: bool,
    quiet: bool,
) -> int:
    """Write registry records as RDF, checked against the shapes.

    SOURCE is a file (a record of ClinicalTrials.gov as JSON, an array or lines of them, a saved
    page of a trial as text or HTML, a zip of any; .gz and .zst too), a folder of those, or - for
    the standard input. What it holds is told from its content.

    A record that breaks a shape or can't be read is left out: it stands with the reason in
    PATH.rejects.jsonl, the others are written, and the exit status is 1.

    \b
    kg export NCT04745299.json -o - -f json-ld
    kg export 'records/*.json' -o trials.trig.gz
    """
    from kg.export import Options, rejects_path
    from kg.export import export as export_to
    from kg.iris import DEFAULT_BASE, Iris

    options = Options(
        iris=Iris(DEFAULT_BASE if base is None else base, trial_iri),
        shapes=shapes_of(shapes, no_validate),
        engine=engine,
        contacts=not without_contacts,
    )
    format = _format(format_name, output)
    destination = output or _default_output(sources, format)
    with progress(quiet) as on_record:
        account = export_to(
            sources, destination, format, options, on_record, make_parents=output is None
        )
    _tell(account, destination, format, quiet)
    if account.rejects and (path := rejects_path(destination)):
        click.echo(f"{len(account.rejects):,} left out: see {path}", err=True)
    return 2 if not account.written else 1 if account.rejects else 0


def _format(name: str | None, output: str | None) -> Format:
    from kg.formats import FORMATS, format_of

    if name:
        return FORMATS[name]
    return format_of(output) if output and output != "-" else FORMATS["turtle"]


def _default_output(sources: tuple[str, ...], format: Format) -> Path:
    only = Path(sources[0]) if len(sources) == 1 else Path()
    name = only.name.split(".")[0] if only.exists() else ""
    return Path("output") / f"{name or 'trials'}{format.ending}"


def _tell(account: Account, destination: str | Path, format: Format, quiet: bool) -> None:
    from kg.summary import left_out, summary

    for line in (*(() if quiet else summary(account)), *left_out(account)):
        click.echo(line, err=True)
    if quiet:
        return
    if account.written:
        records = "1 record" if account.written == 1 else f"{account.written:,} records"
        where = "the standard output" if str(destination) == "-" else str(destination)
        click.echo(
            f"Wrote {records} to {where}: {account.triples:,} triples as {format.title}", err=True
        )
    else:
        click.echo("Wrote nothing: no record could be exported", err=True)
