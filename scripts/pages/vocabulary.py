"""What the page of the vocabulary says of each term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rdflib import DCTERMS, OWL, QB, RDF, RDFS, SDO, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.rdf.vocabulary import KG
from scripts.pages import usage
from scripts.pages.examples import Example
from scripts.pages.names import VOCABULARY, Link, Names, alphabetical

Row = tuple[str, list[Link]]

STATED: Final = {
    RDFS.subClassOf: "Subclass of",
    OWL.equivalentClass: "Equivalent class",
    RDFS.subPropertyOf: "Subproperty of",
    OWL.equivalentProperty: "Equivalent property",
    OWL.inverseOf: "Inverse of",
    RDFS.domain: "Domain",
    SDO.domainIncludes: "Domain includes",
    RDFS.range: "Range",
    SDO.rangeIncludes: "Range includes",
    QB.component: "Components",
    SKOS.exactMatch: "Exact match",
    SKOS.closeMatch: "Close match",
    SKOS.broadMatch: "Broader match",
    SKOS.narrowMatch: "Narrower match",
    SKOS.relatedMatch: "Related match",
    RDFS.seeAlso: "See also",
    DCTERMS.source: "Source",
    RDFS.isDefinedBy: "Defined by",
    RDFS.comment: "Note",
    SKOS.scopeNote: "Note",
}
"""Property of a term -> the heading of its row; others are headed by their CURIE."""

SAID_ELSEWHERE: Final = {
    RDF.type, RDFS.label, SKOS.prefLabel, SKOS.definition, SKOS.notation,
    SKOS.inScheme,
}  # fmt: skip
"""Properties of a term that have their own place in its block."""

INVERSE: Final = {
    "Subclasses": (RDFS.subClassOf,),
    "Subproperties": (RDFS.subPropertyOf,),
    "Properties": (RDFS.domain, SDO.domainIncludes),
    "Value of": (RDFS.range, SDO.rangeIncludes),
    "Values of": (RDFS.seeAlso,),
}
"""Heading -> the properties that lead to a term from those of the row."""

KINDS: Final = {
    "Classes": (OWL.Class,),
    "Properties": (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty),
    "Code lists": (SKOS.ConceptScheme,),
}
"""Section of kg's own terms -> what they are; concepts are rows of their code lists."""

ONTOLOGY: Final = URIRef(KG.removesuffix("#"))
"""What defines kg's own terms, which goes without saying."""

OTHER: Final = "Other terms"
OUTSIDE: Final = "Terms of other vocabularies"


@dataclass(frozen=True, slots=True)
class Term:
    """All that is said of a term."""

    iri: URIRef
    curie: str
    anchor: str
    label: str
    kinds: list[Link]
    definition: str | None
    notation: str | None
    rows: list[Row]
    example: Example | None
    concepts: list[Term]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of the page by section."""

    sections: dict[str, list[Term]]

    @property
    def without_example(self) -> list[Term]:
        """The terms that no bundled record states; a code list has the examples of its terms."""
        listed = [term for terms in self.sections.values() for term in terms]
        every = [each for term in listed for each in (term.concepts or [term])]
        return [term for term in every if term.example is None]


class Describer:
    """Makes the blocks of terms from the ontologies, the shapes, the queries and the code."""

    def __init__(
        self,
        ontologies: Graph,
        names: Names,
        terms: set[URIRef],
        in_shapes: Mapping[Node, Mapping[URIRef, URIRef]],
        examples: Mapping[Node, Example],
    ) -> None:
        self.graph = ontologies
        self.names = names.on(VOCABULARY)
        self._in_shapes = in_shapes
        self._examples = examples
        self._in_queries = usage.queries({names.curie(str(term)): term for term in terms})
        self._in_modules = usage.modules()

    def term(self, iri: URIRef) -> Term:
        """The block of one term."""
        graph, names = self.graph, self.names
        definition = graph.value(iri, SKOS.definition) or graph.value(iri, RDFS.comment)
        notation = graph.value(iri, SKOS.notation)
        concepts = sorted(
            graph.subjects(SKOS.inScheme, iri), key=lambda each: names.curie(str(each))
        )
        return Term(
            iri,
            names.curie(iri),
            names.anchor(iri),
            names.label(iri) or names.curie(iri),
            names.links(graph.objects(iri, RDF.type)),
            None if definition is None else str(definition),
            None if notation is None else str(notation),
            [*self._stated(iri, definition), *self._inverse(iri), *self._used(iri)],
            self._examples.get(iri),
            [self.term(each) for each in concepts if isinstance(each, URIRef)],
        )

    def _stated(self, iri: URIRef, definition: Node | None) -> Iterator[Row]:
        if not iri.startswith(KG):
            yield "IRI", [Link(str(iri), str(iri))]
        values: Mapping[str, list[Node]] = defaultdict(list)
        for predicate, value in self.graph.predicate_objects(iri):
            if predicate not in SAID_ELSEWHERE and value not in (definition, ONTOLOGY):
                heading = STATED.get(predicate) or self.names.curie(str(predicate))  # type: ignore[call-overload]
                values[heading].append(value)
        for heading in sorted(values, key=[*STATED.values(), *sorted(values)].index):
            yield heading, self.names.links(values[heading])

    def _inverse(self, iri: URIRef) -> Iterator[Row]:
        for heading, predicates in INVERSE.items():
            subjects = [s for each in predicates for s in self.graph.subjects(each, iri)]
            if subjects:
                yield heading, self.names.links(subjects)

    def _used(self, iri: URIRef) -> Iterator[Row]:
        shapes = self._in_shapes.get(iri)
        if shapes:
            yield "Shapes", [self.names.shape(*named) for named in shapes.items()]
        for heading, places in (("Queries", self._in_queries), ("Stated by", self._in_modules)):
            if iri in places:
                yield heading, [Link(name, is_code=True) for name in places[iri]]


def vocabulary(terms: set[URIRef], describer: Describer) -> Vocabulary:
    """The terms as the page has them."""
    in_lists = set(describer.graph.subjects(SKOS.inScheme))
    sections: dict[str, list[Term]] = {heading: [] for heading in (*KINDS, OTHER, OUTSIDE)}
    for iri in sorted(terms - in_lists, key=lambda each: alphabetical(describer.names.curie(each))):
        sections[_section(describer.graph, iri)].append(describer.term(iri))
    return Vocabulary(sections)


def _section(ontologies: Graph, iri: URIRef) -> str:
    if not iri.startswith(KG):
        return OUTSIDE
    kinds = set(ontologies.objects(iri, RDF.type))
    return next((heading for heading, among in KINDS.items() if kinds & set(among)), OTHER)
