"""One trial of ICTRP's XML: the element <Trial>, with an element for each field.

A document of several trials is cut before (`kg.sources.xml_records`).
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from kg.errors import RecordError
from kg.records import Record
from kg.registries.numbers import trial_number
from kg.sources.classic_xml.reading import Element
from kg.sources.classic_xml.xml_parser import XmlRecord, opening, root
from kg.sources.ictrp import XML
from kg.sources.ictrp.columns import field_of
from kg.sources.ictrp.record import record_of
from kg.sources.ictrp.row import Row
from kg.sources.ictrp.texts import NOTHING

ROOT: Final = "Trials_downloaded_from_ICTRP"
KIND: Final = XmlRecord(
    (ROOT, "Trial"),
    "Trial",
    re.compile(rb"(?i)<(?:[\w.-]+:)?Trial_?ID>\s*([^<]{1,200}?)\s*</(?:[\w.-]+:)?Trial_?ID>"),
    namespaces=None,
)

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_LISTS: Final = frozenset(("secondaryids", "secondary_sponsors", "source_support", "countries"))
"""Fields of lists, whose elements may come several times."""


def looks_like(data: bytes) -> bool:
    """Whether the bytes are a document of ICTRP's."""
    found = opening(data)
    name = found[1].rpartition(":")[2] if found else ""
    return name == ROOT or (name == KIND.element and KIND.number.search(data) is not None)


def read(data: bytes, place: str) -> Record:
    """The record of a trial; RecordError says why there is none."""
    return record(document(data, place), place)


def record(trial: Element, place: str) -> Record:
    """The record that a Trial is; RecordError says why it is none."""
    fields: dict[str, str] = {}
    names: dict[str, str] = {}
    unknown = _attributes(trial)
    for element in trial:
        name, text = str(element.tag), _text(element)
        unknown += _attributes(element)
        if text in NOTHING or text.isspace():
            continue
        field = field_of(name)
        if field is None:
            unknown.append((name, text))
        elif field not in fields:
            fields[field], names[field] = text, name
        elif field in _LISTS:
            fields[field] += f";{text}"
        else:
            unknown.append((name, text))
    row = Row(fields, names, place)
    for name, text in unknown:
        row.keep_column(name, text)
    return record_of(row, place, XML)


def _text(element: Element) -> str:
    return "".join(map(str, element.itertext())) if len(element) else str(element.text or "")


def _attributes(element: Element) -> list[tuple[str, str]]:
    return [(f"{element.tag!s}@{name!s}", str(value)) for name, value in element.attrib.items()]


def number_in(data: bytes) -> str | None:
    """The number of the trial; None if it has none."""
    named = KIND.number.search(data)
    found = trial_number(named[1].decode("utf-8", "replace")) if named else None
    return found.number if found else None


def document(data: bytes, place: str) -> Element:
    """The only Trial in a document, without namespaces; RecordError if there is not one."""
    top = root(data, place, KIND)
    if b"xmlns" in data:
        for each in top.iter():
            each.tag = etree.QName(each).localname
    if top.tag == KIND.element:
        return _without_space(top)
    found = top.findall(KIND.element)
    if len(found) != 1:
        raise RecordError(place, f"{len(found)} trials, not one" if found else "holds no trial")
    [trial] = found
    top.remove(trial)
    return _without_space(trial)


def _without_space(trial: Element) -> Element:
    """The trial without the attributes that keep blanks, which say nothing of it."""
    for element in trial.iter():
        if _SPACE in element.attrib:
            del element.attrib[_SPACE]
    return trial
