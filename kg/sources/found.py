"""What reading a source yields: the bytes of a record, or the error in its place."""

from __future__ import annotations

from typing import Final, NamedTuple, TypeAlias

from kg.errors import KgError

LARGEST_RECORD: Final = 200 << 20
"""The most bytes of one record or one web page."""


class Blob(NamedTuple):
    """One record as raw bytes, and its place for messages."""

    place: str
    data: bytes


Found: TypeAlias = Blob | KgError
"""The next item read: a record's bytes, or the error in its place."""


def too_large() -> str:
    """What is wrong with a record of more than LARGEST_RECORD bytes."""
    return f"larger than {LARGEST_RECORD >> 20} MB, the limit for a record"
