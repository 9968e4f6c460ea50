"""Where fetched records are kept: a folder with a file each, or one file of JSON lines.

    records/                       trials.jsonl.zst
        NCT04745299.json           trials.jsonl.zst.manifest.jsonl
        manifest.jsonl             .trials.jsonl.zst.fetch/
        .fetch/

In a folder the bytes are those of the registry. In JSON lines a record is one line: a line feed
between its tokens becomes a space, and nothing else is changed. Records are put into place when the
fetch is complete; until then earlier files are not changed.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Protocol

from kg.ctgov_api import manifest
from kg.ctgov_api.fetch_journal import FetchJournal, FetchJournals
from kg.ctgov_api.manifest import ManifestEntry
from kg.errors import OutputError, SourceError
from kg.system.compression import COMPRESSIONS
from kg.system.output_files import open_output

MANIFEST: Final = "manifest.jsonl"
"""The name of a folder's manifest, and the ending of a file's."""

LINES: Final = ".jsonl"
"""The ending of JSON lines; that of a compression may follow."""

_BREAKS: Final = bytes.maketrans(b"\r\n", b"  ")

Tell = Callable[[str], None]


class FetchTarget(Protocol):
    """Where a fetch puts its records."""

    place: str
    journals: FetchJournals

    def publish(self, journal: FetchJournal, tell: Tell) -> None:
        """Puts the records of a fetch into place."""

    def manifest_path(self) -> Path | None:
        """The path of the manifest; None if there is none."""


class RecordFolder:
    """A folder with a file for each record, to which each fetch adds."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.place = f"{self.folder}/"
        self.journals = FetchJournals(self.folder / ".fetch")

    def path(self, nct_id: str) -> Path:
        """Where the record of an NCT id is, or would be."""
        return self.folder / f"{nct_id}.json"

    def manifest_path(self) -> Path:
        """The path of the manifest."""
        return self.folder / MANIFEST

    def entries(self) -> dict[str, ManifestEntry]:
        """The manifest's entries of the records in the folder; deleted ones are left out."""
        known = manifest.read(self.manifest_path())
        return {each.id: each for each in known.values() if self.path(each.id).is_file()}

    def is_intact(self, entry: ManifestEntry) -> bool:
        """Whether the file of a record has the bytes that were fetched."""
        try:
            return hashlib.sha256(self.path(entry.id).read_bytes()).hexdigest() == entry.sha256
        except OSError:
            return False

    def publish(self, journal: FetchJournal, tell: Tell) -> None:
        """Moves the records into place; repeated after an interruption, it has the same result.

        A record never replaces a newer one.
        """
        known = self.entries()
        came = journal.journal()
        journal.publish.touch()
        for each in came.values():
            old = known.get(each.id)
            held, fetched = old.update_day if old else None, each.update_day
            if held and fetched and fetched < held:
                tell(f"{each.id}: kept as of {held}; the fetched record is older, as of {fetched}")
            else:
                self._take(journal, each.id)
                known[each.id] = each
        manifest.write(self.manifest_path(), known.values())
        journal.drop()

    def _take(self, journal: FetchJournal, nct_id: str) -> None:
        with suppress(FileNotFoundError):  # it was moved before an interruption
            journal.path(nct_id).replace(self.path(nct_id))


class JsonLinesFile:
    """One file of JSON lines, replaced as a whole by each fetch."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.place = str(path)
        self.journals = FetchJournals(self.path.with_name(f".{self.path.name}.fetch"))

    def manifest_path(self) -> Path:
        """The path of the manifest, next to the file."""
        return self.path.with_name(f"{self.path.name}.{MANIFEST}")

    def publish(self, journal: FetchJournal, tell: Tell) -> None:
        """Writes the file from the records, sorted by their ids."""
        write_lines(self.path, journal)
        manifest.write(self.manifest_path(), journal.journal().values())
        journal.drop()


class Stream:
    """Standard output, as JSON lines; a later fetch can't resume it."""

    place = "standard output"

    def __init__(self, folder: Path) -> None:
        self.journals = FetchJournals(folder)

    def manifest_path(self) -> None:
        """None: there is no manifest."""

    def publish(self, journal: FetchJournal, tell: Tell) -> None:
        """Writes the records, sorted by their ids."""
        write_lines("-", journal)


@contextmanager
def target(output: str) -> Iterator[FetchTarget]:
    """The target named by `output`: - or a file of JSON lines, else a folder."""
    name = output.lower()
    if output == "-":
        with tempfile.TemporaryDirectory(prefix="kg-fetch-") as folder:
            yield Stream(Path(folder))
    elif name.endswith((LINES, *(LINES + compression for compression in COMPRESSIONS))):
        yield JsonLinesFile(output)
    elif Path(output).is_file():
        raise OutputError(f"{output} is a file: name a folder, or a file that ends in {LINES}.zst")
    else:
        yield RecordFolder(output)


def write_lines(path: str | Path, journal: FetchJournal) -> None:
    """Writes the records of a fetch as JSON lines, sorted by their ids."""
    with open_output(path) as output:
        for nct_id in sorted(journal.journal()):
            try:
                data = journal.path(nct_id).read_bytes()
            except OSError as error:
                raise SourceError(f"{journal.path(nct_id)} is gone: fetch again") from error
            output.write(f"{data.translate(_BREAKS).strip().decode()}\n")
