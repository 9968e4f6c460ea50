"""Words in a line of inclusion or exclusion criteria that put its kind in doubt."""

from __future__ import annotations

import re
from typing import Final

from kg.text.criteria_headings import INCLUSION, kinds_named

_HEADING_WITHIN: Final = re.compile(
    r"""\b(?:in|ex)clusion(?:ary)?\b[^.;,()]{0,20}:
    | (?:in|ex)clusion\s*(?:/|&|and|or)\s*(?:non-?)?(?:in|ex)clusion
    | (?<=[^\w\s,]\s)(?-i:Inclusion|Exclusion|INCLUSION|EXCLUSION)\s+criteri
    | \b(?-i:Inclusion|Exclusion|INCLUSION|EXCLUSION)\s+criteria\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
"""A heading somewhere in a line: "STRATUM I INCLUSION:", "18-30 years. Exclusion criteria"."""

_LIKE_HEADING: Final = re.compile(
    r"""\W*(?:\w+\W+){0,3}
    (?:(?:in|ex)[cklustion]{1,9}\.?|withdrawal|discontinuation|eligibility)\s+criteri""",
    re.VERBOSE,
)
"""The beginning of a heading, misspelt or shortened as well: "Main exlusion criteria"."""

_OF_A_CRITERION: Final = re.compile(r"\b(?:not|fail\w*|any|unable)\b")
"""A word of a criterion that only looks like a heading: "Does not meet inclusion criteria"."""

_FOREIGN_HEADING: Final = re.compile(r"crit(?:[èé]r|erios\b|eri\b)|kriteri")
"""Criteria in other languages."""

_EXCLUDES: Final = re.compile(
    r"""^\W*(?:exclu(?:d|sion)|ineligible\b(?!\ for)|non-?inclu|contra-?indications?\W*$)
    | \bexclusion(?:ary)?\s+criteri | \bwill\s+exclude\b
    | \b(?:is|are|was|were|be|being)\s+(?:\w+\s+)?(?:excluded|ineligible|exclusionary)\b
    | \bexcluded\W*$ | \bdisqualif
    | \bcannot\s+(?:participate|be\s+(?:included|enroll?ed|eligible))
    | \bnot\s+(?:be\s+)?(?:eligible|included|enroll?ed|allowed\s+to\s+participate)\b
      (?!\s+for\s+(?!(?:the|this)\s+(?:study|trial)|study|trial|entry|enroll?ment|participat))""",
    re.VERBOSE,
)
"""What an exclusion criterion says: "Excluded: HIV", "Patients with HIV are not eligible"."""

_EXCLUDING: Final = (
    *("exclu", "ineligible", "not eligible", "not be ", "not inclu", "not enrol", "not allowed"),
    *("non-inclu", "noninclu", "cannot", "disqualif", "contraindic", "contra-"),
)
"""One of these is in each line that excludes: a quick test before the pattern."""

_REQUIRES: Final = re.compile(
    r"""\W*(?:included|eligible|allowed|permitted)\W*
      (?:$|:|(?:if|are|is|patients|subjects|participants)\b)
    | (?:(?!(?:who|that|which)\b)\w+\s){0,2}must\b(?!\s+(?:have\s+)?not?\b)
    | (?:patients|subjects|participants)\s+should\b(?!\s+not\b)""",
    re.VERBOSE,
)
"""The beginning of an inclusion criterion: "Eligible: adults", "Must be an adult"."""

_ADMITS: Final = re.compile(
    r"""\b(?:is|are|be|remains?)\s+(?:still\s+|also\s+)?
    (?:eligible|allowed|permitted|acceptable|included)\b""",
    re.VERBOSE,
)
_QUALIFIED: Final = re.compile(
    r"\b(?:not?|never|unless|if|when|who|that|which|where|unable|cannot|except|until)\b"
)
_FIRST_CLAUSE: Final = re.compile(r"[^.;:(]*")
_ADMITTING: Final = ("must", "should", "included", "eligible", "allowed", "permitted", "acceptable")
"""The same for a line that requires or admits: "Patients with controlled asthma are eligible"."""


def puts_in_doubt(line: str, kind: str) -> bool:
    """Whether a line below a heading of this kind may be a heading, or of the other kind."""
    lower = line.lower()
    if _may_be_heading(line, lower):
        return True
    return _excludes(lower) if kind == INCLUSION else _admits(lower)


def _may_be_heading(line: str, lower: str) -> bool:
    if ("clu" in lower or "eligible" in lower) and kinds_named(line):
        return True
    if "clusion" in lower and _HEADING_WITHIN.search(line):
        return True
    if "crit" not in lower and "krit" not in lower:
        return False
    if _LIKE_HEADING.match(lower) and not _OF_A_CRITERION.search(lower):
        return True
    return _FOREIGN_HEADING.search(lower) is not None


def _excludes(lower: str) -> bool:
    return any(word in lower for word in _EXCLUDING) and _EXCLUDES.search(lower) is not None


def _admits(lower: str) -> bool:
    if not any(word in lower for word in _ADMITTING):
        return False
    if _REQUIRES.match(lower):
        return True
    clause = _FIRST_CLAUSE.findall(lower)[0]
    found = _ADMITS.search(clause)
    return found is not None and not _QUALIFIED.search(clause, 0, found.start())
