"""A publication as described by a bibliographic service, and the parsing that all share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.registries.numbers import trial_number
from kg.text.nct_ids import find_nct_ids

_BLANK: Final = re.compile(r"[\s\x00-\x20\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
"""White space, and what a text can't hold: control characters, lone surrogates."""

_BETWEEN: Final = re.compile(r"\s*(?:[,;&]|\band\b|\s/\s)\s*")
"""What separates several numbers."""

_PLANS: Final = re.compile(
    r"\bwill (?:also )?be (?:\w+ly )?(?:analy[sz]ed|randomi[sz]ed|allocated|assigned|recruited"
    r"|enroll?ed|included|invited|followed|measured|assessed|evaluated|collected|compared|treated)\b"
    r"|\bwill (?:receive|undergo|recruit|enrol|include|randomi[sz]e|investigate)\b"
    r"|\bwe (?:anticipate|expect|plan) |\bexpected results\b",
    re.IGNORECASE,
)
"""Words that announce what will be done."""

CHAPTERS: Final = frozenset(
    {"book-chapter", "book-part", "book-section", "book-track", "reference-entry"}
)
"""The types of works that are part of a book."""

BOOKS: Final = CHAPTERS | {"book", "edited-book", "monograph", "reference-book"}
"""The types of works that are books or part of one; https://api.crossref.org/types"""


@dataclass(frozen=True, slots=True)
class Author:
    """An author of a publication: a person, or a group if `is_group`.

    `orcid` is the sixteen digits in groups of four, None if the service states none or one with a
    wrong check digit.
    """

    name: str
    orcid: str | None = None
    affiliations: tuple[str, ...] = ()
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice about a publication: `kind` is a value of `kg.rdf.code_lists.NOTICE_TYPE`."""

    kind: str
    pmid: str | None = None
    doi: str | None = None
    citation: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    """A number of a trial that the article itself gives, and its stated role for the trial, which
    is PROTOCOL or RESULT, None if it states none.

    `registry` is a key of `kg.registries.table`, None for a number that no registry gives.
    """

    number: str
    stage: str | None = None

    @property
    def registry(self) -> str | None:
        known = trial_number(self.number)
        return known.registry if known else None


@dataclass(frozen=True, slots=True)
class Work:
    """A publication as one service describes it.

    `source` is the service (a key of `kg.enrichment.work_mapping.SOURCES`), `key` its own id of the
    publication; `date` is a day, month or year as precise as given, or the text in its place;
    `types` are PubMed's publication types, MeSH id -> label; `form` is a type of Crossref's list;
    `book` is the title of the book that a chapter is part of; `revised` is the day the service last
    changed its description; `plans` is whether the abstract announces what will be done.
    """

    source: str
    key: str
    pmid: str | None = None
    doi: str | None = None
    title: str | None = None
    journal: str | None = None
    journal_abbreviation: str | None = None
    book: str | None = None
    date: str | None = None
    authors: tuple[Author, ...] = ()
    types: tuple[tuple[str, str], ...] = ()
    form: str | None = None
    registrations: tuple[Registration, ...] = ()
    registrations_field: str = ""
    licences: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    revised: str | None = None
    plans: bool = False


def registrations(text: str, stage: str | None = None) -> Iterator[Registration]:
    """The numbers in a field for one, in the registry's own spelling; other text as it is, and
    beside it the one NCT id that it mentions.
    """
    known = trial_number(text)
    found = [known] if known else [trial_number(each) for each in _BETWEEN.split(text)]
    numbers = [each.number for each in found if each]
    if len(numbers) < len(found):
        mentioned = {mention.nct_id for mention in find_nct_ids(text)}
        numbers = [text, *(mentioned if len(mentioned) == 1 else ())]
    for number in numbers:
        yield Registration(number, stage)


def one_line(text: str | None) -> str | None:
    """A text without line feeds and repeated blanks; None for a blank one."""
    return _BLANK.sub(" ", text).strip() or None if text else None


def tells_plans(abstract: str) -> bool:
    """Whether an abstract announces what will be done."""
    return bool(_PLANS.search(abstract))
