"""Descriptions of publications and organisations, and a mapping, with every field, for tests of the
terms.
"""

from __future__ import annotations

from functools import cache

from kg.enrichment.citations_index import CitedPublication, CitingTrial
from kg.enrichment.input_facts import of_triples
from kg.enrichment.mapping_matching import MappedThings
from kg.enrichment.ror_dump import RorMatch
from kg.enrichment.ror_matching import map_matches
from kg.enrichment.work import Author, Notice, Registration, Work
from kg.enrichment.work_mapping import map_work
from kg.mapping_sets.reading import read
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
from tests.support.paths import DATA

CITING = {each: CitingTrial.registered(each) for each in ("NCT00000001", "NCT00000002")}
BASE = "https://w3id.org/kg-trials/"
DOI = "<https://doi.org/10.1000/example>"
PAGE = "<https://pubmed.ncbi.nlm.nih.gov/100000001/>"

RESULT = Work(
    source="pubmed",
    key="100000001",
    pmid="100000001",
    doi="10.1000/example",
    title="Gait in hypothetical ataxia",
    journal="Journal of examples",
    journal_abbreviation="J Examples",
    date="2018-05",
    authors=(
        Author("Anna Example", "0000-0002-1825-0097", ("Example University.",)),
        Author("Example Study Group", is_group=True),
    ),
    types=(("D016428", "Journal Article"), ("D016449", "Randomized Controlled Trial")),
    registrations=(Registration("NCT00000001"), Registration("ISRCTN00000000")),
    registrations_field="DataBankList",
    notices=(Notice("RETRACTION", pmid="100000002", citation="J Examples. 2019 Jan;13(1):1."),),
    revised="2020-01-31",
)

PROTOCOL = Work(
    source="crossref",
    key="10.1000/example",
    doi="10.1000/example",
    title="Gait in hypothetical ataxia: study protocol",
    journal="Journal of examples",
    date="2018",
    form="journal-article",
    registrations=(Registration("NCT00000002", "PROTOCOL"),),
    registrations_field="clinical-trial-number",
    licences=("https://creativecommons.org/licenses/by/4.0/",),
    notices=(Notice("CORRECTION", doi="10.1000/erratum", date="2018-06-01"),),
)

CHAPTER = Work(
    source="pubmed",
    key="100000003",
    pmid="100000003",
    title="Hypothetical ataxia",
    book="The book of examples",
    form="book-chapter",
)


@cache
def full_enrichments() -> tuple[RecordGraph, ...]:
    """The graphs of a result paper, a protocol paper, a chapter, a matched organisation, and a
    mapped concept.
    """
    mapped = MappedThings(read(DATA / "mappings" / "full.sssom.tsv"))
    mapped.add(of_triples([(f"<{vocab.MESH}D001259>", vocab.RDF_TYPE, vocab.SKOS_CONCEPT)]))
    match = RorMatch("012345678", "Example Hospital", "USA")
    return (
        map_work(RESULT, CitedPublication({DOI, PAGE}, CITING), Iris()),
        map_work(PROTOCOL, CitedPublication({DOI}, CITING), Iris()),
        map_work(CHAPTER, CitedPublication(), Iris()),
        map_matches("012345678", {f"<{BASE}organization/example-hospital>": match}, Iris()),
        mapped.graph(Iris()),
    )
