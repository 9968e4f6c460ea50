"""Reads a mapping set: SSSOM's table of tab-separated values, with its header or beside it.

The slots, their types and ranges are those of sssom-pydantic. A faulty row is left out, and
reported with its line. https://mapping-commons.github.io/sssom/spec-formats-tsv/
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import SourceError, UsageError, unreadable
from kg.mapping.lexical import mesh_id
from kg.mapping_sets import packages
from kg.mapping_sets.header import LARGEST, parsed
from kg.mapping_sets.sets import INVERSE, Folding, MappedEntity, MappedTo, MappingSet, TermMapping
from kg.mapping_sets.slots import DATES, LITERAL, REFERENCES, stated
from kg.mapping_sets.table import LONGEST_LINE, RowError, columns_of, lines_of, rows_of
from kg.mapping_sets.texts import fault_of, shown
from kg.rdf import vocabulary as vocab
from kg.rdf.terms import web_iri
from kg.system.compression import DamagedError, reader

if TYPE_CHECKING:
    from pydantic import ValidationError
    from sssom_pydantic import Record

Row = dict[str, Any]

NO_TERM_FOUND: Final = f"<{vocab.SSSOM}NoTermFound>"
"""What stands for an entity that was looked for and not found."""

LONGEST_ID: Final = 500
"""The most characters of a set's id, which becomes a part of IRIs."""

_OBSOLETE: Final = re.compile(r"obsolete(?![^\W_])", re.IGNORECASE)
"""How the label of an obsolete term begins: "obsolete ALS", "OBSOLETE: ALS", "obsolete_ALS"."""

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SEMAPV: Final = "https://w3id.org/semapv/vocab/"
_CASE: Final = f"<{_SEMAPV}CaseNormalization>"
_BLANKS: Final = f"<{_SEMAPV}BlankNormalization>"


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
        from sssom_pydantic import Record
        from sssom_pydantic.api import MappingSetRecord
        from sssom_pydantic.constants import DEFAULT_PREFIX_MAP, MULTIVALUED, PROPAGATABLE

        self._place = place
        self._lines = lines_of(text, place)
        self._sha256 = sha256
        self._prefixes: Mapping[str, str] = DEFAULT_PREFIX_MAP
        self._propagatable = PROPAGATABLE
        self._lists = frozenset((*MULTIVALUED, "mapping_set_source"))
        self._slots = frozenset(Record.model_fields)
        self._known = frozenset(MappingSetRecord.model_fields) - {"extension_definitions"}
        self._terms: dict[str, str] = {}

    def read(self) -> MappingSet:
        header, columns, line = self._head()
        found = self._set_of(header)
        common = {
            slot: value
            for slot, value in header.items()
            if slot in self._propagatable and slot not in columns
        }
        found.unknown_columns = [name for name in columns if name not in self._slots]
        for number, cells in rows_of(self._lines, columns, line):
            found.rows += 1
            try:
                if isinstance(cells, RowError):
                    raise cells
                self._add(self._record({**common, **cells}), number, found)
            except RowError as error:
                found.faults.append(f"{self._place}, line {number}: {error}")
        return found

    # -- the header ----------------------------------------------------------------------------

    def _head(self) -> tuple[Row, list[str], int]:
        """The header, the columns, and the line of the columns."""
        lines: list[str] = []
        size, columns = 0, ""
        for line in self._lines:
            if not line.startswith("#"):
                columns = line
                break
            lines.append(line[1:])
            size += len(line)
            if size > LONGEST_LINE:
                raise SourceError(f"{self._place} has a header without an end")
        names = columns_of(columns, len(lines) + 1, self._place)
        place, text = (self._place, "".join(lines)) if lines else self._beside()
        return parsed(text, place, self._known, self._lists), names, len(lines) + 1

    def _beside(self) -> tuple[Path, str]:
        """The header in a file of its own, with this file."""
        stem = re.sub(r"\.tsv(\.\w+)?$", "", self._place.name)
        path = self._place.with_name(f"{stem}.yml")
        try:
            with path.open(encoding="utf-8-sig") as file:
                return path, file.read(LARGEST + 1)
        except (OSError, UnicodeDecodeError):
            raise SourceError(
                f"{self._place} is not a mapping set of SSSOM: it has no header, which are lines"
                f" that begin with #, and there is no {path.name} beside it"
            ) from None

    def _set_of(self, header: Row) -> MappingSet:
        from pydantic import ValidationError
        from sssom_pydantic.api import MappingSetRecord

        id_ = header.get("mapping_set_id", "")
        if id_ and (web_iri(id_) is None or len(id_) > LONGEST_ID):
            raise SourceError(
                f"{self._place}: the header: mapping_set_id is not a web address of at most"
                f" {LONGEST_ID} characters: {shown(id_)}"
            )
        try:
            _check_dates(header)
            record = MappingSetRecord.model_validate(header)
            self._prefixes = {**self._prefixes, **(record.curie_map or {})}
            # As they are written: the library appends a slash to some addresses.
            given = {**record.model_dump(), "license": header.get("license")}
            properties = stated(given, vocab.MAPPING_SET_SLOTS, self._term)
        except ValidationError as error:
            raise SourceError(f"{self._place}: the header: {_first(error)}") from error
        except RowError as error:
            raise SourceError(f"{self._place}: the header: {error}") from error
        return MappingSet(str(self._place), self._sha256, id_, properties)

    # -- the rows ------------------------------------------------------------------------------

    def _record(self, row: Row) -> Record:
        """The slots of a row, checked."""
        from pydantic import ValidationError
        from sssom_pydantic.api import row_to_record

        for slot, value in row.items():
            if isinstance(value, str) and (fault := fault_of(value)):
                raise RowError(f"{slot} {fault}")
        _check_dates(row)
        for side in ("subject", "object"):
            if row.get(f"{side}_type") == LITERAL:
                if not row.get(f"{side}_label"):
                    raise RowError(f"{side}_label is missing, which is the name that is mapped")
                row[f"{side}_id"] = ""
        try:
            return row_to_record(row, converter=None)  # type: ignore[arg-type] # for extensions
        except ValidationError as error:
            raise RowError(_first(error)) from error

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
            raise RowError(f"the prefix of {shown(curie)} is not in curie_map")
        term = web_iri(self._prefixes[prefix] + local)
        if term is None:
            raise RowError(f"{shown(curie)} is not the CURIE of a web address")
        self._terms[curie] = term
        return term


def _check_dates(slots: Row) -> None:
    """Raises RowError if a date is not one of a day: the library takes numbers for days, too."""
    for slot in DATES.intersection(slots):
        if not _DATE.fullmatch(slots[slot]):
            raise RowError(f"{slot} is {shown(slots[slot])}: it is no date such as 2024-01-31")


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
    if any(_OBSOLETE.match(each.label) for each in (subject, other)):
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
    return f"{slot} is {shown(first['input'])}: {message}"
