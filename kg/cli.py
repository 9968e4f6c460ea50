"""The command line: what `kg` understands, and how it ends.

Data goes to the standard output, talk to the standard error. Exit status: 0 all well; 1 some record
did not conform or could not be read; 2 usage, or nothing could be done; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.errors import KgError, UsageError

if TYPE_CHECKING:
    from kg.export import Account, Options
    from kg.formats import Format
    from kg.shacl import Shapes

FORMAT_NAMES = ("turtle", "json-ld", "n-triples", "n-quads", "trig", "rdf-xml")
REPORT_NAMES = ("text", "table", "turtle", "json-ld", "json")
TRIAL_IRI_FORMS = ("ctgov", "identifiers", "bioregistry")

Command = Callable[..., Any]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="kg-trials", prog_name="kg")
def cli() -> None:
    """Turn clinical-trial registry records into linked data that people can trust.

    \b
    kg export NCT04745299.json             a record as validated Turtle, in output/
    kg export records/ -o trials.nq.zst    many records, a named graph each
    kg validate trials.ttl                 a graph against the shapes
    kg coverage records/                   which fields of the records reached the graph
    """


def sources_argument(command: Command) -> Command:
    """SOURCE..., the same for every command that reads records."""
    return click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")(command)


def shapes_option(command: Command) -> Command:
    """--shapes, the same for every command that validates."""
    return click.option(
        "--shapes",
        multiple=True,
        metavar="PATH",
        help="Shapes of your own beside the bundled ones: a file or a folder. Repeatable.",
    )(command)


@cli.command()
@sources_argument
@click.option("-o", "--output", metavar="PATH", help="Where to write; - is the standard output.")
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(FORMAT_NAMES),
    help="The RDF format; else told from the ending of -o, else Turtle.",
)
@click.option("--base", metavar="IRI", help="Below which IRI kg mints its own. Ends in / or #.")
@click.option(
    "--trial-iri",
    type=click.Choice(TRIAL_IRI_FORMS),
    default="ctgov",
    show_default=True,
    help="Whose IRI stands for a trial.",
)
@shapes_option
@click.option("--no-validate", is_flag=True, help="Do not check the graphs against the shapes.")
@click.option(
    "--without-contacts",
    is_flag=True,
    help="Leave out names, telephone numbers and e-mail addresses of contact persons.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def export(
    sources: tuple[str, ...],
    output: str | None,
    format_name: str | None,
    base: str | None,
    trial_iri: str,
    shapes: tuple[str, ...],
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
    from kg.export import export as export_to
    from kg.export import rejects_path

    options = _options(base, trial_iri, shapes, no_validate, not without_contacts)
    format = _format(format_name, output)
    destination = output or _default_output(sources, format)
    with _progress(quiet) as on_record:
        account = export_to(
            sources, destination, format, options, on_record, make_parents=output is None
        )
    _tell(account, destination, format, quiet)
    if account.rejects and (path := rejects_path(destination)):
        click.echo(f"{len(account.rejects):,} left out: see {path}", err=True)
    return 2 if not account.written else 1 if account.rejects else 0


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@shapes_option
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(REPORT_NAMES),
    default="text",
    show_default=True,
    help="The form of the report.",
)
def validate(files: tuple[str, ...], shapes: tuple[str, ...], format_name: str) -> int:
    """Check RDF files against the shapes, and report what breaks them.

    FILE is RDF in any format that kg writes (told from its ending), or - for Turtle from the
    standard input. Exit status: 0 conforms (warnings are told, and are no breach), 1 does not
    conform, 2 could not be checked.
    """
    from kg import shacl
    from kg.rdf_files import load

    report = shacl.validate(load(files), _shapes(shapes))
    forms = {
        "text": report.to_text,
        "table": report.to_table,
        "turtle": report.to_turtle,
        "json-ld": report.to_json_ld,
        "json": report.to_json,
    }
    _print(forms[format_name]())
    return 1 if report.violations else 0


@cli.command()
@sources_argument
@click.option(
    "--most",
    type=click.IntRange(min=1),
    metavar="N",
    help="Alter at most N values of a record, evenly chosen; all of them by default.",
)
@click.option(
    "-f", "--format", "format_name", type=click.Choice(("table", "json")), default="table"
)
def coverage(sources: tuple[str, ...], most: int | None, format_name: str) -> int:
    """Tell which values of the records reached the graph, by altering each of them.

    A value has reached the graph if the graph becomes another one when the value is changed, and
    when it is removed. That takes about as long as exporting a record once for each of its
    values, twice. Exit status: 0 every value reached the graph, 1 some did not.
    """
    from kg.coverage import Coverage
    from kg.coverage_report import FORMS
    from kg.sources import read

    found = Coverage()
    unreadable: list[KgError] = []
    with _progress(False) as on_record:
        for record in read(*sources, on_error=unreadable.append):
            found.add(record, most=most)
            on_record(found)
    for error in unreadable:
        click.echo(f"kg: {error}", err=True)
    if not found.records:
        return 2
    _print(FORMS[format_name](found))
    return 1 if found.lost or unreadable else 0


def main() -> None:
    """The entry point: runs a command and ends with its exit status, never with a traceback."""
    try:
        status = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = 2
    except KgError as error:
        click.echo(f"kg: {error}", err=True)
        status = 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("kg: interrupted; nothing was left half-written", err=True)
        status = 130
    except BrokenPipeError:
        # Whoever read our output has gone; the interpreter must not try to flush to them at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    sys.exit(status)


def _options(
    base: str | None, trial_iri: str, shapes: tuple[str, ...], no_validate: bool, contacts: bool
) -> Options:
    from kg.export import Options
    from kg.iris import DEFAULT_BASE, Iris

    if no_validate and shapes:
        raise UsageError("--shapes and --no-validate exclude each other")
    return Options(
        iris=Iris(DEFAULT_BASE if base is None else base, trial_iri),
        shapes=None if no_validate else _shapes(shapes),
        contacts=contacts,
    )


def _shapes(paths: tuple[str, ...]) -> Shapes:
    from kg.shacl import load_shapes

    return load_shapes(*map(Path, paths))


def _format(name: str | None, output: str | None) -> Format:
    from kg.formats import FORMATS, format_of

    if name:
        return FORMATS[name]
    return format_of(output) if output and output != "-" else FORMATS["turtle"]


def _default_output(sources: tuple[str, ...], format: Format) -> Path:
    only = Path(sources[0]) if len(sources) == 1 else Path()
    name = only.name.split(".")[0] if only.exists() else ""
    return Path("output") / f"{name or 'trials'}{format.ending}"


def _print(text: str) -> None:
    from kg.formats.files import open_output

    with open_output("-") as output:
        output.write(text)


def _tell(account: Account, destination: str | Path, format: Format, quiet: bool) -> None:
    from kg.summary import summary

    if quiet:
        return
    for line in summary(account):
        click.echo(line, err=True)
    if account.written:
        records = "1 record" if account.written == 1 else f"{account.written:,} records"
        where = "the standard output" if str(destination) == "-" else str(destination)
        click.echo(
            f"Wrote {records} to {where}: {account.triples:,} triples as {format.title}", err=True
        )
    else:
        click.echo("Wrote nothing: no record could be exported", err=True)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[Any], None]]:
    """Counts records on a terminal while they pass."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.completed:,.0f} records"), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("records")
        yield lambda _: progress.advance(task)
