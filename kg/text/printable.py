"""Outside text for a terminal: what would control it is written as an escape.

Those are the control characters C0 and C1 except tabs and line ends, the controls of direction, and
other invisible characters but for the joiners that scripts need. https://www.unicode.org/reports/tr9/
"""

from __future__ import annotations

import re
from typing import Final

_CONTROLS: Final = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    r"\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    r"\U000e0000-\U000e007f"
)
_UNPRINTABLE: Final = re.compile(rf"[{_CONTROLS}]|\r(?!\n)")
_NOT_ON_A_LINE: Final = re.compile(rf"[{_CONTROLS}\r\n]")


def printable(text: str) -> str:
    """The text in any number of lines, with escapes such as \\x1b in place of controls."""
    return _UNPRINTABLE.sub(_escape, text)


def printable_line(text: str) -> str:
    """The same on one line: line ends are escaped as well."""
    return _NOT_ON_A_LINE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode()
