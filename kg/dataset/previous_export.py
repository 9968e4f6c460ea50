"""An earlier export, which a new one is held against so that only what has changed is written."""

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

    Raises SourceError where one of the two files can't be had or is not as it was, and UsageError
    where that export was made with options that give other graphs.
    """

    def __init__(self, report: str | Path, options: OptionsUsed) -> None:
        path = Path(report)
        previous = read_report(path)
        if previous.manifest is None:
            raise UsageError(f"{path} is of an export without a manifest: nothing to compare with")
        for name, before, now in (
            ("base", previous.options.base, options.base),
            ("form of trial IRIs", previous.options.trial_iri, options.trial_iri),
            ("choice", _choice(previous.options), _choice(options)),
        ):
            if before != now:
                raise UsageError(
                    f"{path} is of an export with another {name}: {before}, not {now}; "
                    "export with the same one, or everything anew"
                )
        manifest = path.with_name(previous.manifest.name)
        if not manifest.is_file():
            raise SourceError(
                f"there is no {manifest}, the manifest that belongs to the report {path}"
            )
        if file_sha256(manifest) != previous.manifest.sha256:
            raise SourceError(f"{manifest} is not the manifest that {path} was written with")
        self.manifest = Manifest.read(manifest)
        self._file = ReportedFile(
            name=path.name, bytes=path.stat().st_size, sha256=file_sha256(path)
        )
        self._counts: Counter[str] = Counter()

    def take(self, outcome: RecordOutcome, sidecars: Sidecars) -> None:
        """Counts what has become of a record; a graph that has changed is to be dropped."""
        if outcome.nct_id is None or not outcome.digest:
            return
        if outcome.text is None:
            self._counts[UNCHANGED] += 1
        elif outcome.nct_id in self.manifest:
            self._counts[CHANGED] += 1
            sidecars.drop(outcome.graph)
        else:
            self._counts[NEW] += 1

    def gone(self, sidecars: Sidecars, iris: Iris) -> list[str] | None:
        """The trials that have no record any more; their graphs are to be dropped.

        None where that can't be said: what could not be read may be the record of any of them.
        Where a graph of the earlier export still stands it is listed in the manifest again: its
        trial has a record, which was left out.
        """
        gone = []
        for nct_id in self.manifest.gone(sidecars.listed):
            if sidecars.is_complete and nct_id not in sidecars.met:
                gone.append(nct_id)
                sidecars.drop(iris.graph(nct_id))
            else:
                sidecars.list(nct_id, self.manifest.digest(nct_id) or b"")
        return gone if sidecars.is_complete else None

    def changes(
        self, gone: list[str] | None, gone_file: str | None, drop_file: str | None
    ) -> Changes:
        """What is said of it in the report."""
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


def _choice(options: OptionsUsed) -> str:
    """What of the records the options leave in."""
    contacts = "with" if options.contacts else "without"
    results = "with" if options.results else "without"
    return f"{contacts} contacts and {results} results"
