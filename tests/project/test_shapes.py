"""The shapes: each is proven by seeded faults, and they agree with the mapping and the code lists.

A case in tests/data/shapes/<shapes file>/ is one Turtle file that holds data and the report which
the shapes of that file give, as in the W3C's suite; results of other shapes are left out of both.
https://w3c.github.io/data-shapes/data-shapes-test-suite/
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
import pytest
import rdflib
from rdflib import RDF, SH, URIRef
from rdflib.term import Node

from kg import mapping
from kg.dataset import void_dcat as dataset_description
from kg.mapping import map_record
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.rdflib_bridge import to_term
from kg.rdf.record_graph import RecordGraph
from kg.records import ListedTrial, PageExtension, Record, SourceField, Study
from kg.shacl import Result, bundled_shapes, validate
from kg.shacl.report import SHAPES
from kg.shacl.report_rdf import report_of_graph
from kg.system.package_data import resource
from tests.support.export_reports import report_of
from tests.support.full_enrichments import full_enrichments
from tests.support.paths import DATA

CASES: Final = DATA / "shapes"

FILES: Final = sorted(path.stem for path in resource("shapes").glob("*.ttl"))

SHARED_VALUES: Final = {"codes", "lexical"}
"""Files whose shapes have no target: others refer to them, and their faults show there."""

CONSTRAINTS: Final = {
    SH.minCount: SH.MinCountConstraintComponent,
    SH.maxCount: SH.MaxCountConstraintComponent,
    SH.datatype: SH.DatatypeConstraintComponent,
    SH.nodeKind: SH.NodeKindConstraintComponent,
    SH["class"]: SH.ClassConstraintComponent,
    SH.pattern: SH.PatternConstraintComponent,
    SH.minInclusive: SH.MinInclusiveConstraintComponent,
    SH.maxInclusive: SH.MaxInclusiveConstraintComponent,
    SH.equals: SH.EqualsConstraintComponent,
    SH.disjoint: SH.DisjointConstraintComponent,
    SH.lessThanOrEquals: SH.LessThanOrEqualsConstraintComponent,
    SH["in"]: SH.InConstraintComponent,
    SH.hasValue: SH.HasValueConstraintComponent,
    SH["or"]: SH.OrConstraintComponent,
    SH["not"]: SH.NotConstraintComponent,
    SH.node: SH.NodeConstraintComponent,
    SH.closed: SH.ClosedConstraintComponent,
}
"""Parameter -> component, for all that the shapes use."""

NO_CONSTRAINT: Final = {
    RDF.type, SH.name, SH.description, SH.severity, SH.message, SH.path, SH.property,
    SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.ignoredProperties,
}  # fmt: skip

TARGETS: Final = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)

CODE_LISTS: Final = {
    name: [*codes.STUDY_TYPE.terms.values(), codes.PATIENT_REGISTRY]
    if code_list is codes.STUDY_TYPE
    else [*codes.PHASE.terms.values(), *codes.COMBINED_PHASES.values()]
    if code_list is codes.PHASE
    else [*code_list.terms.values()]
    for name, code_list in (
        (c.name, c) for c in vars(codes).values() if isinstance(c, codes.CodeList)
    )
}
"""Name of a code list, and of its shape -> its terms."""


@cache
def shapes_of(file: str) -> rdflib.Graph:
    """The graph of one shapes file."""
    return rdflib.Graph().parse(resource("shapes") / f"{file}.ttl")


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Silences rdflib, which logs each literal that its datatype does not allow."""
    caplog.set_level(logging.CRITICAL, "rdflib.term")


def constraints(file: str) -> Iterator[tuple[Node, Node, Node]]:
    """Shape, component and severity of every constraint that gives results of its own."""
    graph = shapes_of(file)
    for shape in set(graph.subjects()):
        parents = [shape, *graph.subjects(SH.property, shape)]
        if any((each, target, None) in graph for each in parents for target in TARGETS):
            severity = graph.value(shape, SH.severity) or SH.Violation
            for parameter, component in CONSTRAINTS.items():
                if (shape, parameter, None) in graph:
                    yield shape, component, severity


