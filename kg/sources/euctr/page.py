"""Reader of the saved web page of one country record, as HTML.

The page has a table for each section, with a row for each label: its code, its text, the value. A
long value is a table in the row, with a line for each language. Nothing of the page is executed and
nothing is fetched. Pages of results have other tables and are not read.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, cast

from lxml import etree, html

from kg.errors import RecordError
from kg.records import Record
from kg.sources.euctr import labels
from kg.sources.euctr.country_record import country_record
from kg.sources.euctr.lines import Entry, cleaned, label_of
from kg.sources.euctr.record import record_of
from kg.sources.text_encoding import decoded
from kg.sources.xml_characters import clean_text

NAME: Final = "euctr-page"
"""The name of this format among `kg.sources.SOURCE_FORMATS`."""

_NUMBER: Final = re.compile(rb"EudraCT[ ]Number", re.IGNORECASE)
_ROW: Final = re.compile(rb"""class\s*=\s*["']?(?:tricell|cellGrey|section content)\b""")
PAGE: Final = re.compile(r"^[ \t\ufeff]*<!DOCTYPE html", re.MULTILINE | re.IGNORECASE)
"""How a page begins."""

_SPACE: Final = re.compile(r"[ \t\n\r\f]+")

_TEXTS: Final = etree.XPath(".//text()[not(ancestor::span or ancestor::script)]")

_LANGUAGES: Final = {
    "english": "",
    "bulgarian": "bg",
    "croatian": "hr",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "estonian": "et",
    "finnish": "fi",
    "french": "fr",
    "german": "de",
    "greek": "el",
    "hungarian": "hu",
    "icelandic": "is",
    "irish": "ga",
    "italian": "it",
    "latvian": "lv",
    "lithuanian": "lt",
    "maltese": "mt",
    "norwegian": "no",
    "polish": "pl",
    "portuguese": "pt",
    "romanian": "ro",
    "slovak": "sk",
    "slovenian": "sl",
    "spanish": "es",
    "swedish": "sv",
}
"""The names of languages beside a text -> the language as the full text writes it."""


def looks_like(data: bytes) -> bool:
    """Whether the bytes are the page of a country record."""
    return bool(_NUMBER.search(data) and _ROW.search(data))


def read(data: bytes, place: str) -> Record:
    """The record of one or several pages of a trial; RecordError if one is not text, or has no
    EudraCT number.
    """
    text, unfit = clean_text(decoded(data.removeprefix(codecs.BOM_UTF8), place))
    found = [country_record(each) for each in entries_of_pages(text, place)]
    return record_of(found, place, NAME, unfit)


def country_entries(data: bytes, place: str) -> list[list[Entry]]:
    """The labels and values of the country record on each page."""
    return entries_of_pages(decoded(data, place), place)


def entries_of_pages(text: str, place: str) -> list[list[Entry]]:
    """The labels and values on pages that follow each other; each begins with its type."""
    starts = [match.start() for match in PAGE.finditer(text)]
    pages = [text[start:end] for start, end in pairwise([0, *starts[1:], len(text)])]
    return [list(entries(page, place)) for page in pages]


def entries(text: str, place: str) -> Iterator[Entry]:
    """The labels and values of a page, in order; RecordError if it can't be parsed."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    page = html.document_fromstring(text.encode(), parser=parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise RecordError(place, "the elements of the page are nested too deep")
    section = ""
    for row in page.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        texts = [_line(_label_text(cell)) for cell in cells]
        if len(cells) == 3 and texts[0]:
            section = texts[0][:1]
            yield from _values(f"{texts[0]} {texts[1]}", cells[2], section)
        elif len(cells) == 2 and cells[0].get("class") == "cellGrey":
            yield from _values(texts[0], cells[1], "")
        elif len(cells) == 1 and not _holds_rows(cells[0]):
            yield from _heading(texts[0], section)
            section = texts[0][:1] if texts[0][1:2] == "." else section


def _values(label: str, cell: etree._Element, section: str) -> Iterator[Entry]:
    """The entries of a row: one for each language; the label ends in a colon, as in the text."""
    found = label_of(f"{label.rstrip(':?')}:", section)
    known = found.label if found else labels.unknown("", label.rstrip(":"))
    for language, text in _texts(cell):
        yield Entry(known, language or (found.language if found else ""), cleaned(text))


def _heading(text: str, section: str) -> Iterator[Entry]:
    found = label_of(text, section or "A") if text else None
    if found and found.begins:
        yield Entry(found.label, "", "", found.begins)


def _holds_rows(cell: etree._Element) -> bool:
    return cell.find(".//tr") is not None


def _label_text(cell: etree._Element) -> str:
    """The text of a label without the remark on an older wording of it."""
    return "".join(cast("list[str]", _TEXTS(cell)))


def _texts(cell: etree._Element) -> Iterator[tuple[str, str]]:
    """The texts in a cell with their languages; the texts of several rows without one are one."""
    rows = [row for row in cell.iter("tr") if not _holds_rows(row)]
    if not rows:
        yield "", _lines(cell)
        return
    plain = []
    for row in rows:
        cells = [each for each in row if each.tag in ("td", "th")]
        text = "\n".join(filter(None, map(_lines, cells[:1])))
        language = _LANGUAGES.get(_line(_label_text(cells[1])).lower()) if cells[1:] else ""
        if language:
            yield language, text
        else:
            others = [] if language == "" else map(_lines, cells[1:])
            plain.append("\n".join([text, *others]))
    yield "", "\n".join(plain)


def _lines(cell: etree._Element) -> str:
    """The text of a cell, with a line end for each line that a browser breaks."""
    pieces: list[str] = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if event == "start":
            pieces.append("\n" if element.tag in ("br", "p", "li", "div") else "")
            pieces.append(_SPACE.sub(" ", element.text or ""))
        elif element is not cell:
            pieces.append(_SPACE.sub(" ", element.tail or ""))
    lines = (line.strip() for line in "".join(pieces).split("\n"))
    return "\n".join(lines).strip()


def _line(text: str) -> str:
    return " ".join(text.split())
