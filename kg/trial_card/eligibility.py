"""The eligibility of a card: the criteria as items where the record's text could be separated."""

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
    field("Minimum BMI, as predicted", vocab.KG_PREDICTED_MIN_BMI),
    field("Maximum BMI, as predicted", vocab.KG_PREDICTED_MAX_BMI),
)
_HEADING: Final = re.compile(
    r"(?:(?:key|main|major) )?(?:inclusion|exclusion)(?: criteria)?\W*", re.I
)
_WORD: Final = re.compile(r"[^\W\d_]{2}")


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
    separated: list[str] = []
    for kind, (path, _) in vocab.CRITERIA.items():
        criteria = graph.nodes(node, path)
        items = [text for each in criteria for text in graph.texts(each, vocab.SCHEMA_TEXT)]
        separated += items
        if items:
            yield Listed(tuple(items), f"{kind.capitalize()} criteria")
    for text in texts:
        if not separated:
            yield Passage(text, "Criteria")
        elif beside := _beside(text, separated):
            yield Passage("\n".join(beside), "Also in the text of the criteria")


def _beside(text: str, items: Iterable[str]) -> list[str]:
    """What the text says beside headings and these items, such as "Other criteria apply"."""
    rest = " ".join(text.split())
    for item in sorted(items, key=len, reverse=True):
        rest = rest.replace(" ".join(item.split()), "\n", 1)
    pieces = (_HEADING.sub("", piece.strip()) for piece in rest.split("\n"))
    return [piece for piece in pieces if _WORD.search(piece)]
