"""The HTML pages of the vocabulary and the shapes: every term and shape is there, links resolve."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from lxml import html
from rdflib import RDF, RDFS, SH, SKOS, Graph, Literal, URIRef

from kg.rdf.vocabulary import KG
from kg.system.package_data import resource
from scripts.pages.mappings import mappings
from scripts.pages.render import pages
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

KGSH: Final = "https://w3id.org/kg-trials/shapes#"
PAGES: Final = ("vocabulary.html", "shapes.html")

WITHOUT_EXAMPLE: Final = {
    "NoticeType-EXPRESSION_OF_CONCERN",
    "NoticeType-UPDATE",
    "RelationKind-COMPLETED",
    "RelationKind-FOLLOW_UP_OF",
    "RelationKind-SUBSTUDY_OF",
}
"""The concepts that no bundled record states."""


@cache
def page(name: str) -> html.HtmlElement:
    return html.document_fromstring(written()[name])


@cache
def written() -> dict[str, str]:
    return pages()


@cache
def parsed(folder: str) -> Graph:
    graph = Graph()
    for path in sorted(resource(folder).glob("*.ttl")):
        graph.parse(path)
    return graph


def terms() -> list[URIRef]:
    """The classes, properties, code lists and concepts of kg."""
    found = set(parsed("ontologies").subjects(RDF.type))
    return sorted(term for term in found if isinstance(term, URIRef) and term.startswith(KG))


@cache
def by_anchor(name: str) -> dict[str, html.HtmlElement]:
    return {each.get("id"): each for each in page(name).xpath("//*[@id]")}


def block(name: str, anchor: str) -> html.HtmlElement:
    """The part of a page that a link to an anchor shows."""
    return by_anchor(name)[anchor]


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def own_part(term: str) -> html.HtmlElement:
    return block("vocabulary.html", term.removeprefix(KG))


# -- the vocabulary --------------------------------------------------------------------------------


def test_each_term_has_its_label_and_definition_at_its_anchor() -> None:
    graph = parsed("ontologies")
    assert len(terms()) > 500
    for term in terms():
        text = words(own_part(term))
        label = graph.value(term, SKOS.prefLabel) or graph.value(term, RDFS.label)
        definition = graph.value(term, SKOS.definition) or graph.value(term, RDFS.comment)
        assert " ".join(str(label).split()) in text, term
        assert " ".join(str(definition).split()) in text, term


def test_each_term_says_where_it_is_used() -> None:
    uses = {"Shapes", "Queries", "Stated by", "Values of"}
    unused = [t for t in terms() if not uses & set(own_part(t).xpath(".//dt/text()"))]
    assert unused == []


def test_each_term_has_an_example_but_for_some_values() -> None:
    graph = parsed("ontologies")
    missing = set()
    for term in terms():
        examples = own_part(term).xpath(".//pre")
        curie = f"kg:{term.removeprefix(KG)}"
        if (term, RDF.type, SKOS.ConceptScheme) in graph:
            assert examples, term
        elif not any(curie in each.text_content().split() for each in examples):
            missing.add(term.removeprefix(KG))
            assert "No example" in words(own_part(term)), term
    assert missing == WITHOUT_EXAMPLE
    named = page("vocabulary.html").xpath("//header//p/a[starts-with(@href, '#')]/@href")
    assert {each.removeprefix("#") for each in named} == missing


def test_an_example_is_what_kg_makes_of_the_sample() -> None:
    [example] = own_part(KG + "phase").xpath(".//figure")
    assert words(example.find("pre")) == ("ctgov:NCT04745299 kg:phase obo:NCIT_C15602 . # Phase 3")
    assert words(example.find("figcaption")) == "samples/NCT04745299.json"


def test_nothing_that_the_ontology_says_of_a_term_is_left_out() -> None:
    graph = parsed("ontologies")
    for term in terms():
        text = words(own_part(term))
        named_elsewhere = {RDF.type, RDFS.isDefinedBy, SKOS.inScheme}
        if (term, SKOS.prefLabel, None) in graph:
            named_elsewhere.add(RDFS.label)
        rows = " ".join(own_part(term).xpath(".//dd//text()"))
        for predicate, value in graph.predicate_objects(term):
            if predicate in named_elsewhere:
                continue
            if isinstance(value, Literal):
                assert " ".join(value.split()) in text, (term, predicate)
            else:
                name = re.split("[#/]", str(value))[-1]
                assert re.search(rf"\b{re.escape(name)}\b", rows), (term, predicate)


def test_an_outside_term_leads_to_where_it_is_defined() -> None:
    part = block("vocabulary.html", "schema:startDate")
    assert "https://schema.org/startDate" in part.xpath(".//a/@href")
    assert "startDate" in words(part)
    assert part.xpath(".//pre")


def test_mappings_of_a_table_are_triples(tmp_path: Path) -> None:
    table = tmp_path / "kg.sssom.tsv"
    table.write_text(
        "#curie_map:\n"
        f"#  kg: {KG}\n"
        "#  skos: http://www.w3.org/2004/02/skos/core#\n"
        "#  obo: http://purl.obolibrary.org/obo/\n"
        "#mapping_set_title: Mappings of kg\n"
        "subject_id\tpredicate_id\tobject_id\tcomment\n"
        "kg:InclusionCriterion\tskos:closeMatch\tobo:NCIT_C25532\t\n"
    )
    criterion = URIRef("http://purl.obolibrary.org/obo/NCIT_C25532")
    assert set(mappings(table)) == {(URIRef(KG + "InclusionCriterion"), SKOS.closeMatch, criterion)}


# -- the shapes ------------------------------------------------------------------------------------


def test_each_node_shape_has_its_target_its_file_and_its_checks() -> None:
    graph = parsed("shapes")
    for shape in set(graph.subjects(RDF.type, SH.NodeShape)):
        part = block("shapes.html", str(shape).removeprefix(KGSH))
        text = words(part)
        assert str(graph.value(shape, SH.name)) in text
        for target in graph.objects(shape, SH.targetClass):
            assert str(target).rsplit("/", 1)[-1].rsplit("#", 1)[-1] in text
        assert part.xpath(".//dt[text()='File']/following-sibling::dd/code")
        checks = list(graph.objects(shape, SH.property))
        assert len(part.xpath(".//tbody/tr")) >= len(checks)
        for check in (each for each in checks if isinstance(each, URIRef)):
            row = part.xpath(".//tr[@id=$anchor]", anchor=str(check).removeprefix(KGSH))
            assert len(row) == 1, check


def test_each_check_says_what_it_requires() -> None:
    graph = parsed("shapes")
    for check in set(graph.subjects(RDF.type, SH.PropertyShape)):
        part = block("shapes.html", str(check).removeprefix(KGSH))
        row = part if part.tag == "tr" else part.find(".//tbody/tr")
        name, count, required, severity, message = (words(cell) for cell in row.xpath("td"))
        assert name
        assert count or required, check
        stated = str(graph.value(check, SH.severity) or SH.Violation)
        if (check, SH.property, None) in graph:  # others check its values
            assert severity == message == ""
            continue
        assert severity == stated.removeprefix(str(SH)).lower()
        assert message == " ".join(str(graph.value(check, SH.message)).split())


@pytest.mark.parametrize(
    ("anchor", "cells"),
    [
        ("Arm-name", ["schema:name", "0..1", "datatype xsd:string", "violation"]),
        ("Arm-name-given", ["schema:name", "1..*", "warning"]),
        ("Trial-reference-cited", ["each value: kgsh:Publication-bibliographicCitation-given"]),
        ("ICTRP", ["the node kg:SourceFormat-ictrp-csv", "/ ^schema:subjectOf"]),
        ("Trial-statusText-given", ["schema:status | kg:statusText", "1..*"]),
        ("Arm-armType", ["0..1", "kgsh:ArmType or kgsh:UnrecognizedValue"]),
        ("Country-notation", ["matches ^[A-Z]{2}$"]),
        ("TrialRelation-sourceTrial", ["0..1", "no value in common with kg:targetTrial"]),
        ("Trial-type", ["one of schema:MedicalTrial, obo:OBI_0003699"]),
        ("Trial-official-agents", ["kg:official / "]),
        ("TrialRelation-wasDerivedFrom", ["class kg:RegistryRecord or class kg:ServiceRecord"]),
    ],
)
def test_constraints_are_told_in_words(anchor: str, cells: list[str]) -> None:
    text = words(block("shapes.html", anchor))
    for cell in cells:
        assert cell in text


def test_pages_link_to_each_other() -> None:
    shapes = own_part(KG + "armType").xpath(".//dt[text()='Shapes']/following-sibling::dd/a/@href")
    assert "shapes.html#Arm-armType" in shapes
    assert "vocabulary.html#armType" in block("shapes.html", "Arm-armType").xpath(".//a/@href")


# -- both ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_links_resolve(name: str) -> None:
    ids = {each: page(each).xpath("//@id") for each in PAGES}
    assert len(ids[name]) == len(set(ids[name]))
    for href in page(name).xpath("//a/@href"):
        if href.startswith("http"):
            continue
        target, _, anchor = href.partition("#")
        assert not anchor or anchor in ids[target or name], href


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_no_other_host(name: str) -> None:
    tree = page(name)
    assert tree.xpath("//@src | //link | //script | //iframe | //img") == []
    assert "url(" not in written()[name]
    assert "@import" not in written()[name]


def test_the_same_files_give_the_same_pages(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scripts.pages", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "7"}, check=True)
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == written()
