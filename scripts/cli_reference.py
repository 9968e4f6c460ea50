"""Writes docs/cli.md from the help of every command; a test keeps the two in agreement."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from kg.cli import cli
from kg.spark.command import kg_spark

WIDTH = 100


def contexts(
    command: click.Command = cli, above: click.Context | None = None
) -> Iterator[click.Context]:
    """The context of a command and of those below it, named as they are typed, sorted."""
    settings = command.context_settings if above is None else {}
    name = "kg" if command is cli else command.name
    context = click.Context(command, info_name=name, parent=above, **settings)
    yield context
    for _, each in sorted(command.commands.items()) if isinstance(command, click.Group) else ():
        yield from contexts(each, context)


def every_context() -> Iterator[click.Context]:
    """The contexts of the commands of kg, and that of kg-spark."""
    yield from contexts()
    yield from contexts(kg_spark)


def reference() -> str:
    """The help of every command, on one page."""
    parts = ["# The command line\n\nWritten from `--help` by `python scripts/cli_reference.py`.\n"]
    for context in every_context():
        context.terminal_width = context.max_content_width = WIDTH
        path, text = context.command_path, context.command.get_help(context)
        parts.append(f"## {path}\n\n```\n{text}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    Path(__file__).parents[1].joinpath("docs", "cli.md").write_text(reference(), encoding="utf-8")
