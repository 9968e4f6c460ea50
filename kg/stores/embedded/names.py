"""The names of things in a store, for queries by a part of a name: an SQLite file beside its files.

Reading every name of a registry takes a query seconds, and the files of a version never change: so
the names are written once, at its load, from the whole store, or into a copy of the earlier ones
where few graphs have changed. Only named graphs count, as in the queries.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.rdf import vocabulary as vocab
from kg.stores.embedded.index_file import written

if TYPE_CHECKING:
    import pyoxigraph

NAME: Final = "names.sqlite"

_ANY: Final = ""
"""In place of a property: whatever has such a name."""

_CONDITION, _INTERVENTION = vocab.DERIVED["condition"], vocab.DERIVED["intervention"]

_NAMED: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "site": ((vocab.SCHEMA_LOCATION, vocab.SCHEMA_NAME),),
    "city": ((_ANY, vocab.SCHEMA_ADDRESS_LOCALITY),),
    "country": (
        (vocab.KG_COUNTRY, vocab.SCHEMA_NAME),
        (vocab.KG_COUNTRY, vocab.SKOS_NOTATION),
    ),
    "organization": (
        (vocab.SCHEMA_SPONSOR, vocab.SCHEMA_NAME),
        (vocab.KG_COLLABORATOR, vocab.SCHEMA_NAME),
    ),
    "official": ((vocab.KG_OFFICIAL, vocab.SCHEMA_NAME),),
    "intervention": (
        (vocab.SCHEMA_STUDY_SUBJECT, vocab.SCHEMA_NAME),
        (vocab.SCHEMA_STUDY_SUBJECT, vocab.SCHEMA_ALTERNATE_NAME),
        (_INTERVENTION.concept, vocab.SKOS_PREF_LABEL),
    ),
    "concept": tuple(
        (has, naming)
        for has in (_CONDITION.concept, _CONDITION.ancestor)
        for naming in (vocab.SKOS_PREF_LABEL, vocab.SKOS_NOTATION)
    ),
}
"""Kind of names -> the property whose values have them, and the property of the name."""

_MATCHES: Final[Mapping[str, str]] = {"contains": "instr(lowered, ?)", "equals": "lowered = ?"}
"""How a name is compared with a text, upper or lower case -> the same in SQL."""

_VERSION: Final = 1
"""Changes with what the file contains; a file of another version is not used."""

_SCHEMA: Final = f"""
PRAGMA application_id = {int.from_bytes(b"kg03")};
PRAGMA user_version = {_VERSION};
CREATE TABLE names (
    kind TEXT, lowered TEXT, name TEXT, PRIMARY KEY (kind, lowered, name)
) WITHOUT ROWID;
"""
"""`name` is a literal in N-Triples text."""


def is_readable(folder: Path) -> bool:
    """Whether an index folder has names that this version can read."""
    return matching(folder, "city", "equals", "", 1) is not None


def matching(folder: Path, kind: str, how: str, text: str, most: int) -> list[str] | None:
    """The names of a kind that fit a text, as literals; `how` is a key of _MATCHES.

    None if they are more than `most`, or the folder has none of that kind that can be read.
    """
    path = folder / NAME
    if kind not in _NAMED or not path.is_file():
        return None
    asked = f"SELECT name FROM names WHERE kind = ? AND {_MATCHES[how]} LIMIT ?"
    try:
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as names:
            [(version,)] = names.execute("PRAGMA user_version")
            if version != _VERSION:
                return None
            found = [name for (name,) in names.execute(asked, (kind, text.lower(), most + 1))]
    except sqlite3.Error:
        return None
    return found if len(found) <= most else None


def write(store: pyoxigraph.Store, folder: Path) -> bool:
    """Writes the names of a whole store; False, with no file left, if there is no room."""
    return written(folder / NAME, lambda into: _added(into, _found(store)), schema=_SCHEMA)


def update(
    old: pyoxigraph.Store, new: pyoxigraph.Store, graphs: Iterable[str], folder: Path
) -> bool:
    """Brings copied names from `old` to `new`, of which these graphs differ; False as above."""
    changed = list(graphs)
    before, now = ({row for graph in changed for row in _found(each, graph)} for each in (old, new))

    def change(into: sqlite3.Connection) -> bool:
        gone = [row for row in before - now if not _is_used(new, *row)]
        into.executemany(
            "DELETE FROM names WHERE kind = ? AND name = ?",
            [(kind, str(name)) for kind, name in gone],
        )
        return _added(into, now)

    return written(folder / NAME, change)


def _added(into: sqlite3.Connection, found: Iterable[tuple[str, pyoxigraph.Literal]]) -> bool:
    """Adds names that the file may have, and says that it is done."""
    rows = sorted((kind, name.value.lower(), str(name)) for kind, name in found)
    into.executemany("INSERT OR IGNORE INTO names VALUES (?, ?, ?)", rows)
    return True


def _found(
    store: pyoxigraph.Store, graph: str | None = None
) -> Iterator[tuple[str, pyoxigraph.Literal]]:
    """The kinds and names in a store, or in one of its named graphs."""
    import pyoxigraph

    for kind, named in _NAMED.items():
        for has, naming in named:
            text = _pattern(has, naming).replace("?graph", f"<{graph}>" if graph else "?graph")
            solutions = store.query(f"SELECT DISTINCT ?name WHERE {{ {text} }}")
            assert isinstance(solutions, pyoxigraph.QuerySolutions)
            for solution in solutions:
                if isinstance(name := solution["name"], pyoxigraph.Literal):
                    yield kind, name


def _pattern(has: str, naming: str) -> str:
    """The names of the values of a property: each value once, as many graphs may name it."""
    if has == _ANY:
        return f"GRAPH ?graph {{ ?thing {naming} ?name }}"
    things = f"SELECT DISTINCT ?thing WHERE {{ GRAPH ?graph {{ ?some {has} ?thing }} }}"
    return f"{{ {things} }} GRAPH ?graph {{ ?thing {naming} ?name }}"


def _is_used(store: pyoxigraph.Store, kind: str, name: pyoxigraph.Literal) -> bool:
    """Whether anything in a store has this name."""
    import pyoxigraph

    properties = {naming for _, naming in _NAMED[kind]}
    return any(
        True
        for naming in properties
        for _ in store.quads_for_pattern(None, pyoxigraph.NamedNode(naming[1:-1]), name, None)
    )
