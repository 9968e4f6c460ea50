"""Fixtures of the tests of stores."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from kg.stores.embedded import EmbeddedStore
from kg.stores.loading import LoadableStore
from tests.support import sparql_servers
from tests.support.remote_stores import store

EMBEDDED: Final = "embedded"


@pytest.fixture(params=[EMBEDDED, *sparql_servers.KINDS])
def every_store(
    request: pytest.FixtureRequest,
    server_of: Callable[[str], sparql_servers.Server],
    tmp_path: Path,
) -> LoadableStore:
    """An embedded store, and one on each server; a test runs with each of them."""
    if request.param == EMBEDDED:
        return EmbeddedStore(tmp_path / "store")
    return store(server_of(request.param))
