"""Which trials have a thing: the postings of a store, an SQLite file beside the store's own files.

`kg related` asks which trials share a site, a condition or a number, of which a registry has
millions. The files of a generation never change, so the postings are written once, at its load:
from the whole store, or into a copy of the earlier ones where few trials have changed. Only named
graphs count, as in the queries.
https://www.sqlite.org/withoutrowid.html
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import blake2b
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import StoreError
from kg.rdf import vocabulary as vocab
from kg.registries.trial_iris import iri_beginnings, number_of_iri
from kg.stores.embedded.index_file import written
from kg.stores.embedded.quads import Quads

if TYPE_CHECKING:
    import pyoxigraph

    from kg.stores.embedded.quads import Node, Term

NAME: Final = "postings.sqlite"

INTERVENTION: Final = "intervention"
"""The kind of the names of interventions, as given or as a MeSH term; every other is a property."""

_IN_COMMON: Final = (
    vocab.KG_REGISTERED_AS,
    vocab.KG_OVERALL_OFFICIAL,
    vocab.SCHEMA_SPONSOR,
    vocab.SCHEMA_HEALTH_CONDITION,
    vocab.DERIVED["condition"].concept,
    vocab.KG_SITE,
)
"""The properties whose values make trials related."""

_OF_MANY: Final = (
    vocab.KG_COLLABORATOR,
    vocab.KG_COUNTRY,
    vocab.DERIVED["condition"].ancestor,
    vocab.DERIVED["intervention"].concept,
    vocab.DERIVED["intervention"].ancestor,
)
"""Other properties of which thousands of trials may have the same value."""

DIRECT: Final = (*_IN_COMMON, *_OF_MANY)
"""The properties whose values are the things of the postings."""

_BY_NAME: Final = {
    vocab.SCHEMA_STUDY_SUBJECT: vocab.SCHEMA_NAME,
    vocab.DERIVED["intervention"].concept: vocab.SKOS_PREF_LABEL,
}
"""The properties of interventions, which are compared by name -> the property of the name."""

_VERSION: Final = 2
"""Changes with what the file contains; one of a version that has no row in _KINDS is not used."""

_KINDS: Final = {1: frozenset(_IN_COMMON), _VERSION: frozenset(DIRECT)}
"""Version -> the properties whose values are the things of such a file."""

_NUMBERS: Final = {
    1: "SELECT iri FROM postings JOIN trials ON id = trial WHERE thing = ?",
    _VERSION: "SELECT number FROM postings WHERE thing = ?",
}
"""Version -> the trials that have a thing, by what ends in their numbers."""

_SCHEMA: Final = f"""
PRAGMA application_id = {int.from_bytes(b"kg01")};
PRAGMA user_version = {_VERSION};
CREATE TABLE trials (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE);
CREATE TABLE postings (
    thing INTEGER, trial INTEGER, number TEXT, PRIMARY KEY (thing, trial)
) WITHOUT ROWID;
CREATE TABLE aliases (trial TEXT, earlier TEXT, PRIMARY KEY (trial, earlier)) WITHOUT ROWID;
"""
_BATCH: Final = 250_000
"""Postings that are sorted and written together; they take some 50 MB of memory."""

_LAST: Final = "~"
"""A character that comes after those of numbers."""


class Postings:
    """The postings of a generation, to read.

    `kinds` are the properties whose values they have; those of an earlier version have fewer, and
    are not `is_current`.
    """

    def __init__(self, connection: sqlite3.Connection, version: int = _VERSION) -> None:
        self._connection = connection
        self._having = _NUMBERS[version]
        self.kinds = _KINDS[version]
        self.is_current = version == _VERSION

    def numbers(self, kind: str, term: str) -> list[str]:
        """The numbers of the trials that have a thing: a value of the property `kind`, or the name
        of an INTERVENTION. Raises StoreError if the file is damaged.
        """
        found = [each for (each,) in self._rows(self._having, _thing(kind, term))]
        return found if self.is_current else list(map(number_of, found))

    def numbers_from(self, beginning: str, most: int) -> list[str]:
        """The numbers of trials that begin so, at most `most`, sorted. StoreError as above."""
        text = "SELECT iri FROM trials WHERE iri >= ? AND iri < ? ORDER BY iri LIMIT ?"
        iris = (
            iri
            for first in dict.fromkeys(iri_beginnings(beginning))
            for (iri,) in self._rows(text, first, first + _LAST, most)
        )
        found = set(filter(None, map(number_of_iri, iris)))
        return sorted(each for each in found if each.startswith(beginning))[:most]

    @cached_property
    def earlier(self) -> Mapping[str, list[str]]:
        """Every earlier number of a trial, with the IRIs of the trials that had it."""
        found: dict[str, list[str]] = {}
        for number, trial in self._rows("SELECT earlier, trial FROM aliases"):
            found.setdefault(number, []).append(trial)
        return found

    def _rows(self, text: str, *given: int | str) -> list[Any]:
        try:
            return self._connection.execute(text, given).fetchall()
        except sqlite3.Error as error:
            raise StoreError(
                f"the store's index can't be read ({error}): delete {NAME} in its index folder, and"
                " load any record again"
            ) from error

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def __del__(self) -> None:
        if hasattr(self, "_connection"):
            self.close()  # a connection is in a circle with its statements, and would stay open


def opened(folder: Path) -> Postings | None:
    """The postings in a side folder; None if there are none that this version can read."""
    path = folder / NAME
    if not path.is_file():
        return None
    try:
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        # The thread that closes it may be another one.
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
    except sqlite3.Error:
        return None
    try:
        [(version,)] = connection.execute("PRAGMA user_version")
    except sqlite3.Error:
        version = None
    if version not in _KINDS:
        connection.close()
        return None
    return Postings(connection, version)


def write(store: pyoxigraph.Store, folder: Path) -> bool:
    """Writes the postings of a whole store; False, with no file left, if there is no room."""

    def fill(into: sqlite3.Connection) -> bool:
        _add(into, _found(store))
        _add_aliases(into, store)
        return True

    return written(folder / NAME, fill, schema=_SCHEMA)


def update(
    old: pyoxigraph.Store, new: pyoxigraph.Store, graphs: Iterable[str], folder: Path
) -> bool:
    """Brings copied postings from `old` to `new`, of which these graphs differ; False as above."""
    names = list(graphs)
    trials = {trial for store in (old, new) for trial in _trials(store, names)}

    def change(into: sqlite3.Connection) -> bool:
        for trial in sorted(trials):
            row = into.execute("SELECT id FROM trials WHERE iri = ?", (trial,)).fetchone()
            if row is not None:
                gone = {(thing, *row) for _, thing in _found(old, trial)}
                into.executemany("DELETE FROM postings WHERE thing = ? AND trial = ?", gone)
                into.execute("DELETE FROM trials WHERE id = ?", row)
            into.execute("DELETE FROM aliases WHERE trial = ?", (trial,))
            _add_aliases(into, new, trial)
        _add(into, chain.from_iterable(_found(new, trial) for trial in sorted(trials)))
        return True

    return written(folder / NAME, change)


def _add(into: sqlite3.Connection, found: Iterator[tuple[str, int]]) -> None:
    """Adds postings of trials that the file does not have yet."""
    [(last,)] = into.execute("SELECT coalesce(max(id), 0) FROM trials")
    ids: dict[str, int] = {}
    while batch := list(islice(found, _BATCH)):
        rows = sorted(
            (thing, ids.setdefault(iri, last + 1 + len(ids)), number_of(iri))
            for iri, thing in batch
        )
        into.executemany("INSERT OR IGNORE INTO postings VALUES (?, ?, ?)", rows)
    into.executemany("INSERT INTO trials (iri, id) VALUES (?, ?)", ids.items())


def _add_aliases(
    into: sqlite3.Connection, store: pyoxigraph.Store, trial: str | None = None
) -> None:
    rows = ((iri, earlier.value) for iri, earlier, _ in _values(store, trial, vocab.KG_ALIAS))
    into.executemany("INSERT OR IGNORE INTO aliases VALUES (?, ?)", rows)


def _found(store: pyoxigraph.Store, trial: str | None = None) -> Iterator[tuple[str, int]]:
    """Each trial, or this one, with the number of a thing that it has."""
    for kind in DIRECT:
        for iri, thing, _ in _values(store, trial, kind):
            yield iri, _thing(kind, str(thing))
    quads = Quads(store)
    for kind, naming in _BY_NAME.items():
        for iri, thing, graph in _values(store, trial, kind):
            if not isinstance(thing, quads.literal):
                for name in quads.terms(thing, naming, graph):
                    yield iri, _thing(INTERVENTION, str(name))


def _values(
    store: pyoxigraph.Store, trial: str | None, kind: str, graph: str | None = None
) -> Iterator[tuple[str, Term, Node]]:
    """What trials, or this one, have of a property, and the graph that says so."""
    import pyoxigraph

    node = pyoxigraph.NamedNode
    subject, place = (None if each is None else node(each) for each in (trial, graph))
    for it, value, where in Quads(store).statements(subject, kind, None, place):
        if isinstance(it, node):
            yield it.value, value, where


def _trials(store: pyoxigraph.Store, graphs: Iterable[str]) -> Iterator[str]:
    """The trials that have a thing or an alias according to these graphs."""
    for graph in graphs:
        for kind in (*DIRECT, *_BY_NAME, vocab.KG_ALIAS):
            yield from (iri for iri, *_ in _values(store, None, kind, graph))


def number_of(iri: str) -> str:
    """The number of the trial that an IRI names; of an unknown form of IRI, its end."""
    return number_of_iri(iri) or iri.rpartition("/")[2].rpartition(":")[2]


def _thing(kind: str, term: str) -> int:
    """The number of a thing, in place of its long name.

    At three million things, one in four million registries has two with the same number.
    """
    name = f"{kind} {term}".encode()
    return int.from_bytes(blake2b(name, digest_size=8).digest(), signed=True)
