"""Reader of the full text of the EU Clinical Trials Register: the country records of one trial.

The register gives it for the results of a search: one country record after the other, each with a
summary and the labels of the application form. Those of one trial that follow each other are one
record (`kg.sources.euctr.cutting`).
"""

from __future__ import annotations

import codecs
from typing import Final

from kg.records import Record
from kg.sources.euctr.country_record import country_record
from kg.sources.euctr.cutting import BEGINNING, country_texts
from kg.sources.euctr.lines import Entry, entries
from kg.sources.euctr.page import PAGE, entries_of_pages
from kg.sources.euctr.record import record_of
from kg.sources.text_encoding import decoded
from kg.sources.xml_characters import clean_text

NAME: Final = "euctr-text"
"""The name of this format among `kg.sources.SOURCE_FORMATS`."""


def looks_like(data: bytes) -> bool:
    """Whether the bytes begin with a country record, perhaps after a few other lines."""
    return BEGINNING.search(data, 0, 1 << 14) is not None


def read(data: bytes, place: str) -> Record:
    """The record of a trial; RecordError if it is not text or has no EudraCT number.

    Pages of further countries may follow the text.
    """
    text, unfit = clean_text(decoded(data.removeprefix(codecs.BOM_UTF8), place))
    found = [country_record(each) for each in _entries(text, place)]
    return record_of(found, place, NAME, unfit)


def country_entries(data: bytes, place: str) -> list[list[Entry]]:
    """The labels and values of each country record of a trial."""
    return _entries(decoded(data, place), place)


def _entries(text: str, place: str) -> list[list[Entry]]:
    page = PAGE.search(text)
    text, pages = (text[: page.start()], text[page.start() :]) if page else (text, "")
    found = [list(entries(each)) for each in country_texts(text)]
    return [*found, *(entries_of_pages(pages, place) if pages else ())]
