"""Tables of WHO's ICTRP: rows a second and memory, beside readers of CSV that do nothing else.

    python benchmarks/ictrp.py                      # 20,000 and 80,000 rows
    python benchmarks/ictrp.py --rows 672000        # one size: that of the full dump
    python benchmarks/ictrp.py --only stages        # or: runs

The rows are those of a list of 927 trials of ten registries, in KG_TEST_DATA, otherwise the rows of
the tests; each copy has another number, and other words in its texts and names. Every step runs in
a process of its own. Prints two Markdown tables: whole runs, and the stages of an export.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Final

from exports import STAGES
from measuring import ROOT, Run, in_turn, run, spread
from report_table import table

sys.path.insert(0, str(ROOT))

from tests.support.paths import DATA, REAL_DATA

REAL: Final = REAL_DATA / "records" / "ictrp" / "COVID19-927-trials_7Apr2020.csv"
SMALL: Final = DATA / "registries" / "ictrp-chictr.csv"
SIZES: Final = (20_000, 80_000)
STAGED: Final = 2_000
"""Rows whose stages are timed one by one."""

ROUNDS: Final = 3
OF_EXPORT: Final = (
    *("unpack", "digest of the source", "decode", "map", "gate", "count"),
    *("write n-quads", "digest", "to .nq.zst"),
)
"""The stages of an export to compressed N-Quads."""

_VARIED: Final = frozenset(
    (
        *("Public title", "Scientific title", "Primary sponsor", "Target size", "Condition"),
        *("Contact Firstname", "Contact Lastname", "Contact Address", "Contact Affiliation"),
        *("Inclusion Criteria", "Exclusion Criteria", "Intervention", "Primary outcome"),
    )
)
"""The columns of texts and names; Target size has the names of groups as Intervention has them."""

_WORD: Final = re.compile(r"\b[a-z]{4,}\b")
_KEPT: Final = frozenset(("inclusion", "exclusion", "criteria"))
_DIGITS: Final = re.compile(r"[0-9]+")
_STEP: Final = 7919  # a prime: copies of neighbours do not meet


def copies(source: Path, count: int) -> Iterator[dict[str, str]]:
    """So many rows, of which no two are of one trial."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = (cell for row in rows for name, cell in row.items() if name in _VARIED)
    words = [word for text in texts for word in _WORD.findall(text)]
    random = Random(1)
    seen: set[str] = set()
    serial = 0
    while len(seen) < count:
        for row in rows:
            trial = another_number(row["TrialID"], serial)
            if trial not in seen and len(seen) < count:
                seen.add(trial)
                copy = {name: cell.replace(row["TrialID"], trial) for name, cell in row.items()}
                yield other_words(copy, words, random) if serial else copy
        serial += 1


def other_words(row: dict[str, str], words: Sequence[str], random: Random) -> dict[str, str]:
    """The row with another word for every sixth of its texts and names, the same in all cells."""
    others: dict[str, str] = {}

    def other(found: re.Match[str]) -> str:
        word = found[0]
        if word not in others:
            is_changed = word not in _KEPT and random.random() < 1 / 6
            others[word] = random.choice(words) if is_changed else word
        return others[word]

    return {name: _WORD.sub(other, cell) if name in _VARIED else cell for name, cell in row.items()}


def another_number(trial: str, serial: int) -> str:
    """The id of a copy: the longest run of its digits is another one, of as many digits."""
    runs = list(_DIGITS.finditer(trial))
    longest = max(runs, key=lambda found: len(found[0]))
    size = len(longest[0])
    most = 5 * 10 ** (size - 1) if trial.startswith("EUCTR") else 10**size
    value = (int(longest[0]) + serial * _STEP) % most
    return f"{trial[: longest.start()]}{value:0{size}}{trial[longest.end() :]}"


def write(path: Path, count: int) -> None:
    """Writes a table of so many rows, every cell between quotation marks, as ICTRP does."""
    rows = copies(REAL if REAL.exists() else SMALL, count)
    first = next(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(first), quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)


def by_csv(path: str) -> None:
    """Reads a table with the standard library alone."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        for _ in csv.DictReader(file):
            pass


def by_pandas(path: str) -> None:
    """Reads a table with pandas, which keeps all of it."""
    import pandas

    pandas.read_csv(path, dtype=str)


def by_kg(path: str) -> None:
    """Reads every record of a table."""
    import kg

    for _ in kg.read(path):
        pass


STEPS: Final[dict[str, Callable[[str], None]]] = {
    "csv.DictReader": by_csv,
    "pandas.read_csv": by_pandas,
    "kg.read": by_kg,
}


def measured(count: int, folder: Path) -> Iterator[tuple[str, ...]]:
    """The rows of the report for a table of so many rows."""
    path = folder / f"{count}.csv"
    write(path, count)
    size = f"{path.stat().st_size / (1 << 20):,.0f} MiB"
    for name in STEPS:
        if find_spec(name.partition(".")[0]):
            yield _shown(
                name, count, size, run([__file__, "--step", name, str(path)], watched=True)
            )
    for jobs in (1, 2):
        command = ["-m", "kg", "export", str(path), "-o", str(folder / "all.nq.zst"), "-q"]
        done = run([*command, "--jobs", str(jobs)], watched=True)
        yield _shown(f"kg export, validated, {jobs} job{'s' * (jobs > 1)}", count, size, done)
    path.unlink()


def _shown(name: str, count: int, size: str, done: Run) -> tuple[str, ...]:
    memory = f"{done.together:.0f}" if done.together else ""
    return (
        *(name, f"{count:,}", size, f"{count / done.clock:,.0f}"),
        *(f"{1e6 * done.seconds / count:,.0f}", memory),
    )


def runs(sizes: Sequence[int], folder: Path) -> str:
    """Whole runs over tables of these sizes."""
    head = ("step", "rows", "table", "rows/s", "processor µs a row", "MiB of all processes")
    return table(head, [row for size in sizes for row in measured(size, folder)])


def stages(folder: Path) -> str:
    """What each stage of an export takes for a row, in one process."""
    path = folder / "stages.csv"
    write(path, STAGED)
    command = [str(Path(__file__).with_name("stages.py")), str(path)]
    done = [json.loads(each.said) for each in in_turn({"": command}, ROUNDS)[""]]
    medians = {
        stage: spread([1e6 * each["seconds"][stage] / STAGED for each in done]).median
        for stage in OF_EXPORT
    }
    titles = {**STAGES, "unpack": "cut into rows", "decode": "read a row"}
    rows = [(titles[stage], f"{each:,.0f}") for stage, each in medians.items()]
    total = ("together", f"{sum(medians.values()):,.0f}")
    return table(("stage", "processor µs a row"), [*rows, total])


def main() -> None:
    """Measures, and prints the report."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, action="append", help="the size of a table")
    parser.add_argument("--only", choices=("runs", "stages"), help="one of the tables")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("path", nargs="?", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        STEPS[given.step](given.path)
        return
    with tempfile.TemporaryDirectory() as folder:
        if given.only != "stages":
            print(runs(given.rows or SIZES, Path(folder)), end="\n\n", flush=True)
        if given.only != "runs":
            print(stages(Path(folder)))


if __name__ == "__main__":
    main()
