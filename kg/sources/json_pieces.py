"""Reads a JSON record that does not fit the model: what fits, and the rest as unmapped fields.

A bad value affects no other. It is kept unchanged, with its path and a finding that says why it
does not fit: an unknown field, another type of value, or a number outside its range.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, TypeAlias

from msgspec import inspect

from kg.records import Finding, SourceField, Study
from kg.records.redaction import CONTACT_PERSONS, RECORD
from kg.sources.json_objects import Oversized, as_text, earlier_members

_KINDS: Final[dict[type, str]] = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "an object",
    Oversized: "a number of this size",
}


_EARLIER: Final = "an earlier member of the same name, of which the last counts"


@dataclass(frozen=True, slots=True)
class LeafModel:
    """Values of these types, and numbers from `least` to `most`."""

    types: tuple[type, ...]
    least: float = -math.inf
    most: float = math.inf

    def misfit(self, value: Any) -> str:
        """Why a value does not fit, "" if it does."""
        if type(value) not in self.types:
            return _expected(self.types[0], value)
        if not isinstance(value, int | float):
            return ""
        if value < self.least:
            return f"a number below {self.least:g}"
        return f"a number above {self.most:g}" if value > self.most else ""


@dataclass(frozen=True, slots=True)
class ListModel:
    """A list of such items."""

    items: JsonModel


@dataclass(frozen=True, slots=True)
class ObjectModel:
    """An object with these fields.

    `is_contact`: it is a contact person. `has_contacts`: it may contain one, at any depth.
    """

    fields: dict[str, JsonModel]
    is_contact: bool
    has_contacts: bool = field(init=False)

    def __post_init__(self) -> None:
        has_contacts = self.is_contact or any(map(_has_contacts, self.fields.values()))
        object.__setattr__(self, "has_contacts", has_contacts)


JsonModel: TypeAlias = "LeafModel | ListModel | ObjectModel"
"""What a value may be."""


class JsonPieces:
    """Splits a record into what fits the model and unmapped fields."""

    def __init__(self, findings: list[Finding]) -> None:
        self.unmapped: list[SourceField] = []
        self.findings = findings
        self.contact_places = {
            finding.field: place for finding in findings if (place := contact_place(finding.field))
        }

    def inside(self, content: dict[str, Any], name: str) -> Any:
        """The member `name` of an object; its other members become unmapped fields."""
        for other, member in content.items():
            if other != name:
                self._keep_unmapped(member, other, "not part of the record", RECORD)
        for other, member in earlier_members(content):
            self._keep_unmapped(member, other, _EARLIER, RECORD)
        return content[name]

    def study(self, content: dict[str, Any]) -> Any:
        """The part of a record that fits the model."""
        return self._fitting(content, study_model(), "", "")

    def _fitting(self, value: Any, model: JsonModel, path: str, contact: str) -> Any:
        """The part of `value` that fits `model`; None if nothing does, or it is null.

        `contact` is the path of the contact person that the value belongs to, "" if to none.
        """
        match model:
            case _ if value is None:
                return None
            case ObjectModel() if isinstance(value, dict):
                return self._members(value, model, path, contact)
            case ListModel() if isinstance(value, list):
                found = (
                    self._fitting(item, model.items, f"{path}[{i}]", contact)
                    for i, item in enumerate(value)
                )
                return [item for item in found if item is not None]
            case ListModel(LeafModel() as leaf) if not leaf.misfit(value):
                return [value]  # older versions give the only value instead of a list of one
            case LeafModel():
                single = unboxed(value)
                if single is not None and not model.misfit(single):
                    return single
                reason = model.misfit(value)
            case _:
                reason = _expected(list if isinstance(model, ListModel) else dict, value)
        self._keep_unmapped(value, path, reason, contact or (path if _has_contacts(model) else ""))
        return None

    def _members(self, value: dict[str, Any], model: ObjectModel, path: str, contact: str) -> Any:
        if model.is_contact:
            contact = path
        beside = (path or RECORD) if model.has_contacts else ""
        members = {}
        for name, member in value.items():
            below = joined(path, name)
            if name in model.fields:
                fitting = self._fitting(member, model.fields[name], below, contact)
                if fitting is not None:
                    members[name] = fitting
            else:
                self._keep_unmapped(member, below, "an unknown field", contact or beside)
        for name, member in earlier_members(value):
            self._keep_unmapped(member, joined(path, name), _EARLIER, contact or beside)
        return members

    def _keep_unmapped(self, value: Any, path: str, reason: str, contact: str) -> None:
        if value is not None:
            self.unmapped.append(SourceField(path, as_text(value)))
            self.findings.append(Finding(path, f"{reason}; its value is kept as it is"))
            if contact:
                self.contact_places[path] = contact


def joined(path: str, name: str) -> str:
    """The path of a member of the object at `path`."""
    return f"{path}.{name}" if path else name


def contact_place(path: str) -> str:
    """The path of the contact person that a field may belong to, "" if to none."""
    model: JsonModel = study_model()
    place = ""
    for name in path.split("."):
        while isinstance(model, ListModel):
            model = model.items
        if not isinstance(model, ObjectModel):
            return ""
        if model.is_contact:
            return place
        bare = name.partition("[")[0]
        if bare not in model.fields:
            return (place or RECORD) if model.has_contacts else ""
        model, place = model.fields[bare], joined(place, name)
    return place if _has_contacts(model) else ""


@cache
def study_model() -> ObjectModel:
    """The record model, as values of JSON."""
    model = _model(inspect.type_info(Study))
    assert isinstance(model, ObjectModel)
    return model


def _model(shape: inspect.Type) -> JsonModel:
    match shape:
        case inspect.StructType():
            fields = {each.encode_name: _model(each.type) for each in shape.fields}
            return ObjectModel(fields, shape.cls in CONTACT_PERSONS)
        case inspect.UnionType():
            return next(_model(t) for t in shape.types if not isinstance(t, inspect.NoneType))
        case inspect.ListType():
            return ListModel(_model(shape.item_type))
        case inspect.IntType():
            return LeafModel((int,), *_range(shape, math.inf))
        case inspect.FloatType():
            return LeafModel((float, int), *_range(shape, sys.float_info.max))
    return LeafModel(({inspect.StrType: str, inspect.BoolType: bool}[type(shape)],))


def _range(shape: inspect.IntType | inspect.FloatType, largest: float) -> tuple[float, float]:
    return (
        -largest if shape.ge is None else shape.ge,
        largest if shape.le is None else shape.le,
    )


def _has_contacts(model: JsonModel) -> bool:
    if isinstance(model, ListModel):
        return _has_contacts(model.items)
    return isinstance(model, ObjectModel) and model.has_contacts


def unboxed(value: Any) -> Any:
    """The only item of a list, as programs in R write a single value; any other value as it is."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _expected(kind: type, value: Any) -> str:
    return f"expected {_KINDS[kind]}, not {_KINDS[type(value)]}"
