"""The bytes of one XML document, parsed: no DTD, no entities, no network, a tree of bounded size.

https://www.w3.org/TR/xml/. Every document type declaration is refused: it can declare entities, and
files of the registry have none.
"""

from __future__ import annotations

import re
from typing import Final, NoReturn

from lxml import etree

from kg.errors import RecordError
from kg.text.nct_ids import NCT_ID

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
_SOME_NCT_ID: Final = re.compile(rb"<nct_id>\s*(NCT[0-9]{8})\s*</nct_id>")
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


def root(data: bytes, place: str) -> etree._Element:
    """The root of the document in `data`, a clinical_study; RecordError says why it is not one."""
    found = opening(data)
    if found and found[0]:
        _refuse(data, place, "has a document type declaration, which kg does not read: remove it")
    if len(data) > LARGEST:
        _refuse(data, place, f"larger than {LARGEST >> 20} MB, the limit for one record in XML")
    if data.count(b"<") > MOST_TAGS:
        _refuse(data, place, f"has more than {MOST_TAGS:,} tags, the limit for one record")
    element = _parsed(data, place)
    if element.tag != ROOT:
        name = etree.QName(element).text
        _refuse(data, place, f"the root of this XML is <{name}>, but that of a record is <{ROOT}>")
    if _CROWDED(element):
        _refuse(data, place, f"an element has more than {MOST_ATTRIBUTES} attributes, the limit")
    return element


def _parsed(data: bytes, place: str) -> etree._Element:
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
        _refuse(data, place, _fault(data, error))


def _override(data: bytes) -> str | None:
    """The encoding to use if the declared one is not that of these bytes.

    UTF-16 and UTF-32, detected by their byte order marks, are already converted to UTF-8.
    """
    declared = _DECLARED.match(data)
    return "utf-8" if declared and _WIDE.fullmatch(declared[1]) else None


def _fault(data: bytes, error: etree.XMLSyntaxError) -> str:
    message = " ".join(str(error.msg).split())
    where = _LINE.search(message)
    fault = _HINT.sub("", _LINE.sub("", message))
    position = f" (line {where[1]}, column {where[2]})" if where else ""
    reason = next((reason for words, reason in _FAULTS if any(map(fault.count, words))), None)
    if reason:
        return f"{reason}{position}: {fault}"
    if b"</" + ROOT.encode() not in data:
        return f"the XML is cut off at byte {len(data)}: is the file complete?"
    return f"not XML{position}: {fault}"


def _refuse(data: bytes, place: str, reason: str) -> NoReturn:
    named = _SOME_NCT_ID.search(data)
    identifier = named[1].decode() if named and NCT_ID.fullmatch(named[1].decode()) else None
    raise RecordError(place, reason, identifier) from None
