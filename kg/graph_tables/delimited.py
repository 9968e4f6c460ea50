"""CSV files that are written as their rows come. https://www.rfc-editor.org/rfc/rfc4180

Records end in a line feed, as on the systems that kg runs on; an absent value is an empty field.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from kg.graph_tables.parquet import ROWS
from kg.system.output_files import Output

SEPARATOR: Final = "\x1f"
"""Between the values of a list: the unit separator of ASCII, which is a space in a value itself."""

_TO_QUOTE: Final = re.compile(r'[",\r\n]')


class CsvRows:
    """A CSV file while its rows are written; `rows` counts them, `held` is 0 as none wait.

    `last` is the value of the last column in each row.
    """

    held = 0

    def __init__(self, output: Output, head: Sequence[str], last: str) -> None:
        self.rows = 0
        self._output = output
        self._end = f",{last}\n"
        output.write(f"{','.join(head)}\n")

    def add(self, packed: bytes) -> None:
        """Writes rows, a MessagePack array of arrays."""
        rows = ROWS.decode(packed)
        self.rows += len(rows)
        self._output.write("".join([f"{','.join(map(_field, row))}{self._end}" for row in rows]))

    def flush(self) -> None:
        """Nothing waits here."""

    def end(self) -> None:
        """The file needs no end."""

    def abandon(self) -> None:
        """Nothing waits here."""


def _field(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        value = SEPARATOR.join([each.replace(SEPARATOR, " ") for each in value])
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"' if _TO_QUOTE.search(value) else value
    return str(value).lower() if isinstance(value, bool) else str(value)
