"""The text of a value node and its language. https://www.w3.org/TR/shacl/#core-components-string"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator
from typing import Final

from kg.shacl.compiled.constraints import OnAll, OnEachAlone
from kg.shacl.compiled.declaration import Declaration
from kg.shacl.compiled.graph import Graph, Values
from kg.shacl.compiled.literals import is_blank, language_of, text_of

_FLAGS: Final = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
"""https://www.w3.org/TR/xpath-functions/#flags; and q, the pattern as plain text."""

_PIECE: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\$|.", re.DOTALL)
"""A piece of a regular expression: an escape, a character class, the end, any other character."""


def compile_min_length(shape: Declaration, _: str) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#MinLengthConstraintComponent"""
    least = shape.integer("minLength")

    def validate_min_length(node: str) -> bool:
        return not is_blank(node) and len(text_of(node)) >= least

    return OnEachAlone(validate_min_length)


def compile_max_length(shape: Declaration, _: str) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#MaxLengthConstraintComponent"""
    most = shape.integer("maxLength")

    def validate_max_length(node: str) -> bool:
        return not is_blank(node) and len(text_of(node)) <= most

    return OnEachAlone(validate_max_length)


def compile_pattern(shape: Declaration, value: str) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#PatternConstraintComponent

    The regular expression is Python's, in which \\s, \\w and \\d follow Unicode.
    """
    search = _regular_expression(shape, text_of(value), shape.text("flags") or "").search

    def validate_pattern(node: str) -> bool:
        if node[0] == "<":
            return search(node[1:-1]) is not None
        return not is_blank(node) and search(text_of(node)) is not None

    return OnEachAlone(validate_pattern)


def compile_language_in(shape: Declaration, value: str) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#LanguageInConstraintComponent"""
    ranges = tuple(text_of(each).lower() for each in shape.items(value))
    beginnings = tuple(f"{each}-" for each in ranges)

    def validate_language_in(node: str) -> bool:
        language = language_of(node)
        return language is not None and (
            "*" in ranges or language in ranges or language.startswith(beginnings)
        )

    return OnEachAlone(validate_language_in)


def compile_unique_lang(shape: Declaration, _: str) -> OnAll:
    """https://www.w3.org/TR/shacl/#UniqueLangConstraintComponent"""
    unique = shape.flag("uniqueLang")

    def validate_unique_lang(graph: Graph, focus: str, values: Values) -> Iterator[None]:
        languages = Counter(map(language_of, values) if unique else ())
        return (None for language, times in languages.items() if language and times > 1)

    return OnAll(validate_unique_lang)


def _regular_expression(shape: Declaration, pattern: str, flags: str) -> re.Pattern[str]:
    if not set(flags) <= {*_FLAGS, "q"}:
        raise shape.refused(f"sh:flags {flags!r} has others than i, m, q, s and x")
    if "q" in flags:
        pattern = re.escape(pattern)
    elif "m" not in flags:
        pattern = _PIECE.sub(_not_before_a_line_feed, pattern)
    options = re.NOFLAG
    for flag in set(flags) - {"q"}:
        options |= _FLAGS[flag]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "error", FutureWarning
            )  # Python has no subtraction of character classes
            return re.compile(pattern, options)
    except (re.error, FutureWarning) as error:
        raise shape.refused(f"sh:pattern {pattern!r} can't be used: {error}") from error


def _not_before_a_line_feed(piece: re.Match[str]) -> str:
    """Python's `$` also matches before a line feed at the end."""
    return r"\Z" if piece[0] == "$" else piece[0]
