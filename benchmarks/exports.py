"""The cost of whole exports, stage by stage and in total: sections of the bulk report."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from kg.export.output_formats import OTHER_FORMATS
from measuring import Run, in_turn, quotients, spread
from report_table import FORMATS, table
from workbench import (
    HERE,
    MIDDLE,
    REGISTRY,
    Plan,
    changed,
    export,
    exported,
    figure,
    sizes,
    working_folder,
)

PIPELINE: Final = "nq.zst"
"""What the whole pipeline writes."""

STAGES: Final = {
    "unpack": "unpack a member of the zip",
    "digest of the source": "digest of its bytes",
    "decode": "decode",
    "map": "map",
    "gate": "check the shapes",
    "count": "count for the report",
    **{f"write {name}": f"write {title}" for name, title in FORMATS.items()},
    "digest": "digest of N-Quads",
    "to .nq": "N-Quads to the disk",
    "to .nq.gz": "N-Quads to .gz",
    "to .nq.zst": "N-Quads to .zst",
}


def stages(plan: Plan) -> str:
    """Each stage alone."""
    source = plan.corpus(MIDDLE)
    command = [str(HERE / "stages.py"), str(source.path)]
    done = [json.loads(one.said) for one in in_turn({"": command}, plan.rounds, warm=False)[""]]
    records, triples, sums = done[0]["records"], done[0]["triples"], done[0]["bytes"]
    rows = []
    for stage, title in STAGES.items():
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
        "cores had",
        "greatest process, MiB",
        "all together, MiB",
        "MB written",
        "rejected",
        f"minutes for {REGISTRY:,}",
    )
    return "\n\n".join([table(head, rows), *_linear(plan, runs)])


def _grown(size: int, jobs: int, runs: Sequence[Run]) -> tuple[str, ...]:
    clock = spread([one.clock for one in runs])
    left = exported(runs[0])
    together = [one.together for one in runs if one.together is not None]
    return (
        f"{size:,}",
        str(jobs),
        figure([1000 * one.seconds / size for one in runs], ".3f"),
        f"{size / clock.median:,.0f}",
        figure([one.seconds / one.clock for one in runs], ".2f"),
        f"{max(one.peak for one in runs):.0f}",
        f"{max(together):.0f}" if together else "unknown",
        f"{left.bytes / 1e6:,.1f}",
        f"{left.rejected:,}",
        f"{clock.median / size * REGISTRY / 60:.1f}",
    )


def _linear(plan: Plan, runs: dict[tuple[int, int], list[Run]]) -> Iterator[str]:
    """The cost of a record in a large corpus, relative to that in a small one."""
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
            f"With {_processes(jobs)}: a record of {most:,} costs {times:.2f} times what one of "
            f"{least:,} costs, start-up included; each further record costs "
            + ", ".join(further)
            + "."
        )


def _processes(jobs: int) -> str:
    return f"{jobs} processes" if jobs > 1 else "one process"


def again(plan: Plan) -> str:
    """The whole pipeline over records that were exported before."""
    source, jobs = plan.corpus(MIDDLE), plan.jobs()[-1]
    later = changed(source)
    with working_folder() as folder:
        export(source, PIPELINE, jobs=jobs, folder=folder)
        against = ("--against", str(folder / f"out.{PIPELINE}.report.json"))
        steps = {
            "everything": partial(export, source, PIPELINE, jobs=jobs),
            "1 % has changed since": partial(export, later, PIPELINE, *against, jobs=jobs),
            "nothing has changed since": partial(export, source, PIPELINE, *against, jobs=jobs),
        }
        runs = in_turn(steps, plan.rounds, warm=False)
    whole = [one.seconds for one in runs["everything"]]
    rows = [
        (
            name,
            figure([1000 * one.seconds / source.records for one in of_it], ".3f"),
            figure(quotients([one.seconds for one in of_it], whole), ".3f"),
            f"{exported(of_it[0]).bytes / 1e6:,.1f}",
        )
        for name, of_it in runs.items()
    ]
    head = ("what is exported", "CPU ms a record", "of everything", "MB written")
    return f"{source.records:,} records, {_processes(jobs)}.\n\n" + table(head, rows)


def outputs(plan: Plan) -> str:
    """The whole pipeline in other formats and compressions, and without validation."""
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
        **{name: (row.ending, "-f", name) for name, row in OTHER_FORMATS.items()},
    }
    steps: dict[str, Callable[[], Run]] = {
        name: partial(export, source, *given, jobs=jobs) for name, given in wanted.items()
    }
    rows = [
        (
            f"`{name}`",
            figure([1000 * one.seconds / source.records for one in runs], ".3f"),
            f"{source.records / spread([one.clock for one in runs]).median:,.0f}",
            f"{max(one.peak for one in runs):.0f}",
            f"{exported(runs[0]).bytes / 1e6:,.1f}",
        )
        for name, runs in in_turn(steps, plan.rounds, warm=False).items()
    ]
    head = (
        "output", "CPU ms a record", "records/s on the clock", "greatest process, MiB", "MB written"
    )  # fmt: skip
    return f"{source.records:,} records, {_processes(jobs)}.\n\n" + table(head, rows)
