"""Outside text in messages: of limited length and on one line."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit, urlunsplit

from kg.text.printable import printable_line

LONGEST: Final = 200
"""Characters of outside text in a message."""


def excerpt(text: str) -> str:
    """Outside text as a part of a message."""
    words = printable_line(" ".join(text[: 4 * LONGEST].split()))
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


def shown(address: str) -> str:
    """An address without the user name and password that it may have."""
    parts = urlsplit(address)
    return excerpt(urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])))
