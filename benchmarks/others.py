"""The same work done with other libraries, all in turn: a section of the bulk report."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from kg.system.core import core
from measuring import Run, in_turn, quotients, run
from pyrudof_side import Pyrudof
from report_table import table
from side_environment import NotInstalled
from table_mappings import Maplib, MorphKgc, tables
from workbench import HERE, MIDDLE, SMALL, Corpus, Plan, export, figure, working_folder


class Peer(NamedTuple):
    """One way of doing some work.

    `beside` names kg's way of doing the same, None for kg's own. `triples` are those that it makes
    or is given; None if its runs print their number. The time is that of the whole process, or that
    of the step alone, which its runs print.
    """

    step: Callable[[], Run]
    records: int
    triples: int | None
    beside: str | None = None
    whole: bool = True

    def made(self, runs: Sequence[Run]) -> int:
        """The number of triples."""
        return int(runs[0].said) if self.triples is None else self.triples

    def costs(self, runs: Sequence[Run]) -> list[float]:
        """Processor microseconds a triple."""
        seconds = [one.seconds if self.whole else float(one.said) for one in runs]
        return [1e6 * each / self.made(runs) for each in seconds]


def others(plan: Plan) -> str:
    """The same work done with other libraries."""
    absent: list[str] = []
    with working_folder() as folder:
        peers = dict(_peers(plan, folder, absent))
        runs = in_turn({name: each.step for name, each in peers.items()}, plan.rounds, warm=False)
    costs = {name: each.costs(runs[name]) for name, each in peers.items()}
    rows = [
        (
            name,
            f"{each.records:,}",
            f"{each.made(runs[name]):,}",
            figure(costs[name], ".2f"),
            f"**{figure(quotients(costs[name], costs[each.beside]), '.2f')}**"
            if each.beside
            else "",
            f"{max(one.peak for one in runs[name]):.0f}",
        )
        for name, each in peers.items()
    ]
    head = ("work", "records", "triples", "CPU µs a triple", "times kg's", "peak MiB")
    return "\n\n".join([table(head, rows), *absent])


def _peers(plan: Plan, folder: Path, absent: list[str]) -> Iterator[tuple[str, Peer]]:
    """All ways, each of kg's before those beside it; adds to `absent` what can't be measured."""
    middle, small = plan.corpus(MIDDLE), plan.corpus(SMALL)
    made = {source: _triples(source) for source in (middle, small)}

    def task(name: str, source: Corpus, beside: str | None = None, **env: str) -> Peer:
        step = partial(run, [str(HERE / "tasks.py"), name, "1", str(source.path)], env=env)
        return Peer(step, source.records, made[source], beside, whole=False)

    def exported(*options: str, beside: str | None = None, **env: str) -> Peer:
        step = partial(export, middle, *options, env=env)
        return Peer(step, middle.records, made[middle], beside)

    unchecked = "kg: map and write N-Quads"
    yield unchecked, task("map and write n-quads", middle)
    if core is not None:
        alone = task("map and write n-quads", middle, unchecked, KG_CORE="off")
        yield "the same in Python alone", alone
    yield "the limit: decode JSON, encode it", task("decode and encode", middle, unchecked)
    yield "pyoxigraph, from ready triples", task("pyoxigraph n-quads", middle, unchecked)
    yield "rdflib, from ready triples", task("rdflib n-quads", small, unchecked)

    checked = "kg: checked export of N-Quads"
    yield checked, exported("nq")
    if core is not None:
        yield "the same export in Python alone", exported("nq", beside=checked, KG_CORE="off")
    pyshacl = "rdflib and pyshacl n-quads"
    yield "rdflib and pySHACL, from ready triples", task(pyshacl, small, checked)
    together = "rdflib and pyshacl together n-triples"
    yield "the same, 100 records a graph", task(together, small, checked)
    try:
        check = Pyrudof(small.path, folder)
    except NotInstalled as why:
        absent.append(f"pyrudof is not measured: it could not be installed here ({why}).")
    else:
        yield (
            "pyrudof: read and check N-Triples, 100 records a graph",
            Peer(check, small.records, made[small], checked, whole=False),
        )

    parts = "kg: export of N-Triples, unchecked"
    yield parts, exported("nt", "--no-validate")
    tables(middle.path, folder)
    for name, tool in (("maplib: OTTR", Maplib), ("morph-kgc: RML", MorphKgc)):
        try:
            materialise = tool(folder)
        except NotInstalled as why:
            absent.append(f"{name} is not measured: it could not be installed here ({why}).")
        else:
            title = f"{name}, main parts, from flat tables"
            yield title, Peer(materialise, middle.records, None, parts)


def _triples(source: Corpus) -> int:
    """The number of triples of a corpus."""
    facts = json.loads(run([str(HERE / "tasks.py"), "facts", "1", str(source.path)]).said)
    return int(facts["triples"])
