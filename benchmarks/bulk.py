"""The benchmarks of bulk exports: one command, one Markdown report. README.md says what and why.

python benchmarks/bulk.py [--size N] [--rounds N] [--records FOLDER] [--only SECTION ...]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple

import morph_side
from measuring import Run, in_turn, quotients, run, spread
from run import FORMATS, processor, shown, table
from workbench import (
    CACHE,
    HERE,
    Corpus,
    corpus,
    export,
    exported,
    takes_jobs,
    working_folder,
)

REGISTRY: Final = 600_000
"""Records in the registry, about."""
MIDDLE, SMALL = 10_000, 1_000
"""The largest corpora for what takes milliseconds a record, and for what takes a tenth of a second.
"""
PIPELINE: Final = "nq.zst"
"""What the whole pipeline writes."""

_STAGES: Final = {
    "unpack": "unpack a member of the zip",
    "decode": "decode",
    "map": "map",
    "gate": "check the shapes",
    **{f"write {name}": f"write {title}" for name, title in FORMATS.items()},
    "to .nq": "N-Quads to the disk",
    "to .nq.gz": "N-Quads to .gz",
    "to .nq.zst": "N-Quads to .zst",
}


class Plan(NamedTuple):
    """What is asked for. `size` is that of the largest corpus."""

    size: int
    rounds: int
    records: Path | None

    def corpus(self, most: int) -> Corpus:
        """A corpus of so many records, or of `size` if that is less."""
        return corpus(min(most, self.size), self.records)

    def jobs(self) -> list[int | None]:
        """The numbers of processes to measure; None where kg takes no number."""
        return [1, 2] if takes_jobs() else [None]


def facts(plan: Plan) -> str:
    """The machine, the versions, the corpora."""
    names = ("kg-trials", "msgspec", "rdflib", "pyshacl", "pyoxigraph", "isal", "zstandard")
    lines = [
        f"{processor()}, {os.cpu_count()} cores, {platform.system()}",
        f"{platform.python_implementation()} {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in names),
        *(plan.corpus(size).facts for size in sizes(plan)),
        f"all in turn, rounds: {plan.rounds}; medians (least to greatest)",
    ]
    return "\n".join(f"- {line}" for line in lines)


def sizes(plan: Plan) -> list[int]:
    """1,000, 10,000 ... and the largest asked for."""
    found = [SMALL]
    while found[-1] * 10 < plan.size:
        found.append(found[-1] * 10)
    return sorted({*(size for size in found if size < plan.size), plan.size})


def figure(values: Sequence[float], form: str) -> str:
    """The median, with the least and the greatest if there are several."""
    return shown(spread(values), form) if len(values) > 1 else f"{values[0]:{form}}"


def stages(plan: Plan) -> str:
    """Each stage alone."""
    source = plan.corpus(MIDDLE)
    command = [str(HERE / "stages.py"), str(source.path)]
    done = [json.loads(one.said) for one in in_turn({"": command}, plan.rounds, warm=False)[""]]
    records, triples, sums = done[0]["records"], done[0]["triples"], done[0]["bytes"]
    rows = []
    for stage, title in _STAGES.items():
        seconds = spread([each["seconds"][stage] for each in done])
        rows.append(
            (
                title,
                figure([1000 * each["seconds"][stage] / records for each in done], ".3f"),
                f"{records / seconds.median:,.0f}",
                f"{sums[stage] / 1e6:,.1f}" if stage in sums else "",
                f"{seconds.median / records * REGISTRY / 60:.1f}",
            )
        )
    head = ("stage", "ms a record", "records/s", "MB made", f"minutes for {REGISTRY:,}")
    refused = done[0].get("refused", 0)
    return (
        f"{records:,} records, {triples:,} triples, {refused} of the records refused; processor "
        "time of one core.\n\n" + table(head, rows)
    )


def growth(plan: Plan) -> str:
    """The whole pipeline, with one process and two, on corpora of growing size."""
    steps = {
        (size, jobs): partial(export, plan.corpus(size), PIPELINE, jobs=jobs)
        for size in sizes(plan)
        for jobs in plan.jobs()
    }
    named = {f"{size} {jobs}": step for (size, jobs), step in steps.items()}
    rounds = plan.rounds if plan.size <= MIDDLE else 1
    runs = dict(zip(steps, in_turn(named, rounds, warm=False).values(), strict=True))
    rows = [_grown(size, jobs, of_it) for (size, jobs), of_it in runs.items()]
    head = (
        "records",
        "processes",
        "CPU ms a record",
        "records/s on the clock",
        "greatest process, MiB",
        "all together, MiB",
        "MB written",
        "rejected",
        f"minutes for {REGISTRY:,}",
    )
    return "\n\n".join([table(head, rows), *_linear(plan, runs)])


def _grown(size: int, jobs: int | None, runs: Sequence[Run]) -> tuple[str, ...]:
    clock = spread([one.clock for one in runs])
    left = exported(runs[0])
    together = [one.together for one in runs if one.together is not None]
    return (
        f"{size:,}",
        str(jobs or "1 (no --jobs)"),
        figure(([1000 * one.seconds / size for one in runs]), ".3f"),
        f"{size / clock.median:,.0f}",
        f"{max(one.peak for one in runs):.0f}",
        f"{max(together):.0f}" if together else "unknown",
        f"{left.bytes / 1e6:,.1f}",
        f"{left.rejected:,}",
        f"{clock.median / size * REGISTRY / 60:.1f}",
    )


def _linear(plan: Plan, runs: dict[tuple[int, int | None], list[Run]]) -> Iterator[str]:
    """How much a record costs in a large corpus of what it costs in a small one."""
    for jobs in plan.jobs():
        seconds = {
            size: spread([one.seconds for one in runs[size, jobs]]).median for size in sizes(plan)
        }
        steps = list(zip(list(seconds.items())[:-1], list(seconds.items())[1:], strict=True))
        if not steps:
            continue
        further = [
            f"{1000 * (spent - before) / (size - fewer):.3f} ms from {fewer:,} to {size:,}"
            for (fewer, before), (size, spent) in steps
        ]
        (least, first), (most, last) = steps[0][0], steps[-1][1]
        times = (last / most) / (first / least)
        yield (
            f"With {jobs or 1} of them: a record of {most:,} costs {times:.2f} times what one of "
            f"{least:,} costs, start-up included; each further record costs "
            + ", ".join(further)
            + "."
        )


def outputs(plan: Plan) -> str:
    """The whole pipeline in other formats and compressions, and without the gate."""
    source, jobs = plan.corpus(MIDDLE), plan.jobs()[-1]
    wanted = {
        ".nq.zst": ("nq.zst",),
        ".nq.zst, --no-validate": ("nq.zst", "--no-validate"),
        ".nq.gz": ("nq.gz",),
        ".nq": ("nq",),
        ".nt.zst": ("nt.zst",),
        ".ttl.zst": ("ttl.zst",),
        ".trig.zst": ("trig.zst",),
        ".jsonld.zst": ("jsonld.zst",),
        ".rdf.zst": ("rdf.zst",),
    }
    steps: dict[str, Callable[[], Run]] = {
        name: partial(export, source, *given, jobs=jobs) for name, given in wanted.items()
    }
    rows = [
        (
            f"`{name}`",
            figure(([1000 * one.seconds / source.records for one in runs]), ".3f"),
            f"{source.records / spread([one.clock for one in runs]).median:,.0f}",
            f"{max(one.peak for one in runs):.0f}",
            f"{exported(runs[0]).bytes / 1e6:,.1f}",
        )
        for name, runs in in_turn(steps, plan.rounds, warm=False).items()
    ]
    head = (
        "output", "CPU ms a record", "records/s on the clock", "greatest process, MiB", "MB written"
    )  # fmt: skip
    return f"{source.records:,} records, {jobs or 1} processes.\n\n" + table(head, rows)


class Contender(NamedTuple):
    """One way of doing some work: how it is run, and over how many records.

    `beside` names kg's way of doing the same, None for kg's own; `whole` tells that the time of the
    whole process counts, start-up included, else that of the step alone.
    """

    step: Callable[[], Run]
    records: int
    beside: str | None = None
    whole: bool = True

    def costs(self, runs: Sequence[Run]) -> list[float]:
        """Seconds a record."""
        seconds = [one.seconds if self.whole else float(one.said) for one in runs]
        return [each / self.records for each in seconds]


def others(plan: Plan) -> str:
    """The same work done with other libraries."""
    contenders = _contenders(plan)
    steps = {name: each.step for name, each in contenders.items()}
    runs = in_turn(steps, plan.rounds, warm=False)
    costs = {name: each.costs(runs[name]) for name, each in contenders.items()}
    rows = [
        (
            name,
            f"{each.records:,}",
            figure([1000 * cost for cost in costs[name]], ".2f"),
            f"**{figure(quotients(costs[name], costs[each.beside]), '.1f')}**"
            if each.beside
            else "",
            f"{max(one.peak for one in runs[name]):.0f}",
            f"{spread(costs[name]).median * REGISTRY / 3600:.2f}",
        )
        for name, each in contenders.items()
    ]
    head = (
        "work", "records", "CPU ms a record", "times kg's", "peak MiB",
        f"hours of one core for {REGISTRY:,}",
    )  # fmt: skip
    return table(head, rows)


def _contenders(plan: Plan) -> dict[str, Contender]:
    """Who is compared, kg before those that are compared with it."""
    middle, small = plan.corpus(MIDDLE), plan.corpus(SMALL)
    checked, mapped = "kg: all of an export of checked N-Quads", "kg: map and write N-Quads"

    def task(name: str, source: Corpus, beside: str | None) -> Contender:
        command = [str(HERE / "tasks.py"), name, "1", str(source.path)]
        return Contender(partial(run, command), source.records, beside, whole=False)

    return {
        checked: Contender(partial(export, middle, "nq", jobs=plan.jobs()[0]), middle.records),
        "rdflib and pySHACL": task("rdflib and pyshacl n-quads", small, checked),
        "rdflib and pySHACL, 100 records a Graph": task(
            "rdflib and pyshacl together n-triples", small, checked
        ),
        mapped: task("map and write n-quads", middle, None),
        "rdflib, unchecked": task("rdflib n-quads", small, mapped),
        "pyoxigraph, unchecked": task("pyoxigraph n-quads", middle, mapped),
    }


def rml(plan: Plan) -> str:
    """The main parts of a record by morph-kgc, triple by triple."""
    source = plan.corpus(MIDDLE)
    try:
        python = morph_side.environment(CACHE)
    except morph_side.NotInstalled as why:
        return f"morph-kgc is not measured: it could not be installed here ({why})."
    with working_folder() as folder:
        morph_side.tables(source.path, folder)
        steps: dict[str, Callable[[], Run]] = {
            "kg: export of N-Triples, unchecked": partial(
                export, source, "nt", "--no-validate", jobs=plan.jobs()[0]
            ),
            "morph-kgc": partial(morph_side.materialise, python, folder),
        }
        ours, theirs = in_turn(steps, plan.rounds, warm=False).values()
    facts = json.loads(run([str(HERE / "tasks.py"), "facts", "1", str(source.path)]).said)
    costs = [
        [one.seconds / facts["triples"] for one in ours],
        [one.seconds / int(one.said) for one in theirs],
    ]
    rows = [
        (
            name,
            f"{triples:,}",
            figure([1e6 * cost for cost in cost_of_it], ".2f"),
            f"**{figure(quotients(cost_of_it, costs[0]), '.1f')}**" if runs is theirs else "",
            f"{max(one.peak for one in runs):.0f}",
        )
        for name, triples, cost_of_it, runs in zip(
            steps, (facts["triples"], int(theirs[0].said)), costs, (ours, theirs), strict=True
        )
    ]
    head = ("whole process", "triples", "CPU µs a triple", "times kg's", "peak MiB")
    return f"{source.records:,} records.\n\n" + table(head, rows)


SECTIONS: Final = {
    "stages": ("Each stage alone", stages),
    "growth": ("The whole pipeline, and how it grows", growth),
    "outputs": ("What is written", outputs),
    "others": ("The same work with other libraries", others),
    "rml": ("The main parts of a record with an RML mapping", rml),
}


def arguments() -> argparse.Namespace:
    """What the user asks for."""
    parser = argparse.ArgumentParser(description="Measure bulk exports, and others beside kg.")
    parser.add_argument(
        "--size", type=int, default=MIDDLE, help=f"records of the largest corpus ({MIDDLE})"
    )
    parser.add_argument("--rounds", type=int, default=3, help="counted rounds (3)")
    parser.add_argument(
        "--records", type=Path, metavar="FOLDER", help="what the corpora are made from"
    )
    parser.add_argument(
        "--only", nargs="+", choices=SECTIONS, default=SECTIONS, help="some of the sections"
    )
    return parser.parse_args()


if __name__ == "__main__":
    asked = arguments()
    plan = Plan(asked.size, asked.rounds, asked.records)
    print(facts(plan), end="\n\n", flush=True)
    for name in asked.only:
        title, section = SECTIONS[name]
        print(f"### {title}\n\n{section(plan)}", end="\n\n", flush=True)
