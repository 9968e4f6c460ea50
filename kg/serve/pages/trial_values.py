"""The values of a card as a page shows them: in lines, and with the addresses of what they name."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup, escape

from kg.rdf.terms import WEB_IRI
from kg.serve.links import PageLinks, is_intervention, trial_number
from kg.trial_card.card import CellText, NameText

_PARTS: Final = ("trial/", "graph/", "dataset")
"""What kg names that has no page of its own: parts of a record."""

_THINGS: Final = (
    "https://doi.org/",
    "https://pubmed.ncbi.nlm.nih.gov/",
    "http://id.nlm.nih.gov/mesh/",
)
"""How the IRIs of things begin that others named."""

_INSIDE: Final = Markup('<a href="{}">{}</a>')
_OUTSIDE: Final = Markup('<a href="{}" rel="noopener">{}</a>')


class CardAddresses:
    """The addresses for the values of cards."""

    def __init__(self, links: PageLinks) -> None:
        self._links = links

    def lines(self, cell: str) -> tuple[str, ...]:
        """The values of a cell, or its one value."""
        return cell.values if isinstance(cell, CellText) else (cell,)

    def linked(self, value: str) -> Markup:
        """A value as HTML, with a link to what it names or is."""
        if inside := self.inside(value):
            return _INSIDE.format(inside, value.strip())
        if outside := self.outside(value):
            return _OUTSIDE.format(outside, value)
        return escape(value.strip())

    def inside(self, value: str) -> str:
        """The page of the thing that a value names; empty if there is none."""
        iri = value.iri if isinstance(value, NameText) else ""
        if not iri or iri == value:
            return ""
        if is_intervention(iri, self._links.base):
            return self._links.intervention(value)
        own = iri.removeprefix(self._links.base)
        is_thing = own != iri and not own.startswith(_PARTS)
        if is_thing or trial_number(iri) or iri.startswith(_THINGS):
            return self._links.thing(iri)
        return ""

    def outside(self, value: str) -> str:
        """The address that a value is, if it may be linked; else empty."""
        return value if WEB_IRI.fullmatch(value) else ""
