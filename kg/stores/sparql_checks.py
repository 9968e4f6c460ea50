"""What kg does not send to a store: updates, calls of other services, what is no query at all.

https://www.w3.org/TR/sparql11-update/, https://www.w3.org/TR/sparql11-federated-query/
"""

from __future__ import annotations

import re
from typing import Final

from kg.errors import UpdateError, UsageError
from kg.rdf.vocabulary import QUERY_PREFIXES
from kg.stores.sparql_text import FORMS, SparqlText, Token, read
from kg.text.suggestions import did_you_mean

_UPDATES: Final = tuple("INSERT DELETE WITH LOAD CLEAR DROP CREATE ADD MOVE COPY".split())

_WITHOUT_WORDS: Final = ("space", "text", "iri", "variable")
"""The kinds of tokens that may hold a keyword without meaning it."""

_NO_KEYWORD: Final = re.compile(r"\\.|(?<=:)\w[\w-]*", re.DOTALL)
"""What a name may hold without meaning it: less than the grammar grants, never more.

A name of a token is as long as any parser may have it: `true.SERVICE:x` is one, where a parser may
find the keyword after a full stop.
"""

_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LAST_CODE_POINT: Final = 0x10FFFF
_PREFIX: Final = re.compile(r"(?:[^\W\d_][\w-]*)?")


def check(query: SparqlText) -> None:
    """Raises UsageError, with the reason, for what is not a query of this store alone."""
    if query.verb in _UPDATES:
        raise UpdateError(
            f"the query is an update ({query.verb}), and kg query only reads: kg load changes a"
            " store"
        )
    if not any(token.text.strip() for token in query.tokens):
        raise UsageError("the query is empty")
    if query.form is None:
        *others, last = FORMS
        guess = did_you_mean(query.verb or "", FORMS)
        raise UsageError(
            f"the query is not valid SPARQL: it has no {', '.join(others)} or {last}{guess}"
        )
    unknown = sorted(filter(_PREFIX.fullmatch, query.undeclared() - QUERY_PREFIXES.keys()))
    if unknown:
        guess = did_you_mean(unknown[0], QUERY_PREFIXES)
        remedy = f": begin the query with PREFIX {unknown[0]}: <...>"
        raise UsageError(f"the prefix {unknown[0]}: is not declared{guess or remedy}")
    if calls_service("".join(token.text for token in query.tokens)):
        raise UsageError(
            "the query has the word SERVICE: kg does not call other endpoints from within a query"
        )


def calls_service(text: str) -> bool:
    """Whether a query may make the store query another endpoint; True in doubt.

    Oxigraph has no setting that stops SERVICE from using the network. Code-point escapes are read
    both ways, because they may be resolved before or after the query is parsed.
    """
    return any(map(_is_service, (*read(text).tokens, *read(_unescaped(text)).tokens)))


def _is_service(token: Token) -> bool:
    if token.kind in _WITHOUT_WORDS:
        return False
    return "SERVICE" in _NO_KEYWORD.sub(" ", token.text).upper()


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= _LAST_CODE_POINT else match[0]
