"""`kg coverage`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.option_types import TableChoice
from kg.cli.progress import progress
from kg.cli.shared_options import sources_argument, write_out
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.coverage import Coverage
    from kg.sources import Found


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
    type=TableChoice("kg.coverage.report:FORMS"),
    default="table",
    show_default=True,
    help="The form of the report.",
)
def coverage(sources: tuple[str, ...], most: int | None, format_name: str) -> int:
    """Tell which values of the records reached the graph, by altering each of them.

    A value has reached the graph if the graph becomes another one when the value is changed, and
    when it is removed. That takes about as long as exporting a record once for each of its
    values, twice. The values of a record in XML are its texts and attributes. Exit status: 0 every
    value reached the graph, 1 some did not.
    """
    from kg.coverage import Coverage
    from kg.coverage.report import FORMS
    from kg.sources import blobs

    counted = Coverage()
    unreadable: list[KgError] = []
    with progress(False) as tell:
        for found in (found for source in sources for found in blobs(source)):
            try:
                _add(found, counted, most)
            except KgError as error:
                unreadable.append(error)
            else:
                tell(counted.records)
    for reason in unreadable:
        click.echo(f"kg: {reason}", err=True)
    if not counted.records:
        return 2
    write_out(FORMS[format_name](counted))
    return 1 if counted.lost or unreadable else 0


def _add(found: Found, coverage: Coverage, most: int | None) -> None:
    """Counts the values of one record, those of XML where they stand in the document."""
    from kg.sources import classic_xml, record

    if isinstance(found, KgError):
        raise found
    one = record(found)
    if one.format == classic_xml.NAME:
        from kg.coverage.xml_values import XmlValues

        coverage.add(one, most=most, values=XmlValues(found.data, found.place))
    else:
        coverage.add(one, most=most)
