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
from urllib.parse import unquote

LONGEST: Final = 50_000
"""The longest text, in characters, that is parsed as a citation; a longer one is kept whole."""

_MONTHS: Final = {
    name: f"{number:02}"
    for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}
_MONTH: Final = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    "|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_SEASON: Final = "(?:Spring|Summer|Autumn|Fall|Winter)"
_DATE: Final = rf"""(?P<year>(?:18|19|20)\d\d)
    (?:[ ](?P<month>{_MONTH})\b (?:[ ](?P<day>\d{{1,2}})\b)?
        (?P<to>[-–/](?:\d{{1,2}}|(?:\d{{4}}[ ])?{_MONTH}(?:[ ]\d{{1,2}})?)\b)?
      |[ ]{_SEASON}(?:[-–/](?:\d{{4}}[ ])?{_SEASON})?\b
      |[-–/]\d{{4}}\b
    )?"""
_VOLUME: Final = r"""(?:
    \d[\w/-]{0,15}(?:[ ](?:Suppl|Pt|Spec[ ]No)(?:[ ][\w-]{1,8})?){0,2}(?:[ ]\([ ]?Pt[ ]\d\)(?=\())?
    |(?:Suppl|Spec[ ]No|Pt)(?:[ ][\w-]{1,8})?)"""
_PAGE: Final = r"(?=[A-Za-z.-]{0,12}\d|[ivxlcIVXLC]+\b)[A-Za-z0-9][\w()/–-]*(?:\.[\w()–-]+)*"
_PAGES: Final = rf"""{_PAGE}
    (?:[;,][ ](?:(?:discussion|quiz|author[ ]reply)[ ])?{_PAGE}){{0,6}}(?:[ ]passim)?"""
_END: Final = r"(?=\.?$|\.[ ]|\.(?:https?:|doi|PMID)|[ ](?:[(\[]|https?:|doi|DOI|PMID))"

SOURCE: Final = re.compile(
    rf"""[ ](?:(?<=\.[ ])(?P<stop>))?{_DATE}
    (?:
      [ ]?;[ ]?(?P<volume>{_VOLUME})?(?:[ ]?\([ ]?(?P<issue>[^() ][^()]{{0,40}})\))?
      (?:[ ]?:[ ]?(?P<pages>{_PAGES})|(?<=\))){_END}
    |
      (?(stop):(?P<only_pages>{_PAGES}){_END}|(?!))
    |
      (?(stop)(?(month)(?:;(?P<only_volume>{_VOLUME}))?|(?!))|(?!))
      (?=\.?[ ]\[?(?:doi:|pii:|Epub|Online[ ]ahead))
    )""",
    re.VERBOSE,
)
"""Date, volume, issue and pages of a journal article: `2022 May 18;23(1):415.`

"Citing Medicine", chapter 1.A, date, volume, issue and location. Without a volume, the date must
begin the sentence: `Clin Transpl. 1993:1-18.`
"""

EPUB: Final = re.compile(rf"[ ]\[?Epub[ ]{_DATE}(?=[.\]])", re.VERBOSE)
"""PubMed's date of online publication: `Epub 2013 Apr 29.`"""

RELATED: Final = re.compile(
    r"[.?!\]] (?:Erratum in |(?:Erratum|Corrected and republished|Republished|Retraction"
    r"|Partial retraction|Update|Comment|Expression of concern|Summary for patients"
    r"|Original report|Reprint) (?:in|on|of|from|for): )",
    re.IGNORECASE,
)
"""The start of PubMed's notices about an article: `Erratum in: …`"""

_UPPER: Final = "A-ZÀ-ÖØ-ÞĆČĎĐĞĘĚĪİĶĹŁŃŇŐŘŚŞŠŤŪŮŰŹŻŽ"
_NO_SURNAME: Final = (
    "Group|Study|Trial|Team|Protocol|Vitamin|Hepatitis|Influenza|Factor|Type|Phase|Part"
)
_PERSON: Final = (
    r"(?:['’]?[^\W\d_][\w'’-]*+ ){0,4}?"
    rf"(?!(?:{_NO_SURNAME}) )(?:[a-z]{{1,4}}['’-]?)?[{_UPPER}][\w'’-]*+ "
    rf"(?:(?:le )?[{_UPPER}](?:-?[{_UPPER}]){{0,3}}|[{_UPPER}]?el-[{_UPPER}]{{1,3}})"
    r"(?: (?:Jr|Sr|2nd|3rd|[4-9]th|II|III|IV))?(?![\w'’-])"
)

