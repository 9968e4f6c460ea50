"""The child processes: one task each, over a stream of records; prints the processor seconds.

    python benchmarks/tasks.py TASK EVERY [RECORDS]

TASK is `read`, `map`, `read and map`, `write FORMAT`, `map and write FORMAT`, `rdflib FORMAT`,
`rdflib and pyshacl FORMAT`, the same in batches (BATCHED), `pyoxigraph FORMAT`, `decode and encode`
or `facts`; EVERY n takes every n-th record. Only the step of a task is timed, record by record; its
input is made before. The bundled sample goes first, untimed: it loads what is loaded once. `read
and map` compares the forms of a record, v2 JSON and classic XML; `decode and encode` is the least
that any program takes which reads JSON and writes it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any

import msgspec

from kg.formats import FORMATS
from kg.mapping import map_record
from kg.rdf.record_graph import RecordGraph
from kg.records import Record
from kg.sources import Blob, blobs, read_record

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "NCT04745299.json"
COPIES = 400
"""How often the sample is used if there are no other records."""

BATCHED = "rdflib and pyshacl together"
BATCH = 100
"""Records in one Graph, if they need not be kept apart."""

Step = Callable[[Any], Any]


def steps(task: str) -> tuple[Step, Step]:
    """The preparation of a record's bytes for a task, and the step that is timed."""
    words, _, name = task.rpartition(" ")
    if words in ("rdflib", "rdflib and pyshacl", BATCHED):
        import rdflib_side  # here, so that no other task pays for rdflib

        write = rdflib_side.write(name, checked=words != "rdflib")
        if words == BATCHED:
            return lambda blobs: rdflib_side.together(map(_graph, blobs)), write
        return lambda blob: rdflib_side.plain(_graph(blob)), write
    if words == "pyoxigraph":
        import oxigraph_side
        import rdflib_side

        return lambda blob: rdflib_side.plain(_graph(blob)), oxigraph_side.write(name)
    if task == "decode and encode":
        return lambda blob: blob.data, lambda data: msgspec.json.encode(msgspec.json.decode(data))
    if task == "read":
        return lambda blob: blob, read_record
    if task == "map":
        return read_record, map_record
    if task == "read and map":
        return lambda blob: blob, _graph
    writer = FORMATS[name].writer.record
    if words == "write":
        return _graph, writer

    def map_and_write(record: Record) -> str:
        return writer(map_record(record))

    return read_record, map_and_write


def _graph(blob: Blob) -> RecordGraph:
    return map_record(read_record(blob))


def _blobs(every: int, records: str | None) -> Iterator[Blob]:
    found = blobs(records) if records else list(blobs(SAMPLE)) * COPIES
    for position, blob in enumerate(found):
        if not isinstance(blob, Blob):
            raise blob
        if position % every == 0:
            yield blob


def _batches(found: Iterator[Blob]) -> Iterator[list[Blob]]:
    while batch := list(islice(found, BATCH)):
        yield batch


def seconds(task: str, every: int, records: str | None) -> float:
    """The processor seconds of a task."""
    prepare, step = steps(task)
    total = 0.0
    batched = task.startswith(BATCHED)
    for blob in blobs(SAMPLE):
        step(prepare([blob] if batched else blob))
    found = _blobs(every, records)
    for each in _batches(found) if batched else found:
        prepared = prepare(each)
        start = process_time()
        step(prepared)
        total += process_time() - start
    return total


def facts(every: int, records: str | None) -> dict[str, Any]:
    """The facts about the records, and the versions of the measured packages."""
    from importlib.metadata import version

    found = list(_blobs(every, records))
    return {
        "records": len(found),
        "bytes": sum(len(blob.data) for blob in found),
        "triples": sum(len(_graph(blob).triples) for blob in found),
        "versions": {name: version(name) for name in ("rdflib", "pyshacl", "msgspec")},
    }


if __name__ == "__main__":
    chosen, n, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3] if sys.argv[3:] else None
    print(json.dumps(facts(n, folder) if chosen == "facts" else seconds(chosen, n, folder)))
