"""The names of the IRIs in query results: persons, organisations, sites, trials."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.rdf.terms import WEB_IRI
from kg.stores.store import SparqlQuery, SparqlStore, rows

MOST: Final = 1000
"""IRIs whose names are looked up; nobody reads a longer table."""

_QUERY: Final = """
SELECT ?thing (MIN(?name) AS ?label)
WHERE {{
  VALUES ?thing {{ {iris} }}
  GRAPH ?graph {{ ?thing schema:name | skos:prefLabel ?name }}
}}
GROUP BY ?thing
"""


def labels(
    store: SparqlStore, iris: Iterable[str], timeout: float, memory: float
) -> dict[str, str]:
    """IRI -> the alphabetically first of its names, for those that have a name in the store."""
    terms = [f"<{iri}>" for iri in dict.fromkeys(iris) if WEB_IRI.fullmatch(iri)][:MOST]
    if not terms:
        return {}
    text = _QUERY.format(iris=" ".join(terms))
    found = rows(store, SparqlQuery(text, timeout=timeout, memory=memory), ("thing", "label"))
    return {row["thing"]: row["label"] for row in found}
