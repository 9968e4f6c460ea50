"""What a person typed as a query of FTS5: quoted words that begin so, and nothing of its syntax.

https://www.sqlite.org/fts5.html#full_text_query_syntax
"""

from __future__ import annotations

from typing import Final

from kg.text.plain_words import plain_words

MOST_WORDS: Final = 20
"""Words of a text that are looked for; nobody types more."""


def query_of(text: str) -> str:
    """The words of a text, all of them; empty if it has none."""
    words = dict.fromkeys(plain_words(text))
    return " AND ".join(f'"{word}" *' for word in list(words)[:MOST_WORDS])


def within(columns: str, query: str) -> str:
    """A query in some columns only."""
    return f"{{{columns}}} : ({query})"
