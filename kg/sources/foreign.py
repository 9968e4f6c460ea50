"""Files that are no records: what they are, and how to get the records.

Many list trials by their NCT ids; the records of these can be fetched.
"""

from __future__ import annotations

import re
import shlex
from pathlib import PurePath
from typing import Final

_HEAD: Final = 1 << 14
"""The first bytes, which show what a file is."""

_MOST_IDS: Final = 20
"""The most NCT ids in a message."""

_NCT_ID: Final = re.compile(rb"(?<![A-Za-z0-9])NCT[0-9]{8}(?![0-9])")
_XML: Final = "XML, which kg does not read"
_BINARY: Final = "binary data"
_ANOTHER: Final = "not of ClinicalTrials.gov, but of another registry"

_EUCTR: Final = "the EU Clinical Trials Register"
_FULL_TEXT: Final = "kg reads the full text (Full Trial details) and the page of a country's record"

_EUCTR_LABEL: Final = rb"^[A-HNP]\.[1-9](?:\.[0-9]{1,2})* [A-Z][^\n:]{2,150}:"
"""A line of the full text."""

_OTHER_REGISTRIES: Final = re.compile(rf"{_EUCTR}|WHO's|CTIS|ISRCTN")
"""What names another registry, whose NCT ids are those of the same or of related trials."""

_KINDS: Final[tuple[tuple[re.Pattern[bytes], str], ...]] = tuple(
    (re.compile(pattern), what)
    for pattern, what in (
        (rb'\A"?(?:Rank"?[,\t]"?)?NCT Number"?[,\t]', "a table of search results (CSV)"),
        (rb"\A\s*TY  - ", "a list of citations (RIS)"),
        (rb'\A"?(?:id"?\|"?)?nct_id"?\s*(?:[|,\t\r\n]|\Z)', "a table of the database AACT"),
        (
            rb"\A\s*(?:<\?xml[^>]*>\s*)?<search_results\b",
            "the registry's search results in XML, which list records but contain none",
        ),
        (rb"\A\s*(?:<\?xml[^>]*>\s*)?<(?:rss|feed)\b", "a news feed (RSS)"),
        (
            rb"\A\s*\{\s*\}\s*\Z",
            "an empty object, which is what CTIS answers for a trial that it does not have",
        ),
        (
            rb"(?m)\A\s*^EudraCT Number:(?![^\n]*\n\s*Sponsor's Protocol Code Number:)",
            f"search results of {_EUCTR}, with a few fields of each trial: {_FULL_TEXT}",
        ),
        (
            rb"(?ms)%(label)s.*%(label)s" % {b"label": _EUCTR_LABEL},
            f"a part of the full text of {_EUCTR}: the beginning of the record is missing",
        ),
        (
            rb"<reg_name>EU Clinical Trials Register",
            f"an extract of {_EUCTR} for WHO's ICTRP: {_FULL_TEXT}",
        ),
        (
            rb"<title>[^<]*Clinical Trials? Re(?:gister|sults)|>EU Clinical Trials Register<",
            f"a page of {_EUCTR} that is no country's record, such as results: {_FULL_TEXT}",
        ),
        (
            rb"<trial>\s*<main>\s*<trial_id\b",
            "trials in WHO's own XML, which kg does not read: ask ISRCTN for format/default",
        ),
        (
            rb'\A\s*\{\s*"isrctn"\s*:',
            f"a record {_ANOTHER}, ISRCTN, as JSON without its attributes: kg reads the XML",
        ),
        (
            rb"\A\s*\{\s*\"StudyFieldsResponse\"",
            "a table of some fields from the registry's first API, not whole records",
        ),
        (
            rb"\A\s*\{\s*\"Full(?:StudiesResponse|Studies|Study)\"",
            "JSON of the registry's first API without a record",
        ),
        (
            rb'"protocolSection\.[A-Za-z]',
            "a record flattened to a table, which is not the registry's JSON",
        ),
        (
            rb"\A\s*\[?\s*\{\s*'[A-Za-z_]+'\s*:",
            "a Python dictionary printed as text, not JSON: write it with json.dump",
        ),
        (
            rb"(?i)<html\b|<!doctype html",
            "a web page, but not that of a trial: is it an error message?",
        ),
        (
            rb"(?i)\A\s*(?:<https?://|@?prefix\s|@?base\s)",
            "already RDF: check it with kg validate, or load it from a file with kg load",
        ),
        (rb"\A\s*<", _XML),
        (rb"\0", _BINARY),
    )
)

_UNPACKED_BY: Final = {".gz": "gzip", ".zst": "zstd", ".bz2": "bzip2", ".xz": "xz"}


def is_known(data: bytes) -> bool:
    """Whether it shows what the data are."""
    return _kind(data) not in (None, _XML, _BINARY)


def reason(data: bytes, place: str) -> str | None:
    """What data that are no record are, and the remedy; None if that is unknown."""
    what = _kind(data)
    ids = list(dict.fromkeys(each.decode() for each in _NCT_ID.findall(data)))
    if not ids or what == _BINARY or (what and _OTHER_REGISTRIES.search(what)):
        return what
    names = f"{len(ids):,} trials" if len(ids) > 1 else "a trial"
    return f"{what or f'not a record, but it names {names}'}; {_fetched(ids, place)}"


def _kind(data: bytes) -> str | None:
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    return next((what for pattern, what in _KINDS if pattern.search(head)), None)


def _fetched(ids: list[str], place: str) -> str:
    """The command that fetches the records of trials."""
    if len(ids) <= _MOST_IDS:
        return f"`kg fetch {' '.join(ids)}` gets the records from ClinicalTrials.gov"
    name = shlex.quote(place)
    if "!" in place or not PurePath(place).suffix or place.endswith("]"):
        name = "FILE"
    unpack = _UNPACKED_BY.get(PurePath(place).suffix.lower())
    text = f"{unpack} -dc {name} | " if unpack else ""
    file = "" if unpack else f" {name}"
    line = f"{text}grep -oE 'NCT[0-9]{{8}}'{file} | sort -u | xargs kg fetch"
    return f"`{line}` gets the records of {len(ids):,} trials from ClinicalTrials.gov"
