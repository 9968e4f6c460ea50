"""The values of a row of ICTRP's CSV: its cells.

They are altered in the row itself, which is then read again: this tests the reader of the row as
well as the mapping.
"""

from __future__ import annotations

from collections.abc import Collection

from kg.coverage import Alterable
from kg.coverage.xml_values import another
from kg.records import Record
from kg.sources.ictrp import csv_row
from kg.sources.ictrp.texts import NOTHING


class CellLeaf:
    """A cell, by the name of its column."""

    __slots__ = ("_at", "_cells", "path", "value")

    def __init__(self, cells: list[str], at: int, name: str) -> None:
        self._cells = cells
        self._at = at
        self.path = name
        self.value = cells[at]

    def change(self) -> None:
        text = self.value.strip()
        self._cells[self._at] = self.value.replace(text, another(text))

    def remove(self) -> None:
        self._cells[self._at] = ""

    def put_back(self) -> None:
        self._cells[self._at] = self.value


class RowValues:
    """The values of one row."""

    left_out: Collection[str] = ()

    def __init__(self, data: bytes, place: str) -> None:
        self._layout, self._cells, _ = csv_row.row_in(data, place)
        self._place = place

    def leaves(self) -> list[Alterable]:
        return [
            CellLeaf(self._cells, at, name)
            for at, name in enumerate(self._layout.names)
            if self._cells[at].strip() not in NOTHING
        ]

    def record(self) -> Record:
        return csv_row.record(self._layout, self._cells, self._place)
