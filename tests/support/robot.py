"""ROBOT: a report of faults, the check of an OWL profile, and a reasoner for ontologies.

http://robot.obolibrary.org/; `make robot` installs it.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.support.java import QUICK
from tests.support.paths import ROOT

Robot = Callable[..., str]
"""What the fixture `robot` gives a test: the function `robot` below."""

HOME: Final = ROOT / ".cache" / "robot"
MAIN: Final = "org.obolibrary.robot.CommandLineInterface"


class RefusedError(AssertionError):
    """ROBOT found a fault in an ontology; the text is its output."""


def missing() -> str | None:
    """The reason why ROBOT can't be run here, or None where it can."""
    if not any(HOME.glob("installed-*")):
        return "ROBOT isn't installed: `make robot` does it"
    return None if shutil.which("java") else "ROBOT needs java"


def robot(*arguments: str | Path) -> str:
    """What ROBOT prints. Commands may follow each other; each takes the ontology of the last."""
    ran = subprocess.run(
        ["java", *QUICK, "-cp", f"{HOME}/lib/*", MAIN, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if ran.returncode:
        raise RefusedError(ran.stdout + ran.stderr)
    return ran.stdout
