"""Shapes and graphs written in Turtle, with the usual prefixes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import rdflib

from kg.rdf.rdflib_bridge import lexical_forms_kept
from kg.shacl import Shapes
from tests.support.engine_agreement import shapes_in

PREFIXES: Final = """\
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def graph_in(text: str) -> rdflib.Graph:
    """The graph of a text in Turtle."""
    return rdflib.Graph().parse(data=PREFIXES + text, format="turtle")


def shapes_of(text: str) -> Shapes:
    """The shapes in a text in Turtle, with literals as they are written."""
    with lexical_forms_kept():
        return shapes_in(graph_in(text), Path("it.ttl"))
