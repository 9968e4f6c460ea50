"""Writes the search index of a store: as a whole, or changes in a copy of the earlier one."""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.rdf.code_lists import COMBINED_PHASES
from kg.stores.embedded.index_file import written
from kg.stores.embedded.search_index.answers import NOT_GIVEN
from kg.stores.embedded.search_index.document import TrialDocument, documents
from kg.stores.embedded.search_index.layout import COLUMNS, NAME, PRESENT, SCHEMA, number_of
from kg.text.dates import year_of
from kg.text.plain_words import plain_words

if TYPE_CHECKING:
    import pyoxigraph

_BATCH: Final = 500
"""Trials whose names are counted together; they take some 5 MB of memory."""

_TOTALS: Final = """
INSERT INTO totals
SELECT kind, count(*) FROM (SELECT DISTINCT kind, thing FROM names) GROUP BY kind
"""

_SPARSE: Final = 2
"""An index with so many times more ids than trials is written anew."""


def write(store: pyoxigraph.Store, folder: Path) -> bool:
    """Writes the index of a whole store; False, with no file left, if there is no room."""

    def fill(into: sqlite3.Connection) -> bool:
        _add(into, documents(store))
        return True

    return written(folder / NAME, fill, schema=SCHEMA)


def update(new: pyoxigraph.Store, graphs: Iterable[str], folder: Path) -> bool:
    """Brings a copied index to `new`, from which it differs in these graphs; False as above.

    It is also False if the ids of trials have become sparse: then the index is written anew.
    """

    def change(into: sqlite3.Connection) -> bool:
        names = list(graphs)
        _remove(into, names)
        _add(into, documents(new, names))
        [(trials,)] = into.execute("SELECT count(*) FROM trials")
        return bool(_last_id(into) <= _SPARSE * trials + _BATCH)

    return written(folder / NAME, change)


def _add(into: sqlite3.Connection, found: Iterator[TrialDocument]) -> None:
    """Adds trials that the file does not have."""
    last = _last_id(into)
    sets: dict[tuple[str, str], bytearray] = defaultdict(bytearray)
    while batch := list(islice(found, _BATCH)):
        names = _added_names(into, batch)
        points = _added_points(into, batch)
        for number, trial in enumerate(batch, last + 1):
            _add_trial(into, number, trial, names, points)
            for key in _memberships(trial):
                _set_bit(sets[key], number)
        last += len(batch)
    _merge_sets(into, sets)
    into.execute("DELETE FROM totals")
    into.execute(_TOTALS)


def _last_id(into: sqlite3.Connection) -> int:
    """The highest id that a trial ever had."""
    rows = into.execute("SELECT seq FROM sqlite_sequence WHERE name = 'trials'").fetchall()
    return int(rows[0][0]) if rows else 0


def _add_trial(
    into: sqlite3.Connection,
    number: int,
    trial: TrialDocument,
    names: dict[tuple[str, str, str], int],
    points: dict[tuple[float, float], int],
) -> None:
    ids = [(names[thing[:3]], thing) for thing in trial.things]
    row = (
        number, trial.iri, trial.graph, trial.number, trial.title or None, trial.acronym,
        trial.status, trial.phase, " ".join(trial.types), trial.sponsor, trial.start or None,
        trial.enrollment, " ".join(trial.countries), len(trial.sites), trial.results,
        array("I", [one for one, _ in ids]).tobytes(),
    )  # fmt: skip
    into.execute(f"INSERT INTO trials VALUES ({_marks(row)})", row)
    words = (number, *(trial.words[column] for column in COLUMNS))
    into.execute(
        f"INSERT INTO trial_words (rowid, {', '.join(COLUMNS)}) VALUES ({_marks(words)})", words
    )
    aliases = ((alias, number) for alias in trial.aliases)
    into.executemany("INSERT OR IGNORE INTO aliases VALUES (?, ?)", aliases)
    parts = ((one, thing.iri, number) for one, thing in ids if thing.kind == "intervention")
    into.executemany("INSERT OR IGNORE INTO parts VALUES (?, ?, ?)", parts)
    by_key = {thing[:2]: one for one, thing in ids}
    sites = (
        (number, points[site.point], by_key[site.place[:2]], site.status,
         by_key[site.city[:2]] if site.city else None)
        for site in trial.sites if site.point
    )  # fmt: skip
    into.executemany("INSERT OR IGNORE INTO sites VALUES (?, ?, ?, ?, ?)", sites)


