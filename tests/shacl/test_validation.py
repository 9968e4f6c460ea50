"""Validation: the real records conform, the report in its forms, and shapes that can't be used."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
import rdflib
from rdflib import SH
from rdflib.compare import isomorphic

import kg.shacl
from kg.errors import ShapesError, UsageError
from kg.mapping import map_record
from kg.rdf.rdflib_bridge import to_rdflib
from kg.rdf.record_graph import RecordGraph
from kg.records import Record, Study
from kg.shacl import ENGINES, Report, Result, load_shapes, validate
from kg.shacl.report import short
from kg.shacl.report_forms import FORMS
from kg.shacl.report_rdf import report_graph, report_of_graph
from kg.shacl.sparql_path import sparql_path
from kg.system.package_data import resource
from tests.support.kg_command import kg as run_kg
from tests.support.paths import ROOT

PREFIXES: Final = """
@prefix ex: <https://example.org/> .
@prefix kg: <https://w3id.org/kg-trials/vocab#> .
@prefix schema: <https://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def graph_of(turtle: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=PREFIXES + turtle, format="turtle")


def record_graph(path: Path) -> RecordGraph:
    study = msgspec.json.decode(path.read_bytes(), type=Study)
    return map_record(Record(study, path.name, "ctgov-json"))


# -- real records ------------------------------------------------------------------------------

CHUNKS: Final = 24

TOLD: Final = {
    "InterventionalTrial-primaryOutcome": "no primary outcome measure",
    "Trial-responsibleParty-given": "no responsible party",
}
"""Shapes with warnings about the real records."""


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_real_records_conform(chunk: int, v2_records: list[Path]) -> None:
    for path in v2_records[chunk::CHUNKS]:
        report = validate(record_graph(path))
        assert [result.message for result in report.violations] == [], path.name
        for warning in report.warnings:
            assert TOLD[warning.source_shape[1:-1].split("#")[1]] in warning.message


def test_many_records_in_one_graph_conform(v2_records: list[Path]) -> None:
    merged = to_rdflib(t for path in v2_records[::30] for t in record_graph(path).triples)
    assert validate(merged).conforms


def test_the_sample_conforms() -> None:
    samples = sorted(resource("samples").glob("*.json"))
    assert samples, "no sample in the registry's form"
    for sample in samples:
        assert validate(record_graph(sample)).conforms, sample.name


# -- the report --------------------------------------------------------------------------------


@cache
def faulty() -> Report:
    """One result of each severity, and one with a path of several steps."""
    return validate(
        graph_of("""
        <https://clinicaltrials.gov/study/NCT00000001> a schema:MedicalStudy ;
            <http://purl.org/dc/terms/identifier> "NCT00000001" ;
            kg:official ex:official .
        ex:official kg:agent ex:somebody .
        <https://w3id.org/kg-trials/graph/NCT00000001> a kg:RecordGraph .
        ex:address schema:addressLocality "A \\"city\\"\\nof two lines" , "Seoul" .
        <https://w3id.org/kg-trials/trial/NCT00000001/place/kor/seoul/site> a schema:Place ;
            schema:address <https://w3id.org/kg-trials/x/address-00000000> .
        <https://w3id.org/kg-trials/x/address-00000000> a schema:PostalAddress ;
            schema:addressLocality "A \\"city\\"\\nof two lines" , "Seoul" ;
            schema:addressRegion ex:region .
        """)
    )


def test_results_are_terms_in_order() -> None:
    report = faulty()
    assert not report.conforms
    assert report.results == (*report.violations, *report.warnings, *report.infos)
    assert Counter(map(len, (report.violations, report.warnings, report.infos)))
    region = next(r for r in report.violations if r.path and r.path.endswith("addressRegion>"))
    assert region == Result(
        focus_node="<https://w3id.org/kg-trials/x/address-00000000>",
        path="<https://schema.org/addressRegion>",
        value="<https://example.org/region>",
        component="<http://www.w3.org/ns/shacl#DatatypeConstraintComponent>",
        severity="<http://www.w3.org/ns/shacl#Violation>",
        message="An address has at most one region, and it is text.",
        source_shape="<https://w3id.org/kg-trials/shapes#PostalAddress-addressRegion>",
    )


