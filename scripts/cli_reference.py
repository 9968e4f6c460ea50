"""Writes docs/cli.md from the help of every command; a test keeps the two in agreement."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import cli

WIDTH = 100


def reference() -> str:
    """The help of every command, on one page."""
    parts = ["# The command line\n\nWritten from `--help` by `python scripts/cli_reference.py`.\n"]
    for name, command in [("kg", cli), *((f"kg {n}", c) for n, c in sorted(cli.commands.items()))]:
        context = click.Context(command, info_name=name, **cli.context_settings)
        context.terminal_width = context.max_content_width = WIDTH
        parts.append(f"## {name}\n\n```\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    Path(__file__).parents[1].joinpath("docs", "cli.md").write_text(reference(), encoding="utf-8")
