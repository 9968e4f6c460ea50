"""The number of a trial in the bytes of its record, found without decoding them."""

from __future__ import annotations

import re
from typing import Final

from kg.registries.numbers import trial_number
from kg.sources import ictrp

_BEGINNING: Final = re.compile(
    rb'\s*\{\s*"protocolSection"\s*:\s*\{\s*"identificationModule"\s*:\s*\{'
    rb'\s*"nctId"\s*:\s*"(NCT[0-9]{8})"'
)
_OWN: Final = re.compile(rb'"nctId"\s*:\s*"(NCT[0-9]{8})"|<nct_id>\s*(NCT[0-9]{8})')
_SIGNS: Final = (b'"nctId"', b"<nct_id>")
_ANY: Final = re.compile(rb"(?i:NCT)[0-9]{8}")

_OTHERS: Final = (
    (re.compile(rb'"ctNumber"\s*:\s*"([^"\\]{1,40})"'), "{}"),
    (re.compile(rb"<(?:[\w.-]+:)?isrctn\b[^>]*>\s*([0-9]{8})\s*<"), "ISRCTN{}"),
    (re.compile(rb"\A\s*(?:Summary\s+)?EudraCT Number[ \t]*:[ \t]*([0-9-]+)"), "{}"),
    (
        re.compile(
            rb"\A\s*<(?s:.{0,131072}?)\bEudraCT Number:?\s*</t[dh]>\s*<t[dh][^>]*>\s*([0-9-]+)"
        ),
        "{}",
    ),
)
"""How records of other registries state their own number, and how it is spelled."""


def ids_in(data: bytes) -> set[str]:
    """The numbers that a record may have as its own."""
    if match := _BEGINNING.match(data):
        return {match[1].decode()}
    if ictrp.is_row(data):
        own = ictrp.number_in(data)
        return {own} if own else set()
    if any(sign in data for sign in _SIGNS):  # much faster than the pattern if none is there
        found = [match[1] or match[2] for match in _OWN.finditer(data)]
        if found:
            return {number.decode() for number in found}
    for pattern, spelling in _OTHERS:
        stated = (each.decode("utf-8", "replace") for each in pattern.findall(data))
        numbers = {known for each in stated if (known := trial_number(spelling.format(each)))}
        if numbers:
            return {each.number for each in numbers}
    return {number.decode().upper() for number in _ANY.findall(data)}
