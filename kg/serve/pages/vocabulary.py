"""The vocabulary of kg: a page with every term, and its ontology as data."""

from __future__ import annotations

from collections import defaultdict
from typing import Final, NamedTuple

import pyoxigraph

from kg.rdf import vocabulary as vocab
from kg.rdf.ontology import ONTOLOGY, triples
from kg.rdf.record_graph import RecordGraph, by_subject
from kg.serve.view import Page, View, alternates, data_links

VOCABULARY: Final = "vocab"
"""The path of the vocabulary after the base of kg's IRIs."""

_LABELS: Final = ("http://www.w3.org/2000/01/rdf-schema#label", f"{vocab.SKOS}prefLabel")
_DEFINITION: Final = f"{vocab.SKOS}definition"


class TermOfKg(NamedTuple):
    """A term as the page shows it: its name after the #, its labels and its definition."""

    name: str
    label: str
    definition: str


def vocabulary_page(view: View) -> Page:
    """The page with every term of kg, in the order of the alphabet."""
    formats = data_links(view.links, ONTOLOGY)
    return Page(
        "vocabulary.html",
        "Vocabulary",
        {"iri": ONTOLOGY, "terms": _terms(), "formats": formats},
        styles=("trial.css",),
        alternates=alternates(formats),
    )


def vocabulary_graph() -> RecordGraph:
    """The ontology that ships with kg."""
    name = f"<{ONTOLOGY}>"
    stated = ((str(each.subject), str(each.predicate), str(each.object)) for each in triples())
    return RecordGraph("", name, name, by_subject(stated))


def _terms() -> list[TermOfKg]:
    texts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in triples():
        subject, value = each.subject, each.object
        if isinstance(subject, pyoxigraph.NamedNode) and isinstance(value, pyoxigraph.Literal):
            texts[subject.value][each.predicate.value].append(value.value)
    return [
        TermOfKg(
            iri.removeprefix(vocab.KG),
            " / ".join(dict.fromkeys(text for has in _LABELS for text in found[has])),
            " ".join(found[_DEFINITION]),
        )
        for iri, found in sorted(texts.items())
        if iri.startswith(vocab.KG)
    ]
