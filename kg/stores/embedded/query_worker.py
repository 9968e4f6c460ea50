"""The worker process that runs one query of an embedded store.

It reads a request as JSON from stdin and writes the results to stdout. If the query can't be
answered, it writes a message to stderr and exits with REFUSED. Otherwise the exit status is 0 for a
table or a truth value, and GRAPH for triples.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any, BinaryIO, Final, NoReturn

import pyoxigraph

from kg.errors import UsageError
from kg.rdf.vocabulary import QUERY_PREFIXES
from kg.stores.query_results import write

GRAPH: Final = 4
REFUSED: Final = 3

_LONGEST: Final = 160
_OTHER_ERRORS: Final = (ValueError, RuntimeError)


def main() -> None:
    """Answers the request on stdin."""
    request = json.load(sys.stdin.buffer)
    _limit(resource.RLIMIT_CPU, request["seconds"])  # in case the parent has died
    _limit(resource.RLIMIT_DATA, request["memory"])  # mapped files do not count
    try:
        is_graph = answer(request, sys.stdout.buffer)
    except UsageError as error:
        _refuse(str(error))
    except SyntaxError as error:
        from kg.stores.sparql_errors import explained

        _refuse(f"the query is not valid SPARQL: {explained(request['query'], str(error))}")
    except _OTHER_ERRORS as error:
        _refuse(f"the query can't be answered: {_message(error)}")
    sys.stdout.buffer.flush()
    sys.exit(GRAPH if is_graph else 0)


def _limit(kind: int, most: int) -> None:
    """Sets a limit of this process, unless a lower one is set already."""
    set_before = resource.getrlimit(kind)[1]
    most = most if set_before == resource.RLIM_INFINITY else min(most, set_before)
    resource.setrlimit(kind, (most, most))


def answer(request: dict[str, Any], output: BinaryIO) -> bool:
    """Writes the results in the format of the two that fits them; whether they are a graph."""
    store = pyoxigraph.Store.read_only(request["store"])
    # A union as default graph would replace that of FROM.
    results = store.query(
        request["query"],
        prefixes=dict(QUERY_PREFIXES),
        use_default_graph_as_union=request["union"],
    )
    return write(results, request["formats"], request["limit"], output)


def _message(error: Exception) -> str:
    """Oxigraph's message, cut if it lists many expected tokens."""
    text = " ".join(str(error).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def _refuse(sentence: str) -> NoReturn:
    sys.stderr.write(sentence)
    sys.exit(REFUSED)