def _added_names(
    into: sqlite3.Connection, batch: list[TrialDocument]
) -> dict[tuple[str, str, str], int]:
    """Counts the names of trials, and returns their ids."""
    counts = Counter(thing[:3] for trial in batch for thing in trial.things)
    ids: dict[tuple[str, str, str], int] = {}
    for thing, trials in counts.items():
        [(ids[thing], now)] = into.execute(
            "INSERT INTO names (thing, kind, key, name, trials) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET trials = trials + excluded.trials RETURNING id, trials",
            (number_of(*thing[:2]), *thing, trials),
        )
        if now == trials:
            kind, _, name = thing
            words = ids[thing], kind.replace(" ", ""), " ".join(plain_words(name))
            into.execute("INSERT INTO name_words (rowid, kind, words) VALUES (?, ?, ?)", words)
    return ids


def _added_points(
    into: sqlite3.Connection, batch: list[TrialDocument]
) -> dict[tuple[float, float], int]:
    """The ids of coordinates."""
    found = dict.fromkeys(site.point for trial in batch for site in trial.sites if site.point)
    ids = {}
    for point in found:
        into.execute("INSERT OR IGNORE INTO points (latitude, longitude) VALUES (?, ?)", point)
        [(ids[point],)] = into.execute(
            "SELECT id FROM points WHERE latitude = ? AND longitude = ?", point
        )
    return ids


def _memberships(trial: TrialDocument) -> Iterator[tuple[str, str]]:
    """The facets and values of a trial; one of two phases at once has either phase."""
    both = next((of for of in COMBINED_PHASES if "/".join(of) == trial.phase), None)
    values: dict[str, Iterable[str]] = {
        "status": [trial.status],
        "phase": both or [trial.phase],
        "type": trial.types,
        "country": trial.countries,
        "class": [trial.sponsor_class],
        "results": [{True: "yes", False: "no", None: ""}[trial.results]],
        "year": [year_of(trial.start)],
    }
    for facet, given in values.items():
        for value in set(filter(None, given)) or {NOT_GIVEN}:
            yield facet, value
    yield PRESENT, ""
    sorted_by = {"title": trial.title, "start": trial.start, "enrollment": trial.enrollment}
    for name, has in sorted_by.items():
        if has not in (None, ""):
            yield PRESENT, name


def _remove(into: sqlite3.Connection, graphs: Iterable[str]) -> None:
    """Removes the trials of these graphs; their words stay, and are not those of a present one."""
    gone: set[int] = set()
    for graph in graphs:
        rows = into.execute("SELECT id, names FROM trials WHERE graph = ?", (graph,)).fetchall()
        for number, names in rows:
            gone.add(number)
            ids = [(one,) for one in array("I", names)]
            into.executemany("UPDATE names SET trials = trials - 1 WHERE id = ?", ids)
            into.executemany(
                "DELETE FROM parts WHERE name = ? AND trial = ?", [(*one, number) for one in ids]
            )
            for table, column in (("sites", "trial"), ("aliases", "trial"), ("trials", "id")):
                into.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))
    into.execute("DELETE FROM names WHERE trials = 0")
    _clear_bits(into, gone)


def _clear_bits(into: sqlite3.Connection, gone: set[int]) -> None:
    """Takes trials out of every set; a set without trials is none."""
    if not gone:
        return
    kept = ~sum(1 << number for number in gone)
    for facet, value, blob in into.execute("SELECT facet, value, trials FROM sets").fetchall():
        bits = int.from_bytes(blob, "little")
        if bits & kept != bits:
            _store_set(into, facet, value, bits & kept)


def _merge_sets(into: sqlite3.Connection, sets: Mapping[tuple[str, str], bytearray]) -> None:
    """Adds trials to sets."""
    for (facet, value), added in sets.items():
        asked = "SELECT trials FROM sets WHERE facet = ? AND value = ?"
        known = into.execute(asked, (facet, value)).fetchone()
        bits = int.from_bytes(known[0], "little") if known else 0
        _store_set(into, facet, value, bits | int.from_bytes(added, "little"))


def _store_set(into: sqlite3.Connection, facet: str, value: str, bits: int) -> None:
    if bits:
        blob = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
        into.execute("INSERT OR REPLACE INTO sets VALUES (?, ?, ?)", (facet, value, blob))
    else:
        into.execute("DELETE FROM sets WHERE facet = ? AND value = ?", (facet, value))


def _marks(values: tuple[object, ...]) -> str:
    return ", ".join("?" * len(values))


def _set_bit(bits: bytearray, number: int) -> None:
    place, bit = divmod(number, 8)
    if place >= len(bits):
        bits.extend(bytes(place + 1 - len(bits)))
    bits[place] |= 1 << bit
