"""Where a JSON value ends: the part of a parser that cuts a stream of values.

msgspec skips a value at some 1 GB/s and says in its message where it stopped. It refuses some
values whose end is plain to see (NaN, a control character, a lone surrogate); the standard library
finds the end of these, and the reader of the record reports what is wrong with it.
"""

from __future__ import annotations

import json
import re
from typing import Final

import msgspec

from kg.sources.text_encoding import json_fault

_TRAILING: Final = re.compile(r"trailing characters \(byte (\d+)\)")
_SURROGATE: Final = re.compile(rb"\\u[dD][89abAB]")
_MOST_LENIENT: Final = 64 << 20  # bytes: the values made of them take ten times as many

_ONE_A_RECORD: Final = b'rotocolSection"'

_skip = msgspec.json.Decoder(msgspec.Raw).decode
_lenient = json.JSONDecoder(strict=False)


class Unfinished(Exception):
    """The value has no end within the data."""


class Broken(Exception):
    """The data are not JSON; the text says why and at which byte of the stream."""


class TooDeep(Broken):
    """The data are nested deeper than any record."""


def sound_end(data: bytes, start: int, stop: int) -> int | None:
    """The end of the sound value at `start` in `data` up to `stop`; None if there is none.

    Raises RecursionError if it is nested too deep.
    """
    try:
        _skip(memoryview(data)[start:stop])
    except msgspec.DecodeError as error:
        trailing = _TRAILING.search(str(error))
        return start + int(trailing[1]) - 1 if trailing else None  # it counts the byte after
    return stop


def end_of_value(data: bytes, start: int, stop: int, *, at_end: bool, base: int = 0) -> int:
    """The end of the value at `start`, which must not be blank, in `data` up to `stop`.

    `at_end` says that no more data follow, `base` how many bytes came before. Raises Unfinished or
    Broken if there is no end.
    """
    try:
        _skip(memoryview(data)[start:stop])
    except msgspec.DecodeError as error:
        trailing = _TRAILING.search(str(error))
        if trailing:
            return start + int(trailing[1]) - 1  # it counts the byte after
        truncated = "truncated" in str(error)
        if truncated and not at_end and not _SURROGATE.search(data, start, stop):
            raise Unfinished from None
        end = _lenient_end(data, start, stop)
        if end is not None:
            return end
        if truncated and not at_end:
            raise Unfinished from None
        raise Broken(json_fault(stop - start, error, base + start)) from None
    except RecursionError as error:
        raise TooDeep(json_fault(stop - start, error, base + start)) from None
    return stop


def _lenient_end(data: bytes, start: int, stop: int) -> int | None:
    """The end of a value that is one record at most; None if it has no end."""
    text = data[start : min(stop, start + _MOST_LENIENT)].decode("latin-1")  # a byte a character
    try:
        end = start + _lenient.raw_decode(text)[1]
    except (ValueError, RecursionError):
        return None
    return end if data.count(_ONE_A_RECORD, start, end) < 2 else None
