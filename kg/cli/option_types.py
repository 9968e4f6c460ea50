"""Building blocks of options: choices from a table, and several options as one decorator."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import Any

import click

Command = Callable[..., Any]


class TableChoice(click.Choice):  # type: ignore[type-arg]
    """The keys of a table ("module:NAME"), imported on first use so that `kg` starts fast."""

    def __init__(self, table: str, *others: str) -> None:
        self._table = table
        self._others = others
        self.case_sensitive = True

    @cached_property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override]
        """The keys in the order of the table, then the others."""
        module, _, name = self._table.partition(":")
        return (*getattr(import_module(module), name), *self._others)


def option_group(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Several options as one decorator; --help shows them in this order."""

    def decorated(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorated
