"""The results of a query as a workbook of Excel: ISO/IEC 29500, written by XlsxWriter.

A text is never a formula or a link, whatever it begins with. Numbers and dates are those of Excel
where it keeps them exactly; otherwise they are texts. The same rows give the same bytes.
https://xlsxwriter.readthedocs.io/
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError
from kg.queries.markdown import one_line
from kg.queries.shown_rows import Cell, ShownRows
from kg.rdf.datatypes import DATE, NUMBERS
from kg.text.printable import printable

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS: Final = 1_048_576 - 1
MOST_COLUMNS: Final = 16_384
LONGEST_CELL: Final = 32_767
"""The limits of a sheet, rows without the header; the length of a cell is in UTF-16 units.

https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
"""

_CUT: Final = " … (cut)"
_WIDEST: Final = 60
_MADE: Final = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook has no zones
"""The date of creation, the same in every workbook, as that of the parts of the zip file."""

_NOT_IN_XML: Final = re.compile("[\ufffe\uffff]")
"""What is no character of XML, nor a control. https://www.w3.org/TR/xml/#charsets"""

_ISO_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_FIRST_DATE: Final = date(1900, 3, 1)
"""Excel takes 1900 for a leap year, so that earlier days are off by one."""

_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")
"""The numbers of XSD, but for INF and NaN. https://www.w3.org/TR/xmlschema11-2/#double"""

_MOST_DIGITS: Final = 15
"""The digits that a number of Excel keeps."""


def xlsx(shown: ShownRows) -> tuple[bytes, list[str]]:
    """A workbook with one sheet, and a sentence if cells had to be cut.

    Raises UsageError if a sheet can't hold so many rows or columns.
    """
    import xlsxwriter

    if shown.answer:
        shown = ShownRows(("answer",), ((Cell(shown.answer),),))
    _check_size(shown)
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    book.set_properties({"created": _MADE})
    formats = {name: book.add_format({"valign": "top", **more}) for name, more in _FORMATS.items()}
    sheet = book.add_worksheet("results")
    cut = _write(sheet, shown, formats)
    book.close()
    return file.getvalue(), _notes(cut)


_FORMATS: Final[dict[str, dict[str, Any]]] = {
    "header": {"bold": True},
    "text": {"text_wrap": True},
    "date": {"num_format": "yyyy-mm-dd"},
    "number": {},
}


def _check_size(shown: ShownRows) -> None:
    for count, most, what, remedy in (
        (len(shown.rows), MOST_ROWS, "rows", "write csv, or fewer rows with --limit"),
        (len(shown.columns), MOST_COLUMNS, "columns", "write csv"),
    ):
        if count > most:
            raise UsageError(
                f"the results have {count:,} {what}, and a sheet of Excel holds {most:,}: {remedy}"
            )


def _write(sheet: Worksheet, shown: ShownRows, formats: dict[str, Format]) -> int:
    """Fills the sheet; the number of cells that were cut."""
    last = len(shown.columns) - 1
    for number, name in enumerate(shown.columns):
        cells = (one_line(row[number]) for row in shown.rows)
        sheet.set_column(number, number, _width(name, cells))
        sheet.write_string(0, number, name, formats["header"])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(shown.rows), 1), last)
    return sum(
        _write_cell(sheet, line, number, cell, formats)
        for line, row in enumerate(shown.rows, 1)
        for number, cell in enumerate(row)
    )


def _write_cell(
    sheet: Worksheet, line: int, column: int, cell: Cell, formats: dict[str, Format]
) -> bool:
    """Writes a value; whether it was cut."""
    value = _value(cell)
    if isinstance(value, date):
        sheet.write_datetime(line, column, value, formats["date"])
    elif not isinstance(value, str):
        sheet.write_number(line, column, value, formats["number"])
    elif value:
        fitting = _fitting(value)
        sheet.write_string(line, column, fitting, formats["text"])
        return fitting != value
    return False


def _value(cell: Cell) -> str | date | int | float:
    if cell.datatype in NUMBERS:
        return _number(cell.text)
    if cell.datatype == DATE and _ISO_DATE.fullmatch(cell.text):
        try:
            day = date.fromisoformat(cell.text)
        except ValueError:
            return cell.text
        return day if day >= _FIRST_DATE else cell.text
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", printable(one_line(cell)))


def _number(text: str) -> str | int | float:
    """The number, or the text if Excel would round it."""
    if not _DECIMAL.fullmatch(text):
        return text
    exact = Decimal(text)
    number = float(exact)
    digits = "".join(map(str, exact.as_tuple().digits)).rstrip("0")
    if not math.isfinite(number) or len(digits) > _MOST_DIGITS or (digits and number == 0):
        return text
    return int(number) if number.is_integer() and abs(number) < 10**_MOST_DIGITS else number


def _fitting(text: str) -> str:
    """The text, cut with a sign of it if a cell can't hold it."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_CELL:
        return text
    kept = units[: 2 * (LONGEST_CELL - len(_CUT))].decode("utf-16-le", "ignore")
    return f"{kept}{_CUT}"


def _width(name: str, cells: Iterable[str]) -> int:
    """The width of a column in characters: its longest line, but not too wide to read."""
    longest = max((len(line) for cell in cells for line in cell.splitlines()), default=0)
    return min(_WIDEST, max(len(name) + 3, longest + 1))  # 3 for the button of the filter


def _notes(cut: int) -> list[str]:
    what = f"{cut:,} cells were" if cut > 1 else "1 cell was"
    note = f"{what} cut at {LONGEST_CELL:,} characters, the most that Excel holds: csv has them all"
    return [note] if cut else []
