"""Why a query is not valid SPARQL, in a sentence.

Oxigraph names the end of what it has tried to read and all that could follow. The parser of rdflib
names the beginning of what it can't read, which is nearer to the mistake.
"""

from __future__ import annotations

import re
from typing import Final

import pyoxigraph

from kg.rdf.vocabulary import QUERY_PREFIXES
from kg.stores.sparql_text import SparqlText, read

_LONGEST: Final = 60

_FULL: Final = re.compile(r"<[A-Za-z][\w+.-]*:")
_PREFIX: Final = "Prefix not found"
_IRI: Final = "IRI parsing failed"
_NOT_FULL: Final = "is not a full IRI, such as <https://example.org/a>"

_RULES: Final = {
    _PREFIX: "a prefix is not declared",
    "prefix IRI parsing failed": "a PREFIX line does not have a full IRI",
    _IRI: f"what is in < > {_NOT_FULL}",
    "variable that is unbound": "a variable of the SELECT is neither in the pattern nor, beside"
    " COUNT and the like, in GROUP BY",
    "Duplicated variable name": "a variable is twice in the SELECT",
    "overrides an existing variable": "a name after AS is that of another variable",
    "overriding an existing variable": "a name after AS is that of another variable",
    "SELECT * is not authorized": "SELECT * can't be used with GROUP BY: name the variables",
    "VALUES clause rows": "a row of VALUES does not have a value for each variable, which may be"
    " UNDEF",
    "Repeated variables": "a variable is twice in VALUES",
    "custom function": "a function is not known",
}
"""Part of a message of Oxigraph -> what it means."""


def explained(text: str, message: str) -> str:
    """What is wrong with a query that Oxigraph refuses with this message; the end of a sentence."""
    query = read(text)
    for part, meaning in _RULES.items():
        if part in message:
            return _named(part, query) or meaning
    return _unreadable(text) or (
        "a rule beyond the grammar is broken, such as that the variable after AS must be new"
    )


def invalid(text: str) -> str | None:
    """What is wrong with a query for any store; None if Oxigraph can read it."""
    try:
        pyoxigraph.Store().query(text, prefixes=dict(QUERY_PREFIXES))
    except SyntaxError as error:
        return explained(text, str(error))
    except (ValueError, RuntimeError):  # which depend on the store
        pass
    return None


def _named(part: str, query: SparqlText) -> str | None:
    """The same with the prefix or IRI, if it is clear which one is meant."""
    if part == _PREFIX:
        unknown = sorted(query.undeclared() - QUERY_PREFIXES.keys())
        return f"the prefix {unknown[0]}: is not declared" if unknown else None
    iris = (token.text for token in query.tokens if token.kind == "iri")
    relative = next((iri for iri in iris if not _FULL.match(iri)), None)
    return f"{relative} {_NOT_FULL}" if relative and part == _IRI else None


def _unreadable(text: str) -> str | None:
    """Where the query stops to be one; None if it is only unusual."""
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parseQuery(text)
    except RecursionError:
        return "it is nested too deeply"
    except Exception as error:  # noqa: BLE001 - pyparsing's, of which the place is needed
        place = getattr(error, "loc", None)
    else:
        return None
    if place is None:
        return None
    rest = " ".join(text[place:].split())
    if not rest:
        missing = text.count("{") > text.count("}")
        return f"it ends too early{': a } is missing' if missing else ''}"
    line = text.count("\n", 0, place) + 1
    shown = rest if len(rest) <= _LONGEST else f"{rest[:_LONGEST]} …"
    return f"line {line} can't be read from {shown!r} on"
