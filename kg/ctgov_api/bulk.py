"""The registry's zip of all records: some gigabytes, downloaded in pieces and resumable.

`studies/download?format=json.zip`; byte ranges: https://www.rfc-editor.org/rfc/rfc9110#section-14.
A download resumes only if the registry says that the rest belongs to the same file (its ETag or
date) and the data have the same timestamp. Whether a zip is complete shows only at its end, in its
list of members, so the file is put into place when that list can be read.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
import requests

from kg.ctgov_api.client import Registry
from kg.ctgov_api.fetch_journal import FetchJournals
from kg.ctgov_api.record_files import MANIFEST
from kg.errors import ServiceError, SourceError, TransientError, UsageError
from kg.http.bodies import announced_length, pieces
from kg.http.printable import shown
from kg.http.session import Session
from kg.sources.zip_reader import members
from kg.system.output_files import open_output, write_file

LARGEST_BULK: Final = 64 << 30
"""The most bytes of the zip, which has some 3,000 million today."""

PROGRESS: Final = 1 << 20
"""Bytes after which an interrupted download has got somewhere, and may be interrupted again."""

_PATH: Final = "studies/download"
_PARAMS: Final = {"format": "json.zip"}
_RANGE: Final = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_OK, _PARTIAL, _UNSATISFIABLE = 200, 206, 416

Count = Callable[[int, int | None], None]
"""Called with the number of bytes downloaded, and the total if it is known."""


class BulkState(msgspec.Struct):
    """The file that the part belongs to: its tag, the timestamp of its data, its size."""

    timestamp: str | None = None
    tag: str | None = None
    size: int | None = None


class BulkEntry(msgspec.Struct):
    """The zip's entry in its manifest."""

    file: str
    version: str | None
    fetched: str
    sha256: str
    bytes: int
    members: int


class BulkDownload:
    """The download of the zip to `path`."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.journals = FetchJournals(self.path.with_name(f".{self.path.name}.fetch"))
        self.part = self.journals.root / "part"
        self._state_path = self.journals.root / "part.json"
        self.state = BulkState()

    def fetch(self, registry: Registry, tell: Callable[[str], None], count: Count) -> BulkEntry:
        """Downloads the zip, or the rest of it; ServiceError if that is not possible now."""
        if self.path.is_dir():
            raise UsageError(f"{self.path} is a folder: name a file for the zip")
        with self.journals.locked():
            self._begin(registry.timestamp(), tell)
            self._all(registry.session, tell, count)
            entry = self._entry()
            self.part.replace(self.path)
            self._state_path.unlink()
        with open_output(self.manifest_path) as output:
            output.write(f"{msgspec.json.encode(entry).decode()}\n")
        return entry

    @property
    def manifest_path(self) -> Path:
        """The path of the manifest, next to the zip."""
        return self.path.with_name(f"{self.path.name}.{MANIFEST}")

    @property
    def size(self) -> int:
        """The number of bytes already downloaded."""
        return self.part.stat().st_size if self.part.exists() else 0

    def _begin(self, timestamp: str | None, tell: Callable[[str], None]) -> None:
        try:
            self.state = msgspec.json.decode(self._state_path.read_bytes(), type=BulkState)
        except (FileNotFoundError, msgspec.DecodeError):
            self.state = BulkState(timestamp)
            self._reset()
        if self.state.timestamp != timestamp:
            tell("the registry has published new data since: starting again")
            self.state = BulkState(timestamp)
            self._reset()
        elif self.size:
            tell(f"resuming after the {self.size:,} bytes that are already there")

    def _reset(self) -> None:
        self.part.write_bytes(b"")
        self._save()

    def _save(self) -> None:
        write_file(self._state_path, msgspec.json.encode(self.state))

    def _all(self, session: Session, tell: Callable[[str], None], count: Count) -> None:
        """Requests what is missing until the zip is complete; progress resets the attempts."""
        turn = 1
        while not self._members():
            before = self.size
            try:
                self._rest(session, count)
                self._refuse_cut()
            except TransientError as error:
                turn = 1 if self.size - before >= PROGRESS else turn
                session.pause(turn, error)
                turn += 1

    def _rest(self, session: Session, count: Count) -> None:
        """Requests what follows the part, or everything if ranges are not possible."""
        start = self.size if self.state.tag else 0
        headers = {"Accept-Encoding": "identity"}
        if start:
            headers |= {"Range": f"bytes={start}-", "If-Range": str(self.state.tag)}
        accepted = frozenset({_OK, _PARTIAL, _UNSATISFIABLE})
        with session.opened(_PATH, _PARAMS, headers, accepted) as response:
            if response.status_code == _UNSATISFIABLE:
                self.state.tag = None
                raise TransientError(f"{shown(response.url)}: the zip ends before it is complete")
            self._expect(response, start)
            self._append(response, session.limits.timeout, count)

    def _refuse_cut(self) -> None:
        """Raises if the list of members is missing although the response is complete."""
        if self._members():
            return
        if self.state.size is not None and self.size >= self.state.size:
            self.state.tag = None  # complete but damaged: nothing to resume
        raise TransientError(f"{self.path.name}: the zip was cut short or is damaged")

    def _expect(self, response: requests.Response, start: int) -> None:
        """Checks that the body is the rest of the file, or starts again with another file."""
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("text/") or "json" in kind:
            raise ServiceError(f"{shown(response.url)} answers with {kind[:50]!r}, not with a zip")
        if response.status_code == _PARTIAL:
            span = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
            if not start or not span or int(span[1]) != start:
                raise ServiceError(f"{shown(response.url)} answers with another part of the zip")
            self.state.size = int(span[3]) if span[3] != "*" else self.state.size
            return
        self.state.tag = _tag(response)
        self.state.size = announced_length(response)
        self._reset()

    def _append(self, response: requests.Response, timeout: float, count: Count) -> None:
        with self.part.open("ab") as file:
            for piece in pieces(response, timeout, LARGEST_BULK):
                file.write(piece)
                count(file.tell(), self.state.size)
            file.flush()
            os.fsync(file.fileno())

    def _members(self) -> int:
        """The number of members listed at the end of the zip; 0 if the list can't be read."""
        try:
            with self.part.open("rb") as file:
                return sum(1 for _ in members(file, self.path.name))
        except (SourceError, FileNotFoundError):
            return 0

    def _entry(self) -> BulkEntry:
        with self.part.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return BulkEntry(
            self.path.name, self.state.timestamp, now, digest, self.size, self._members()
        )


def _tag(response: requests.Response) -> str | None:
    """The identity of the file: a strong ETag, else the time of its last change."""
    etag: str = response.headers.get("ETag", "")
    if etag.startswith('"'):
        return etag
    return response.headers.get("Last-Modified")
