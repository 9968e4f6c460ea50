"""How the process of a query ends: its exit status."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

DAMAGED: Final = "Corruption"
"""How messages of RocksDB, Oxigraph's store, begin if a checksum is wrong."""


class QueryStatus(IntEnum):
    """An exit status: TABLE and GRAPH with results, the others without."""

    TABLE = 0
    REFUSED = 3
    GRAPH = 4
    UPDATE = 5
    OTHER_FORM = 6
    TOO_MANY = 7
    TOO_LONG = 8
    DAMAGED = 9
