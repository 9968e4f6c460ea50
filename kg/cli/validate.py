"""`kg validate`."""

from __future__ import annotations

import click

from kg.cli.console import write_data, write_out
from kg.cli.option_types import TableChoice
from kg.cli.shared_options import engine_option, shapes_of, shapes_option


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@shapes_option
@engine_option
@click.option(
    "-f",
    "--format",
    "format_name",
    type=TableChoice("kg.shacl.report_forms:FORMS"),
    default="text",
    show_default=True,
    help="Format of the report.",
)
def validate(files: tuple[str, ...], shapes: tuple[str, ...], engine: str, format_name: str) -> int:
    """Validate RDF files against the shapes, and report violations.

    FILE is RDF in any format that kg writes, detected from the file ending, or - for Turtle on
    standard input. Exit status: 0 conforms (warnings are listed, but are not violations), 1 does
    not conform, 2 could not be validated.
    """
    from kg import shacl
    from kg.formats.rdflib_reader import load
    from kg.shacl.report_forms import FORMS

    report = shacl.validate(load(files), shapes_of(shapes), engine)
    (write_out if format_name == "text" else write_data)(FORMS[format_name](report))
    return 1 if report.violations else 0
