"""IRIs for human readers: prefixed names, and the order of predicates.

The prefixes are those of `kg.rdf.vocabulary.PREFIXES`, whose namespaces all end in `/` or `#`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

from kg.rdf.vocabulary import PREFIXES

K = TypeVar("K")
V = TypeVar("V")

NAMESPACES: Final[Mapping[str, str]] = {namespace: name for name, namespace in PREFIXES.items()}
"""Prefix by namespace."""

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
"""A local name that needs no escape in any format.

A part of PN_LOCAL, https://www.w3.org/TR/turtle/#grammar-production-PN_LOCAL, without colons,
percent signs and non-ASCII letters, which not every parser accepts.
"""

_FIRST: Final = ("rdf:type", "skos:prefLabel", "schema:name", "dcterms:identifier")
"""The predicates that come first."""

_FAMILIES: Final = ("schema", "kg")
"""The prefixes whose predicates come next; the others follow in the order of their names."""

ReadingNames = tuple[Sequence[tuple[str, str]], Sequence[str], Sequence[str]]
"""What the core needs for the same: prefixes by namespace, and the two above."""

READING_NAMES: Final[ReadingNames] = ([*NAMESPACES.items()], _FIRST, _FAMILIES)

TERMS: Final = 1 << 14
"""The most terms that a memo keeps."""

SHAPES: Final = 1 << 12
"""The most combinations of predicates that a memo keeps."""


class Memo(dict[K, V]):
    """A cache of the results of `make`; it is emptied when it is full."""

    __slots__ = ("_limit", "_make")

    def __init__(self, make: Callable[[K], V], limit: int = TERMS) -> None:
        super().__init__()
        self._make = make
        self._limit = limit

    def __missing__(self, key: K) -> V:
        if len(self) >= self._limit:
            self.clear()
        made = self[key] = self._make(key)
        return made


def prefixed(term: str, namespaces: Mapping[str, str] = NAMESPACES) -> str | None:
    """The prefixed name of an IRI, or None if it has none that is safe to write."""
    cut = max(term.rfind("/"), term.rfind("#")) + 1
    prefix = namespaces.get(term[1:cut])
    if prefix is None or not _LOCAL.fullmatch(term, cut, len(term) - 1):
        return None
    return f"{prefix}:{term[cut:-1]}"


def _order(predicate: str) -> str:
    name = prefixed(predicate)
    if name is None:
        return f"3{predicate}"
    if name in _FIRST:
        return f"0{_FIRST.index(name)}"
    prefix = name.partition(":")[0]
    return f"1{_FAMILIES.index(prefix)}{name}" if prefix in _FAMILIES else f"2{name}"


_orders: Final = Memo(_order)


def in_order(predicates: Iterable[str]) -> list[str]:
    """The predicates of a subject in reading order."""
    return sorted(predicates, key=_orders.__getitem__)
