"""HAPI FHIR's validator: rules, codes and references of resources by HL7's own definitions.

https://hapifhir.io/hapi-fhir/docs/validation/; `make hapi` installs it.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, NamedTuple

from tests.support.java import QUICK
from tests.support.paths import ROOT

HOME: Final = ROOT / ".cache" / "hapi"


class HapiMessage(NamedTuple):
    """What the validator says of the resource in a line of a file; `severity` is also "error"."""

    file: Path
    line: int
    severity: str
    kind: str
    place: str
    text: str


Hapi = Callable[[Iterable[Path]], list[HapiMessage]]
"""What the fixture `hapi` gives a test: the function `hapi` below."""


def missing() -> str | None:
    """The reason why the validator can't be run here, or None where it can."""
    if not any(HOME.glob("installed-*")):
        return "HAPI FHIR's validator isn't installed: `make hapi` does it"
    return None if shutil.which("java") else "HAPI FHIR's validator needs java"


def hapi(paths: Iterable[Path]) -> list[HapiMessage]:
    """The messages about files with a resource a line, by one start of Java."""
    ran = subprocess.run(
        [
            "java",
            *QUICK,
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            *("-cp", f"{HOME}/classes:{HOME}/lib/*", "ValidateFhir", *map(str, paths)),
        ],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found = []
    for line in ran.stdout.splitlines():
        file, number, severity, kind, place, text = line.split("\t")
        found.append(HapiMessage(Path(file), int(number), severity, kind, place, text))
    return found
