"""The base of every structure of the record model (`kg.records`, `kg.results_records`)."""

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
