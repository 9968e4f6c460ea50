"""The patterns of citations in the summary format of PubMed: dates, authors, journals, notices.

"Citing Medicine" (https://www.ncbi.nlm.nih.gov/books/NBK7256/), chapter 1, journals.
"""

from __future__ import annotations

import re
from typing import Final

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

PERSONS: Final = re.compile(rf"{_PERSON}(?>, {_PERSON})*+")
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
