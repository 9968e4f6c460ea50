"""The results of a SELECT or ASK query as a table for people: CURIEs and the registry's words.

Read from the SPARQL 1.1 results in JSON. https://www.w3.org/TR/sparql11-results-json/
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from kg.rdf import code_lists as codes
from kg.rdf.iris import DEFAULT_BASE
from kg.rdf.vocabulary import PREFIXES
from kg.text.printable import printable

_WORDS: Final = {
    **{
        term: value.replace("_", " ")  # so that lines can be broken there
        for each in vars(codes).values()
        if isinstance(each, codes.CodeList)
        for value, term in each.terms.items()
    },
    **{term: "/".join(values) for values, term in codes.COMBINED_PHASES.items()},
}
"""The term of a code -> the registry's value."""


def unnamed(document: Mapping[str, Any]) -> Iterator[str]:
    """The IRIs in the results that are not codes of the registry."""
    for row in document.get("results", {}).get("bindings", ()):
        for term in row.values():
            if term["type"] == "uri" and f"<{term['value']}>" not in _WORDS:
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
    lines = [line.rstrip() for line in captured.get().strip("\n").split("\n")]
    return "\n".join(lines) + "\n"


def _cell(term: Mapping[str, str], labels: Mapping[str, str]) -> str:
    if term["type"] == "uri":
        iri = term["value"]
        word = _WORDS.get(f"<{iri}>")
        return word or "\n".join(filter(None, (labels.get(iri), _short(iri))))
    return term["value"] if term["type"] == "literal" else f"_:{term['value']}"


def _short(iri: str) -> str:
    """A CURIE if there is one; an IRI minted by kg without its base."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"…/{iri.removeprefix(DEFAULT_BASE)}" if iri.startswith(DEFAULT_BASE) else iri
