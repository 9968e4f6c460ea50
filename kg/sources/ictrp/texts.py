"""Texts of ICTRP's rows: markup of web pages becomes plain text, a blank value is none.

Registries hand over texts with markup; a text never becomes more markup than it was, so what looks
like a tag after references were resolved stays text. Comparison signs ("<18 years") are no tags.
"""

from __future__ import annotations

import re
from typing import Final

from kg.sources.xml_characters import references_resolved

NOTHING: Final = frozenset(("", "NULL", "NA"))
"""What a cell has that has no value: nothing, or what databases and R write for it."""

_BREAKS: Final = (
    *(f"<br>{end}" for end in ("\r\n", "\n")),
    *(f"{end}<br>" for end in ("\r\n", "\r", "\n")),
)
"""The usual form of a break, with the line end that some put beside it: quickly found."""

_TAG: Final = re.compile(r"(?:<|&[lL][tT];)\s*/?\s*[^\W\d_]")
"""The beginning of every tag, which a comparison sign is not: a quick test."""

_INDENTED: Final = re.compile(r"\n[^\S\n]")
_BREAK: Final = re.compile(r"(?:<|&lt;)\s*br\s*/?\s*(?:>|&gt;)", re.IGNORECASE)
_BLOCK: Final = re.compile(r"<\s*/?\s*(?:p|div|li|ul|ol|tr|table|tbody)\s*>", re.IGNORECASE)
_INLINE: Final = re.compile(
    r"<\s*/?\s*(?:b|i|u|em|strong|su[bp]|span|font|td|th|small|a)(?:\s[^<>]*)?>", re.IGNORECASE
)


def plain(text: str) -> str:
    """A text without markup, its lines without blanks at the ends and common indentation."""
    text = without_markup(text)
    return dedented(text) if "\n" in text else text.strip()


def without_markup(text: str) -> str:
    """A text with line ends for line breaks and characters for references."""
    if "<" in text or "&" in text:
        if "<br>" in text:
            if "\n" in text or "\r" in text:
                for form in _BREAKS:
                    text = text.replace(form, "<br>")
            text = text.replace("<br>", "\n")
        if _TAG.search(text):
            text = _BREAK.sub("\n", text)
            text = _INLINE.sub("", _BLOCK.sub("\n", text))
        text = references_resolved(text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def one_line(text: str) -> str:
    """The words of a text without markup on one line."""
    if "<" in text or "&" in text:
        text = without_markup(text)
    return " ".join(text.split())


def dedented(text: str) -> str:
    """A text whose lines have no blanks at the end and, behind the first, no common indentation."""
    lines = [line.rstrip() for line in text.split("\n")]
    if _INDENTED.search(text):
        indents = [len(line) - len(line.lstrip()) for line in lines[1:] if line]
        indent = min(indents, default=0)
        lines[1:] = [line[indent:] for line in lines[1:]]
    return "\n".join(lines).strip()
