"""Detects queries that would call other endpoints.

https://www.w3.org/TR/sparql11-federated-query/. Oxigraph sends the requests of a SERVICE clause,
and this can't be disabled, so the word is searched for wherever it may be a keyword: outside
strings, IRIs, comments, variables and the local part of a prefixed name. Code-point escapes are
read both ways, because they may be resolved before the query is parsed or after.
"""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(
    r"""
      \"{3} (?: [^"\\] | \\. | \"{1,2}(?!\") )* \"{3}
    | '{3} (?: [^'\\] | \\. | '{1,2}(?!') )* '{3}
    | \" (?: [^"\\\n\r] | \\. )* \"
    | ' (?: [^'\\\n\r] | \\. )* '
    | < [^<>"{}|^`\\\x00-\x20]* >
    | \# [^\n\r]*
    | \\ .
    | [?$] \w+
    | (?<= : ) \w [\w-]*
    """,
    re.VERBOSE | re.DOTALL,
)
"""Tokens in which the word is not a keyword; at most those of the grammar, never more."""

_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_KEYWORD: Final = re.compile("service", re.IGNORECASE)
_LAST: Final = 0x10FFFF


def calls_service(query: str) -> bool:
    """Whether the query may call another endpoint; in doubt, True."""
    return any(_KEYWORD.search(_TOKEN.sub(" ", text)) for text in (query, _unescaped(query)))


def _unescaped(query: str) -> str:
    return _ESCAPE.sub(_character, query)


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= _LAST else match[0]
