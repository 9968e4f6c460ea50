"""A card as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import dedent

from kg.text.columns import as_pairs, as_table, as_text
from kg.trial_card.card import Block, Card, Fact, Facts, Grid, Listed, Passage

_SHORT = 60
"""Values up to this length are in one line, longer ones in a line each."""


def terminal(card: Card, width: int) -> str:
    """The card in lines of at most `width` characters."""
    parts = [as_text(f"{card.number}  {card.title}\n{card.address}", width)]
    for section in card.sections:
        title = section.title.upper()
        blocks = "\n".join(_block(block, width) for block in section.blocks)
        parts.append(f"{title}\n{'─' * min(width, max(40, len(title)))}\n{blocks}")
    return "\n".join(parts)


def _block(block: Block, width: int) -> str:
    title = as_text(block.title, width) if block.title else ""
    match block:
        case Facts(facts):
            return title + as_pairs([(fact.label, _values(fact)) for fact in facts], width)
        case Passage(text):
            return title + as_text(text, width)
        case Listed(items):
            return title + as_text(_numbered(items), width)
        case Grid(header, rows):
            return title + as_table(header, rows, width)


def _values(fact: Fact) -> str:
    is_short = all(len(value) <= _SHORT for value in fact.values)
    return ("; " if is_short else "\n").join(fact.values)


def _numbered(items: Sequence[str]) -> str:
    """Items with numbers; further lines of an item are below its words."""
    longest = len(f"{len(items)}. ")
    lines = []
    for number, item in enumerate(items, 1):
        first, _, below = item.partition("\n")
        lines.append(f"{number}.".ljust(longest) + first)
        lines += [" " * longest + line for line in dedent(below).splitlines()]
    return "\n".join(lines)
