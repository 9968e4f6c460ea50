"""The tasks of the processes of store.py: load a file, or run every named query on a store.

python benchmarks/store_tasks.py bulk FILE FOLDER
python benchmarks/store_tasks.py virtuoso FILE FOLDER
python benchmarks/store_tasks.py count STORE
python benchmarks/store_tasks.py "ask kg|pyoxigraph|rdflib" STORE
"""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from types import FrameType
from typing import Any, Final

import pyoxigraph

from kg.queries import NamedQuery, named_query, names
from kg.rdf.vocabulary import PREFIXES
from kg.related import described, links_of
from kg.related.links import RelatedQuery
from kg.related.order import Ranking
from kg.related.report import table
from kg.stores.embedded import EmbeddedStore
from kg.stores.embedded.query_worker import answer
from kg.stores.sparql_binding import bound

Asked = tuple[str, dict[str, str]]
"""The text of a query, and the terms for its variables; of `kg related` the number of a trial."""

Ask = Callable[[Asked], int]
"""Runs a query to the last row and returns the number of rows."""

RELATED: Final = "kg related"
SHOWN: Final = 20
"""The related trials in its table."""

VALUES: Final = 40
"""The number of values that a query is run with, drawn evenly from those in the store."""

SLOW: Final = 60
"""Seconds to wait for rdflib."""

SLOW_VALUES: Final = 3
"""The number of values that rdflib is run with."""

_SOURCES: Final = {
    "nct": "?t schema:subjectOf ?g ; dcterms:identifier ?value",
    "sponsor": "?t schema:sponsor ?x . ?x schema:name ?value",
    "investigator": "?t kg:overallOfficial ?x . ?x schema:name ?value",
    "site": "?t kg:site ?x . ?x schema:name ?value",
    "city": "?x schema:addressLocality ?value",
    "condition": "?t schema:healthCondition ?x . ?x schema:name ?value",
    "country": "?t kg:country ?x . ?x skos:notation ?value",
    "concept": "?t kg:derivedConditionAncestor ?x . ?x skos:prefLabel ?value",
    "intervention": "?t schema:studySubject ?x . ?x schema:name ?value",
}
"""A parameter -> the pattern of its values in a store."""

_VIRTUOSO: Final = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
DirsAllowed = {folder}, {source}
NumberOfBuffers = 340000
MaxDirtyBuffers = 250000
"""
"""Virtuoso's own recommendation for 4 GB of memory."""


def bulk(document: Path, folder: Path) -> dict[str, int]:
    """The bulk loader of pyoxigraph alone, from the file to files that are complete."""
    shutil.rmtree(folder, ignore_errors=True)
    store = pyoxigraph.Store(folder)
    store.bulk_load(path=str(document), format=pyoxigraph.RdfFormat.N_QUADS)
    store.flush()
    quads = len(store)
    del store
    return {"quads": quads, "bytes": size(folder)}


def virtuoso(document: Path, folder: Path) -> dict[str, int]:
    """Virtuoso's bulk loader; the server is a child of this process, so its time counts."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = _VIRTUOSO.format(folder=folder, port=port, source=document.parent)
    (folder / "virtuoso.ini").write_text(settings, "utf-8")
    server = subprocess.Popen(
        ["virtuoso-t", "-f", "-c", str(folder / "virtuoso.ini")],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while "1" not in _isql(port, "select 1;"):
            time.sleep(0.5)
        own = _quads(port)
        _isql(port, f"ld_dir('{document.parent}', '{document.name}', 'urn:of-no-graph');")
        _isql(port, "rdf_loader_run(); checkpoint;")
        return {"quads": _quads(port) - own, "bytes": size(folder)}
    finally:
        _isql(port, "shutdown;")
        server.wait()


def _quads(port: int) -> int:
    """The quads on the server, including its own."""
    told = _isql(port, "select count(*) from DB.DBA.RDF_QUAD;")
    return max(int(word) for word in told.split() if word.isdigit())


def _isql(port: int, text: str) -> str:
    program = "isql-vt" if shutil.which("isql-vt") else "isql"
    ran = subprocess.run(
        [program, str(port), "dba", "dba", f"exec={text}"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return ran.stdout


def count(folder: Path) -> dict[str, int]:
    """The content of an embedded store."""
    return {"quads": EmbeddedStore(folder).holdings().triples, "bytes": size(folder)}


def size(folder: Path) -> int:
    """The bytes of all files of a store."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def ask(side: str, folder: Path) -> dict[str, Any]:
    """The time of each query with each value, in milliseconds of processor time."""
    with EmbeddedStore(folder).files() as path:
        store = pyoxigraph.Store.read_only(str(path))
        known = {name: values(store, pattern) for name, pattern in _SOURCES.items()}
        asking = {"kg": _by_kg, "pyoxigraph": _by_pyoxigraph, "rdflib": _by_rdflib}[side](path)
        found = {}
        for name in names():
            query = named_query(name)
            given = known[query.parameters[0].name] if query.parameters else [""] * 5
            limit = SLOW if side == "rdflib" else None
            asked = texts(query, given[:SLOW_VALUES] if limit else given)
            found[name] = timed(asked, asking, limit)
        if side == "kg":
            trials = [(each, {}) for each in known["nct"]]
            found = {RELATED: timed(trials, _related(folder), None), **found}
        return found


