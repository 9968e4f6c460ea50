"""Loading real servers through a proxy that spoils requests: each graph is the old or the new."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import pyoxigraph
import pytest

from kg.errors import StoreError
from kg.load import load as load_into
from kg.stores.loading import LoadResult
from kg.stores.remote.staged_move import STAGING
from kg.stores.store import SparqlQuery, answered
from tests.support.faulty_proxy import WAYS, Fault, proxied
from tests.support.kg_command import COMMAND, environment
from tests.support.kg_command import kg as run
from tests.support.remote_stores import (
    ask,
    document,
    expected,
    held,
    new_base,
    normal,
    records,
    store,
)
from tests.support.sparql_servers import Server

pytestmark = pytest.mark.slow

Servers = Callable[[str], Server]

STEPS: Final = {
    ("oxigraph", "create"): rb"^POST /store",
    ("oxigraph", "replace"): rb"^PUT ",
    ("fuseki", "create"): rb"^POST /ds/data",
    ("fuseki", "replace"): rb"^PUT ",
    ("virtuoso", "stage"): rb"^PUT ",
    ("virtuoso", "move"): rb"^POST /sparql-auth.*MOVE GRAPH",
}
"""For each store the requests that change what it holds."""

load = partial(load_into, vocabulary=False)
"""Without the graph that all tests would share."""

MOVE: Final = b"POST /sparql-auth HTTP/1.1"
FOREVER: Final = 1_000_000
PATIENT: Final = 60.0
IMPATIENT: Final = 1.5


class Versions:
    """Two versions of some graphs, the old one in the store or none of it."""

    def __init__(self, server: Server, folder: Path, *, loaded: bool) -> None:
        self.server = server
        graphs = records(new_base())
        old = document(folder / "old.nq", graphs)
        self.path = document(folder / "new.nq", graphs, "new")
        self.new = expected(self.path)
        self.old = expected(old) if loaded else {graph: frozenset() for graph in self.new}
        if loaded:
            assert load([old], store(server)).outcome.stopped is None

    def check(self, outcome: LoadResult) -> None:
        """The store holds what kg says that it does, and nothing that is neither old nor new."""
        before = {*outcome.old, *outcome.refused}
        assert sorted([*outcome.loaded, *before, *outcome.doubtful]) == sorted(self.new)
        for graph in self.new:
            found = held(self.server, graph)
            if graph in outcome.loaded:
                assert found == self.new[graph]
            elif graph in before:
                assert found == self.old[graph]
            else:
                assert found in (self.old[graph], self.new[graph])


@pytest.mark.parametrize("way", [way for way in WAYS if way != "gone"])
@pytest.mark.parametrize("kind, step", STEPS)
def test_one_fault_is_overcome(
    kind: str, step: str, way: str, server_of: Servers, tmp_path: Path
) -> None:
    server = server_of(kind)
    versions = Versions(server, tmp_path, loaded=step != "create")
    with proxied(server.port) as proxy:
        proxy.fault = Fault(way, STEPS[kind, step], seconds=0.5)
        outcome = load([versions.path], store(server, proxy.port, timeout=PATIENT)).outcome
    assert proxy.fault.spoilt == 1
    assert (outcome.stopped, outcome.refused) == (None, {})
    assert sorted(outcome.loaded) == sorted(versions.new)
    versions.check(outcome)
    assert staged(server) == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind, step", STEPS)
def test_a_fault_that_lasts_leaves_the_old_graph_or_the_new(
    kind: str, step: str, way: str, server_of: Servers, tmp_path: Path
) -> None:
    server = server_of(kind)
    versions = Versions(server, tmp_path, loaded=step != "create")
    timeout = IMPATIENT if way == "slow" else PATIENT
    with proxied(server.port) as proxy:
        proxy.fault = Fault(way, STEPS[kind, step], FOREVER, seconds=IMPATIENT + 1)
        kgs = store(server, proxy.port, timeout=timeout, attempts=2)
        outcome = load([versions.path], kgs).outcome
    time.sleep(IMPATIENT if way == "slow" else 0)  # what was late has come by then
    versions.check(outcome)
    assert proxy.fault.spoilt
    if way in ("cut request", "500", "503"):
        assert sorted([*outcome.old, *outcome.refused]) == sorted(versions.new)
    if way == "gone":
        assert bool(outcome.doubtful) == (step != "stage")
    elif way != "slow":
        assert outcome.doubtful == []
        assert staged(server) == []
    assert load([versions.path], store(server)).outcome.stopped is None
    versions.check(LoadResult(new=list(versions.new)))


def staged(server: Server) -> list[str]:
    """The staged graphs that a server holds."""
    text = (
        f'SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{STAGING}")) }}'
    )
    return [row["g"] for row in ask(server, text)]


def test_a_move_is_never_sent_twice(server_of: Servers, tmp_path: Path) -> None:
    """For a second one would empty the graph that the first one filled."""
    server = server_of("virtuoso")
    versions = Versions(server, tmp_path, loaded=True)
    with proxied(server.port) as proxy:
        proxy.fault = Fault("cut answer", STEPS["virtuoso", "move"])
        load([versions.path], store(server, proxy.port))
    assert [line for line in proxy.fault.seen if line.startswith(b"POST /sparql-auth")] == [MOVE]
    versions.check(LoadResult(new=list(versions.new)))


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"])
def test_the_command_says_what_the_store_holds(
    kind: str, server_of: Servers, tmp_path: Path
) -> None:
    server = server_of(kind)
    versions = Versions(server, tmp_path, loaded=True)
    name = () if server.username is None else ("--username", server.username)
    with proxied(server.port) as proxy:
        endpoint = store(server, proxy.port).url
        proxy.fault = Fault("cut request", rb"^PUT |MOVE GRAPH", FOREVER)
        ran = run(
            "load",
            versions.path,
            "--no-vocabulary",
            "--endpoint",
            endpoint,
            *name,
            cwd=tmp_path,
            env={"KG_PASSWORD": server.password or ""},
        )
    assert ran.status == 2
    assert f"The load stopped: the connection to the store {endpoint} was lost" in ran.talk
    assert "0 graphs loaded; 3 as before" in ran.talk
    assert f"The store {endpoint} holds " in ran.talk
    assert server.password is None or f"{server.password} " not in ran.talk
    [rejects] = (tmp_path / "output").glob("*.rejects.jsonl")
    lines = [json.loads(line) for line in rejects.read_text("utf-8").splitlines()]
    assert {line["place"] for line in lines} == versions.new.keys()
    versions.check(LoadResult(old=list(versions.new)))


def test_a_load_that_stops_midway_tells_one_from_the_other(
    server_of: Servers, tmp_path: Path
) -> None:
    server = server_of("oxigraph")
    versions = Versions(server, tmp_path, loaded=True)
    with proxied(server.port) as proxy:
        proxy.fault = Fault("cut request", rb"^PUT ", FOREVER, after=1)
        endpoint = store(server, proxy.port).url
        ran = run("load", versions.path, "--no-vocabulary", "--endpoint", endpoint, cwd=tmp_path)
    assert ran.status == 1
    assert "1 graph loaded; 2 as before" in ran.talk
    [rejects] = (tmp_path / "output").glob("*.rejects.jsonl")
    old = [json.loads(line)["place"] for line in rejects.read_text("utf-8").splitlines()]
    versions.check(LoadResult(new=[graph for graph in versions.new if graph not in old], old=old))


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"])
def test_ctrl_c_says_what_the_store_holds(kind: str, server_of: Servers, tmp_path: Path) -> None:
    server = server_of(kind)
    versions = Versions(server, tmp_path, loaded=True)
    with proxied(server.port) as proxy:
        proxy.fault = Fault("slow", rb"^PUT |MOVE GRAPH", FOREVER, seconds=5)
        endpoint = store(server, proxy.port).url
        name = () if server.username is None else ("--username", server.username)
        command = [
            *COMMAND,
            "load",
            versions.path,
            "--no-vocabulary",
            "--endpoint",
            endpoint,
            *name,
        ]
        with subprocess.Popen(
            command,
            cwd=tmp_path,
            env=environment(KG_PASSWORD=server.password or ""),
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            while not proxy.fault.spoilt:
                time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            talk = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert "The load stopped: it was interrupted" in talk
    assert "as before" in talk


@pytest.mark.parametrize("kind", ["oxigraph", "fuseki", "virtuoso"])
def test_nobody_listens(kind: str, server_of: Servers, tmp_path: Path) -> None:
    server = server_of(kind)
    versions = Versions(server, tmp_path, loaded=True)
    with proxied(server.port) as proxy:
        proxy.close()
        outcome = load([versions.path], store(server, proxy.port, attempts=2)).outcome
    assert outcome.stopped is not None
    assert "can't be reached" in outcome.stopped
    assert sorted(outcome.old) == sorted(versions.new)
    versions.check(outcome)


def test_a_store_that_wants_to_be_left_alone_for_long_is(
    server_of: Servers, tmp_path: Path
) -> None:
    server = server_of("oxigraph")
    versions = Versions(server, tmp_path, loaded=True)
    with proxied(server.port) as proxy:
        proxy.fault = Fault("503", rb"^PUT ", FOREVER, retry_after=3600)
        outcome = load([versions.path], store(server, proxy.port)).outcome
    assert outcome.stopped is not None
    assert "asks for a pause of 3,600 s" in outcome.stopped
    assert proxy.fault.spoilt == 1
    versions.check(outcome)


@pytest.mark.parametrize("way", ["half an answer", "cut answer", "500", "503"])
@pytest.mark.parametrize("form", ["SELECT *", "CONSTRUCT { ?s ?p ?o }"])
@pytest.mark.parametrize("kind", ["oxigraph", "fuseki", "virtuoso"])
def test_an_answer_is_whole_or_an_error(
    kind: str, form: str, way: str, server_of: Servers, tmp_path: Path
) -> None:
    server = server_of(kind)
    versions = Versions(server, tmp_path, loaded=True)
    graph, triples = next(iter(versions.old.items()))
    query = SparqlQuery(f"{form} {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    for times in (1, FOREVER):
        with proxied(server.port) as proxy:
            proxy.fault = Fault(way, rb"^POST ", times)
            kgs = store(server, proxy.port, attempts=2)
            if times == FOREVER:
                with pytest.raises(StoreError), answered(kgs, query, "csv", "turtle"):
                    pass
                continue
            with answered(kgs, query, "json", "turtle") as answer:
                data = answer.file.read()
        if form.startswith("SELECT"):
            assert len(json.loads(data)["results"]["bindings"]) == len(triples)
        else:
            quads = pyoxigraph.parse(data, pyoxigraph.RdfFormat.TURTLE)
            assert normal("".join(f"{quad.triple} .\n" for quad in quads)) == triples
