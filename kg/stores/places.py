"""The places that the graphs of a load come from."""

from __future__ import annotations

from kg.errors import SourceError


class Places:
    """The place of each graph that is to be loaded; a graph may come from one place only."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}

    def claim(self, graph: str, place: str) -> None:
        """Notes the graph's place; SourceError if it already has another one."""
        if graph in self._of:
            raise SourceError(
                f"the graph {graph} is in {self._of[graph]} and in {place}: load one after the"
                " other, the newer one last"
            )
        self._of[graph] = place
