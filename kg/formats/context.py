"""The bundled JSON-LD context, `ontologies/context.jsonld`, as the writer uses it.

https://www.w3.org/TR/json-ld11/#the-context. The file is the only place that defines the JSON-LD
name of a term; a document contains the entries that it uses, or names the published context. The
file contains one `@context`, an object with entries of these kinds only:

- `"id": "@id"`, `"type": "@type"`: the aliases of keywords, these two;
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
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from kg.errors import OutputError
from kg.formats.prefixed_names import prefixed
from kg.rdf.iris import DEFAULT_BASE
from kg.system.package_data import resource

PUBLISHED: Final = f"{DEFAULT_BASE}context.jsonld"
"""The IRI of the bundled context, by which documents may name it."""

KEYWORDS: Final = {"id": "@id", "type": "@type"}
"""The aliases the writer uses."""

WIDTH: Final = 100
"""The most characters of a line of entries."""

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
    """A parsed context: the JSON of its entries by name, prefixes by namespace, entries by term.

    `prefixes` are those that the definition of a name uses; `is_compact` matches IRIs that
    begin with a namespace; `sets` are the properties whose value is always an array.
    """

    definitions: dict[str, str]
    prefixes: dict[str, frozenset[str]]
    namespaces: dict[str, str]
    is_compact: Callable[[str], re.Match[str] | None]
    entries: dict[str, ContextTerm]
    sets: frozenset[str]

    def identifier(self, term: str) -> str:
        """An IRI in the place of an id: a compact IRI, or itself."""
        if name := prefixed(term, self.namespaces):
            return name
        if not term.startswith(_WEB) and term[1:].partition(":")[0] in self.definitions:
            raise OutputError(
                f"{term} can't be written as JSON-LD: its scheme is a prefix or term of the context"
            )
        return term[1:-1]

    def name(self, term: str) -> str:
        """An IRI as a class, a property or a datatype: its term, if there is one."""
        entry = self.entries.get(term)
        return self.identifier(term) if entry is None else entry.name

    def prefix(self, term: str) -> str:
        """The name in the context that an IRI needs in the place of an id; empty if none."""
        return (prefixed(term, self.namespaces) or "").partition(":")[0]

    def needed(self, term: str) -> str:
        """The name that an IRI needs as a class, a property or a datatype; empty if none."""
        entry = self.entries.get(term)
        return self.prefix(term) if entry is None else entry.name

    def text(self, names: Iterable[str], margin: str) -> str:
        """The entries of some names and of their prefixes, as a JSON object of several lines."""
        wanted = set(names)
        wanted.update(*[self.prefixes[name] for name in wanted])
        lines = [""]
        for name, definition in self.definitions.items():
            if name in wanted:
                if len(lines[-1]) + len(definition) > WIDTH:
                    lines.append("")
                lines[-1] += f"{definition}, "
        inner = f"\n{margin}  "
        return f"{{{inner}{inner.join(line[:-1] for line in lines)[:-1]}\n{margin}}}"


def context() -> dict[str, Any]:
    """The bundled JSON-LD context: the value of `@context` in `ontologies/context.jsonld`."""
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
    terms = {
        name: {"@id": definition} if isinstance(definition, str) else definition
        for name, definition in definitions.items()
        if name not in prefixes and name not in KEYWORDS and name[0] != "@"
    }
    iris = {name: _expanded(term["@id"], prefixes) for name, term in terms.items()}
    return Context(
        {
            name: f"{json.dumps(name)}: {json.dumps(definition, ensure_ascii=False)}"
            for name, definition in definitions.items()
        },
        {name: _prefixes_of(terms.get(name, {})) & prefixes.keys() for name in definitions},
        {namespace: prefix for prefix, namespace in prefixes.items()},
        re.compile(f"<(?:{'|'.join(map(re.escape, prefixes.values()))})").match,
        {iris[name]: ContextTerm(name, _kind(term, prefixes)) for name, term in terms.items()},
        frozenset(iris[name] for name, term in terms.items() if term.get("@container") == "@set"),
    )


def _expanded(compact: str, prefixes: Mapping[str, str]) -> str:
    """The term of a compact IRI."""
    prefix, _, local = compact.partition(":")
    return f"<{prefixes[prefix]}{local}>" if prefix in prefixes else f"<{compact}>"


def _prefixes_of(term: Mapping[str, str]) -> frozenset[str]:
    """What is before the colons in the IRI and the type of a term's definition."""
    return frozenset(term.get(key, "").partition(":")[0] for key in ("@id", "@type"))


def _kind(term: Mapping[str, str], prefixes: Mapping[str, str]) -> str | None:
    """The type of a term's values: a keyword, or the term of a datatype."""
    kind = term.get("@type")
    return kind if kind is None or kind[0] == "@" else _expanded(kind, prefixes)
