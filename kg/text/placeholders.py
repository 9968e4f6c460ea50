"""What names nothing: texts in the place of a name that identify no one and nothing.

One notion for all that records name: people, organisations, sites, conditions, countries. A text
is compared by its plain words, so case, accents, brackets and punctuation make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from kg.text.placeholder_words import (
    ALONE,
    DEPARTMENTS,
    FIELD_ENDINGS,
    FIELDS,
    FUNCTION_WORDS,
    HEADS,
    HEALTHY,
    MEANINGFUL,
    NOUNS,
    PLACEHOLDERS,
    WHO,
    NamedKind,
)
from kg.text.plain_words import plain_words
from kg.text.quick_tests import has_one

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

_SITE_HINTS: Final = (
    "site", "center", "centre", "location", "facility", "investigator", "local", "inform"
)  # fmt: skip
_DIGIT: Final = re.compile(r"\d")
"""What each of these has, as a quick test: one of these words, or a digit."""

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


def _one_of(words: frozenset[str]) -> str:
    """A pattern of words in the singular and the plural."""
    return "|".join(sorted(words | {f"{word}s" for word in words}))


_EVENTUAL: Final = re.compile(
    rf"(?:(?:{_one_of(NOUNS)}) )*(?:(?:pending|awaiting)(?: (?:{_one_of(NOUNS)}"
    r"|irb|ethics|ethical|committee|regulatory|approvals?|confirmation|decision|selection))*"
    r"|(?:(?:yet |not )?to|will|cannot) be \w+(?:ed|wn|en)"
    r"(?: (?:later|soon|shortly|by|at|upon)\b.*)?)"
)
"""What will be named, or what it waits for: "Pending IRB approval", "Sites will be added"."""

_PRIVATE: Final = re.compile(rf"(?:{PLACEHOLDERS['withheld'].replace(', ', '|')}) for .*")
_NO: Final = re.compile(rf"no(?: (?:{_one_of(NOUNS | HEADS)}))+")
"""What says that there is none: "No sponsor", "No PI"."""

_HINTS: Final = ("no ", "be ", "pending", "awaiting", " for ")
"""What each of these has, as a quick test."""

_ANGLES: Final = str.maketrans("<>", "  ")
"""Brackets that are signs elsewhere ("BMI > 30")."""

_TELEPHONE: Final = re.compile(r"(?:\W*\d){7}")
_ADDRESS: Final = re.compile(r"\S@\S+\.\S|://\S")
_FOUR_LETTERS: Final = re.compile(r"[^\W\d_]{4}")
_SINGLE_LETTERS: Final = re.compile(r"\b\w(?: \w)+\b")
_LONGEST: Final = 120
"""Characters of the longest text that can be a placeholder (except contact lines)."""


def _phrases(tables: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(plain_words(text)) for texts in tables for text in texts.split(", "))


_PLACEHOLDERS: Final = _phrases(PLACEHOLDERS.values())
_ALONE: Final = [_phrases([texts]) for texts in ALONE.values()]
_MOST_WORDS: Final = max(text.count(" ") + 1 for text in _PLACEHOLDERS.union(*_ALONE))
_MADE_OF: Final = (
    (_PLACEHOLDERS, NOUNS),
    (HEADS, FUNCTION_WORDS),
    *((texts, frozenset[str]()) for texts in _ALONE),
)
"""What a text has, to name nothing, and what it can have beside that."""

_ENDS: Final = frozenset(
    phrase.split()[place].removesuffix("s")
    for parts in _MADE_OF
    for words in parts
    for phrase in words
    for place in (0, -1)
)
"""What each of these begins or ends with, as a quick test."""


@lru_cache(maxsize=65_536)
def names_nothing(text: str, kind: NamedKind) -> bool:
    """Whether a text given as the name of something of this kind names nothing."""
    bracketed = "<" in text or ">" in text
    words = plain_words(text.translate(_ANGLES) if bracketed else text)
    plain = " ".join(words)
    if not words or plain.replace(" ", "").isnumeric():
        return kind != "concept"
    if _is_end(words[0]):
        phrase = _SINGLE_LETTERS.sub(lambda match: match[0].replace(" ", ""), plain)
        if phrase in MEANINGFUL.get(kind, ()):
            return False
        if len(phrase) <= _LONGEST and (_is_made_of_nothing(phrase) or _MANY.fullmatch(phrase)):
            return True
    if len(plain) <= _LONGEST and has_one(plain, _HINTS) and _is_excuse(plain):
        return True
    if (has_one(plain, _SITE_HINTS) or _DIGIT.search(plain)) and _NO_SITE.fullmatch(plain):
        return True
    if kind == "condition":
        return _is_made_of(words, HEALTHY, WHO)
    return kind == "organization" and (_is_address(text) or _is_department(words))


def _is_excuse(plain: str) -> bool:
    return any(pattern.fullmatch(plain) for pattern in (_NO, _EVENTUAL, _PRIVATE))


def _is_end(word: str) -> bool:
    return word.removesuffix("s") in _ENDS or word.isdigit() or _is_filler(word)


def _is_made_of_nothing(phrase: str) -> bool:
    words = phrase.split()
    if not _is_end(words[-1]):
        return False
    return any(_is_made_of(words, *parts) for parts in _MADE_OF) or all(map(_is_filler, words))


def _is_made_of(words: Sequence[str], needed: frozenset[str], beside: frozenset[str]) -> bool:
    """Whether a text has words or phrases that are needed, and nothing but some beside them."""
    place, found = 0, False
    while place < len(words):
        for count in range(min(_MOST_WORDS, len(words) - place), 0, -1):
            if " ".join(words[place : place + count]) in needed:
                found = True
                place += count
                break
        else:
            word = words[place]
            is_beside = word in beside or word.removesuffix("s") in beside
            if not is_beside and not (beside and word.isdigit()):
                return False
            place += 1
    return found


def _is_filler(word: str) -> bool:
    """Whether a word is a single character or a row of x."""
    return len(word) == 1 or not word.strip("x")


def _is_address(text: str) -> bool:
    if ("@" in text or "://" in text) and _ADDRESS.search(text):
        return True
    return bool(_TELEPHONE.match(text.strip())) and not _FOUR_LETTERS.search(text)


def _is_department(words: Sequence[str]) -> bool:
    """Whether a department is named, or its field, without the institution."""
    words = words[words[0] == "the" :]
    if len(words) > 2 and words[0].removesuffix("s") in DEPARTMENTS and words[1] in ("of", "for"):
        words = words[2:]
    return all(word in FIELDS or word.endswith(FIELD_ENDINGS) for word in words)


_SITE_NUMBER: Final = re.compile(
    r"\s*(?:/\s*ID\s*#?\s*\w+|\(\s*Site\s*(?:Number\s*)?[:#]?\s*[\w-]+\s*\)"
    r"|[-–,;]?\s*\bSite\s*(?:Number\s*)?[:#]?\s*\d+)\s*$",
    re.IGNORECASE,
)
"""The sponsor's number after the name of a facility: "/ID# 225611", "( Site 0001)"."""


@lru_cache(maxsize=65_536)
def site_name(facility: str) -> str:
    """The name of a facility without the sponsor's number; "" for a placeholder."""
    if names_nothing(facility, "site"):
        return ""
    if facility.isascii() and "/" not in facility and "site" not in facility.lower():
        return facility
    return _SITE_NUMBER.sub("", facility) or facility
