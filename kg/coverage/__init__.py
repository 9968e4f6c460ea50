"""Coverage: which values of a record reached its graph, tested by altering each of them.

A value has reached the graph if the graph changes when the value is changed, and when it is
removed. This tests the mapping itself and relies on no list of fields. If changing a value changes
the graph but removing it does not, another value implies it, and it counts as said twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, Protocol

import msgspec

from kg.mapping import map_record
from kg.rdf.iris import Iris
from kg.rdf.terms import Triple
from kg.records import PageExtension, Record, Study, plain

_DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_NCT_ID: Final = re.compile(r"NCT[0-9]{8}")
_CTIS: Final = re.compile(r"(20[0-9]{2}-5[0-9]{5}-)([0-9]{2})(-[0-9]{2})")

NOT_REMOVABLE: Final = frozenset(
    {
        "protocolSection.identificationModule.nctId",
        "page.listedTrials.nctId",
        "clinical_study.id_info.nct_id",
        "ctNumber",
        "fullTrial.trial.isrctn",
        "Trial.TrialID",
        "TrialID",
    }
)
"""The fields that the model requires; without them there is no record, or no listed trial."""


@dataclass(slots=True)
class Coverage:
    """The number of values of each field path, and of those that no triple states.

    A path is dotted, without the positions in lists. `twice` counts the values that another value
    implies, and `kept` those of fields that the model lacks: they are in the graph as
    kg:UnmappedField, with their path. `left_out` counts those that are not kept on purpose.
    """

    records: int = 0
    values: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    twice: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    examples: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add(
        self,
        record: Record,
        iris: Iris | None = None,
        most: int | None = None,
        values: Values | None = None,
    ) -> None:
        """Counts the values of one record; if there are more than `most`, every n-th is altered.

        `values` are those of the source that it was read from; by default, those of the model.
        """
        self.records += 1
        for unmapped in record.unmapped:
            self.kept[re.sub(r"\[\d+\]", "", unmapped.path)] += 1
        values = values or ModelValues(record)
        for path, value, fate in _altered(values, iris or Iris(), most):
            self.values[path] += 1
            if fate is not ValueFate.REACHED:
                (self.lost if fate is ValueFate.LOST else self.twice)[path] += 1
                self.examples.setdefault(path, (record.number, repr(value)[:60]))
        self.left_out.update(values.left_out)

    @property
    def share_lost(self) -> float:
        """The share of values, between 0 and 1, that no triple states."""
        return self.lost.total() / self.values.total() if self.values else 0.0


class ValueFate(Enum):
    """What became of a value in the graph."""

    REACHED = "reached"
    TWICE = "said twice"
    LOST = "lost"


class Alterable(Protocol):
    """A value that can be changed, removed and put back, with its path."""

    @property
    def path(self) -> str: ...
    @property
    def value(self) -> Any: ...
    def change(self) -> None: ...
    def remove(self) -> None: ...
    def put_back(self) -> None: ...


class Values(Protocol):
    """The values of a record, and the record with some of them altered.

    `left_out` are the paths of those that are not kept on purpose, once `leaves` has been called.
    """

    @property
    def left_out(self) -> Collection[str]: ...
    def leaves(self) -> list[Alterable]: ...
    def record(self) -> Record: ...


class Leaf:
    """A value in the plain form of a record: its holder, its key and its path."""

    __slots__ = ("holder", "key", "path", "value")

    def __init__(self, holder: Any, key: Any, path: str) -> None:
        self.path = path
        self.value = holder[key]
        self.holder = holder
        self.key = key

    def change(self) -> None:
        self.holder[self.key] = changed(self.value)

    def remove(self) -> None:
        del self.holder[self.key]

    def put_back(self) -> None:
        """Puts the value back where it was removed."""
        if isinstance(self.holder, list):
            self.holder.insert(self.key, self.value)
        else:
            self.holder[self.key] = self.value


class ModelValues:
    """The values of the record model."""

    left_out: Collection[str] = ()

    def __init__(self, record: Record) -> None:
        self._record = record
        self._study = plain(record.study)
        self._page = plain(record.page) if record.page else {}

    def leaves(self) -> list[Alterable]:
        return [*leaves(self._study), *leaves(self._page, "page")]

    def record(self) -> Record:
        return msgspec.structs.replace(
            self._record,
            study=msgspec.convert(self._study, Study),
            page=msgspec.convert(self._page, PageExtension) if self._record.page else None,
        )


def leaves(
    value: Any, path: str = "", skip: Callable[[str, Any, Any], bool] | None = None
) -> Iterator[Leaf]:
    """Every value of a plain structure except lists, objects and blank values.

    `skip` is asked with a path, the holder and the key of a value whether to leave it out.
    """
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in pairs:
        here = path if isinstance(value, list) else f"{path}.{key}" if path else str(key)
        if skip and skip(here, value, key):
            continue
        if isinstance(each, (dict, list)):
            yield from leaves(each, here, skip)
        elif each is not None and str(each).strip():
            yield Leaf(value, key, here)


def changed(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value - 1 if value > 0 else value + 1  # towards 0, within every range
    if isinstance(value, float):
        return value / 2 if value else 1.0
    if _DATE.fullmatch(value):
        return f"{int(value[:4]) - 1:04}{value[4:]}"
    if _NCT_ID.fullmatch(value):
        return f"NCT{(int(value[3:]) + 1) % 10**8:08}"
    if number := _CTIS.fullmatch(value):
        return f"{number[1]}{(int(number[2]) + 1) % 100:02}{number[3]}"
    return f"{value} altered"


def _altered(values: Values, iris: Iris, most: int | None) -> Iterator[tuple[str, Any, ValueFate]]:
    original = _triples(values, iris)
    found = values.leaves()
    step = -(-len(found) // most) if most else 1
    for leaf in found[::step]:
        yield leaf.path, leaf.value, _fate(leaf, original, values, iris)


def _fate(leaf: Alterable, original: list[Triple], values: Values, iris: Iris) -> ValueFate:
    leaf.change()
    shows = _triples(values, iris) != original
    leaf.remove()
    lacks = leaf.path in NOT_REMOVABLE or not shows or _triples(values, iris) != original
    leaf.put_back()
    if shows and lacks:
        return ValueFate.REACHED
    return ValueFate.TWICE if shows else ValueFate.LOST


def _triples(values: Values, iris: Iris) -> list[Triple]:
    return map_record(values.record(), iris).triples
