"""A trial for search engines, as JSON-LD: what schema.org has words for. https://schema.org/MedicalTrial"""

from __future__ import annotations

import json
from typing import Any, Final

from kg.rdf import vocabulary as vocab
from kg.trial_card.fields import name_of
from kg.trial_card.trial_graph import TrialGraph

_TEXTS: Final = {
    "name": vocab.SCHEMA_NAME,
    "description": vocab.SCHEMA_DESCRIPTION,
    "identifier": vocab.DCTERMS_IDENTIFIER,
    "startDate": vocab.SCHEMA_START_DATE,
    "endDate": vocab.SCHEMA_END_DATE,
}
_THINGS: Final = {
    "healthCondition": ("MedicalCondition", vocab.SCHEMA_HEALTH_CONDITION),
    "sponsor": ("Organization", vocab.SCHEMA_SPONSOR),
}


def linked_data(graph: TrialGraph, address: str) -> str:
    """The document; `address` is that of the page, or empty."""
    iri = graph.trial[1:-1]
    document: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "MedicalTrial",
        "@id": iri,
    }
    if address:
        document["url"] = address
    for name, has in _TEXTS.items():
        if texts := graph.texts(graph.trial, has):
            document[name] = texts[0] if len(texts) == 1 else texts
    for name, (class_, has) in _THINGS.items():
        found = [
            {"@type": class_, "@id": node[1:-1], "name": name_of(graph, node)}
            for node in graph.nodes(graph.trial, has)
        ]
        if found:
            document[name] = found
    return json.dumps(document, ensure_ascii=False)
