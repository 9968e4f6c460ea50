"""The labels of the labelled layout: a line, its value on the lines below or after a colon.

Known from a real page are those of the basic information, and "Role:", "Identifier Type:" and
"Identifier Source:" of both layouts. The others are plausible labels: they are used if a page has
them, and nothing depends on them. Labels without a colon are only looked for on a page that has
labels, so that no value of the other layout is mistaken for one.
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
    reading = _Reading(section, labelled, draft)
    for line in lines:
        reading.add(line)
    return reading.finished()


class _Reading:
    def __init__(self, section: Section, labelled: bool, draft: PageDraft) -> None:
        self.section, self.labelled, self.draft = section, labelled, draft
        self.words = LABEL_WORDS | {word for label in section.labels for word in label.split()}
        self.values: list[Value] = []
        self.label = self.under = self.unknown = ""

    def add(self, line: PageLine) -> None:
        plain = _plain(line.text)
        name, colon, text = line.text.partition(":")
        known = self.section.labels
        if plain in known and (self.labelled or line.text.endswith(":")):
            self._close()
            self.label = self.under = known[plain]
        elif colon and self.section.kind is Kind.VALUES and _plain(name) in known:
            self._close()
            self.values.append(Value(text.strip(), known[_plain(name)], known[_plain(name)]))
        elif self.labelled and self._looks_like_label(line.text):
            self._close()
            if self.section.kind is Kind.BLOCKS:
                # "Intervention Group" is the label of many arms: it is data here.
                self.draft.note(self.section.heading, f"'{line.text}' may be a label; it is kept")
                self.values.append(Value(line.text))
            else:
                self.unknown = line.text
        elif self.unknown:
            self.draft.leave(self._path(), line.text, f"is below '{self.unknown}'")
            self.unknown = ""
        else:
            self.values.append(
                Value(line.text, self.label, self.under, line.marker, line.level > 0)
            )
            self.label = ""

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

    def _looks_like_label(self, text: str) -> bool:
        words = text.removesuffix(":").split()
        return bool(words) and text[0].isupper() and {w.casefold() for w in words} <= self.words


def _plain(text: str) -> str:
    return text.removesuffix(":").strip().casefold()


def labels(table: Mapping[str, str]) -> dict[str, str]:
    """A table of labels, from one whose rows may name several ("Sex, Gender")."""
    return {
        name.strip().casefold(): key for names, key in table.items() for name in names.split(",")
    }
