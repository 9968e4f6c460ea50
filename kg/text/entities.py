"""Entities of HTML and XML in a text: `&lt;`, `&#60;`."""

from __future__ import annotations

import html
import re
from typing import Final

_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def without_entities(text: str) -> str:
    """A text with HTML's entities replaced by their characters; other entities are left."""
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text