def test_warnings_and_information_conform() -> None:
    report = Report(r for r in faulty().results if not r.severity.endswith("#Violation>"))
    assert report.warnings
    assert report.infos
    assert report.conforms
    assert FORMS["text"](report).startswith("Conforms: 1 warning, 1 note.\n")
    assert "sh:conforms false" in FORMS["turtle"](report), "the standard is stricter"
    assert FORMS["text"](Report(())) == "Conforms: no results.\n"
    assert "sh:conforms true" in FORMS["turtle"](Report(()))


def test_a_severity_of_ones_own_counts_as_a_violation() -> None:
    result = Result("<urn:f>", None, None, "<urn:c>", "<urn:severity>", "Bad.", "<urn:s>")
    assert not Report([result]).conforms


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib, about itself
def test_turtle_and_json_ld_are_the_standard_report() -> None:
    report = faulty()
    turtle = rdflib.Graph().parse(data=FORMS["turtle"](report), format="turtle")
    json_ld = rdflib.Graph().parse(data=FORMS["json-ld"](report), format="json-ld")
    assert isomorphic(turtle, json_ld)
    assert report_of_graph(turtle).results == report.results
    assert len(list(turtle.objects(None, SH.result))) == len(report.results)


def test_json_text_and_table_tell_every_result() -> None:
    report = faulty()
    document = json.loads(FORMS["json"](report))
    assert document["conforms"] is False
    assert [Result(**each) for each in document["results"]] == list(report.results)
    for form in (FORMS["text"](report), FORMS["table"](report)):
        for result in report.results:
            assert result.message in form
    table = FORMS["table"](report).splitlines()
    assert table[0].startswith("Does not conform: ")
    assert len(table) == len(report.results) + 3, "one line a result"


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("<https://schema.org/name>", "schema:name"),
        ("<http://www.w3.org/ns/shacl#Violation>", "sh:Violation"),
        ("<https://doi.org/10.1000/1>", "<https://doi.org/10.1000/1>"),
        ("<https://pubmed.ncbi.nlm.nih.gov/1/>", "pubmed:1/"),
        ("<https://example.org/a>", "<https://example.org/a>"),
        ('"5"^^<http://www.w3.org/2001/XMLSchema#integer>', "5"),
        ('"five"^^<http://www.w3.org/2001/XMLSchema#integer>', '"five"'),
        ('"5"', '"5"'),
        ("_:b1", "_:b1"),
    ],
)
def test_terms_are_shortened_for_people(term: str, text: str) -> None:
    assert short(term) == text


def test_reports_of_equal_results_are_equal_bytes() -> None:
    report = faulty()
    again = Report(reversed(report.results))
    for form in FORMS.values():
        assert form(report) == form(again)


# -- the engine --------------------------------------------------------------------------------

