"""The header of a mapping set, in YAML: each slot is a text, a list of texts, or the prefixes.

https://mapping-commons.github.io/sssom/spec-formats-tsv/
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final, TypeAlias

from kg.errors import SourceError
from kg.mapping_sets.texts import fault_of

Node: TypeAlias = Any
"""A node of YAML, as PyYAML composes it: `id` is its kind, `value` its content."""

LARGEST: Final = 1 << 20
"""The most characters of a header."""

PREFIXES: Final = "curie_map"
"""The slot with the prefixes of CURIEs."""

_NULLS: Final = frozenset(("", "~", "null", "Null", "NULL"))
"""How YAML writes that there is no value. https://yaml.org/spec/1.2.2/#1032-tag-resolution"""


def parsed(
    text: str, place: object, known: Collection[str], lists: Collection[str]
) -> dict[str, Any]:
    """The slots of a header that are `known`; of those in `lists` the values are lists of texts.

    All scalars are texts, as a version like 2024-01-01 is no date. `place` is the file. Raises
    SourceError if it is no such header.
    """
    if len(text) > LARGEST:
        raise SourceError(f"{place}: the header has more than {LARGEST:,} characters")
    node = _composed(text, place)
    if node is None or node.id != "mapping":
        raise SourceError(f"{place}: the header is not a list of slots and values")
    try:
        found = {slot: _value(slot, each, lists) for slot, each in _pairs(node) if slot in known}
    except _HeaderError as error:
        raise SourceError(f"{place}: the header: {error}") from None
    return {slot: value for slot, value in found.items() if value is not None}


class _HeaderError(Exception):
    """What is wrong with a header, as the end of a sentence."""


def _composed(text: str, place: object) -> Node | None:
    import yaml

    try:
        return yaml.compose(text, yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = getattr(error, "problem", None) or getattr(error, "reason", None)
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        reason = " ".join(str(reason or "it is too deep").split())
        raise SourceError(f"{place}{line}: the header is not valid YAML: {reason}") from error


def _pairs(node: Node) -> Iterator[tuple[str, Node]]:
    """The keys and values of a mapping, which must not repeat a key."""
    met = set()
    for key, value in node.value:
        if key.id != "scalar":
            raise _HeaderError(f"line {key.start_mark.line + 1} has no name of a slot")
        if key.value in met:
            raise _HeaderError(f"line {key.start_mark.line + 1} has {key.value} again")
        met.add(key.value)
        yield key.value, value


def _value(slot: str, node: Node, lists: Collection[str]) -> Any:
    """The value of a slot; None if there is none."""
    if node.id == "scalar":
        text = _text(slot, node)
        return [text] if text is not None and slot in lists else text
    if slot == PREFIXES and node.id == "mapping":
        found = ((prefix, _text(f"{slot}.{prefix}", each)) for prefix, each in _pairs(node))
        return {prefix: text for prefix, text in found if text is not None}
    if slot in lists and node.id == "sequence":
        return [text for each in node.value if (text := _text(slot, each)) is not None]
    raise _HeaderError(f"{slot} is not {_expected(slot, lists)}")


def _expected(slot: str, lists: Collection[str]) -> str:
    if slot == PREFIXES:
        return "a list of prefixes and IRIs"
    return "a text or a list of texts" if slot in lists else "a text"


def _text(slot: str, node: Node) -> str | None:
    if node.id != "scalar":
        raise _HeaderError(f"{slot} has another thing than a text")
    if node.style is None and node.value in _NULLS:
        return None
    if fault := fault_of(node.value):
        raise _HeaderError(f"{slot} {fault}")
    return str(node.value) or None
