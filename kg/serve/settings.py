"""What a server is started with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # the command line reads the defaults, and is not to load a store for them
    from kg.stores.embedded import EmbeddedStore

DEFAULT_HOST: Final = "127.0.0.1"
"""The address of this machine that no other machine reaches."""

DEFAULT_PORT: Final = 8000
DEFAULT_TIMEOUT: Final = 30.0
DEFAULT_MEMORY: Final = 2.0
DEFAULT_ROWS: Final = 1_000_000
DEFAULT_QUERIES: Final = 2


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """The store that is served, the address that its readers see, and the limits of a query.

    `public_url` ends in a slash. A query may take `timeout` seconds, `memory` GiB and return
    `max_rows` solutions or triples; `queries` run at once.
    """

    store: EmbeddedStore
    public_url: str
    timeout: float = DEFAULT_TIMEOUT
    memory: float = DEFAULT_MEMORY
    max_rows: int = DEFAULT_ROWS
    queries: int = DEFAULT_QUERIES
