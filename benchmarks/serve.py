"""The benchmark of `kg serve`: one command, one Markdown report. README.md explains it.

python benchmarks/serve.py [--size N] [--store DIR] [--requests N] [--clients N]
    [--only SECTION ...]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from measuring import ROOT, run, spread
from report_table import processor, shown, table
from serve_paths import KINDS, Paths
from serve_sparql import ASKED
from workbench import CACHE, HERE, corpus, working_folder

SIZE: Final = 20_000
CLIENTS: Final = 8
REQUESTS: Final = 200
STARTS: Final = 5

SLOW: Final = {"the list as CSV": 10, "SPARQL: count-by-phase": 5}
"""Requests of a kind that takes long: one in so many of the others."""

MIXED: Final = ("first page", "facets", "search by words", "search as you type", "near a city",
                "trial", "its related trials", "its results", "its picture", "a thing")  # fmt: skip
"""The kinds of requests of which as many are sent while the memory is watched."""

STEPS: Final = (100, 1_000, 5_000)
"""Requests after which the memory is read."""

_SCHEDULED: Final = 2
"""With the number of a process, its processor time as a clock: clock_getcpuclockid(3) of Linux."""

_TICK: Final = os.sysconf("SC_CLK_TCK")
_PATIENT: Final = ("--queries", "64", "--timeout", "600")
"""Every client may run a query, as long as it takes on a busy machine."""

_SERVING: Final = re.compile(r"at (http://\S+/)[; ]")


class Plan(NamedTuple):
    """The options of a run, the store, and what is asked of it."""

    store: Path
    paths: Paths
    requests: int
    clients: int


class Server(NamedTuple):
    """A running server: host and port, its process, and seconds until its first answer."""

    host: str
    pid: int
    seconds: float

    def used(self) -> float:
        """Processor milliseconds until now, with those of its ended children."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        children = sum(map(int, fields[13:15])) / _TICK
        return 1000 * (time.clock_gettime(~self.pid << 3 | _SCHEDULED) + children)

    def memory(self) -> tuple[float, float]:
        """MiB that are resident, and those of them that no file has."""
        lines = Path(f"/proc/{self.pid}/status").read_text("utf-8").splitlines()
        held = dict(line.split(":", 1) for line in lines)
        return _mib(held["VmRSS"]), _mib(held["RssAnon"])


def _mib(text: str) -> float:
    return int(text.split()[0]) / 1024


