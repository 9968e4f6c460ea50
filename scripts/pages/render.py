"""The pages as HTML. They need nothing but themselves: no script, no other host."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final

import jinja2
from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, URIRef
from rdflib.namespace import VANN

from kg.rdf.iris import DEFAULT_BASE
from kg.rdf.vocabulary import KG
from scripts.pages import usage
from scripts.pages.examples import Example, examples
from scripts.pages.mappings import mappings
from scripts.pages.names import SHAPES, VOCABULARY, Names, prefixes
from scripts.pages.shapes import read, shapes
from scripts.pages.vocabulary import Describer, vocabulary

ROOT: Final = Path(__file__).parents[2]
LONGEST: Final = 72
"""Characters of a triple that is still told on one line."""


def pages() -> dict[str, str]:
    """File name -> the page."""
    shape_files = sorted((ROOT / "shapes").glob("*.ttl"))
    ontology_files = sorted((ROOT / "ontologies").glob("*.ttl"))
    ontologies = Graph()
    for path in ontology_files:
        ontologies.parse(path)
    for path in sorted((ROOT / "ontologies").glob("*.sssom.tsv")):
        ontologies += mappings(path)
    shape_graph, files = read(shape_files)
    in_shapes = usage.shapes_of(shape_graph)
    declared = terms_of(ontologies)
    found = examples(declared, ontologies)
    # What kg.ttl only aligns its own terms with is no term of a graph.
    terms = {term for term in declared if term.startswith(KG) or term in {*found, *in_shapes}}
    names = Names(prefixes([*ontology_files, *shape_files]), ontologies, terms, VOCABULARY)
    about = vocabulary(terms, Describer(ontologies, names, terms, in_shapes, found))
    return {
        VOCABULARY: _page(VOCABULARY, names, vocabulary=about, ontology=_ontology(ontologies)),
        SHAPES: _page(SHAPES, names, shapes=shapes(shape_graph, files, names)),
    }


def terms_of(ontologies: Graph) -> set[URIRef]:
    """The terms that the ontologies declare or put into a code list."""
    declared = {*ontologies.subjects(RDF.type), *ontologies.subjects(SKOS.inScheme)}
    return {
        term
        for term in declared
        if isinstance(term, URIRef) and (term.startswith(KG) or not term.startswith(DEFAULT_BASE))
    }


def _ontology(ontologies: Graph) -> dict[str, str]:
    """What kg.ttl says of itself."""
    about = URIRef(KG.removesuffix("#"))
    properties = {
        "title": DCTERMS.title,
        "description": DCTERMS.description,
        "version": OWL.versionInfo,
        "licence": DCTERMS.license,
        "namespace": VANN.preferredNamespaceUri,
        "prefix": VANN.preferredNamespacePrefix,
    }
    return {name: str(ontologies.value(about, each)) for name, each in properties.items()}


def _page(page: str, names: Names, **content: Any) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["turtle"] = partial(_turtle, names.on(page))
    return environment.get_template(page).render(**content) + "\n"


def _turtle(names: Names, example: Example) -> str:
    """The triples of an example, with the labels of their objects behind a #."""
    lines: list[tuple[str, str]] = []
    for predicate, value in example.properties:
        label = names.label(value) if isinstance(value, URIRef) and predicate != RDF.type else None
        comment = f"  # {label}" if label else ""
        lines.append((f"{names.turtle(predicate)} {names.turtle(value)}", comment))
    subject = names.turtle(example.subject)
    if len(lines) == 1:
        between = " " if len(subject) + len(lines[0][0]) < LONGEST else "\n    "
        return f"{subject}{between}{lines[0][0]} .{lines[0][1]}"
    *body, last = lines
    text = "".join(f"\n    {line} ;{comment}" for line, comment in body)
    end = " ." if example.is_whole else " ; …"
    return f"{subject}{text}\n    {last[0]}{end}{last[1]}"
