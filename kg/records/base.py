"""The base of every structure of the record model, and a structure that several sections share."""

from __future__ import annotations

from typing import Annotated, TypeAlias, TypeVar

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
