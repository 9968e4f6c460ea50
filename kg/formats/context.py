"""The bundled JSON-LD context, `ontologies/context.jsonld`, as the writer uses it.

https://www.w3.org/TR/json-ld11/#the-context. The file is the only place that defines the JSON-LD
name of a term. It contains one `@context`, an object with entries of these kinds only:

- `"id": "@id"`, `"type": "@type"`, `"included": "@included"`: the aliases of keywords, these three;
- `"schema": "https://schema.org/"`: a prefix; its IRI ends in `/` or `#`;
- `"name": "schema:name"`: a class, or a property with texts, whole numbers or booleans;
- `"sponsor": {"@id": "schema:sponsor", "@type": "@id"}`: a property whose strings are IRIs; with
  `"@type": "@vocab"` they are terms if there is one, with `"@type": "xsd:date"` literals of that
  datatype; with `"@container": "@set"` the value is always an array, even a single one.

A value of another kind than its property's is written as an object, and a property or class without
an entry by its prefixed name or IRI, so the context need not cover all of the data.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from kg.errors import OutputError
from kg.formats.prefixed_names import prefixed
from kg.system.package_data import resource

KEYWORDS: Final = {"id": "@id", "type": "@type", "included": "@included"}
"""The aliases the writer uses."""

_WEB: Final = ("<https:", "<http:")


@dataclass(frozen=True, slots=True)
class ContextTerm:
    """A term of the context: its name, and the kind of its strings.

    `kind` is None for texts, or "@id", "@vocab" or the term of a datatype.
    """

    name: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class Context:
    """A parsed context: its own text on one line, prefixes by namespace, entries by term.

    `names` are all its keys; `sets` the properties whose value is always an array.
    """

    text: str
    names: frozenset[str]
    namespaces: dict[str, str]
    entries: dict[str, ContextTerm]
    sets: frozenset[str]

    def identifier(self, term: str) -> str:
        """An IRI in the place of an id: a compact IRI, or itself."""
        if name := prefixed(term, self.namespaces):
            return name
        if not term.startswith(_WEB) and term[1:].partition(":")[0] in self.names:
            raise OutputError(
                f"{term} can't be written as JSON-LD: its scheme is a prefix or term of the context"
            )
        return term[1:-1]

    def name(self, term: str) -> str:
        """An IRI as a class, a property or a datatype: its term, if there is one."""
        entry = self.entries.get(term)
        return self.identifier(term) if entry is None else entry.name


def context() -> dict[str, Any]:
    """The bundled JSON-LD context: the value of `@context` in every JSON-LD document of kg."""
    loaded = json.loads((resource("ontologies") / "context.jsonld").read_text("utf-8"))
    return dict(loaded["@context"])


@cache
def bundled() -> Context:
    """The bundled context, read once."""
    return read(context())


def read(definitions: dict[str, Any]) -> Context:
    """The parsed form of a context."""
    prefixes = {
        name: value
        for name, value in definitions.items()
        if isinstance(value, str) and value[-1] in "/#"
    }

    def expanded(compact: str) -> str:
        prefix, _, local = compact.partition(":")
        return f"<{prefixes[prefix]}{local}>" if prefix in prefixes else f"<{compact}>"

    entries = {}
    sets = set()
    for name, definition in definitions.items():
        if name in prefixes or name in KEYWORDS or name[0] == "@":
            continue
        parts = {"@id": definition} if isinstance(definition, str) else definition
        kind = parts.get("@type")
        if kind is not None and kind[0] != "@":
            kind = expanded(kind)
        term = expanded(parts["@id"])
        entries[term] = ContextTerm(name, kind)
        if parts.get("@container") == "@set":
            sets.add(term)
    return Context(
        json.dumps(definitions, ensure_ascii=False),
        frozenset(definitions),
        {namespace: prefix for prefix, namespace in prefixes.items()},
        entries,
        frozenset(sets),
    )
