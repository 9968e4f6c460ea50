"""The worker process that runs one query of an embedded store.

It reads a request as JSON from stdin and writes the results to stdout. Its exit status says what
they are, or why there are none, with a message on stderr. It reads the text of the query too, as
that may take long for a text that is made to.
"""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO, Final, NoReturn

import pyoxigraph

from kg.errors import FormError, UpdateError, UsageError
from kg.rdf.vocabulary import QUERY_PREFIXES
from kg.stores.embedded.indexed_query import with_names
from kg.stores.embedded.query_status import DAMAGED, QueryStatus
from kg.stores.embedded.versions import index_of
from kg.stores.query_results import TooManyResults, write
from kg.stores.sparql_binding import bound
from kg.stores.sparql_text import read

_LONGEST: Final = 160
_OTHER_ERRORS: Final = (ValueError, RuntimeError)
_STATUS: Final[dict[type[UsageError], QueryStatus]] = {
    UpdateError: QueryStatus.UPDATE,
    FormError: QueryStatus.OTHER_FORM,
}


def main() -> None:
    """Answers the request on stdin."""
    request = json.load(sys.stdin.buffer)
    _limit(resource.RLIMIT_CPU, request["seconds"])
    signal.alarm(request["alarm"])  # ends this process if its parent has died
    _limit(resource.RLIMIT_DATA, request["memory"])  # mapped files do not count
    if request["bytes"] is not None:
        _limit(resource.RLIMIT_FSIZE, request["bytes"])
    try:
        is_graph = answer(request, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except UsageError as error:
        _end(_STATUS.get(type(error), QueryStatus.REFUSED), str(error))
    except SyntaxError as error:
        from kg.stores.sparql_errors import explained

        reason = explained(bound(request["query"], request["bindings"]), str(error))
        _end(QueryStatus.REFUSED, f"the query is not valid SPARQL: {reason}")
    except TooManyResults:
        _end(QueryStatus.TOO_MANY)
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        _end(QueryStatus.TOO_LONG)
    except _OTHER_ERRORS as error:
        if str(error).startswith(DAMAGED):
            _end(QueryStatus.DAMAGED, _message(error))
        _end(QueryStatus.REFUSED, f"the query can't be answered: {_message(error)}")
    sys.exit(QueryStatus.GRAPH if is_graph else QueryStatus.TABLE)


def _limit(kind: int, most: int) -> None:
    """Sets a limit of this process, unless a lower one is set already."""
    set_before = resource.getrlimit(kind)[1]
    most = most if set_before == resource.RLIM_INFINITY else min(most, set_before)
    resource.setrlimit(kind, (most, most))


def answer(request: dict[str, Any], output: BinaryIO) -> bool:
    """Writes the results in the format of the two that fits them; whether they are a graph.

    Given terms are inserted into the query, where Oxigraph's planner sees them; bindings passed
    beside the query would be joined last.
    """
    bindings = request["bindings"]
    text = bound(with_names(request["query"], bindings, index_of(Path(request["store"]))), bindings)
    store = pyoxigraph.Store.read_only(request["store"])
    default, named = map(_graphs, request["dataset"] or (None, None))
    results = store.query(
        text,
        base_iri=request["base"],
        prefixes=dict(QUERY_PREFIXES),
        default_graph=default,
        named_graphs=named,
        # A union as default graph would replace that of FROM.
        use_default_graph_as_union=default is None and not read(text).names_its_dataset,
    )
    complete = request["complete"]
    return write(results, request["formats"], request["limit"], output, complete=complete)


def _graphs(iris: Iterable[str] | None) -> list[Any] | None:
    return None if iris is None else [pyoxigraph.NamedNode(each) for each in iris]


def _message(error: Exception) -> str:
    """Oxigraph's message, cut if it lists many expected tokens."""
    text = " ".join(str(error).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def _end(status: QueryStatus, sentence: str = "") -> NoReturn:
    """Ends without results; what of them is in the buffer may be more than the file may take."""
    sys.stderr.write(sentence)
    sys.stderr.flush()
    os._exit(status)
