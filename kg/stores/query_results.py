"""Writes the results of queries, the same for every store: solutions, truth values, triples.

https://www.w3.org/TR/sparql11-overview/#sparql11-results
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Collection, Iterable, Iterator, Set
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Final, TypeVar

import pyoxigraph

from kg.errors import FormError, UsageError
from kg.stores.store import Formats

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_T = TypeVar("_T")

_RESULTS: Final = {
    "json": pyoxigraph.QueryResultsFormat.JSON,
    "xml": pyoxigraph.QueryResultsFormat.XML,
    "csv": pyoxigraph.QueryResultsFormat.CSV,
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
}
_GRAPHS: Final = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "json-ld": pyoxigraph.RdfFormat.JSON_LD,
    "n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
}
_DRAFT_LITERAL: Final = "typed-literal"
_TERM_TYPES: Final = ("uri", "literal", "bnode", _DRAFT_LITERAL)
_FOREIGN: Final = re.compile(r'^_:|^<<|"@[^"]*--[^"]*$')
"""Blank nodes, triple terms and directions of text, which kg's own form does not have."""


def is_complete(document: Any, names: Collection[str] | None) -> bool:
    """Whether a document is a truth value or solutions in the JSON form, with these variables."""
    if not isinstance(document, dict) or not isinstance(document.get("head"), dict):
        return False
    if "boolean" in document:
        return isinstance(document["boolean"], bool) and "results" not in document
    variables, results = document["head"].get("vars"), document.get("results")
    if not isinstance(variables, list) or not isinstance(results, dict):
        return False
    if not all(isinstance(each, str) for each in variables) or not set(names or ()) <= {*variables}:
        return False
    found = results.get("bindings")
    return isinstance(found, list) and all(_is_solution(row, {*variables}) for row in found)


def _is_solution(row: Any, variables: Set[str]) -> bool:
    return isinstance(row, dict) and row.keys() <= variables and all(map(_is_term, row.values()))


def _is_term(term: Any) -> bool:
    return (
        isinstance(term, dict)
        and term.get("type") in _TERM_TYPES
        and all(isinstance(text, str) for text in (term.get("value"), *term.values()))
    )


def parsed(document: Any) -> Any:
    """Solutions or a truth value, as pyoxigraph returns them, from the JSON form.

    https://www.w3.org/TR/sparql11-results-json/; "typed-literal" is Virtuoso's, from a draft of it.
    """
    for row in document.get("results", {}).get("bindings", ()):
        for term in row.values():
            if term["type"] == _DRAFT_LITERAL:
                term["type"] = "literal"
    return pyoxigraph.parse_query_results(json.dumps(document), pyoxigraph.QueryResultsFormat.JSON)


class TooManyResults(Exception):
    """There are more solutions or triples than the limit, and all of them are wanted."""


def write(
    results: Any,
    formats: Formats,
    limit: int | None,
    output: IO[bytes],
    *,
    complete: bool = False,
) -> bool:
    """Writes results in the format of the two that fits them; whether they are a graph.

    With `complete` more results than the limit are not cut: TooManyResults is raised. Raises
    FormError if the format is None.
    """
    table, graph = formats
    if isinstance(results, pyoxigraph.QueryTriples):
        if complete and limit:
            write_graph(_bounded(results, limit), formats, None, output)
        else:
            write_graph(results, formats, limit, output)
        return True
    if table is None:
        raise FormError(
            f"the results are a table and can't be written as {graph}: use table, markdown, xlsx,"
            " csv, tsv, json or xml"
        )
    if isinstance(results, pyoxigraph.QuerySolutions) and limit:
        found = _bounded(results, limit) if complete else islice(results, limit)
        results = _of_rows(results.variables, found)
    results.serialize(output, _RESULTS[table])
    return False


def write_graph(
    triples: Iterable[pyoxigraph.Triple], formats: Formats, limit: int | None, output: IO[bytes]
) -> None:
    """Writes triples in the format for graphs; FormError if that is None."""
    _, graph = formats
    if graph is None:
        raise FormError(
            "the results are a graph and can't be written as a table: use turtle, json-ld or"
            " n-triples"
        )
    _write_graph(islice(triples, limit), graph, output)


def _write_graph(found: Iterable[pyoxigraph.Triple], name: str, output: IO[bytes]) -> None:
    """Writes the same triples as the same bytes, in kg's own form if it has one for every term."""
    triples = set(found)
    terms = [(str(t.subject), str(t.predicate), str(t.object)) for t in triples]
    if any(_FOREIGN.search(term) for triple in terms for term in triple):
        ordered = sorted(triples, key=str)
        pyoxigraph.serialize(ordered, output, _GRAPHS[name])
        return
    from kg.formats import FORMATS, serialize
    from kg.rdf.record_graph import RecordGraph, by_subject

    first = min((subject for subject, _, _ in terms), default="")
    graph = RecordGraph("", first, "", by_subject(terms))
    for piece in serialize([graph], FORMATS[name]):
        output.write(piece.encode())


def _bounded(results: Iterable[_T], most: int) -> Iterator[_T]:
    """The same results; TooManyResults if there are more than `most`."""
    found = iter(results)
    yield from islice(found, most)
    if next(found, None) is not None:
        raise TooManyResults


def _of_rows(names: Iterable[pyoxigraph.Variable], found: Iterable[Any]) -> Any:
    """Solutions for pyoxigraph, which can only write all that it has found itself.

    They pass through it as TSV, a row at a time.
    https://www.w3.org/TR/sparql11-results-csv-tsv/
    """
    lines: Any = _Lines(_tsv(names, found))
    return pyoxigraph.parse_query_results(lines, pyoxigraph.QueryResultsFormat.TSV)


def _tsv(names: Iterable[pyoxigraph.Variable], found: Iterable[Any]) -> Iterator[bytes]:
    yield ("\t".join(map(str, names)) + "\n").encode()
    for solution in found:
        if any(isinstance(term, pyoxigraph.Triple) for term in solution):
            raise UsageError("the results have a triple as a term, which kg does not write")
        yield ("\t".join("" if term is None else str(term) for term in solution) + "\n").encode()


class _Lines(io.RawIOBase):
    """Lines as a file."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        self._rest = self._rest or next(self._lines, b"")
        size = min(len(view), len(self._rest))
        view[:size], self._rest = self._rest[:size], self._rest[size:]
        return size
