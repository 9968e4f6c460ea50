"""The sidecar files written as the records pass: rejects, manifest, sources and drops."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kg.dataset.bounded_counter import BoundedCounter, kind, shortened
from kg.dataset.file_names import DROP, MANIFEST, REJECTS, SOURCES, sidecar_path
from kg.dataset.manifest import dropped, lines
from kg.dataset.number_index import NumberIndex
from kg.dataset.record_outcome import RecordOutcome, Reject
from kg.system.file_set import FileSet
from kg.system.output_files import Deferred, deferred_output


class Sidecars:
    """Rejects, manifest, sources and drops while they are written, and their counts.

    `met` are all trials that the sources have a record of, `listed` those in the manifest,
    `sourced` the number of those in the file of the sources.
    `is_complete` says that the number of every record is known.
    """

    def __init__(
        self, rejects: Deferred, manifest: Deferred, sources: Deferred, drops: Deferred
    ) -> None:
        self.rejects = rejects
        self.manifest = manifest
        self.sources = sources
        self.drops = drops
        self.kinds: Counter[str] = Counter()
        self.violations = BoundedCounter()
        self.met = NumberIndex()
        self.listed = NumberIndex()
        self.sourced = 0
        self.is_complete = True
        self._waiting: list[tuple[Deferred, str]] = []

    def take(self, outcome: RecordOutcome) -> None:
        """Notes the outcome of a record."""
        if outcome.reject is not None:
            self.reject(outcome.reject)
        if outcome.number is not None:
            self.met.add(outcome.number)
            if outcome.digest:
                self.list(outcome.number, outcome.digest)
            if outcome.source:
                self.sourced += 1
                self._write(self.sources, outcome.number, outcome.source)

    def reject(self, reject: Reject) -> None:
        """Writes a reject and counts its violations."""
        self.rejects.write(reject.line())
        if not reject.kept:
            self.kinds[reject.kind] += 1
        if reject.id is None:
            self.is_complete = False
            return
        self.met.add(reject.id)
        for result in reject.results:
            text = shortened(result["message"] or "")
            self.violations.add((result["source_shape"] or "", kind(text)), text, reject.id)

    def list(self, number: str, digest: bytes) -> None:
        """Writes a line of the manifest."""
        self.listed.add(number)
        self._write(self.manifest, number, digest)

    def drop(self, graph: str) -> None:
        """Writes that a graph of an earlier export is to be dropped."""
        self.drops.write("".join(dropped([graph])))

    def _write(self, file: Deferred, number: str, digest: bytes) -> None:
        """Writes a line; those of the first record wait for a second, as one is not a dataset."""
        self._waiting.append((file, lines([(number, digest)])))
        if len(self.listed) > 1:
            for each, line in self._waiting:
                each.write(line)
            self._waiting.clear()


@contextmanager
def open_sidecars(
    destination: str | Path, files: FileSet, *, make_parents: bool = False
) -> Iterator[Sidecars]:
    """The sidecar files of a document; they are renamed into place together with the others.

    Nothing is written if the document is not a regular file.
    """
    paths = [
        sidecar_path(destination, ending) or os.devnull
        for ending in (REJECTS, MANIFEST, SOURCES, DROP)
    ]
    with ExitStack() as stack:
        yield Sidecars(
            *(
                stack.enter_context(deferred_output(path, make_parents=make_parents, files=files))
                for path in paths
            )
        )