OWN_SHAPES: Final = """
ex:Shape a sh:NodeShape ; sh:targetNode ex:node ;
    sh:property ex:Order , ex:Path .
ex:Order a sh:PropertyShape ; sh:path ex:start ; sh:lessThanOrEquals ex:end ;
    sh:message "Falsche Folge"@de , "wrong order"@en .
ex:Path a sh:PropertyShape ; sh:path ( ex:a [ sh:inversePath ex:b ] ) ; sh:minCount 1 .
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.ttl"
    path.write_text(PREFIXES + OWN_SHAPES, "utf-8")
    return path


@pytest.mark.parametrize(
    ("start", "end", "results"),
    [
        ('"2021-03-05"^^xsd:date', '"2021-03-05"^^xsd:date', 0),
        ('"2021-03-05"^^xsd:date', '"2021-03-04"^^xsd:date', 1),
        ('"2021-03"^^xsd:gYearMonth', '"2021-02"^^xsd:gYearMonth', 1),
        ('"nonsense"^^xsd:date', '"2021-03-04"^^xsd:date', 1),
        ('"5"', '"2021-03-04"^^xsd:date', 1),
    ],
)
def test_values_that_cannot_be_compared_are_results(
    start: str, end: str, results: int, own: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL", "rdflib.term")
    graph = graph_of(f"ex:node ex:start {start} ; ex:end {end} .")
    report = validate(graph, load_shapes(own, bundled=False))
    assert [r.message for r in report.results if "Order" in r.source_shape] == [
        "wrong order"
    ] * results


def test_paths_are_told_in_turtle(own: Path) -> None:
    report = validate(graph_of("ex:node ex:start 1 ."), load_shapes(own))
    assert [result.path for result in report.results] == [
        f"( <https://example.org/a> [ <{SH.inversePath}> <https://example.org/b> ] )"
    ]
    assert report_of_graph(report_graph(report)).results == report.results


def test_blank_nodes_are_reported(own: Path) -> None:
    report = validate(graph_of('[] a schema:Periodical ; schema:name "Trials" .'))
    assert {result.focus_node[:2] for result in report.results} == {"_:"}
    assert len(report_graph(report)) > 0


def test_shapes_of_the_user_stand_beside_those_of_kg(own: Path) -> None:
    assert load_shapes(own).files[-1] == own
    assert len(load_shapes(own).files) == len(load_shapes(bundled=True).files) + 1
    assert load_shapes(own.parent, bundled=False).files == (own,)


BROKEN: Final = {
    "not valid Turtle": "ex:Shape a sh:NodeShape ;\n  sh:targetNode ] .",
    "has a triple as a term": "ex:S a sh:NodeShape ; sh:targetNode <<( ex:a ex:b ex:c )>> .",
    "contains no shape": "ex:a ex:b ex:c .",
    "a property shape needs sh:path": "ex:S a sh:PropertyShape ; sh:targetNode ex:node .",
}


@pytest.mark.parametrize("message", BROKEN)
def test_broken_shapes_are_refused(message: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text(PREFIXES + BROKEN[message], "utf-8")
    with pytest.raises(ShapesError, match=message) as error:
        validate(graph_of("ex:node ex:start 1 ."), load_shapes(path, bundled=False))
    assert "broken.ttl" in str(error.value)
    if "Turtle" in message:
        assert "broken.ttl, line 8: " in str(error.value)


def test_shapes_that_are_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ShapesError, match=r"there is no file or folder .*nothing\.ttl"):
        load_shapes(tmp_path / "nothing.ttl")
    with pytest.raises(ShapesError, match="has no shapes file"):
        load_shapes(tmp_path)
    (tmp_path / "latin.ttl").write_bytes(b"# caf\xe9\n")
    with pytest.raises(ShapesError, match="not UTF-8"):
        load_shapes(tmp_path)


ILL_FORMED: Final = {
    "a cyclic path": ":S sh:targetNode :a ; sh:property [ sh:path _:p ] . _:p sh:inversePath _:p .",
    "a list without an end": ":S sh:targetNode :a ; sh:in _:l . _:l rdf:first 1 ; rdf:rest _:l .",
    "shapes 600 deep": f":S sh:targetNode :a ; sh:not {'[ sh:not ' * 600}[]{']' * 600} .",
    "a path 600 deep": f":S sh:targetNode :a ; sh:path {'[ sh:inversePath ' * 600}:p{']' * 600} .",
    "a broken pattern": ":S sh:targetNode :a ; sh:pattern '(' .",
    "a negative count": ":S sh:targetNode :a ; sh:path :p ; sh:maxCount -1 .",
    "an IRI as a bound": ":S sh:targetNode :a ; sh:minInclusive :b .",
}


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("what", ILL_FORMED)
def test_no_engine_ends_in_a_traceback(what: str, engine: str, tmp_path: Path) -> None:
    prefixes = "@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    rdf = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    (tmp_path / "own.ttl").write_text(f"{prefixes}{rdf}{ILL_FORMED[what]}")
    (tmp_path / "data.ttl").write_text(f"{prefixes}:a :p 1 .")
    ran = run_kg("validate", "data.ttl", "--shapes", "own.ttl", "--engine", engine, cwd=tmp_path)
    assert ran.status == 2
    assert ran.talk.startswith("kg: own.ttl: ")
    assert ran.talk.count("\n") == 1
    assert len(ran.talk) < 400


def test_a_path_to_shapes_will_do(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(f"{PREFIXES}ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:class ex:C .")
    for shapes in (own, str(own), load_shapes(own)):
        [result] = kg.validate(rdflib.Graph(), shapes).results
        assert result.focus_node == "<https://example.org/a>"


def test_wrong_arguments_are_named() -> None:
    [record] = kg.read(ROOT / "samples" / "NCT04745299.json")
    graph: Any = rdflib.Graph()
    for arguments, sentence in (
        ((graph, None, "shacl"), "'shacl' is not a SHACL engine: choose one of compiled, pyshacl"),
        ((graph, graph), "shapes are a file, a folder or kg.shacl.Shapes, not a Graph"),
        ((record,), "checks a graph, not a Record: make one of it with kg.map_record"),
        (("graph.ttl",), "checks a graph, not a str"),
    ):
        with pytest.raises(UsageError, match=sentence):
            kg.validate(*arguments)
    with pytest.raises(ShapesError, match=r"there is no file or folder none\.ttl"):
        kg.validate(graph, "none.ttl")


def test_the_package_is_light() -> None:
    script = "import sys, kg.shacl; print({'rdflib', 'pyshacl'} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "set()\n"
    assert set(kg.shacl.__all__) <= set(dir(kg.shacl))


# -- the report for people ----------------------------------------------------------------------

A: Final = "<https://schema.org/name>"
B: Final = "<https://w3id.org/kg-trials/vocab#phase>"
EITHER: Final = f"[ <{SH.alternativePath}> ( {A} ( {A} {B} ) ) ]"


@pytest.mark.parametrize(
    ("turtle", "written"),
    [
        (A, "schema:name"),
        (f"( {A} {B} )", "schema:name/kg:phase"),
        (EITHER, "schema:name|schema:name/kg:phase"),
        (f"( {B} {EITHER} )", "kg:phase/(schema:name|schema:name/kg:phase)"),
        (f"[ <{SH.inversePath}> ( {A} {B} ) ]", "^(schema:name/kg:phase)"),
        (f"[ <{SH.inversePath}> [ <{SH.zeroOrMorePath}> {A} ] ]", "^schema:name*"),
        (f"[ <{SH.oneOrMorePath}> [ <{SH.inversePath}> {A} ] ]", "(^schema:name)+"),
        (f"[ <{SH.zeroOrOnePath}> {B} ]", "kg:phase?"),
        ("[ <urn:other> 3 ]", "[ <urn:other> 3 ]"),
    ],
)
def test_a_path_is_written_as_in_sparql(turtle: str, written: str) -> None:
    assert sparql_path(turtle) == written
    if "urn:other" not in turtle:
        prefixes = {"kg": "https://w3id.org/kg-trials/vocab#", "schema": "https://schema.org/"}
        rdflib.Graph().query(f"SELECT * {{ ?a {written} ?b }}", initNs=prefixes)


def test_results_of_one_shape_are_one_paragraph() -> None:
    def result(number: int, severity: str = SH.Warning) -> Result:
        focus = f"<https://clinicaltrials.gov/study/NCT{number:08}>"
        count = f'"{number}"^^<http://www.w3.org/2001/XMLSchema#integer>'
        return Result(focus, EITHER, count, "<urn:c>", f"<{severity}>", "Too many.", "<urn:s>")

    alone = FORMS["text"](Report([result(1, SH.Violation)]))
    assert alone.splitlines() == [
        "Does not conform: 1 violation.",
        "",
        "Violation: Too many.",
        "    ctgov:NCT00000001 schema:name|schema:name/kg:phase = 1",
        "    <urn:s>",
    ]
    many = Report(result(number) for number in range(1, 1_235))
    lines = FORMS["text"](many).splitlines()
    assert lines[:3] == ["Conforms: 1,234 warnings.", "", "Warning: Too many. (1,234 times)"]
    assert [line.split()[0] for line in lines[3:13]] == [f"ctgov:NCT{n:08}" for n in range(1, 11)]
    assert lines[13:15] == ["    and 1,224 more", "    <urn:s>"]
    assert "-f table" in lines[-1]
    assert FORMS["table"](many).count("\n") > 1_234, "the table has all"
