"""The text of a value node and its language. https://www.w3.org/TR/shacl/#core-components-string"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg.shacl.compiled import regular_expressions
from kg.shacl.compiled.constraints import OnAll, OnEachAlone
from kg.shacl.compiled.declaration import Declaration
from kg.shacl.compiled.graph import Graph, Values
from kg.shacl.compiled.literals import is_blank, is_string, language_of, text_of
from kg.shacl.compiled.regular_expressions import FLAGS


def compile_min_length(shape: Declaration, _: str) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#MinLengthConstraintComponent"""
    least = shape.count("minLength")

    def validate_min_length(node: str) -> bool:
        return not is_blank(node) and len(text_of(node)) >= least

    return OnEachAlone(validate_min_length)


def compile_max_length(shape: Declaration, _: str) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#MaxLengthConstraintComponent"""
    most = shape.count("maxLength")

    def validate_max_length(node: str) -> bool:
        return not is_blank(node) and len(text_of(node)) <= most

    return OnEachAlone(validate_max_length)


def compile_pattern(shape: Declaration, _: str) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#PatternConstraintComponent"""
    pattern, flags = shape.text("pattern") or "", shape.text("flags") or ""
    if not FLAGS.issuperset(flags):
        raise shape.refused(f"sh:flags {flags!r} has others than i, m, q, s and x")
    try:
        search = regular_expressions.compiled(pattern, flags).search
    except ValueError as error:
        raise shape.refused(f"sh:pattern {pattern!r} can't be used: {error}") from error

    def validate_pattern(node: str) -> bool:
        if node[0] == "<":
            return search(node[1:-1]) is not None
        return not is_blank(node) and search(text_of(node)) is not None

    return OnEachAlone(validate_pattern)


def compile_language_in(shape: Declaration, value: str) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#LanguageInConstraintComponent"""
    members = shape.items(value)
    if not all(map(is_string, members)):
        raise shape.refused("sh:languageIn lists something that is not a string")
    ranges = tuple(text_of(each).lower() for each in members)
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
