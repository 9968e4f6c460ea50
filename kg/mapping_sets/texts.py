"""Texts of a mapping set: what can't be written of them, and how they are shown in a message."""

from __future__ import annotations

import re
from typing import Any, Final

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")

_MOST_SHOWN: Final = 80


def fault_of(text: str) -> str | None:
    """What is wrong with a text, as the end of a sentence; None if it can be written."""
    if _CONTROL.search(text):
        return f"has a control character: {shown(text)}"
    if _SURROGATE.search(text):
        return f"has a character that is not one of Unicode: {shown(text)}"
    return None


def shown(value: Any) -> str:
    """The beginning of a value, in quotes."""
    return repr(value if isinstance(value, str) and len(value) <= _MOST_SHOWN else
                str(value)[:_MOST_SHOWN])  # fmt: skip
