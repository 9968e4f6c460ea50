"""The trials that a query is about and of which the store has no record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from kg.queries import NamedQuery
from kg.rdf.terms import literal
from kg.registries.numbers import trial_number
from kg.stores.store import SparqlQuery, SparqlStore, rows

_QUERY: Final = """
SELECT ?nct ?graph
WHERE { GRAPH ?graph { ?trial dcterms:identifier | kg:alias ?nct ; schema:subjectOf ?graph } }
LIMIT 1
"""


def absent_trials(
    store: SparqlStore, query: NamedQuery, given: Mapping[str, Collection[str]]
) -> Iterator[str]:
    """The numbers of trials among the parameters of which the store has no record."""
    for parameter in query.parameters:
        if parameter.type == "trial":
            for known in filter(None, map(trial_number, given.get(parameter.name, ()))):
                if not rows(store, SparqlQuery(_QUERY, {"nct": literal(known.number)})):
                    yield known.number
