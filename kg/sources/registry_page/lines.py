"""A saved page as lines of text, whether it was saved as text or as HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line that is not blank; `level` is that of an HTML heading, 0 for every other line.

    `marker` is the number or bullet that a browser would draw before a list item.
    """

    text: str
    level: int = 0
    marker: str = ""


LINE_BREAK = re.compile(r"\r\n|\r|\n")
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
"""A Markdown escape (https://spec.commonmark.org/0.31.2/#backslash-escapes)."""

HTML_START = re.compile(r"\s*<[!?a-zA-Z]")


class TooDeep(ValueError):
    """The elements are nested deeper than the parser goes."""


def page_lines(text: str) -> list[PageLine]:
    """The lines of a page, blank ones left out, backslash escapes undone; may raise TooDeep."""
    text = text.removeprefix("\ufeff")
    if HTML_START.match(text):
        # Imported here: a run that meets no HTML starts without lxml.
        from kg.sources.registry_page.markup import html_lines

        return [_unescaped(line) for line in html_lines(text)]
    stripped = (line.strip() for line in LINE_BREAK.split(text))
    return [_unescaped(PageLine(line)) for line in stripped if line]


def _unescaped(line: PageLine) -> PageLine:
    return PageLine(ESCAPE.sub(r"\1", line.text), line.level, line.marker)
