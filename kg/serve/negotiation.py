"""Which of several media types a client wants most, by its Accept header.

https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_ANY: Final = "*"
_QUALITY: Final = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def preferred(accept: str | None, offered: Iterable[str]) -> str | None:
    """The media type that is wanted most, the first of several; None if none is acceptable.

    Without an Accept header everything is. What is not a media range is passed over.
    """
    ranges = _ranges(accept or "*/*")
    best, most = None, 0.0
    for media_type in offered:
        quality = _quality(media_type, ranges)
        if quality > most:
            best, most = media_type, quality
    return best


def _ranges(accept: str) -> dict[tuple[str, str], float]:
    """The type and subtype of each media range, and its quality: of several the highest."""
    found: dict[tuple[str, str], float] = {}
    for part in accept.split(","):
        name, *parameters = (each.strip().lower() for each in part.split(";"))
        kind, slash, subtype = name.partition("/")
        given = next((each[2:].strip() for each in parameters if each.startswith("q=")), "1")
        if slash and kind and subtype and _QUALITY.fullmatch(given):
            found[kind, subtype] = max(float(given), found.get((kind, subtype), 0))
    return found


def _quality(media_type: str, ranges: dict[tuple[str, str], float]) -> float:
    """The quality that the most specific of the ranges gives a media type; 0 if none does."""
    kind, _, subtype = media_type.partition("/")
    for wanted in ((kind, subtype), (kind, _ANY), (_ANY, _ANY)):
        if wanted in ranges:
            return ranges[wanted]
    return 0
