"""The numbers of trials, recognised in every usual spelling.

A number in its registry's own spelling is that of one registry alone, so it may stand for both
where text is kept: in graphs, manifests and queries.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from kg.errors import UsageError
from kg.registries.table import CLINICAL_TRIALS_GOV, REGISTRIES, NumberForm, TrialRegistry
from kg.text.nct_ids import NCT_ID, nct_id, plain


class TrialNumber(NamedTuple):
    """A number in the registry's own spelling; `registry` is the key of the registry."""

    registry: str
    number: str


_BY_KEY: Final = {row.key: row for row in REGISTRIES}
_OTHERS: Final = [row for row in REGISTRIES if row.key != CLINICAL_TRIALS_GOV]
_PATTERNS: Final = [
    (row.key, form, re.compile(form.pattern, re.IGNORECASE), re.compile(form.placeholder))
    for row in _OTHERS
    for form in row.forms
]

_NAMES: Final = {re.escape(row.name) for row in _OTHERS}
_PREFIXES: Final = {re.escape(row.key) for row in _OTHERS} - {"CTIS", "EudraCT"}
_LABELS: Final = "|".join(
    (r"Eudra[ -]?CT", r"EU[ -]?CT(?:[ -]?R|IS)?", "CTIS", "WHO", "UTN", r"UMIN[ -]?CTR", "EU",
     *sorted(_NAMES), *(rf"{prefix}(?![ .:#_-]*[0-9])" for prefix in sorted(_PREFIXES)))
)  # fmt: skip
"""What can precede a number; a registry's key may also be the beginning of the number."""

_SIGNS: Final = r"[ .,:;#°_=()\[\]/-]*"
_NUMBER_WORDS: Final = r"num(?:ber|[eé]ro)s?|número|n[or]?|ids?|identifiers?|code"
_WORD: Final = (
    rf"(?:(?:{_LABELS})(?:{_NUMBER_WORDS})?|{_NUMBER_WORDS}|current controlled trials|trials?"
    r"|clinical|study|regist(?:er|ry|ration))(?![a-z])"
)
_LABEL: Final = rf"{_WORD}(?:{_SIGNS}{_WORD})*"
_ADDRESS: Final = r"(?:https?://|doi:|10\.)\S+[/=]"
_LABELLED: Final = re.compile(
    rf"(?:(?:{_LABEL}){_SIGNS}|{_ADDRESS})?(?P<number>.+?)(?:[ (]+(?:{_LABEL})|/)?", re.IGNORECASE
)

LONGEST: Final = 160
"""Characters of a number with the registry's name, or of the address of its page."""

_DIGITS: Final = re.compile(r"[0-9]{2}|RBR", re.IGNORECASE)
"""What every number has, as a quick test."""


@lru_cache(maxsize=4_096)
def trial_number(text: str) -> TrialNumber | None:
    """The number of a trial that `text` as a whole denotes, with or without the registry's name.

    None for a placeholder, and for a number that no registry gives: of a grant, of a sponsor.
    """
    if len(text) > LONGEST or not _DIGITS.search(text):
        return None
    known = nct_id(text)
    if known:
        return TrialNumber(CLINICAL_TRIALS_GOV, known)
    bare = plain(text)
    found = _matched(bare)
    if found is None and (labelled := _LABELLED.fullmatch(bare)) and labelled["number"] != bare:
        found = _matched(labelled["number"])
    return found


def given_number(text: str) -> str:
    """The number of a trial in a user's text, in the registry's own spelling from any other, or
    from the address of a page; UsageError if it is none.
    """
    found = trial_number(text)
    if found is None:
        raise UsageError(not_a_number(text))
    return found.number


def not_a_number(text: object) -> str:
    """The sentence for a text that is the number of no trial."""
    return f"{text!r} is not a trial's number, such as NCT04745299, ISRCTN62918594, 2020-001234-56"


@lru_cache(maxsize=4_096)
def registry_of(number: str) -> TrialRegistry | None:
    """The registry that gave a number; None unless it is in the registry's own spelling."""
    if NCT_ID.fullmatch(number):
        return _BY_KEY[CLINICAL_TRIALS_GOV]
    found = _matched(number)
    return _BY_KEY[found.registry] if found and found.number == number else None


def beginnings(text: str) -> list[str]:
    """The beginnings of numbers, in the registries' spelling, that a text has in any case."""
    found = set()
    for form in (form for row in REGISTRIES for form in row.forms):
        prefix = form.spelling.partition("{")[0]
        if prefix.lower().startswith(text.lower()):
            found.add(prefix[: len(text)])
        elif text.lower().startswith(prefix.lower()) and (prefix or text[0].isdigit()):
            rest = text[len(prefix) :]
            found.add(prefix + (rest.lower() if form.lower_case else rest.upper()))
    return sorted(found)


def slug_of(number: str) -> str:
    """A number as a segment of a path, without a slash; it is still a spelling of the number."""
    return number.replace("/", "-")


def number_of_slug(slug: str) -> str | None:
    """The number that has this slug; None if there is none."""
    if NCT_ID.fullmatch(slug):
        return slug
    found = _matched(slug)
    return found.number if found and slug_of(found.number) == slug else None


def _matched(bare: str) -> TrialNumber | None:
    for key, form, pattern, placeholder in _PATTERNS:
        match = pattern.fullmatch(bare)
        if match:
            if placeholder.fullmatch(match["serial"]):
                return None
            return TrialNumber(key, _spelled(form, match))
    return None


def _spelled(form: NumberForm, match: re.Match[str]) -> str:
    cased = str.lower if form.lower_case else str.upper
    parts = {name: cased(part) for name, part in match.groupdict().items()}
    return form.spelling.format(**parts)
