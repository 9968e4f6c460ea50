"""`kg coverage`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.console import say, write_data, write_out
from kg.cli.option_types import TableChoice, WholeNumber
from kg.cli.progress import progress
from kg.cli.shared_options import sources_argument
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.coverage import Coverage
    from kg.sources import Found


@click.command()
@sources_argument
@click.option(
    "--most",
    type=WholeNumber(min=1),
    metavar="N",
    help="Alter at most N values of each record, evenly spread; by default all.",
)
@click.option(
    "-f",
    "--format",
    "format_name",
    type=TableChoice("kg.coverage.report:FORMS"),
    default="table",
    show_default=True,
    help="Format of the report.",
)
def coverage(sources: tuple[str, ...], most: int | None, format_name: str) -> int:
    """Report which values of the records reach the graph.

    Each value is altered: it reaches the graph if the graph changes when the value is changed and
    when it is removed. For each value this takes about as long as exporting its record twice. The
    values of an XML record are its texts and attributes, those of a row its cells. Exit status: 0
    every value reaches the graph, 1 some do not, 2 no record could be read.
    """
    from kg.coverage import Coverage
    from kg.coverage.report import FORMS
    from kg.sources import blobs

    counted = Coverage()
    unreadable: list[KgError] = []
    with progress(False) as report:
        for found in (found for source in sources for found in blobs(source)):
            try:
                _add(found, counted, most)
            except KgError as error:
                unreadable.append(error)
            else:
                report(counted.records)
    for reason in unreadable:
        say(f"kg: {reason}")
    if not counted.records:
        return 2
    (write_out if format_name == "table" else write_data)(FORMS[format_name](counted))
    return 1 if counted.lost or unreadable else 0


def _add(found: Found, coverage: Coverage, most: int | None) -> None:
    """Counts the values of one record; those of an XML record in the document itself."""
    from kg.sources import SOURCE_FORMATS, read_record

    if isinstance(found, KgError):
        raise found
    one = read_record(found)
    reader = SOURCE_FORMATS[one.format].reader
    if hasattr(reader, "document"):
        from kg.coverage.xml_values import XmlValues

        coverage.add(one, most=most, values=XmlValues(found.data, found.place, reader))
    elif hasattr(reader, "row_in"):
        from kg.coverage.row_values import RowValues

        coverage.add(one, most=most, values=RowValues(found.data, found.place))
    else:
        coverage.add(one, most=most)
