"""Sources: whatever contains records of trials, read into `kg.records`.

A run over a source has two halves, so that they can run in different processes:

    blobs(source)  finds the records and yields each as raw bytes (I/O, hardly any work)
    record(blob)   decodes one of them (work, no I/O)

and `read` does one after the other. `chunks_of` cuts a source into parts, whose blobs can be read
in other processes. A source format is one module and one row of SOURCE_FORMATS.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, TypeAlias, cast

import msgspec

from kg.errors import KgError, RecordError, UsageError
from kg.records import Record
from kg.sources import ictrp
from kg.sources.chunks import Chunk, chunks_of_paths, chunks_of_stream, stream_blobs
from kg.sources.found import Blob, Found
from kg.sources.paths import STDIN

__all__ = [
    "SOURCE_FORMATS",
    "Blob",
    "Chunk",
    "Found",
    "Source",
    "SourceFormat",
    "blobs",
    "chunks_of",
    "read",
    "read_record",
]

Source: TypeAlias = str | Path | bytes | BinaryIO | io.TextIOWrapper | Mapping[str, Any]
"""A file, a folder, a name pattern, "-" for standard input; bytes, an open file, a dict of JSON."""


@dataclass(frozen=True, slots=True)
class SourceFormat:
    """A format of one record, and the module that reads it.

    The module has `looks_like(data)`, whether bytes are of the format, and `read(data, place)`, the
    record in them. It is imported only for data that match `hint`, so that a run over JSON needs
    no parsers of XML and HTML. `is_of_parts` says that a trial may have several records, such as
    one a country, whose bytes one after the other are read as one record; `is_certain` that nothing
    else looks like this format.
    """

    name: str
    title: str
    link: str
    module: str
    hint: re.Pattern[bytes] | None = None
    is_of_parts: bool = False
    is_certain: bool = False

    def looks_like(self, data: bytes) -> bool:
        """Whether the bytes are of this format."""
        if self.hint and not self.hint.match(data):
            return False
        return bool(self.reader.looks_like(data))

    def read(self, data: bytes, place: str) -> Record:
        """The record in the bytes; RecordError for a fault."""
        return cast(Record, self.reader.read(data, place))

    @property
    def reader(self) -> ModuleType:
        """The module; that of an XML format also has `document(data, place)`, the element that is a
        record, and `record(element, place)`.
        """
        return sys.modules.get(self.module) or import_module(self.module)


_MARKUP = re.compile(rb"\s*<")
_CAPITALIZED = re.compile(rb'\s*\{\s*"[A-Z]')
_NOT_BEGUN = re.compile(rb'\s*\{(?!\s*"protocolSection")')
_STRUCTURE = "https://clinicaltrials.gov/data-api/about-api/study-data-structure"
_ICTRP = "https://www.who.int/tools/clinical-trials-registry-platform"

_COUNTRY_RECORD = re.compile(rb"(?!\s*[<{\[])(?s:.{0,4096}?)(?<![^\r\n])[ \t]*EudraCT Number")

_FORMATS = (
    SourceFormat(
        "ctgov-json-v1",
        "ClinicalTrials.gov JSON (first API, until 2024)",
        _STRUCTURE,
        "kg.sources.ctgov_json_v1",
        _CAPITALIZED,
    ),
    SourceFormat(
        "ctis-json",
        "CTIS JSON",
        "https://euclinicaltrials.eu/",
        "kg.sources.ctis",
        _NOT_BEGUN,
    ),
    SourceFormat(
        "ctgov-json", "ClinicalTrials.gov JSON (API v2)", _STRUCTURE, "kg.sources.ctgov_json"
    ),
    SourceFormat(
        "ctgov-xml",
        "ClinicalTrials.gov classic XML",
        "https://clinicaltrials.gov/ct2/html/images/info/public.xsd",
        "kg.sources.classic_xml",
        _MARKUP,
    ),
    SourceFormat(
        ictrp.CSV,
        "ICTRP CSV (WHO's search portal)",
        _ICTRP,
        "kg.sources.ictrp.csv_row",
        ictrp.HEADER,
        is_certain=True,
    ),
    SourceFormat(
        ictrp.XML,
        "ICTRP XML (WHO's search portal)",
        _ICTRP,
        "kg.sources.ictrp.xml_row",
        ictrp.DOCUMENT,
        is_certain=True,
    ),
    SourceFormat(
        "euctr-text",
        "full text of the EU Clinical Trials Register",
        "https://www.clinicaltrialsregister.eu/",
        "kg.sources.euctr.full_text",
        _COUNTRY_RECORD,
        is_of_parts=True,
        is_certain=True,
    ),
    SourceFormat(
        "euctr-page",
        "saved web page of a country's record in the EU Clinical Trials Register",
        "https://www.clinicaltrialsregister.eu/",
        "kg.sources.euctr.page",
        _MARKUP,
        is_of_parts=True,
        is_certain=True,
    ),
    SourceFormat(
        "isrctn-xml",
        "ISRCTN XML (API)",
        "https://www.isrctn.com/page/faqs",
        "kg.sources.isrctn",
        _MARKUP,
    ),
    SourceFormat(
        "registry-page",
        "saved web page of a trial, as text or HTML",
        "https://clinicaltrials.gov/",
        "kg.sources.registry_page",
    ),
)

SOURCE_FORMATS = {row.name: row for row in _FORMATS}
"""Every format of a record that kg reads, in the order in which they are tried."""


def read(*sources: Source, on_error: Callable[[KgError], None] | None = None) -> Iterator[Record]:
    """The records in `sources`, one after the other.

    What a source contains is detected from the content: one record, a stream or array of them,
    pages of the API, a saved web page, and each of these compressed or in an archive; a folder
    means the files below it, a dict is a record or a page of the API as decoded JSON.
    The first RecordError (a record can't be read) or SourceError (a source can't) is raised;
    `on_error`, if given, is called with each instead, and reading continues after it. UsageError
    for what is no source.
    """
    for source in sources:
        for found in blobs(source):
            try:
                if isinstance(found, KgError):
                    raise found
                item = read_record(found)
            except KgError as error:
                if on_error is None:
                    raise
                on_error(error)
            else:
                yield item


def blobs(source: Source) -> Iterator[Found]:
    """The records of `source` as raw bytes; an error in place of each that can't be read."""
    named = _stream(source)
    if named:
        return stream_blobs(*named)
    return (found for each in chunks_of(source) for found in each.blobs())


