"""What a load computes beside the files of a new generation, in its index folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from kg.stores.embedded import postings
from kg.stores.embedded.similarity_changes import note_changes
from kg.stores.embedded.versions import index_of, similarity_of
from kg.stores.loading import is_of_similarity

if TYPE_CHECKING:
    import pyoxigraph


def write_index(
    path: Path,
    new: pyoxigraph.Store,
    earlier: Path | None,
    old: pyoxigraph.Store | None,
    graphs: Collection[str],
    *,
    few: bool,
) -> bool:
    """Writes the index folder of the files in `path`, of which `graphs` are not those of `earlier`.

    If they are `few`, the earlier postings are copied and changed. False if there is no room for
    postings; OSError if there is none for the list of changed trials, without which similar trials
    would seem current.
    """
    folder = index_of(path)
    folder.mkdir(exist_ok=True)
    note_changes(old, new, graphs, earlier and index_of(earlier), folder)
    records = [graph for graph in graphs if not is_of_similarity(graph)]
    if earlier and len(records) == len(graphs):
        _link(similarity_of(earlier), similarity_of(path))
    if few and earlier and old and _copied(index_of(earlier), folder):
        return postings.update(old, new, records, folder) or postings.write(new, folder)
    return postings.write(new, folder)


def _link(earlier: Path, folder: Path) -> None:
    """Gives the index of similar trials, whose files never change, to this version of the store.

    Where that is not possible there is none, and it is made anew when it is needed.
    """
    try:
        shutil.copytree(earlier, folder, copy_function=os.link)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)


def _copied(earlier: Path, folder: Path) -> bool:
    """Whether the earlier postings can be read and are copied."""
    known = postings.opened(earlier)
    if known is None:
        return False
    known.close()
    try:
        shutil.copyfile(earlier / postings.NAME, folder / postings.NAME)
    except OSError:  # no room for two, but perhaps for one
        (folder / postings.NAME).unlink(missing_ok=True)
        return False
    return True
