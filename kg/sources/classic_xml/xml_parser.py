"""The bytes of one XML document, parsed: no DTD, no entities, no network, a tree of bounded size.

https://www.w3.org/TR/xml/. Every document type declaration is refused: it can declare entities, and
files of the registry have none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from kg.errors import RecordError
from kg.registries.numbers import registry_of

ROOT: Final = "clinical_study"
"""The root element of a record."""

LARGEST: Final = 64 << 20
"""The most bytes of one record; the largest known has a few MB."""

MOST_TAGS: Final = 2_000_000
"""The most tags of one record; each takes some hundred bytes of memory."""

MOST_ATTRIBUTES: Final = 50
"""The most attributes of one element; the time to read them is quadratic."""

_CROWDED: Final = etree.XPath(f"boolean(//*[@*[{MOST_ATTRIBUTES + 1}]])")
_MISC: Final = rb"(?>\s++|<\?.*?\?>|<!--.*?-->)*+"
_PROLOG: Final = re.compile(rb"\A" + _MISC + rb"<(!DOCTYPE\s++)?([\w:.-]++)", re.DOTALL)
_DECLARED: Final = re.compile(rb"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
_WIDE: Final = re.compile(rb"(?i)(?:utf|ucs)-?(?:16|32|2|4)|iso-10646")


@dataclass(frozen=True, slots=True)
class XmlRecord:
    """What the documents of a format have: the names of a root, the element that is a record, how
    its number is found in damaged data (the group of a pattern, its spelling), and namespaces.
    """

    roots: tuple[str, ...]
    element: str
    number: re.Pattern[bytes]
    spelling: str = "{}"
    namespaces: tuple[str, ...] | None = ("",)

    def number_in(self, data: bytes) -> str | None:
        """The number of the trial that the data are of."""
        found = self.number.search(data)
        number = self.spelling.format(found[1].decode()) if found else ""
        return number if registry_of(number) else None


CLASSIC: Final = XmlRecord((ROOT,), ROOT, re.compile(rb"<nct_id>\s*(NCT[0-9]{8})\s*</nct_id>"))
"""A record in the classic XML."""

_FAULTS: Final = (
    (("Extra content", "only at the start"), "more than one XML document in one file"),
    (("huge text", "Excessive depth", "too long"), "text or nesting beyond the limits of a record"),
    (("ncoding", "not proper UTF-8", "Invalid bytes"), "not in the encoding it declares, or UTF-8"),
    (("Invalid character", "xmlChar"), "a character that XML does not allow"),
    (("Entity",), "an entity that is not one of XML's own"),
)
"""The parser's words for a fault -> what it means for a record."""

_HINT: Final = re.compile(r", (?:use|try) XML_PARSE_HUGE.*")
_LINE: Final = re.compile(r", line (\d+), column (\d+)(?: \(.*\))?\Z")


def opening(data: bytes) -> tuple[bool, str] | None:
    """Whether an XML document has a document type declaration, and the name of its root."""
    found = _PROLOG.match(data)
    return (bool(found[1]), found[2].decode("utf-8", "replace")) if found else None


def root(data: bytes, place: str, kind: XmlRecord = CLASSIC) -> etree._Element:
    """The root of the document in `data`; RecordError says why it is not one of this kind."""
    try:
        return _checked(data, kind)
    except _FaultError as fault:
        raise RecordError(place, str(fault), kind.number_in(data)) from None


class _FaultError(Exception):
    """What is wrong with a document."""


def _checked(data: bytes, kind: XmlRecord) -> etree._Element:
    found = opening(data)
    if found and found[0]:
        raise _FaultError("has a document type declaration, which kg does not read: remove it")
    if len(data) > LARGEST:
        raise _FaultError(f"larger than {LARGEST >> 20} MB, the limit for one record in XML")
    if data.count(b"<") > MOST_TAGS:
        raise _FaultError(f"has more than {MOST_TAGS:,} tags, the limit for one record")
    element = _parsed(data, kind)
    name, wanted = etree.QName(element), kind.roots[0]
    known = kind.namespaces is None or (name.namespace or "") in kind.namespaces
    if name.localname not in kind.roots or not known:
        raise _FaultError(f"the root of this XML is <{name}>, but that of a record is <{wanted}>")
    if _CROWDED(element):
        raise _FaultError(f"an element has more than {MOST_ATTRIBUTES} attributes, the limit")
    return element


def _parsed(data: bytes, kind: XmlRecord) -> etree._Element:
    parser = etree.XMLParser(
        encoding=_override(data),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=True,
    )
    try:
        return etree.fromstring(data.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise _FaultError(_fault(data, error, kind)) from None


def _override(data: bytes) -> str | None:
    """The encoding to use if the declared one is not that of these bytes.

    UTF-16 and UTF-32, detected by their byte order marks, are already converted to UTF-8.
    """
    declared = _DECLARED.match(data)
    return "utf-8" if declared and _WIDE.fullmatch(declared[1]) else None


def _fault(data: bytes, error: etree.XMLSyntaxError, kind: XmlRecord) -> str:
    message = " ".join(str(error.msg).split())
    where = _LINE.search(message)
    fault = _HINT.sub("", _LINE.sub("", message))
    position = f" (line {where[1]}, column {where[2]})" if where else ""
    reason = next((reason for words, reason in _FAULTS if any(map(fault.count, words))), None)
    if reason:
        return f"{reason}{position}: {fault}"
    if not re.search(rf"</(?:[\w.-]+:)?{kind.element}\b".encode(), data):
        return f"the XML is cut off at byte {len(data)}: is the file complete?"
    return f"not XML{position}: {fault}"
