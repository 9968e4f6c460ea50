"""Export: records in, a validated document out, and an account of what was left out and why.

A record that can't be read, that comes a second time or that breaks a shape is left out of the
document and told in the account and in the rejects file; the others are written.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from kg.errors import KgError, RecordError
from kg.formats import Format, serialize
from kg.formats.files import STDOUT, open_output
from kg.graphs import RecordGraph
from kg.iris import Iris
from kg.leaving_out import without_results_contact
from kg.mapping import map_record
from kg.records import Record
from kg.sources import read

if TYPE_CHECKING:
    from kg.shacl import Report, Shapes


_CONTACT: Final = re.compile(r"\.(?:centralC|c)ontacts\b")
"""The path of a field that belongs to a contact person."""


@dataclass(frozen=True, slots=True)
class Options:
    """How records become graphs.

    `shapes` None leaves validation out; `engine` is one of `kg.shacl.ENGINES`. `contacts` False
    leaves out the names, telephone numbers and e-mail addresses of contact persons.
    """

    iris: Iris = field(default_factory=Iris)
    shapes: Shapes | None = None
    engine: str = "compiled"
    contacts: bool = True


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that was left out, or a source that could not be read: where, why, which results."""

    place: str
    reason: str
    nct_id: str | None = None
    results: list[dict[str, str | None]] = field(default_factory=list)

    def line(self) -> str:
        """The reject as one line of JSON."""
        return json.dumps(
            {
                "id": self.nct_id,
                "place": self.place,
                "reason": self.reason,
                "results": self.results,
            },
            ensure_ascii=False,
        )


@dataclass(slots=True)
class Account:
    """What an export did: counts, what was left out, and what a user should know of the rest.

    `seen` holds the NCT ids and places in the order they came, `only` the graph where there is one,
    `first_warned` the trial of which each warning was given first.
    """

    triples: int = 0
    seen: dict[str, str] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    warnings: Counter[str] = field(default_factory=Counter)
    first_warned: dict[str, str] = field(default_factory=dict)
    only: RecordGraph | None = None
    written: int = 0

    def take(self, graph: RecordGraph) -> None:
        """Counts a graph that is written."""
        self.only = graph if self.written == 0 else None
        self.written += 1
        self.triples += len(graph.triples)
        self.warn(graph.nct_id, (f"{each.field}: {each.message}" for each in graph.findings))

    def warn(self, nct_id: str, messages: Iterable[str]) -> None:
        """Counts what a user should know, and remembers where each was met first."""
        for message in messages:
            self.warnings[message] += 1
            self.first_warned.setdefault(message, nct_id)


def graphs(
    sources: Iterable[str | Path],
    options: Options,
    account: Account,
    on_record: Callable[[Account], None] = lambda _: None,
) -> Iterator[RecordGraph]:
    """The graphs of all records that can be written, in the order of the sources."""

    def reject(error: KgError) -> None:
        account.rejects.append(_unreadable(error))
        on_record(account)

    for record in read(*sources, on_error=reject):
        graph = _graph(record, options, account)
        if graph:
            account.take(graph)
            yield graph
        on_record(account)


def export(
    sources: Collection[str | Path],
    destination: str | Path,
    format: Format,
    options: Options | None = None,
    on_record: Callable[[Account], None] = lambda _: None,
    make_parents: bool = False,
) -> Account:
    """Writes the graphs of all records of `sources` to `destination`, whole or not at all.

    The sources are read in the order of their names. `destination` "-" is the standard output.
    Where no record could be written no file is either, and what stood there before still stands.
    Rejects go to `rejects_path(destination)`. Raises OutputError where nothing can be written
    there.
    """
    account = Account()
    found = graphs(sorted(sources, key=str), options or Options(), account, on_record)
    first = next(found, None)
    if first is not None:
        with open_output(destination, make_parents=make_parents) as output:
            for piece in serialize(_chained(first, found), format):
                output.write(piece)
    if not account.seen and not account.rejects:
        account.rejects.append(Reject(", ".join(map(str, sources)), "holds no record"))
    write_rejects(account, destination, make_parents=make_parents)
    return account


def rejects_path(destination: str | Path) -> Path | None:
    """Where the rejects of an export go: beside the document, if that is a file of its own."""
    path = Path(destination)
    if str(destination) in STDOUT or (path.exists() and not path.is_file()):
        return None
    return Path(f"{destination}.rejects.jsonl")


def write_rejects(account: Account, destination: str | Path, *, make_parents: bool = False) -> None:
    """Writes the rejects file, or removes the one that an earlier export left there."""
    path = rejects_path(destination)
    if path is None:
        return
    if account.rejects:
        with open_output(path, make_parents=make_parents) as output:
            output.write("".join(f"{reject.line()}\n" for reject in account.rejects))
    else:
        path.unlink(missing_ok=True)


def without_contacts(record: Record) -> Record:
    """The record without its contact persons, of the trial, of each site and of the results."""
    record = without_results_contact(record)
    section = record.study.protocol_section
    module = section.contacts_locations_module
    if module is None:
        return record
    replace = msgspec.structs.replace
    bare = replace(
        module,
        central_contacts=[],
        locations=[replace(location, contacts=[]) for location in module.locations],
        locations_nested=[replace(location, contacts=[]) for location in module.locations_nested],
    )
    return replace(
        record,
        study=replace(
            record.study, protocol_section=replace(section, contacts_locations_module=bare)
        ),
        unmapped=[field for field in record.unmapped if not _CONTACT.search(field.path)],
    )


def _graph(record: Record, options: Options, account: Account) -> RecordGraph | None:
    nct_id = record.nct_id
    if nct_id in account.seen:
        reason = f"a second record of {nct_id}; the first stands in {account.seen[nct_id]}"
        account.rejects.append(Reject(record.place, reason, nct_id))
        return None
    account.seen[nct_id] = record.place
    graph = map_record(record if options.contacts else without_contacts(record), options.iris)
    if options.shapes is None:
        return graph
    return _conforming(graph, record.place, options.shapes, options.engine, account)


def _conforming(
    graph: RecordGraph, place: str, shapes: Shapes, engine: str, account: Account
) -> RecordGraph | None:
    from kg.shacl import validate

    report: Report = validate(graph, shapes, engine)
    if report.violations:
        reason = "; ".join(dict.fromkeys(r.message or r.component for r in report.violations))
        results = [result.as_dict() for result in report.violations]
        account.rejects.append(Reject(place, f"does not conform: {reason}", graph.nct_id, results))
        return None
    account.warn(graph.nct_id, (result.message for result in report.warnings))
    return graph


def _unreadable(error: KgError) -> Reject:
    if isinstance(error, RecordError):
        return Reject(error.place, error.reason, error.nct_id)
    return Reject("", str(error))


def _chained(first: RecordGraph, rest: Iterable[RecordGraph]) -> Iterator[RecordGraph]:
    yield first
    yield from rest
