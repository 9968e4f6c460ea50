"""A store behind an endpoint: queried with the SPARQL Protocol, loaded graph by graph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kg.stores.remote.endpoint import Endpoint
from kg.stores.remote.upload import Upload

_UNSAFE: Final = re.compile(r"[^\w.-]+")


class RemoteStore(Endpoint):
    """A store behind an endpoint that can also be loaded.

    `on_sent`, which may be set, is called with the number of graphs sent and the number of all.
    """

    on_sent: Callable[[int, int], None] = staticmethod(lambda _sent, _all: None)

    @property
    def option(self) -> str:
        """The command-line option that selects the store."""
        return f"--endpoint {self.url}"

    @property
    def rejects(self) -> Path:
        """The file of the rejects of a load."""
        name = _UNSAFE.sub("-", self.url.partition("://")[2]).strip("-")
        return Path("output", f"{name}.rejects.jsonl")

    def sources(self) -> dict[str, bytes]:
        """Nothing, as others may write to the store."""
        return {}

    @contextmanager
    def loading(self) -> Iterator[Upload]:
        """Sends what is staged within the block when the block ends, each graph as a whole."""
        with Upload(self, self.on_sent) as upload:
            yield upload
            upload.send()
