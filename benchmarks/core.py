"""kg with its core in Rust beside kg in Python alone, in one run: a section of the bulk report."""

from __future__ import annotations

import json
from functools import partial
from typing import Final

from exports import PIPELINE, STAGES
from kg.system.core import core as installed
from kg.system.core import described
from measuring import Run, in_turn, quotients, run
from report_table import peak, table
from workbench import HERE, MIDDLE, Plan, export, figure

_SIDES: Final = {"Python": "off", "core": "on"}

_TOGETHER: Final = {
    "all stages of an N-Quads export": (
        *("unpack", "digest of the source", "decode", "map", "gate", "count"),
        *("write n-quads", "digest", "to .nq.zst"),
    ),
    "write N-Quads, with digest and counts": ("write n-quads", "digest", "count"),
}
"""Stages that are also given together."""


def core(plan: Plan) -> str:
    """Each stage and the whole export, with the core and without."""
    if installed is None:
        return f"kg runs {described()}: make core installs it."
    return f"{_stages(plan)}\n\n{_exports(plan)}"


def _stages(plan: Plan) -> str:
    source = plan.corpus(MIDDLE)
    command = [str(HERE / "stages.py"), str(source.path)]
    steps = {side: partial(run, command, env={"KG_CORE": env}) for side, env in _SIDES.items()}
    runs = in_turn(steps, plan.rounds, warm=False)
    sums = {
        side: [json.loads(one.said)["seconds"] for one in of_it] for side, of_it in runs.items()
    }
    titles = {(stage,): title for stage, title in STAGES.items()}
    titles |= {stages: title for title, stages in _TOGETHER.items()}
    rows = []
    for stages, title in titles.items():
        in_python, in_core = (
            [1000 * sum(each[stage] for stage in stages) / source.records for each in sums[side]]
            for side in _SIDES
        )
        rows.append(
            (
                title,
                figure(in_python, ".3f"),
                figure(in_core, ".3f"),
                f"**{figure(quotients(in_core, in_python), '.2f')}**",
            )
        )
    head = ("stage, ms a record", "Python", "core", "core / Python")
    return f"{source.records:,} records; processor time of one core.\n\n" + table(head, rows)


def _exports(plan: Plan) -> str:
    source = plan.corpus(MIDDLE)
    rows = []
    for jobs in plan.jobs():
        steps = {
            side: partial(export, source, PIPELINE, jobs=jobs, env={"KG_CORE": env})
            for side, env in _SIDES.items()
        }
        runs = in_turn(steps, plan.rounds, warm=False)
        rows.append(_exported(jobs, source.records, runs))
    head = (
        "processes",
        "Python, CPU ms a record",
        "core, CPU ms a record",
        "core / Python, CPU",
        "core / Python, on the clock",
        "peak MiB of a process, Python / core",
    )
    return f"`.{PIPELINE}`, validated, {source.records:,} records.\n\n" + table(head, rows)


def _exported(jobs: int, records: int, runs: dict[str, list[Run]]) -> tuple[str, ...]:
    seconds = {side: [one.seconds for one in of_it] for side, of_it in runs.items()}
    clock = {side: [one.clock for one in of_it] for side, of_it in runs.items()}
    return (
        str(jobs),
        *(figure([1000 * each / records for each in seconds[side]], ".3f") for side in _SIDES),
        f"**{figure(quotients(seconds['core'], seconds['Python']), '.2f')}**",
        figure(quotients(clock["core"], clock["Python"]), ".2f"),
        f"{peak(runs['Python'])} / {peak(runs['core'])}",
    )
