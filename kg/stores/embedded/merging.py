"""Joins what is staged with the files of a store: the smaller part is written into the larger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from kg.stores.loading import with_links

if TYPE_CHECKING:
    import pyoxigraph

    from kg.stores.embedded.staging import StagedLoad

    GraphName: TypeAlias = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.DefaultGraph

_BATCH: Final = 100_000
"""Quads per transaction when the copy is written."""

_BULK: Final = 1_000_000
"""Quads from which new graphs are written to the copy in bulk, as into a new store."""

_COUNTED: Final = 200
"""Graphs whose quads are counted to estimate those of many."""


def merged(staged: StagedLoad, old: pyoxigraph.Store, copy: Path) -> tuple[Path, bool]:
    """The files with the old graphs, replaced by the staged ones of the same name, and whether they
    are joined as well as before.
    """
    import pyoxigraph

    new = set(staged.store.named_graphs())
    named = map(pyoxigraph.NamedNode, with_links(staged.removed))
    gone = {graph for graph in named if old.contains_named_graph(graph)}
    staged.outcome.removed = [graph.value for graph in gone]
    staged.outcome.absent = len(staged.removed - set(staged.outcome.removed))
    kept = [graph for graph in old.named_graphs() if graph not in new and graph not in gone]
    if _quads_in(old, kept) <= _quads_in(staged.store, list(new)) + _quads_in(old, list(gone)):
        staged.store.bulk_extend(_quads_of(old, (*kept, pyoxigraph.DefaultGraph())))
        return staged.path, False
    old.backup(copy)
    joined = pyoxigraph.Store(copy)
    for graph in gone:
        joined.remove_graph(graph)
    added = [graph for graph in new if not old.contains_named_graph(graph)]
    bulk = _quads_in(staged.store, added) >= _BULK
    if bulk:
        joined.bulk_extend(_quads_of(staged.store, added))
        new.difference_update(added)
    _replace(joined, staged.store, new)
    joined.flush()
    return copy, not bulk


def _quads_of(store: pyoxigraph.Store, graphs: Iterable[GraphName]) -> Iterator[pyoxigraph.Quad]:
    for graph in graphs:
        yield from store.quads_for_pattern(None, None, None, graph)


def _quads_in(store: pyoxigraph.Store, graphs: Sequence[GraphName]) -> float:
    """The number of quads in some graphs, estimated from _COUNTED of them if they are more."""
    counted = graphs[:: -(-len(graphs) // _COUNTED) or 1]
    quads = sum(1 for _ in _quads_of(store, counted))
    return quads * len(graphs) / max(len(counted), 1)


def _replace(
    store: pyoxigraph.Store, staged: pyoxigraph.Store, graphs: Iterable[GraphName]
) -> None:
    """Replaces graphs by those of the same name in `staged`, writing only what differs."""
    import pyoxigraph

    def differing() -> Iterator[pyoxigraph.Quad]:
        graph: GraphName
        for graph in (*graphs, pyoxigraph.DefaultGraph()):
            now = set(store.quads_for_pattern(None, None, None, graph))
            if not now:  # it may be large
                yield from staged.quads_for_pattern(None, None, None, graph)
                continue
            wanted = set(staged.quads_for_pattern(None, None, None, graph))
            if not isinstance(graph, pyoxigraph.DefaultGraph):
                for quad in now - wanted:
                    store.remove(quad)
            yield from wanted - now

    quads = differing()
    while batch := list(islice(quads, _BATCH)):
        store.extend(batch)
