"""The values of a record in XML: the texts and the attributes of its elements.

They are altered in the document itself, which is then read again: this tests the XML reader as well
as the mapping.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from types import ModuleType
from typing import Final, cast

from kg.coverage import Alterable, changed
from kg.records import Record
from kg.registries.numbers import trial_number
from kg.sources import classic_xml
from kg.sources.classic_xml.reading import Element, path_of

_YEAR: Final = re.compile(r"(?<= )[12][0-9]{3}\Z")
_LAST_DIGIT: Final = re.compile(r"[0-9](?=[^0-9]*\Z)")
_OTHER: Final = {"Yes": "No", "No": "Yes", "true": "false", "false": "true"}


class XmlLeaf:
    """The text of an element, or one of its attributes."""

    __slots__ = ("_attribute", "_element", "path", "value")

    def __init__(self, element: Element, attribute: str | None = None) -> None:
        self._element = element
        self._attribute = attribute
        self.path = path_of(element) + (f"@{attribute}" if attribute else "")
        self.value = str(element.attrib[attribute] if attribute else element.text or "")

    def change(self) -> None:
        text = self.value.rstrip()
        self.put(another(text) + self.value[len(text) :])

    def remove(self) -> None:
        if self._attribute:
            del self._element.attrib[self._attribute]
        else:
            self._element.text = None

    def put_back(self) -> None:
        self.put(self.value)

    def put(self, text: str) -> None:
        """Puts a text in the place of the value."""
        if self._attribute:
            self._element.set(self._attribute, text)
        else:
            self._element.text = text


class XmlValues:
    """The values of one document, which `reader` reads, a module of a format in XML.

    `left_out` are the paths of those that it does not keep on purpose, its LEFT_OUT.
    """

    left_out: Collection[str] = ()

    def __init__(self, data: bytes, place: str, reader: ModuleType = classic_xml) -> None:
        self._reader = reader
        self._not_kept: frozenset[str] = getattr(reader, "LEFT_OUT", frozenset())
        self.left_out: list[str] = []
        self._root: Element = reader.document(data, place)
        self._place = place

    def leaves(self) -> list[Alterable]:
        found: list[Alterable] = []
        for element in self._root.iter():
            found += [XmlLeaf(element, str(name)) for name in element.attrib]
            if element.text and element.text.strip():
                found.append(XmlLeaf(element))
        self.left_out = [leaf.path for leaf in found if leaf.path in self._not_kept]
        return [leaf for leaf in found if leaf.path not in self._not_kept]

    def record(self) -> Record:
        return cast(Record, self._reader.record(self._root, self._place))


def another(text: str) -> str:
    """Another value of the same kind: a number, yes or no, a date in words, any text."""
    if text in _OTHER:
        return _OTHER[text]
    if trial_number(text):
        return _LAST_DIGIT.sub(lambda found: str((int(found[0]) + 1) % 10), text)
    if text.isascii() and text.isdigit():
        return str(int(text) + 1)
    if year := _YEAR.search(text):
        return f"{text[: year.start()]}{int(year[0]) - 1}"
    return str(changed(text))
