"""What names nothing: texts in the place of a name that identify no one and nothing.

One notion for all that records name: people, organisations, sites, conditions, countries. A text
is compared by its plain words, so case, accents, brackets and punctuation make no difference.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from kg.text.placeholder_words import (
    ALONE,
    FIELD_OF_MEDICINE,
    FUNCTION_WORDS,
    HEADS,
    HEALTHY,
    MEANINGFUL,
    NOUNS,
    PLACEHOLDERS,
    WHO,
    Kind,
)
from kg.text.plain_words import plain_words

_NO_SITE: Final = re.compile(
    r"""(?:
        (?:\S+[ ]){0,6}investigat(?:ion(?:al)?|ive|or)[ ](?:site|cent(?:er|re))s?
      | (?:\S+[ ]){0,6}(?:study|trial|clinical|selected|research)[ ]sites?
      | (?:clinical[ ])?(?:research|study|trial|clinical)[ ](?:site|location|facility)s?
      | [a-z]+[ ]?\d+[ ]study[ ]cent(?:er|re)
      | local[ ](?:institution|site|facility|cent(?:er|re))
      | (?:clinical|medical|research|study)[ ](?:research[ ])?cent(?:er|re)
      | (?:independent[ ])?investigators?
      | facility | sites?
    )(?:[ ](?:number|no))?(?:[ ]\w*\d\w*)*
    | for[ ]additional[ ]information.*
    | (?:please[ ])?contact[ ].*\bfor\b.*\b(?:information|details|locations?|sites?)
    | .*\bcontact[ ](?:plus[ ])?\d.*
    | site[ ]reference[ ]id.*
    | [a-z]{1,3}\d{3,5}[ ]\d{2,6}
    | (?:site|facility|cent(?:er|re)|location)(?:[ ]\d+)*
    """,
    re.VERBOSE,
)
"""Placeholders for a facility that the sponsor does not name, in plain words."""

_SITE_HINT: Final = re.compile(r"site|cent(?:er|re)|location|facility|investigator|local|inform|\d")
"""What each of these has, as a quick test."""

_MANY: Final = re.compile(
    r"(?:(?:various|multiple|several|many|numerous|other|all|additional|selected|different|\d+) )?"
    r"(?:sites|locations|cent(?:er|re)s|facilities|hospitals|clinics|institutions|places|countries)"
    r" (?:in|across|throughout|within|around|worldwide|nationwide)\b.*"
    r"|(?:various|multiple|several|many|numerous|different|all|other|additional|selected|\d+)"
    r"(?: (?:clinical|research|study|trial|medical|participating|investigat\w+|different))*"
    r" (?:sites|locations|cent(?:er|re)s|facilities|hospitals|clinics|institutions|places|countries"
    r"|cities|regions|sponsors|investigators|collaborators|companies|organi[sz]ations)"
    r"|(?:various|multiple|several) (?:site|location|cent(?:er|re)|facility)"
)
"""Several places or organisations that are not named."""

_TELEPHONE: Final = re.compile(r"(?:\W*\d){7}")
_ADDRESS: Final = re.compile(r"\S@\S+\.\S|://\S")
_FOUR_LETTERS: Final = re.compile(r"[^\W\d_]{4}")
_SINGLE_LETTERS: Final = re.compile(r"\b\w(?: \w)+\b")
_LONGEST: Final = 120
"""Characters of the longest text that can be a placeholder (contact lines aside)."""


def _one_of(words: str, separator: str = " ") -> str:
    return f"(?:{'|'.join(words.split(separator))})"


class _MadeOf:
    """A text of such words and of those that are needed, one of which it has."""

    def __init__(self, words: str, needed: str) -> None:
        either = rf"(?>(?:{needed}|{words})\b)"  # atomic: no text takes long
        self._all = re.compile(rf"{either}(?: {either})*")
        self._needed = re.compile(rf"\b{needed}\b")

    def fullmatch(self, text: str) -> bool:
        """Whether the whole text is made of these words."""
        return bool(self._all.fullmatch(text) and self._needed.search(text))


_PLACEHOLDER: Final = _one_of(", ".join(PLACEHOLDERS.values()), ", ")
_ALONE: Final = re.compile(
    "|".join(rf"{each}(?: {each})*" for each in (_one_of(texts, ", ") for texts in ALONE.values()))
)
_NOTHING: Final = _MadeOf(rf"{_one_of(NOUNS)}|\d+", _PLACEHOLDER)
_FUNCTION: Final = _MadeOf(rf"{_one_of(FUNCTION_WORDS)}|\d+", _one_of(HEADS))
_NO_CONDITION: Final = _MadeOf(_one_of(WHO), _one_of(HEALTHY))
_FIELD: Final = _one_of(FIELD_OF_MEDICINE)
_DEPARTMENT: Final = re.compile(
    r"(?:(?:the )?(?:department|dept|division|section|unit|service|school|faculty|college|clinic)s?"
    rf" (?:of|for) )?(?:the )?{_FIELD}(?: {_FIELD})*"
)
"""A department without the institution that it belongs to."""


@lru_cache(maxsize=65_536)
def names_nothing(text: str, kind: Kind) -> bool:
    """Whether a text in the place of the name of something of this kind is none."""
    words = " ".join(plain_words(text))
    phrase = _SINGLE_LETTERS.sub(lambda match: match[0].replace(" ", ""), words)
    if not any(map(str.isalpha, phrase)):
        return kind != "concept"
    if phrase in MEANINGFUL.get(kind, ()):
        return False
    if len(phrase) <= _LONGEST and any(each.fullmatch(phrase) for each in _OF_ANY_KIND):
        return True
    if _SITE_HINT.search(words) and _NO_SITE.fullmatch(words):
        return True
    return any(is_placeholder(text, words) for is_placeholder in _OF_A_KIND.get(kind, ()))


def _no_organization(text: str, words: str) -> bool:
    if ("@" in text or "://" in text) and _ADDRESS.search(text):
        return True
    return bool(_TELEPHONE.match(text.strip())) and not _FOUR_LETTERS.search(text)


_OF_ANY_KIND: Final = (_NOTHING, _ALONE, _FUNCTION, _MANY)
_OF_A_KIND: Final = {
    "condition": (lambda _, words: _NO_CONDITION.fullmatch(words),),
    "organization": (_no_organization, lambda _, words: _DEPARTMENT.fullmatch(words)),
}
"""Kind of thing -> what else names nothing of that kind."""


_SITE_NUMBER: Final = re.compile(
    r"\s*(?:/\s*ID\s*#?\s*\w+|\(\s*Site\s*(?:Number\s*)?[:#]?\s*[\w-]+\s*\)"
    r"|[-–,;]?\s*\bSite\s*(?:Number\s*)?[:#]?\s*\d+)\s*$",
    re.IGNORECASE,
)
"""The sponsor's number after the name of a facility: "/ID# 225611", "( Site 0001)"."""


@lru_cache(maxsize=65_536)
def site_name(facility: str) -> str:
    """The name of a facility without the sponsor's number; "" for a placeholder."""
    return "" if names_nothing(facility, "site") else _SITE_NUMBER.sub("", facility) or facility
