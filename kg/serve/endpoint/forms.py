"""The forms of results, and which one a request asks for.

https://www.w3.org/TR/sparql11-protocol/#conneg
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request

from kg.queries.forms import FORMS
from kg.serve.negotiation import preferred

_W3C: Final = "http://www.w3.org/ns/formats/"
_TEXT: Final = "; charset=utf-8"


@dataclass(frozen=True, slots=True)
class ServedForm:
    """A form by its name in kg.queries.forms, its IRI, and further media types that clients send.

    `more` is added to its media type in the header of a response.
    """

    name: str
    iri: str
    aliases: tuple[str, ...] = ()
    more: str = ""

    @property
    def media_types(self) -> tuple[str, ...]:
        """Its media type, and the aliases."""
        return (FORMS[self.name].media_type, *self.aliases)


TABLES: Final = (
    ServedForm("json", f"{_W3C}SPARQL_Results_JSON", ("application/json",)),
    ServedForm("xml", f"{_W3C}SPARQL_Results_XML", ("application/xml",)),
    ServedForm("csv", f"{_W3C}SPARQL_Results_CSV", more=_TEXT),
    ServedForm("tsv", f"{_W3C}SPARQL_Results_TSV", more=_TEXT),
)
GRAPHS: Final = (
    ServedForm("turtle", f"{_W3C}Turtle", more=_TEXT),
    ServedForm("n-triples", f"{_W3C}N-Triples", more=_TEXT),
    ServedForm("json-ld", f"{_W3C}JSON-LD", ("application/json",)),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A form for each kind of results and its media type; None if none is acceptable."""

    table: tuple[ServedForm, str] | None
    graph: tuple[ServedForm, str] | None

    @property
    def names(self) -> tuple[str | None, str | None]:
        """The names of both forms."""
        return self.table and self.table[0].name, self.graph and self.graph[0].name

    def content_type(self, is_table: bool) -> str:
        """The header of a response with results of this kind."""
        found = self.table if is_table else self.graph
        assert found is not None
        return found[1] + found[0].more


def wanted(request: Request, name: str | None) -> Wanted:
    """What the request asks for, by the name of a form or a media type, or by its header."""
    known = {each for form in (*TABLES, *GRAPHS) for each in (form.name, *form.media_types)}
    if name is not None and name not in known:
        names = ", ".join(form.name for form in (*TABLES, *GRAPHS))
        raise HTTPException(400, f"there is no format of this name: choose one of {names}")
    accept = request.headers.get("accept")
    found = Wanted(_chosen(TABLES, name, accept), _chosen(GRAPHS, name, accept))
    if found.table is found.graph is None:
        raise unacceptable()
    return found


def unacceptable() -> HTTPException:
    """The error 406."""
    types = (f"{form.media_types[0]}" for form in (*TABLES, *GRAPHS))
    return HTTPException(
        406,
        "the results of this query can't be had as it is asked for: solutions and truth values are"
        " a table, the results of CONSTRUCT and DESCRIBE a graph; accept one of"
        f" {', '.join(types)}",
    )


def _chosen(
    forms: tuple[ServedForm, ...], name: str | None, accept: str | None
) -> tuple[ServedForm, str] | None:
    if name is not None:
        named = (form for form in forms if name in (form.name, *form.media_types))
        return next(((form, form.media_types[0]) for form in named), None)
    by_type = {media_type: form for form in forms for media_type in form.media_types}
    ordered = sorted(by_type, key=lambda each: each in by_type[each].aliases)
    found = preferred(accept, ordered)
    return None if found is None else (by_type[found], found)
