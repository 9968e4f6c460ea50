"""The values of a record in words: codes, dates, ages, things with a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from kg.rdf import vocabulary as vocab
from kg.rdf.datatypes import truth_in_words
from kg.rdf.ontology import words
from kg.rdf.terms import XSD
from kg.rdf.vocabulary import Quantity
from kg.trial_card.card import CellText, Fact, Facts, Grid, NameText
from kg.trial_card.trial_graph import Term, TrialGraph, natural

_NAMES: Final = (
    vocab.SCHEMA_NAME,
    vocab.SKOS_PREF_LABEL,
    vocab.SCHEMA_VALUE,
    vocab.SKOS_NOTATION,
    vocab.DCTERMS_IDENTIFIER,
)
"""The properties that name a thing; the first one that it has counts."""

_DURATION: Final = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
)
_UNITS: Final = ("year", "month", "day", "hour", "minute", "second")


class Field(NamedTuple):
    """A property of a trial or of a thing in it, and its label.

    `path` leads from the thing to the value. `of_value` are properties of the value, `of_owner`
    of what the value belongs to, such as the type of a date; both are shown in brackets. `instead`
    is the property of a text that is shown in place of a number, as it has more ("<0.001").
    `thing` is the property of the thing that a text names.
    """

    label: str
    path: tuple[str, ...]
    of_value: tuple[str, ...] = ()
    of_owner: tuple[str, ...] = ()
    instead: str = ""
    thing: str = ""


class Listing(NamedTuple):
    """A table of the things that a path leads to, one a row, with these fields as columns."""

    title: str
    path: tuple[str, ...]
    columns: tuple[Field, ...]


def field(label: str, *path: str) -> Field:
    """A field without brackets."""
    return Field(label, path)


def quantity(label: str, each: Quantity) -> Field:
    """The field of a number that may be given as a text."""
    return Field(label, (each.number,), instead=each.text)


def values_of(graph: TrialGraph, node: str, field: Field) -> list[str]:
    """The values of a field, each once, in the order of the alphabet."""
    *steps, last = field.path
    found = []
    for owner in graph.nodes(node, *steps):
        beside = _values(graph, owner, field.of_owner)
        number = graph.terms(owner, last)
        for term in (field.instead and graph.terms(owner, field.instead)) or number:
            more = _values(graph, term.value, field.of_value) if term.is_iri else []
            text = in_words(graph, term)
            brackets = [each for each in (*more, *beside) if each != text]
            shown = f"{text} ({'; '.join(brackets)})" if brackets else text
            thing = _thing(graph, owner, term, field)
            found.append(NameText(shown, thing[1:-1]) if thing else shown)
    return sorted(dict.fromkeys(found), key=natural) if len(found) > 1 else found


def _thing(graph: TrialGraph, owner: str, term: Term, field: Field) -> str:
    """The one thing that a value names; empty for a code, and if there is none or several."""
    if term.is_iri:
        return "" if term.value[1:-1] in words() else term.value
    things = graph.nodes(owner, field.thing) if field.thing else []
    return things[0] if len(things) == 1 else ""


def texts(graph: TrialGraph, node: str, fields: Iterable[Field]) -> tuple[str, ...]:
    """The cell of each field, with a line for each of its values."""
    return tuple(cell(values_of(graph, node, each)) for each in fields)


def cell(values: Sequence[str]) -> str:
    """The cell of some values, a line each; one value keeps what it names."""
    return values[0] if len(values) == 1 else CellText(values) if values else ""


def in_words(graph: TrialGraph, term: Term) -> str:
    """A value in words: of a code its label, of a thing its name."""
    if term.is_iri:
        return words().get(term.value[1:-1]) or name_of(graph, term.value)
    kind = term.datatype.removeprefix(XSD)
    if kind == "boolean":
        return truth_in_words(term.value)
    return duration_in_words(term.value) if "uration" in kind else term.value


def name_of(graph: TrialGraph, node: str) -> str:
    """The name of a thing; its IRI if it has none."""
    for predicate in _NAMES:
        if names := graph.texts(node, predicate):
            return " / ".join(names)
    return node[1:-1]


def duration_in_words(text: str) -> str:
    """An xsd:duration in words, such as "18 years"; another text as it is."""
    match = _DURATION.fullmatch(text)
    if match is None or not any(match.groups()):
        return text
    parts = [
        f"{int(number):,} {unit}{'' if int(number) == 1 else 's'}"
        for number, unit in zip(match.groups(), _UNITS, strict=True)
        if number
    ]
    return " ".join(parts)


def facts(
    graph: TrialGraph, node: str, fields: Iterable[Field], title: str = ""
) -> tuple[Facts, ...]:
    """The facts that the record has, at most one block."""
    found = tuple(
        Fact(each.label, tuple(values))
        for each in fields
        if (values := values_of(graph, node, each))
    )
    return (Facts(found, title),) if found else ()


def listing(graph: TrialGraph, node: str, listed: Listing) -> tuple[Grid, ...]:
    """The table of a listing, at most one, without the columns that have no value."""
    return grid(graph, graph.nodes(node, *listed.path), listed.columns, listed.title)


def grid(
    graph: TrialGraph, nodes: Iterable[str], columns: Sequence[Field], title: str
) -> tuple[Grid, ...]:
    """A table of things, one a row, without the columns that have no value."""
    rows = [texts(graph, node, columns) for node in nodes]
    return table_of([each.label for each in columns], rows, title)


def table_of(
    header: Sequence[str], rows: Iterable[Sequence[str]], title: str = ""
) -> tuple[Grid, ...]:
    """A table, at most one, without the columns and rows that have no value."""
    filled = [row for row in rows if any(row)]
    used = [number for number in range(len(header)) if any(row[number] for row in filled)]
    cells = tuple(tuple(row[number] for number in used) for row in filled)
    return (Grid(tuple(header[number] for number in used), cells, title),) if cells else ()


def _values(graph: TrialGraph, node: str, predicates: Iterable[str]) -> list[str]:
    return [
        in_words(graph, term) for predicate in predicates for term in graph.terms(node, predicate)
    ]
