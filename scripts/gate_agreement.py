"""The full test that the compiled SHACL engine agrees with pySHACL, on invalid records.

    python -m scripts.gate_agreement RECORDS [--mutations 10000] [--start 0]

Prints each disagreement with its seed, and finally their number. A mutation takes a tenth of a
second or more, because of pySHACL. Exit status 1 if there was a disagreement.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
import warnings
from collections import Counter
from pathlib import Path

import kg
from kg.mapping import map_record
from kg.rdf.rdflib_bridge import to_rdflib
from kg.shacl import bundled_shapes
from tests.support.engine_agreement import disagreements
from tests.support.triple_mutations import mutated


def main() -> int:
    """Runs the comparison."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("records", type=Path, help="a folder of records, or one file")
    parser.add_argument("--mutations", type=int, default=10_000)
    parser.add_argument("--start", type=int, default=0, help="the first seed")
    options = parser.parse_args()
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module="rdflib")
    shapes = bundled_shapes()
    graphs = [map_record(record) for record in kg.read(options.records)]
    wrong, faults, begun = 0, Counter[str](), time.monotonic()
    for done, seed in enumerate(range(options.start, options.start + options.mutations), 1):
        graph = graphs[seed * 7 % len(graphs)]
        words, triples = mutated(graph.triples, seed)
        faults.update(words.split())
        found = disagreements(to_rdflib(triples), shapes)
        wrong += bool(found)
        for line in found:
            print(f"seed {seed}, {graph.number}, {words}: {line}", flush=True)
        if done % 100 == 0:
            print(
                f"{done} mutations, {wrong} disagree, {time.monotonic() - begun:.0f} s", flush=True
            )
    print(", ".join(f"{fault} {times}" for fault, times in sorted(faults.items())))
    print(f"{options.mutations} mutations of {len(graphs)} records: {wrong} disagree")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
