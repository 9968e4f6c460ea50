"""Building blocks of options: choices from a table, and several options as one decorator."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import Any, Final

import click
from click.shell_completion import CompletionItem

Command = Callable[..., Any]


LARGEST: Final = 10_000_000
"""The largest number that an option takes; the operating system's limits are above it."""

_SMALLEST: Final = 1e-6


class Number(click.FloatRange):
    """A number within a range; not NaN, nor so large or small that nothing can be done with it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        found = super().convert(value, param, ctx)
        if not (found == 0 or _SMALLEST <= abs(found) <= LARGEST):  # NaN is in no range
            self.fail(f"{value} is not a number from {_SMALLEST:f} to {LARGEST:,}", param, ctx)
        return found


class WholeNumber(click.IntRange):
    """A whole number within a range."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        found = super().convert(value, param, ctx)
        if found > LARGEST:
            self.fail(f"{value} is more than {LARGEST:,}", param, ctx)
        return found


class WordChoice(click.Choice):  # type: ignore[type-arg]
    """A choice of words; a format is also named by the ending of its files, ttl or .ttl."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if ctx is not None and ctx.resilient_parsing:
            return value  # another value is completed, which is not to wait for a table
        return super().convert(self._named(value), param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[Any]]:
        """The words that begin so, or the format of files with this ending."""
        named = self._named(incomplete)
        if named != incomplete:
            return [CompletionItem(named)]
        return super().shell_complete(ctx, param, incomplete)

    def _named(self, word: Any) -> Any:
        """The word of the choice for a word or an ending."""
        if word in self.choices:
            return word
        from kg.formats import name_of_ending
        from kg.queries.forms import form_of_ending

        form = form_of_ending(str(word))
        found = form.name if form else name_of_ending(str(word))
        return found if found in self.choices else word


class TableChoice(WordChoice):
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
