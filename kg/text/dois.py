"""DOIs: what one is, and what is only a part of one.

The syntax (https://www.doi.org/doi-handbook/HTML/doi-name-syntax.html) allows any character in the
suffix; publishers use the forms of Crossref's patterns
(https://www.crossref.org/blog/dois-and-matching-regular-expressions/). A DOI that was cut off can
be the beginning of those of many articles, so it names none.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 300
"""The longest DOI, in characters, that is recognised."""

_SICI: Final = r"[-._()/:a-z0-9+]*(?:<[^<>\[\]]+>|\[[^<>\[\]]+\])\d\.\d\.[a-z]{2};\d(?:-[a-z0-9#])?"

DOI: Final = re.compile(
    rf"""10\.\d{{4,9}}(?:\.\d+)*/(?:(?!.*//)[-._()/:a-z0-9]*[a-z0-9)]|{_SICI})
    | 10\.1207/\w+&\d+_\d+
    | 10\.1021/\w\w\d+\+""",
    re.VERBOSE | re.ASCII,
)
"""A DOI in lower case: Crossref's patterns.

The second alternative of the suffix is a serial item (SICI, ANSI/NISO Z39.56), the only one with a
semicolon: `10.1002/(sici)1097-0258(19970815)16:15<1743::aid-sim594>3.0.co;2-l`. Its part in angle
brackets, at some publishers in square ones, identifies the article; without it, the rest is that of
all articles of an issue.
"""

_ISSN: Final = r"\d{4}-\d{3}[\dx]"

_FORMS: Final = tuple(
    (re.compile(start), re.compile(whole))
    for start, whole in (
        (r"10\.\d+/.*(?:\(sici\)|<|\[)", rf"10\.\d+/{_SICI}"),
        (r"10\.1002/.*<", r"10\.1002/.*-[a-z0-9#]"),
        (rf"10\.1016/[sbx]?{_ISSN}", rf"10\.1016/[sbx]?{_ISSN}\(\d\d\)[\da-z]\d{{4}}-[\da-z]"),
        (r"10\.1016/j\.", r"10\.1016/j\.[a-z\d-]+\.\d{4}\.(?:\d\d\.\d{3,4}|\d{5,6})"),
        (rf"10\.1186/{_ISSN}", rf"10\.1186/{_ISSN}-\d+-[a-z]?\d+(?:-[a-z]?\d+)?"),
        (
            r"10\.(?:1007|1038|1186)/s\d{5}(?!\d)",
            r"10\.\d+/s\d{5}-\d{3}-\d{4,5}-[\da-z]",
        ),
        (r"10\.(?:1111|1046)/j\.", rf"10\.\d+/j\.{_ISSN}\..+\.x"),
        (r"10\.1056/nejm", r"10\.1056/nejm[a-z]*\d{5,}"),
        (r"10\.1371/journal\.", r"10\.1371/journal\.[a-z]+\.\d{7}(?:\.[a-z]\d{3})?"),
    )
)
"""The beginning of a publisher's DOIs -> all of one; real DOIs of each form are as given here."""

_OF_MANY: Final = re.compile(
    rf"""10\.\d+/(?:
        [sb]?{_ISSN} | {_ISSN}\(\d[\d/]*\)[\d:/+]* | .*\d\.\d\.[a-z]{{2}}
      | .*\(issn\).* | .*\.issue-.* | .*\.v\d+:\d+
      | (?<=10\.1001/)[a-z-]+(?:\.\d{{1,4}})?
      | (?<=10\.1136/)[a-z]+(?:[.-](?:19|20)\d\d)?
      | (?<=10\.1093/)[a-z_]+(?:/[a-z]*)?
      | (?<=10\.1097/)[a-z]+(?:\.0{{1,13}})?
      | (?<=10\.1161/)[a-z]+(?:\.\d{{2,3}})?
      | (?<=10\.1200/)jco(?:\.\d{{4}}(?:\.\d\d)?)?
      | (?<=10\.1155/)\d{{4}}
      | (?<=10\.1002/)14651858
      | (?:(?<=10\.(?:1164|1172|1182|1210|1212|1378|1503|1542|2337|3389)/)|(?<=10\.1053/)j\.)
        [a-z]+(?:[.-](?:19|20)\d\d(?:[.-]?\d\d)?)?
    )""",
    re.VERBOSE,
)
"""What names a journal, a year or an issue, or is the beginning of all DOIs of one."""

_CUT_SICI: Final = re.compile(r"[^<\[]*(?:\(sici\)|\d\.\d\.[a-z]{2};\d)[^<\[]*")

_BRACKETS: Final = ("()", "[]", "<>")

_REGISTERED: Final = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\x00-\x20\x7f-\x9f"
    r"\ud800-\udfff]*[^\s\x00-\x20\x7f-\x9f\ud800-\udfff.])"
)


def is_doi(name: str) -> bool:
    """Whether a text in lower case is the DOI of a publication and not known to be cut off."""
    if len(name) > LONGEST or not DOI.fullmatch(name) or _OF_MANY.fullmatch(name):
        return False
    if any(name.count(opening) != name.count(closing) for opening, closing in _BRACKETS):
        return False
    return all(whole.fullmatch(name) for start, whole in _FORMS if start.match(name))


def shows_its_end(name: str) -> bool:
    """Whether a text is a DOI of a publisher whose form shows that it is complete."""
    return is_doi(name) and any(start.match(name) for start, _ in _FORMS)


def registered_doi(field: str | None) -> str | None:
    """The DOI that a service states in a field for it, in lower case; None if it is not one.

    Any suffix is taken, but for a SICI without its part in brackets, which NLM's texts have lost.
    """
    match = _REGISTERED.fullmatch(field.strip().lower()) if field else None
    return match[1] if match and not _CUT_SICI.fullmatch(match[1]) else None
