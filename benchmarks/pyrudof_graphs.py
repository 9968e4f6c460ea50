"""Graphs in N-Triples, checked with pyrudof; prints the processor seconds and how many results.

    python benchmarks/pyrudof_graphs.py SHAPES GRAPHS

SHAPES is Turtle; GRAPHS has a line for each graph, its N-Triples as a JSON string. Runs in an
environment of its own, without kg. Only reading the triples and checking them is timed. A session
keeps what it found for a node, and forgets its shapes with that, so each graph has a session of its
own, whose shapes are read untimed. https://pyrudof.readthedocs.io/
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import process_time

from pyrudof import RDFFormat, Rudof, RudofConfig, ShaclFormat


def check(shapes: str, triples: str) -> tuple[float, int]:
    """The processor seconds of one graph, and the number of its results."""
    rudof = Rudof(RudofConfig())
    rudof.read_shacl(shapes, ShaclFormat.Turtle)
    start = process_time()
    rudof.read_data(triples, RDFFormat.NTriples)
    report = rudof.validate_shacl()
    return process_time() - start, len(report)


if __name__ == "__main__":
    shapes = Path(sys.argv[1]).read_text("utf-8")
    with Path(sys.argv[2]).open(encoding="utf-8") as lines:
        graphs = [check(shapes, json.loads(line)) for line in lines]
    print(json.dumps([sum(column) for column in zip(*graphs, strict=True)]))
