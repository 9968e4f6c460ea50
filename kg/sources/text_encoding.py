"""Decoding of bytes, and messages about bytes that are not text or JSON.

JSON is UTF-8 (https://www.rfc-editor.org/rfc/rfc8259#section-8.1), and so is everything else that
is read; UTF-16 and UTF-32 are accepted with a byte order mark.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

import msgspec

from kg.errors import RecordError

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark is a prefix of this one
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""The encoding that each byte order mark announces; it drops the mark."""


def decoded(data: bytes, place: str, encoding: str = "utf-8") -> str:
    """`data` as text; RecordError names the first byte that can't be decoded."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise undecodable(error, place, encoding) from None


def undecodable(
    error: UnicodeDecodeError, place: str, encoding: str, before: int = 0
) -> RecordError:
    """The error for data that are not in an encoding, with `before` bytes before them."""
    return RecordError(
        place,
        f"not {encoding.upper()}: byte {before + error.start} is "
        f"0x{error.object[error.start]:02X} ({error.reason}); save it as UTF-8 and try again",
    )


_AT_BYTE: Final = re.compile(r"\(byte (\d+)\)")


def json_fault(size: int, error: msgspec.DecodeError | RecursionError, before: int = 0) -> str:
    """Why `size` bytes, with `before` others before them, are not JSON, in words."""
    message = str(error)
    if isinstance(error, RecursionError):
        return "nested too deep for a record"
    if "truncated" in message:
        return f"the JSON is cut off at byte {before + size}: is the file complete?"
    message = message.removeprefix("JSON is malformed: ")
    return f"not JSON: {_AT_BYTE.sub(lambda at: f'(byte {before + int(at[1])})', message)}"
