"""Loads stores in which a PUT may leave half a graph: graphs are staged, moved and counted.

A MOVE from a graph that does not exist empties its target. So a move is sent once: after it, with
or without a response, both graphs are counted, and what was not moved is staged again under another
name. What the store may still move late is not touched until the load ends.
https://www.w3.org/TR/sparql11-update/#move
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.errors import StoreError
from kg.rdf.terms import NOT_IN_IRI
from kg.stores.remote.client import RequestRefusedError, TooSlowError
from kg.stores.remote.graph_writer import GraphWriter
from kg.stores.remote.spool import GraphContent

if TYPE_CHECKING:
    from kg.stores.loading import LoadResult

STAGING: Final = "urn:kg:staging:"
"""The start of the names of staged graphs; the time at which they were staged follows."""

_STALE: Final = 86_400
"""Seconds after which no load can still need its staged graphs."""

_TIME: Final = re.compile("[0-9]{1,15}")
_LEFT: Final = (
    f'SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{STAGING}")) }}'
)


class StagedMove:
    """Sends batches of graphs to one store, and notes the outcome of each graph."""

    def __init__(self, writer: GraphWriter, outcome: LoadResult) -> None:
        self._writer = writer
        self._endpoint = writer.endpoint
        self._outcome = outcome

    def sweep(self) -> None:
        """Drops staged graphs that a killed load left a day ago or longer; counts newer ones."""
        listed = (row.get("g", "") for row in self._endpoint.rows(_LEFT))
        found = [name for name in listed if name and not NOT_IN_IRI.search(name)]
        stale = [name for name in found if _age(name) > _STALE]
        self._writer.drop(stale)
        self._outcome.staged_by_others = len(found) - len(stale)

    def send(self, batch: list[GraphContent]) -> None:
        """Loads a batch into the store; StoreError if some of it could not be loaded.

        Also after an error, the outcome has the result of each graph.
        """
        load = _Load(batch)
        try:
            self._send(load)
        except (StoreError, KeyboardInterrupt):
            if load.asked:
                with suppress(StoreError, KeyboardInterrupt):
                    self._count(load)
            raise
        finally:
            self._outcome.new += [each.graph for each in batch if each.graph in load.moved]
            unmoved = [each.graph for each in load.rest if each.graph not in self._outcome.refused]
            torn = {each.graph for each in load.torn}
            doubtful = {load.names[name].graph for name in load.asked | load.late} - torn
            self._outcome.torn += [graph for graph in unmoved if graph in torn]
            self._outcome.doubtful += [graph for graph in unmoved if graph in doubtful]
            self._outcome.old += [graph for graph in unmoved if graph not in doubtful | torn]
            self._clean_up(load)

    def _send(self, load: _Load) -> None:
        patience = self._endpoint.client.patience
        for attempt in range(patience.attempts):
            if attempt:
                time.sleep(patience.pause * 2**attempt)
            load.current = self._staged(load)
            load.asked = set(load.current)
            lost = self._moved(load.current)
            if isinstance(lost, TooSlowError):
                load.late |= load.asked
            self._count(load)
            if lost:
                self._wait(load)
            self._mend(load)
            if not load.rest or isinstance(lost, RequestRefusedError):
                break
        if load.rest:
            raise lost or StoreError(f"{self._endpoint.place} did not move what was staged")

    def _staged(self, load: _Load) -> dict[str, GraphContent]:
        """Puts graphs under temporary names; StoreError if one is not complete there."""
        run = f"{STAGING}{int(time.time())}:{os.urandom(4).hex()}:"
        names = {f"{run}{index}": content for index, content in enumerate(load.rest)}
        load.names |= names
        staged = {}
        for name, content in names.items():
            reason = self._writer.refusal(name, content)
            if reason:
                self._outcome.refused[content.graph] = reason
            else:
                staged[name] = content
        load.rest = list(staged.values())
        held = self._endpoint.counts(staged)
        for name, content in staged.items():
            if not content.fits(held.get(name, 0)):
                self._writer.put(name, content)
                self._writer.refuse_short(name, content)
        return staged

    def _moved(self, names: Mapping[str, GraphContent]) -> StoreError | None:
        """Requests the moves; the error if the store does not confirm them."""
        moves = [f"MOVE GRAPH <{name}> TO GRAPH <{each.graph}>" for name, each in names.items()]
        try:
            self._writer.update(moves, repeatable=False)
        except StoreError as error:
            return error
        return None

    def _count(self, load: _Load) -> None:
        """Counts the graphs to be moved, under both names."""
        held = self._endpoint.counts(
            [*load.current, *(each.graph for each in load.current.values())]
        )
        load.asked, load.torn = set(), []
        for name, content in load.current.items():
            if name not in held and content.fits(held.get(content.graph, 0)):
                load.moved.add(content.graph)
            elif name not in held:
                load.torn.append(content)
        load.rest = [each for each in load.rest if each.graph not in load.moved]

    def _mend(self, load: _Load) -> None:
        """Puts graphs again that the store moved only in part."""
        for content in load.torn[:]:
            self._writer.put(content.graph, content)
            self._writer.refuse_short(content.graph, content)
            load.moved.add(content.graph)
            load.torn.remove(content)
            load.rest.remove(content)

    def _wait(self, load: _Load) -> None:
        """Counts again as long as an unconfirmed move is in progress."""
        before = None
        while load.rest and len(load.rest) != before:
            before = len(load.rest)
            time.sleep(self._endpoint.client.patience.pause)
            self._count(load)

    def _clean_up(self, load: _Load) -> None:
        """Drops what is still staged, except what may be moved late; counts what stays."""
        try:
            staged = self._endpoint.counts(load.names)
            self._writer.drop([name for name in staged if name not in load.late])
            self._outcome.staged += len(load.late & staged.keys())
        except StoreError:
            self._outcome.staged += len(load.names)


@dataclass(slots=True)
class _Load:
    """A batch in progress: what is not moved yet, and the names under which it is staged.

    `current` are the names of this attempt, `asked` those that may or may not have been moved, and
    `late` those that the store may still move. `torn` were moved only in part.
    """

    rest: list[GraphContent]
    names: dict[str, GraphContent] = field(default_factory=dict)
    current: dict[str, GraphContent] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)
    torn: list[GraphContent] = field(default_factory=list)
    moved: set[str] = field(default_factory=set)


def _age(name: str) -> float:
    """Seconds since a graph was staged; 0 for a name that is not kg's."""
    began = name.removeprefix(STAGING).partition(":")[0]
    return time.time() - int(began) if _TIME.fullmatch(began) else 0.0
