"""What Spark costs beside kg export on the same records and processors: a Markdown table.

python benchmarks/cluster.py [--sizes N ...] [--rounds N] [--records FOLDER]

Processor time is that of all processes, Java's too (Linux); `make spark` installs Spark. README.md
explains it.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from measuring import ROOT, run, spread
from report_table import processor

HERE: Final = Path(__file__).resolve().parent
SPARK: Final = ROOT / ".cache" / "spark"
PROCESSES: Final = 2

_CHILD_SUBREAPER: Final = 36
"""prctl(2): what a child leaves running becomes a child of this process, which waits for it."""


class Cost(NamedTuple):
    """Processor seconds, seconds on the clock, and the memory of all processes together in MiB."""

    seconds: float
    clock: float
    memory: float


def cost(command: list[str]) -> Cost:
    """The cost of a command with all that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = run(command, watched=True)
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    return Cost(used, ran.clock, ran.together or ran.peak)


def by_kg(source: Path, folder: Path) -> Cost:
    """The cost of kg export."""
    output = str(folder / "kg.nq.gz")
    return cost(["-m", "kg", "export", str(source), "-o", output, "-q", "-j", str(PROCESSES)])


def by_spark(source: Path, folder: Path) -> Cost:
    """The cost of kg-spark."""
    output = str(Path(tempfile.mkdtemp(dir=folder)) / "spark")
    given = ("-o", output, "-q", "--master", f"local[{PROCESSES}]")
    code = f"import sys; sys.path.append({str(SPARK)!r}); from kg.spark.command import main; main()"
    return cost(["-c", code, str(source), *given])


def corpus(size: int, records: Path, folder: Path) -> Path:
    """JSON lines of so many records."""
    path = folder / f"{size}.jsonl"
    made = [sys.executable, str(HERE / "corpus.py"), "--records", str(size), "-o", str(path)]
    subprocess.run([*made, "--from", str(records)], check=True)
    return path


def row(size: int, name: str, measure: Callable[[], Cost], rounds: int) -> tuple[str, float]:
    """A line of the table, and the median of the processor seconds."""
    costs = [measure() for _ in range(rounds)]
    seconds, clock, memory = (spread(list(values)) for values in zip(*costs, strict=True))
    cells = f"{seconds.median:.1f} | {clock.median:.1f} | {memory.most:,.0f}"
    return f"| {size:,} | {name} | {cells} |", seconds.median


def main() -> None:
    """Measures, and prints the table."""
    parser = argparse.ArgumentParser(description="Measure Spark beside kg export.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 1000, 4000], metavar="N")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument(
        "--records", type=Path, default=ROOT / "samples", help="what the corpora are made from"
    )
    given = parser.parse_args()
    ctypes.CDLL(None).prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)
    print(f"{processor()}, {PROCESSES} processes, {os.getloadavg()[0]:.1f} busy before the run\n")
    print("| records | command | processor s | clock s | memory MiB |")
    print("| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found: dict[str, list[float]] = {}
        for size in given.sizes:
            source = corpus(size, given.records, folder)
            for command, measure in {"kg export": by_kg, "kg-spark": by_spark}.items():
                line, seconds = row(size, command, lambda: measure(source, folder), given.rounds)  # noqa: B023
                found.setdefault(command, []).append(seconds)
                print(line, flush=True)
    first, last = given.sizes[0], given.sizes[-1]
    if last > first:
        each = {name: (found[name][-1] - found[name][0]) / (last - first) for name in found}
        ratio = each["kg-spark"] / each["kg export"]
        shown = ", ".join(f"{name} {1000 * value:.2f} ms" for name, value in each.items())
        print(f"\nFor each further record: {shown}; {ratio:.1f} times.")


if __name__ == "__main__":
    main()
