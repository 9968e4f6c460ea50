"""Separates inclusion and exclusion criteria in a text that lists both.

The kind of a criterion is a claim that people act on, so they are separated only if the form of
the whole text is clear: one heading for each kind, and below it nothing but the items of one list.
Otherwise (a further heading, a line that is not an item, words of the other kind) nothing is
separated.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from kg.text.criteria_cues import put_in_doubt
from kg.text.criteria_headings import kinds_named, leads_in

_SIGNS: Final = "•·●▪◦‣∙○■□◆➢✓"
_LINE: Final = re.compile(
    rf"(?P<indent>\s*)"
    rf"(?:(?P<marker>\\?[-–—*+{_SIGNS}]|\(?(?:[0-9]{{1,3}}|[a-zA-Z]|[ivxIVX]{{2,5}})\\?[.)])"
    rf"(?:\s+|(?<=[{_SIGNS}])))?"
    rf"(?P<words>.*)"
)
"""Indentation, bullet or number, and words of a line; the registry's markup has a backslash before
a bullet or number of which it makes no list."""

_BULLET: Final = re.compile(rf"\\?[-–—*+]\s|[{_SIGNS}]")
"""A second bullet on a line, whose list is indented as if it were a part of the item."""

_REMARK: Final = re.compile(
    r"""(?:note:\ ?)?(?:other|further|additional)(?:\ protocol[-\ ](?:defined|specified|specific))?
        (?:[ /]+(?:inclusion|exclusion|eligibility|and|or))*\ criteria
        (?:\ (?:may|could|can|might|will|also)){0,2}\ (?:apply|applied|applies)\.?
    | \W*intentionally\ (?:left\ )?blank\W*
    | the\ (?:above\ )?information\ (?:listed\ above\ )?is\ not\ intended\ to\ contain\ .*""",
    re.IGNORECASE | re.VERBOSE,
)
"""A line that is no criterion: it says that the protocol has more, or that one is left blank."""

_NONE: Final = re.compile(
    r"""\W*+(?:(?:there\ are\ )?(?:none|no|nil)(?:\ specific)?(?:\ exclusion)?(?:\ criteria)?
        | n/?a | not\ applicable | not\ specified)?\W*+""",
    re.IGNORECASE | re.VERBOSE,
)
"""What is below a heading that has no criteria: "None", a dash."""

_CONTINUED: Final = (
    *(" following", " following criteria", " following conditions", " such as", " including"),
    *(" include", " includes", " either", " unless", " except", " defined as", " with", " without"),
    *(" of", " than", " if", " these"),
)
"""The last words of an item that the next ones belong to ("Any of the following")."""

_TITLE: Final = re.compile(r"\s+[A-Z][^.;,:)]{0,60}")
"""A line in an item that may be a title above the next ones."""

_NUMBER_WITHIN: Final = re.compile(r"([0-9](?<![\w.][0-9])[0-9]?)[.)] ")
_DIGITS: Final = re.compile(r"\d+")
_LETTERS: Final = re.compile(r"[a-z]+", re.IGNORECASE)


def criteria(text: str) -> dict[str, list[str]] | None:
    """The items of each kind, in order; None if the form of the text leaves a doubt."""
    try:
        sections = _sections(text)
    except _UnclearError:
        return None
    return {kind: section.items for kind, section in sections.items()}


class _UnclearError(Exception):
    """What leaves a doubt."""


def _sections(text: str) -> dict[str, _Section]:
    sections: dict[str, _Section] = {}
    section: _Section | None = None
    for line in map(str.rstrip, text.splitlines()):
        parts = _LINE.match(line)
        if not parts or not parts["words"] or _is_remark(parts["words"]):
            continue
        indent, marker, words = parts.groups("")
        is_plain = not indent and not marker
        if is_plain and section and not section.items and leads_in(words, section.kind):
            continue
        kinds = kinds_named(words) if is_plain else frozenset[str]()
        if len(kinds) > 1 or kinds & sections.keys():
            raise _UnclearError("a joint heading, or a second one of a kind")
        if kinds:
            if section:
                section.finish()
            (kind,) = kinds
            section = sections[kind] = _Section(kind)
        elif section:
            section.add(line, indent, marker, words)
        else:
            raise _UnclearError("no heading at the beginning")
    if section:
        section.finish()
    if not any(each.items for each in sections.values()):
        raise _UnclearError("no criteria")
    return sections


def _is_remark(line: str) -> bool:
    return ("appl" in line or "inten" in line.lower()) and _REMARK.fullmatch(line) is not None


class _Section:
    """What is below one heading: the items of one list, or the word "None"."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.items: list[str] = []
        self._lines: list[str] = []
        self._has_none = False
        self._level = 0
        self._form = ""
        self._markers: set[str] = set()

    def add(self, line: str, indent: str, marker: str, words: str) -> None:
        """Adds a line: an item, or a part of the item above it if it is indented deeper."""
        self._lines.append(words)
        if self.items and len(indent) > self._level:
            self.items[-1] += f"\n{line}"
        elif not self.items and not self._has_none and _NONE.fullmatch(words):
            self._has_none = True
        elif not marker or self._has_none or _NONE.fullmatch(words):
            raise _UnclearError("a line that is no item")
        else:
            self._add_item(indent, marker.replace("\\", ""), words)

    def finish(self) -> None:
        """Requires that the section, with its last item, is whole."""
        if not self.items and not self._has_none:
            raise _UnclearError("a heading with nothing below it")
        self._finish_item()
        if put_in_doubt(self._lines, self.kind):
            raise _UnclearError("a heading that is not recognised, or the other kind")

    def _add_item(self, indent: str, marker: str, words: str) -> None:
        form = _form(marker)
        if not self.items:
            self._level, self._form = len(indent), form
        elif len(indent) < self._level or form != self._form or marker in self._markers:
            raise _UnclearError("a second list")
        if form[-1] in ".)":
            self._markers.add(marker)
        self._finish_item()
        if _BULLET.match(words) or _has_further_items(marker, words):
            raise _UnclearError("items within an item")
        self.items.append(words)

    def _finish_item(self) -> None:
        if self.items and _continues(self.items[-1]):
            raise _UnclearError("an item that continues in the next one")


@lru_cache(maxsize=1024)
def _form(marker: str) -> str:
    return _DIGITS.sub("1", _LETTERS.sub("a", marker))


def _continues(item: str) -> bool:
    """Whether the next items may belong to this one ("No history of:"), or to a title in it."""
    *_, line = lines = item.split("\n")
    end = line.rstrip(" .,;:-")
    return (
        ":" in line[len(end) :]
        or f" {end}".lower().endswith(_CONTINUED)
        or (len(lines) > 1 and _TITLE.fullmatch(line) is not None)
    )


def _has_further_items(marker: str, words: str) -> bool:
    """Whether an item has the next ones on its line ("1. Adults 2. Consent 3. HIV").

    An enumeration of its own is a part of it: "One of: 1) HIV; 2) AIDS".
    """
    if ". " not in words and ") " not in words:
        return False
    numbers = [int(number) for number in _NUMBER_WITHIN.findall(words)]
    if not numbers or numbers[0] == 1:
        return False
    own = [int(number) for number in _DIGITS.findall(marker)]
    return any(after == before + 1 for before, after in pairwise(own + numbers))
