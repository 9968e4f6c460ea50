"""What is printed: messages on stderr, data on stdout; nothing of it can control the terminal."""

from __future__ import annotations

import io
import os
import shutil
import sys
from contextlib import suppress
from typing import Any, Final

import click

from kg.errors import OutputError
from kg.system.file_set import output_errors
from kg.text.printable import printable, printable_line

_STREAMS: Final = (
    ("stdin", "r", os.O_RDONLY),
    ("stdout", "w", os.O_RDONLY),
    ("stderr", "w", os.O_WRONLY),
)


class MessageStream(io.TextIOWrapper):
    """The standard error: what is written becomes printable, and a failed write is ignored."""

    def write(self, text: str, /) -> int:
        with suppress(OSError, ValueError):
            super().write(printable(text))
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            super().flush()


class DataStream(io.TextIOWrapper):
    """The standard output: a failed write raises OutputError, with the reason."""

    def write(self, text: str, /) -> int:
        with output_errors("standard output"):
            return super().write(text)

    def flush(self) -> None:
        with output_errors("standard output"):
            super().flush()


def open_streams() -> None:
    """Replaces streams that the caller has closed, and makes sure of what stderr prints.

    A file that is opened later would take the place of a closed one. Writing to a closed stdout
    remains an error.
    """
    for number, (name, mode, flags) in enumerate(_STREAMS):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, flags)  # takes the lowest free number
        if getattr(sys, name) is None:
            stream = open(number, mode, encoding="utf-8")  # noqa: PTH123, SIM115
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
    given = sys.stdout
    sys.stdout = DataStream(given.buffer, given.encoding, "backslashreplace")
    given = sys.stderr
    sys.stderr = MessageStream(
        given.buffer, given.encoding, "backslashreplace", line_buffering=True, write_through=True
    )


def close_streams() -> None:
    """Writes what is left for stdout; OutputError if it can't be written.

    The interpreter flushes again at its end, which must not fail then.
    """
    try:
        sys.stdout.flush()
    except (OSError, OutputError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


def say(sentence: str) -> None:
    """Prints a message, a line of stderr."""
    click.echo(printable_line(sentence), err=True)


def terminal(**options: Any) -> Any:
    """The terminal of stderr for a progress bar, whose control codes are kg's own."""
    from rich.console import Console

    return Console(file=sys.__stderr__, **options)


def capitalised(text: str) -> str:
    """The text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def line_width(most: int = 1000) -> int:
    """The characters of a line of the terminal, or of COLUMNS, but at least 20 and at most `most`.

    100 if there is no terminal.
    """
    return max(20, min(shutil.get_terminal_size((100, 40)).columns, most))


def write_out(text: str) -> None:
    """Writes text for people to stdout; OutputError if not all of it could be written."""
    write_data(printable(text))


def write_data(text: str) -> None:
    """Writes data to stdout as UTF-8, unchanged except on a terminal.

    Raises OutputError if not all of it could be written.
    """
    from kg.system.output_files import open_output

    with open_output("-") as output:
        output.write(text)
