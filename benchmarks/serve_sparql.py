"""What a page shows, asked of the same files by SPARQL, without a server and without a page.

python benchmarks/serve_sparql.py STORE KIND < paths.json

The store is open in the process, and solutions are only counted. A line of JSON has the
milliseconds of each path in processor time. https://pyoxigraph.readthedocs.io/
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from time import process_time
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pyoxigraph

from kg.queries import named_query
from kg.rdf.terms import literal
from kg.rdf.vocabulary import PREFIXES
from kg.stores.embedded import EmbeddedStore
from kg.stores.sparql_binding import bound
from store_tasks import rows_of

_COUNTS: Final = ("count-by-status", "count-by-phase", "count-by-country", "count-by-year")

_RECORD: Final = """
SELECT ?s ?p ?o {
  GRAPH ?graph { ?trial dcterms:identifier ?nct ; schema:subjectOf ?graph }
  GRAPH ?graph { ?s ?p ?o }
}
"""

_WORDS: Final = """
SELECT ?trial ?title {
  GRAPH ?graph { ?trial schema:subjectOf ?graph ; schema:name ?title }
  FILTER(%s)
}
ORDER BY ?title LIMIT 50
"""


def _first_page(path: str) -> Iterator[str]:
    for name in _COUNTS:
        yield named_query(name).sparql({})[0]


def _search(path: str) -> Iterator[str]:
    [words] = parse_qs(urlsplit(path).query)["q"]
    tests = (f"CONTAINS(LCASE(?title), {literal(word)})" for word in words.split())
    yield _WORDS % " && ".join(tests)


def _trial(path: str) -> Iterator[str]:
    number = literal(path.split("/")[2])
    yield f"{_RECORD}VALUES ?nct {{ {number} }}"


def _related(path: str) -> Iterator[str]:
    found = named_query("related-trials")
    yield bound(*found.sparql({"nct": path.split("/")[2]}))


ASKED: Final[dict[str, tuple[str, Callable[[str], Iterator[str]]]]] = {
    "first page": ("trials by status, phase, country and year: four named queries", _first_page),
    "search by words": ("fifty trials with the words in their titles", _search),
    "trial": ("the triples of its record, with those of results; no related trials", _trial),
    "its related trials": ("the named query related-trials", _related),
}
"""Kind of request -> what SPARQL is asked for, and the queries of a path."""


def main(folder: str, kind: str) -> None:
    """Prints the times."""
    times = []
    with EmbeddedStore(folder).files() as files:
        store = pyoxigraph.Store.read_only(str(files))
        for path in json.load(sys.stdin):
            start = process_time()
            for text in ASKED[kind][1](path):
                found = store.query(text, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
                sum(1 for _ in rows_of(found))
            times.append(1000 * (process_time() - start))
    print(json.dumps(times))


if __name__ == "__main__":
    main(*sys.argv[1:])
