"""Reads elements into parts of a record by tables of rows; what no row takes is kept.

An `ElementTable` has a row for each possible child of an element. Children are read in document
order and none is skipped: an element, an attribute or a text without a row goes unchanged to
`Record.unmapped`, and so does a second value where only one is allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Generic, TypeAlias, TypeVar

import msgspec
from lxml import etree

from kg.records import Finding, SourceField
from kg.sources.xml_characters import WHITE_SPACE, normalized_space

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no other name for it

T = TypeVar("T")


@dataclass(slots=True)
class Leftovers:
    """The values of a record that the model has no place for, and the findings."""

    unmapped: list[SourceField] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _facts: dict[Callable[[Element], Any], Any] = field(default_factory=dict)

    def fact(self, of: Callable[[Element], T], element: Element) -> T:
        """The result of `of` for the whole document of `element`, computed once."""
        if of not in self._facts:
            self._facts[of] = of(element.getroottree().getroot())
        found: T = self._facts[of]
        return found

    def keep(self, element: Element) -> None:
        """Keeps an element: its text, its attributes and its children."""
        path = path_of(element)
        self.keep_text(path, element.text)
        self.keep_rest(element)

    def keep_rest(self, element: Element) -> None:
        """Keeps everything in an element except its text."""
        path = path_of(element)
        for name, value in element.attrib.items():
            self.keep_text(f"{path}@{name!s}", str(value))
        for child in element:
            self.keep(child)
            self.keep_text(path, child.tail)

    def keep_text(self, path: str, text: str | None) -> None:
        """Keeps one value, unless it is blank."""
        if text and text.strip(WHITE_SPACE):
            value = msgspec.json.encode(normalized_space(text)).decode()
            message = "the model has no field for this; its value is kept as it is"
            self.unmapped.append(SourceField(path, value))
            self.findings.append(Finding(path, message))


def path_of(element: Element) -> str:
    """The names of an element and its ancestors, joined by dots."""
    above = [str(each.tag) for each in element.iterancestors()]
    return ".".join([*reversed(above), str(element.tag)])


Reader: TypeAlias = Callable[[Element, Leftovers], T | None]
"""Reads an element; None if it is empty, or its content was kept as a leftover."""


@dataclass(frozen=True, slots=True)
class ElementRow(Generic[T]):
    """Where the value of an element goes: `to` is the field, a dotted path from the target."""

    to: str
    read: Reader[T]
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class ElementText(Generic[T]):
    """Where an attribute or the text of an element goes; a leftover if `read` gives None.

    Without a field, `to` being empty, it goes nowhere.
    """

    to: str
    read: Callable[[str], T | None]


Rows: TypeAlias = "Mapping[str, ElementRow[Any] | ElementText[Any] | ElementTable]"


class ElementTable:
    """The possible content of an element: children by their names, attributes as "@name", "#text".

    A table in the place of a row fills the child into the same target.
    """

    __slots__ = ("_attributes", "_children", "_text")

    def __init__(self, rows: Rows) -> None:
        self._children = {
            name: row
            if isinstance(row, ElementTable)
            else (*_target(row.to), row.read, row.repeats)
            for name, row in rows.items()
            if not isinstance(row, ElementText)
        }
        texts = {name: row for name, row in rows.items() if isinstance(row, ElementText)}
        self._text = texts.pop("#text", None)
        self._attributes = {name.removeprefix("@"): row for name, row in texts.items()}

    def fill(self, target: Any, element: Element, leftovers: Leftovers) -> None:
        """Fills `target` with the content of `element`."""
        for name, given in element.attrib.items():
            row = self._attributes.get(str(name))
            _fill_text(target, row, f"@{name!s}", str(given), element, leftovers)
        text = element.text
        if text and text.strip(WHITE_SPACE):
            _fill_text(target, self._text, "", text.strip(WHITE_SPACE), element, leftovers)
        for child in element:
            entry = self._children.get(child.tag)
            if entry is None:
                leftovers.keep(child)
            elif isinstance(entry, ElementTable):
                entry.fill(target, child, leftovers)
            else:
                holder, name, read, repeats = entry
                value = read(child, leftovers)
                if value is not None:
                    _put(
                        holder(target) if holder else target, name, value, repeats, child, leftovers
                    )
            tail = child.tail
            if tail and tail.strip(WHITE_SPACE):
                leftovers.keep_text(path_of(element), tail)


def _fill_text(
    target: Any,
    row: ElementText[Any] | None,
    name: str,
    text: str,
    element: Element,
    leftovers: Leftovers,
) -> None:
    value = row.read(text) if row else None
    if row is None or value is None:
        leftovers.keep_text(f"{path_of(element)}{name}", text)
    elif row.to:
        setattr(target, row.to, value)


def _target(to: str) -> tuple[Callable[[Any], Any] | None, str]:
    holder, _, name = to.rpartition(".")
    return (attrgetter(holder) if holder else None, name)


def _put(
    target: Any, name: str, value: Any, repeats: bool, child: Element, leftovers: Leftovers
) -> None:
    if repeats:
        getattr(target, name).append(value)
        return
    before = getattr(target, name)
    if before is None or before == "" or before == []:
        setattr(target, name, value)
    elif before != value:
        leftovers.keep(child)


S = TypeVar("S", bound=msgspec.Struct)


def part(struct: type[S], rows: Rows) -> Reader[S]:
    """A reader of an element as a structure; None if the element is empty."""
    table = ElementTable(rows)
    empty = struct()

    def read(element: Element, leftovers: Leftovers) -> S | None:
        made = struct()
        table.fill(made, element, leftovers)
        return None if made == empty else made

    return read
