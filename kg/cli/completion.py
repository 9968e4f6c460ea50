"""Completion in the shell: files, named queries and their parameters, trials of the store.

A value is completed according to its metavar. Whatever fails completes nothing, as the user is in
the middle of a line. https://click.palletsprojects.com/en/stable/shell-completion/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeAlias

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class
from click.types import StringParamType

from kg.cli.shared_options import DEFAULT_STORE

Item: TypeAlias = "CompletionItem[Any]"
Completer: TypeAlias = Callable[[click.Context, str], Iterable[Item]]
"""A function from the command so far and the beginning of a value to the values."""

VARIABLE: Final = "_KG_COMPLETE"
"""The variable of the environment by which a shell asks for completion."""

MOST_TRIALS: Final = 50
"""Trials that are listed; of more with NCT ids, their next digits are."""

_PREFIX: Final = "NCT"
_BEGINNING: Final = re.compile(rf"{_PREFIX}[0-9]{{0,8}}")


def files(context: click.Context, beginning: str) -> Iterator[Item]:
    """Files and folders, which the shell finds itself."""
    yield CompletionItem(beginning, type="file")


def folders(context: click.Context, beginning: str) -> Iterator[Item]:
    """Folders, which the shell finds itself."""
    yield CompletionItem(beginning, type="dir")


def queries(context: click.Context, beginning: str) -> Iterator[Item]:
    """The names of queries, or else files."""
    from kg.queries import named_query, names

    yield from files(context, beginning)
    for name in names():
        if name.startswith(beginning):
            yield CompletionItem(name, help=named_query(name).answers)


def parameters(context: click.Context, beginning: str) -> Iterator[Item]:
    """The parameters of the query that was named."""
    from kg.queries import named_query

    name = context.params.get("name") or context.args[0]
    for parameter in named_query(name).parameters:
        if parameter.name.startswith(beginning):
            yield CompletionItem(f"{parameter.name}=", help=parameter.meaning)


def trials(context: click.Context, beginning: str) -> Iterator[Item]:
    """The numbers in the embedded store; of many NCT ids their next digits."""
    from kg.registries.numbers import beginnings
    from kg.stores.embedded import EmbeddedStore

    if context.params.get("endpoint"):
        return
    store = EmbeddedStore(context.params.get("folder") or DEFAULT_STORE)
    start = beginning.upper()
    start = _PREFIX if _PREFIX.startswith(start) else start
    found = store.numbers(start, MOST_TRIALS + 1)
    for each in beginnings(beginning) if not found else ():
        found += store.numbers(each, MOST_TRIALS)
    while len(found) > MOST_TRIALS and _BEGINNING.fullmatch(start):
        longer = [f"{start}{digit}" for digit in range(10)]
        found = [each for each in longer if store.numbers(each, 1)]
        if len(found) == 1:
            [start] = found
            found = store.numbers(start, MOST_TRIALS + 1)
    yield from map(CompletionItem, found[:MOST_TRIALS])


BY_METAVAR: Final[dict[str, Completer]] = {
    "DIR": folders,
    "FILE": files,
    "FILE...": files,
    "FOLDER": folders,
    "KEY=VALUE": parameters,
    "NAME|FILE|-": queries,
    "NCT": trials,
    "NUMBER": trials,
    "PATH": files,
    "REPORT": files,
    "SOURCE...": files,
    "[DIR]": folders,
    "[NUMBER]...": trials,
    "[SOURCE]...": files,
}
"""Metavar of an option or argument -> what completes it; a choice completes itself."""


class Completed(StringParamType):
    """A text that is completed."""

    def __init__(self, completer: Completer) -> None:
        self._completer = completer

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[Item]:
        """The values that begin so; none if they can't be found."""
        try:
            return list(self._completer(ctx, incomplete))
        except Exception:  # noqa: BLE001 - no message may reach the line that is being typed
            return []


_END: Final = "    return 0\n"


@add_completion_class
class _Bash(BashComplete):
    """click's completion in bash, without a space after the = of a parameter."""

    source_template = BashComplete.source_template.replace(
        _END, f"    [[ ${{COMPREPLY[0]}} == *= ]] && compopt -o nospace\n{_END}"
    )


def complete_values(command: click.Command) -> None:
    """Completes the values of a command, and of the commands of a group."""
    for parameter in command.params:
        completer = BY_METAVAR.get(parameter.metavar or "")
        if completer is not None and isinstance(parameter.type, StringParamType):
            parameter.type = Completed(completer)
    if isinstance(command, click.Group):
        for each in command.commands.values():
            complete_values(each)
