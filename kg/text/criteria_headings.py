"""Headings of inclusion and exclusion criteria: lines that consist of known words alone.

"Key Exclusion Criteria", "Criteria for non-inclusion" and "Patients will not be eligible if they
have:" are headings; "Inclusion body myositis" and "Exclusion of mimics by MRI" are not, as no
heading needs their other words. So a word that may turn the sense of a heading is never missed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

INCLUSION: Final = "inclusion"
EXCLUSION: Final = "exclusion"

_KINDS: Final = {
    **dict.fromkeys("inclusion inclusions inclusionary include includes".split(), INCLUSION),
    **dict.fromkeys("included eligible".split(), INCLUSION),
    **dict.fromkeys("exclusion exclusions exclusionary exclude excludes".split(), EXCLUSION),
    **dict.fromkeys("excluded ineligible noninclusion".split(), EXCLUSION),
}
"""Words that name a kind."""

_FITTING: Final = {
    **dict.fromkeys("all each must should".split(), INCLUSION),
    **dict.fromkeys("any one or more".split(), EXCLUSION),
}
"""Words that fit one kind: all inclusion criteria are required, any other criterion excludes."""

_OTHERS: Final = frozenset(
    """criteria criterion reason reasons key main major general primary principal basic specific
    study trial protocol the a an this of for to by on in into at from only entry enrolment
    enrollment participation participate considered patient patients subject subjects participant
    participants volunteer volunteers individual individuals candidate candidates person persons
    people those they you who with is are was were be been will would may have has had having meet
    meets met fulfil fulfill fulfils fulfills satisfy apply applies if as below listed follows
    following condition conditions symptoms prior""".split()
)
"""Words of a heading, or of a line that leads to items, that change nothing."""

_LEADING: Final = frozenset("criteria criterion following below follows with who if must".split())
"""Words of a line that leads to items; one without them, such as "Patients", names a group."""

_NEGATIONS: Final = frozenset(("not", "non"))
_KNOWN: Final = _KINDS.keys() | _FITTING.keys() | _OTHERS | _NEGATIONS

_REWRITTEN: Final = (
    (re.compile(r"\bno[nt]\W+(?:be\W+)?(?:inclusion|included|eligible)\b"), "excluded"),
    (re.compile(r"\b(criteri\w+)\W+includes?\b"), r"\1"),
    (re.compile(r"\bin\W+(?=[ei][xn]clu)"), "inclusion "),
)
"""Phrases in single words: "not be eligible", "criteria include:", "In/Exclusion Criteria"; after
these, a negation is of something else."""

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LONGEST: Final = 160


class _Read(NamedTuple):
    """The words of a line, the kinds that they name, and the kinds that they fit."""

    words: frozenset[str]
    named: frozenset[str]
    fitting: frozenset[str]


def kinds_named(line: str) -> frozenset[str]:
    """The kinds that a heading names, one or both; none if the line is not a heading."""
    read = _read(line)
    if read is None or (len(read.named) == 1 and read.fitting - read.named):
        return frozenset()
    return read.named


def leads_in(line: str, kind: str) -> bool:
    """Whether a line below a heading only leads to its items ("Patients must have:")."""
    read = _read(line)
    return (
        read is not None
        and read.named | read.fitting <= {kind}
        and not read.words.isdisjoint(_LEADING)
    )


def _read(line: str) -> _Read | None:
    """The words of a line; None if one is not known, or negates what is not a kind."""
    return _read_line(line.lower()) if len(line) <= _LONGEST else None


@lru_cache(maxsize=4_096)
def _read_line(line: str) -> _Read | None:
    if not _KNOWN.issuperset(_WORD.findall(line)):
        return None
    for pattern, words in _REWRITTEN:
        line = pattern.sub(words, line)
    found = frozenset(_WORD.findall(line))
    if not found.isdisjoint(_NEGATIONS):
        return None
    return _Read(found, _kinds(found, _KINDS), _kinds(found, _FITTING))


def _kinds(words: frozenset[str], table: Mapping[str, str]) -> frozenset[str]:
    return frozenset(table[word] for word in words & table.keys())
