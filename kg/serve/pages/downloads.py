"""A list of trials as a file: a table for people, or what the store states of each as RDF.

https://www.rfc-editor.org/rfc/rfc4180, https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph

from kg.queries.forms import FORMS
from kg.queries.shown_rows import Cell, ShownRows
from kg.rdf import vocabulary as vocab
from kg.rdf.datatypes import DATE
from kg.rdf.terms import XSD
from kg.serve.result_file import ResultFile, written
from kg.serve.snapshot import Snapshot
from kg.stores.embedded.quads import Quads
from kg.stores.embedded.search_index import TrialRow
from kg.stores.query_results import write_graph

_PART: Final = 65_536
"""Characters of a table that are written at once."""

_INTEGER: Final = f"{XSD}integer"
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_FORMULA: Final = re.compile(r"[=+\-@\t\r]")
"""How a cell begins that Excel takes for a formula, wherever the CSV came from."""

_DESCRIBED: Final = {
    vocab.RDF_TYPE: None,
    vocab.DCTERMS_IDENTIFIER: None,
    vocab.SCHEMA_NAME: None,
    vocab.SCHEMA_STATUS: None,
    vocab.KG_PHASE: None,
    vocab.SCHEMA_START_DATE: None,
    vocab.KG_ENROLLMENT: None,
    vocab.SCHEMA_SPONSOR: vocab.SCHEMA_NAME,
    vocab.KG_COUNTRY: vocab.SCHEMA_NAME,
}
"""What is stated of a trial in a download, and of the thing that a property leads to."""


@dataclass(frozen=True, slots=True)
class Download:
    """A form of the list, and how many trials a file has at most."""

    title: str
    most: int
    write: Callable[[Snapshot, Sequence[TrialRow]], Iterable[bytes]]


def table_of(rows: Sequence[TrialRow]) -> ShownRows:
    """The trials as a table, with the nearest site if the list is of trials near a place."""
    columns = _columns(rows)
    return ShownRows(columns, [_cells(columns, row) for row in rows])


def _columns(rows: Sequence[TrialRow]) -> list[str]:
    is_near = any(row.nearest for row in rows)
    return [name for name in _COLUMNS if is_near or name not in _NEAR]


def _cells(columns: Sequence[str], row: TrialRow) -> list[Cell]:
    return [_COLUMNS[name](row) for name in columns]


def described(snapshot: Snapshot, rows: Sequence[TrialRow]) -> Iterator[pyoxigraph.Triple]:
    """What the store states of each trial: its number, name, status, phase, start and so on."""
    quads, node = Quads(snapshot.store), pyoxigraph.NamedNode
    for row in rows:
        trial, graph = node(row.iri), node(row.graph)
        for predicate, then in _DESCRIBED.items():
            for value in quads.terms(trial, predicate, graph):
                yield pyoxigraph.Triple(trial, node(predicate[1:-1]), value)
                if then and isinstance(value, pyoxigraph.NamedNode):
                    for name in quads.terms(value, then, graph):
                        yield pyoxigraph.Triple(value, node(then[1:-1]), name)


def download(snapshot: Snapshot, form: str, rows: Sequence[TrialRow], count: int) -> ResultFile:
    """The file of these trials, the first of `count` if those are more than a file has."""
    made, kind = DOWNLOADS[form], FORMS[form]
    part = f"-first-{made.most}" if count > made.most else ""
    name = f"trials{part}{kind.endings[0]}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Type": kind.media_type + kind.media_type.startswith("text/") * "; charset=utf-8",
    }
    return ResultFile(written(made.write(snapshot, rows)), headers)


def _csv(snapshot: Snapshot, rows: Sequence[TrialRow]) -> Iterator[bytes]:
    columns, text = _columns(rows), io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_safe(cell) for cell in _cells(columns, row)])
        if text.tell() >= _PART:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _safe(cell: Cell) -> str:
    """The text of a cell, with an apostrophe before what a spreadsheet would compute."""
    return f"'{cell.text}" if not cell.datatype and _FORMULA.match(cell.text) else cell.text


def _xlsx(snapshot: Snapshot, rows: Sequence[TrialRow]) -> Iterator[bytes]:
    from kg.queries.xlsx import xlsx

    yield xlsx(table_of(rows))[0]


def _turtle(snapshot: Snapshot, rows: Sequence[TrialRow]) -> Iterator[bytes]:
    return _graph(snapshot, rows, "turtle")


def _jsonld(snapshot: Snapshot, rows: Sequence[TrialRow]) -> Iterator[bytes]:
    return _graph(snapshot, rows, "json-ld")


def _graph(snapshot: Snapshot, rows: Sequence[TrialRow], form: str) -> Iterator[bytes]:
    file = io.BytesIO()
    write_graph(described(snapshot, rows), (None, form), None, file)
    yield file.getvalue()


DOWNLOADS: Final = {
    "csv": Download("CSV", 100_000, _csv),
    "xlsx": Download("Excel", 20_000, _xlsx),
    "turtle": Download("Turtle", 5_000, _turtle),
    "json-ld": Download("JSON-LD", 5_000, _jsonld),
}
"""The files that a list can be had as, by the names of kg.queries.forms."""


def _number(value: int | None) -> Cell:
    return Cell() if value is None else Cell(str(value), datatype=_INTEGER)


def _date(text: str) -> Cell:
    return Cell(text, datatype=DATE if _DAY.fullmatch(text) else "")


def _several(values: Sequence[str]) -> Cell:
    return Cell(" | ".join(values))


def _yes_or_no(value: bool | None) -> Cell:
    return Cell({True: "yes", False: "no", None: ""}[value])


_NEAR: Final[dict[str, Callable[[TrialRow], Cell]]] = {
    "nearest site": lambda row: Cell(row.nearest.place if row.nearest else ""),
    "km": lambda row: _kilometres(row),
    "site status": lambda row: Cell(row.nearest.status if row.nearest else ""),
}

_COLUMNS: Final[dict[str, Callable[[TrialRow], Cell]]] = {
    "number": lambda row: Cell(row.number),
    "title": lambda row: Cell(row.title),
    "acronym": lambda row: Cell(row.acronym),
    "status": lambda row: Cell(row.status),
    "phase": lambda row: _several(row.phase),
    "type": lambda row: _several(row.type),
    "start": lambda row: _date(row.start),
    "enrollment": lambda row: _number(row.enrollment),
    "sponsor": lambda row: Cell(row.sponsor),
    "countries": lambda row: _several(row.countries),
    "sites": lambda row: _number(row.sites),
    "results": lambda row: _yes_or_no(row.has_results),
    **_NEAR,
    "iri": lambda row: Cell(row.iri),
}
"""The columns of a table for people, and what each has of a trial."""


def _kilometres(row: TrialRow) -> Cell:
    return Cell(f"{row.nearest.km:.1f}", datatype=f"{XSD}decimal") if row.nearest else Cell()
