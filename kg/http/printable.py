"""Words from outside in sentences of ours: bounded, in one line, without control characters."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit, urlunsplit

LONGEST: Final = 200
"""Characters of outside text that are repeated to a person."""


def printable(text: str) -> str:
    """Outside text as it may stand in a sentence on a terminal."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * LONGEST]).split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


def shown(address: str) -> str:
    """An address without the password that may stand in it."""
    parts = urlsplit(address)
    return printable(urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])))
