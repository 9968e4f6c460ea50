"""What is in the store, in RDF. https://www.w3.org/TR/void/

The counts are those of the version that is served now. They are made by queries within the limits
of the server, once for each version; what can't be counted within them is not stated.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from kg.dataset.description.catalogue import TITLE
from kg.dataset.description.statements import REGISTRY, TERMS
from kg.dataset.description.terms_of_use import RIGHTS
from kg.errors import LimitError
from kg.rdf import vocabulary as vocab
from kg.rdf.vocabulary import PREFIXES
from kg.serve.endpoint.bounded_queries import BoundedQueries
from kg.serve.endpoint.rdf_response import RdfStatements, rdf_response
from kg.serve.settings import ServeSettings

_CLASSES: Final = (
    "SELECT ?name (COUNT(DISTINCT ?s) AS ?count) { GRAPH ?g { ?s a ?name } } GROUP BY ?name"
)
_PROPERTIES: Final = "SELECT ?name (COUNT(*) AS ?count) { GRAPH ?g { ?s ?name ?o } } GROUP BY ?name"

Counts = dict[str, int]
"""The IRI of a class or property -> how many nodes or triples there are of it."""


class StoreDescription:
    """Answers with the description of the version of the store that is served."""

    def __init__(self, settings: ServeSettings, queries: BoundedQueries) -> None:
        self._settings = settings
        self._queries = queries
        self._counting = asyncio.Lock()
        self._version: Path | None = None
        self._statements = RdfStatements()

    async def __call__(self, request: Request) -> Response:
        """The description, counted if the store is another one by now."""
        async with self._counting:
            version = self._settings.store.version()
            if version is None or version != self._version:
                classes, properties = await self._counts(_CLASSES), await self._counts(_PROPERTIES)
                self._statements = _described(self._settings.public_url, classes, properties)
                self._version = version
        return rdf_response(request, self._statements)

    async def _counts(self, query: str) -> Counts | None:
        """The counts that a query returns; None if that takes more than a query may use."""
        try:
            results = await self._queries.results(query, ("json", None))
        except LimitError:
            return None
        with results.file as file:
            rows = json.load(file)["results"]["bindings"]
        counts = (
            (row["name"]["value"], int(row["count"]["value"])) for row in rows if "name" in row
        )
        return dict(sorted(counts))


def _described(public_url: str, classes: Counts | None, properties: Counts | None) -> RdfStatements:
    say = RdfStatements()
    document = f"{public_url}.well-known/void"
    data = f"{document}#dataset"
    say.links(document, "rdf:type", f"{vocab.VOID}DatasetDescription")
    say.links(document, "foaf:primaryTopic", data)
    say.links(data, "rdf:type", f"{vocab.VOID}Dataset")
    say.links(data, "void:sparqlEndpoint", f"{public_url}sparql")
    if classes is not None:
        say.says(data, "void:classes", len(classes))
        _parts(say, data, "class", "entities", classes)
        if vocab.KG_RECORD_GRAPH[1:-1] in classes:
            _whose(say, data)
    if properties is not None:
        say.says(data, "void:triples", sum(properties.values()))
        say.says(data, "void:properties", len(properties))
        _parts(say, data, "property", "triples", properties)
    for namespace in _namespaces({**(classes or {}), **(properties or {})}):
        say.links(data, "void:vocabulary", namespace)
    return say


def _parts(say: RdfStatements, data: str, kind: str, counted: str, counts: Counts) -> None:
    """A part of the dataset for each class or property."""
    for number, (name, count) in enumerate(counts.items(), 1):
        part = f"{data}-{kind}-{number}"
        say.links(data, f"void:{kind}Partition", part)
        say.links(part, "rdf:type", f"{vocab.VOID}Dataset")
        say.links(part, f"void:{kind}", name)
        say.says(part, f"void:{counted}", count)


def _whose(say: RdfStatements, data: str) -> None:
    """The source of the records and its terms, as kg states them of an export."""
    rights = f"{data}-rights"
    say.says(data, "dcterms:title", TITLE)
    say.links(data, "dcterms:source", REGISTRY[1:-1])
    say.links(data, "dcterms:license", TERMS[1:-1])
    say.links(TERMS[1:-1], "rdf:type", vocab.DCTERMS_LICENSE_DOCUMENT[1:-1])
    say.links(data, "dcterms:rights", rights)
    say.links(rights, "rdf:type", vocab.DCTERMS_RIGHTS_STATEMENT[1:-1])
    say.says(rights, "dcterms:description", RIGHTS)


def _namespaces(names: Counts) -> list[str]:
    """The vocabularies from which classes and properties are."""
    known = PREFIXES.values()
    return sorted(each for each in known if any(name.startswith(each) for name in names))
