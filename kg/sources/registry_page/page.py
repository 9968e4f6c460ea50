"""A saved page, text or HTML, as lines of text."""

from __future__ import annotations

import re

from kg.sources.registry_page.lines import LINE_BREAK, PageLine

ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
"""A Markdown escape (https://spec.commonmark.org/0.31.2/#backslash-escapes)."""

HTML_START = re.compile(r"\s*<[!?a-zA-Z]")


def page_lines(text: str) -> list[PageLine]:
    """The lines of a page, without blank ones and backslash escapes; may raise TooDeep."""
    text = text.removeprefix("\ufeff")
    if HTML_START.match(text):
        # Imported here: a run without HTML does not load lxml.
        from kg.sources.registry_page.markup import html_lines

        return [_unescaped(line) for line in html_lines(text)]
    stripped = (line.strip() for line in LINE_BREAK.split(text))
    return [_unescaped(PageLine(line)) for line in stripped if line]


def _unescaped(line: PageLine) -> PageLine:
    return PageLine(ESCAPE.sub(r"\1", line.text), line.level, line.marker)
