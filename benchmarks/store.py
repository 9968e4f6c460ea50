"""The benchmarks of stores: one command, one Markdown report. README.md explains them.

python benchmarks/store.py [--size N] [--rounds N] [--records FOLDER] [--store DIR]
    [--only SECTION ...]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from kg.stores.embedded import EmbeddedStore
from measuring import Run, in_turn, quotients, run, spread
from report_table import peak, processor, shown, table
from workbench import CACHE, HERE, Corpus, Plan, figure, working_folder

SIZE: Final = 20_000
SMALL: Final = 200
"""Records of the store that rdflib queries; it holds them in memory as Python objects."""

TASKS: Final = str(HERE / "store_tasks.py")


def facts(plan: Plan) -> str:
    """The machine, the versions, the corpus."""
    names = ("kg-trials", "pyoxigraph", "rdflib")
    lines = [
        f"{processor()}, {os.cpu_count()} cores, {platform.system()}",
        f"{os.getloadavg()[0]:.1f} processes busy before the run",
        f"{platform.python_implementation()} {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in names),
        held(plan),
        f"all in turn, rounds: {plan.rounds}; medians (least to greatest)",
    ]
    return "\n".join(f"- {line}" for line in lines)


def held(plan: Plan) -> str:
    """What is loaded and asked."""
    if plan.store:
        return f"a store of {EmbeddedStore(plan.store).holdings().records:,} records"
    return plan.corpus(plan.size).facts


def loading(plan: Plan) -> str:
    """The same N-Quads into the embedded store, by the bare bulk loader, and into Virtuoso."""
    with documents(plan.corpus(plan.size)) as (document, folder):
        sides = {
            "kg load": lambda: counted(document, folder),
            "pyoxigraph's bulk_load": lambda: task("bulk", document, folder / "bare"),
        }
        if shutil.which("virtuoso-t"):
            sides["Virtuoso's loader"] = lambda: task("virtuoso", document, folder / "virtuoso")
        runs = in_turn(sides, plan.rounds, warm=False)
        held = {name: json.loads(of_it[0].said) for name, of_it in runs.items()}
        size = document.stat().st_size
    bare = runs["pyoxigraph's bulk_load"]
    rows = [loading_row(name, of_it, bare, held[name]) for name, of_it in runs.items()]
    head = (
        *("", "quads in the store", "MB on the disk", "processor seconds"),
        *("to the bare loader", "seconds on the clock", "quads/s", "MiB"),
    )
    missing = "" if "Virtuoso's loader" in runs else "\n\nVirtuoso is not installed here."
    return f"A file of {size / 1e6:,.0f} MB.\n\n{table(head, rows)}{missing}"


def loading_row(name: str, runs: list[Run], bare: list[Run], held: dict[str, int]) -> list[str]:
    """The time of one side, compared with the bare loader in the same round."""
    seconds = [each.seconds for each in runs]
    below = [each.seconds for each in bare]
    return [
        name,
        f"{held['quads']:,}",
        f"{held['bytes'] / 1e6:,.0f}",
        figure(seconds, ".1f"),
        figure(quotients(seconds, below), ".2f"),
        figure([each.clock for each in runs], ".1f"),
        f"{held['quads'] / spread(seconds).median:,.0f}",
        peak(runs),
    ]


def loaded(document: Path, folder: Path) -> Run:
    """`kg load` into a new folder."""
    shutil.rmtree(folder / "store", ignore_errors=True)
    return run(["-m", "kg", "load", str(document), "-q", "--store", str(folder / "store")])


def counted(document: Path, folder: Path) -> Run:
    """The same, with what the store contains afterwards."""
    of_it = loaded(document, folder)
    return of_it._replace(said=task("count", folder / "store").said)


def asking(plan: Plan) -> str:
    """Every named query with many values, by kg and by pyoxigraph, on each store in turn."""
    with store_of(plan) as store:
        ours = beside(store, ("kg", "pyoxigraph"))
    with documents(plan.corpus(SMALL)) as (document, folder):
        loaded(document, folder)
        small = beside(folder / "store", ("pyoxigraph", "rdflib"))
    rows = [asking_row(name, ours, small) for name in ours["kg"]]
    head = ("query", "values", "rows", "kg, ms", "pyoxigraph, ms", "pyoxigraph", "rdflib")
    notes = f"The last two in milliseconds on {SMALL} records, the others on {plan.size:,}."
    return f"Medians and 95th percentiles. {notes}\n\n{table(head, rows)}"


def asking_kg(plan: Plan) -> str:
    """The same by kg alone, which takes minutes, where the other sides take half an hour."""
    with store_of(plan) as store:
        ours = beside(store, ("kg",))["kg"]
    rows = [(name, str(len(each["ms"])), percentiles(each)) for name, each in ours.items()]
    return f"Medians and 95th percentiles.\n\n{table(('query', 'values', 'kg, ms'), rows)}"


@contextmanager
def store_of(plan: Plan) -> Iterator[Path]:
    """The store that is there already, or one of the corpus."""
    if plan.store:
        yield plan.store
        return
    with documents(plan.corpus(plan.size)) as (document, folder):
        loaded(document, folder)
        yield folder / "store"


Measured = dict[str, dict[str, dict[str, Any]]]


def beside(store: Path, sides: Iterable[str]) -> Measured:
    """The times of each side for each query: {"kg": {"related-trials": {"ms": [...]}}}."""
    return {side: json.loads(task(f"ask {side}", store).said) for side in sides}


def asking_row(name: str, ours: Measured, small: Measured) -> list[str]:
    """One query by all sides."""
    known = ours["pyoxigraph"].get(name, ours["kg"][name])
    return [
        name,
        str(len(known["ms"])),
        f"{spread(known['rows']).median:,.0f}",
        *(percentiles(side.get(name)) for side in ours.values()),
        *(percentiles(side.get(name)) for side in small.values()),
    ]


def percentiles(measured: dict[str, Any] | None) -> str:
    """The median and the 95th percentile, or that the query did not end in time.

    Empty where a side was not asked, or there was nothing to ask for.
    """
    if measured is None:
        return ""
    if not measured["ms"]:
        return f"over {measured['limit']:.0f} s" if measured["limit"] else ""
    ordered = sorted(measured["ms"])
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"{spread(ordered).median:,.1f} / {last:,.1f}"


def starting(plan: Plan) -> str:
    """Whole processes on a store of the samples, from start to exit."""
    samples = [str(path) for path in sorted((HERE.parent / "samples").glob("NCT04*.json"))]
    with working_folder() as folder:
        store = ["--store", str(folder / "store")]
        run(["-m", "kg", "load", *samples, "-q", *store])
        runs = in_turn(
            {
                "`python -c pass`": ["-c", "pass"],
                "`kg query --list`": ["-m", "kg", "query", "--list"],
                "`kg query count-by-phase`": ["-m", "kg", "query", "count-by-phase", *store],
                "`kg query count-by-phase -f csv`": [
                    *("-m", "kg", "query", "count-by-phase", "-f", "csv", *store)
                ],
                "`kg related NCT04745299`": ["-m", "kg", "related", "NCT04745299", *store],
            },
            max(plan.rounds, 5),
        )
    rows = [
        (
            name,
            shown(spread([one.seconds for one in of_it]), ".3f"),
            shown(spread([one.clock for one in of_it]), ".3f"),
        )
        for name, of_it in runs.items()
    ]
    return table(("whole process", "processor seconds", "on the clock"), rows)


@contextmanager
def documents(corpus: Corpus) -> Iterator[tuple[Path, Path]]:
    """The corpus as N-Quads, kept for the next run, and a folder to work in."""
    document = corpus.path.with_suffix(".nq")
    if not document.is_file() or document.stat().st_mtime < corpus.path.stat().st_mtime:
        print(f"exporting {corpus.records:,} records", file=sys.stderr)
        command = ["-m", "kg", "export", str(corpus.path), "-q", "--no-validate"]
        run([*command, "-o", str(document)], well=(0, 1))
    with working_folder() as folder:
        yield document, folder


def task(name: str, *paths: Path) -> Run:
    """A task of store_tasks.py in a process of its own."""
    return run([TASKS, name, *map(str, paths)])


SECTIONS: Final = {
    "loading": ("Loading a store", loading),
    "asking": ("Asking a store", asking),
    "asking-kg": ("Asking a store, kg alone", asking_kg),
    "starting": ("Starting up", starting),
}


_USUAL: Final = ("loading", "asking", "starting")
"""Without a choice; kg alone is asked for among all sides."""


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        description="Measure the embedded store, and compare it with others."
    )
    parser.add_argument("--size", type=int, default=SIZE, help=f"records of the corpus ({SIZE})")
    parser.add_argument("--rounds", type=int, default=3, help="number of measured rounds (3)")
    parser.add_argument(
        "--records", type=Path, metavar="FOLDER", help="the records that the corpora are made from"
    )
    parser.add_argument(
        "--store", type=Path, metavar="DIR", help="a store that is there already, to be asked"
    )
    parser.add_argument(
        "--only", nargs="+", choices=SECTIONS, default=_USUAL, help="only these sections"
    )
    return parser.parse_args()


if __name__ == "__main__":
    asked = arguments()
    CACHE.mkdir(parents=True, exist_ok=True)
    plan = Plan(asked.size, asked.rounds, asked.records, asked.store)
    print(facts(plan), end="\n\n", flush=True)
    for name in asked.only:
        title, section = SECTIONS[name]
        print(f"### {title}\n\n{section(plan)}", end="\n\n", flush=True)
