"""The labels of the labelled layout: a line, its value on the lines below or after a colon.

Known from a real page are those of the basic information, and "Role:", "Identifier Type:" and
"Identifier Source:" of both layouts. The others are plausible labels: they are used if a page has
them, and nothing depends on them.

A value may look like a label: a sponsor is of the class "OTHER", an arm is called "Intervention".
So labels without a colon are only looked for in a section that begins with one, on a page that has
labels; what follows a label is its value; and the value of an enumeration is never a label.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.sources.registry_page.draft import PageDraft, Value
from kg.sources.registry_page.lines import PageLine
from kg.sources.registry_page.sections import Kind, Section

BLANKS = frozenset(("", "-", "–", "—"))
"""What the page prints instead of a missing value ("Identifier Type: -")."""

LABEL_WORDS = frozenset(
    "and category classification code date description details for id kind list name number of"
    " other primary secondary status title type".split()
)
"""Words that make a line look like a label, in addition to those of the section's own labels."""

BASIC_LABELS = frozenset(
    (
        "recruitment status",
        "clinical phase",
        "total enrollment",
        "study classification",
        "study start date",
        "study completion date",
    )
)
"""The labels of a real page; each of them is proof of the labelled layout."""


def has_labels(lines_of: Iterable[tuple[Section, list[PageLine]]]) -> bool:
    """Whether the page has the labelled layout: one of BASIC_LABELS, or three other labels."""
    found = {
        _plain(line.text)
        for section, lines in lines_of
        for line in lines
        if _plain(line.text) in section.labels and " " in line.text and line.text[-1] != ":"
    }
    return not found.isdisjoint(BASIC_LABELS) or len(found) >= 3


def values(
    section: Section, lines: list[PageLine], labelled: bool, draft: PageDraft
) -> list[Value]:
    """The values of a section, each with its label if it has one.

    A line that looks like a label but is unknown is reported, and the lines below it are kept apart
    from the data.
    """
    if section.kind is Kind.PROSE:
        return [Value(line.text) for line in lines]
    reading = _Reading(section, draft)
    first = _first_label(section, lines)
    bare = labelled and _has_bare_labels(section, lines[first:])
    for number, line in enumerate(lines):
        reading.add(line, bare=bare and number >= first, colon=number >= first)
    return reading.finished()


def _first_label(section: Section, lines: list[PageLine]) -> int:
    """The place from which on lines may be labels: below the criteria only."""
    if section.kind is not Kind.CRITERIA:
        return 0
    above = (n for n, line in enumerate(lines, 1) if not _is_below(section, line.text))
    return max(above, default=0)


def _has_bare_labels(section: Section, lines: list[PageLine]) -> bool:
    """Whether a section of a page with labels has labels without a colon."""
    if {_plain(line.text) for line in lines if _is_known(section, line.text)} <= section.ambiguous:
        return False
    first = lines[0].text
    return (
        section.kind in (Kind.HEAD, Kind.CRITERIA)
        or _is_known(section, first)
        or _looks_like_label(section, first)
    )


def _is_below(section: Section, text: str) -> bool:
    """Whether a line may be below the criteria: a label or a value."""
    return _is_known(section, text) or section.is_value(text)


def _is_known(section: Section, text: str) -> bool:
    return _plain(text) in section.labels and not section.is_value(text)


def _looks_like_label(section: Section, text: str) -> bool:
    words = {word.casefold() for word in text.removesuffix(":").split()}
    known = LABEL_WORDS.union(*(label.split() for label in section.labels))
    return text[:1].isupper() and words <= known and not section.is_value(text)


class _Reading:
    def __init__(self, section: Section, draft: PageDraft) -> None:
        self.section, self.draft = section, draft
        self.values: list[Value] = []
        self.label = self.under = self.unknown = ""

    def add(self, line: PageLine, *, bare: bool, colon: bool) -> None:
        known = self.section.labels
        name, mark, text = line.text.partition(":")
        if self._is_label(line.text, bare=bare, colon=colon):
            self._close()
            self.label = self.under = known[_plain(line.text)]
        elif mark and self.section.kind in (Kind.VALUES, Kind.HEAD) and _plain(name) in known:
            self._close()
            self.values.append(Value(text.strip(), known[_plain(name)], known[_plain(name)]))
        elif bare and not self.label and _looks_like_label(self.section, line.text):
            self._unknown(line.text)
        elif self.unknown:
            self.draft.leave(self._path(), line.text, f"is below '{self.unknown}'")
            self.unknown = ""
        else:
            self.values.append(
                Value(line.text, self.label, self.under, line.marker, line.level > 0)
            )
            self.label = ""

    def _is_label(self, text: str, *, bare: bool, colon: bool) -> bool:
        """Whether a line is a known label; right below one it may be an ambiguous value."""
        plain, section = _plain(text), self.section
        ambiguous = plain in section.ambiguous
        if not _is_known(section, text):
            return False
        if not bare and not (colon and text.endswith(":") and not ambiguous):
            return False
        return not self.label or not (ambiguous or section.labels[plain] == self.label)

    def _unknown(self, text: str) -> None:
        self._close()
        if self.section.kind is Kind.VALUES:
            self.unknown = text
        else:
            # "Intervention Group" is the label of many arms: it is data here.
            self.draft.note(self.section.heading, f"'{text}' may be a label; it is kept")
            self.values.append(Value(text))

    def finished(self) -> list[Value]:
        self._close()
        return self.values

    def _close(self) -> None:
        """Ends the label before, which has no further value; an unknown one is reported."""
        if self.unknown:
            self.draft.leave(self.section.heading, self.unknown, "looks like a label without value")
        self.label = self.under = self.unknown = ""

    def _path(self) -> str:
        return f"{self.section.heading}.{self.unknown}"


def _plain(text: str) -> str:
    return text.removesuffix(":").strip().casefold()


def labels(table: Mapping[str, str]) -> dict[str, str]:
    """A table of labels, from one whose rows may name several ("Sex, Gender")."""
    return {
        name.strip().casefold(): key for names, key in table.items() for name in names.split(",")
    }
