"""The eligibility of a card: the criteria as numbered items, or as the text that the record has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from kg.rdf import vocabulary as vocab
from kg.trial_card.card import Block, CardSection, Listed, Passage
from kg.trial_card.fields import facts, field
from kg.trial_card.trial_graph import TrialGraph

_FIELDS: Final = (
    field("Sex", vocab.KG_SEX),
    field("Gender based", vocab.KG_GENDER_BASED),
    field("", vocab.KG_GENDER_DESCRIPTION),
    field("Minimum age", vocab.KG_MINIMUM_AGE),
    field("Maximum age", vocab.KG_MAXIMUM_AGE),
    field("Age groups", vocab.KG_STANDARD_AGE),
    field("Healthy volunteers", vocab.KG_HEALTHY_VOLUNTEERS),
    field("Study population", vocab.KG_STUDY_POPULATION),
    field("Sampling method", vocab.KG_SAMPLING_METHOD),
)
_HEADING: Final = re.compile(r"(inclusion|exclusion) criteria\s*:?", re.I)
_MARKER: Final = re.compile(r"\\?(?:[-–—*+•·●▪◦‣∙○■□◆➢✓]|\(?([0-9]{1,3})\\?[.)])")
"""The bullet or number before an item."""


def eligibility(graph: TrialGraph) -> CardSection:
    """Who may take part."""
    blocks = [
        block
        for node in graph.nodes(graph.trial, vocab.KG_ELIGIBILITY)
        for block in (*facts(graph, node, _FIELDS), *_criteria(graph, node))
    ]
    return CardSection("eligibility", "Eligibility", tuple(blocks))


def _criteria(graph: TrialGraph, node: str) -> Iterator[Block]:
    texts = graph.texts(node, vocab.KG_ELIGIBILITY_CRITERIA)
    items = {
        kind: [
            text
            for each in graph.nodes(node, path)
            for text in graph.texts(each, vocab.SCHEMA_TEXT)
        ]
        for kind, (path, _) in vocab.CRITERIA.items()
    }
    for text in texts:
        sections = _sections(text)
        if sections and all(_is_whole(sections.get(kind, ""), items[kind]) for kind in items):
            for kind in sections:
                yield Listed(tuple(items[kind]), f"{kind.capitalize()} criteria")
        else:
            yield Passage(text, "Criteria")


def _sections(text: str) -> dict[str, str]:
    """The words below each heading, in order; none if there are others, or a heading is twice."""
    sections: dict[str, str] = {}
    kind = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        heading = _HEADING.fullmatch(line)
        if heading:
            kind = heading[1].lower()
        if not kind or (heading and kind in sections):
            return {}
        sections[kind] = "" if heading else f"{sections[kind]} {' '.join(line.split())}"
    return sections


def _is_whole(words: str, items: Iterable[str]) -> bool:
    """Whether words are these items and nothing else, with bullets or the numbers 1, 2, 3."""
    rest = words.strip()
    for number, item in enumerate(items, 1):
        marker = _MARKER.match(rest)
        if marker is None or int(marker[1] or number) != number:
            return False
        rest = rest[marker.end() :].lstrip()
        own = " ".join(item.split())
        if not rest.startswith(own):
            return False
        rest = rest[len(own) :].lstrip()
    return not rest
