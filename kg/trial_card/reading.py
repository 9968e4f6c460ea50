"""Reads the graph of a record from a store."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Final

from kg.errors import SourceError
from kg.rdf.datatypes import STRING
from kg.rdf.terms import Triple, is_iri, literal, split_literal
from kg.related.links import RelatedQuery
from kg.stores.store import SparqlStore, answered, rows
from kg.text.nct_ids import NCT_ID
from kg.trial_card.trial_graph import Term, TrialGraph

_RECORDS: Final = """
SELECT DISTINCT ?nct ?trial ?graph ?number
WHERE {
  GRAPH ?graph {
    ?trial dcterms:identifier | kg:alias ?nct ; dcterms:identifier ?number ; schema:subjectOf ?graph
  }
}
"""
_TRIPLES: Final = "SELECT ?graph ?s ?p ?o WHERE { GRAPH ?graph { ?s ?p ?o } }"
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
"""A backslash escape. https://spec.commonmark.org/0.31.2/#backslash-escapes"""


def trial_graph(store: SparqlStore, asked: RelatedQuery) -> tuple[str, TrialGraph]:
    """The current number of a trial and the graph of its record.

    Raises SourceError if the store has no record of it.
    """
    query = asked.query(_RECORDS, {"nct": literal(asked.number)})
    found = rows(store, query, ("trial", "graph", "number"))
    if not found:
        source = asked.number if NCT_ID.fullmatch(asked.number) else "SOURCE"
        raise SourceError(
            f"{store.place} has no record of {asked.number}: load it with `kg load {source}"
            f" {store.option}`"
        )
    by_number = {row["number"]: row for row in found}
    number = current_number(asked.number, by_number)
    record = by_number[number]
    triples = asked.query(_TRIPLES, {"graph": f"<{record['graph']}>"})
    with answered(store, triples) as answer:
        solutions = json.load(answer.file)["results"]["bindings"]
    statements = ((_iri(row["s"]), _iri(row["p"]), _term(row["o"])) for row in solutions)
    return number, TrialGraph(f"<{record['trial']}>", statements)


def current_number(number: str, numbers: Iterable[str]) -> str:
    """The number to go by, of those of the trials that have a number now or had it earlier."""
    return max(numbers, key=lambda each: (each != number, each))  # an alias is outdated


def read_graph(trial: str, triples: Iterable[Triple]) -> TrialGraph:
    """The graph of a record from its triples, in N-Triples text."""
    return TrialGraph(trial, ((subject, has, _read(term)) for subject, has, term in triples))


def as_read(text: str) -> str:
    """A text of the registry without the escapes of Markdown, which it is written in."""
    return _ESCAPE.sub(r"\1", text)


def _read(term: str) -> Term:
    if is_iri(term):
        return Term(term)
    text, datatype = split_literal(term)
    return Term(as_read(text), datatype or STRING)


def _iri(term: dict[str, str]) -> str:
    return f"<{term['value']}>"


def _term(term: dict[str, str]) -> Term:
    if term["type"] == "literal":
        return Term(as_read(term["value"]), term.get("datatype", STRING))
    return Term(_iri(term))
