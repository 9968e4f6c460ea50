"""The process that answers one query of an embedded store, and ends with it.

Its standard input is a request as JSON, its standard output the answer; a query that can't be
answered is a sentence on the standard error and the exit status REFUSED. The status is 0 where the
answer is a table or a truth value, and GRAPH where it is triples.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any, BinaryIO, Final, NoReturn

import pyoxigraph

from kg.errors import UsageError
from kg.rdf.vocabulary import PREFIXES
from kg.stores.query_results import write

GRAPH: Final = 4
REFUSED: Final = 3

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
    except UsageError as error:
        _refuse(str(error))
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
    )
    return write(results, request["formats"], request["limit"], output)


def _said(error: Exception) -> str:
    """What Oxigraph says, without the rest of a long list of what it expected."""
    text = " ".join(str(error).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def _refuse(sentence: str) -> NoReturn:
    sys.stderr.write(sentence)
    sys.exit(REFUSED)
