"""The types of parameters: what people write -> RDF terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, TypeAlias

from kg.errors import UsageError
from kg.queries.code_words import phase_terms, status_terms
from kg.rdf.terms import WEB_IRI
from kg.rdf.vocabulary import COUNTRY, MESH, QUERY_PREFIXES
from kg.registries.numbers import not_a_number, trial_number
from kg.stores.sparql_terms import literal_of, one_term
from kg.text.countries import any_country, country_names
from kg.text.suggestions import did_you_mean

Terms: TypeAlias = tuple[str, ...]

_DATE: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_NO_WORD: Final = re.compile(r"[ -/:-@\[-`{-~]+")
"""What separates words, as in trials.rq."""


def term(value: str) -> str:
    """The term for a user's value: what Turtle reads as one IRI or literal, or else a text.

    Raises UsageError for a value that begins like a term and is not exactly one.

    >>> term("mesh:D000690")
    '<http://id.nlm.nih.gov/mesh/D000690>'
    """
    found = one_term(value, QUERY_PREFIXES)
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


def _trial(name: str, value: str) -> Terms:
    found = trial_number(value)
    if found is None:
        raise UsageError(f"{name}: {not_a_number(value)}")
    return (_literal(found.number),)


def _text(name: str, value: str) -> Terms:
    if not value.strip():
        raise UsageError(f"the text of {name} is empty")
    return (_literal(value.strip()),)


def _iri(name: str, value: str) -> Terms:
    found = _given_iri(value)
    if found is None:
        raise UsageError(
            f"{value!r} is not an IRI: give {name} as a full IRI, or as a CURIE like mesh:D000690"
        )
    return (found,)


def _given_iri(value: str) -> str | None:
    found = term(f"<{value}>" if WEB_IRI.fullmatch(value) else value)
    return found if found.startswith("<") else None


def _condition(name: str, value: str) -> Terms:
    """The words of a condition, or the number of a MeSH concept, between blanks."""
    iri = _given_iri(value) or ""
    number = iri[1:-1].removeprefix(MESH)
    words = _NO_WORD.sub(" ", (number if iri else value).lower()).strip()
    if not words:
        raise UsageError(f"the text of {name} has no word: {value!r}")
    return (_literal(f" {words} "),)


def _country(name: str, value: str) -> Terms:
    codes = any_country(value)
    if codes is None:
        guess = did_you_mean(value, country_names())
        raise UsageError(
            f"{name} {value!r} is not a country{guess or ': give its English name or ISO code'}"
        )
    return (f"<{COUNTRY}{codes[0]}>",)


def _date(name: str, value: str) -> Terms:
    text = value.strip()
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        date.fromisoformat(f"{text}-01-01"[:10] if len(text) < 7 else f"{text}-01"[:10])
    except ValueError:
        raise UsageError(
            f"{name} {value!r} is not a date: give a year, a month or a day, like 2021, 2021-03 or"
            " 2021-03-15"
        ) from None
    return (_literal(text),)


def _code(of: Callable[[str, str], Terms]) -> Callable[[str, str], Terms]:
    """Terms of a code list for words, an IRI or a CURIE, or several separated by commas."""

    def terms(name: str, value: str) -> Terms:
        if iri := _given_iri(value):
            return (iri,)
        try:
            return of(name, value)
        except UsageError:
            parts = [part for part in value.split(",") if part.strip()]
            if len(parts) < 2:
                raise
            return tuple(found for part in parts for found in terms(name, part.strip()))

    return terms


TYPES: Final[Mapping[str, Callable[[str, str], Terms]]] = {
    "trial": _trial,
    "text": _text,
    "iri": _iri,
    "condition": _condition,
    "date": _date,
    "status": _code(status_terms),
    "phase": _code(phase_terms),
    "country": _code(_country),
}
"""Type of a parameter -> the terms for a user's value; UsageError if it is invalid."""

SEVERAL: Final = frozenset(("status", "phase", "country"))
"""The types of which several values can be given: one of them must fit."""

REMEDIES: Final[Mapping[str, str]] = {
    "condition": (
        "An abbreviation or another name finds only the records that state it: give the MeSH"
        " heading, such as amyotrophic lateral sclerosis for ALS"
    ),
}
"""Type of a parameter -> what to do if nothing was found for it."""
