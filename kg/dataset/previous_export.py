"""An earlier export, with which a new one is compared to write only what has changed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

from kg.dataset.manifest import Manifest
from kg.dataset.record_outcome import RecordOutcome
from kg.dataset.report import Changes, OptionsUsed, ReportedFile, file_sha256, read_report
from kg.dataset.sidecars import Sidecars
from kg.errors import SourceError, UsageError
from kg.rdf.iris import Iris

NEW: Final = "new"
CHANGED: Final = "changed"
UNCHANGED: Final = "unchanged"


class PreviousExport:
    """An earlier export: its report, its manifest, and what has become of its records since.

    Raises SourceError if one of the two files is missing or was changed, and UsageError if that
    export was made with options that give other graphs.
    """

    def __init__(self, report: str | Path, options: OptionsUsed) -> None:
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
        self._file = ReportedFile(
            name=path.name, bytes=path.stat().st_size, sha256=file_sha256(path)
        )
        self._counts: Counter[str] = Counter()

    def take(self, outcome: RecordOutcome, sidecars: Sidecars) -> None:
        """Counts what has become of a record; a graph that has changed is marked to be dropped."""
        if outcome.number is None or not outcome.digest:
            return
        if outcome.text is None:
            self._counts[UNCHANGED] += 1
        elif outcome.number in self.manifest:
            self._counts[CHANGED] += 1
            sidecars.drop(outcome.graph)
        else:
            self._counts[NEW] += 1

    def gone(self, sidecars: Sidecars, iris: Iris) -> list[str] | None:
        """The trials that no longer have a record; their graphs are marked to be dropped.

        None if that is unknown, because what could not be read may be the record of any of them.
        A trial whose record was left out keeps its earlier graph, which is listed in the manifest
        again.
        """
        gone = []
        for number in self.manifest.gone(sidecars.listed):
            if sidecars.is_complete and number not in sidecars.met:
                gone.append(number)
                sidecars.drop(iris.graph(number))
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


def _selection(options: OptionsUsed) -> str:
    """What the options leave in the records."""
    contacts = "with" if options.contacts else "without"
    results = "with" if options.results else "without"
    return f"{contacts} contacts and {results} results"
