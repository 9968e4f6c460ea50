"""The numbers of articles in PubMed (PMID) and PubMed Central (PMCID), also in running text."""

from __future__ import annotations

import re
from typing import Final

from kg.text.quick_tests import has_one

PMID: Final = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
"""A PMID."""

_PMID: Final = re.compile(
    r"""(?: \bPMID[\s:#=]{0,3}
          | \bPubMed[ ](?:PMID|ID)[\s:#=]{0,3}
          | \bpubmed\.(?:ncbi\.nlm\.nih\.)?gov/(?:\?(?:[\w-]+=[\w-]*&)*term=)?
          | \bncbi\.nlm\.nih\.gov/(?:m/)?(?:pubmed|entrez/query\.fcgi)/?
            (?:\?(?:[\w-]+=[\w-]*&)*(?:term|list_uids)=)?
          | \beuropepmc\.org/(?:article|abstract)/med/
        )(?P<numbers>\d{1,9}(?>\s*[,;/]\s*\d{5,9})*+)\b(?!\.\d)""",
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
"""After its label or in an address; more than one number may follow."""

_MENTIONS: Final = ("pmid", "pubmed", "europepmc")
"""What a text that gives a PMID has in lower case, as a quick test."""

_PMCID: Final = re.compile(r"(?<!\w)PMC\d{3,9}\b", re.IGNORECASE | re.ASCII)
"""A PMCID, which is its own label."""


def cited_pmid(text: str) -> str | None:
    """The PMID that a text gives; None if it gives none or several."""
    if not has_one(text.lower(), _MENTIONS):
        return None
    found = {
        number for match in _PMID.finditer(text) for number in re.findall(r"\d+", match["numbers"])
    }
    number = found.pop() if len(found) == 1 else ""
    return number if PMID.fullmatch(number) else None


def cited_pmcid(text: str) -> str | None:
    """The PMCID that a text gives; None if it gives none or several."""
    if "pmc" not in text.lower():
        return None
    found = {match[0].upper() for match in _PMCID.finditer(text)}
    return found.pop() if len(found) == 1 else None
