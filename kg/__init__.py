"""Clinical-trial registry records as validated, linked RDF.

    >>> import kg
    >>> for record in kg.read("NCT04745299.json"):
    ...     graph = kg.graph(record)          # an rdflib.Graph
    ...     report = kg.validate(graph)       # SHACL results
    ...     triples = kg.triples(record)      # the same as N-Triples terms, without rdflib
    >>> for trial in kg.similar(kg.read("records/")):
    ...     trial.others                      # similar trials, with confidence and reasons

docs/architecture.md explains how the parts work together.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import graph, map_record, read, similar, triples, validate
    from kg.errors import (
        KgError,
        OutputError,
        RecordError,
        ShapesError,
        SourceError,
        StoreError,
        UsageError,
    )
    from kg.rdf.iris import Iris
    from kg.rdf.record_graph import RecordGraph
    from kg.records import Record
    from kg.shacl import Report, Result

_HOMES = {
    "Iris": "kg.rdf.iris",
    "KgError": "kg.errors",
    "OutputError": "kg.errors",
    "Record": "kg.records",
    "RecordError": "kg.errors",
    "RecordGraph": "kg.rdf.record_graph",
    "Report": "kg.shacl",
    "Result": "kg.shacl",
    "ShapesError": "kg.errors",
    "SourceError": "kg.errors",
    "StoreError": "kg.errors",
    "UsageError": "kg.errors",
    "graph": "kg.api",
    "map_record": "kg.api",
    "read": "kg.api",
    "similar": "kg.api",
    "triples": "kg.api",
    "validate": "kg.api",
}
"""Public name -> its module, which is imported on first use so that kg starts fast."""

__all__ = [
    "Iris",
    "KgError",
    "OutputError",
    "Record",
    "RecordError",
    "RecordGraph",
    "Report",
    "Result",
    "ShapesError",
    "SourceError",
    "StoreError",
    "UsageError",
    "graph",
    "map_record",
    "read",
    "similar",
    "triples",
    "validate",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
