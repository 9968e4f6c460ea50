"""The base of every structure of the record model, and a structure that several sections share."""

from __future__ import annotations

from functools import cache
from types import NoneType
from typing import Annotated, Any, TypeAlias, TypeVar, get_args, get_type_hints

import msgspec


class Module(
    msgspec.Struct,
    rename="camel",
    omit_defaults=True,
    gc=False,
    frozen=False,
    kw_only=True,
    forbid_unknown_fields=True,
):
    """The base of every part of a record."""


Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0)]
"""A number of things."""

Latitude: TypeAlias = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Longitude: TypeAlias = Annotated[float, msgspec.Meta(ge=-180, le=180)]
"""Degrees of WGS 84."""

Amount: TypeAlias = Annotated[float, msgspec.Meta(ge=0)]
"""A measure that is never negative."""

M = TypeVar("M", bound=Module)


def unless_empty(module: M) -> M | None:
    """The module; None where it says nothing."""
    return None if module == type(module)() else module


class DateStruct(Module):
    """A date with whether it has happened (ACTUAL) or is expected (ESTIMATED)."""

    date: str | None = None
    type: str | None = None


def model_field(model: type[Module], path: str) -> tuple[str, Any]:
    """The path in the registry's JSON, and the type without None, of the field at a path in dots.

    Raises KeyError if there is no such field.
    """
    names = []
    type_: Any = model
    for name in path.split("."):
        json_name, type_ = _fields(type_)[name]
        names.append(json_name)
    return ".".join(names), type_


@cache
def _fields(model: type[Module]) -> dict[str, tuple[str, Any]]:
    """The fields of a structure: their names in the registry's JSON, and their types."""
    types = get_type_hints(model)
    names = zip(model.__struct_fields__, model.__struct_encode_fields__, strict=True)
    return {name: (json_name, _present(types[name])) for name, json_name in names}


def _present(type_: Any) -> Any:
    """A type without None."""
    present = [each for each in get_args(type_) if each is not NoneType]
    return present[0] if NoneType in get_args(type_) else type_
