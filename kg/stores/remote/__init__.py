"""A store behind an endpoint: queried by the SPARQL Protocol, loaded graph by graph."""

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
    """A store behind an endpoint that takes graphs as well.

    `on_sent`, which may be set, is given how many graphs of how many were sent.
    """

    on_sent: Callable[[int, int], None] = staticmethod(lambda _sent, _all: None)

    @property
    def option(self) -> str:
        """The option of the command line that names the store."""
        return f"--endpoint {self.url}"

    @property
    def rejects(self) -> Path:
        """Where the rejects of a load go."""
        name = _UNSAFE.sub("-", self.url.partition("://")[2]).strip("-")
        return Path("output", f"{name}.rejects.jsonl")

    @contextmanager
    def loading(self) -> Iterator[Upload]:
        """What is staged within the block is sent behind it, a graph as a whole."""
        with Upload(self, self.on_sent) as upload:
            yield upload
            upload.send()
