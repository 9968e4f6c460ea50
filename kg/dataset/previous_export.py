"""An earlier export, with which a new one is compared to write only what has changed."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from pathlib import Path
from typing import Final

from kg.dataset.file_digests import file_sha256
from kg.dataset.manifest import MadeBefore, Manifest
from kg.dataset.record_outcome import RecordOutcome
from kg.dataset.report import (
    Changes,
    OptionsUsed,
    ReportedFile,
    SourcesFile,
    read_report,
)
from kg.dataset.sidecars import Sidecars
from kg.errors import SourceError, UsageError, reason
from kg.rdf.iris import Iris

NEW: Final = "new"
CHANGED: Final = "changed"
UNCHANGED: Final = "unchanged"


class PreviousExport:
    """An earlier export: its report, its manifest, and what has become of its records since.

    Where it had the same `recipe`, records whose bytes have not changed need not be made again;
    otherwise `made_again` is the reason why all are. Raises SourceError if one of the two files is
    missing or was changed, and UsageError if that export was made with options that give other
    graphs.
    """

    def __init__(self, report: str | Path, options: OptionsUsed, recipe: str = "") -> None:
        path = Path(report)
        previous = read_report(path)
        if previous.manifest is None:
            raise UsageError(f"the export of {path} has no manifest: there is nothing to compare")
        for name, before, now in (
            ("base", previous.options.base, options.base),
            ("--trial-iri", previous.options.trial_iri, options.trial_iri),
            ("selection", _selection(previous.options), _selection(options)),
        ):
            if before != now:
                raise UsageError(
                    f"the export of {path} has another {name}: {before}, not {now}; use the same"
                    " options, or export everything again without --against"
                )
        name = previous.manifest.name
        if not name or Path(name).name != name:
            raise SourceError(f"{path} is damaged: {name!r} is not the name of a file beside it")
        manifest = path.with_name(name)
        if not manifest.is_file():
            raise SourceError(f"{manifest} is missing: it is the manifest of the report {path}")
        if file_sha256(manifest) != previous.manifest.sha256:
            raise SourceError(f"{manifest} is not the manifest that {path} was written with")
        self.manifest = Manifest.read(manifest)
        sources, self.made_again = _sources(path, previous.sources, recipe)
        self.made = MadeBefore(sources, self.manifest)
        self._file = ReportedFile(
            name=path.name, bytes=path.stat().st_size, sha256=file_sha256(path)
        )
        self._counts: Counter[str] = Counter()

    def take(self, outcome: RecordOutcome, sidecars: Sidecars, iris: Iris) -> None:
        """Counts what has become of a record; a graph that has changed is marked to be dropped.

        So is that of a row of ICTRP, which is written again if there still is such a row beside it.
        """
        if outcome.number is None or not outcome.digest:
            return
        if not outcome.texts:
            self._counts[UNCHANGED] += 1
        elif outcome.number in self.manifest:
            self._counts[CHANGED] += 1
            sidecars.drop(outcome.graph)
            sidecars.drop(iris.row_graph(outcome.number))
        else:
            self._counts[NEW] += 1

    def gone(self, sidecars: Sidecars, iris: Iris) -> list[str] | None:
        """The trials that no longer have a record; all their graphs are marked to be dropped.

        None if that is unknown, because what could not be read may be the record of any of them.
        A trial whose record was left out keeps its earlier graph, which is listed in the manifest
        again.
        """
        gone = []
        for number in self.manifest.gone(sidecars.listed):
            if sidecars.is_complete and number not in sidecars.met:
                gone.append(number)
                for graph in iris.graphs(number):
                    sidecars.drop(graph)
            else:
                sidecars.list(number, self.manifest.digest(number) or b"")
        return gone if sidecars.is_complete else None

    def changes(
        self, gone: list[str] | None, gone_file: str | None, drop_file: str | None
    ) -> Changes:
        """The changes, for the report."""
        counts = self._counts
        return Changes(
            against=self._file,
            new=counts[NEW],
            changed=counts[CHANGED],
            unchanged=counts[UNCHANGED],
            gone=None if gone is None else len(gone),
            gone_file=gone_file,
            drop_file=drop_file,
        )


def _sources(report: Path, listed: SourcesFile | None, recipe: str) -> tuple[Manifest, str | None]:
    """The digests of the bytes that graphs were made of, and why they can't be used."""
    if listed is None:
        return Manifest(), f"the export of {report} did not note their bytes"
    if listed.recipe != recipe:
        return Manifest(), (
            f"kg, a package that it needs, the shapes or an option is not that of {report}"
        )
    path = report.with_name(Path(listed.name).name)
    try:
        data = path.read_bytes()
    except OSError as error:
        return Manifest(), f"{path} can't be read: {reason(error)}"
    if hashlib.sha256(data).hexdigest() != listed.sha256:
        return Manifest(), f"{path} is not the file that {report} was written with"
    return Manifest.of(io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="\n"), path), None


def _selection(options: OptionsUsed) -> str:
    """What the options leave in the records."""
    contacts = "with" if options.contacts else "without"
    results = "with" if options.results else "without"
    return f"{contacts} contacts and {results} results"
