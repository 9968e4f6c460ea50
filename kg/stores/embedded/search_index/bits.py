"""Sets of trials as bits of a whole number: the bit at the place of a trial's id is 1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def of_ids(ids: Iterable[int]) -> int:
    """The set of these ids."""
    found = bytearray()
    for number in ids:
        place = number >> 3
        if place >= len(found):
            found.extend(bytes(place + 1 - len(found)))
        found[place] |= 1 << (number & 7)
    return int.from_bytes(found, "little")


def ids_of(bits: int) -> Iterator[int]:
    """The ids in a set, in their order."""
    for place, byte in enumerate(bits.to_bytes(bits.bit_length() // 8 + 1, "little")):
        if byte:
            for bit in range(8):
                if byte >> bit & 1:
                    yield place << 3 | bit
