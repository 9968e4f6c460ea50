"""The publications of a card, by what they are to the trial, with their links."""

from __future__ import annotations

from typing import Final

from kg.rdf import vocabulary as vocab
from kg.trial_card.card import CardSection, Grid, NameText
from kg.trial_card.fields import cell, field, table_of, values_of
from kg.trial_card.trial_graph import TrialGraph

_ROLES: Final = (
    ("Results", vocab.KG_RESULT_REFERENCE),
    ("Protocol", vocab.KG_PROTOCOL_REFERENCE),
    ("Derived: found by the registry in PubMed", vocab.KG_DERIVED_REFERENCE),
    ("Background", vocab.KG_BACKGROUND_REFERENCE),
    ("Others", vocab.KG_REFERENCE),
)
"""Title and property of each role; a publication of several roles is listed under each."""

_HEADER: Final = ("publication", "type", "link", "retraction")
_CITATION: Final = field("publication", vocab.DCTERMS_BIBLIOGRAPHIC_CITATION)
_TYPE: Final = field("type", vocab.KG_REFERENCE_TYPE)
_LINKS: Final = ("https://doi.org/", "https://pubmed.ncbi.nlm.nih.gov/")
_NUMBERS: Final = (vocab.BIBO_DOI, vocab.BIBO_PMID)


def publications(graph: TrialGraph) -> CardSection:
    """What was published about the trial, or is cited by it."""
    listed: set[str] = set()
    blocks: list[Grid] = []
    for title, path in _ROLES:
        found = graph.nodes(graph.trial, path)
        if path == vocab.KG_REFERENCE:
            found = [each for each in found if each not in listed]
        listed.update(found)
        blocks += table_of(_HEADER, [_row(graph, each) for each in found], title)
    return CardSection("publications", "Publications", tuple(blocks))


def _row(graph: TrialGraph, node: str) -> tuple[str, ...]:
    citations: list[str] = [
        NameText(each, node[1:-1]) for each in values_of(graph, node, _CITATION)
    ]
    cells = (citations, values_of(graph, node, _TYPE), _links(graph, node))
    retractions = graph.nodes(node, vocab.KG_RETRACTION)
    return (*map(cell, cells), "\n".join(_retraction(graph, each) for each in retractions))


def _links(graph: TrialGraph, node: str) -> list[str]:
    """The pages of a publication, and its numbers if no page tells them."""
    same = (term.value for term in graph.terms(node, vocab.SCHEMA_SAME_AS))
    pages = [each[1:-1] for each in (node, *same) if each[1:].startswith(_LINKS)]
    numbers = [text for each in _NUMBERS for text in graph.texts(node, each)]
    addresses = [NameText(each, each) for each in pages]
    return [*addresses, *(number for number in numbers if number not in " ".join(pages).lower())]


def _retraction(graph: TrialGraph, node: str) -> str:
    texts = graph.texts(node, vocab.DCTERMS_BIBLIOGRAPHIC_CITATION)
    links = [term.value.strip("<>") for term in graph.terms(node, vocab.SCHEMA_URL)]
    numbers = graph.texts(node, vocab.BIBO_PMID)
    return " ".join([*texts, *(links or numbers)])
