"""Replaces variables of a query by terms, and checks what comes of it.

The SPARQL Protocol has no parameters, so a store behind HTTP gets the terms within the text. A term
replaces the variable as a token wherever the grammar allows a term; where it allows only a
variable, the query is changed to mean the same. A value can't become syntax: each is read as one
term and written anew.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.errors import UsageError
from kg.stores.sparql_checks import check
from kg.stores.sparql_terms import one_term
from kg.stores.sparql_text import SparqlText, Token, read, spelled


def bound(text: str, bindings: Mapping[str, str]) -> str:
    """The query with variables replaced by terms, spelled so that every parser reads the same.

    Raises UsageError if a value is not a term, if the query does not have such a variable,
    assigns it itself or does not return it, and for what `kg.stores.sparql_checks` refuses.
    """
    query = read(text)
    _check_names(query, bindings)
    terms = {name: _term(name, term) for name, term in bindings.items()}
    given = "".join(_written(token, terms) for token in query.tokens)
    check(read(given))
    return given


def _check_names(query: SparqlText, bindings: Mapping[str, str]) -> None:
    top = query.tokens[-1].scope if query.tokens else None
    variables = {token.text[1:] for token in query.tokens if token.kind == "variable"}
    for name in bindings:
        if top and top.projected is not None and name not in top.projected:
            raise UsageError(f"the variable ?{name} is not in the SELECT of the query")
        if name not in variables:
            raise UsageError(f"the query has no variable ?{name}")


def _term(name: str, text: str) -> str:
    term = one_term(text)
    if term is None:
        raise UsageError(f"the value of {name} is not an IRI or a literal: {text[:80]!r}")
    return spelled(term) if term.startswith('"') else term


def _written(token: Token, bindings: Mapping[str, str]) -> str:
    name = token.text[1:]
    if token.kind != "variable" or name not in bindings or not token.scope.returns(name):
        return token.text
    term, scope = bindings[name], token.scope
    if token.place == "assigned":
        raise UsageError(f"the query assigns ?{name} itself, so it can't be given")
    if token.place == "projection":
        if scope.parent is None:
            return token.text if scope.grouped == {name} else f"({term} AS ?{name})"
        return "" if len(scope.projected or ()) > 1 else f"({term} AS ?{name}Given{scope.depth})"
    if token.place == "group":
        return f"({term} AS ?{name})" if scope.grouped == {name} else ""
    return f"({term})" if token.place == "order" else f" {term} "
