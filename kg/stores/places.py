"""Where the graphs of a load come from: each from one place."""

from __future__ import annotations

from kg.errors import SourceError


class Places:
    """Where each graph that is to be loaded comes from; it may come from one place."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}

    def claim(self, graph: str, place: str) -> None:
        """Notes the graph's place; SourceError where it came from another one already."""
        if graph in self._of:
            raise SourceError(
                f"the graph {graph} is in {self._of[graph]} and in {place}: load one after the"
                " other, the newer one last"
            )
        self._of[graph] = place
