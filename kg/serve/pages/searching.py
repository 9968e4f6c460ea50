"""The search index of the store that a page reads."""

from __future__ import annotations

from typing import Final

from kg.errors import StoreError
from kg.serve.snapshot import Snapshot
from kg.stores.embedded.search_index import SearchIndex

NO_INDEX: Final = (
    "this store has no search index that can be read, as one of an earlier version of kg: load any"
    " record into it again with `kg load`, and trials can be found here; the page of each trial is"
    " there anyway"
)


def searched(snapshot: Snapshot) -> SearchIndex:
    """The search index; StoreError, with what to do, for a store that has none."""
    if snapshot.search is None:
        raise StoreError(NO_INDEX)
    return snapshot.search
