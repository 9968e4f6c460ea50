"""The property path of a result in the syntax of SPARQL, for people.

https://www.w3.org/TR/sparql11-query/#propertypaths
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import Final, NamedTuple

from kg.shacl.report import SH, short

_TOKEN: Final = re.compile(r"<[^>]*>|[][()]")


class _Binding(IntEnum):
    """What binds a path together, the strongest first."""

    NAME = 1
    REPETITION = 2
    INVERSION = 3
    SEQUENCE = 4
    ALTERNATIVES = 5


class _Written(NamedTuple):
    text: str
    binding: _Binding

    def within(self, outer: _Binding) -> str:
        """The text as a part of a path, in parentheses unless what is around it binds weaker."""
        return self.text if self.binding < outer else f"({self.text})"


_UNARY: Final = {
    f"<{SH}inversePath>": ("^{}", _Binding.INVERSION),
    f"<{SH}zeroOrMorePath>": ("{}*", _Binding.REPETITION),
    f"<{SH}oneOrMorePath>": ("{}+", _Binding.REPETITION),
    f"<{SH}zeroOrOnePath>": ("{}?", _Binding.REPETITION),
}
"""Kind of a path of one part -> how it is written."""


def sparql_path(turtle: str) -> str:
    """The path of a `Result`, an IRI or Turtle, such as `kg:trialCountry/schema:name`.

    What is no path of SHACL, as pySHACL lets pass, is returned as it is.
    """
    tokens = iter(_TOKEN.findall(turtle))
    try:
        return _written(next(tokens), tokens).text
    except (KeyError, StopIteration):
        return turtle


def _written(first: str, tokens: Iterator[str]) -> _Written:
    if first == "(":
        return _joined("/", _Binding.SEQUENCE, tokens)
    if first != "[":
        return _Written(short(first), _Binding.NAME)
    kind, inner = next(tokens), next(tokens)
    if kind == f"<{SH}alternativePath>":
        path = _joined("|", _Binding.ALTERNATIVES, tokens)
    else:
        form, binding = _UNARY[kind]
        path = _Written(form.format(_written(inner, tokens).within(binding)), binding)
    next(tokens)
    return path


def _joined(operator: str, binding: _Binding, tokens: Iterator[str]) -> _Written:
    parts = []
    while (token := next(tokens)) != ")":
        parts.append(_written(token, tokens).within(binding))
    return _Written(operator.join(parts), binding)
