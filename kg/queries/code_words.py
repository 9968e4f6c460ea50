"""The words in which people give a status or a phase -> the terms of the codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeVar

from kg.errors import UsageError
from kg.rdf import code_lists as codes
from kg.text.suggestions import did_you_mean

_NO_LETTERS: Final = re.compile("[^a-z0-9]+")
_PHASE_TOKENS: Final = re.compile(r"[a-z]+|[0-9]|[+/|-]")
_PHASE_SPELLINGS: Final[Mapping[str, str]] = {
    "phase": "",
    "phases": "",
    "and": "/",
    "|": "/",
    "0": "early1",
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
}
_AND_UP: Final = re.compile(r"\s+(?:and|or)\s+(?:up|above|higher|later)\s*\Z", re.IGNORECASE)


_Value = TypeVar("_Value")


def in_words(code: str) -> str:
    """A value of the registry as people write it.

    >>> in_words("NOT_YET_RECRUITING")
    'not yet recruiting'
    """
    return code.lower().replace("_", " ")


def chosen(name: str, text: str, choices: Mapping[str, _Value]) -> _Value:
    """The value of a choice, in which only letters and digits count.

    Raises UsageError with the choices, where `name` is what was asked for.
    """
    wanted = _letters(text)
    for choice, value in choices.items():
        if _letters(choice) == wanted:
            return value
    raise UsageError(_no_choice(name, text, choices))


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text.casefold())


def _no_choice(name: str, text: str, choices: Mapping[str, object]) -> str:
    guess = did_you_mean(text, choices).removeprefix(": ")
    return f"{name} {text!r} is not one of: {', '.join(choices)}{guess and f'; {guess}'}"


STATUSES: Final = {in_words(status): term for status, term in codes.STATUS.terms.items()}
"""A status in words -> its term."""


def status_terms(name: str, text: str) -> tuple[str, ...]:
    """The term of a status; UsageError with the choices, where `name` is what was asked for."""
    return (chosen(name, text, STATUSES),)


def phase_terms(name: str, text: str) -> tuple[str, ...]:
    """The terms of a phase ("2", "II", "phase 2"), of two at once ("2/3") or of all from one on.

    A trial of two phases is one of either: phase 2 is also phase 1/2 and phase 2/3, and "2+" is
    these, phase 3 and phase 4. Raises UsageError with the choices, where `name` is what was asked
    for.
    """
    spelled = _AND_UP.sub("+", text.casefold())
    tokens = _PHASE_TOKENS.findall(spelled)
    terms = _PHASES.get("".join(_PHASE_SPELLINGS.get(token, token) for token in tokens))
    if terms is None:
        raise UsageError(_no_choice(name, text, PHASES))
    return terms


def _phases() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each phase in words and spelled for look-up, with its terms."""
    yield "not applicable", "notapplicable", (codes.PHASE.terms["NA"],)
    yield "early phase 1", "early1", (codes.PHASE.terms["EARLY_PHASE1"],)
    for number in "1234":
        one = f"PHASE{number}"
        both = [term for pair, term in codes.COMBINED_PHASES.items() if one in pair]
        yield f"phase {number}", number, (codes.PHASE.terms[one], *both)
    for pair, term in codes.COMBINED_PHASES.items():
        numbers = "/".join(phase[-1] for phase in pair)
        yield f"phase {numbers}", numbers, (term,)


def _all_phases() -> Iterator[tuple[str, tuple[str, ...]]]:
    known = {spelled: terms for _, spelled, terms in _phases()}
    yield from known.items()
    yield from dict.fromkeys(("na", "n/a"), known["notapplicable"]).items()
    ascending = ("early1", *"1234")
    for place, first in enumerate(ascending):
        above = (term for each in ascending[place:] for term in known[each])
        yield f"{first}+", tuple(dict.fromkeys(above))


PHASES: Final = {words: terms for words, _, terms in _phases()}
"""A phase in words -> its terms."""

_PHASES: Final = dict(_all_phases())
