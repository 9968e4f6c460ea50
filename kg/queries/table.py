"""The results of a query as a table for a terminal."""

from __future__ import annotations

from kg.queries.shown_rows import Cell, ShownRows, short
from kg.text.columns import as_table


def table(shown: ShownRows, width: int) -> str:
    """A table of so many characters; records below each other where its columns don't fit."""
    if shown.answer:
        return f"{shown.answer}\n"
    rows = [[_text(cell) for cell in row] for row in shown.rows]
    return as_table(shown.columns, rows, width, shown.numeric())


def _text(cell: Cell) -> str:
    return "\n".join(filter(None, (cell.text, short(cell.iri))))
