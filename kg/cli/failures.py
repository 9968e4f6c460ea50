"""How a failed run ends: one sentence for any exception, and the exit status.

KG_DEBUG=1 in the environment prints the traceback too.
"""

from __future__ import annotations

import os
import sys
import threading
from typing import Final

import click

from kg.cli.console import say
from kg.errors import KgError, reason

FAILED: Final = 2
INTERRUPTED: Final = 130

_LONGEST: Final = 300


def report(error: BaseException) -> int:
    """Prints why a run failed, and returns its exit status."""
    try:
        if os.environ.get("KG_DEBUG"):
            sys.excepthook(type(error), error, error.__traceback__)
        return _reported(error)
    except BaseException:  # noqa: BLE001 - no memory is left even for the sentence
        os.write(2, b"kg: failed, and the reason could not be printed\n")
        return FAILED


def _reported(error: BaseException) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return FAILED
    if isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        if context:
            click.echo(context.get_usage(), err=True)
            say(f"Try '{context.command_path} --help' for help.")
            say("")
        say(f"Error: {error.format_message()}")
        return FAILED
    if isinstance(error, KeyboardInterrupt | click.Abort):
        say("kg: interrupted; nothing was left half-written")
        return INTERRUPTED
    if isinstance(error, BrokenPipeError):
        return 1  # the reader of stdout has gone, which needs no message
    say(f"kg: {_sentence(error)}")
    return FAILED


def _sentence(error: BaseException) -> str:
    if isinstance(error, KgError):
        return str(error)
    if isinstance(error, MemoryError):
        return "memory ran out: give it more, or less to do at once"
    if isinstance(error, RecursionError):
        return "the input is nested too deep"
    if isinstance(error, OSError):
        place = (
            f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
        )
        return f"{place}{reason(error)}"
    text = f"{type(error).__name__}: {error}"[:_LONGEST]
    return (
        f"an error in kg itself ({text}): please report it at {_address()} with the command;"
        " KG_DEBUG=1 in the environment shows where it happened"
    )


def _address() -> str:
    """Where reports can be sent, as the package says."""
    from importlib import metadata

    links = metadata.metadata("kg-trials").get_all("Project-URL") or ()
    return next(str(each).partition(", ")[2] for each in links if str(each).startswith("Issues,"))


def silence_threads() -> None:
    """Silences errors that can't be raised, as in a thread or a destructor."""
    if not os.environ.get("KG_DEBUG"):
        sys.unraisablehook = lambda _: None
        threading.excepthook = lambda _: None
