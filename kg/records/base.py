"""The base of every structure of the record model, and a structure that several sections share."""

from __future__ import annotations

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


class DateStruct(Module):
    """A date with whether it has happened (ACTUAL) or is expected (ESTIMATED)."""

    date: str | None = None
    type: str | None = None
