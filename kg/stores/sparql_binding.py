"""Replaces variables of a query by terms.

The SPARQL Protocol has no parameters, so a store behind HTTP gets the terms within the text. A term
replaces the variable as a token wherever the grammar allows a term; where it allows only a
variable, the query is changed to mean the same. A value can't become syntax: what is inserted is
one term in N-Triples text.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.errors import UsageError
from kg.stores.sparql_text import Token, read


def bound(text: str, bindings: Mapping[str, str]) -> str:
    """The query with variables replaced by terms.

    Raises UsageError if the query assigns such a variable itself, or does not return it.
    """
    query = read(text)
    top = query.tokens[-1].scope if query.tokens else None
    for name in bindings:
        if top and top.projected is not None and name not in top.projected:
            raise UsageError(f"the variable ?{name} is not in the SELECT of the query")
    return "".join(_written(token, bindings) for token in query.tokens)


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
        return "" if len(scope.projected or ()) > 1 else f"({term} AS ?{name}Given)"
    if token.place == "group":
        return f"({term} AS ?{name})" if scope.grouped == {name} else ""
    return f"({term})" if token.place == "order" else term
