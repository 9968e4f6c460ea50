"""Graphs of records, and the shapes, for another SHACL engine; prints how many results kg has.

    python benchmarks/graphs.py CORPUS FOLDER

Writes shapes.ttl, and graphs.jsonl: the N-Triples of `tasks.BATCH` records a line, a JSON string.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from rdflib import Graph

import kg
from kg.formats import FORMATS
from kg.shacl import bundled_shapes
from tasks import BATCH

_n_triples = FORMATS["n-triples"].writer.record


def batches(records: Iterator[kg.Record]) -> Iterator[Graph]:
    """Graphs of so many records each."""
    while some := list(islice(records, BATCH)):
        graph = Graph()
        for record in some:
            graph.parse(data=_n_triples(kg.map_record(record)), format="nt")
        yield graph


def write(graphs: Iterable[Graph], folder: Path) -> int:
    """Writes graphs and shapes; the number of results that kg has."""
    shapes, results = Graph(), 0
    for file in bundled_shapes().files:
        shapes.parse(file)
    shapes.serialize(folder / "shapes.ttl")
    with (folder / "graphs.jsonl").open("w", encoding="utf-8") as lines:
        for graph in graphs:
            results += len(kg.validate(graph).results)
            lines.write(json.dumps(graph.serialize(format="nt")) + "\n")
    return results


if __name__ == "__main__":
    print(write(batches(kg.read(sys.argv[1])), Path(sys.argv[2])))
