"""What sources do to text: they replace characters that XML and RDF can't hold, and join lines.

The characters are those of XML 1.0, fifth edition: https://www.w3.org/TR/xml/#charsets
"""

from __future__ import annotations

import html
import re

REPLACEMENT = "\ufffd"
"""The replacement for a character that can't be kept (U+FFFD)."""

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character outside of `Char ::= #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | ...`."""


WHITE_SPACE = " \t\r\n"
"""The white space of XML: https://www.w3.org/TR/xml/#NT-S. Other blanks are text."""

_WHITE_SPACE = re.compile(f"[{WHITE_SPACE}]+")


def normalized_space(text: str) -> str:
    """The words of a text on one line, with one space between them."""
    if text.isascii():  # faster; of XML's characters, it splits at the same ones
        return " ".join(text.split())
    return _WHITE_SPACE.sub(" ", text).strip(" ")


_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


def references_resolved(text: str) -> str:
    """A text with characters for their references in HTML (`&apos;`); any other "&" stays."""
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def clean_text(text: str) -> tuple[str, set[str]]:
    """The text with U+FFFD for each character XML can't hold, and the code points replaced."""
    unfit = {f"U+{ord(character):04X}" for character in NOT_XML.findall(text)}
    return (NOT_XML.sub(REPLACEMENT, text) if unfit else text), unfit