def chunks_of(*sources: Source) -> Iterator[Chunk]:
    """The parts of `sources`, to be read one after the other or in any number of processes.

    A zip archive and a file of JSON lines are read where their chunks are; what isn't seekable is
    read here.
    """
    for is_stream, some in groupby(sources, lambda source: _stream(source) is not None):
        if is_stream:
            for source in some:
                yield from chunks_of_stream(*cast(tuple[BinaryIO, str], _stream(source)))
        else:
            yield from chunks_of_paths(cast("Iterator[str | Path]", some))


def _stream(source: Source) -> tuple[BinaryIO, str] | None:
    """The open stream that a source is, and its name; None if it names files."""
    if isinstance(source, bytes):
        return io.BytesIO(source), "bytes"
    if isinstance(source, Mapping):
        return io.BytesIO(_as_json(source)), "dict"
    if source == STDIN:
        return sys.stdin.buffer, "stdin"
    if isinstance(source, str | Path):
        return None
    binary = source.buffer if isinstance(source, io.TextIOWrapper) else source
    if not hasattr(binary, "read"):
        kind = type(source).__name__
        raise UsageError(f"a source is a file, a folder, bytes or a dict of JSON, not a {kind}")
    return cast(BinaryIO, binary), str(getattr(source, "name", "stream"))


def _as_json(source: Mapping[str, Any]) -> bytes:
    try:
        return msgspec.json.encode(source)
    except (TypeError, ValueError, RecursionError) as error:
        raise UsageError(f"the dict is no decoded JSON: {error}") from error


def read_record(blob: Blob) -> Record:
    """The record in one blob. A pure function that can run in any process."""
    for source_format in _FORMATS:
        if source_format.looks_like(blob.data):
            try:
                return source_format.read(blob.data, blob.place)
            except RecordError as error:
                if source_format.is_certain:
                    raise
                raise _foreign(blob, error) from None
    raise _foreign(blob)


def _foreign(blob: Blob, fault: RecordError | None = None) -> RecordError:
    """The error for what is not a record of a format, or has a fault."""
    from kg.sources import foreign  # here, because few runs meet such a file

    if fault and (fault.number or not foreign.is_known(blob.data)):
        return fault
    return RecordError(
        blob.place,
        foreign.reason(blob.data, blob.place)
        or "not a record that kg reads (kg export --help says which it does)",
    )
