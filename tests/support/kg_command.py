"""The command `kg` as a user runs it: a process, its exit status, its data and its messages."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from tests.support.copied_process import ORIGINAL, communicated, copied
from tests.support.paths import ROOT

COMMAND: Final = (sys.executable, "-m", "kg")

LONGEST: Final = 300.0
"""Seconds that a command may take."""


@dataclass(frozen=True)
class Ran:
    """The result of a command: `data` is its stdout, `talk` its stderr."""

    status: int
    data: bytes
    talk: str

    @property
    def text(self) -> str:
        """Stdout as text."""
        return self.data.decode()


def environment(**changes: str) -> dict[str, str]:
    """The environment of a command: this one's, with the checkout to import from, 100 wide."""
    fixed = {"PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "100"}
    return {**os.environ, **fixed, **changes}


def kg(
    *arguments: str | Path,
    cwd: Path,
    given: bytes = b"",
    env: Mapping[str, str] | None = None,
    anew: bool = False,
) -> Ran:
    """Runs `kg` in the folder `cwd`, with `given` as its stdin and `env` added to its environment.

    Its process is a copy of one that has imported kg, or with `anew` a new one. Whatever it does,
    it may not end in a traceback.
    """
    words, variables = [str(each) for each in arguments], environment(**(env or {}))
    if anew or not ORIGINAL.fits(variables):
        ran = subprocess.run(
            [*COMMAND, *words],
            cwd=cwd,
            env=variables,
            input=given,
            capture_output=True,
            timeout=LONGEST,
            check=False,
        )
        status, data, stderr = ran.returncode, ran.stdout, ran.stderr
    else:
        status, data, stderr = communicated(words, cwd, variables, given, LONGEST)
    talk = stderr.decode("utf-8", "backslashreplace")
    assert "Traceback" not in talk, talk
    return Ran(status, data, talk)


def on_a_terminal(
    *arguments: str | Path,
    cwd: Path,
    stream: Literal["stdout", "stderr"] = "stdout",
    env: Mapping[str, str] | None = None,
) -> Ran:
    """Runs `kg` with a terminal as one of its outputs; `data` is what the terminal gets."""
    variables = environment(**(env or {}))
    assert ORIGINAL.fits(variables)
    ours, theirs = pty.openpty()
    nothing = os.open(os.devnull, os.O_RDWR)
    outputs = (theirs, nothing) if stream == "stdout" else (nothing, theirs)
    command = copied([str(each) for each in arguments], cwd, variables, [nothing, *outputs])
    os.close(theirs)
    os.close(nothing)
    with ThreadPoolExecutor(1) as pool:
        shown = pool.submit(_all_of, ours)
        status = command.wait(LONGEST)
    os.close(ours)
    return Ran(status, shown.result(), "")


def _all_of(terminal: int) -> bytes:
    found = b""
    while True:
        try:
            piece = os.read(terminal, 65_536)
        except OSError:  # how Linux says that the other side has gone
            return found
        if not piece:
            return found
        found += piece
