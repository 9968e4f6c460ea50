"""Words in a line of inclusion or exclusion criteria that put its kind in doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.text.criteria_headings import EXCLUSION, INCLUSION, kinds_named
from kg.text.quick_tests import has_one

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

_FOREIGN: Final = re.compile(
    r"""crit(?:[èé]r|erios\b|eri\b) | kriteri | (?:aus|ein)schl(?:u|ü|ie)(?:ss|ß)
    | (?:in|ex)clusi(?:ón|ecriteria|ão|e\b) | (?:in|es)clusione
    | ^\W*[\u0400-\u052f\u0590-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]""",
    re.VERBOSE,
)
_FOREIGN_HINTS: Final = ("crit", "krit", "schl", "clusie", "clusione")
"""Criteria in other languages and scripts, and what each that is written in ASCII has, also without
the English word."""

_EXCLUDES: Final = re.compile(
    r"""^\W*(?:excl(?:\.|\W*:|ud|usion)|ineligib(?!le\ for)|non-?(?:inclu|eligib)
      |unsuitable\b(?!\ for)|contra-?indications?\W*$)
    | \breasons?\s+(?:for|of|to)\s+(?:exclu|non-?(?:inclu|partic|eligib)|not\b)
    | \bexclusion(?:ary)?\s+criteri | \bwill\s+exclude\b
    | \b(?:study|trial|protocol|we)\s+excludes?\b
    | \b(?:is|are|was|were|be|being)\s+(?:\w+\s+)?(?:excluded|ineligible|exclusionary)\b
    | \bexcluded\W*$ | \bdisqualif
    | \bcannot\s+(?:participate|be\s+(?:included|enroll?ed|eligible))
    | \b(?:may|can|shall|will)\s+not\s+(?:participate|take\s+part|join)\b
      (?!\s+unless\b|\s+in\s+(?:an?y?|other|another)\b)
    | \bnot\s+be\s+(?:entered|recruited)\b | \bwill\s+be\s+withdrawn\b
    | \bnot\s+(?:be\s+)?suitable\s*(?:\W*$|for\s+(?:(?:the|this)\s+)?(?:study|trial|inclu|enrol))
    | \bnot\s+(?:be\s+)?(?:eligible|included|enroll?ed|allowed\s+to\s+participate)\b
      (?!\s+for\s+(?!(?:the|this)\s+(?:study|trial)|study|trial|entry|enroll?ment|participat))""",
    re.VERBOSE,
)
"""What an exclusion criterion says: "Excluded: HIV", "Patients with HIV are not eligible"."""

_EXCLUDING: Final = (
    *("excl", "eligib", "not be ", "not inclu", "not enrol", "not allowed", "not partic"),
    *("not take", "not join", "non-inclu", "noninclu", "cannot", "disqualif", "contraindic"),
    *("contra-", "reason", "suitable", "withdrawn"),
)
"""One of these is in each line that excludes: a quick test before the pattern."""

_REQUIRES: Final = re.compile(
    r"""\W*(?:included|eligible|allowed|permitted)\W*
      (?:$|:|(?:if|are|is|patients|subjects|participants)\b)
    | (?:(?:is|are|be)\s+)?(?:willing|able|willing\s+and\s+able)\s+to\s+(?:give|provide|sign)\b
    | (?:patients|subjects|participants)\s+need\s+to\b(?!\s+not\b)
    | (?:(?!(?:who|that|which)\b)\w+\s){0,2}must\b(?!\s+(?:have\s+)?not?\b)
    | (?:patients|subjects|participants)\s+should\b(?!\s+not\b)""",
    re.VERBOSE,
)
"""The beginning of an inclusion criterion: "Eligible: adults", "Must be an adult"."""

_ADMITS: Final = re.compile(
    r"""\b(?:is|are|be|remains?)\s+(?:still\s+|also\s+)?
    (?:eligible|allowed|permitted|acceptable|accepted|included)\b""",
    re.VERBOSE,
)
_QUALIFIED: Final = re.compile(
    r"\b(?:not?|never|unless|if|when|who|that|which|where|unable|cannot|except|until)\b"
)
_FIRST_CLAUSE: Final = re.compile(r"[^.;:(]*")
_ADMITTING: Final = (
    *("must", "should", "included", "eligible", "allowed", "permitted", "accept", "need to"),
    *("able to", "willing to"),
)
"""The same for a line that requires or admits: "Patients with controlled asthma are eligible"."""

_OF_HEADINGS: Final = ("clu", "eligible", *_FOREIGN_HINTS)
_HINTS: Final = {
    INCLUSION: (*_OF_HEADINGS, *_EXCLUDING),
    EXCLUSION: (*_OF_HEADINGS, *_ADMITTING),
}
"""One of these is in each line that is in ASCII and below a heading of this kind, but in doubt."""


def put_in_doubt(lines: Sequence[str], kind: str) -> bool:
    """Whether one of the lines below a heading of this kind may be a heading, or of the other kind.

    Most lists have no word of either, so all lines are searched for these first.
    """
    text = "\n".join(lines).lower()
    hints = [hint for hint in _HINTS[kind] if hint in text]
    if not hints and text.isascii():
        return False
    return any(_puts_in_doubt(line, kind, hints) for line in lines)


def _puts_in_doubt(line: str, kind: str, hints: Sequence[str]) -> bool:
    lower = line.lower()
    if line.isascii() and not has_one(lower, hints):
        return False
    if _may_be_heading(line, lower):
        return True
    return _excludes(lower) if kind == INCLUSION else _admits(lower)


def _may_be_heading(line: str, lower: str) -> bool:
    if ("clu" in lower or "eligible" in lower) and kinds_named(line):
        return True
    if "clusion" in lower and _HEADING_WITHIN.search(line):
        return True
    if "crit" in lower and _LIKE_HEADING.match(lower) and not _OF_A_CRITERION.search(lower):
        return True
    may_be_foreign = not line.isascii() or has_one(lower.replace("criteria", ""), _FOREIGN_HINTS)
    return may_be_foreign and _FOREIGN.search(lower) is not None


def _excludes(lower: str) -> bool:
    return has_one(lower, _EXCLUDING) and _EXCLUDES.search(lower) is not None


def _admits(lower: str) -> bool:
    if not has_one(lower, _ADMITTING):
        return False
    if _REQUIRES.match(lower):
        return True
    clause = _FIRST_CLAUSE.findall(lower)[0]
    found = _ADMITS.search(clause)
    return found is not None and not _QUALIFIED.search(clause, 0, found.start())
