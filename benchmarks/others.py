"""The same work done with other libraries: sections of the bulk report."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import morph_side
from measuring import Run, in_turn, quotients, run, spread
from report_table import table
from side_environment import NotInstalled
from workbench import (
    CACHE,
    HERE,
    MIDDLE,
    REGISTRY,
    SMALL,
    Corpus,
    Plan,
    export,
    figure,
    working_folder,
)


class Contender(NamedTuple):
    """One way of doing some work: its command, and the number of records.

    `beside` names kg's way of doing the same, None for kg's own; `whole` means that the time of the
    whole process counts, including start-up, otherwise that of the step alone.
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
    """The sides, each of kg's before those compared with it."""
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
    except NotInstalled as why:
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
