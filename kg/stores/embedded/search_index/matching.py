"""What a person typed as a query of FTS5: quoted words that begin so, and nothing of its syntax.

https://www.sqlite.org/fts5.html#full_text_query_syntax
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.text.plain_words import plain_words

MOST_WORDS: Final = 20
"""Words of a text that are looked for; nobody types more."""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text that are looked for."""
    return tuple(dict.fromkeys(plain_words(text)))[:MOST_WORDS]


def query_of(words: Iterable[str]) -> str:
    """The query for all of these words."""
    return " AND ".join(f'"{word}" *' for word in words)


def within(columns: str, query: str) -> str:
    """A query in some columns only."""
    return f"{{{columns}}} : ({query})"


def begin(text: str, words: Iterable[str]) -> bool:
    """Whether each word begins a word of a text, as the query for them finds it."""
    found = plain_words(text)
    return all(any(one.startswith(word) for one in found) for word in words)
