"""Which of several media types a client wants most, by its Accept header.

https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_ANY: Final = "*"
_QUALITY: Final = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def preferred(accept: str | None, offered: Iterable[str]) -> str | None:
    """The media type that is wanted most, the first of several; None if none is acceptable.

    Without an Accept header everything is. What is not a media range is passed over.
    """
    ranges = list(_ranges(accept or "*/*"))
    best, most = None, 0.0
    for media_type in offered:
        quality = _quality(media_type, ranges)
        if quality > most:
            best, most = media_type, quality
    return best


def _ranges(accept: str) -> Iterator[tuple[str, str, float]]:
    """The type, subtype and quality of each media range."""
    for part in accept.split(","):
        name, *parameters = (each.strip().lower() for each in part.split(";"))
        kind, slash, subtype = name.partition("/")
        given = next((each[2:].strip() for each in parameters if each.startswith("q=")), "1")
        if slash and kind and subtype and _QUALITY.fullmatch(given):
            yield kind, subtype, float(given)


def _quality(media_type: str, ranges: list[tuple[str, str, float]]) -> float:
    """The quality that the most specific of the ranges gives a media type; 0 if none does."""
    kind, _, subtype = media_type.partition("/")
    for wanted in ((kind, subtype), (kind, _ANY), (_ANY, _ANY)):
        found = [quality for *each, quality in ranges if tuple(each) == wanted]
        if found:
            return max(found)
    return 0
