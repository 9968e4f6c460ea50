"""Where the members of a zip archive lie: whether they overlap, and whether one is not listed.

A list that leaves out a member would lose a record without notice.
"""

from __future__ import annotations

import struct
from array import array
from itertools import pairwise
from typing import BinaryIO, Final

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_LOCAL_MAGIC: Final = b"PK\3\4"
_DESCRIPTORS: Final = (0, 12, 16, 20, 24)  # bytes after a member: none, or its checksum and sizes


class Layout:
    """The places of the members in the order of the list, some bytes for each.

    `start` is the first byte of the archive, `stop` that of the list of members.
    """

    def __init__(self, start: int, stop: int) -> None:
        self._start = start
        self._stop = stop
        self._offsets = array("Q")
        self._least_ends = array("Q")
        self.packed = 0

    def add(self, offset: int, name_length: int, packed: int) -> None:
        """Adds a member; what it takes at least is its name and its packed bytes."""
        self.packed += packed
        self._offsets.append(offset)
        self._least_ends.append(offset + _LOCAL.size + name_length + packed)

    def fault(self, file: BinaryIO) -> str | None:
        """What is wrong with the places, in words."""
        offsets, ends = self._offsets, self._least_ends
        order = sorted(range(len(offsets)), key=offsets.__getitem__)
        starts = [*(offsets[number] for number in order), self._stop]
        if starts[0] > self._start and _begins_member(file, self._start):
            return f"the member at byte {self._start} is not in its list"
        for number, (offset, following) in zip(order, pairwise(starts), strict=True):
            if following < ends[number]:
                return f"the member at byte {offset} is listed twice or overlaps with another"
            if following - ends[number] >= _LOCAL.size and (
                unlisted := _unlisted(file, offset, ends[number], following)
            ):
                return f"the member at byte {unlisted} is not in its list"
        return None


def _unlisted(file: BinaryIO, offset: int, least_end: int, following: int) -> int | None:
    """The place of a member between one that is listed and what follows in the list."""
    file.seek(offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size:
        return None
    end = least_end + _LOCAL.unpack(head)[-1]  # the length of its extra fields
    places = (end + size for size in _DESCRIPTORS)
    return next((at for at in places if at < following and _begins_member(file, at)), None)


def _begins_member(file: BinaryIO, at: int) -> bool:
    file.seek(at)
    return file.read(len(_LOCAL_MAGIC)) == _LOCAL_MAGIC
