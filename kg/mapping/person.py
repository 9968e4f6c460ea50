"""People: one node for a name with its affiliation, only if the name is a person's."""

from __future__ import annotations

import re
from typing import Final

from kg.mapping.organization import affiliation
from kg.mapping.statements import Statements, text
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug

NOT_A_PERSON: Final = re.compile(
    r"\d|@|^call\b|\b(?:clinical|trials?|study|studies|contact|cent(?:er|re)|pharma\w*|inc|ltd|llc|gmbh"
    r"|corp\w*|company|medical|director|expert|investigators?|responsible|information|hotline|team"
    r"|group|departm?ent|hospital|universit\w+|institut\w*|sponsor|program\w*|registry|disclosure"
    r"|transparency|cares|therapeutics|bio\w*tech\w*|foundation|laborator\w+|research|development"
    r"|manager|management|office|coordinat\w+|administrator|monitor|lead|unit|service|vaccines"
    r"|squibb|glaxosmithkline|novartis|sanofi|astrazeneca)\b|[&/;]|\band\b",
    re.IGNORECASE,
)
"""Words and signs of a function, a contact line, an organisation or several people."""

DEGREES: Final = frozenset(
    "apn aprn ass assistant assoc associate ba bch bm bpharm bs bsc bsn cde crna d dbh dc dds dmd"
    " dmsc dnp do doctor dpt dr drph dsc dvm edd faan facc facog facp facs faha fapa fasn fccp"
    " fmedsci frcp frcpath frcpc frcs frcsc habil jd l m ma mas master mb mba mbbs mbchb md med"
    " mhs mph mpharm mphil mpt mrcp ms msc msce mscr msn mtr np ot otr otrl pa ph pharmd phd phil"
    " prof professor psyd pt r rd rn scd".split()
)
"""Degrees, titles and memberships that follow a name, without their full stops and slashes."""

_TRAILING_DEGREES: Final = re.compile(r"(?:\s+(?:MD|PhD|M\.D\.?|Ph\.D\.?|PharmD|MPH|MSc|DO))+$")
_LEADING_TITLES: Final = re.compile(r"^(?:(?:dr|prof|professor|mr|mrs|ms|pd|priv)\b\.?\s*)+", re.I)


def person(name: str | None, works_at: str | None, say: Statements) -> str | None:
    """The node of a person, the same wherever the name occurs with the same affiliation.

    Without an affiliation the person belongs to this trial only. None if the name is no person's.
    """
    if not name or not is_person(name, works_at):
        return None
    bare, degrees = split_name(name)
    term = (
        say.iris.mint("person", slug(bare), slug(works_at))
        if works_at and works_at.strip()
        else say.iris.part(say.nct_id, "person", slug(bare))
    )
    return say.node(
        term,
        (vocab.RDF_TYPE, vocab.SCHEMA_PERSON),
        (vocab.SCHEMA_NAME, text(name)),
        (vocab.SCHEMA_HONORIFIC_SUFFIX, text(degrees)),
        *affiliation(works_at, say),
    )


def is_person(name: str, works_at: str | None = None) -> bool:
    """Whether a name is one person's, not a function, a call centre or the organisation itself."""
    bare = split_name(name)[0]
    if NOT_A_PERSON.search(bare) or not any(c.isalpha() for c in bare):
        return False
    return not works_at or slug(bare) != slug(works_at)


def split_name(name: str) -> tuple[str, str | None]:
    """A name without titles and degrees, and the degrees that follow it, as given."""
    bare, comma, rest = name.partition(",")
    if comma and _are_degrees(rest):
        suffix: str | None = rest.strip()
    else:
        trailing = _TRAILING_DEGREES.search(name)
        bare = name[: trailing.start()] if trailing else name
        suffix = trailing.group().strip() if trailing else None
    bare = _LEADING_TITLES.sub("", bare.strip())
    return (bare, suffix) if len(bare) > 1 else (name, None)


def _are_degrees(text_after_comma: str) -> bool:
    words = re.findall(r"[^\s,/]+", text_after_comma)
    known = [re.sub(r"[^\w]", "", word).casefold() in DEGREES for word in words]
    short = [len(word) <= 8 and sum(map(str.isupper, word)) > 1 for word in words]
    return any(known) and all(k or s for k, s in zip(known, short, strict=True))
