"""What a load computes beside the files of a new generation, in its index folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from kg.stores.embedded import names, postings
from kg.stores.embedded.search_index import layout, writing
from kg.stores.embedded.search_index.database import is_readable
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

    If they are `few`, the earlier postings, search index and names are copied and changed. False if
    there is no room for them; OSError if there is none for the list of changed trials, without
    which similar trials would seem current.
    """
    folder = index_of(path)
    folder.mkdir(exist_ok=True)
    note_changes(old, new, graphs, earlier and index_of(earlier), folder)
    records = [graph for graph in graphs if not is_of_similarity(graph)]
    if earlier and len(records) == len(graphs):
        _link(similarity_of(earlier), similarity_of(path))
    before = index_of(earlier) if few and earlier else None
    return all(
        [
            _write_postings(new, old, before, records, folder),
            _write_search_index(new, before, records, folder),
            _write_names(new, old, before, records, folder),
        ]
    )


def is_whole(folder: Path) -> bool:
    """Whether an index folder has the postings, the search index and the names of this version."""
    known = postings.opened(folder)
    if known is not None:
        known.close()
    current = known is not None and known.is_current
    return current and is_readable(folder) and names.is_readable(folder)


def _write_postings(
    new: pyoxigraph.Store,
    old: pyoxigraph.Store | None,
    earlier: Path | None,
    graphs: Collection[str],
    folder: Path,
) -> bool:
    known = postings.opened(earlier) if earlier else None
    if known is not None and earlier and old:
        known.close()
        if known.is_current and _copied(earlier / postings.NAME, folder):
            return postings.update(old, new, graphs, folder) or postings.write(new, folder)
    return postings.write(new, folder)


def _write_search_index(
    new: pyoxigraph.Store, earlier: Path | None, graphs: Collection[str], folder: Path
) -> bool:
    if earlier and is_readable(earlier) and _copied(earlier / layout.NAME, folder):
        return writing.update(new, graphs, folder) or writing.write(new, folder)
    return writing.write(new, folder)


def _write_names(
    new: pyoxigraph.Store,
    old: pyoxigraph.Store | None,
    earlier: Path | None,
    graphs: Collection[str],
    folder: Path,
) -> bool:
    if earlier and old and names.is_readable(earlier) and _copied(earlier / names.NAME, folder):
        return names.update(old, new, graphs, folder) or names.write(new, folder)
    return names.write(new, folder)


def _link(earlier: Path, folder: Path) -> None:
    """Gives the index of similar trials, whose files never change, to this version of the store.

    Where that is not possible there is none, and it is made anew when it is needed.
    """
    try:
        shutil.copytree(earlier, folder, copy_function=os.link)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)


def _copied(file: Path, folder: Path) -> bool:
    """Whether a file of the earlier index is copied."""
    try:
        shutil.copyfile(file, folder / file.name)
    except OSError:  # no room for two, but perhaps for one
        (folder / file.name).unlink(missing_ok=True)
        return False
    return True
