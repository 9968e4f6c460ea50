"""The command `kg` as a user runs it: a process, its exit status, its data and its messages."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from tests.support.paths import ROOT

COMMAND: Final = (sys.executable, "-m", "kg")


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
    *arguments: str | Path, cwd: Path, given: bytes = b"", env: Mapping[str, str] | None = None
) -> Ran:
    """Runs `kg` in the folder `cwd`, with `given` as its stdin and `env` added to its environment.

    Whatever it does, it may not end in a traceback.
    """
    ran = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=environment(**(env or {})),
        input=given,
        capture_output=True,
        timeout=300,
        check=False,
    )
    talk = ran.stderr.decode("utf-8", "backslashreplace")
    assert "Traceback" not in talk, talk
    return Ran(ran.returncode, ran.stdout, talk)


def on_a_terminal(
    *arguments: str | Path,
    cwd: Path,
    stream: Literal["stdout", "stderr"] = "stdout",
    env: Mapping[str, str] | None = None,
) -> Ran:
    """Runs `kg` with a terminal as one of its outputs; `data` is what the terminal gets."""
    ours, theirs = pty.openpty()
    outputs = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: theirs}
    with subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=environment(**(env or {})),
        stdin=subprocess.DEVNULL,
        stdout=outputs["stdout"],
        stderr=outputs["stderr"],
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65_536)
            except OSError:  # how Linux says that the other side has gone
                break
            if not piece:
                break
            shown += piece
    os.close(ours)
    return Ran(process.returncode, shown, "")
