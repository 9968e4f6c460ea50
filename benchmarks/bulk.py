"""The benchmarks of bulk exports: one command, one Markdown report. README.md explains them.

python benchmarks/bulk.py [--size N] [--rounds N] [--records FOLDER] [--only SECTION ...]
"""

from __future__ import annotations

import argparse
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Final

from core import core
from exports import again, growth, outputs, stages
from others import others
from report_table import processor
from workbench import MIDDLE, Plan, sizes


def facts(plan: Plan) -> str:
    """The machine, the versions, the corpora."""
    names = ("kg-trials", "msgspec", "rdflib", "pyshacl", "pyoxigraph", "isal", "zstandard")
    lines = [
        f"{processor()}, {os.cpu_count()} cores, {platform.system()}",
        f"{os.getloadavg()[0]:.1f} processes busy before the run",
        f"{platform.python_implementation()} {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in names),
        *(plan.corpus(size).facts for size in sizes(plan)),
        f"all in turn, rounds: {plan.rounds}; medians (least to greatest)",
    ]
    return "\n".join(f"- {line}" for line in lines)


SECTIONS: Final = {
    "stages": ("Each stage alone", stages),
    "core": ("With the core in Rust", core),
    "growth": ("The whole pipeline, and how it grows", growth),
    "again": ("What was exported before", again),
    "outputs": ("What is written", outputs),
    "others": ("The same work with other libraries", others),
}


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        description="Measure bulk exports, and compare kg with other tools."
    )
    parser.add_argument(
        "--size", type=int, default=MIDDLE, help=f"records of the largest corpus ({MIDDLE})"
    )
    parser.add_argument("--rounds", type=int, default=3, help="number of measured rounds (3)")
    parser.add_argument(
        "--records", type=Path, metavar="FOLDER", help="the records that the corpora are made from"
    )
    parser.add_argument(
        "--only", nargs="+", choices=SECTIONS, default=SECTIONS, help="only these sections"
    )
    return parser.parse_args()


if __name__ == "__main__":
    asked = arguments()
    plan = Plan(asked.size, asked.rounds, asked.records)
    print(facts(plan), end="\n\n", flush=True)
    for name in asked.only:
        title, section = SECTIONS[name]
        print(f"### {title}\n\n{section(plan)}", end="\n\n", flush=True)
