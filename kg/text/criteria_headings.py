"""Headings of inclusion and exclusion criteria: lines that consist of known words alone.

"Key Exclusion Criteria", "Criteria for non-inclusion" and "Patients will not be eligible if they
have:" are headings; "Inclusion body myositis" and "Exclusion of mimics by MRI" are not, as no
heading needs their other words. So a word that may turn the sense of a heading is never missed.
"""

from __future__ import annotations

import re
from typing import Final

INCLUSION: Final = "inclusion"
EXCLUSION: Final = "exclusion"

_KINDS: Final = {
    **dict.fromkeys(("inclusion", "inclusions", "inclusionary", "included", "eligible"), INCLUSION),
    **dict.fromkeys(("exclusion", "exclusions", "exclusionary", "excluded", "exclude"), EXCLUSION),
    **dict.fromkeys(("noninclusion", "ineligible"), EXCLUSION),
    **dict.fromkeys(("include", "includes"), INCLUSION),
}
"""Words that name a kind."""

_NEGATIONS: Final = frozenset(("not", "non"))

_OTHERS: Final = frozenset(
    """criteria criterion reason reasons key main major general primary principal basic specific
    study trial protocol the a an this of for to by on at from entry enrolment enrollment
    participation patient patients subject subjects participant participants volunteer volunteers
    individual individuals candidate candidates person persons people those they you who with is are
    was were be been will would may have has had having meet meets met fulfil fulfill fulfils
    fulfills satisfy apply applies if as below listed follows following condition conditions
    symptoms prior""".split()
)
"""Words that a heading or a lead-in may have, and that change nothing."""

_OF_ONE_KIND: Final = {
    **dict.fromkeys(("all", "each", "must", "should"), INCLUSION),
    **dict.fromkeys(("any", "one", "or", "more"), EXCLUSION),
}
"""Words that fit one kind: a trial requires all inclusion criteria, any other one excludes."""

_LEADING: Final = frozenset("criteria criterion following below follows with who if must".split())
"""Words of a lead-in; a line without one, such as "Patients", is the name of a group."""

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LONGEST: Final = 160


def kinds_named(line: str) -> set[str]:
    """The kinds that a heading names, one or both; none if the line is not a heading."""
    read = _read(line)
    if read is None:
        return set()
    named, fitting = read
    return set() if len(named) == 1 and fitting - named else named


def leads_in(line: str, kind: str) -> bool:
    """Whether a line below a heading only leads to its items ("Patients must have:")."""
    read = _read(line)
    if read is None or not _LEADING.intersection(_words(line)):
        return False
    named, fitting = read
    return named | fitting <= {kind}


def _read(line: str) -> tuple[set[str], set[str]] | None:
    """The kinds that the words name, and those that they fit; None if any word is unknown."""
    if len(line) > _LONGEST:
        return None
    named: set[str] = set()
    fitting: set[str] = set()
    negated = seen_noun = False
    for word in _words(line):
        kind = _KINDS.get(word)
        if kind and not (seen_noun and word in ("include", "includes")):
            if negated and kind == EXCLUSION:
                return None
            named.add(EXCLUSION if negated else kind)
            negated = False
        elif negated:
            if word != "be":
                return None
        elif word in _NEGATIONS:
            negated = True
        elif word in _OF_ONE_KIND:
            fitting.add(_OF_ONE_KIND[word])
        elif word not in _OTHERS and not kind:
            return None
        seen_noun = seen_noun or word.startswith("criteri")
    return None if negated else (named, fitting)


def _words(line: str) -> list[str]:
    return _WORD.findall(line.lower())
