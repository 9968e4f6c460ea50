"""The boxes of a picture and the lines between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from kg.rdf.terms import WEB_IRI
from kg.related.reasons import Reason


@dataclass(slots=True)
class Node:
    """A box: `caption`, `text`, what it is in short (`brief`), and counts in bold (`more`).

    The text may be cut to fit. `facts` and `reasons` are all that is known, `address` is a page,
    and `page` one that is known to be safe, perhaps beside the picture, which comes first;
    `several` is whether the text names only some of several things.
    """

    id: str
    kind: str
    caption: str
    text: str
    brief: str = ""
    more: tuple[str, ...] = ()
    facts: list[str] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    address: str | None = None
    page: str = ""
    several: bool = False

    @property
    def href(self) -> str:
        """Where the box leads: a page, or an address of http(s); else empty."""
        known = self.address or ""
        return self.page or (known if WEB_IRI.fullmatch(known) else "")

    @property
    def heading(self) -> str:
        """What is above all that is known; reasons are not said twice."""
        alone = self.several or self.kind in ("statement", "similarity")
        return self.caption if alone else f"{self.caption}: {' '.join(self.text.split())}"


class Edge(NamedTuple):
    """A line from left to right; `arrow` is the side of its head: "left", "right" or ""."""

    left: str
    right: str
    kind: str
    arrow: str = ""
