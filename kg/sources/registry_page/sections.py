"""A page split at its headings.

A heading is recognised by its text and, because prose may have a line "Study Design" too, by the
introduction that follows it. Without the introduction it counts only if it is in the order of the
page, or if the HTML marks it as a heading.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

from kg.sources.registry_page.draft import PageDraft, Value, is_one_of, shortened
from kg.sources.registry_page.lines import PageLine


class Kind(Enum):
    """The kind of content of a section."""

    VALUES = "short values, each a line"
    PROSE = "paragraphs"
    BLOCKS = "names with paragraphs below them"
    CRITERIA = "paragraphs with short values below them"
    HEAD = "a title with short values below it"
    STATEMENT = "a statement, which is the introduction itself"


NO_VALUE = is_one_of()


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the page: its heading, its introduction, its reader, the labels it may have.

    The introduction is the sentence that the page prints below the heading in every record. `read`
    is None if the reader of another section reads this one too. `ambiguous` are labels that may be
    names too, as of an arm. `is_value` recognises values that are never labels.
    """

    heading: str
    introduction: str
    read: Callable[[PageSections, PageDraft], None] | None
    labels: dict[str, str] = field(default_factory=dict)
    kind: Kind = Kind.VALUES
    ambiguous: frozenset[str] = frozenset()
    is_value: Callable[[str], bool] = NO_VALUE


class PageSections(dict[str, list[Value]]):
    """The values of each section by its heading; an empty list for a section the page lacks."""

    def __missing__(self, heading: str) -> list[Value]:
        return []


@dataclass(slots=True)
class PagePart:
    """A heading of one page, with the lines below it."""

    heading: str
    section: Section | None
    lines: list[PageLine]


OPENING_VERBS = re.compile(
    r"(?:Additional|Browse|Check|Discover|Dive|Explore|Find|Get|Identify|Learn|List|Look|Meet|Read"
    r"|Review|See|Understand|View) "
)
"""The first words of the page's introductions."""

PAGE_WORDS = frozenset(
    "page participants registry research sponsor studies study trial trials".split()
)


def parts(lines: Sequence[PageLine], sections: Sequence[Section]) -> list[PagePart]:
    """The page split at its headings; the part above the first has the heading ""."""
    by_heading = {section.heading: section for section in sections}
    starts = _known(lines, sections)
    starts |= _unknown(lines, starts)
    cut = [-1, *sorted(starts), len(lines)]
    return [
        PagePart(
            lines[start].text if start >= 0 else "",
            by_heading.get(lines[start].text) if start >= 0 else None,
            list(lines[start + 1 : end]),
        )
        for start, end in pairwise(cut)
    ]


def _known(lines: Sequence[PageLine], sections: Sequence[Section]) -> set[int]:
    """The lines that are headings in the table."""
    rank = {section.heading: number for number, section in enumerate(sections)}
    ranks = {number: rank[line.text] for number, line in enumerate(lines) if line.text in rank}
    introduced = {n for n in ranks if _is_introduced(lines, n, sections[ranks[n]])}
    certain = {ranks[number] for number in introduced}
    sure = introduced | {n for n in ranks if lines[n].level and ranks[n] not in certain}
    certain = {ranks[number] for number in sure}
    unsure = {n: rank for n, rank in ranks.items() if rank not in certain}
    return sure | _in_order(unsure, {number: ranks[number] for number in sure})


def _in_order(unsure: dict[int, int], sure: dict[int, int]) -> set[int]:
    """The largest set of unsure places that are in order, also with the sure ones."""
    floor, before = {}, -1
    for number in sorted(unsure | sure):
        floor[number] = before
        before = max(before, sure.get(number, -1))
    after = len(unsure | sure) + before + 1 + max(unsure.values(), default=0)
    fitting = []
    for number in sorted(unsure | sure, reverse=True):
        if number in unsure and floor[number] < unsure[number] < after:
            fitting.append(number)
        after = min(after, sure.get(number, after))
    return _longest_ascent(fitting[::-1], unsure)


def _longest_ascent(places: list[int], ranks: dict[int, int]) -> set[int]:
    """The longest subsequence of ascending ranks."""
    lowest: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        length = bisect_left(lowest, ranks[place])
        before[place] = ends[length - 1] if length else None
        lowest[length:] = [ranks[place], *lowest[length + 1 :]]
        ends[length:] = [place, *ends[length + 1 :]]
    found = set()
    last = ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found


def _is_introduced(lines: Sequence[PageLine], number: int, section: Section) -> bool:
    return any(
        resembles(line.text, section.introduction) for line in lines[number + 1 : number + 3]
    )


def resembles(text: str, introduction: str) -> bool:
    """Whether a line is an introduction, even in other words than the known ones."""
    if text == introduction:
        return True
    here, known = set(text.casefold().split()), set(introduction.casefold().split())
    return len(text) < 400 and bool(known) and 2 * len(here & known) >= len(here | known)


def _unknown(lines: Sequence[PageLine], known: set[int]) -> set[int]:
    """The lines that are headings, but not in the table."""
    first = min(known, default=len(lines))
    levels = {lines[number].level for number in known} - {0}
    return {
        number
        for number in range(first + 1, len(lines))
        if number not in known
        and (
            lines[number].level in levels
            if levels
            else number + 1 < len(lines)
            and _looks_like_heading(lines[number].text)
            and looks_like_introduction(lines[number + 1].text)
        )
    }


def _looks_like_heading(text: str) -> bool:
    words = text.split()
    return (
        len(words) <= 6
        and text[-1].isalnum()
        and all(word[0].isupper() for word in words if len(word) > 3)
    )


def looks_like_introduction(text: str) -> bool:
    words = {word.strip(".,").casefold() for word in text.split()}
    return (
        OPENING_VERBS.match(text) is not None
        and text.endswith(".")
        and 6 <= len(words) <= 40
        and not PAGE_WORDS.isdisjoint(words)
    )


def without_introduction(part: PagePart, section: Section, draft: PageDraft) -> list[PageLine]:
    """The lines of a section without its introduction; one in other words is reported."""
    if section.kind is Kind.STATEMENT:
        return part.lines
    for number, line in enumerate(part.lines[:2]):
        if line.text == section.introduction:
            return part.lines[:number] + part.lines[number + 1 :]
    for number, line in enumerate(part.lines[:2]):
        if resembles(line.text, section.introduction) or (
            number == 0 and section.kind is not Kind.PROSE and looks_like_introduction(line.text)
        ):
            draft.note(
                section.heading,
                f"'{shortened(line.text)}' is taken as the section's introduction",
            )
            return part.lines[:number] + part.lines[number + 1 :]
    return part.lines
