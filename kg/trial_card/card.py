"""A trial for people, as data: sections of facts, texts, lists and tables, in no form yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Self, TypeAlias


class NameText(str):
    """A text that names a thing, with the IRI of the thing; otherwise a text as any other."""

    __slots__ = ("iri",)
    iri: str

    def __new__(cls, text: str, iri: str) -> Self:
        """A name of what has this IRI."""
        made = super().__new__(cls, text)
        made.iri = iri
        return made


class CellText(str):
    """The text of a cell with several values, which are in a line each."""

    __slots__ = ("values",)
    values: tuple[str, ...]

    def __new__(cls, values: Iterable[str]) -> Self:
        """A cell with these values."""
        found = tuple(values)
        made = super().__new__(cls, "\n".join(found))
        made.values = found
        return made


@dataclass(frozen=True, slots=True)
class Fact:
    """What the record says of one thing: a label and one value or more."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts, one below the other."""

    facts: tuple[Fact, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Running text, with the line ends that the record has."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """Items of a numbered list."""

    items: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; a cell has a line for each of its values."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""


Block: TypeAlias = Facts | Passage | Listed | Grid


@dataclass(frozen=True, slots=True)
class CardSection:
    """A part of the card: its name for programs, its title, and what is in it."""

    name: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A trial: its number, title and address, and the sections that are not empty."""

    number: str
    title: str
    address: str
    sections: tuple[CardSection, ...]

    def of_sections(self, names: Collection[str]) -> Card:
        """The card with only these sections; with all of them if no name is given."""
        kept = tuple(each for each in self.sections if not names or each.name in names)
        return replace(self, sections=kept)

    def texts(self) -> Iterator[str]:
        """Every text on the card, without the labels of facts."""
        yield from (self.number, self.title, self.address)
        for section in self.sections:
            for block in section.blocks:
                yield from _texts(block)


def _texts(block: Block) -> Iterator[str]:
    yield block.title
    match block:
        case Facts(facts):
            yield from (value for fact in facts for value in fact.values)
        case Passage(text):
            yield text
        case Listed(items):
            yield from items
        case Grid(header, rows):
            yield from (cell for row in (header, *rows) for cell in row)
