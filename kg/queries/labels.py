"""The names of what an answer has only IRIs of: persons, organisations, sites, trials."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.rdf.terms import WEB_IRI
from kg.stores.store import SparqlQuery, Store, rows

MOST: Final = 1000
"""IRIs whose names are asked for, the first of them; a table of more is read by nobody."""

_QUERY: Final = """
SELECT ?thing (MIN(?name) AS ?label)
WHERE {{
  VALUES ?thing {{ {iris} }}
  GRAPH ?graph {{ ?thing schema:name | skos:prefLabel ?name }}
}}
GROUP BY ?thing
"""


def labels(store: Store, iris: Iterable[str], timeout: float, memory: float) -> dict[str, str]:
    """IRI -> the first of its names in the alphabet, where the store has any."""
    asked = [f"<{iri}>" for iri in dict.fromkeys(iris) if WEB_IRI.fullmatch(iri)][:MOST]
    if not asked:
        return {}
    text = _QUERY.format(iris=" ".join(asked))
    found = rows(store, SparqlQuery(text, timeout=timeout, memory=memory))
    return {row["thing"]: row["label"] for row in found}
