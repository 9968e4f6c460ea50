"""Named queries: SPARQL that ships with kg, one .rq file each, and the terms of their parameters.

The comment at the head of a file describes the results of the query and its parameters:

    # The trials of a sponsor, the newest first.
    #
    # param sponsor text: a part of the sponsor's name, in any case
    # keywords: sponsor, organisation

A parameter is a variable of the query, bound to a term of its type, never text that is inserted.
queries.ttl has the same in RDF, written by `kg query --list -f turtle`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import UsageError
from kg.rdf.terms import WEB_IRI
from kg.rdf.vocabulary import PREFIXES
from kg.stores.sparql_terms import literal_of, one_term
from kg.text.nct_ids import nct_id

_FOLDER: Final = Path(__file__).parent
_PARAMETER: Final = re.compile(r"param (?P<name>\w+) (?P<type>\w+): (?P<meaning>.+)")
_KEYWORDS: Final = re.compile(r"keywords: (.+)")
_ORDER: Final = re.compile(r"\nORDER BY .+\n*\Z")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a query that the user sets; its type is a key of TYPES."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of this folder, with the description in its head."""

    name: str
    text: str
    answers: str
    parameters: tuple[Parameter, ...]
    keywords: tuple[str, ...]

    @property
    def unordered(self) -> str:
        """The text without ORDER BY, which takes a third of the time if there are many rows."""
        return _ORDER.sub("\n", self.text)

    def bindings(self, given: Mapping[str, str]) -> dict[str, str]:
        """The terms of the parameters; UsageError if one is missing, unknown or invalid."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                has = ", ".join(known) or "none"
                raise UsageError(f"{self.name} has no parameter {name!r}; its parameters: {has}")
        for name in known:
            if name not in given:
                raise UsageError(f"{self.name} needs --param {name}=...: {known[name].meaning}")
        return {name: TYPES[known[name].type](name, value) for name, value in given.items()}


def names() -> list[str]:
    """The names of all queries, sorted."""
    return sorted(path.stem for path in _FOLDER.glob("*.rq"))


def named_query(name: str) -> NamedQuery:
    """The query of this name."""
    if name not in names():
        raise UsageError(f"there is no query {name!r}: `kg query --list` shows all of them")
    text = (_FOLDER / f"{name}.rq").read_text("utf-8")
    head = re.match(r"(?:#.*\n)+", text)
    lines = [line[1:].strip() for line in head.group().splitlines()] if head else []
    parameters = [Parameter(**m.groupdict()) for m in map(_PARAMETER.fullmatch, lines) if m]
    keywords = [word for m in map(_KEYWORDS.fullmatch, lines) if m for word in m[1].split(", ")]
    answers = " ".join(lines[: lines.index("")])
    return NamedQuery(name, text, answers, tuple(parameters), tuple(keywords))


def term(value: str) -> str:
    """The term for a user's value: what Turtle reads as one IRI or literal, or else a text.

    Raises UsageError for a value that begins like a term and is not exactly one.

    >>> term("mesh:D000690")
    '<http://id.nlm.nih.gov/mesh/D000690>'
    """
    found = one_term(value, PREFIXES)
    if found is None and value.startswith(("<", '"')):
        raise UsageError(
            f"{value!r} is not exactly one term: write a full IRI in < >, or a literal as in Turtle"
        )
    return found or _literal(value)


def _literal(value: str) -> str:
    found = literal_of(value)
    if found is None:
        raise UsageError(f"{value!r} is not Unicode text")
    return found


def _trial(name: str, value: str) -> str:
    found = nct_id(value)
    if found is None:
        raise UsageError(
            f"{value!r} is not an NCT id (NCT followed by eight digits): give {name} like"
            " NCT04745299"
        )
    return _literal(found)


def _text(name: str, value: str) -> str:
    if not value.strip():
        raise UsageError(f"the text of {name} is empty")
    return _literal(value.strip())


def _iri(name: str, value: str) -> str:
    found = term(f"<{value}>" if WEB_IRI.fullmatch(value) else value)
    if not found.startswith("<"):
        raise UsageError(
            f"{value!r} is not an IRI: give {name} as a full IRI, or as a CURIE like mesh:D000690"
        )
    return found


TYPES: Final[Mapping[str, Callable[[str, str], str]]] = {
    "trial": _trial,
    "text": _text,
    "iri": _iri,
}
"""Type of a parameter -> the term for a user's value; UsageError if it is invalid."""