@contextmanager
def serving(store: Path) -> Iterator[Server]:
    """`kg serve` at a free port, from the start of its process to its first answer and the end."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0", *_PATIENT],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stderr is not None
        found = _SERVING.search(line := process.stderr.readline())
        assert found, line
        host = urlsplit(found[1]).netloc
        connection = HTTPConnection(host)
        connection.request("GET", "/")
        connection.getresponse().read()
        connection.close()
        yield Server(host, process.pid, time.perf_counter() - start)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()


def asked(host: str, clients: int, paths: list[str]) -> dict[str, Any]:
    """What clients in a process of their own measure."""
    command = [sys.executable, str(HERE / "serve_client.py"), host, str(clients)]
    found: dict[str, Any] = json.loads(_said(command, paths))
    if found["failed"]:
        sys.exit(f"{len(found['failed'])} requests failed, the first: {found['failed'][0]}")
    return found


def _said(command: list[str], paths: list[str]) -> str:
    """What a process prints that is given paths."""
    given = json.dumps(paths)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, input=given, env=environment, stdout=subprocess.PIPE, text=True, check=True
    ).stdout


def facts(plan: Plan) -> str:
    """The machine, the versions, the store."""
    names = ("kg-trials", "pyoxigraph", "starlette", "uvicorn")
    lines = [
        f"{processor()}, {os.cpu_count()} cores, {os.getloadavg()[0]:.1f} processes busy before",
        f"{sys.implementation.name} {sys.version.split()[0]}, "
        + ", ".join(f"{name} {version(name)}" for name in names),
        f"a store of {len(plan.paths.numbers):,} records",
        f"{plan.requests} requests of a kind, the same for one client and {plan.clients} at once",
    ]
    return "\n".join(f"- {line}" for line in lines)


def starting(plan: Plan) -> str:
    """Seconds from the start of the process to the whole first page."""
    clock, used = [], []
    for _ in range(STARTS):
        with serving(plan.store) as server:
            clock.append(server.seconds)
            used.append(server.used() / 1000)
    clock_shown, used_shown = (shown(spread(each), ".2f") for each in (clock, used))
    return (
        f"Seconds from the start to the first page, {STARTS} times: {clock_shown} on the clock,"
        f" {used_shown} of the processor."
    )


def answering(plan: Plan) -> str:
    """Each kind of request, by one client and by several at once."""
    rows = []
    with serving(plan.store) as server:
        for kind in KINDS:
            paths = plan.paths.drawn(kind, max(1, plan.requests // SLOW.get(kind, 1)))
            if not paths:
                continue
            asked(server.host, 1, paths[: len(paths) // 10 + 1])
            alone, alone_used = _used_by(server, 1, paths)
            together, together_used = _used_by(server, plan.clients, paths)
            rows.append(
                [
                    kind,
                    percentiles(alone["ms"]),
                    f"{alone_used / len(paths):.1f}",
                    percentiles(together["ms"]),
                    f"{together_used / len(paths):.1f}",
                    f"{len(paths) / together['seconds']:,.0f}",
                    f"{1000 * together['own'] / len(paths):.1f}",
                    f"{alone['bytes'] / len(paths) / 1000:,.0f}",
                ]
            )
    head = (
        *("request", "1 client, ms", "CPU", f"{plan.clients} clients, ms", "CPU"),
        *("answers/s", "client's CPU", "KB"),
    )
    notes = "CPU: processor milliseconds of a request, on average."
    return f"Medians and 95th percentiles on the clock. {notes}\n\n{table(head, rows)}"


def _used_by(server: Server, clients: int, paths: list[str]) -> tuple[dict[str, Any], float]:
    before = server.used()
    found = asked(server.host, clients, paths)
    return found, server.used() - before


def percentiles(values: list[float]) -> str:
    """The median and the 95th percentile."""
    ordered = sorted(values)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"{spread(ordered).median:,.1f} / {last:,.1f}"


def remembering(plan: Plan) -> str:
    """The memory of the server after more and more requests of all kinds."""
    kinds = filter(None, (plan.paths.drawn(kind, STEPS[-1]) for kind in MIXED))
    mixed = list(islice((path for paths in zip(*kinds, strict=True) for path in paths), STEPS[-1]))
    rows, done = [], 0
    with serving(plan.store) as server:
        rows.append(["1", *(f"{each:,.0f}" for each in server.memory())])
        for step in STEPS:
            asked(server.host, plan.clients, mixed[done:step])
            done = step
            rows.append([f"{step:,}", *(f"{each:,.0f}" for each in server.memory())])
    return table(("requests", "MiB resident", "MiB without those of files"), rows)


def comparing(plan: Plan) -> str:
    """What SPARQL takes for the same on the same files, each kind beside its pages."""
    rows = []
    with serving(plan.store) as server:
        for kind, (what, _) in ASKED.items():
            paths = plan.paths.drawn(kind, max(1, plan.requests // 4))
            asked(server.host, 1, paths[:3])
            _, used = _used_by(server, 1, paths)
            command = [sys.executable, str(HERE / "serve_sparql.py"), str(plan.store), kind]
            theirs = json.loads(_said(command, paths))
            ours, others = used / len(paths), sum(theirs) / len(theirs)
            rows.append([kind, what, f"{ours:.1f}", f"{others:.1f}", f"**{others / ours:.1f}**"])
    head = ("page", "by SPARQL", "page, CPU ms", "SPARQL, CPU ms", "times as long")
    return f"Averages of processor time.\n\n{table(head, rows)}"


SECTIONS: Final = {
    "starting": ("Starting", starting),
    "answering": ("Answering", answering),
    "remembering": ("Memory", remembering),
    "comparing": ("Beside SPARQL", comparing),
}


@contextmanager
def loaded(given: argparse.Namespace) -> Iterator[Path]:
    """The store of the command line, or one that is loaded from a corpus for this run."""
    if given.store:
        yield given.store
        return
    made = corpus(given.size, given.records)
    with working_folder() as folder:
        print(f"loading {made.records:,} records", file=sys.stderr)
        run(["-m", "kg", "load", str(made.path), "-q", "--store", str(folder / "store")])
        yield folder / "store"


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description="Measure the pages of kg serve.")
    parser.add_argument("--size", type=int, default=SIZE, help=f"records of the corpus ({SIZE})")
    parser.add_argument("--store", type=Path, metavar="DIR", help="a store that is there already")
    parser.add_argument(
        "--records", type=Path, metavar="FOLDER", help="the records that the corpora are made from"
    )
    parser.add_argument("--requests", type=int, default=REQUESTS, help=f"of a kind ({REQUESTS})")
    parser.add_argument("--clients", type=int, default=CLIENTS, help=f"at once ({CLIENTS})")
    parser.add_argument(
        "--only", nargs="+", choices=SECTIONS, default=SECTIONS, help="only these sections"
    )
    return parser.parse_args()


if __name__ == "__main__":
    given = arguments()
    CACHE.mkdir(parents=True, exist_ok=True)
    with loaded(given) as store:
        plan = Plan(store, Paths(store), given.requests, given.clients)
        print(facts(plan), end="\n\n", flush=True)
        for name in given.only:
            title, section = SECTIONS[name]
            print(f"### {title}\n\n{section(plan)}", end="\n\n", flush=True)
