"""Commands run in turn, each in its own process, measured by the operating system.

https://man7.org/linux/man-pages/man2/getrusage.2.html. Only light imports: a child's peak memory is
never below what its parent held when it was started.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import memory

ROOT = Path(__file__).resolve().parents[1]
"""The measured checkout, installed or not."""

_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
_ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}


class Run(NamedTuple):
    """One finished run: processor seconds (user and system) with those of its finished children,
    the greatest memory of any of these processes in MiB, its stdout, seconds on the clock, and, if
    it was watched, the greatest memory of all of them together.
    """

    seconds: float
    peak: float
    said: str
    clock: float
    together: float | None


class Spread(NamedTuple):
    """The median of several runs, with the least and the greatest."""

    median: float
    least: float
    most: float


def run(
    command: Sequence[str],
    *,
    python: str | Path = sys.executable,
    folder: Path = ROOT,
    watched: bool = False,
    well: Collection[int] = (0,),
    env: Mapping[str, str] | None = None,
) -> Run:
    """Runs a Python command to its end; its stderr is passed through.

    `env` is added to its environment. `watched` measures the memory of all its processes while it
    runs, on Linux. A status that is not in `well` ends everything.
    """
    start = time.perf_counter()
    child = subprocess.Popen(
        [python, *command],
        cwd=folder,
        env=_ENVIRONMENT | dict(env or {}),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    with child.stdout, memory.watch(child.pid, watched) as seen:
        said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    clock = time.perf_counter() - start
    if child.returncode not in well:
        sys.exit(f"python {' '.join(command)} ended with status {child.returncode}")
    peak = usage.ru_maxrss * _MAXRSS_UNIT / (1 << 20)
    return Run(usage.ru_utime + usage.ru_stime, peak, said, clock, seen.most)


def in_turn(
    commands: Mapping[str, Sequence[str] | Callable[[], Run]], rounds: int, *, warm: bool = True
) -> dict[str, list[Run]]:
    """Every command once in each round (A B C A B C ...), after a round that is not counted.

    A function may take the place of a command. Without `warm` every round counts.
    """
    steps = {
        name: command if callable(command) else partial(run, command)
        for name, command in commands.items()
    }
    for step in steps.values() if warm else ():
        step()
    runs: dict[str, list[Run]] = {name: [] for name in steps}
    for _ in range(rounds):
        for name, step in steps.items():
            runs[name].append(step())
    return runs


def spread(values: Sequence[float]) -> Spread:
    """Median, least and greatest; for an even number, the upper of the two middle values."""
    ordered = sorted(values)
    return Spread(ordered[len(ordered) // 2], ordered[0], ordered[-1])


def quotients(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """The quotients of `above` and `below`, round by round."""
    return [a / b for a, b in zip(above, below, strict=True)]


def ratios(above: Sequence[float], below: Sequence[float]) -> Spread:
    """The same, summed up."""
    return spread(quotients(above, below))
