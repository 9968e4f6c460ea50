"""The parts of a citation: authors, title, journal and date, given only where they are certain.

The references of the registry are mostly in the summary format of PubMed, which follows NLM's
"Citing Medicine" (https://www.ncbi.nlm.nih.gov/books/NBK7256/, chapter 1, journals):

    Authors; Group. Title. Journal. 2022 May 18;23(1):415. doi: 10.1186/x. Epub 2022 Mar 1.

A citation is parsed from its most certain part outwards: the date with volume and pages divides it,
the sentence before the date is the journal, the first sentence is the authors, and what is between
them is the title. If any of these is in doubt, none is given: the text is kept whole, with the
identifiers that it contains.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Final

from kg.text.citation_patterns import (
    ABBREVIATION,
    COLLECTIVE,
    CONTENT_WORD,
    EPUB,
    FULL_NAME,
    GROUP,
    JOURNAL,
    JOURNAL_PART,
    NOT_AN_ARTICLE,
    OTHER_AUTHORS,
    PERSONS,
    PUBLISHERS,
    RELATED,
    SOURCE,
    TITLE_WORD,
)
from kg.text.cited_dois import cited_doi
from kg.text.pubmed_ids import cited_pmcid, cited_pmid

LONGEST: Final = 50_000
"""The longest text, in characters, that is parsed as a citation; a longer one is kept whole."""

_MONTHS: Final = {
    name: f"{number:02}"
    for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}


@dataclass(frozen=True, slots=True)
class Citation:
    """The parts of a citation, each as given, or None if it is uncertain.

    `date` and `epub_date` are ISO 8601 and as partial as the citation: "2022-05-18", "2022-05",
    "2022"; for a range they give what both ends share, for two years the first. `doi` is in lower
    case and without a prefix.
    """

    text: str
    authors: tuple[str, ...] = ()
    group_authors: tuple[str, ...] = ()
    title: str | None = None
    journal: str | None = None
    date: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    epub_date: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None


def parse_citation(text: str) -> Citation:
    """The parts of `text`; for an unknown format, only the identifiers that it contains."""
    if len(text) > LONGEST:
        return Citation(text)
    line = " ".join(text.split())
    source = SOURCE.search(line)
    own = _without_notices(line[source.end() :] if source else line)
    work = source and not SOURCE.search(own) and _work(line[: source.start()])
    date = source and _iso_date(source)
    if not (source and work and date):
        doi, pmid, pmcid = _identifiers(_without_notices(line))
        return Citation(text, doi=doi, pmid=pmid, pmcid=pmcid)
    epub = EPUB.search(own)
    return Citation(
        text,
        *work,
        date,
        source["volume"] or source["only_volume"],
        source["issue"],
        source["pages"] or source["only_pages"],
        epub and _iso_date(epub),
        *_identifiers(own),
    )


Names = tuple[str, ...]


def _work(head: str) -> tuple[Names, Names, str, str] | None:
    """Authors, groups, title and journal, from the text before the date."""
    head = head.rstrip(" .,")
    border = max(head.rfind(". "), head.rfind("? "), head.rfind("! ")) + 1
    journal = head[border + 1 :]
    if not border or not _is_journal(journal):
        return None
    first, _, title = head[:border].partition(". ")
    authors = _authors(first) if title else None
    title, group = _without_group(title if authors else head[:border])
    if not _can_follow(*authors, title) if authors else not _is_title(title):
        return None
    persons, groups = authors or ((), ())
    before, _, last = title.rpartition(". ")
    if before and (JOURNAL_PART.match(last) or PERSONS.fullmatch(last)):
        return None
    if (before and NOT_AN_ARTICLE.search(title)) or title.upper() == title.lower():
        return None
    return persons, groups + group, title, journal


def _is_journal(name: str) -> bool:
    """Whether the sentence before a date is the title of a journal."""
    return JOURNAL.fullmatch(name) is not None and PUBLISHERS.isdisjoint(name.split(" "))


def _without_group(title: str) -> tuple[str, Names]:
    """A title without its full stop, and the group that PubMed once named after it."""
    title = title.removesuffix(".").rstrip()
    before, _, last = title.rpartition(". ")
    if before and _is_collective(last) and not _is_abbreviation(before):
        return before, (last,)
    return title, ()


def _authors(sentence: str) -> tuple[Names, Names] | None:
    """The persons and groups in a sentence, if it contains only authors."""
    persons: list[str] = []
    groups: list[str] = []
    for given in sentence.split("; "):
        part = given.removesuffix(" et al").removesuffix(",")
        names = part.split(", ")
        if PERSONS.fullmatch(part):
            persons += names
            continue
        named = [name for name in names if PERSONS.fullmatch(name)]
        others = [name for name in names if not PERSONS.fullmatch(name)] if named else [part]
        if named and not all(map(GROUP.search, others)):
            return None
        persons += named
        groups += others
    certain = all(map(_is_group, groups)) if persons else _are_groups(groups)
    return (tuple(persons), tuple(groups)) if certain and not _is_abbreviation(sentence) else None


def _is_abbreviation(text: str) -> bool:
    """Whether the full stop after a text ends its last word, not a sentence."""
    return ABBREVIATION.fullmatch(text.rpartition(" ")[2]) is not None


def _is_collective(sentence: str) -> bool:
    """Whether a sentence consists of the name of a group."""
    return bool(COLLECTIVE.fullmatch(sentence)) and not TITLE_WORD.match(sentence)


def _is_group(name: str) -> bool:
    """Whether a name among personal authors is a group."""
    in_full = FULL_NAME.fullmatch(name) and not GROUP.search(name)
    return not in_full and not name.startswith("and ")


def _are_groups(names: list[str]) -> bool:
    """Whether a sentence without a personal author names authors at all."""
    first, *others = names
    return _is_collective(first) and not any(map(CONTENT_WORD.search, others))


def _can_follow(persons: Names, groups: Names, title: str) -> bool:
    """Whether the title certainly begins right after these authors."""
    if not persons:
        sentence, more, _ = title.partition(". ")
        return not more or CONTENT_WORD.search(sentence) is not None
    return len(persons) > 1 or bool(groups) or not OTHER_AUTHORS.match(title)


def _is_title(title: str) -> bool:
    """Whether a text without known authors begins with a title and not with other authors."""
    sentence, more, _ = title.partition(". ")
    if OTHER_AUTHORS.match(title) or GROUP.search(sentence) or " et al" in sentence:
        return False
    return len(CONTENT_WORD.findall(sentence)) >= (2 if more else 1)


def _without_notices(text: str) -> str:
    """The part of a text about the article itself, without the notices about it."""
    related = RELATED.search(text)
    return text[: related.start() + 1] if related else text


def _identifiers(text: str) -> tuple[str | None, str | None, str | None]:
    """The DOI, PMID and PMCID in a text."""
    return cited_doi(text), cited_pmid(text), cited_pmcid(text)


def _iso_date(match: re.Match[str]) -> str | None:
    """The date in ISO 8601, None if there is no such day."""
    year, month, day, to = match.group("year", "month", "day", "to")
    if not month or (to and not (day and to[1:].isdigit())):
        return year
    number = _MONTHS[month[:3]]
    if not day or to:
        return f"{year}-{number}"
    try:
        return datetime.date(int(year), int(number), int(day)).isoformat()
    except ValueError:
        return None
