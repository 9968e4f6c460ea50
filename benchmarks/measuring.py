"""Commands run in turn, each in a process of its own, with the operating system's account of each.

https://man7.org/linux/man-pages/man2/getrusage.2.html. Only light imports: a child's peak memory is
never below what its parent held when it was started.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
"""The checkout that is measured, installed or not."""
REAL_RECORDS = ROOT.parent / "shared" / "records" / "ctgov-v2"
"""Real records, where they lie beside the checkout."""

_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
_ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}


class Run(NamedTuple):
    """One finished run: processor seconds (user and system), peak memory in MiB, what it said."""

    seconds: float
    peak: float
    said: str


class Spread(NamedTuple):
    """The median of several runs with the least and the greatest."""

    median: float
    least: float
    most: float


def run(command: Sequence[str]) -> Run:
    """Runs a command of this Python to its end; what it writes on stderr is let through."""
    child = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=_ENVIRONMENT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    with child.stdout:
        said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"python {' '.join(command)} ended with status {child.returncode}")
    peak = usage.ru_maxrss * _MAXRSS_UNIT / (1 << 20)
    return Run(usage.ru_utime + usage.ru_stime, peak, said)


def in_turn(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, list[Run]]:
    """Every command once in each round (A B C A B C ...), after a round that is not counted."""
    for command in commands.values():
        run(command)
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(run(command))
    return runs


def spread(values: Sequence[float]) -> Spread:
    """Median, least and greatest; of an even number the upper of the two in the middle."""
    ordered = sorted(values)
    return Spread(ordered[len(ordered) // 2], ordered[0], ordered[-1])


def ratios(above: Sequence[float], below: Sequence[float]) -> Spread:
    """How many times `below` goes into `above`, round by round."""
    return spread([a / b for a, b in zip(above, below, strict=True)])
