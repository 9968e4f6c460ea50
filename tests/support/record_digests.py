"""What kg makes of records, as a digest for each: a command for the tests that compare two kgs.

python -m tests.support.record_digests EVERY SOURCE ...

It takes every so many-th record that can be read.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from itertools import islice

from kg.dataset.statistics import Statistics
from kg.errors import KgError
from kg.formats import FORMATS
from kg.mapping import map_record
from kg.rdf.record_graph import RecordGraph
from kg.same_trial.stated import record_numbers
from kg.shacl import validate
from kg.sources import blobs, read_record


def graphs(sources: list[str], every: int) -> Iterator[RecordGraph]:
    """The graphs of records."""
    for source in sources:
        for blob in islice(blobs(source), 0, None, every):
            try:
                if not isinstance(blob, KgError):
                    yield map_record(read_record(blob))
            except KgError:
                continue


def main(every: str, *sources: str) -> None:
    """Prints a line for each record: its graph in each format, its report, its counts."""
    for graph in graphs(list(sources), int(every)):
        report, statistics = validate(graph), Statistics()
        statistics.add(graph, report.warnings)
        made = hashlib.sha256()
        for format in FORMATS.values():
            made.update(format.writer.record(graph))
        counts = statistics.counts
        triples = {types: sorted(found.items()) for types, found in counts.triples.items()}
        for part in (
            *(report.results, graph.size, graph.findings, record_numbers(graph)),
            *(sorted(triples.items()), sorted(counts.nodes.items())),
            *(sorted(counts.shared.items()), statistics.triples),
            *(list(statistics.unmapped.rows()), list(statistics.unrecognized.rows())),
            *(statistics.criteria_as_items, statistics.criteria_as_text),
        ):
            made.update(repr(part).encode())
        print(graph.number, made.hexdigest())  # noqa: T201 - it is a command


if __name__ == "__main__":
    main(*sys.argv[1:])
