"""Where a record of a trial is, and how new it is."""

from __future__ import annotations

from typing import NamedTuple


class RecordVersion(NamedTuple):
    """A record: its place in its chunk from 0, and its bytes if it may be a part of another one."""

    position: int
    number: str
    version: tuple[str, str, str]
    place: str
    format: str
    data: bytes = b""
    chunk: int = 0
