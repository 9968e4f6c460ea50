"""What a query's text says of itself, and terms in the place of its variables.

SPARQL's protocol has no parameters, so that a store behind HTTP gets the terms within the text. A
term takes the place of the variable as a token, wherever the grammar takes a term; where it takes
only a variable the query is changed to mean the same. Nothing from outside becomes syntax: what is
put in is one term in N-Triples text.
https://www.w3.org/TR/sparql11-query/#sparqlGrammar
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from kg.errors import UsageError
from kg.vocab import PREFIXES

FORMS: Final = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")

_TOKEN: Final = re.compile(
    r"""
      (?P<space> \s+ | \# [^\n\r]* )
    | (?P<text> \"{3} (?: [^"\\] | \\. | \"{1,2}(?!\") )* \"{3}
              | '{3} (?: [^'\\] | \\. | '{1,2}(?!') )* '{3}
              | \" (?: [^"\\\n\r] | \\. )* \" | ' (?: [^'\\\n\r] | \\. )* ' )
    | (?P<iri> < [^<>"{}|^`\\\x00-\x20]* > )
    | (?P<variable> [?$] \w+ )
    | (?P<name> [\w.-]* : (?: [\w.:-] | % [0-9A-Fa-f]{2} | \\. )* )
    | (?P<word> @? [^\W\d] [\w-]* )
    | (?P<mark> . )
    """,
    re.VERBOSE | re.DOTALL,
)

_CLAUSES: Final = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET")


@dataclass
class _Scope:
    """A SELECT, or the query itself: which variables it gives, and by which it groups."""

    depth: int
    parent: _Scope | None
    clause: str
    projected: set[str] | None = None
    grouped: set[str] = field(default_factory=set)

    def gives(self, name: str) -> bool:
        """Whether the variable is that of the whole query."""
        here = self.projected is None or name in self.projected
        return here and (self.parent is None or self.parent.gives(name))


@dataclass
class _Token:
    kind: str
    text: str
    place: str
    """Where a variable stands: pattern, projection, expression, group, order, assigned."""
    scope: _Scope


@dataclass(frozen=True)
class QueryText:
    """A query that was read token by token; `form` is one of FORMS, None for what is no query."""

    form: str | None
    tokens: tuple[_Token, ...]

    def words(self) -> set[str]:
        """The words outside texts, names and comments, in upper case."""
        return {token.text.upper() for token in self.tokens if token.kind == "word"}

    def with_prefixes(self) -> str:
        """The text behind declarations of the prefixes of kg that it has and doesn't declare."""
        names = [token.text for token in self.tokens if token.kind == "name"]
        used = {name.partition(":")[0] for name in names} & PREFIXES.keys()
        declared = {
            after.text[:-1]
            for before, after in _pairs(self.tokens)
            if before.text.upper() == "PREFIX" and after.kind == "name"
        }
        lines = [f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in sorted(used - declared)]
        return "".join([*lines, *(token.text for token in self.tokens)])

    def as_select(self) -> str:
        """The SELECT of all solutions of a CONSTRUCT query."""
        start = next(i for i, token in enumerate(self.tokens) if token.text.upper() == "CONSTRUCT")
        after = next(
            i
            for i, token in enumerate(self.tokens)
            if i > start and (token.place == "where" or token.text.upper() in ("WHERE", "FROM"))
        )
        kept = (*self.tokens[:start], *self.tokens[after:])
        texts = [token.text for token in kept]
        return "".join([*texts[:start], "SELECT * ", *texts[start:]])


def read(text: str) -> QueryText:
    """The tokens of a query with what each is there for."""
    tokens = list(_placed(text))
    forms = (token.text.upper() for token in tokens if token.kind == "word")
    return QueryText(next((word for word in forms if word in FORMS), None), tuple(tokens))


def bound(text: str, bindings: Mapping[str, str]) -> str:
    """The query with the terms in the place of the variables.

    Raises UsageError where the query assigns such a variable itself, or doesn't give it.
    """
    query = read(text)
    top = query.tokens[-1].scope if query.tokens else None
    for name in bindings:
        if top and top.projected is not None and name not in top.projected:
            raise UsageError(f"the variable ?{name} does not stand in the SELECT of the query")
    return "".join(_written(token, bindings) for token in query.tokens)


def _written(token: _Token, bindings: Mapping[str, str]) -> str:
    name = token.text[1:]
    if token.kind != "variable" or name not in bindings or not token.scope.gives(name):
        return token.text
    term, scope = bindings[name], token.scope
    if token.place == "assigned":
        raise UsageError(f"the query itself says what ?{name} is, so that it can't be given")
    if token.place == "projection":
        if scope.parent is None:
            return token.text if scope.grouped == {name} else f"({term} AS ?{name})"
        return "" if len(scope.projected or ()) > 1 else f"({term} AS ?{name}Given)"
    if token.place == "group":
        return f"({term} AS ?{name})" if scope.grouped == {name} else ""
    return f"({term})" if token.place == "order" else term


def _pairs(tokens: tuple[_Token, ...]) -> Iterator[tuple[_Token, _Token]]:
    solid = [token for token in tokens if token.kind != "space"]
    return pairwise(solid)


def _placed(text: str) -> Iterator[_Token]:
    """Walks through the text with the open braces and brackets in mind."""
    scope = _Scope(0, None, "")
    depth = brackets = 0
    before = ""
    header = False
    for match in _TOKEN.finditer(text):
        kind, found = str(match.lastgroup), match.group()
        word = found.upper() if kind == "word" else ""
        place = ""
        if found == "}":
            depth -= 1
            while scope.parent and depth < scope.depth:
                scope = scope.parent
        elif word == "SELECT" and (scope.parent is not None or scope.clause or depth):
            scope = _Scope(depth, scope, "SELECT")
        elif depth == scope.depth and word in (*FORMS, "WHERE", *_CLAUSES, "VALUES"):
            scope.clause = word
        if kind == "variable":
            place = "assigned" if header or before == "AS" else _place(scope, depth, brackets)
            _note(scope, place if before != "AS" else _place(scope, depth, 0), found[1:])
        elif found == "*" and scope.clause == "SELECT" and depth == scope.depth and not brackets:
            scope.projected = None
        if found == "{":
            template = scope.clause == "CONSTRUCT" and before == "CONSTRUCT" and depth == 0
            place = "" if template or depth > scope.depth else "where"
            if depth == scope.depth and not template and scope.clause not in _CLAUSES:
                scope.clause = "WHERE"
            depth += 1
            header = False
        header = header or word == "VALUES"
        brackets += (found == "(") - (found == ")")
        if word == "SELECT" and scope.clause == "SELECT":
            scope.projected, brackets = set(), 0
        if kind != "space":
            before = word or found
        yield _Token(kind, found, place, scope)


def _place(scope: _Scope, depth: int, brackets: int) -> str:
    if depth > scope.depth or scope.clause not in ("SELECT", "GROUP", "ORDER"):
        return "pattern"
    if brackets:
        return "expression"
    return {"SELECT": "projection", "GROUP": "group", "ORDER": "order"}[scope.clause]


def _note(scope: _Scope, place: str, name: str) -> None:
    if place == "projection" and scope.projected is not None:
        scope.projected.add(name)
    elif place == "group":
        scope.grouped.add(name)
