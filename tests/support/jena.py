"""Apache Jena's riot: a parser of every RDF format that shares no code with Python's libraries.

https://jena.apache.org/documentation/io/#command-line-tools; `make jena` installs it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from tests.support.java import QUICK
from tests.support.paths import ROOT

Riot = Callable[[Iterable[Path]], Iterator[tuple[Path, set[str]]]]
"""The type of the fixture `riot`: the function `riot` below."""

HOME: Final = ROOT / ".cache" / "jena"

_RIOT: Final = ("-cp", f"{HOME}/lib/*", "riotcmd.riot", "--output=nquads")

NEXT: Final = "<urn:kg:next> <urn:kg:next> <urn:kg:next> .\n"
"""Precedes each file's lines in riot's output, which would otherwise run on from file to file."""

_ESCAPE: Final = re.compile(r"\\(.)")


class RefusedError(AssertionError):
    """riot reported an error or a warning in a file; the text is its message."""


def missing() -> str | None:
    """The reason why riot can't be used here, or None if it can."""
    if not any(HOME.glob("installed-*")):
        return "Apache Jena isn't installed: `make jena` does it"
    return None if shutil.which("java") else "Apache Jena needs java"


def riot(paths: Iterable[Path]) -> Iterator[tuple[Path, set[str]]]:
    """Each file with its triples and quads as riot reads them, one N-Quads line each, without end.

    All files are read in one start of Java, which takes a second by itself; the format of each is
    detected from its ending (.gz may follow). Tabs are written as kg writes them, unescaped.
    """
    files = list(paths)
    with tempfile.TemporaryDirectory() as folder:
        marker = Path(folder, "next.nt")
        marker.write_text(NEXT, encoding="utf-8")
        answer = Path(folder, "answer.nq")
        arguments = [str(name) for file in files for name in (marker, file.resolve())]
        with answer.open("wb") as out:
            ran = subprocess.run(
                ["java", *QUICK, *_RIOT, *arguments],
                stdout=out,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                check=False,
            )
        if ran.returncode:
            raise RefusedError(_complaints(ran.stderr))
        with answer.open(encoding="utf-8", newline="\n") as lines:
            yield from zip(files, _split(lines), strict=True)


def _split(lines: Iterable[str]) -> Iterator[set[str]]:
    """The lines after each marker, as one set for each."""
    found: set[str] | None = None
    for line in lines:
        if line == NEXT:
            if found is not None:
                yield found
            found = set()
        elif found is not None:
            found.add(_ESCAPE.sub(_tab, line[:-1]) if "\\t" in line else line[:-1])
    if found is not None:
        yield found


def _tab(escape: re.Match[str]) -> str:
    return "\t" if escape[1] == "t" else escape[0]


def _complaints(log: str) -> str:
    """The messages of riot about the files, without its list of those that are valid."""
    lines = [line for line in log.splitlines() if "next.nt" not in line]
    following = [*lines[1:], ""]
    return "\n".join(
        line
        for line, after in zip(lines, following, strict=True)
        if " INFO " not in line or (after and " INFO " not in after)
    )
