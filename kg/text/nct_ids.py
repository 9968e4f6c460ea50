"""The identifiers of ClinicalTrials.gov, recognised in every common form and found in running text.

The registry's own rule: https://clinicaltrials.gov/data-api/about-api/study-data-structure#NCTId;
the CURIEs and IRIs: https://bioregistry.io/clinicaltrials.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kg.errors import UsageError

NCT_ID = re.compile(r"NCT[0-9]{8}")
"""The registry: "a unique identification code given to each clinical study record ... The format is
"NCT" followed by an 8-digit number". To be matched whole (`fullmatch`)."""

_UNSEEN: Final = r"\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
"""Characters without a width: of line breaks, of the direction of writing."""

_SIGNS: Final = rf"\s\#:.(_=\\{_UNSEEN}\u2010-\u2015\u2212-"
"""What may be between the letters and the digits."""

_WORD: Final = (
    r"(?: [\s-]? (?: (?i: numbers? | nr | no | ids? | identifiers? ) \b | [Nn][°º] ) ){0,2}"
)

_FORMS = re.compile(
    rf"""
    (?: (?: https?: )? // )?
    (?:
      (?: [a-z]+\. )? clinicaltrials\.gov / (?: [^\s?\#]* / )?   # pages, old and new, and the API
    | / (?: ct2/ )? (?: show | study ) / (?: [^\s?\#]* / )?      # the same without the host
    | identifiers\.org / (?: resolve / )? (?: clinicaltrials | ctgov ) [:/]
    | bioregistry\.io / (?: reference / )? (?: clinicaltrials | ctgov | nct ) [:/]
    | (?: urn:miriam: )? (?: clinicaltrials (?: \.gov )? | ctgov | nct ) {_WORD} [\s:\#.,-]{{1,3}}
    )?
    NCT {_WORD} [{_SIGNS}]{{0,4}} (?P<digits> [0-9]{{8}} )
    (?: [/?\#] \S* )?
    """,
    re.IGNORECASE | re.VERBOSE,
)

_MENTION = re.compile(
    rf"""
    [Nn][Cc][Tt]
    (?: (?<! [^\W_] ... ) | (?<= [a-z]NCT ) )                # no part of a word, as in BNCT
    (?: s \b )? {_WORD}
    [{_SIGNS}]{{0,4}}
    ( [0-9]{{8}} ) (?! [0-9] )
    """,
    re.VERBOSE,
)

_PLACEHOLDER: Final = "00000000"
"""Digits that only fill a field."""

_AROUND: Final = " \t\r\n#.,;:'\"()[]{}“”‘’«»"
_WITHOUT_WIDTH = re.compile(rf"[\\{_UNSEEN}]")
_DASH = re.compile(r"[\u2010-\u2015\u2212]")
_BLANK = re.compile(r"\s+")


class Mention(NamedTuple):
    """An NCT id in running text, `text[start:end]`, in its canonical form."""

    nct_id: str
    start: int
    end: int


def plain(text: str) -> str:
    """An identifier without the quotes, brackets and full stops around it, and without
    invisible characters; blanks and dashes are of one kind.
    """
    bare = text.strip(_AROUND)
    if not bare.isascii() or "\\" in bare:
        bare = _DASH.sub("-", _WITHOUT_WIDTH.sub("", bare)).strip(_AROUND)
    return _BLANK.sub(" ", bare)


def nct_id(text: str) -> str | None:
    """The NCT id that `text` as a whole denotes: bare, a CURIE or the address of a page, in any
    usual spelling ("NCT 01363401", "ClinicalTrials.gov Identifier: NCT01363401.").
    """
    match = _FORMS.fullmatch(plain(text))
    if not match or match["digits"] == _PLACEHOLDER:
        return None
    return f"NCT{match['digits']}"


def given_nct_id(text: str) -> str:
    """The NCT id in a user's text, in any of its spellings; UsageError if it is none."""
    found = nct_id(text)
    if found is None:
        raise UsageError(not_an_nct_id(text))
    return found


def not_an_nct_id(text: object) -> str:
    """The sentence for a text that is no NCT id."""
    return f"{text!r} is not an NCT id (NCT followed by eight digits)"


def find_nct_ids(text: str) -> list[Mention]:
    """The NCT ids that running text mentions, in order, in any spelling ("NCT# 01363401")."""
    if "nct" not in text.lower():  # five times as fast as a search that finds nothing
        return []
    return [
        Mention(f"NCT{m[1]}", m.start(), m.end())
        for m in _MENTION.finditer(text)
        if m[1] != _PLACEHOLDER
    ]
