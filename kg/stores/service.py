"""Whether a query would have the store ask other endpoints.

https://www.w3.org/TR/sparql11-federated-query/. Oxigraph follows SERVICE out to the network and
can't be told not to, so that the word is looked for where it may be a keyword: outside strings,
IRIs, comments, variables and the local part of a prefixed name. Code-point escapes are read both
ways, for they may be resolved before the query is parsed or after.
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
"""What may hold the word without meaning it; less than the grammar grants, never more."""

_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_KEYWORD: Final = re.compile("service", re.IGNORECASE)
_LAST: Final = 0x10FFFF


def calls_service(query: str) -> bool:
    """Whether the query may call another endpoint; in doubt it does."""
    return any(_KEYWORD.search(_TOKEN.sub(" ", text)) for text in (query, _unescaped(query)))


def _unescaped(query: str) -> str:
    return _ESCAPE.sub(_character, query)


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= _LAST else match[0]
