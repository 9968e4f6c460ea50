"""The identifiers of ClinicalTrials.gov, recognised in every common form and found in running text.

The registry's own rule: https://clinicaltrials.gov/data-api/about-api/study-data-structure#NCTId;
the CURIEs and IRIs: https://bioregistry.io/clinicaltrials.
"""

from __future__ import annotations

import re
from typing import NamedTuple

NCT_ID = re.compile(r"NCT[0-9]{8}")
"""The registry: "a unique identification code given to each clinical study record ... The format is
"NCT" followed by an 8-digit number". To be matched whole (`fullmatch`)."""

_FORMS = re.compile(
    r"""
    (?: (?: https?: )? // )?
    (?:
      (?: [a-z]+\. )? clinicaltrials\.gov / (?: [^\s?\#]* / )?   # pages, old and new, and the API
    | / (?: ct2/ )? (?: show | study ) / (?: [^\s?\#]* / )?      # the same without the host
    | identifiers\.org / (?: resolve / )? (?: clinicaltrials | ctgov ) [:/]
    | bioregistry\.io / (?: reference / )? (?: clinicaltrials | ctgov | nct ) [:/]
    | (?: urn:miriam: )? (?: clinicaltrials (?: \.gov )? | ctgov | nct ) : \s*
    )?
    (?P<id> NCT [0-9]{8} )
    (?: [/?\#] \S* )?
    """,
    re.IGNORECASE | re.VERBOSE,
)

_MENTION = re.compile(
    r"""
    [Nn][Cc][Tt]
    (?: (?<! [^\W_] ... ) | (?<= [a-z]NCT ) )                # no part of a word, as in BNCT
    (?: \s? (?i: numbers? | no | id | identifier ) \b )?
    [\s\#:.(_‐‑–-]{0,4}
    ( [0-9]{8} ) (?! [0-9] )
    """,
    re.VERBOSE,
)


class Mention(NamedTuple):
    """An NCT id in running text, `text[start:end]`, in its canonical form."""

    nct_id: str
    start: int
    end: int


def nct_id(text: str) -> str | None:
    """The NCT id that `text` as a whole denotes: bare, a CURIE or the address of a page."""
    match = _FORMS.fullmatch(text.strip())
    return match["id"].upper() if match else None


def find_nct_ids(text: str) -> list[Mention]:
    """The NCT ids that running text mentions, in order, in any spelling ("NCT# 01363401")."""
    if "nct" not in text.lower():  # five times as fast as a search that finds nothing
        return []
    return [Mention(f"NCT{m[1]}", m.start(), m.end()) for m in _MENTION.finditer(text)]
