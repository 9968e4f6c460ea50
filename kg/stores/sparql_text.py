"""Reads the text of a query: its form and its variables.

A query is sent as it was read here: its tokens are spelled so that no other parser finds other
tokens in it, whether it takes the longest token or the first that fits, and whether it resolves
code-point escapes before or after. https://www.w3.org/TR/sparql11-query/#sparqlGrammar
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from kg.rdf.vocabulary import QUERY_PREFIXES

FORMS: Final = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")
_PROLOGUE: Final = ("PREFIX", "BASE", "VERSION")

_STRING: Final = r"""
      \"{3} (?: [^"\\] | \\. | \"{1,2}(?!\") )* \"{3}
    | '{3} (?: [^'\\] | \\. | '{1,2}(?!') )* '{3}
    | \" (?: [^"\\\n\r] | \\. )* \"
    | ' (?: [^'\\\n\r] | \\. )* '
"""
_IRI: Final = r"< (?: [^<>\"{}|^`\\\x00-\x20] | \\u[0-9A-Fa-f]{4} | \\U[0-9A-Fa-f]{8} )* >"

_TOKEN: Final = re.compile(
    rf"""
      (?P<space> \s+ )
    | (?P<comment> \# [^\n\r]* )
    | (?P<text> {_STRING} )
    | (?P<less> < (?= [?$] \w ) )
    | (?P<iri> {_IRI} )
    | (?P<variable> [?$] \w+ )
    | (?P<name> [\w.-]* : (?: [\w.:-] | % [0-9A-Fa-f]{{2}} | \\. )* )
    | (?P<word> @? [^\W\d] [\w-]* )
    | (?P<mark> . )
    """,
    re.VERBOSE | re.DOTALL,
)

_IN_TEXT: Final = re.compile(
    r"(?P<pair>\\\\)(?P<u>u)|\\.|(?P<s>s)(?=ervice)", re.DOTALL | re.IGNORECASE
)
_IN_IRI: Final = re.compile(r"(?P<s>s)(?=ervice[^#]*#)", re.IGNORECASE)
"""An IRI with a # could be read as a comparison before a comment."""

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
        scope: Scope | None = self
        while scope:  # not by recursion, as a query may be nested deeper than Python's stack
            if scope.projected is not None and name not in scope.projected:
                return False
            scope = scope.parent
        return True


@dataclass
class Token:
    kind: str
    text: str
    place: str
    """The position of a variable: pattern, projection, expression, group, order, assigned."""
    scope: Scope


@dataclass(frozen=True)
class SparqlText:
    """A query as tokens; `form` is one of FORMS, or None if the text is not a query.

    `verb` is the first word after the prologue, in upper case: the form, or what it is instead.
    """

    form: str | None
    verb: str | None
    tokens: tuple[Token, ...]

    def words(self) -> set[str]:
        """The words outside strings, names and comments, in upper case."""
        return {token.text.upper() for token in self.tokens if token.kind == "word"}

    def with_prefixes(self) -> str:
        """The text, preceded by declarations of kg's prefixes that it uses but does not declare."""
        missing = self.undeclared() & QUERY_PREFIXES.keys()
        lines = [f"PREFIX {name}: <{QUERY_PREFIXES[name]}>\n" for name in sorted(missing)]
        return "".join([*lines, *(token.text for token in self.tokens)])

    def undeclared(self) -> set[str]:
        """The prefixes that the query uses but does not declare."""
        used = {token.text.partition(":")[0] for token in self.tokens if token.kind == "name"}
        declared = {
            after.text[:-1]
            for before, after in _pairs(self.tokens)
            if before.text.upper() == "PREFIX" and after.kind == "name"
        }
        return used - declared

    @property
    def names_its_dataset(self) -> bool:
        """Whether FROM or FROM NAMED says which graphs are queried."""
        return "FROM" in self.words()

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
    words = (token.text.upper() for token in tokens if token.kind == "word")
    verb = next((word for word in words if word not in _PROLOGUE), None)
    return SparqlText(verb if verb in FORMS else None, verb, tuple(tokens))


def commented_groups(text: str) -> list[tuple[str, int, int]]:
    """Each comment right before a group in braces, and where the group begins and ends."""
    found, opened = [], []
    comment = ""
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "comment":
            comment = match[0]
        elif match.lastgroup != "space":
            if match[0] == "{":
                opened.append((comment, match.start()))
            elif match[0] == "}" and opened:
                before, start = opened.pop()
                if before:
                    found.append((before, start, match.end()))
            comment = ""
    return sorted(found, key=lambda group: group[1])


def _pairs(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, Token]]:
    solid = [token for token in tokens if token.kind != "space"]
    return pairwise(solid)


def _placed(text: str) -> Iterator[Token]:
    """The tokens, each with its position and scope."""
    walk = _Walk()
    for match in _TOKEN.finditer(text):
        yield walk.token(*_spelled(str(match.lastgroup), match.group()))


def spelled(literal: str) -> str:
    """A literal in quotes, spelled so that no parser reads an escape or a keyword in it.

    A parser that resolves code-point escapes first would find one in an escaped backslash before
    a u; one that takes `<` for a comparison might find a keyword within quotes.
    """
    return _IN_TEXT.sub(_escaped, literal)


def _spelled(kind: str, text: str) -> tuple[str, str]:
    """The kind of a token and the text that is sent for it."""
    if kind == "comment":
        return "space", ""
    if kind == "less":  # the space keeps it from being read as the beginning of an IRI
        return "mark", "< "
    if kind == "text":
        return kind, spelled(text)
    return kind, _IN_IRI.sub(_escaped, text) if kind == "iri" else text


def _escaped(match: re.Match[str]) -> str:
    found = match.groupdict()
    letter = found.get("u") or found.get("s")
    return f"{found.get('pair') or ''}\\U{ord(letter):08X}" if letter else match[0]


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
            place = self._mark(text.strip())
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
