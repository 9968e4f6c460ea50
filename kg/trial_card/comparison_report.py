"""The comparison of the records of one trial: read from a store, and as card, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.errors import SourceError, UsageError
from kg.rdf.terms import literal
from kg.related.links import RelatedQuery
from kg.stores.store import SparqlStore, rows
from kg.trial_card.card import Card, CardSection
from kg.trial_card.comparison import FINDINGS, FactComparison, compared
from kg.trial_card.fields import cell, name_of, table_of
from kg.trial_card.reading import trial_graph
from kg.trial_card.trial_graph import TrialGraph

_SAME: Final = """
SELECT DISTINCT ?nct ?number
WHERE {
  GRAPH ?graph {
    ?trial dcterms:identifier ?nct ; kg:sameTrialAs ?other .
    ?other dcterms:identifier ?number
  }
}
ORDER BY ?number
"""


@dataclass(frozen=True, slots=True)
class ComparedRecords:
    """The records of some numbers, and their facts side by side.

    `linked` says whether each is of the same trial as the first, by what the records state.
    """

    numbers: tuple[str, ...]
    titles: tuple[str, ...]
    facts: tuple[FactComparison, ...]
    linked: bool


def same_trials(store: SparqlStore, asked: RelatedQuery) -> list[str]:
    """The numbers of the same trial in other registries, as far as their records are there."""
    found = rows(store, asked.query(_SAME, {"nct": literal(asked.number)}), ("number",))
    return [row["number"] for row in found]


def compared_records(
    store: SparqlStore, asked: RelatedQuery, others: Sequence[str] = ()
) -> ComparedRecords:
    """The records of a trial, or of a trial and these others, compared.

    SourceError if a record is not in the store, or no other one is of the same trial; UsageError
    if two numbers are of one record.
    """
    found = dict([trial_graph(store, asked)])
    [number] = found
    linked = same_trials(store, replace(asked, number=number))
    if not others and not linked:
        raise SourceError(
            f"{store.place} has no other record of {number}: load that of another registry, or"
            " give the number of the record to compare with"
        )
    for other in others or linked:
        current, graph = trial_graph(store, replace(asked, number=other))
        if current in found:
            raise UsageError(f"{other} is the record of {current}: give the number of another one")
        found[current] = graph
    return of_graphs(found, linked=set(found) <= {number, *linked})


def of_graphs(graphs: dict[str, TrialGraph], *, linked: bool = True) -> ComparedRecords:
    """The comparison of the graphs of these numbers."""
    titles = tuple(name_of(graph, graph.trial) for graph in graphs.values())
    return ComparedRecords(tuple(graphs), titles, tuple(compared([*graphs.values()])), linked)


def sections(found: ComparedRecords) -> Iterator[CardSection]:
    """A table for each finding, with a column for each record."""
    for finding, title in FINDINGS.items():
        lines = [
            (each.label, *map(cell, each.values)) for each in found.facts if each.finding == finding
        ]
        if lines:
            blocks = table_of(("fact", *found.numbers), lines)
            yield CardSection(finding, title, blocks)


def as_card(found: ComparedRecords) -> Card:
    """The comparison as a card."""
    lines = (
        f"{number}  {title}" for number, title in zip(found.numbers, found.titles, strict=True)
    )
    first, *rest = lines
    number, _, title = first.partition("  ")
    return Card(number, title, "\n".join(rest), tuple(sections(found)))


def as_csv(found: ComparedRecords) -> str:
    """A row for each fact: what was found, and what each record says."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("fact", "finding", *found.numbers))
    for each in found.facts:
        writer.writerow((each.label, each.finding, *map("; ".join, each.values)))
    return text.getvalue()


def as_json(found: ComparedRecords) -> str:
    """The comparison as JSON."""
    records = zip(found.numbers, found.titles, strict=True)
    document = {
        "records": [{"number": number, "title": title} for number, title in records],
        "linked": found.linked,
        "facts": [
            {
                "fact": each.label,
                "finding": each.finding,
                "values": dict(zip(found.numbers, each.values, strict=True)),
            }
            for each in found.facts
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
