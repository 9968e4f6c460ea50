"""What Spark costs beside kg export on the same records and processors: a Markdown table.

python benchmarks/cluster.py [--sizes N ...] [--rounds N] [--records FOLDER]

Processor time is that of all processes, Java's too (Linux); `make spark` installs Spark. README.md
explains it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from measuring import ROOT, run, spread
from report_table import processor

HERE: Final = Path(__file__).resolve().parent
SPARK: Final = ROOT / ".cache" / "spark"
PROCESSES: Final = 2

INTERVAL: Final = 0.1
"""Seconds between two looks at the processes; what one uses after the last look is not counted."""


class Process(NamedTuple):
    """Its parent, the processor seconds that it has used, and its memory in MiB."""

    parent: int
    seconds: float
    memory: float


_WRITER: Final = """
import resource, sys
from kg.export import export
from kg.formats import FORMATS

before = resource.getrusage(resource.RUSAGE_SELF)
totals = export([sys.argv[1]], sys.argv[2], FORMATS["n-quads"], jobs=2)
after = resource.getrusage(resource.RUSAGE_SELF)
print((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / totals.written)
"""
"""An export that prints the processor seconds a record of the process that writes."""


class Cost(NamedTuple):
    """Processor seconds, seconds on the clock, and the memory of all processes together in MiB."""

    seconds: float
    clock: float
    memory: float


def cost(command: list[str]) -> Cost:
    """The cost of a command with all that it starts."""
    start = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    seconds: dict[int, float] = {}
    memory = 0.0
    while child.poll() is None:
        seen = descendants(child.pid)
        seconds |= {process: each.seconds for process, each in seen.items()}
        memory = max(memory, sum(each.memory for each in seen.values()))
        time.sleep(INTERVAL)
    if child.returncode:
        sys.exit(f"python {' '.join(command)} ended with status {child.returncode}")
    return Cost(sum(seconds.values()), time.perf_counter() - start, memory)


def descendants(root: int) -> dict[int, Process]:
    """A process and all below it, as they are now: proc(5)."""
    found: dict[int, Process] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            used = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
            size = int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
            found[int(path.parent.name)] = Process(int(fields[1]), used, size)
    below = {root}
    while more := {each for each, row in found.items() if row.parent in below} - below:
        below |= more
    return {each: found[each] for each in below if each in found}


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


def writer(source: Path, folder: Path) -> float:
    """The processor seconds a record of the process of kg export that writes."""
    return float(run(["-c", _WRITER, str(source), str(folder / "writer.nq.gz")]).said)


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
        seconds = 1000 * writer(source, folder)
        print(
            f"\nThe process of kg export that writes: {seconds:.2f} ms a record of the last corpus."
        )
    first, last = given.sizes[0], given.sizes[-1]
    if last > first:
        each = {name: (found[name][-1] - found[name][0]) / (last - first) for name in found}
        ratio = each["kg-spark"] / each["kg export"]
        shown = ", ".join(f"{name} {1000 * value:.2f} ms" for name, value in each.items())
        print(f"\nFor each further record: {shown}; {ratio:.1f} times.")


if __name__ == "__main__":
    main()
