"""The forms in which the results of a query are written: a row for each.

Forms for people have labels; those for programs are SPARQL's own, which a store writes itself.
https://www.w3.org/TR/sparql11-overview/#sparql11-results
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, NamedTuple, TypeAlias

from kg.errors import UsageError
from kg.queries.shown_rows import ShownRows
from kg.system.compression import uncompressed_name


class Rendered(NamedTuple):
    """Results in a form for people, and sentences about what it could not hold."""

    data: str | bytes
    notes: list[str]


Writer: TypeAlias = Callable[[ShownRows, int], Rendered]
"""Rows and the width of a line in characters -> the results in a form."""


@dataclass(frozen=True, slots=True)
class ResultForm:
    """A form: its name, media type and endings; `write` makes it if it is one for people.

    `is_graph` is whether it is for triples; `is_binary`, whether it can't be read on a terminal.
    """

    name: str
    media_type: str
    endings: tuple[str, ...]
    write: Writer | None = None
    is_graph: bool = False
    is_binary: bool = False


def _table(shown: ShownRows, width: int) -> Rendered:
    from kg.queries.table import table

    return Rendered(table(shown, width), [])


def _markdown(shown: ShownRows, width: int) -> Rendered:
    from kg.queries.markdown import markdown

    return Rendered(markdown(shown), [])


def _xlsx(shown: ShownRows, width: int) -> Rendered:
    from kg.queries.xlsx import xlsx

    return Rendered(*xlsx(shown))


_EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMS: Final = {
    row.name: row
    for row in (
        ResultForm("table", "text/plain", (".txt",), _table),
        ResultForm("markdown", "text/markdown", (".md",), _markdown),
        ResultForm("xlsx", _EXCEL, (".xlsx",), _xlsx, is_binary=True),
        ResultForm("csv", "text/csv", (".csv",)),
        ResultForm("tsv", "text/tab-separated-values", (".tsv",)),
        ResultForm("json", "application/sparql-results+json", (".json", ".srj")),
        ResultForm("xml", "application/sparql-results+xml", (".xml", ".srx")),
        ResultForm("turtle", "text/turtle", (".ttl",), is_graph=True),
        ResultForm("json-ld", "application/ld+json", (".jsonld",), is_graph=True),
        ResultForm("n-triples", "application/n-triples", (".nt",), is_graph=True),
    )
}
"""Every form by its name."""

_BY_ENDING: Final = {ending: row for row in FORMS.values() for ending in row.endings}


def form_of_ending(ending: str) -> ResultForm | None:
    """The form of files with this ending, "csv" or ".csv"; None if there is none."""
    return _BY_ENDING.get(f".{ending.lower().removeprefix('.')}")


def form_of(path: str, name: str | None = None) -> ResultForm:
    """The form of a file of results: the one of this name, or the one of its ending.

    Raises UsageError if the ending is unknown, or that of another form than the named one.
    """
    names = {ending: form.name for ending, form in _BY_ENDING.items()}
    return FORMS[form_name(path, name, names, "results")]


def form_name(path: str, name: str | None, endings: Mapping[str, str], what: str) -> str:
    """The name of the form of a file, by these endings; `what` is what the file has, for errors.

    Raises UsageError like `form_of`.
    """
    by_ending = endings.get(PurePath(uncompressed_name(path)).suffix)
    found = name or by_ending
    if found is None:
        raise UsageError(
            f"{path!r} does not end like {what}: use one of {', '.join(endings)}, or name the"
            " format with -f"
        )
    if by_ending not in (None, found):
        raise UsageError(
            f"{path!r} ends like {by_ending}, and -f asks for {found}: leave out one of them"
        )
    return found
