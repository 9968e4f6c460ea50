"""The description of an exported dataset: its content, its sources, and the terms of use.

It is VoID, DCAT and PROV, as Turtle beside the output.
https://www.w3.org/TR/void/, https://www.w3.org/TR/vocab-dcat-3/, https://www.w3.org/TR/prov-o/

It has the facts of the export report alone; by whom and where the dataset is published is in its
options, if the publisher gave them.

content         what is in the dataset (VoID)
catalogue       what catalogues list of it (DCAT)
files           its files, and those that it was made from
terms_of_use    whose the data are, and how they were modified (PROV)
statements      the nodes of the description and their IRIs
"""

from __future__ import annotations

from kg.dataset.description import catalogue, content, files, terms_of_use
from kg.dataset.description.statements import DatasetStatements
from kg.dataset.report import ExportReport
from kg.rdf import vocabulary as vocab
from kg.rdf.record_graph import triples as triples_of
from kg.rdf.terms import Triple


def triples(report: ExportReport) -> list[Triple]:
    """The triples that describe the dataset of a report, sorted."""
    say = DatasetStatements(report)
    for part in (content, catalogue, files, terms_of_use):
        part.describe(say)
    return triples_of(say.nodes())


def turtle(report: ExportReport) -> str:
    """The description as Turtle."""
    from kg.rdf.rdflib_bridge import to_rdflib

    graph = to_rdflib(triples(report), vocab.DATASET_PREFIXES)
    return graph.serialize(format="turtle")
