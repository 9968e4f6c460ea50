"""Clinical-trial registry records as validated, linked RDF.

    >>> import kg
    >>> for record in kg.read("NCT04745299.json"):
    ...     graph = kg.graph(record)          # an rdflib.Graph
    ...     report = kg.validate(graph)       # SHACL results
    ...     triples = kg.triples(record)      # the same as N-Triples terms, without rdflib
    >>> for trial in kg.similar(kg.read("records/")):
    ...     trial.others                      # similar trials, with confidence and reasons
    >>> store = kg.Store("output/store")
    >>> store.load("records/")
    >>> for row in store.query("trials-of-sponsor", sponsor="genuv"):
    ...     row["trial"], row["title"]          # also as a DataFrame
    >>> store.related("NCT04745299")          # the related trials, and why

docs/architecture.md explains how the parts work together.
"""

from __future__ import annotations

import typing as _typing
from importlib import import_module as _import_module

if _typing.TYPE_CHECKING:
    from kg.api import batch, graph, map_record, read, similar, triples, validate
    from kg.api.rows import QueryRows
    from kg.api.store import Store
    from kg.dataset.record_outcome import Batch, RecordOutcome
    from kg.errors import (
        KgError,
        OutputError,
        RecordError,
        ServiceError,
        ShapesError,
        SourceError,
        StoreError,
        UsageError,
        WorkerError,
    )
    from kg.export.options import ExportOptions
    from kg.load import LoadReport
    from kg.rdf.iris import Iris
    from kg.rdf.record_graph import RecordGraph
    from kg.records import Record
    from kg.related.links import RelatedTrial
    from kg.shacl import Report, Result
    from kg.similarity.links import SimilarTrials

_HOMES = {
    "Batch": "kg.dataset.record_outcome",
    "ExportOptions": "kg.export.options",
    "Iris": "kg.rdf.iris",
    "KgError": "kg.errors",
    "LoadReport": "kg.load",
    "OutputError": "kg.errors",
    "QueryRows": "kg.api.rows",
    "Record": "kg.records",
    "RecordError": "kg.errors",
    "RecordGraph": "kg.rdf.record_graph",
    "RecordOutcome": "kg.dataset.record_outcome",
    "RelatedTrial": "kg.related.links",
    "Report": "kg.shacl",
    "Result": "kg.shacl",
    "ServiceError": "kg.errors",
    "ShapesError": "kg.errors",
    "SimilarTrials": "kg.similarity.links",
    "SourceError": "kg.errors",
    "Store": "kg.api.store",
    "StoreError": "kg.errors",
    "UsageError": "kg.errors",
    "WorkerError": "kg.errors",
    "batch": "kg.api",
    "graph": "kg.api",
    "map_record": "kg.api",
    "read": "kg.api",
    "similar": "kg.api",
    "triples": "kg.api",
    "validate": "kg.api",
}
"""Public name -> its module, which is imported on first use so that kg starts fast."""

__all__ = [
    "Batch",
    "ExportOptions",
    "Iris",
    "KgError",
    "LoadReport",
    "OutputError",
    "QueryRows",
    "Record",
    "RecordError",
    "RecordGraph",
    "RecordOutcome",
    "RelatedTrial",
    "Report",
    "Result",
    "ServiceError",
    "ShapesError",
    "SimilarTrials",
    "SourceError",
    "Store",
    "StoreError",
    "UsageError",
    "WorkerError",
    "batch",
    "graph",
    "map_record",
    "read",
    "similar",
    "triples",
    "validate",
]


def __getattr__(name: str) -> _typing.Any:
    if name == "__version__":
        return _import_module("importlib.metadata").version("kg-trials")
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(_import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names, for completion; what is imported meanwhile is none."""
    return [*__all__, "__version__"]
