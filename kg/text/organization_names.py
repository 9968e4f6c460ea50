"""Names of organisations: whether a text can only be the name of one organisation.

A text that may name a person, several organisations, or one with its address, is not: a node of
that name would be a claim.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from kg.text.person_names import has_degree, person_name
from kg.text.placeholders import names_nothing

_LEGAL_FORM: Final = re.compile(
    r"[.,]?[\s,]+(?:(?:co|inc|ltd|pvt|llc|plc|corp|kft|zrt|aps)\b\.?|limited\b|incorporated\b"
    r"|g?gmbh\b|kgaa\b|sprl\b|s\.?r\.?l\b\.?|a/s\b|s\.a\.s?\.?|s\.?p\.?a\b\.?|s\.l\.(?:u\.?)?"
    r"|s\.r\.o\.|d\.o\.o\.|sp\. z o\.\s?o\."
    r"|(?-i:AG|AB|AS|BV|NV|SA|SAS|SE|KG|Oy|KK)\b|b\.v\.|n\.v\.)",
    re.IGNORECASE,
)
"""What follows the name of a company, with the comma before it."""

_ORGANIZATION: Final = re.compile(
    r"\w*(?:hospi|ospedal|krankenh|klini|clíni|hochschul|forschung|universi|institu|istitut|pharma|therapeut|biotech|zentr)\w*"
    r"|(?:academ|académ|associa|colleg|faculd|facult|fakult|federa|fonda|found|fund|fundac|govern"
    r"|laborato|minist|organi[sz]|societ|sociét|socied|technolog|biolog|clini[ckq])\w*"
    r"|(?:agency|alliance|authority|azienda|biopharma|board|bureau|campus|cancer|care|cells?|center"
    r"|centers|centre|centres|centro|centrum|chu|commission|committee|company|consortium|corporation"
    r"|council|department|dept|disease|district|division|enterprise|estudios|gruppo|group"
    r"|groupe|grupo|health|healthcare|industries|inserm|international|irccs|ircs|laboratoires"
    r"|league|mc|medical|medicine|medisch|national|network|nhs|office|oncology|partners"
    r"|recherche|registry|research|scheme|schools?|sciences?|service|services|solutions"
    r"|stiftung|team|trials?|trust|umc|union|unit)",
    re.IGNORECASE,
)
"""Words of the names of organisations."""

_WORD: Final = re.compile(r"[^\W_]+")
_NO_ORGANIZATION: Final = re.compile(
    r"\b(?:cancell?ed|self|own|ourselves|raised|none|nil|funds|grants?|scholarships?|programm?e?s?|projects?|kakenhi)\b",
    re.IGNORECASE,
)
"""Words of texts that are no organisation, such as of what pays for a trial."""

_KIND: Final = re.compile(
    r"""\b(?:
        (dep(?:ar)?t(?:ment)? | divisions? | units? | section | service)
      | (hosp\w* | ospedal\w* | \w*klini[ck]\w* | clini\w* | cent(?:er|re|ro|rum)s? | institut\w*
        | laborator\w* | chu | chru | ihu | umc | group | foundation | fonda\w+ | stiftung
        | company | agency | association | society | trust)
      | (college | schools? | facult\w*)
      | (\w*universi\w* | academy | ministry)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Kinds of organisations, in groups: each may be a part of one of a later group."""

_OF: Final = re.compile(r"\s(?:of|for|affiliated|at|in)\s", re.IGNORECASE)
_AND: Final = re.compile(r"\s(?:and|et|und|en)\s|[&/+]|\s[-–—]+\s", re.IGNORECASE)
_LIST: Final = re.compile(r"[;；，、?|\n]")
_NUMBER: Final = re.compile(r"[0-9]{4}")
"""A postal code, a telephone number or the number of a grant."""


@lru_cache(maxsize=16_384)
def is_one_organization(text: str) -> bool:
    """Whether a text can only be the name of one organisation.

    It is False where there is doubt: of a text that could be the name of a person, and of one that
    lists organisations or has an address.
    """
    if any(sign.search(text) for sign in (_LIST, _NUMBER, _NO_ORGANIZATION)):
        return False
    parts = [part.strip() for part in _LEGAL_FORM.sub("", text).split(",") if part.strip()]
    if not parts or is_maybe_person(text):
        return False
    if len(parts) > 1 and not _is_organization(parts[0]):
        return False
    return not any(map(_is_joined, parts)) and _is_within(parts)


def names_one_party(text: str) -> bool:
    """Whether a text can only name one organisation, or one person with a degree."""
    if names_nothing(text, "organization"):
        return False
    return has_degree(text) or is_one_organization(text)


@lru_cache(maxsize=16_384)
def is_maybe_person(text: str) -> bool:
    """Whether a text is like the name of a person, and has no word of organisations."""
    if _LEGAL_FORM.search(text) or _is_organization(text):
        return False
    return person_name(text) is not None


def _is_organization(text: str) -> bool:
    return any(map(_is_word_of_organizations, _WORD.findall(text)))


@lru_cache(maxsize=16_384)
def _is_word_of_organizations(word: str) -> bool:
    return _ORGANIZATION.fullmatch(word) is not None


def _kind(text: str) -> int | None:
    """The group of the kind of organisation that a text names; None if it names none."""
    found = [*_KIND.finditer(text)]
    return found[-1].lastindex if found else None


def _head(text: str) -> str:
    """The words before "of" and the like: what follows says where or of what."""
    return _OF.split(text, maxsplit=1)[0]


def _is_joined(text: str) -> bool:
    """Whether two organisations are joined: both sides have a kind, and a name."""
    named = [each for each in _AND.split(text) if _kind(_head(each)) and len(each.split()) > 1]
    return len(named) > 1


def _is_within(parts: list[str]) -> bool:
    """Whether each part is a part of the next: a hospital of a college of a university."""
    kinds = [kind for part in parts if (kind := _kind(_head(part)) or _kind(part))]
    return all(one < other for one, other in pairwise(kinds))
