"""Mappings to other vocabularies that are in a file beside the ontology.

A file is a table of SSSOM, with its prefixes in the comments before it.
https://mapping-commons.github.io/sssom/
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Final

from rdflib import Graph, URIRef

_PREFIX: Final = re.compile(r"^#\s+(\w+): (\S+)$", re.MULTILINE)


def mappings(path: Path) -> Graph:
    """The mappings of a file as triples."""
    text = path.read_text("utf-8")
    prefixes = dict(_PREFIX.findall(text))

    def iri(curie: str) -> URIRef:
        prefix, _, name = curie.partition(":")
        return URIRef(prefixes[prefix] + name)

    graph = Graph()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines, delimiter="\t"):
        graph.add((iri(row["subject_id"]), iri(row["predicate_id"]), iri(row["object_id"])))
    return graph
