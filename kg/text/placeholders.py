"""Texts that name nothing, in the place of a site, a person or an organisation."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_NO_SITE: Final = re.compile(
    r"""(?:
        (?:[^\s]+\s+){0,6}investigat(?:ion(?:al)?|ive|or)\s+(?:site|cent(?:er|re))s?
      | (?:[^\s]+\s+){0,6}(?:study|trial|clinical|selected)\s+sites?
      | (?:clinical\s+)?(?:research|study|trial|clinical)\s+(?:site|location|facility)s?
      | [a-z]+-?\d+\s+study\s+cent(?:er|re)
      | local\s+(?:institution|site|facility|cent(?:er|re))
      | (?:clinical|medical|research|study)\s+(?:research\s+)?cent(?:er|re)
      | sites?
    )(?:\s+(?:number|no\.?))?(?:[\s#:(-]*[\w-]*\d[\w-]*\)?)?
    | "?for\s+additional\s+information.*
    | .*\bcontact\s+[\d(+].*
    | [a-z]{1,3}\d{3,5}\s+\d{2,6}
    | (?:site|facility|cent(?:er|re)|location)?[\s#:-]*\d+
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
"""Placeholders for a facility that the sponsor does not name."""

_SITE_NUMBER: Final = re.compile(
    r"\s*(?:/\s*ID\s*#?\s*\w+|\(\s*Site\s*(?:Number\s*)?[:#]?\s*[\w-]+\s*\)"
    r"|[-–,;]?\s*\bSite\s*(?:Number\s*)?[:#]?\s*\d+)\s*$",
    re.IGNORECASE,
)
"""The sponsor's number after the name of a facility: "/ID# 225611", "( Site 0001)"."""

_NO_PERSON: Final = re.compile(
    r"\d|@|^call\b|\b(?:clinical|trials?|study|studies|contact|cent(?:er|re)|pharma\w*|inc|ltd|llc|gmbh"
    r"|corp\w*|company|medical|director|expert|investigators?|responsible|information|hotline|team"
    r"|group|departm?ent|hospital|universit\w+|institut\w*|sponsor|program\w*|registry|disclosure"
    r"|transparency|cares|therapeutics|bio\w*tech\w*|foundation|laborator\w+|research|development"
    r"|manager|management|office|coordinat\w+|administrator|monitor|lead|unit|service|vaccines"
    r"|squibb|glaxosmithkline|novartis|sanofi|astrazeneca)\b|[&/;]|\band\b",
    re.IGNORECASE,
)
"""Words and signs of a function, a contact line, an organisation or several people."""

_NO_ORGANIZATION: Final = re.compile(r"(?:\W*\d){7}|[\W\d_]*")
"""Text in place of an organisation that is not one: a telephone number, a single sign."""


def names_no_site(facility: str | None) -> bool:
    """Whether the name of a facility is only a placeholder."""
    return not facility or facility.isspace() or bool(_NO_SITE.fullmatch(facility.strip()))


@lru_cache(maxsize=65_536)
def site_name(facility: str) -> str | None:
    """The name of a facility without the sponsor's number; None for a placeholder."""
    if names_no_site(facility):
        return None
    return _SITE_NUMBER.sub("", facility) or facility


def names_no_person(name: str) -> bool:
    """Whether a name is that of a function, a contact line, an organisation or several people."""
    return bool(_NO_PERSON.search(name)) or not any(c.isalpha() for c in name)


def names_no_organization(name: str) -> bool:
    """Whether a text in the place of an organisation is not one: a telephone number, a sign."""
    return bool(_NO_ORGANIZATION.match(name.strip())) and not re.search(r"[^\W\d_]{4}", name)
