"""The folder of an export as FHIR: a file of NDJSON for each type of resources that occurs.

https://hl7.org/fhir/uv/bulkdata/ has the same convention. Studies, and what is of one study alone,
are in the order of the records; what records share is merged and in the order of its ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import msgspec

from kg.fhir import OWN, RESOURCE_TYPES, resources
from kg.fhir.merging import merged
from kg.graph_tables.files import GraphFile, GraphFiles
from kg.graph_tables.formats import MappedRecord
from kg.graph_tables.sorted_lines import SortedLines
from kg.system.file_set import FileSet
from kg.system.output_files import Output, open_output
from kg.system.output_folder import check_replaceable, replaced_folder

MARK: Final = f"{RESOURCE_TYPES[0]}.ndjson"
"""The file by which a folder of FHIR is known, which is written also without a record."""

NAMES: Final = frozenset(f"{kind}.ndjson" for kind in RESOURCE_TYPES)
"""All files of the folder."""

NOTHING: Final = msgspec.msgpack.encode([])
"""What is packed of links between trials, which FHIR has no element for."""

_PACKED: Final = msgspec.msgpack.Decoder(list[tuple[str, str]])


def packed_resources(made: MappedRecord) -> bytes:
    """The resources of a record for the process that writes: the type and the JSON of each."""
    return msgspec.msgpack.encode(
        [
            (each["resourceType"], msgspec.json.encode(each).decode())
            for each in resources(made.record, made.iris)
        ]
    )


class ResourceFolder(GraphFiles):
    """The resources while they are written; the folder is made when the first comes."""

    def __init__(self, destination: Path, stack: ExitStack, files: FileSet) -> None:
        self._destination = destination
        self._stack = stack
        self._place = files
        self._folder: Path | None = None
        self._outputs: dict[str, Output] = {}
        self._rows: dict[str, int] = {}
        self._shared: dict[str, SortedLines] = {}

    def add(self, packed: bytes) -> None:
        """Writes what is of one record alone, and keeps what others may describe too."""
        for kind, line in _PACKED.decode(packed):
            if kind in OWN:
                self._write(kind, line.encode())
            else:
                self._lines(kind).add([line])

    def end(self) -> None:
        """Writes what records share."""
        self._output(RESOURCE_TYPES[0])
        for kind, lines in sorted(self._shared.items()):
            for line in merged(lines):
                self._write(kind, line)

    @property
    def written(self) -> list[GraphFile]:
        """The files, in the order of the types."""
        return [
            GraphFile(
                f"{self._destination.name}/{kind}.ndjson",
                self._rows[kind],
                self._outputs[kind].size,
                self._outputs[kind].sha256,
            )
            for kind in RESOURCE_TYPES
            if kind in self._outputs
        ]

    def _write(self, kind: str, line: bytes) -> None:
        self._output(kind).write(line + b"\n")
        self._rows[kind] += 1

    def _output(self, kind: str) -> Output:
        if kind not in self._outputs:
            if self._folder is None:
                made = replaced_folder(self._destination, MARK, NAMES, self._place)
                self._folder = self._stack.enter_context(made)
            opened = open_output(self._folder / f"{kind}.ndjson")
            self._outputs[kind] = self._stack.enter_context(opened)
            self._rows[kind] = 0
        return self._outputs[kind]

    def _lines(self, kind: str) -> SortedLines:
        if kind not in self._shared:
            self._shared[kind] = SortedLines(self._destination.absolute().parent)
            self._stack.callback(self._shared[kind].close)
        return self._shared[kind]


@contextmanager
def open_resource_folder(destination: Path, files: FileSet) -> Iterator[GraphFiles]:
    """The folder to write records to; it is renamed into place with other files.

    Raises OutputError if there is a folder with other files.
    """
    check_replaceable(destination, MARK, NAMES)
    with ExitStack() as stack:
        yield ResourceFolder(destination, stack, files)
