"""The process that answers one query of an embedded store, and ends with it.

Its standard input is a request as JSON, its standard output the answer; a query that can't be
answered is a sentence on the standard error and the exit status REFUSED. The
status is 0 where the answer is a table or a truth value, and GRAPH where it is triples.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO, Final, NoReturn

import pyoxigraph

from kg.vocab import PREFIXES

GRAPH: Final = 4
REFUSED: Final = 3

_RESULTS: Final = {
    "json": pyoxigraph.QueryResultsFormat.JSON,
    "xml": pyoxigraph.QueryResultsFormat.XML,
    "csv": pyoxigraph.QueryResultsFormat.CSV,
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
}
_GRAPHS: Final = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "json-ld": pyoxigraph.RdfFormat.JSON_LD,
}
_FOREIGN: Final = re.compile(r'^_:|^<<|"@[A-Za-z-]+$')
"""Blank nodes, triple terms and language tags, which no graph of kg's has."""

_LONGEST: Final = 160
_NO_SYNTAX_ERRORS: Final = (ValueError, RuntimeError)


def main() -> None:
    """Answers the request of the standard input."""
    request = json.load(sys.stdin.buffer)
    seconds = request["seconds"]  # of processor time: nobody may be left to end this process
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    memory = request["memory"]  # of the data alone: files that are mapped take none
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    try:
        is_graph = answer(request, sys.stdout.buffer)
    except SyntaxError as error:
        _refuse(f"the query is no SPARQL that can be read: {_said(error)}")
    except _NO_SYNTAX_ERRORS as error:
        _refuse(f"the query can't be answered: {_said(error)}")
    sys.stdout.buffer.flush()
    sys.exit(GRAPH if is_graph else 0)


def answer(request: dict[str, Any], output: BinaryIO) -> bool:
    """Writes the answer in the one of the two formats that is its own; whether it is a graph."""
    store = pyoxigraph.Store.read_only(request["store"])
    results = store.query(
        request["query"],
        prefixes=dict(PREFIXES),
        use_default_graph_as_union=True,
        substitutions={
            pyoxigraph.Variable(name): _term(term) for name, term in request["bindings"].items()
        },
    )
    table, graph = request["formats"]
    limit = request["limit"]
    if isinstance(results, pyoxigraph.QueryTriples):
        if graph is None:
            _refuse(f"the answer is a graph and can't be written as {table}: use turtle or json-ld")
        _write_graph(islice(results, limit) if limit else results, graph, output)
        return True
    if table is None:
        _refuse(f"the answer is a table and can't be written as {graph}: use csv, tsv, json or xml")
    if isinstance(results, pyoxigraph.QuerySolutions) and limit:
        _first(results, limit).serialize(output, _RESULTS[table])
    else:
        results.serialize(output, _RESULTS[table])
    return False


def _write_graph(found: Iterable[pyoxigraph.Triple], name: str, output: BinaryIO) -> None:
    """The same triples in the same bytes: in kg's own form where it has one for all the terms."""
    triples = set(found)
    terms = [(str(t.subject), str(t.predicate), str(t.object)) for t in triples]
    if any(_FOREIGN.search(term) for triple in terms for term in triple):
        ordered = sorted(triples, key=str)
        pyoxigraph.serialize(ordered, output, _GRAPHS[name])
        return
    from kg.formats import FORMATS, serialize
    from kg.graphs import RecordGraph

    terms.sort()
    graph = RecordGraph("", terms[0][0] if terms else "", "", terms)
    for piece in serialize([graph], FORMATS[name]):
        output.write(piece.encode())


def _first(results: pyoxigraph.QuerySolutions, limit: int) -> Any:
    """The first solutions, through the JSON form, for pyoxigraph writes all of them or none."""
    names = [variable.value for variable in results.variables]
    bindings = [
        {name: _json(term) for name in names if (term := solution[name]) is not None}
        for solution in islice(results, limit)
    ]
    document = {"head": {"vars": names}, "results": {"bindings": bindings}}
    return pyoxigraph.parse_query_results(json.dumps(document), pyoxigraph.QueryResultsFormat.JSON)


def _json(term: Any) -> dict[str, str]:
    """A term by https://www.w3.org/TR/sparql11-results-json/#select-encode-terms"""
    if isinstance(term, pyoxigraph.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, pyoxigraph.BlankNode):
        return {"type": "bnode", "value": term.value}
    found = {"type": "literal", "value": term.value}
    if term.language:
        return {**found, "xml:lang": term.language}
    return {**found, "datatype": term.datatype.value}


def _term(text: str) -> Any:
    """A term from its N-Triples text."""
    quads: Iterator[Any] = pyoxigraph.parse(
        f"<urn:s> <urn:p> {text} .", pyoxigraph.RdfFormat.N_TRIPLES
    )
    return next(iter(quads)).object


def _said(error: Exception) -> str:
    """What Oxigraph says, without the rest of a long list of what it expected."""
    text = " ".join(str(error).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def _refuse(sentence: str) -> NoReturn:
    sys.stderr.write(sentence)
    sys.exit(REFUSED)
