"""Every stage of an export, timed one by one over one corpus in one process.

    python benchmarks/stages.py CORPUS [--without-results]

Prints, as JSON, the processor seconds and the bytes of each stage. The stages of a record follow
one another as in an export; every format is written, and the N-Quads go to files as well. The
bundled sample goes first, untimed: it loads what is loaded once.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from time import process_time
from typing import Any, TypeVar

from kg.dataset.manifest import digest_of_source, digest_of_text
from kg.dataset.statistics import Statistics
from kg.errors import KgError
from kg.formats import FORMATS
from kg.mapping import map_record
from kg.records.redaction import without_results
from kg.shacl import validate
from kg.sources import Blob, blobs, read_record
from kg.system.output_files import Output, open_output

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "NCT04745299.json"
PACKED = ("nq", "nq.gz", "nq.zst")
"""Endings of the files that the N-Quads go to."""

Made = TypeVar("Made")


class Stages:
    """The sums over all records: seconds and bytes by stage, and counts."""

    def __init__(self, *, results: bool = True) -> None:
        self.results = results
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.bytes: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.statistics = Statistics()

    def timed(self, stage: str, step: Callable[..., Made], *given: Any) -> Made:
        """The result of a step, whose time is added to that of its stage."""
        start = process_time()
        made = step(*given)
        self.seconds[stage] += process_time() - start
        return made

    def take(self, blob: Blob, outputs: Mapping[str, Output]) -> None:
        """Runs one record through all stages but the first."""
        decoded = self.timed("decode", read_record, blob)
        if not self.results:
            decoded = without_results(decoded)
        graph = self.timed("map", map_record, decoded)
        report = self.timed("gate", validate, graph)
        self.timed("count", self.statistics.add, graph, report.warnings)
        for name, format in FORMATS.items():
            text = self.timed(f"write {name}", format.writer.record, graph)
            if name == "n-quads":
                self.timed("digest", digest_of_text, text)
                for ending, output in outputs.items():
                    self.timed(f"to .{ending}", output.write, text)
            self.bytes[f"write {name}"] += len(text)
        self.timed("digest of the source", digest_of_source, blob.data)
        self.bytes["unpack"] += len(blob.data)
        self.counts.update(
            records=1, triples=len(graph.triples), refused=1 if report.violations else 0
        )


def stages(corpus: str, *, results: bool) -> dict[str, Any]:
    """Runs a corpus through all stages."""
    for blob in _good(blobs(SAMPLE)):
        Stages().take(blob, {})
    found, sums = _good(blobs(corpus)), Stages(results=results)
    with tempfile.TemporaryDirectory() as folder:
        paths = {ending: Path(folder, f"corpus.{ending}") for ending in PACKED}
        contexts: dict[str, AbstractContextManager[Output]] = {
            ending: open_output(path) for ending, path in paths.items()
        }
        outputs = {ending: context.__enter__() for ending, context in contexts.items()}
        while blob := sums.timed("unpack", next, found, None):
            sums.take(blob, outputs)
        for ending, context in contexts.items():
            sums.timed(f"to .{ending}", context.__exit__, None, None, None)
            sums.bytes[f"to .{ending}"] = paths[ending].stat().st_size
    return {"seconds": sums.seconds, "bytes": sums.bytes, **sums.counts}


def _good(found: Iterator[Blob | KgError]) -> Iterator[Blob]:
    for blob in found:
        if isinstance(blob, KgError):
            raise blob
        yield blob


if __name__ == "__main__":
    print(json.dumps(stages(sys.argv[1], results="--without-results" not in sys.argv)))
