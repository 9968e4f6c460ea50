"""Reads the text of a query: its form, its variables, and whether it calls other services.

https://www.w3.org/TR/sparql11-query/#sparqlGrammar,
https://www.w3.org/TR/sparql11-federated-query/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from kg.rdf.vocabulary import PREFIXES

FORMS: Final = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")

_STRING: Final = r"""
      \"{3} (?: [^"\\] | \\. | \"{1,2}(?!\") )* \"{3}
    | '{3} (?: [^'\\] | \\. | '{1,2}(?!') )* '{3}
    | \" (?: [^"\\\n\r] | \\. )* \"
    | ' (?: [^'\\\n\r] | \\. )* '
"""
_IRI: Final = r"< [^<>\"{}|^`\\\x00-\x20]* >"
_COMMENT: Final = r"\# [^\n\r]*"
_VARIABLE: Final = r"[?$] \w+"

_TOKEN: Final = re.compile(
    rf"""
      (?P<space> \s+ | {_COMMENT} )
    | (?P<text> {_STRING} )
    | (?P<iri> {_IRI} )
    | (?P<variable> {_VARIABLE} )
    | (?P<name> [\w.-]* : (?: [\w.:-] | % [0-9A-Fa-f]{{2}} | \\. )* )
    | (?P<word> @? [^\W\d] [\w-]* )
    | (?P<mark> . )
    """,
    re.VERBOSE | re.DOTALL,
)

_NO_KEYWORD: Final = re.compile(
    rf"{_STRING} | {_IRI} | {_COMMENT} | \\ . | {_VARIABLE} | (?<= : ) \w [\w-]*",
    re.VERBOSE | re.DOTALL,
)
"""What may hold a keyword without meaning it.

Less than the grammar grants, never more. Names of `_TOKEN` are as long as any parser may have them:
`true.SERVICE:x` is one, where a parser may find the keyword behind a full stop.
"""

_SERVICE: Final = re.compile("service", re.IGNORECASE)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LAST_CODE_POINT: Final = 0x10FFFF

_CLAUSES: Final = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET")
_PLACES: Final = {"SELECT": "projection", "GROUP": "group", "ORDER": "order"}
"""The clauses in which a variable is not a term of a pattern, and what it is there."""


@dataclass
class Scope:
    """A SELECT, or the whole query: the variables that it returns, and those that it groups by."""

    depth: int
    parent: Scope | None
    clause: str
    projected: set[str] | None = None
    grouped: set[str] = field(default_factory=set)

    def returns(self, name: str) -> bool:
        """Whether the variable is returned here and by every enclosing SELECT."""
        here = self.projected is None or name in self.projected
        return here and (self.parent is None or self.parent.returns(name))


@dataclass
class Token:
    kind: str
    text: str
    place: str
    """The position of a variable: pattern, projection, expression, group, order, assigned."""
    scope: Scope


@dataclass(frozen=True)
class SparqlText:
    """A query as tokens; `form` is one of FORMS, or None if the text is not a query."""

    form: str | None
    tokens: tuple[Token, ...]

    def words(self) -> set[str]:
        """The words outside strings, names and comments, in upper case."""
        return {token.text.upper() for token in self.tokens if token.kind == "word"}

    def with_prefixes(self) -> str:
        """The text, preceded by declarations of kg's prefixes that it uses but does not declare."""
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
        """A CONSTRUCT query turned into the SELECT of all its solutions."""
        start = next(i for i, token in enumerate(self.tokens) if token.text.upper() == "CONSTRUCT")
        after = next(
            i
            for i, token in enumerate(self.tokens)
            if i > start and (token.place == "where" or token.text.upper() in ("WHERE", "FROM"))
        )
        kept = (*self.tokens[:start], *self.tokens[after:])
        texts = [token.text for token in kept]
        return "".join([*texts[:start], "SELECT * ", *texts[start:]])


def read(text: str) -> SparqlText:
    """The tokens of a query."""
    tokens = list(_placed(text))
    forms = (token.text.upper() for token in tokens if token.kind == "word")
    return SparqlText(next((word for word in forms if word in FORMS), None), tuple(tokens))


def _pairs(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, Token]]:
    solid = [token for token in tokens if token.kind != "space"]
    return pairwise(solid)


def _placed(text: str) -> Iterator[Token]:
    """The tokens, each with its position and scope."""
    walk = _Walk()
    for match in _TOKEN.finditer(text):
        yield walk.token(str(match.lastgroup), match.group())


class _Walk:
    """A walk through a query that keeps track of open braces and brackets."""

    def __init__(self) -> None:
        self._scope = Scope(0, None, "")
        self._depth = 0
        self._brackets = 0
        self._before = ""
        self._in_header = False

    def token(self, kind: str, text: str) -> Token:
        """The next token."""
        if kind == "word":
            self._word(text.upper())
        place = ""
        if kind == "variable":
            place = self._variable(text[1:])
        elif kind == "mark":
            place = self._mark(text)
        if kind != "space":
            self._before = text.upper() if kind == "word" else text
        return Token(kind, text, place, self._scope)

    @property
    def _is_outside(self) -> bool:
        """Whether this is not part of a pattern of the scope."""
        return self._depth == self._scope.depth

    def _word(self, word: str) -> None:
        if word == "SELECT":
            if self._scope.clause or self._depth:
                self._scope = Scope(self._depth, self._scope, word)
            self._scope.clause, self._scope.projected, self._brackets = word, set(), 0
        elif self._is_outside and word in (*FORMS, "WHERE", *_CLAUSES, "VALUES"):
            self._scope.clause = word
        self._in_header = self._in_header or word == "VALUES"

    def _variable(self, name: str) -> str:
        is_named = self._before == "AS"
        place = self._place(0 if is_named else self._brackets)
        if place == "projection" and self._scope.projected is not None:
            self._scope.projected.add(name)
        elif place == "group":
            self._scope.grouped.add(name)
        return "assigned" if is_named or self._in_header else place

    def _place(self, brackets: int) -> str:
        if not self._is_outside or self._scope.clause not in _PLACES:
            return "pattern"
        return "expression" if brackets else _PLACES[self._scope.clause]

    def _mark(self, mark: str) -> str:
        place = ""
        if mark == "{":
            is_template = self._before == "CONSTRUCT" and self._depth == 0
            if self._is_outside and not is_template:
                place = "where"
                self._scope.clause = "WHERE"
            self._depth += 1
            self._in_header = False
        elif mark == "}":
            self._depth -= 1
            while self._scope.parent and self._depth < self._scope.depth:
                self._scope = self._scope.parent
        elif mark == "*" and self._place(self._brackets) == "projection":
            self._scope.projected = None
        self._brackets += (mark == "(") - (mark == ")")
        return place


def calls_service(text: str) -> bool:
    """Whether a query may make the store query another endpoint; True in doubt.

    Oxigraph has no setting that stops SERVICE from using the network. Code-point escapes are read
    both ways, because they may be resolved before or after the query is parsed.
    """
    return any(_SERVICE.search(_NO_KEYWORD.sub(" ", each)) for each in (text, _unescaped(text)))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= _LAST_CODE_POINT else match[0]
