"""How good similar trials are: one command, one Markdown report. README.md explains it.

python benchmarks/similarity.py [--data FOLDER] [--only LABELS ...] [--methods METHOD ...]
    [--rounds N] [--seed N]
python benchmarks/similarity.py --cost [--size N] | --recall
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Final

from ranking_metrics import MEASURES, Bootstrap, Graded, connected, difference, graded
from report_table import processor, table
from similarity_cost import cost, recalls
from similarity_kg import Unavailable
from similarity_labels import LABELLINGS, LabelSet, pool, require
from similarity_methods import KG, METHODS
from tests.support.paths import REAL_DATA

ROUNDS: Final = 2000
SEED: Final = 1
SIZE: Final = 100_000


def report(asked: argparse.Namespace) -> Iterator[str]:
    """The sections of the report."""
    if asked.cost:
        yield f"### Cost\n\n{facts()}\n\n{cost(asked.data, asked.size)}"
    if asked.recall:
        yield f"### Recall\n\n{facts()}\n\n{recalls(asked.data, asked.seed)}"
    if not (asked.cost or asked.recall):
        yield f"### Quality\n\n{facts()}"
        yield from quality(asked)


def facts() -> str:
    """The machine and the versions."""
    names = ("kg-trials", "numpy", "scipy", "usearch")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return f"{processor()}, {os.cpu_count()} cores; {versions}."


def quality(asked: argparse.Namespace) -> Iterator[str]:
    """The sections of the label sets, pool by pool."""
    for sources, names in groupby(asked.only, key=lambda name: LABELLINGS[name].sources):
        names = list(names)
        trials = pool(asked.data, sources)
        chosen = [LABELLINGS[name].labels(asked.data, trials) for name in names]
        grades: list[dict[str, Graded | str]] = [{} for _ in names]
        for method in asked.methods:
            print(f"ranking {len(trials.texts):,} trials: {method}", file=sys.stderr)
            try:
                rankings = METHODS[method](trials, chosen, asked.seed)
            except Unavailable as why:
                for of_set in grades:
                    of_set[method] = str(why)
            else:
                for of_set, labels, found in zip(grades, chosen, rankings, strict=True):
                    of_set[method] = graded(found, labels.relevant)
        for name, labels, of_set in zip(names, chosen, grades, strict=True):
            yield section(LABELLINGS[name].title, len(trials.texts), labels, of_set, asked)


def section(
    title: str,
    size: int,
    labels: LabelSet,
    grades: dict[str, Graded | str],
    asked: argparse.Namespace,
) -> str:
    """One label set: what it has, the measures of each method, what kg has ahead of it."""
    groups = connected(labels.pairs)
    bootstrap = Bootstrap(groups, asked.rounds, asked.seed)
    counts = (
        f"{size:,} trials, {len(labels.candidates):,} of them candidates; "
        f"{len(labels.relevant):,} queries with {len(labels.pairs):,} pairs in "
        f"{len(groups):,} groups."
    )
    rows = [[name, *_cells(bootstrap, found)] for name, found in grades.items()]
    parts = [f"### {title}", counts, table(("method", *MEASURES), rows)]
    ours = grades.get(KG)
    if ours and not isinstance(ours, str):
        ahead = [
            [name, *_cells(bootstrap, difference(ours, found))]
            for name, found in grades.items()
            if name != KG and not isinstance(found, str)
        ]
        parts += [f"{KG}, minus:", table(("method", *MEASURES), ahead)]
    return "\n\n".join(parts)


def _cells(bootstrap: Bootstrap, found: Graded | str) -> Sequence[str]:
    if isinstance(found, str):
        return [found, *[""] * (len(MEASURES) - 1)]
    return list(map(str, bootstrap.intervals(found)))


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description="Measure how good similar trials are.")
    parser.add_argument(
        "--data", type=Path, default=REAL_DATA, help="the folder of the records and the labels"
    )
    parser.add_argument(
        "--only", nargs="+", choices=LABELLINGS, default=list(LABELLINGS), help="only these labels"
    )
    parser.add_argument(
        "--methods", nargs="+", choices=METHODS, default=list(METHODS), help="only these methods"
    )
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, help=f"draws of the bootstrap ({ROUNDS})"
    )
    parser.add_argument("--seed", type=int, default=SEED, help=f"of the draws ({SEED})")
    parser.add_argument(
        "--cost", action="store_true", help="measure time and memory instead, on growing corpora"
    )
    parser.add_argument(
        "--size", type=int, default=SIZE, help=f"records of the largest corpus ({SIZE})"
    )
    parser.add_argument(
        "--recall", action="store_true", help="compare kg's links with the exact ones instead"
    )
    return parser.parse_args()


if __name__ == "__main__":
    given = arguments()
    require(given.data)
    for part in report(given):
        print(part, end="\n\n", flush=True)
