"""Reads a mapping set: SSSOM's table of tab-separated values, with its header or beside it.

The slots, their types and ranges are those of sssom-pydantic; a row that is wrong is told by its
line and left out. https://mapping-commons.github.io/sssom/spec-formats-tsv/
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import SourceError, UsageError, unreadable
from kg.mapping.lexical import mesh_id
from kg.mapping_sets import packages
from kg.mapping_sets.sets import INVERSE, Folding, MappedEntity, MappedTo, MappingSet, TermMapping
from kg.mapping_sets.slots import LITERAL, REFERENCES, stated
from kg.rdf import vocabulary as vocab
from kg.rdf.terms import web_iri
from kg.system.compression import DamagedError, reader

if TYPE_CHECKING:
    from pydantic import ValidationError
    from sssom_pydantic import Record

Row = dict[str, Any]

COLUMNS: Final = ("predicate_id", "mapping_justification")
"""Columns that every set has; those of the subject and the object may be missing for literals."""

NO_TERM_FOUND: Final = f"<{vocab.SSSOM}NoTermFound>"
"""What stands for an entity that was looked for and not found."""

LONGEST_ID: Final = 500
"""The most characters of a set's id, which becomes a part of IRIs."""

LARGEST_CELL: Final = 1 << 20
"""The most characters of a cell."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SEMAPV: Final = "https://w3id.org/semapv/vocab/"
_CASE: Final = f"<{_SEMAPV}CaseNormalization>"
_BLANKS: Final = f"<{_SEMAPV}BlankNormalization>"


class _RowError(Exception):
    """What is wrong with a row, as the end of a sentence."""


def read(path: str | Path) -> MappingSet:
    """The mapping set in a file, which may be compressed (.gz, .zst).

    Its header is at the beginning, or in the file with the ending .yml in the place of .tsv. Raises
    SourceError if the file can't be read or is not a mapping set, and UsageError without the
    package that reads it.
    """
    packages.check_installed()
    place = Path(path)
    try:
        data = place.read_bytes()
        text = io.TextIOWrapper(reader(io.BytesIO(data), place), "utf-8-sig", newline="")
        return _Reader(place, text, hashlib.sha256(data).hexdigest()).read()
    except OSError as error:
        raise unreadable(place, error) from error
    except DamagedError as error:
        raise SourceError(f"{place}: cut short or damaged: {error}") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{place} is not a mapping set: it is not text in UTF-8") from error


def read_all(paths: Iterable[str | Path]) -> list[MappingSet]:
    """The mapping sets in files; UsageError if two are the same set."""
    sets: dict[str, MappingSet] = {}
    for path in paths:
        found = read(path)
        if earlier := sets.get(found.id):
            raise UsageError(
                f"{found.place} and {earlier.place} are both the mapping set {found.id}: give one"
            )
        sets[found.id] = found
    return list(sets.values())


class _Reader:
    """A file while it is read."""

    def __init__(self, place: Path, text: io.TextIOWrapper, sha256: str) -> None:
        from sssom_pydantic.constants import DEFAULT_PREFIX_MAP, MULTIVALUED, PROPAGATABLE

        self._place = place
        self._text = text
        self._sha256 = sha256
        self._prefixes: Mapping[str, str] = DEFAULT_PREFIX_MAP
        self._multivalued, self._propagatable = MULTIVALUED, PROPAGATABLE
        self._terms: dict[str, str] = {}

    def read(self) -> MappingSet:
        header, columns, line = self._head()
        found = self._set_of(header)
        common = {
            slot: value
            for slot, value in header.items()
            if slot in self._propagatable and slot not in columns
        }
        for number, cells in self._rows(columns, line):
            found.rows += 1
            try:
                self._add(self._record(cells, common), number, found)
            except _RowError as error:
                found.faults.append(f"{self._place}, line {number}: {error}")
        return found

    # -- the header ----------------------------------------------------------------------------

    def _head(self) -> tuple[Row, list[str], int]:
        """The header, the columns, and the line of the columns."""
        lines: list[str] = []
        for line in self._text:
            if not line.startswith("#"):
                break
            lines.append(line[1:])
        else:
            line = ""
        columns = [name.strip().strip('"') for name in line.rstrip("\r\n").split("\t")]
        missing = [name for name in COLUMNS if name not in columns]
        if missing:
            raise SourceError(
                f"{self._place} is not a mapping set of SSSOM: line {len(lines) + 1}, which names"
                f" the columns, has no {missing[0]}"
            )
        twice = sorted({name for name in columns if columns.count(name) > 1})
        if twice:
            raise SourceError(f"{self._place}, line {len(lines) + 1}: the column {twice[0]} is"
                              " there twice")  # fmt: skip
        return self._parsed("".join(lines) or self._beside()), columns, len(lines) + 1

    def _beside(self) -> str:
        """The header in a file of its own."""
        stem = re.sub(r"\.tsv(\.\w+)?$", "", self._place.name)
        path = self._place.with_name(f"{stem}.yml")
        try:
            return path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise SourceError(
                f"{self._place} is not a mapping set of SSSOM: it has no header, which are lines"
                f" that begin with #, and there is no {path.name} beside it"
            ) from None

    def _parsed(self, text: str) -> Row:
        """The header; all scalars are texts, as a version like 2024-01-01 is no date."""
        import yaml

        try:
            found = yaml.load(text, yaml.BaseLoader)
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            reason = " ".join(str(getattr(error, "problem", None) or "").split())
            mark = getattr(error, "problem_mark", None)
            line = f", line {mark.line + 1}" if mark else ""
            raise SourceError(
                f"{self._place}{line}: the header is not valid YAML: {reason or 'it is too deep'}"
            ) from error
        if not isinstance(found, dict):
            raise SourceError(f"{self._place}: the header is not a list of slots and values")
        return {
            slot: [value] if slot in self._lists and isinstance(value, str) else value
            for slot, value in found.items()
            if value not in ("", None)
        }

    @property
    def _lists(self) -> frozenset[str]:
        return frozenset((*self._multivalued, "mapping_set_source"))

    def _set_of(self, header: Row) -> MappingSet:
        from pydantic import ValidationError
        from sssom_pydantic.api import MappingSetRecord

        try:
            record = MappingSetRecord.model_validate(header)
        except ValidationError as error:
            raise SourceError(f"{self._place}: the header: {_first(error)}") from error
        # As they are written: the library appends a slash to some addresses.
        given = {**record.model_dump(), "license": header.get("license")}
        self._prefixes = {**self._prefixes, **(record.curie_map or {})}
        id_ = header["mapping_set_id"]
        if web_iri(id_) is None or len(id_) > LONGEST_ID:
            raise SourceError(
                f"{self._place}: the header: mapping_set_id is not a web address of at most"
                f" {LONGEST_ID} characters: {id_[:80]!r}"
            )
        try:
            properties = stated(given, vocab.MAPPING_SET_SLOTS, self._term)
        except _RowError as error:
            raise SourceError(f"{self._place}: the header: {error}") from error
        return MappingSet(str(self._place), self._sha256, id_, properties)

    # -- the rows ------------------------------------------------------------------------------

    def _rows(self, columns: list[str], line: int) -> Iterator[tuple[int, Row]]:
        """The cells of each row that are not empty, with its first line."""
        csv.field_size_limit(LARGEST_CELL)
        table = csv.reader(self._text, delimiter="\t")
        while True:
            number = line + table.line_num + 1
            try:
                cells = next(table, None)
            except csv.Error as error:
                raise SourceError(f"{self._place}, line {number}: {error}") from error
            if cells is None:
                return
            if not any(cells):
                continue
            row: Row = {
                name: value
                for name, cell in zip(columns, cells, strict=False)
                if (value := cell.strip())
            }
            if any(map(str.strip, cells[len(columns) :])):
                row[""] = f"has {len(cells)} cells, more than there are columns ({len(columns)})"
            yield number, row

    def _record(self, cells: Row, common: Row) -> Record:
        """The slots of a row, checked, and those of the header that hold for all rows."""
        from pydantic import ValidationError
        from sssom_pydantic.api import row_to_record

        if fault := cells.get(""):
            raise _RowError(fault)
        row = {**common, **cells}
        for slot, value in row.items():
            if isinstance(value, str) and _CONTROL.search(value):
                raise _RowError(f"{slot} has a control character: {value!r}")
        for side in ("subject", "object"):
            if row.get(f"{side}_type") == LITERAL:
                if not row.get(f"{side}_label"):
                    raise _RowError(f"{side}_label is missing, which is the name that is mapped")
                row[f"{side}_id"] = ""
        try:
            return row_to_record(row, converter=None)  # type: ignore[arg-type] # for extensions
        except ValidationError as error:
            raise _RowError(_first(error)) from error

    def _add(self, record: Record, line: int, found: MappingSet) -> None:
        """Adds a mapping at each side that may be in the records."""
        predicate = self._term(record.predicate_id)
        subject, other = self._entity(record, "subject"), self._entity(record, "object")
        slots = {slot: getattr(record, slot) for slot in record.model_fields_set}
        for slot in REFERENCES.intersection(slots):
            values = slots[slot] if isinstance(slots[slot], list) else filter(None, (slots[slot],))
            for each in values:
                self._term(each)
        if reason := _left_out(record, predicate, subject, other):
            found.leave_out(reason)
            return
        mapping = TermMapping(line, slots, self._term)
        for this, that, seen, steps in (
            (subject, other, predicate, record.subject_preprocessing),
            (other, subject, INVERSE[predicate], record.object_preprocessing),
        ):
            if that.is_literal:
                continue
            to = MappedTo(seen, that, mapping)
            if this.is_literal:
                terms = set(map(self._term, steps or ()))
                found.add_name(this.label, Folding(_CASE in terms, _BLANKS in terms), to)
            elif mesh := _mesh(this):
                found.add_mesh(mesh, to)

    def _entity(self, record: Record, side: str) -> MappedEntity:
        curie, label = getattr(record, f"{side}_id"), getattr(record, f"{side}_label") or ""
        return MappedEntity(curie, self._term(curie) if curie else "", label)

    def _term(self, curie: str) -> str:
        """The term of a CURIE."""
        if known := self._terms.get(curie):
            return known
        prefix, colon, local = curie.partition(":")
        if not colon or prefix not in self._prefixes:
            raise _RowError(f"the prefix of {curie!r} is not in curie_map")
        term = web_iri(self._prefixes[prefix] + local)
        if term is None:
            raise _RowError(f"{curie!r} is not the CURIE of a web address")
        self._terms[curie] = term
        return term


def _left_out(
    record: Record, predicate: str, subject: MappedEntity, other: MappedEntity
) -> str | None:
    """Why a mapping is not taken; None if it is."""
    if record.predicate_modifier is not None:
        return "negated"
    if NO_TERM_FOUND in (subject.term, other.term):
        return "without a term"
    if predicate not in INVERSE:
        return f"by {record.predicate_id}"
    if any(each.label.casefold().startswith("obsolete ") for each in (subject, other)):
        return "of obsolete terms"
    return None


def _mesh(entity: MappedEntity) -> str | None:
    """The id of a MeSH concept, by its prefix or its IRI at NLM; None for any other entity."""
    prefix, _, local = entity.curie.partition(":")
    if prefix.casefold() == "mesh":
        return mesh_id(local)
    iri = entity.term[1:-1]
    return mesh_id(iri.removeprefix(vocab.MESH)) if iri.startswith(vocab.MESH) else None


def _first(error: ValidationError) -> str:
    """The first thing that is wrong, as the end of a sentence."""
    first = error.errors(include_url=False)[0]
    slot = ".".join(map(str, first["loc"]))
    if first["type"] == "missing":
        return f"{slot} is missing"
    message = first["msg"][:1].lower() + first["msg"][1:]
    return f"{slot} is {str(first['input'])[:80]!r}: {message}"
