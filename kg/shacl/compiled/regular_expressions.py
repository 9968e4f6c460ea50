"""Regular expressions of sh:pattern: from XPath's syntax to Python's, or refused with the reason.

What the two languages read differently is translated or refused, never taken as Python reads it;
only \\s, \\w and \\d are Python's, as in pySHACL. https://www.w3.org/TR/xpath-functions/#regex-syntax
"""

from __future__ import annotations

import re
import warnings
from typing import Final

_OPTIONS: Final = {"i": re.IGNORECASE, "s": re.DOTALL}
FLAGS: Final = frozenset("imqsx")
"""https://www.w3.org/TR/xpath-functions/#flags"""

_ESCAPE: Final = r"\\[nrtsSdDwW!-/:-@\[-`{-~]"
_CLASS: Final = rf"\[\^?(?:{_ESCAPE}|[^\\\[\]])+\]"
_QUANTIFIER: Final = r"(?:[?*+]|\{[0-9]+(?:,[0-9]*)?\})\??"

_PIECES: Final = re.compile(
    rf"(?P<anchor>[$^])|{_ESCAPE}|{_CLASS}|\((?:\?:|(?!\?))|\)"
    rf"|{_QUANTIFIER}(?![?*+{{])|[^\\()\[\]{{}}?*+^$]"
)
"""The pieces of an expression that Python reads as XPath does, and anchors."""

_REFUSED: Final = tuple(
    (re.compile(start, re.DOTALL), reason)
    for start, reason in (
        (r"\\[pP]", "categories and blocks of characters, {}, are not supported"),
        (r"\\[iIcC]", "the characters of XML names, {}, are not supported"),
        (r"\\[0-9]+", "references to groups, {}, are not supported"),
        (r"\\.?", "XPath has no escape {}"),
        (
            r"\(\?[<!=a-zA-Z#>]*",
            "XPath has no groups that begin with {}: look-around, names, flags",
        ),
        (r"\[.*\[", "a class within a class, such as a subtraction, is not supported: {}"),
        (r"\[[^\\]*\Z|\[\^?\]", "a class of characters is empty or not closed: {}"),
        (r"\[.*\\[pP]", "categories and blocks of characters, {}, are not supported"),
        (r"\[.*\\[iIcC]", "the characters of XML names, {}, are not supported"),
        (r"\[.*\\.", "XPath has no such escape in a class: {}"),
        (r"[?*+{].*", "XPath has no such quantifier: {}"),
        (r".", "{} has to be escaped by a backslash"),
    )
)
"""How a piece that is refused begins -> the reason."""

_BLANKS: Final = re.compile(rf"({_CLASS}|\\.)|[ \t\n\r]+", re.DOTALL)

_ANCHORS: Final = {
    False: {"^": r"\A", "$": r"\Z"},
    True: {"^": r"(?:\A|(?<=\n)(?!\Z))", "$": r"(?:(?=\n)|(?<!\n)\Z)"},
}
"""Whether the flag m is set -> Python for XPath's anchors, which a line feed at the end ends."""


def compiled(pattern: str, flags: str) -> re.Pattern[str]:
    """The expression for `search`; raises ValueError with the reason why it can't be used."""
    if "q" in flags:
        return re.compile(re.escape(pattern), _options(flags.replace("s", "")))
    if "x" in flags:
        pattern = _BLANKS.sub(lambda found: found[1] or "", pattern)
    text = _translated(pattern, _ANCHORS["m" in flags])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)  # of a class that may change its meaning
            return re.compile(text, _options(flags))
    except (re.error, FutureWarning, OverflowError) as error:
        raise ValueError(str(error)) from error
    except RecursionError:
        raise ValueError("its groups are nested too deep") from None


def _translated(pattern: str, anchors: dict[str, str]) -> str:
    text, at = [], 0
    while at < len(pattern):
        piece = _PIECES.match(pattern, at)
        if piece is None:
            raise ValueError(_reason(pattern[at:]))
        text.append(anchors[piece[0]] if piece["anchor"] else piece[0])
        at = piece.end()
    return "".join(text)


def _reason(rest: str) -> str:
    return next(
        reason.format(found[0]) for start, reason in _REFUSED if (found := start.match(rest))
    )


def _options(flags: str) -> re.RegexFlag:
    options = re.NOFLAG
    for flag in set(flags) & _OPTIONS.keys():
        options |= _OPTIONS[flag]
    return options
