"""`kg coverage`."""

from __future__ import annotations

import click

from kg.cli.common import sources_argument, write_out
from kg.cli.progress import progress
from kg.errors import KgError


@click.command()
@sources_argument
@click.option(
    "--most",
    type=click.IntRange(min=1),
    metavar="N",
    help="Alter at most N values of a record, evenly chosen; all of them by default.",
)
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="The form of the report.",
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
    with progress(False) as tell:
        for record in read(*sources, on_error=unreadable.append):
            found.add(record, most=most)
            tell(found.records)
    for error in unreadable:
        click.echo(f"kg: {error}", err=True)
    if not found.records:
        return 2
    write_out(FORMS[format_name](found))
    return 1 if found.lost or unreadable else 0
