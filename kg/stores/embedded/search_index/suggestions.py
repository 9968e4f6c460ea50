"""Suggestions while somebody types: things whose names have words that begin so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from heapq import nsmallest
from itertools import chain, groupby, islice, zip_longest
from operator import itemgetter
from typing import Final

from kg.stores.embedded.search_index.answers import KINDS, Suggestion
from kg.stores.embedded.search_index.database import Database
from kg.stores.embedded.search_index.matching import begin, query_of, within, words_of
from kg.text.plain_words import plain_words

_KINDS: Final = {
    "condition": ("condition", "heading"),
    "intervention": ("intervention", "substance"),
    "organization": ("organization",),
    "person": ("person",),
    "site": ("site",),
    "city": ("city",),
}
"""What is suggested -> the kinds of names; MeSH headings count if they are used more."""

_MANY: Final = 3_000
"""Names of a kind from which those that fit are found by looking at the most used names."""

_TRIALS: Final = 500
"""Trials with the words from which those that are suggested are chosen."""

_SPARE: Final = 4
"""Names that are looked at for each that is suggested, as several may be of one thing."""


def suggestions(database: Database, present: int, text: str, most: int) -> list[Suggestion]:
    """The things whose names have all words of a text, at most `most`, by their kinds.

    The kinds share the room: where one has little, the others have more. Of each kind those of the
    most trials are chosen, and come first; where these are equal, by name and IRI.
    """
    words = words_of(text)
    if not words or most <= 0:
        return []
    found = [list(_trials(database, present, query_of(words), most))]
    found += [list(_named(database, kind, words, most)) for kind in _KINDS]
    ranks = chain.from_iterable(zip_longest(*found))
    chosen = list(islice(filter(None, ranks), most))
    return sorted(chosen, key=lambda one: (KINDS.index(one.kind), -one.trials, one.name, one.iri))


def things(database: Database) -> dict[str, int]:
    """How many things of each kind there are; MeSH headings don't count."""
    counts = dict(database.rows("SELECT kind, things FROM totals"))
    return {kind: counts.get(kind, 0) for kind in _KINDS}


def named(database: Database, kind: str) -> list[Suggestion]:
    """All things of a kind that have IRIs, in the order of the names that most trials use."""
    asked = (
        "SELECT thing, key, name, trials FROM names WHERE kind = ?"
        " ORDER BY thing, trials DESC, name"
    )
    found = []
    for _, rows in groupby(database.rows(asked, kind), key=itemgetter(0)):
        (_, iri, name, trials), *others = rows
        found.append(Suggestion(kind, iri, name, trials + sum(row[-1] for row in others)))
    return sorted(found, key=lambda one: (plain_words(one.name), one.iri))


def _trials(database: Database, present: int, query: str, most: int) -> Iterator[Suggestion]:
    """Trials with the words in a number, then with the words in a title, by number.

    Words that more than _TRIALS trials have are looked for in those that were loaded first.
    """
    asked = "SELECT rowid FROM trial_words WHERE trial_words MATCH ? LIMIT ?"
    rows = (
        "SELECT iri, number, title FROM trials WHERE id IN (SELECT value FROM json_each(?))"
        " ORDER BY number LIMIT ?"
    )
    seen: set[int] = set()
    for columns in ("numbers", "titles"):
        found = (number for (number,) in database.rows(asked, within(columns, query), _TRIALS))
        new = [number for number in found if number not in seen and present >> number & 1]
        seen.update(new)
        for iri, name, title in database.rows(rows, json.dumps(new), most):
            yield Suggestion("trial", iri, f"{name} {title or ''}".rstrip(), 1)


def _named(
    database: Database, kind: str, words: tuple[str, ...], most: int
) -> Iterator[Suggestion]:
    seen: set[object] = set()
    for number, thing, of, key, name in _most_used(database, kind, words, most * _SPARE):
        if kind == "city" and not _is_placed(database, number):
            continue  # trials near it can't be found
        same = {thing, plain_words(name)}
        if not seen & same:
            trials = _used(database, of, thing)
            yield Suggestion(kind, _iri(database, of, key, number), name, trials)
        seen |= same


def _most_used(
    database: Database, kind: str, words: tuple[str, ...], most: int
) -> list[tuple[int, int, str, str, str]]:
    """The names with words that begin so, by the number of trials."""
    kinds = _KINDS[kind]
    asked = "SELECT id, thing, kind, key, name, trials FROM names WHERE"
    of_kinds = " OR ".join(f'"{one}"' for one in kinds)
    match = f"{{kind}} : ({of_kinds}) AND {within('words', query_of(words))}"
    matched = database.rows(
        "SELECT rowid FROM name_words WHERE name_words MATCH ? LIMIT ?", match, _MANY
    )
    if len(matched) < _MANY:
        ids = json.dumps([number for (number,) in matched])
        rows = database.rows(f"{asked} id IN (SELECT value FROM json_each(?))", ids)
    else:  # a look at the most used ones soon finds enough
        database.connection().create_function("fits", 1, lambda name: begin(name, words))
        order = "kind = ? AND fits(name) ORDER BY trials DESC, name, key LIMIT ?"
        rows = [row for one in kinds for row in database.rows(f"{asked} {order}", one, most)]
    return [row[:5] for row in nsmallest(most, rows, key=lambda row: (-row[5], row[4], row[3]))]


def _iri(database: Database, kind: str, key: str, number: int) -> str:
    if kind == "intervention":
        [(iri,)] = database.rows("SELECT min(iri) FROM parts WHERE name = ?", number)
        return str(iri)
    return "" if kind == "city" else key


def _is_placed(database: Database, city: int) -> bool:
    """Whether a site in a city has coordinates."""
    return bool(database.rows("SELECT 1 FROM sites WHERE city = ? LIMIT 1", city))


def _used(database: Database, kind: str, thing: int) -> int:
    """How many trials use a thing by any of its names."""
    asked = "SELECT sum(trials) FROM names WHERE kind = ? AND thing = ?"
    [(trials,)] = database.rows(asked, kind, thing)
    return int(trials)