PERSONS: Final = re.compile(rf"{_PERSON}(?:, {_PERSON})*+")
"""Personal authors, each a surname and initials without full stops: `van 't Hof AW, Ware JE Jr`.

`Cancer and Leukemia Group B` and `Hepatitis B` are not personal authors.

"Citing Medicine", chapter 1.A, author.
"""

OTHER_AUTHORS: Final = re.compile(
    rf"{_PERSON}(?:[,;:.]| and\b| &| for\b| on\b)|[^ ]+, [{_UPPER}]\b"
)
"""The start of a list of authors in a style that is not parsed here."""

_GROUP: Final = (
    "(?:Groups?|Investigators|Collaborators|Trialists|Committees?|Subcommittee|Consortium"
    "|Task Force|Collaboration|Collaborative|(?:Study|Trial|Protocol|Research|Writing) Teams?)"
)
_BODY: Final = (
    "(?:Association|Society|College|Academy|Organi[sz]ation|Institutes?|Federation|Council"
    "|Network|Department|Centers?)"
)
_BODY_OF: Final = (
    "(?:Society|College|Academy|Institutes?|Council|Department|Committee|Subcommittee|Task Force"
    "|(?:Working|Study) Group)"
)

GROUP: Final = re.compile(rf"\b{_GROUP}\b", re.IGNORECASE)
"""A word that marks a group of authors."""

_NAME: Final = rf"(?!(?:of|for|on|in|from|by) )(?:and|the|to|&|[{_UPPER}\d(][^ .]*+)"
COLLECTIVE: Final = re.compile(
    rf"(?:{_NAME} ){{1,12}}"
    rf"(?:{_BODY_OF} (?:of|for|on)(?: (?:{_NAME}|of|for|on|in)){{1,25}}"
    rf"|{_GROUP}|{_BODY}|group|investigators)(?: \([^() ]+\))?"
)
"""A sentence that consists of the name of a group: `The Optic Neuritis Study Group`.

"Citing Medicine", chapter 1.A, organizations as author. PubMed puts them first; before 2001,
after the title.
"""

TITLE_WORD: Final = re.compile(
    r"An? |.*\b(?:Reports?|Results|Experiences?|Findings|Recommendations?|Guidelines?|Statement"
    r"|Consensus|Updates?|Designs?|Reviews?|Analys[ei]s|Summary|Role|Survey|Proceedings|Outcomes?"
    r"|Lessons|Data|Position|Rationale)\b"
)
"""Words that show that capitalised words are a title, not the name of a group."""

FULL_NAME: Final = re.compile(rf"[{_UPPER}][a-zß-ÿ'’-]+(?: [{_UPPER}]\.?)? [{_UPPER}][a-zß-ÿ'’-]+")
"""Two capitalised words: a person's full name or a group; the form alone does not show which."""

ABBREVIATION: Final = re.compile(r"\(?(?:vs|v|St|No|Dr|Prof|cf|(?:[A-Za-z]\.)+[A-Za-z])")
"""A word whose full stop does not end a sentence."""

CONTENT_WORD: Final = re.compile(r"(?<![\w'’-])(?!with |from |upon |behalf )[a-z][\w-]{3,}")
"""A word that shows that a sentence is a title: names are capitalised."""

JOURNAL: Final = re.compile(
    rf"""(?!In[ :]|(?i:erratum|comment)\b|[^(:,]*,[^:]*:)
    (?:[{_UPPER}\d]|[a-z]{{1,3}}[{_UPPER}]|npj[ ])
    (?:[\w&'’(),/–\ -]|[ ]?:[ ](?=[a-z])){{0,150}}(?:[ ]\[Preprint\])?""",
    re.VERBOSE,
)
"""The title of a journal, in full or in NLM's abbreviation, which has no full stops.

"Citing Medicine", chapter 1.A, journal title.
"""

