"""Suggestions while somebody types: things whose names have words that begin so."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice, zip_longest
from typing import Final

from kg.stores.embedded.search_index.answers import KINDS, Suggestion
from kg.stores.embedded.search_index.database import Database
from kg.stores.embedded.search_index.matching import query_of, within
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

_SPARE: Final = 4
"""Names that are looked at for each that is suggested, as several may be of one thing."""


def suggestions(database: Database, present: int, text: str, most: int) -> list[Suggestion]:
    """The things whose names have all words of a text, at most `most`, each kind's best first.

    The kinds share the room: where one has little, the others have more.
    """
    query = query_of(text)
    if not query or most <= 0:
        return []
    found = [list(_trials(database, present, query, most))]
    found += [list(_named(database, kind, query, most)) for kind in _KINDS]
    ranks = chain.from_iterable(zip_longest(*found))
    chosen = list(islice(filter(None, ranks), most))
    return sorted(chosen, key=lambda one: KINDS.index(one.kind))


def things(database: Database) -> dict[str, int]:
    """How many things of each kind there are; MeSH headings don't count."""
    asked = "SELECT kind, count(DISTINCT thing) FROM names GROUP BY kind"
    counts = dict(database.rows(asked))
    return {kind: counts.get(kind, 0) for kind in _KINDS}


def _trials(database: Database, present: int, query: str, most: int) -> Iterator[Suggestion]:
    """Trials with the words in a number, then with the words in a title."""
    asked = (
        "SELECT trials.id, trials.iri, trials.number, trials.title FROM trial_words"
        " JOIN trials ON trials.id = trial_words.rowid WHERE trial_words MATCH ? LIMIT ?"
    )
    seen: set[int] = set()
    for columns in ("numbers", "titles"):
        for number, iri, name, title in database.rows(asked, within(columns, query), most):
            if number not in seen and present >> number & 1:
                seen.add(number)
                yield Suggestion("trial", iri, f"{name} {title or ''}".rstrip(), 1)


def _named(database: Database, kind: str, query: str, most: int) -> Iterator[Suggestion]:
    kinds = " OR ".join(f'"{one}"' for one in _KINDS[kind])
    asked = (
        "SELECT names.id, thing, names.kind, key, name FROM name_words"
        " JOIN names ON names.id = name_words.rowid WHERE name_words MATCH ?"
        " ORDER BY trials DESC, name, key LIMIT ?"
    )
    match = f"{{kind}} : ({kinds}) AND {within('words', query)}"
    seen: set[object] = set()
    for number, thing, of, key, name in database.rows(asked, match, most * _SPARE):
        same = {thing, plain_words(name)}
        if not seen & same:
            yield Suggestion(kind, _iri(database, of, key, number), name, _used(database, thing))
        seen |= same


def _iri(database: Database, kind: str, key: str, number: int) -> str:
    if kind == "intervention":
        [(iri,)] = database.rows("SELECT min(iri) FROM parts WHERE name = ?", number)
        return str(iri)
    return "" if kind == "city" else key


def _used(database: Database, thing: int) -> int:
    """How many trials use a thing by any of its names."""
    [(trials,)] = database.rows("SELECT sum(trials) FROM names WHERE thing = ?", thing)
    return int(trials)
