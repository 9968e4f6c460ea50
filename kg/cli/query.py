"""`kg query`."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from kg.cli.console import say, write_data, write_out
from kg.cli.option_types import WholeNumber
from kg.cli.shared_options import memory_option, store_options, timeout_option
from kg.errors import SourceError, UsageError

if TYPE_CHECKING:
    from kg.stores.store import SparqlQuery, Store

TABLES = ("table", "csv", "tsv", "json", "xml")
GRAPHS = ("turtle", "json-ld")
FORMATS = (*TABLES, *GRAPHS)
_PIECE = 1 << 16


@click.command()
@click.argument("name", metavar="NAME|FILE|-", required=False)
@click.option("-e", "text", metavar="TEXT", help="The text of a query.")
@click.option(
    "--list", "listed", is_flag=True, help="List the named queries; with -f turtle, as RDF."
)
@click.option(
    "--param",
    "params",
    multiple=True,
    metavar="KEY=VALUE",
    help="Value of a variable: text, a number, a CURIE, or a term as in Turtle. Repeatable.",
)
@store_options
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    help="Format of the results: by default a table, or Turtle if they are a graph.",
)
@click.option("--limit", type=WholeNumber(min=1), metavar="N", help="At most N rows or triples.")
@timeout_option
@memory_option
def query(
    name: str | None,
    text: str | None,
    listed: bool,
    params: tuple[str, ...],
    store: Store,
    format_name: str | None,
    limit: int | None,
    timeout: float,
    memory: float,
) -> None:
    """Query the store, with a named query or your own SPARQL.

    The query is a name from --list, a file, - for standard input, or given with -e. It sees all
    graphs as one, may use kg's prefixes without declaring them, and is stopped at the limits of
    time and memory. A variable that is given with --param must be in its SELECT.

    \b
    kg query --list
    kg query trials-of-sponsor --param sponsor=genuv
    kg query -e 'SELECT ?trial WHERE { ?trial kg:phase obo:NCIT_C15602 }' -f csv
    """
    if listed:
        (write_data if format_name == "turtle" else write_out)(_list(format_name))
        return
    if (name is None) == (text is None):
        raise UsageError("give a query: a name from `kg query --list`, a file, -, or text with -e")
    sparql, bindings = _query(name, text, _given(params))
    from kg.stores.store import SparqlQuery

    _write(store, SparqlQuery(sparql, bindings, limit, timeout, memory), format_name)


def _given(params: tuple[str, ...]) -> dict[str, str]:
    given: dict[str, str] = {}
    for each in params:
        key, equals, value = each.partition("=")
        if not equals or not key.isidentifier():
            raise UsageError(f"{each!r} is not a parameter: write --param key=value")
        given[key] = value
    return given


def _query(name: str | None, text: str | None, given: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The text of the query and the terms for its variables."""
    from kg import queries

    if name in queries.names():
        known = queries.named_query(name)
        return known.text, known.bindings(given)
    if text is None:
        text = _read(str(name))
    return text, {key: queries.term(value) for key, value in given.items()}


def _read(name: str) -> str:
    if name == "-":
        data = sys.stdin.buffer.read()
    elif not Path(name).exists():
        raise UsageError(
            f"{name!r} is neither a named query nor a file: `kg query --list` shows the names, and"
            " -e takes the text of a query"
        )
    else:
        from kg.queries.query_file import query_text

        return query_text(Path(name))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError(f"{name} is not UTF-8 text") from None


def _write(store: Store, query: SparqlQuery, format_name: str | None) -> None:
    from kg.stores.store import answered

    drawn_here = format_name in (None, "table")
    graph = format_name if format_name in GRAPHS else "turtle" if format_name is None else None
    table = "json" if drawn_here else None if graph else format_name
    with answered(store, query, table, graph) as answer:
        if drawn_here and answer.is_table:
            from kg.queries.labels import labels
            from kg.queries.table import table as drawn
            from kg.queries.table import unnamed

            document = json.load(answer.file)
            names = labels(store, unnamed(document), query.timeout, query.memory)
            width = shutil.get_terminal_size((100, 40)).columns
            write_out(drawn(document, query.bindings, width, names))
            if not document.get("results", {}).get("bindings", True):
                say("No results.")
        else:
            _copy(answer.file)


def _copy(answer: IO[bytes]) -> None:
    """Writes results of any size to stdout."""
    from kg.system.output_files import open_output

    with open_output("-") as output:
        while piece := answer.read(_PIECE):
            output.write(piece)


def _list(format_name: str | None) -> str:
    """The named queries as text or as RDF."""
    from kg import queries

    if format_name == "turtle":
        from kg.queries.as_rdf import query_graph

        return query_graph()
    if format_name not in (None, "table"):
        raise UsageError(f"the list of queries is written as table or turtle, not as {format_name}")
    lines = []
    for name in queries.names():
        known = queries.named_query(name)
        lines.append(f"{name}\n    {known.answers}")
        lines += [f"    --param {each.name}=...  {each.meaning}" for each in known.parameters]
    return "\n".join(lines) + "\n"
