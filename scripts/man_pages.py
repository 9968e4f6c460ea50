"""Writes a manual page of every command to build/man/, from its help.

`man -M build/man kg-export` shows one. https://man7.org/linux/man-pages/man7/man-pages.7.html
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

import kg
from scripts.cli_reference import every_context

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "build" / "man" / "man1"

LONGEST: Final = 200
"""Characters of the help of a command in a list, which is not cut."""

_TYPED: Final = str.maketrans(
    {"\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti"}
)
"""Characters for which a formatter would print another. https://man.openbsd.org/mandoc_char.7"""

AS_IT_IS: Final = "\b\n"
"""How click marks a paragraph whose lines are kept."""


def pages() -> dict[str, str]:
    """The name of each file and its text."""
    return {f"{_name(each)}.1": "\n".join(_page(each)) + "\n" for each in every_context()}


def _page(context: click.Context) -> Iterator[str]:
    command = context.command
    help = inspect.cleandoc(command.help or "")
    summary = " ".join(help.split("\n\n")[0].split()).removesuffix(".")
    title = _text(_name(context).upper())
    yield f'.TH {title} 1 {_date()} "kg {kg.__version__}" "kg"'
    yield from (".SH NAME", f"{_text(_name(context))} \\- {_text(summary)}")
    yield ".SH SYNOPSIS"
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"\\fB{_text(context.command_path)}\\fR {_text(usage)}"
    yield ".SH DESCRIPTION"
    for number, paragraph in enumerate(help.split("\n\n")):
        yield from _paragraph(paragraph, first=number == 0)
    yield ".SH OPTIONS"
    for parameter in command.get_params(context):
        term, meaning = parameter.get_help_record(context) or ("", "")
        if meaning:
            yield from _item(term, meaning)
    if isinstance(command, click.Group):
        yield ".SH COMMANDS"
        for each in sorted(command.commands.values(), key=lambda command: command.name or ""):
            short = each.get_short_help_str(LONGEST)
            yield from _item(f"{context.command_path} {each.name}", short)
    if context.parent is not None:
        yield from (".SH SEE ALSO", f".BR {_text(_name(context.parent))} (1)")


def _paragraph(text: str, *, first: bool) -> Iterator[str]:
    if not first:
        yield ".PP"
    if text.startswith(AS_IT_IS):
        yield from (".nf", *map(_line, text.removeprefix(AS_IT_IS).split("\n")), ".fi")
    else:
        yield from map(_line, text.split("\n"))


def _item(term: str, text: str) -> Iterator[str]:
    """An entry of a list: what is typed, in bold, and what it means."""
    yield from (".TP", f"\\fB{_text(term)}\\fR", _line(text))


def _line(text: str) -> str:
    """A line that is no request, whatever it begins with."""
    return ("\\&" if text.startswith(".") else "") + _text(text)


def _text(text: str) -> str:
    """Text in which each character is what is typed, not its typographic form."""
    return text.translate(_TYPED)


def _name(context: click.Context) -> str:
    return context.command_path.replace(" ", "-")


def _date() -> str:
    """The date of the release, so that the same commands give the same pages."""
    found = re.search(r"^date-released: .*?(\d{4}-\d\d-\d\d)", _citation(), re.MULTILINE)
    return found[1] if found else '""'


def _citation() -> str:
    return (ROOT / "CITATION.cff").read_text("utf-8")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")
