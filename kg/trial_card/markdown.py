"""A card as a document in Markdown."""

from __future__ import annotations

from typing import Final

from kg.text.markdown import escaped, in_one_line, list_item, table
from kg.trial_card.card import Block, Card, Fact, Facts, Grid, Listed, Passage

_NO_BREAK_SPACE: Final = "\u00a0"
"""Renderers keep it at the beginning of a line, and it makes no block of code."""


def markdown(card: Card) -> str:
    """The card in GitHub Flavored Markdown."""
    parts = [f"# {card.number}: {in_one_line(card.title)}\n\n{escaped(card.address)}\n"]
    for section in card.sections:
        parts += [f"## {section.title}\n", *map(_block, section.blocks)]
    return "\n".join(parts)


def _block(block: Block) -> str:
    title = f"### {in_one_line(block.title)}\n\n" if block.title else ""
    match block:
        case Facts(facts):
            return title + "".join(map(_fact, facts))
        case Passage(text):
            return f"{title}{_paragraphs(text)}\n"
        case Listed(items):
            return title + "".join(
                list_item(item, f"{number}.") for number, item in enumerate(items, 1)
            )
        case Grid(header, rows):
            return title + table(header, rows)


def _fact(fact: Fact) -> str:
    values = "; ".join(value.strip() for value in fact.values)
    if not fact.label:
        return list_item(values)
    return f"- **{in_one_line(fact.label)}:** {in_one_line(values)}\n"


def _paragraphs(text: str) -> str:
    """The lines of a text, each of which stays a line with its indentation."""
    lines = [(line, line.strip()) for line in escaped(text).expandtabs().strip().splitlines()]
    return "\n".join(
        f"{_NO_BREAK_SPACE * (len(line) - len(line.lstrip()))}{words}  " if words else ""
        for line, words in lines
    ).rstrip(" ")
