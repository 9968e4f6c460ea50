"""The results of a query as a table in Markdown, for documents and issue trackers."""

from __future__ import annotations

from kg.queries.shown_rows import Cell, ShownRows
from kg.text import markdown as gfm


def markdown(shown: ShownRows) -> str:
    """A table of GitHub Flavored Markdown."""
    if shown.answer:
        return f"{shown.answer}\n"
    rows = ([one_line(cell) for cell in row] for row in shown.rows)
    return gfm.table(shown.columns, rows, shown.numeric())


def one_line(cell: Cell) -> str:
    """The text of a cell with its IRI, if it has one, in brackets."""
    return f"{cell.text} ({cell.name})" if cell.text and cell.iri else cell.text or cell.name
