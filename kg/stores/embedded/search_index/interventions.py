"""Interventions by name: the trials whose records name one so.

An intervention is a part of its trial's record. Two names are the same if their plain words are,
whatever their case, accents and punctuation: no synonym is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.stores.embedded.search_index.database import Database
from kg.stores.embedded.search_index.layout import number_of
from kg.stores.embedded.search_index.matching import within
from kg.text.plain_words import plain_words

_KIND: Final = "intervention"
_HEADING: Final = "substance"
_LOOKED_FOR: Final = 20
"""Words of a name by which headings are found before all its words are compared."""

_PARTS: Final = """
SELECT trials.number, names.name, parts.iri FROM names JOIN parts ON parts.name = names.id
JOIN trials ON trials.id = parts.trial WHERE kind = ? AND thing = ? AND key = ?
ORDER BY trials.number, parts.iri
"""
_SPELLINGS: Final = """
SELECT name, trials FROM names WHERE kind = ? AND thing = ? AND key = ?
"""
_HEADINGS: Final = """
SELECT key, name FROM names WHERE id IN (SELECT rowid FROM name_words WHERE name_words MATCH ?)
ORDER BY key, name
"""


@dataclass(frozen=True, slots=True)
class NamedIntervention:
    """The interventions of one name: how records spell it, the most usual first.

    `parts` has the NCT id of each trial with the name in its record and the intervention's IRI;
    `headings` the MeSH concepts that are called so, with their names.
    """

    spellings: tuple[str, ...]
    parts: dict[str, tuple[str, str]]
    headings: dict[str, str]


def named_intervention(database: Database, name: str) -> NamedIntervention:
    """The interventions of this name in any spelling; StoreError if the file is damaged."""
    words = plain_words(name)
    key = " ".join(words)
    asked = _KIND, number_of(_KIND, key), key
    return NamedIntervention(
        tuple(name for name, _ in sorted(database.rows(_SPELLINGS, *asked), key=_most_used)),
        {number: (name, iri) for number, name, iri in database.rows(_PARTS, *asked)},
        _headings(database, words),
    )


def _headings(database: Database, words: tuple[str, ...]) -> dict[str, str]:
    if not words:
        return {}
    query = " AND ".join(f'"{word}"' for word in words[:_LOOKED_FOR])
    match = f'{{kind}} : "{_HEADING}" AND {within("words", query)}'
    found = database.rows(_HEADINGS, match)
    return {iri: name for iri, name in found if plain_words(name) == words}


def _most_used(row: tuple[str, int]) -> tuple[int, str]:
    return -row[1], row[0]
