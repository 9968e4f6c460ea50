"""The lines of a saved page."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line that is not blank; `level` is that of an HTML heading, 0 for other lines.

    `marker` is the number or bullet that a browser would draw before a list item.
    """

    text: str
    level: int = 0
    marker: str = ""


LINE_BREAK = re.compile(r"\r\n|\r|\n")


class TooDeep(ValueError):
    """The elements are nested too deep for the parser."""