# -- the shapes themselves ---------------------------------------------------------------------


@pytest.mark.parametrize("file", FILES)
def test_shapes_are_complete_and_readable(file: str) -> None:
    graph = shapes_of(file)
    for shape in {
        *graph.subjects(RDF.type, SH.NodeShape),
        *graph.subjects(RDF.type, SH.PropertyShape),
    }:
        assert isinstance(shape, URIRef), "a shape has an IRI, so that a report can be read"
        assert shape.startswith(SHAPES)
        assert set(graph.predicates(shape)) <= NO_CONSTRAINT | set(CONSTRAINTS)
    for shape, _, _ in constraints(file):
        assert len(set(graph.objects(shape, SH.message))) == 1, shape
        assert len(set(graph.objects(shape, SH.severity))) == 1, shape
    for parent, prop in graph.subject_objects(SH.property):
        assert isinstance(prop, rdflib.BNode) or str(prop).startswith(f"{parent}-")


@pytest.mark.parametrize("name", CODE_LISTS)
def test_code_lists_agree(name: str) -> None:
    graph = shapes_of("codes")
    values = graph.value(URIRef(SHAPES + name), SH["in"])
    assert values is not None
    assert sorted(map(to_term, graph.items(values))) == sorted(CODE_LISTS[name])


def test_there_is_no_code_list_but_those_of_kg() -> None:
    graph = shapes_of("codes")
    listed = {str(shape).removeprefix(SHAPES) for shape in graph.subjects(SH["in"], None)}
    assert listed == set(CODE_LISTS)


# -- seeded faults -----------------------------------------------------------------------------


def rows(results: tuple[Result, ...]) -> list[tuple[str, ...]]:
    """Results without their messages."""
    return sorted(
        (r.severity, r.focus_node, r.path or "", r.value or "", r.component, r.source_shape)
        for r in results
    )


CASE_FILES: Final = sorted(path.relative_to(CASES).as_posix() for path in CASES.glob("*/*.ttl"))


@pytest.mark.parametrize("case", CASE_FILES)
def test_case(case: str) -> None:
    graph = rdflib.Graph().parse(CASES / case)
    own = {to_term(shape) for shape in shapes_of(case.split("/")[0]).subjects()}
    found = [result for result in validate(graph).results if result.source_shape in own]
    expected = report_of_graph(graph)
    assert rows(tuple(found)) == rows(expected.results)
    assert case.split("/")[1].startswith("conforming") == (not expected.results)


def test_every_file_has_its_cases() -> None:
    assert {case.split("/")[0] for case in CASE_FILES} == set(FILES) - SHARED_VALUES
    for file in set(FILES) - SHARED_VALUES:
        names = [case.split("/")[1] for case in CASE_FILES if case.startswith(f"{file}/")]
        assert "conforming.ttl" in names
        assert sum(name.startswith("violating-") for name in names) > 1


@pytest.mark.parametrize("file", sorted(set(FILES) - SHARED_VALUES))
def test_every_constraint_is_hit(file: str) -> None:
    hit = {
        (result.source_shape, result.component)
        for path in (CASES / file).glob("*.ttl")
        for result in report_of_graph(rdflib.Graph().parse(path)).results
    }
    serious = {
        (to_term(shape), to_term(component))
        for shape, component, severity in constraints(file)
        if severity != SH.Info
    }
    assert serious - hit == set()


# -- agreement with the mapping ----------------------------------------------------------------


def full_record(name: str, **more: object) -> Record:
    """A record of tests/data/shapes/ in the registry's form; together they have every field."""
    study = msgspec.json.decode((CASES / name).read_bytes(), type=Study)
    return Record(study, name, "ctgov-json", **more)  # type: ignore[arg-type]