def texts(query: NamedQuery, given: list[str]) -> list[Asked]:
    """The query with each of the values of its first parameter, if it has any."""
    first = query.parameters[:1]
    return [query.sparql({one.name: value for one in first}) for value in given]


def timed(texts: list[Asked], asking: Ask, limit: int | None) -> dict[str, Any]:
    """The times and rows of each query; none if one exceeds the limit."""
    times, rows = [], []
    signal.signal(signal.SIGALRM, _too_long)
    try:
        for text in texts:
            signal.alarm(limit or 0)
            start = process_time()
            rows.append(asking(text))
            times.append(1000 * (process_time() - start))
    except TimeoutError:
        times = []
    finally:
        signal.alarm(0)
    return {"ms": times, "rows": rows or [0], "limit": limit}


def _too_long(number: int, frame: FrameType | None) -> None:
    raise TimeoutError


def values(store: pyoxigraph.Store, pattern: str) -> list[str]:
    """Some of the values of a parameter, drawn evenly from all in the store."""
    text = f"SELECT DISTINCT ?value {{ GRAPH ?g {{ {pattern} }} }} ORDER BY ?value"
    found: Any = store.query(text, prefixes=dict(PREFIXES))
    every = [row["value"].value for row in found]
    return every[:: max(1, len(every) // VALUES)][:VALUES]


def _request(path: Path, asked: Asked) -> dict[str, Any]:
    text, terms = asked
    given = {"store": str(path), "query": text, "bindings": terms, "formats": ("json", "turtle")}
    return {**given, "limit": None, "complete": False, "dataset": None, "base": None}


def _by_kg(path: Path) -> Ask:
    """Like the worker process of `kg query`: opens the store, runs the query, writes results."""

    def asked(query: Asked) -> int:
        output = io.BytesIO()
        answer(_request(path, query), output)
        return output.getvalue().count(b"\n")

    return asked


def _related(folder: Path) -> Ask:
    """The work of `kg related` on a trial, to the last line of its table; the number of trials."""
    store = EmbeddedStore(folder)

    def asked(query: Asked) -> int:
        nct_id, _ = query
        with links_of(store, RelatedQuery(nct_id)) as links:
            ranking = Ranking(links.evidence())
            table(nct_id, described(links, ranking, ranking.trials[:SHOWN]), 100)
            return len(ranking.trials)

    return asked


def _by_pyoxigraph(path: Path) -> Ask:
    """An open store, with rows that are only counted."""
    store = pyoxigraph.Store.read_only(str(path))

    def asked(query: Asked) -> int:
        text = bound(*query)
        return sum(1 for _ in rows_of(store.query(text, use_default_graph_as_union=True)))

    return asked


def _by_rdflib(path: Path) -> Ask:
    """A Dataset in memory, without the time to make it."""
    from rdflib import Dataset, Literal, URIRef

    def term(given: Any) -> Any:
        if isinstance(given, pyoxigraph.NamedNode):
            return URIRef(given.value)
        return Literal(given.value, datatype=URIRef(given.datatype.value), normalize=False)

    dataset = Dataset(default_union=True)
    for quad in pyoxigraph.Store.read_only(str(path)):
        graph = dataset.graph(URIRef(quad.graph_name.value))  # type: ignore[union-attr]
        graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))

    def asked(query: Asked) -> int:
        return sum(1 for _ in dataset.query(bound(*query)))

    return asked


def rows_of(results: Any) -> Iterator[Any]:
    """Solutions or triples, one by one."""
    yield from results


if __name__ == "__main__":
    task, *paths = sys.argv[1:]
    words = task.split()
    function: Any = {"bulk": bulk, "virtuoso": virtuoso, "count": count, "ask": ask}[words[0]]
    print(json.dumps(function(*words[1:], *(Path(each) for each in paths))), flush=True)
    os._exit(0)  # large stores in memory need not be freed
