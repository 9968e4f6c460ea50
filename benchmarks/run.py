"""The benchmarks: one command, one Markdown report. README.md explains what is measured.

python benchmarks/run.py [--records FOLDER] [--rounds N] [--every N]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from forms import forms
from measuring import ROOT, Spread, in_turn, ratios, run, spread
from report_table import FORMATS, peak, processor, shown, table
from tests.support.paths import REAL_RECORDS

TASKS = str(Path(__file__).with_name("tasks.py"))
SAMPLE = "samples/NCT04745299.json"


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description="Measure kg, and compare it with rdflib.")
    parser.add_argument(
        "--records",
        metavar="FOLDER",
        help="records in v2 JSON; by default those of KG_TEST_DATA, otherwise the sample",
    )
    parser.add_argument(
        "--rounds", type=int, default=5, help="number of measured rounds (default 5)"
    )
    parser.add_argument(
        "--every", type=int, default=4, help="compare with rdflib on every n-th record (default 4)"
    )
    chosen = parser.parse_args()
    if chosen.records is None and REAL_RECORDS.is_dir():
        chosen.records = str(REAL_RECORDS)
    return chosen


def task(name: str, every: int, records: str | None) -> list[str]:
    """The command of a task over every n-th record."""
    return [TASKS, name, str(every), *([str(Path(records).resolve())] if records else [])]


def report(rounds: int, every: int, records: str | None) -> Iterator[str]:
    """The sections of the report, each as soon as it is measured."""
    all_of_them = json.loads(run(task("facts", 1, records)).said)
    subset = json.loads(run(task("facts", every, records)).said)
    yield "\n".join(facts(all_of_them, rounds, records))
    yield "### Start-up and one record\n\n" + commands(rounds)
    yield "### Mapping and writing beside rdflib\n\n" + beside_rdflib(
        rounds, partial(task, every=every, records=records), subset
    )
    yield "### Each step alone\n\n" + steps(
        rounds, partial(task, every=1, records=records), all_of_them
    )
    if records:
        yield "### Results, and the classic XML\n\n" + forms(rounds, records)


def facts(known: dict[str, Any], rounds: int, records: str | None) -> Iterator[str]:
    """The machine, the versions and the records."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    versions = {"kg": project["version"], **known["versions"]}
    megabytes = known["bytes"] / 1e6
    real = f"{known['records']} records" if records else f"the sample {known['records']} times"
    yield f"- {processor()}, {os.cpu_count()} cores, {platform.system()}"
    yield f"- {platform.python_implementation()} {platform.python_version()}, " + ", ".join(
        f"{name} {number}" for name, number in versions.items()
    )
    yield f"- {real}: {megabytes:.1f} MB of JSON, {known['triples']:,} triples"
    yield f"- medians of {rounds} rounds (least to greatest), processor time, all in turn"


def commands(rounds: int) -> str:
    """Whole processes: the overhead of the command line."""
    with tempfile.TemporaryDirectory() as folder:
        export = ["-m", "kg", "export", SAMPLE, "-q", "-o", str(Path(folder, "trial.ttl"))]
        runs = in_turn(
            {
                "`python -c pass`": ["-c", "pass"],
                "`kg --help`": ["-m", "kg", "--help"],
                '`python -c "import rdflib"`': ["-c", "import rdflib"],
                "`kg export` of the sample, `--no-validate`": [*export, "--no-validate"],
                "`kg export` of the sample, validated": export,
            },
            rounds,
        )
    rows = [
        (name, shown(spread([one.seconds for one in of_it]), ".3f"), peak(of_it))
        for name, of_it in runs.items()
    ]
    return table(("whole process", "CPU seconds", "peak MiB"), rows)


def beside_rdflib(rounds: int, task: partial[list[str]], subset: dict[str, Any]) -> str:
    """Both sides on the same records, format by format."""
    rows = []
    for name, title in FORMATS.items():
        runs = in_turn(
            {side: task(f"{side} {name}") for side in ("map and write", "rdflib", "write")}, rounds
        )
        times = {side: [float(one.said) for one in of_it] for side, of_it in runs.items()}
        rows.append(
            (
                title,
                rate(times["map and write"], subset),
                rate(times["rdflib"], subset),
                f"**{shown(ratios(times['rdflib'], times['map and write']), '.1f')}**",
                shown(ratios(times["rdflib"], times["write"]), ".0f"),
                f"{peak(runs['map and write'])} / {peak(runs['rdflib'])}",
            )
        )
    head = (
        "format",
        "kg: map and write, triples/s",
        "rdflib: build and serialise, triples/s",
        "times as fast",
        "writing alone, times as fast",
        "peak MiB, kg / rdflib",
    )
    records, triples = subset["records"], subset["triples"]
    return f"Both over the same {records} records, {triples:,} triples.\n\n" + table(head, rows)


def steps(rounds: int, task: partial[list[str]], known: dict[str, Any]) -> str:
    """Every step of kg by itself, over all records."""
    names = ["read", "map", *(f"write {name}" for name in FORMATS)]
    runs = in_turn({name: task(name) for name in names}, rounds)
    rows = []
    for name, of_it in runs.items():
        times = spread([float(one.said) for one in of_it])
        rows.append(
            (
                name,
                f"{known['triples'] / times.median:,.0f}",
                f"{known['records'] / times.median:,.0f}",
                shown(Spread(*(1000 * each / known["records"] for each in times)), ".3f"),
                peak(of_it),
            )
        )
    return table(("step", "triples/s", "records/s", "ms a record", "peak MiB"), rows)


def rate(seconds: Sequence[float], known: dict[str, Any]) -> str:
    """Triples a second."""
    return f"{known['triples'] / spread(seconds).median:,.0f}"


if __name__ == "__main__":
    asked = arguments()
    for section in report(asked.rounds, asked.every, asked.records):
        print(section, end="\n\n", flush=True)