@cache
def full_graphs() -> tuple[RecordGraph, ...]:
    """The graphs of records that have every field, a new value and a field that nobody knows."""
    page = PageExtension(
        last_updated="2022-05-24",
        countries=["United States"],
        listed_trials=[
            ListedTrial(nct_id="NCT00000007", title="Another", section="Related Trials")
        ],
    )
    new = SourceField("protocolSection.newModule.newField", '"kept"')
    observational = full_record("observational.json")
    design = observational.study.protocol_section.design_module
    assert design is not None
    design.phases = ["PHASE5"]
    return (
        map_record(full_record("interventional.json", page=page, unmapped=[new])),
        map_record(observational),
        map_record(full_record("expanded-access.json")),
    )


@cache
def emitted() -> dict[str, set[str]]:
    """Class -> the predicates of its nodes, over all records here, what services add, and the
    description.
    """
    found: dict[str, set[str]] = defaultdict(set)
    description = dataset_description.triples(report_of(full_graphs()))
    graphs = [*full_graphs(), *full_enrichments()]
    for triples in [*(graph.triples for graph in graphs), description]:
        classes: dict[str, list[str]] = defaultdict(list)
        for subject, predicate, obj in triples:
            if predicate == vocab.RDF_TYPE:
                classes[subject].append(obj)
        for subject, predicate, _ in triples:
            for each in classes[subject]:
                found[each].add(predicate)
    return found


ALSO: Final = {
    "<http://purl.obolibrary.org/obo/OBI_0003699>": vocab.SCHEMA + "MedicalTrial",
    "<http://purl.obolibrary.org/obo/OBI_0003698>": vocab.SCHEMA + "MedicalObservationalStudy",
    vocab.FABIO_CLINICAL_TRIAL_DESIGN: vocab.SCHEMA + "ScholarlyArticle",
    vocab.FABIO_CLINICAL_TRIAL_REPORT: vocab.SCHEMA + "ScholarlyArticle",
    vocab.QB_DATA_SET_CLASS: vocab.KG_REPORTED_OUTCOME_CLASS,
}
"""A class that stands beside another on the same node -> the one that has the shape."""


def test_every_class_has_a_shape() -> None:
    shapes = bundled_shapes().graph
    targets = {to_term(each) for each in shapes.objects(None, SH.targetClass)}
    assert set(emitted()) - set(ALSO) - {vocab.SKOS_CONCEPT} == targets


def shape_groups() -> dict[str, tuple[set[str], set[str]]]:
    """Shapes file -> its classes, and the predicates that its shapes speak of."""
    groups: dict[str, tuple[set[str], set[str]]] = {}
    for file in set(FILES) - SHARED_VALUES - {"concept"}:
        graph = shapes_of(file)
        classes = {to_term(each) for each in graph.objects(None, SH.targetClass)}
        paths = {to_term(each) for each in graph.objects(None, SH.path) if isinstance(each, URIRef)}
        groups[file] = classes, paths
    return groups


@pytest.mark.parametrize("file", sorted(shape_groups()))
def test_predicates_of_a_class_are_the_paths_of_its_shape(file: str) -> None:
    classes, paths = shape_groups()[file]
    predicates = set().union(*(emitted()[each] for each in classes)) | {vocab.RDF_TYPE}
    trial_paths = shape_groups()["trial"][1] | {vocab.DCTERMS_IDENTIFIER}
    if file == "medical-study":  # the same nodes as trial.ttl
        assert predicates <= trial_paths
    elif file == "trial":
        predicates |= emitted()[vocab.SCHEMA_MEDICAL_STUDY]
        assert paths | {vocab.DCTERMS_IDENTIFIER} == predicates
    else:
        assert paths | {vocab.RDF_TYPE} == predicates


def test_files_are_named_after_their_class_or_mapping_module() -> None:
    modules = {path.stem for path in Path(mapping.__file__).parent.glob("*.py")} | {"codes"}
    classes = {re.sub(r".*[/#]", "", each[1:-1]).lower() for each in emitted()}
    for file in FILES:
        assert any(name.endswith(file.replace("-", "")) for name in classes | modules), file


def test_full_records_conform() -> None:
    for graph in [*full_graphs(), *full_enrichments()]:
        assert [r.message for r in validate(graph).violations] == [], graph.nct_id
