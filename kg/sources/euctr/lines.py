"""The lines of the full text: which are labels, and the values behind them.

A value may go on over several lines, which may look like labels: a line is a label only if it has a
text of the table behind its code, or a code of the section that it is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from kg.sources.euctr import labels
from kg.sources.euctr.labels import Label
from kg.sources.xml_characters import references_resolved

_LINE: Final = re.compile(
    r"([A-HNP]\.(?:[0-9]{1,3}(?:\.[0-9]{1,3})*)?(?: (?:and|to) [A-H]\.[0-9.]+)?)[ \t]+(\S.*)"
)
_OTHER: Final = re.compile(r"([^:?]{1,200}?)(?:\(([a-z]{2})\))?\s*[:?]+[ \t]*(.*)")
_NUMBERED: Final = (
    (re.compile(r"B\.Sponsor:? ?[0-9]+\s*"), labels.SPONSOR),
    (re.compile(r"D\.IMP: ?[0-9]+\s*"), labels.PRODUCT),
    (re.compile(r"D\.8 Placebo: ?[0-9]+\s*"), labels.PLACEBO),
    (re.compile(r"G\.4 Investigator Network\b.*?: ?[0-9]*\s*"), labels.NETWORK),
    (re.compile(r"E\.1\.2 Medical condition or disease under investigation:?\s*"), labels.MEDDRA),
)
"""The lines above each sponsor, product ..."""

_SPONSOR: Final = re.compile(r"Sponsor:? ?[0-9]+\s*")
_UNCODED: Final = re.compile(r"MedDRA Classification\s*|The IMP is a:?\s*|Summary\s*")
_CODES: Final = frozenset(f"{letter}." for letter in "ABCDEFGHNP")
_WORDS: Final = frozenset({"Sp", "Me", "Th", "Su"})
_SHORT: Final = 200
"""Characters of a line that may be the same in many records."""

_EXPLANATION: Final = r"\(?For clinical trials recorded in the (?:EudraCT )?database before "
_EXPLAINED: Final = re.compile(
    rf"{_EXPLANATION}.*?"
    r"database on\s+[0-9-]+[.)\s]*",
    re.DOTALL,
)
"""What the register says about an older wording of a question, before its answer."""

_NOTHING: Final = re.compile(r"(?:Information not present in EudraCT\.?)?")
ARTEFACT: Final = re.compile(r"JSON_ERROR\w*")
"""What a program has left in the place of a value."""


class Entry(NamedTuple):
    """A label with its value, which may be blank; `language` is "" for the plain label.

    `begins` is the group of which a new member begins here; then there is no value.
    """

    label: Label
    language: str
    value: str
    begins: str = ""


class _Labelled(NamedTuple):
    """What a line says: a label, its language, the beginning of its value."""

    label: Label
    language: str = ""
    value: str = ""
    begins: str = ""


def entries(text: str) -> Iterator[Entry]:
    """The labels and values of one country record, in order."""
    found: _Labelled | None = None
    lines: list[str] = []
    section = ""
    for line in text.split("\n"):
        next_found = label_of(line, section)
        if next_found is None:
            lines.append(line)
            continue
        yield from _ended(found, lines)
        found, lines = next_found, [next_found.value]
        section = found.label.code[:1] or section
    yield from _ended(found, lines)


def _ended(found: _Labelled | None, lines: list[str]) -> Iterator[Entry]:
    if found is None:
        return
    text = cleaned("\n".join(lines))
    yield Entry(found.label, found.language, text, found.begins)


def cleaned(text: str) -> str:
    """A value without what the register adds; blank if it says that there is none."""
    text = references_resolved(text)
    if "For clinical trials recorded" in text:
        text = _EXPLAINED.sub("", text)
    text = text.strip().removeprefix(":").strip()
    return "" if _NOTHING.fullmatch(text) else text


def label_of(line: str, section: str) -> _Labelled | None:
    """The label that a line begins with, in a section of this letter; None if it has none."""
    if not section and (found := _in_summary(line)):
        return found
    if line[:2] in _CODES:
        return _coded(line, section) if len(line) < _SHORT else _coded.__wrapped__(line, section)
    if line[:2] in _WORDS:
        if _SPONSOR.fullmatch(line):
            return _Labelled(labels.heading(line), begins=labels.SPONSOR)
        return _Labelled(labels.heading(line)) if _UNCODED.fullmatch(line) else None
    return None


@lru_cache(maxsize=1 << 13)
def _coded(line: str, section: str) -> _Labelled | None:
    """The label of a line that may begin with a code; most such lines are in many records."""
    for pattern, group in _NUMBERED:
        if pattern.fullmatch(line):
            return _Labelled(labels.heading(line), begins=group)
    coded = _LINE.fullmatch(line)
    return _with_code(coded[1], coded[2], section) if coded else None


def _in_summary(line: str) -> _Labelled | None:
    name, colon, value = line.partition(":")
    label = labels.SUMMARY.get(name.strip().replace("’", "'"))
    return _Labelled(label, value=value.strip()) if label and (colon or not value) else None


def _with_code(code: str, rest: str, section: str) -> _Labelled | None:
    for label in labels.BY_CODE.get(code, ()):
        if match := _pattern(label).fullmatch(rest):
            return _Labelled(label, match[1] or "", match[2] or match[3] or "")
    if code[0] == section and code[2:] and (match := _OTHER.fullmatch(rest)):
        return _Labelled(labels.unknown(code, match[1].strip()), match[2] or "", match[3])
    return None


@lru_cache(maxsize=512)
def _pattern(label: Label) -> re.Pattern[str]:
    """A label with its language, and the value or the explanation of the question behind it."""
    words = r"\s*".join(map(re.escape, label.text.split()))
    return re.compile(
        rf"{words}\s*(?:\(([a-z]{{2}}(?:-[A-Za-z]{{2,4}})?)\)\s*)?"
        rf"(?:[:?]+[ \t]*(.*)|({_EXPLANATION}.*)|)",
        re.IGNORECASE,
    )
