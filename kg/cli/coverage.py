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
    from kg.coverage import Coverage, Values
    from kg.sources import Blob, Found


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
    values of an XML record are its texts and attributes, those of a record of CTIS its own JSON,
    those of one of the EU Clinical Trials Register what is behind its labels, those of a row its
    cells. Exit status: 0 every value reaches the graph, 1 some do not, 2 no record could be read.
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
    """Counts the values of one record."""
    from kg.sources import read_record

    if isinstance(found, KgError):
        raise found
    one = read_record(found)
    coverage.add(one, most=most, values=_values(found, one.format))


def _values(found: Blob, format_name: str) -> Values | None:
    """The values of the source itself, where its format is not that of the model."""
    from kg.sources import SOURCE_FORMATS, ctis

    reader = SOURCE_FORMATS[format_name].reader
    if hasattr(reader, "document"):
        from kg.coverage.xml_values import XmlValues

        return XmlValues(found.data, found.place, reader)
    if hasattr(reader, "country_entries"):
        from kg.coverage.label_values import LabelValues

        return LabelValues(found.data, found.place, reader)
    if hasattr(reader, "row_in"):
        from kg.coverage.row_values import RowValues

        return RowValues(found.data, found.place)
    if format_name == ctis.NAME:
        from kg.coverage.ctis_values import CtisValues

        return CtisValues(found.data, found.place)
    return None
