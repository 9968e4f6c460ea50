"""The journal of a fetch in progress, so that the same fetch can resume after any interruption.

    .fetch/
        lock             held by the process that fetches
        3f29c0a1b2d4/    one fetch, named after its request
            state.json       the data's timestamp, the token of the next page
            done.jsonl       a line of the manifest for each record, in order of arrival
            NCT04745299.json
            publish          present when all records are, while they are put into place

Nothing of it is visible outside before it is complete.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from kg.ctgov_api import manifest
from kg.ctgov_api.manifest import ManifestEntry
from kg.ctgov_api.study import FetchedStudy, study
from kg.errors import OutputError
from kg.system.file_set import unwritable
from kg.system.locks import Lock, lock
from kg.system.output_files import write_file

_LOCK: Final = "lock"
_NAME_DIGITS: Final = 12


class FetchState(msgspec.Struct):
    """The progress of a fetch: the data's timestamp, the next page, the expected records."""

    timestamp: str | None = None
    token: str | None = None
    total: int | None = None
    complete: bool = False


class FetchJournal:
    """The folder of one fetch in progress."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = FetchState()
        self.entries: dict[str, ManifestEntry] = {}

    def begin(self, timestamp: str | None) -> None:
        """Resumes with the records of this data; drops those of other data."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.state = self._state()
        if self.state.timestamp != timestamp:
            self.clear()
            self.state = FetchState(timestamp)
            self.save()
        self.entries = {each.id: each for each in self._sound()}

    def restart(self) -> None:
        """Drops all records of this data."""
        timestamp = self.state.timestamp
        self.clear()
        self.begin(timestamp)

    def clear(self) -> None:
        """Empties the folder."""
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        self.entries = {}

    def drop(self) -> None:
        """Removes the folder."""
        shutil.rmtree(self.folder)

    def save(self) -> None:
        """Saves the progress of the fetch."""
        write_file(self.folder / "state.json", msgspec.json.encode(self.state))

    def keep(self, found: FetchedStudy) -> None:
        """Keeps a record: first its bytes, then its line in the journal."""
        write_file(self.path(found.id), found.data)
        entry = manifest.entry(found)
        with self._journal.open("a", encoding="utf-8") as journal:
            journal.write(entry.line())
        self.entries[found.id] = entry

    def path(self, nct_id: str) -> Path:
        """Where the bytes of a record are."""
        return self.folder / f"{nct_id}.json"

    def study(self, nct_id: str) -> FetchedStudy:
        """A record in the journal."""
        return study(self.path(nct_id).read_bytes(), nct_id)

    @property
    def publish(self) -> Path:
        """The file that marks that the records are being put into place."""
        return self.folder / "publish"

    def journal(self) -> dict[str, ManifestEntry]:
        """The entries in the journal, whether or not their records are still here."""
        return manifest.read(self._journal, cut=True)

    @property
    def _journal(self) -> Path:
        return self.folder / "done.jsonl"

    def _state(self) -> FetchState:
        try:
            return msgspec.json.decode((self.folder / "state.json").read_bytes(), type=FetchState)
        except (FileNotFoundError, msgspec.DecodeError):
            return FetchState(timestamp="unknown")

    def _sound(self) -> Iterator[ManifestEntry]:
        """The entries whose bytes are present and intact."""
        lines = self.journal()
        if self._journal.exists():  # a cut line must not run into the next one
            manifest.write(self._journal, lines.values())
        for each in lines.values():
            path = self.path(each.id)
            if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == each.sha256:
                yield each


class FetchJournals:
    """The hidden folder in or beside the target, with the fetches in progress."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def locked(self) -> Iterator[None]:
        """A lock on fetching there, for one process at a time.

        Raises OutputError if another process has it, and for a failed write within the block.
        """
        try:
            with self._lock():
                try:
                    yield
                finally:
                    self._tidy()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise unwritable(error.filename or self.root.parent, error) from error

    def _lock(self) -> Lock:
        try:
            return lock(self.root / _LOCK, create=True)
        except BlockingIOError:
            raise OutputError(
                f"another kg is running in {self.root.parent}: try again when it has finished"
            ) from None

    def _tidy(self) -> None:
        """Removes the folder if no fetch is in progress; a process waiting for the lock notices."""
        if [path.name for path in self.root.iterdir()] == [_LOCK]:
            (self.root / _LOCK).unlink()
            self.root.rmdir()

    def of(self, request: object) -> FetchJournal:
        """The journal of a request, begun or not; the same request has the same journal."""
        name = hashlib.sha256(msgspec.json.encode(request, order="deterministic")).hexdigest()
        return FetchJournal(self.root / name[:_NAME_DIGITS])

    def unpublished(self) -> list[FetchJournal]:
        """The fetches that were interrupted while their records were put into place."""
        return [FetchJournal(path.parent) for path in sorted(self.root.glob("*/publish"))]

    def sweep(self, timestamp: str | None) -> None:
        """Removes the fetches of other data than this, which can no longer resume."""
        for path in self.root.glob("*/state.json"):
            try:
                state = msgspec.json.decode(path.read_bytes(), type=FetchState)
            except msgspec.DecodeError:
                continue
            if state.timestamp != timestamp:
                shutil.rmtree(path.parent)
