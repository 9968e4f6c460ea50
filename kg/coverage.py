"""Coverage: which values of a record reached its graph, proven by altering each of them.

A value has reached the graph if the graph becomes another one when the value is changed, and when
it is removed. That asks the mapping itself and trusts no list of fields.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from kg.iris import Iris
from kg.mapping import map_record
from kg.records import PageExtension, Record, Study, plain
from kg.terms import Triple

_DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_NCT_ID: Final = re.compile(r"NCT[0-9]{8}")

NOT_REMOVABLE: Final = frozenset(
    {"protocolSection.identificationModule.nctId", "page.listedTrials.nctId"}
)
"""What the model demands; without it there is no record, or no listed trial."""


@dataclass(slots=True)
class Coverage:
    """How many values each field path had, and how many of them no triple tells of.

    A path is in dots, without the positions in lists. `kept` counts values of fields that the model
    lacks: they are in the graph as kg:UnmappedField, with their path.
    """

    records: int = 0
    values: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    examples: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add(self, record: Record, iris: Iris | None = None, most: int | None = None) -> None:
        """Counts the values of one record; of more than `most` every n-th is altered."""
        self.records += 1
        for unmapped in record.unmapped:
            self.kept[re.sub(r"\[\d+\]", "", unmapped.path)] += 1
        for path, value, reached in _altered(record, iris or Iris(), most):
            self.values[path] += 1
            if not reached:
                self.lost[path] += 1
                self.examples.setdefault(path, (record.nct_id, repr(value)[:60]))

    @property
    def share_lost(self) -> float:
        """The share of values, between 0 and 1, that no triple tells of."""
        return self.lost.total() / self.values.total() if self.values else 0.0


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value in the plain form of a record: where it hangs, and its path."""

    holder: Any
    key: Any
    path: str

    @property
    def value(self) -> Any:
        return self.holder[self.key]


def leaves(value: Any, path: str = "") -> Iterator[Leaf]:
    """Every value of a plain structure that is neither a list nor an object nor blank."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in pairs:
        here = path if isinstance(value, list) else f"{path}.{key}" if path else str(key)
        if isinstance(each, (dict, list)):
            yield from leaves(each, here)
        elif each is not None and str(each).strip():
            yield Leaf(value, key, here)


def changed(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if _DATE.fullmatch(value):
        return f"{int(value[:4]) - 1:04}{value[4:]}"
    if _NCT_ID.fullmatch(value):
        return f"NCT{(int(value[3:]) + 1) % 10**8:08}"
    return f"{value} altered"


def _altered(record: Record, iris: Iris, most: int | None) -> Iterator[tuple[str, Any, bool]]:
    parts = {"": plain(record.study), "page": plain(record.page) if record.page else {}}
    original = map_record(record, iris).triples
    found = [leaf for prefix, part in parts.items() for leaf in leaves(part, prefix)]
    step = -(-len(found) // most) if most else 1
    for leaf in found[::step]:
        value = leaf.value
        leaf.holder[leaf.key] = changed(value)
        reached = _triples(record, parts, iris) != original
        if reached and leaf.path not in NOT_REMOVABLE:
            del leaf.holder[leaf.key]
            reached = _triples(record, parts, iris) != original
            _put_back(leaf, value)
        else:
            leaf.holder[leaf.key] = value
        yield leaf.path, value, reached


def _put_back(leaf: Leaf, value: Any) -> None:
    if isinstance(leaf.holder, list):
        leaf.holder.insert(leaf.key, value)
    else:
        leaf.holder[leaf.key] = value


def _triples(record: Record, parts: dict[str, Any], iris: Iris) -> list[Triple]:
    altered = msgspec.structs.replace(
        record,
        study=msgspec.convert(parts[""], Study),
        page=msgspec.convert(parts["page"], PageExtension) if record.page else None,
    )
    return map_record(altered, iris).triples
