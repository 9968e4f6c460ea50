"""How a term is written on the pages, and where a link to it leads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rdflib import RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.rdf.iris import DEFAULT_BASE
from kg.rdf.vocabulary import KG, PREFIXES

KGSH: Final = "https://w3id.org/kg-trials/shapes#"
VOCABULARY: Final = "vocabulary.html"
SHAPES: Final = "shapes.html"

_PREFIX: Final = re.compile(r"^@prefix (\w+): <(.+)> \.$", re.MULTILINE)
_LOCAL: Final = re.compile(r"\w(?:[\w.-]*[\w-])?")
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Link:
    """A piece of text, and where it leads if it leads anywhere."""

    text: str
    href: str | None = None
    title: str | None = None
    is_code: bool = False


def prefixes(files: list[Path]) -> dict[str, str]:
    """The prefixes of kg and of Turtle files, the longest namespace first."""
    found = dict(PREFIXES)
    for file in files:
        found |= dict(_PREFIX.findall(file.read_text("utf-8")))
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))


def alphabetical(name: str) -> tuple[str, str]:
    """What puts names into the order of a dictionary, always the same."""
    return name.lower(), name


class Names:
    """The names of terms on one page; `anchored` are the terms that the vocabulary page has."""

    def __init__(
        self, prefixes: Mapping[str, str], labels: Graph, anchored: set[URIRef], page: str
    ) -> None:
        self._prefixes = prefixes
        self._labels = labels
        self._anchored = anchored
        self._page = page

    def on(self, page: str) -> Names:
        """The same names for another page."""
        return Names(self._prefixes, self._labels, self._anchored, page)

    def curie(self, iri: str) -> str:
        """The term as Turtle has it: with its prefix where there is one for it."""
        for prefix, namespace in self._prefixes.items():
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    def anchor(self, iri: str) -> str:
        """The id of a term on its page: the part behind the # for kg's own, else the CURIE."""
        for namespace in (KG, KGSH):
            if iri.startswith(namespace):
                return iri.removeprefix(namespace)
        return self.curie(iri).strip("<>")

    def link(self, term: Node) -> Link:
        """A term with a link to where it is described: on these pages, or at its own address."""
        if not isinstance(term, URIRef):
            return Link(self.turtle(term))
        if term.startswith(KGSH):
            home = SHAPES
        elif term in self._anchored:
            home = VOCABULARY
        else:
            if term.startswith(DEFAULT_BASE):
                return Link(self.curie(term), is_code=True)
            return Link(self.curie(term), str(term))
        page = "" if home == self._page else home
        return Link(self.curie(term), f"{page}#{self.anchor(term)}", self.label(term))

    def shape(self, shape: URIRef, within: URIRef) -> Link:
        """A link to a shape by its name, at the place of one of its property shapes."""
        page = "" if self._page == SHAPES else SHAPES
        return Link(self.anchor(shape), f"{page}#{self.anchor(within)}")

    def label(self, term: Node) -> str | None:
        """The label of a term in the vocabulary."""
        found = self._labels.value(term, SKOS.prefLabel) or self._labels.value(term, RDFS.label)
        return None if found is None else str(found)

    def turtle(self, term: Node) -> str:
        """A term in Turtle; the text of a long literal is cut, which "…" shows."""
        if isinstance(term, URIRef):
            return "a" if term == RDF.type else self.curie(term)
        if isinstance(term, BNode):
            return "[]"
        assert isinstance(term, Literal), term
        text = str(term)
        if term.datatype in (XSD.integer, XSD.boolean):
            return text
        if len(text) > _LONGEST:
            text = f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"
        quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        if term.language:
            return f'"{quoted}"@{term.language}'
        if term.datatype in (None, XSD.string):
            return f'"{quoted}"'
        return f'"{quoted}"^^{self.curie(str(term.datatype))}'

    def links(self, terms: Iterable[Node]) -> list[Link]:
        """Links to terms, each once, in the order of their names."""
        links = {self.link(term) for term in terms}
        return sorted(links, key=lambda link: alphabetical(link.text))
