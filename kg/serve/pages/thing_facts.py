"""What the store says of a thing, in words."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

import pyoxigraph

from kg.rdf import vocabulary as vocab
from kg.rdf.ontology import words
from kg.rdf.terms import Triple
from kg.serve.links import trial_number
from kg.serve.pages.thing_trials import name_of_node, trial_of_part
from kg.serve.snapshot import Snapshot
from kg.stores.embedded.quads import Quads
from kg.trial_card.card import Fact, NameText
from kg.trial_card.fields import in_words, name_of
from kg.trial_card.reading import read_graph
from kg.trial_card.trial_graph import Term, TrialGraph

MOST_STATEMENTS: Final = 1_000
"""Statements about a thing that are read; of one with more, those of the trials shown as well."""

MOST_VALUES: Final = 20
"""Values of one property that a page names."""

_INSIDE_ORDER: Final = (
    vocab.SCHEMA_ADDRESS_LOCALITY,
    vocab.SCHEMA_ADDRESS_REGION,
    vocab.SCHEMA_POSTAL_CODE,
    vocab.SCHEMA_ADDRESS_COUNTRY,
    vocab.SCHEMA_LATITUDE,
    vocab.SCHEMA_LONGITUDE,
)
"""The order in which the properties of an address or a point are read; others come after them."""

_LABELS: Final = {
    vocab.RDF_TYPE: "kind",
    vocab.SCHEMA_SAME_AS: "the same elsewhere",
    vocab.SKOS_EXACT_MATCH: "same concept",
    vocab.SKOS_NOTATION: "code",
    vocab.SKOS_PREF_LABEL: "name",
    vocab.SCHEMA_GEO: "coordinates of the city",
    vocab.DCTERMS_BIBLIOGRAPHIC_CITATION: "citation",
    vocab.BIBO_DOI: "DOI",
    vocab.BIBO_PMID: "PMID",
}
"""Labels of properties whose own names say less."""

_HIDDEN: Final = {vocab.SCHEMA_SUBJECT_OF}
_CAPITAL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LOCAL: Final = re.compile(r"[/#]")


def statements(
    snapshot: Snapshot, thing: pyoxigraph.NamedNode, graphs: Iterable[str]
) -> tuple[TrialGraph, bool]:
    """What is stated about a thing, and whether that is all.

    If there is too much, what these graphs, of the trials on the page, say is among it.
    """
    quads = Quads(snapshot.store)
    found = [each for _, each in islice(_own(quads, thing), MOST_STATEMENTS + 1)]
    complete = len(found) <= MOST_STATEMENTS
    if not complete:
        for graph in graphs:
            own = quads.about(thing, pyoxigraph.NamedNode(graph), referring=False)
            found += [triple for _, triple in own]
    return read_graph(str(thing), dict.fromkeys(found)), complete


def facts(snapshot: Snapshot, graph: TrialGraph) -> Iterator[Fact]:
    """The facts, property by property, with the things that they name."""
    quads = Quads(snapshot.store)
    by_label: dict[str, dict[str, None]] = defaultdict(dict)
    for subject, has, term in graph.statements():
        if subject == graph.trial and has not in _HIDDEN:
            by_label[_label(has)][_value(snapshot.base, quads, graph, has, term)] = None
    for label in sorted(by_label, key=lambda each: (each != "name", each)):
        values = list(by_label[label])
        more = len(values) - MOST_VALUES
        yield Fact(label, (*values[:MOST_VALUES], *([f"and {more:,} more"] if more > 0 else ())))


def heading(graph: TrialGraph) -> str:
    """The shortest of the names that records give a thing; its IRI if it has none."""
    names = (graph.texts(graph.trial, has) for has in (vocab.SCHEMA_NAME, vocab.SKOS_PREF_LABEL))
    found = next(filter(None, names), [])
    return min(found, key=lambda name: (len(name), name), default=name_of(graph, graph.trial))


def linked_data(graph: TrialGraph, name: str, address: str) -> str:
    """The thing for search engines, as JSON-LD in words of schema.org."""
    document: dict[str, Any] = {"@context": vocab.SCHEMA, "@id": graph.trial[1:-1], "name": name}
    types = (term.value[1:-1] for term in graph.terms(graph.trial, vocab.RDF_TYPE))
    known = [each.removeprefix(vocab.SCHEMA) for each in types if each.startswith(vocab.SCHEMA)]
    same = [each[1:-1] for each in graph.nodes(graph.trial, vocab.SCHEMA_SAME_AS)]
    document |= {"@type": known} if known else {}
    document |= {"sameAs": same} if same else {}
    document |= {"url": address} if address else {}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _own(quads: Quads, thing: pyoxigraph.NamedNode) -> Iterator[tuple[str, Triple]]:
    return quads.about(thing, referring=False)


def _label(has: str) -> str:
    """A property in words: its label here, or the words of its name."""
    return _LABELS.get(has) or _said(has[1:-1])


def _said(iri: str) -> str:
    return _CAPITAL.sub(" ", _LOCAL.split(iri)[-1]).lower()


def _value(base: str, quads: Quads, graph: TrialGraph, has: str, term: Term) -> str:
    if not term.is_iri:
        return in_words(graph, term)
    iri = term.value[1:-1]
    if code := words().get(iri):
        return code
    if has == vocab.RDF_TYPE:
        return _said(iri)
    name = name_of_node(quads, iri)
    if name == iri and iri.startswith(base):
        return _inside(quads, iri) or iri
    is_part = trial_of_part(iri, base) and not trial_number(iri)
    return name if is_part else NameText(name, iri)


def _inside(quads: Quads, iri: str) -> str:
    """What a node without a name consists of, such as an address, as one of the records has it.

    Its IRI is made of its values, so they are the same in every record.
    """
    node = pyoxigraph.NamedNode(iri)
    for place, _ in islice(_own(quads, node), 1):
        own = quads.about(node, pyoxigraph.NamedNode(place[1:-1]), referring=False)
        return _in_a_row(quads, read_graph(f"<{iri}>", (triple for _, triple in own)))
    return ""


def _in_a_row(quads: Quads, graph: TrialGraph) -> str:
    found = []
    for _, has, term in sorted(graph.statements(), key=lambda each: _place(each[1])):
        if has != vocab.RDF_TYPE:
            name = name_of_node(quads, term.value[1:-1]) if term.is_iri else in_words(graph, term)
            found.append(name)
    return ", ".join(found)


def _place(has: str) -> int:
    return _INSIDE_ORDER.index(has) if has in _INSIDE_ORDER else len(_INSIDE_ORDER)
