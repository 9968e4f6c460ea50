"""The results of a SELECT or ASK query as a table for people: CURIEs, and words for codes.

Read from the SPARQL 1.1 results in JSON. https://www.w3.org/TR/sparql11-results-json/
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from kg.rdf.iris import DEFAULT_BASE
from kg.rdf.ontology import words
from kg.rdf.vocabulary import PREFIXES
from kg.text.printable import printable


def unnamed(document: Mapping[str, Any]) -> Iterator[str]:
    """The IRIs in the results that are not codes of the vocabulary."""
    for row in document.get("results", {}).get("bindings", ()):
        for term in row.values():
            if term["type"] == "uri" and term["value"] not in words():
                yield term["value"]


def table(
    document: Mapping[str, Any],
    given: Collection[str],
    width: int,
    labels: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """A table of so many columns of text, one row per solution, without the given variables.

    `labels` are the names of IRIs; a name that is in the row anyway is not repeated.
    """
    if "boolean" in document:
        return "yes\n" if document["boolean"] else "no\n"
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    named = document["head"]["vars"]
    columns = [name for name in named if name not in given] or named
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        shown.add_column(name, overflow="fold")
    for row in document["results"]["bindings"]:
        values = {term["value"] for term in row.values()}
        new = {iri: labels[iri] for iri in values & labels.keys() if labels[iri] not in values}
        shown.add_row(
            *(Text(printable(_cell(row[name], new)) if name in row else "") for name in columns)
        )
    console = Console(width=width, color_system=None, legacy_windows=False)
    with console.capture() as captured:
        console.print(shown)
    lines = [line.rstrip() for line in captured.get().strip("\n").splitlines()]
    return "\n".join(lines) + "\n"


def _cell(term: Mapping[str, str], labels: Mapping[str, str]) -> str:
    if term["type"] == "uri":
        iri = term["value"]
        return words().get(iri) or "\n".join(filter(None, (labels.get(iri), _short(iri))))
    return term["value"] if term["type"] == "literal" else f"_:{term['value']}"


def _short(iri: str) -> str:
    """A CURIE if there is one; an IRI minted by kg without its base."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"…/{iri.removeprefix(DEFAULT_BASE)}" if iri.startswith(DEFAULT_BASE) else iri
