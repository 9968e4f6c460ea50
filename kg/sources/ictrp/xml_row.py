"""One trial of ICTRP's XML as bytes: the element <Trial>, with an element for each field."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from kg.errors import RecordError
from kg.records import Record
from kg.registries.numbers import trial_number
from kg.sources.ictrp import XML
from kg.sources.ictrp.columns import field_of
from kg.sources.ictrp.record import record_of
from kg.sources.ictrp.row import Row
from kg.sources.ictrp.texts import NOTHING
from kg.sources.text_encoding import decoded

_BEGINNING: Final = re.compile(rb"\s*<Trial[\s>]")
_NUMBER: Final = re.compile(rb"<Trial_?ID>\s*([^<]{1,200}?)\s*</Trial_?ID>", re.IGNORECASE)
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_LISTS: Final = frozenset(("secondaryids", "secondary_sponsors", "source_support", "countries"))

MOST_TAGS: Final = 100_000
"""The most tags of a trial."""


def looks_like(data: bytes) -> bool:
    """Whether the bytes are a trial of ICTRP's XML."""
    return _BEGINNING.match(data) is not None


def read(data: bytes, place: str) -> Record:
    """The record of a trial; RecordError says why there is none."""
    fields: dict[str, str] = {}
    names: dict[str, str] = {}
    trial = _parsed(data, place)
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


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())) if len(element) else str(element.text or "")


def _attributes(element: etree._Element) -> list[tuple[str, str]]:
    return [
        (f"{element.tag!s}@{name!s}", str(value))
        for name, value in element.attrib.items()
        if name != _SPACE
    ]


def number_in(data: bytes) -> str | None:
    """The number of the trial; None if it has none."""
    named = _NUMBER.search(data)
    found = trial_number(named[1].decode("utf-8", "replace")) if named else None
    return found.number if found else None


def _parsed(data: bytes, place: str) -> etree._Element:
    decoded(data, place)
    if data.count(b"<") > MOST_TAGS:
        raise RecordError(place, f"has more than {MOST_TAGS:,} tags, the limit for a trial")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        found = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = " ".join(str(error.msg).split())
        raise RecordError(place, f"not XML: {reason}", number_in(data)) from None
    return found
