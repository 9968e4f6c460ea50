"""The results of a SELECT or ASK query as rows for people: labels and words instead of codes.

Read from the SPARQL 1.1 results in JSON. https://www.w3.org/TR/sparql11-results-json/
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from kg.rdf.datatypes import BOOLEAN, NUMBERS, truth_in_words
from kg.rdf.iris import DEFAULT_BASE
from kg.rdf.ontology import words
from kg.rdf.vocabulary import QUERY_PREFIXES

LABEL: Final = "Label"
"""The ending of the variable with the label of a code: ?phase and ?phaseLabel are one column."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value: its text, the IRI if it is a thing with a name, the datatype of a literal."""

    text: str = ""
    iri: str = ""
    datatype: str = ""

    @property
    def name(self) -> str:
        """The IRI as it is shown beside the text: a CURIE if there is one."""
        return curie(self.iri) or self.iri


@dataclass(frozen=True, slots=True)
class ShownRows:
    """The columns that are shown, and a cell for each of them in each row.

    `answer` is the truth value of an ASK query, which has no columns.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    answer: str = ""

    def numeric(self) -> list[int]:
        """The numbers of the columns that hold nothing but numbers."""
        return [
            number
            for number, cells in enumerate(zip(*self.rows, strict=True))
            if all(cell.datatype in NUMBERS for cell in cells if cell.text)
            and any(cell.text for cell in cells)
        ]


def unnamed(document: Mapping[str, Any]) -> Iterator[str]:
    """The IRIs in the results that are neither codes of the vocabulary nor have a label."""
    for row in document.get("results", {}).get("bindings", ()):
        for name, term in row.items():
            known = term["value"] in words() or f"{name}{LABEL}" in row
            if term["type"] == "uri" and not known:
                yield term["value"]


def shown_rows(
    document: Mapping[str, Any],
    given: Collection[str] = (),
    labels: Mapping[str, str] = MappingProxyType({}),
) -> ShownRows:
    """The results without the given variables, and with labels in the place of codes.

    `labels` are the names of IRIs; a name that is in the row anyway is not repeated.
    """
    if "boolean" in document:
        return ShownRows((), (), "yes" if document["boolean"] else "no")
    named = document["head"]["vars"]
    own = [name for name in named if not _is_label(name, named)]
    columns = [name for name in own if name not in given] or own
    rows = [_row(columns, row, labels) for row in document["results"]["bindings"]]
    return ShownRows(columns, rows)


def _is_label(name: str, named: Collection[str]) -> bool:
    return name.endswith(LABEL) and name.removesuffix(LABEL) in named


def _row(columns: Sequence[str], row: Mapping[str, Any], labels: Mapping[str, str]) -> list[Cell]:
    values = {term["value"] for term in row.values()}
    new = {iri: labels[iri] for iri in values & labels.keys() if labels[iri] not in values}
    terms = (row.get(f"{name}{LABEL}") or row.get(name) for name in columns)
    return [_cell(term, new) if term else Cell() for term in terms]


def _cell(term: Mapping[str, str], labels: Mapping[str, str]) -> Cell:
    value, datatype = term["value"], term.get("datatype", "")
    if term["type"] == "uri":
        if word := words().get(value):
            return Cell(word)
        return Cell(labels[value], value) if value in labels else Cell("", value)
    if term["type"] == "literal":
        return Cell(truth_in_words(value) if datatype == BOOLEAN else value, "", datatype)
    return Cell(f"_:{value}")


def curie(iri: str) -> str | None:
    """The CURIE of an IRI in a namespace that has a prefix."""
    for prefix, namespace in QUERY_PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return None


def short(iri: str) -> str:
    """A CURIE if there is one; an IRI minted by kg without its base."""
    if iri.startswith(DEFAULT_BASE) and not curie(iri):
        return f"…/{iri.removeprefix(DEFAULT_BASE)}"
    return curie(iri) or iri
