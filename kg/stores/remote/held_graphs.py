"""What a store has already of the graphs that are to be sent, and which of them it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from kg.errors import StoreError
from kg.rdf import ontology
from kg.rdf.ontology import ONTOLOGY
from kg.stores.remote.client import FailedError, LostError, UnavailableError
from kg.stores.remote.graph_writer import same

if TYPE_CHECKING:
    from kg.stores.remote.graph_writer import GraphWriter
    from kg.stores.remote.spool import GraphContent

_RELEASE: Final = (
    f"SELECT ?version ?modified {{ GRAPH <{ONTOLOGY}> {{"
    f" <{ONTOLOGY}> {ontology.VERSION} ?version ; {ontology.MODIFIED} ?modified }} }}"
)


class HeldGraphs:
    """The graphs that a store had before the load, as far as they were counted: `known`."""

    def __init__(self, writer: GraphWriter) -> None:
        self.known: set[str] = set()
        self._endpoint = writer.endpoint
        self._writer = writer
        self._answers = True

    def counts(self, contents: Sequence[GraphContent]) -> dict[str, int]:
        """The number of triples that the store has of each of these graphs, if it has any."""
        held = self._endpoint.counts(each.graph for each in contents)
        self.known |= held.keys()
        return held

    def has_equal(self, content: GraphContent, held: Mapping[str, int]) -> bool:
        """Whether the store has this graph as it is; False also if it does not return the graph.

        `held` are the counts. Raises StoreError if the store can't be reached.
        """
        if not self._answers or not content.fits(held.get(content.graph, 0)):
            return False
        try:
            return same(content, self._writer.held(content.graph))
        except FailedError:
            self._answers = False
            return False
        except (UnavailableError, LostError):
            raise
        except StoreError:  # it has more triples than the store returns
            return False

    def lacks_vocabulary(self) -> bool:
        """Whether the store has no graph of the ontology, or one that is older than kg's."""
        count = self._endpoint.counts([ONTOLOGY]).get(ONTOLOGY, 0)
        return not any(
            ontology.is_current(row.get("version", ""), row.get("modified", ""), count)
            for row in self._endpoint.rows(_RELEASE)
        )
