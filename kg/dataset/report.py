"""The report of an export, a JSON document beside its output: its input, output and counts.

The structures here define it; docs/export-report.md explains them, and `schema` makes a JSON Schema
of them. `kg.dataset.export_report` fills them in. A report has no time of day: the same input gives
the same bytes.
"""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType

from kg.dataset.file_names import REPORT
from kg.dataset.publication import Publication
from kg.errors import SourceError, unreadable

FORM: Final = "kg export report 2"
"""The identifier of the report's form. Its number rises when an older kg can't read the form."""

READABLE: Final = ("kg export report 1", FORM)
"""The forms that this kg reads."""


class ReportPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of every part of a report."""


class ReportedFile(ReportPart, frozen=True, kw_only=True):
    """A file beside the report: its name without a folder, its size, and its SHA-256."""

    name: str
    bytes: int
    sha256: str


class OutputFile(ReportedFile, frozen=True, kw_only=True):
    """A file of the export, with the numbers of its records and triples."""

    records: int
    triples: int


class TableFile(ReportedFile, frozen=True, kw_only=True):
    """A file of an export that is not RDF, in or beside a folder, with the number of its rows."""

    rows: int


class ManifestFile(ReportedFile, frozen=True, kw_only=True):
    """The manifest, with its number of records: all that are written or unchanged."""

    records: int


class SourcesFile(ReportedFile, frozen=True, kw_only=True):
    """The file with the digests of the bytes that `records` conforming records were read from.

    `recipe` is a digest of all that decides what graphs are made of them, but for the bytes: the
    versions of kg and of its packages, the shapes and the options.
    """

    records: int
    recipe: str


class InputFile(ReportPart, frozen=True, kw_only=True):
    """A source as it was given: its number of files, their bytes, their SHA-256.

    That of several files is the SHA-256 of the output of `sha256sum` for them, in the order in
    which they are read: one line per file with its digest, two spaces, and its name below the
    source. Standard input has none.
    """

    name: str
    files: int
    bytes: int | None = None
    sha256: str | None = None


class ShapesUsed(ReportPart, frozen=True, kw_only=True):
    """The shapes that every graph was validated against: the files, and one SHA-256 of all."""

    files: list[str]
    sha256: str


class MappingSetUsed(ReportPart, frozen=True, kw_only=True):
    """A mapping set: its IRI, and the SHA-256 of its file."""

    id: str
    sha256: str


class OptionsUsed(ReportPart, frozen=True, kw_only=True):
    """The options that affect the output.

    `context` is the IRI by which JSON-LD names its context, null if documents contain their terms.
    `engine` is null if nothing was validated; `shards` is the number of files of the output;
    `publication` is null if nothing was said about it. `mapping_sets` gave the ids of concepts in
    KGX.
    """

    base: str
    trial_iri: str
    format: str
    context: str | None = None
    engine: str | None
    contacts: bool
    results: bool
    on_violation: str
    shards: int = 1
    publication: Publication | None = None
    mapping_sets: list[MappingSetUsed] = []


class Rejects(ReportPart, frozen=True, kw_only=True):
    """What was left out: how many, of which kind, and the file that lists each with its reason."""

    count: int
    by_kind: dict[str, int]
    file: str | None = None


class Message(ReportPart, frozen=True, kw_only=True):
    """A message as it was in the `first` trial that had it, and the count of similar ones."""

    text: str
    count: int
    first: str


class Messages(ReportPart, frozen=True, kw_only=True):
    """Messages by shape or field; if there are too many kinds, `others` counts the rest."""

    count: int
    by_place: dict[str, list[Message]]
    others: int = 0


class Gap(ReportPart, frozen=True, kw_only=True):
    """Values that kg has no term for: how many, and the first trial that has one."""

    count: int
    first: str


class Gaps(ReportPart, frozen=True, kw_only=True):
    """Fields and codes that kg does not know, and keeps in the graph as they are."""

    unmapped_fields: dict[str, Gap]
    unmapped_fields_others: int
    unrecognized_codes: dict[str, dict[str, Gap]]
    unrecognized_codes_others: int


class Criteria(ReportPart, frozen=True, kw_only=True):
    """How many records have inclusion and exclusion criteria as items, and as text alone."""

    as_items: int
    as_text: int


class RecordVersions(ReportPart, frozen=True, kw_only=True):
    """The dates on which the registry processed the records, according to the records."""

    oldest: str
    newest: str


class Changes(ReportPart, frozen=True, kw_only=True):
    """How the records differ from those of the earlier export with the report `against`.

    `gone` are those that the earlier export has and this input lacks, null if that is unknown
    because something could not be read; `gone_file` lists them. `drop_file` is a SPARQL Update that
    drops the graphs of those that are gone or have changed.
    """

    against: ReportedFile
    new: int
    changed: int
    unchanged: int
    gone: int | None
    gone_file: str | None = None
    drop_file: str | None = None


class ExportReport(ReportPart, frozen=True, kw_only=True):
    """The whole document.

    `output` are documents of RDF, `tables` the files of another format.
    `classes` and `predicates` count instances and triples, by prefixed name or IRI; `entities`
    counts the different instances of the classes where this is known, `class_predicates` the
    triples by the class of their subject. `example` is the first trial that was written,
    `first_submitted` the date on which the earliest trial was submitted. A report of form 1 has
    none of `criteria`, `entities`, `class_predicates` and `first_submitted`. `rows_of_ictrp` is the
    number of rows of WHO's ICTRP of trials whose own record is taken, if there are any.
    """

    form: Literal["kg export report 1", "kg export report 2"] = FORM
    versions: dict[str, str]
    options: OptionsUsed
    shapes: ShapesUsed | None
    input: list[InputFile]
    output: list[OutputFile]
    tables: list[TableFile] = []
    manifest: ManifestFile | None
    sources: SourcesFile | None = None
    records: int
    rows_of_ictrp: int | UnsetType = UNSET
    triples: int
    rejects: Rejects
    changes: Changes | None
    record_versions: RecordVersions | None
    example: str | None
    classes: dict[str, int]
    predicates: dict[str, int]
    entities: dict[str, int] = {}
    class_predicates: dict[str, dict[str, int]] = {}
    first_submitted: str | None = None
    criteria: Criteria | None = None
    warnings: Messages
    findings: Messages
    violations: Messages
    gaps: Gaps


def as_json(report: ReportPart) -> str:
    """The report as a JSON document, one key per line."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"


def schema(kind: type[ReportPart] = ExportReport) -> dict[str, Any]:
    """The JSON Schema of a report. https://json-schema.org/draft/2020-12/"""
    made = msgspec.json.schema(kind)
    for definition in made["$defs"].values():
        definition["description"] = inspect.cleandoc(definition["description"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def read_report(path: str | Path) -> ExportReport:
    """The report in a file; SourceError if it is missing or is not one that kg can read."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    try:
        form = msgspec.json.decode(data, type=_Form).form
    except msgspec.DecodeError as error:
        raise SourceError(f"{path} is not the report of an export (PATH{REPORT})") from error
    if form not in READABLE:
        raise SourceError(f"{path} is a {form!r}, but this kg reads {FORM!r}: export again")
    try:
        return msgspec.json.decode(data, type=ExportReport)
    except msgspec.DecodeError as error:
        raise SourceError(f"the report {path} is damaged: {error}") from error


class _Form(msgspec.Struct):
    form: str
