"""Puts names from the index of a store into a query, in the place of a pattern that reads them all.

A comment before a group says what the group finds:

    # index site: ?facility contains ?site; GRAPH ?any { ?place schema:name ?facility }
    { SELECT DISTINCT ?site ?place ?facility WHERE { ... } }

If the names of that kind (`kg.stores.embedded.names`) are known, the group has only those with the
text, and the pattern behind the semicolon if more than the names is needed. Every other store is
asked the query as it stands, and has the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kg.rdf.terms import split_literal
from kg.stores.sparql_text import commented_groups

_COMMENT: Final = re.compile(
    r"# index (?P<kind>\w+): \?(?P<name>\w+) (?P<how>contains|equals) \?(?P<text>\w+)"
    r"(?:; (?P<pattern>.+))?"
)
_HEAD: Final = re.compile(r"\{\s*SELECT DISTINCT (?:\?\w+\s+)+WHERE")
_MOST: Final = 50_000
"""Names up to which a lookup of each is faster than reading all."""


def with_names(text: str, bindings: Mapping[str, str], folder: Path) -> str:
    """The query with what the index folder knows; the same text if it knows nothing of use."""
    if "# index " not in text:
        return text
    from kg.stores.embedded.names import matching

    for comment, start, end in reversed(commented_groups(text)):
        found = _COMMENT.fullmatch(comment)
        head = _HEAD.match(text, start, end)
        if not found or not head or not bindings.get(found["text"], "").startswith('"'):
            continue
        part = split_literal(bindings[found["text"]])[0]
        names = matching(folder, found["kind"], found["how"], part, _MOST)
        if names is not None:
            values = f"VALUES ?{found['name']} {{ {' '.join(names)} }}"
            group = f"{head[0]} {{ {values} {found['pattern'] or ''} }} }}"
            text = text[:start] + group + text[end:]
    return text