PUBLISHERS: Final = frozenset(
    "Press Publishing Publishers Publications Books Springer Springer-Verlag Verlag Elsevier Wiley"
    " Saunders Mosby Lippincott McGraw-Hill Thesis Dissertation".split()
)
"""Words in the name of a book's publisher but not in that of a journal."""

JOURNAL_PART: Final = re.compile(
    rf"""(?!.*\b(?:Study|Trial|Survey|Program(?:me)?|Project|Registry|Cent(?:er|re)|Part|Phase)\b)
    (?: (?:[{_UPPER}][\w'’&-]*+\.?(?:[ ]|$)){{1,4}}$
      | (?:The[ ])?(?:J|Am|Ann|Arch|Br|Eur|Int|Clin|Proc|Acta|Bull)\b
      | .*\b(?i:journals?|lancet|proceedings|annals|archives|bulletin|transactions)\b)""",
    re.VERBOSE,
)
"""A sentence that may be the first part of a journal name with full stops: `J. Clin. Oncol.`"""

NOT_AN_ARTICLE: Final = re.compile(
    r"[ (](?:In: |[Ee]d(?:s|itors?)?[.,:)])|; (?:18|19|20)\d\d\b|\b(?:18|19|20)\d\d ?;"
)
"""Marks of a book chapter, a conference paper, or two articles in one text."""

DOI: Final = re.compile(
    r"[dD][oO][iI](?P<sign>\.org/|[:=.]? ?)(?P<doi>10\.\d{4,9}(?:\.\d+)*/\S{1,250}+)"
    r"(?=(?P<next>.{0,12}))"
)
"""A DOI that is marked as one: `doi: 10.1000/182`, `https://doi.org/10.1000/182`.

https://www.doi.org/doi-handbook/HTML/doi-name-syntax.html: the suffix may hold any character, so
which full stops and brackets belong to it is decided by common usage.
"""

_BRACKETS: Final = ("()", "[]", "<>", "{}")

BROKEN_DOI: Final = re.compile(r"[^!-~]|doi[:.]|https?:|pmid|\.epub$|[-/_:(<\[]$")
"""Signs that a DOI was cut off or runs into the text after it."""

REST_OF_DOI: Final = re.compile(r"\S| (?:\d|[a-z]+[.\d(/-])")
"""The rest of a DOI that was broken by a space: `10.1016/j.jtcc. 2012.09.003`."""

PMID: Final = re.compile(r"PMID:? ?(\d{1,8})\b")
"""The number of an article in PubMed, with its label."""

PMCID: Final = re.compile(r"(PMC(?<!\wPMC)\d{3,9})\b")
"""The identifier of an article in PubMed Central, which is its own label."""


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
    names = {_doi_name(match) for match in DOI.finditer(text)}
    return _only(names), _only(set(PMID.findall(text))), _only(set(PMCID.findall(text)))


def _only(values: set[str | None] | set[str]) -> str | None:
    """The only value; None if there are several."""
    return values.pop() if len(values) == 1 else None


def _doi_name(match: re.Match[str]) -> str | None:
    """A DOI in lower case, without the punctuation of the sentence around it."""
    name = match["doi"].lower()
    if match["sign"] == ".org/":
        name = unquote(re.split("[?#]", name, maxsplit=1)[0]).lower()
    while not name[-1].isalnum() and (name[-1] in ".,;:'\"”’*" or _closes_nothing(name)):
        name = name[:-1]
    if BROKEN_DOI.search(name) or REST_OF_DOI.match(match["next"]):
        return None
    return None if any(name.count(a) > name.count(b) for a, b in _BRACKETS) else name


def _closes_nothing(text: str) -> bool:
    """Whether a text ends with a closing bracket that has no opening one."""
    return any(text[-1] == b and text.count(a) < text.count(b) for a, b in _BRACKETS)


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
