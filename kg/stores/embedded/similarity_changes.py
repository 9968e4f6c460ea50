"""The trials whose records changed since their similar trials were computed.

A load of records into a store that has similar trials adds them to a list in the index folder; a
load of similar trials takes them off it. So it is known which lists are out of date.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.rdf import vocabulary as vocab
from kg.registries.numbers import number_of_slug
from kg.stores.loading import GRAPHS, SIMILARITY

if TYPE_CHECKING:
    import pyoxigraph

NAME: Final = "similarity-changed.txt"


def changed_trials(folder: Path) -> list[str]:
    """The numbers in the list of an index folder, sorted; none if there is no list."""
    return sorted(number_of_slug(each) or each for each in _listed(folder))


def note_changes(
    old: pyoxigraph.Store | None,
    new: pyoxigraph.Store,
    graphs: Iterable[str],
    earlier: Path | None,
    folder: Path,
) -> None:
    """Writes the list of `new` in `folder`: what `earlier` has, and what `graphs` change.

    A list is only kept while the store has similar trials. A load of all of them, with their
    computation, empties it.
    """
    if not _has_similar_trials(new):
        return
    ends = {graph.rpartition(GRAPHS)[2]: graph for graph in graphs}
    if SIMILARITY in ends:
        return
    changed = set(_listed(earlier)) if earlier else set()
    changed |= {
        end
        for end, graph in ends.items()
        if "/" not in end and _content(old, graph) != _content(new, graph)
    }
    changed -= {end.removeprefix(f"{SIMILARITY}/") for end in ends if "/" in end}
    if changed:
        (folder / NAME).write_text("".join(f"{each}\n" for each in sorted(changed)), "utf-8")


def _listed(folder: Path) -> list[str]:
    """The last segments of the names of the graphs."""
    try:
        return (folder / NAME).read_text("utf-8").split()
    except FileNotFoundError:
        return []


def _has_similar_trials(store: pyoxigraph.Store) -> bool:
    import pyoxigraph

    node = pyoxigraph.NamedNode
    kind, graph = node(vocab.RDF_TYPE[1:-1]), node(vocab.KG_SIMILARITY_GRAPH[1:-1])
    return next(store.quads_for_pattern(None, kind, graph, None), None) is not None


def _content(store: pyoxigraph.Store | None, graph: str) -> set[pyoxigraph.Quad]:
    import pyoxigraph

    if store is None:
        return set()
    return set(store.quads_for_pattern(None, None, None, pyoxigraph.NamedNode(graph)))
