"""Names of people: what is the name, and which titles and degrees go with it."""

from __future__ import annotations

import re
from typing import Final

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
