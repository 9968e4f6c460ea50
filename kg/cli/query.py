"""`kg query`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from kg.cli.console import capitalised, line_width, say, write_data, write_out
from kg.cli.option_types import TableChoice, WholeNumber
from kg.cli.shared_options import memory_option, store_options, timeout_option
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.queries import Parameter
    from kg.queries.forms import ResultForm, Writer
    from kg.stores.store import SparqlQuery, SparqlStore

_PIECE = 1 << 16
_WIDEST = 100
"""The longest line of --list."""


@click.command()
@click.argument("name", metavar="NAME|FILE|-", required=False)
@click.option("-e", "text", metavar="TEXT", help="The text of a query.")
@click.option(
    "--list",
    "listed",
    is_flag=True,
    help="List the named queries; with -f turtle as RDF, for the --endpoint if there is one.",
)
@click.option(
    "--param",
    "params",
    multiple=True,
    metavar="KEY=VALUE",
    help="Value of a variable: text, a number, a CURIE, or a term as in Turtle; for a named query"
    " what --list says. Repeatable.",
)
@store_options
@click.option(
    "-f",
    "--format",
    "format_name",
    type=TableChoice("kg.queries.forms:FORMS"),
    help="Format of the results, by its name or its ending: md, ttl, nt. By default that of the"
    " ending of -o, else a table, or Turtle if they are a graph.",
)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    default="-",
    help="The file to write, such as .xlsx, .md, .csv or .csv.gz; - for stdout, the default.",
)
@click.option("--limit", type=WholeNumber(min=1), metavar="N", help="At most N rows or triples.")
@timeout_option
@memory_option
def query(
    name: str | None,
    text: str | None,
    listed: bool,
    params: tuple[str, ...],
    store: SparqlStore,
    format_name: str | None,
    output: str,
    limit: int | None,
    timeout: float,
    memory: float,
) -> None:
    """Query the store, with a named query or your own SPARQL.

    The query is a name from --list, a file, - for standard input, or given with -e. It sees all
    graphs as one, may use kg's prefixes without declaring them, and is stopped at the limits of
    time and memory. A variable of your own query that is given with --param must be in its SELECT.

    table, markdown and xlsx are for people: of a code and its label (?phase ?phaseLabel) they show
    the label. The others have every variable, as SPARQL defines them.

    \b
    kg query --list
    kg query trials --param condition="cluster headache" --param status=recruiting
    kg query trials --param phase=2+ --param since=2024-06 -o new.xlsx
    kg query -e 'SELECT ?trial WHERE { ?trial kg:phase obo:NCIT_C15602 }' -f csv
    """
    if listed:
        if output != "-":
            raise UsageError("--list prints the queries: leave out -o")
        endpoint = click.get_current_context().params["endpoint"]
        names = _list(format_name, endpoint)
        if format_name == "turtle":
            write_data(names)
        else:
            from kg.text.columns import as_text

            write_out(as_text(names, line_width(_WIDEST)))
        return
    if name is not None and text is not None:
        raise UsageError("give a name or -e, not both")
    if name is None and text is None:
        raise UsageError("give a query: a name from `kg query --list`, a file, -, or text with -e")
    form = _form(format_name, output)
    given = _given(params)
    sparql, bindings = _query(name, text, given)
    from kg.stores.store import SparqlQuery

    asked = SparqlQuery(sparql, bindings, limit, timeout, memory)
    if not _write(store, asked, form, output):
        for line in ("No rows.", *_remedies(store, name, given)):
            say(line)


def _form(name: str | None, output: str) -> ResultForm | None:
    """The form that is asked for; None for the one that fits the results."""
    from kg.queries.forms import FORMS, form_of
    from kg.system.output_files import STDOUT

    form = form_of(output, name) if output not in STDOUT else FORMS[name] if name else None
    if form and form.is_binary and output in STDOUT and sys.stdout.isatty():
        raise UsageError(
            f"{form.name} is not text: write it to a file, with -o results.{form.name}"
        )
    return form


def _given(params: tuple[str, ...]) -> dict[str, list[str]]:
    given: dict[str, list[str]] = {}
    for each in params:
        key, equals, value = each.partition("=")
        if not equals or not key.isidentifier():
            raise UsageError(f"{each!r} is not a parameter: write --param key=value")
        given.setdefault(key, []).append(value)
    return given


def _query(
    name: str | None, text: str | None, given: dict[str, list[str]]
) -> tuple[str, dict[str, str]]:
    """The text of the query and the terms for its variables."""
    from kg import queries

    if name in queries.names():
        return queries.named_query(name).sparql(given)
    if text is None:
        text = _read(str(name))
    for key, values in given.items():
        if len(values) > 1:
            raise UsageError(f"{key} is given {len(values)} times: give it once")
    return text, {key: queries.term(value) for key, [value] in given.items()}


def _remedies(store: SparqlStore, name: str | None, given: dict[str, list[str]]) -> Iterator[str]:
    """Why there may be no rows, and what to do."""
    from kg import queries
    from kg.queries.absent_trials import absent_trials

    if name in queries.names():
        known = queries.named_query(name)
        for each in absent_trials(store, known, given):
            remedy = f"`kg load {each} {store.option}` loads it"
            yield f"{capitalised(store.place)} has no record of {each}: {remedy}"
        yield from known.remedies(given)


def _read(name: str) -> str:
    """The text of a query in a file, or from stdin."""
    from kg.queries.query_file import decoded, query_text

    if name == "-":
        return decoded(sys.stdin.buffer.read(), name)
    if Path(name).exists():
        return query_text(Path(name))
    from kg.queries import names
    from kg.text.suggestions import did_you_mean

    remedy = ": `kg query --list` shows the names, and -e takes the text of a query"
    guess = did_you_mean(name, names())
    raise UsageError(f"{name!r} is neither a named query nor a file{guess or remedy}")


def _write(store: SparqlStore, query: SparqlQuery, form: ResultForm | None, output: str) -> bool:
    """Writes the results; False if they are for people, and there are none."""
    from kg.queries.forms import FORMS
    from kg.stores.store import answered

    table = form or FORMS["table"]
    graph = form or FORMS["turtle"]
    formats = (
        None if table.is_graph else "json" if table.write else table.name,
        graph.name if graph.is_graph else None,
    )
    with answered(store, query, *formats) as answer:
        if answer.is_table and table.write:
            return _write_for_people(store, query, json.load(answer.file), table.write, output)
        _copy(answer.file, output)
        return True


def _write_for_people(
    store: SparqlStore, query: SparqlQuery, document: Any, write: Writer, output: str
) -> bool:
    from kg.queries.labels import labels
    from kg.queries.shown_rows import shown_rows, unnamed
    from kg.system.output_files import open_output

    names = labels(store, unnamed(document), query.timeout, query.memory)
    shown = shown_rows(document, query.bindings, names)
    data, notes = write(shown, line_width())
    with open_output(output) as file:
        file.write(data)
    for note in notes:
        say(note)
    return bool(shown.rows or shown.answer)


def _copy(answer: IO[bytes], path: str) -> None:
    """Writes results of any size."""
    from kg.system.output_files import open_output

    with open_output(path) as output:
        while piece := answer.read(_PIECE):
            output.write(piece)


def _list(format_name: str | None, endpoint: str | None) -> str:
    """The named queries as text, or as RDF with the endpoint that answers them."""
    from kg import queries

    if format_name == "turtle":
        from kg.queries.as_rdf import query_graph

        return query_graph(endpoint)
    if format_name not in (None, "table"):
        raise UsageError(f"the list of queries is written as table or turtle, not as {format_name}")
    lines = []
    for name in queries.names():
        known = queries.named_query(name)
        lines.append(f"{name}\n    {known.answers}")
        lines += map(_parameter_line, known.parameters)
    return "\n".join(lines) + "\n"


def _parameter_line(parameter: Parameter) -> str:
    option = f"--param {parameter.name}=..."
    return f"    {f'[{option}]' if parameter.is_optional else option}  {parameter.meaning}"
