"""The shapes: each is proven by seeded faults, and they agree with the mapping and the code lists.

A case in tests/data/shapes/<shapes file>/ is one Turtle file that holds data and the report which
the shapes of that file give, as in the W3C's suite; results of other shapes are left out of both.
https://w3c.github.io/data-shapes/data-shapes-test-suite/
"""

from __future__ import annotations

import importlib
import logging
import re
from collections import Counter, defaultdict
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
from kg.dataset import description as dataset_description
from kg.mapping import map_record
from kg.mapping.statements import Statements
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import Iris
from kg.rdf.rdflib_bridge import to_term
from kg.rdf.record_graph import RecordGraph, triples
from kg.records import ListedTrial, PageExtension, Record, SourceField, Study
from kg.records.registration import StatedNumber
from kg.shacl import Result, bundled_shapes, validate
from kg.shacl.report import SHAPES
from kg.shacl.report_rdf import report_of_graph
from kg.system.package_data import resource
from tests.support.export_reports import published_of
from tests.support.full_enrichments import full_enrichments
from tests.support.full_registration import full_registration
from tests.support.full_similarities import full_similarities
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

TARGETS: Final = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)

ABOUT: Final = {RDF.type, SH.name, SH.description, SH.severity, SH.message, *TARGETS}
"""What a shape says besides the constraints."""

NO_CONSTRAINT: Final = {*ABOUT, SH.path, SH.property, SH.ignoredProperties}

REGISTRIES: Final = "registries"
"""The file of what only some registries ask for; its shapes are of several classes."""

TRIAL: Final = URIRef(f"{SHAPES}Trial")
"""The one shape whose properties are in several files: trial.ttl and trial-*.ttl."""

PARTS_OF_TRIAL_PY: Final = {"status", "dates", "record-dates", "design"}
"""The files trial-*.ttl of kg/mapping/trial.py; each of the others has a module of its name."""

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


@cache
def all_shapes() -> rdflib.Graph:
    """The graph of all shapes files."""
    graph = rdflib.Graph()
    for file in FILES:
        graph += shapes_of(file)
    return graph


def declared(file: str) -> set[Node]:
    """The shapes of a file that have an IRI."""
    graph = shapes_of(file)
    return {*graph.subjects(RDF.type, SH.NodeShape), *graph.subjects(RDF.type, SH.PropertyShape)}


def local(term: Node) -> str:
    """The part of an IRI behind the last # or /."""
    return re.sub(r".*[/#]", "", str(term))


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Silences rdflib, which logs each literal that its datatype does not allow."""
    caplog.set_level(logging.CRITICAL, "rdflib.term")


def constraints(file: str) -> Iterator[tuple[Node, Node, Node]]:
    """Shape, component and severity of every constraint that gives results of its own."""
    graph = shapes_of(file)
    for shape in set(graph.subjects()):
        parents = all_shapes().transitive_subjects(SH.property, shape)
        if any((each, target, None) in all_shapes() for each in parents for target in TARGETS):
            severity = graph.value(shape, SH.severity) or SH.Violation
            for parameter, component in CONSTRAINTS.items():
                if (shape, parameter, None) in graph:
                    yield shape, component, severity


# -- the shapes themselves ---------------------------------------------------------------------


@pytest.mark.parametrize("file", FILES)
def test_shapes_are_complete_and_readable(file: str) -> None:
    graph = shapes_of(file)
    for shape in declared(file):
        assert isinstance(shape, URIRef), "a shape has an IRI, so that a report can be read"
        assert shape.startswith(SHAPES)
        assert set(graph.predicates(shape)) <= NO_CONSTRAINT | set(CONSTRAINTS)
    for shape, _, _ in constraints(file):
        assert len(set(graph.objects(shape, SH.message))) == 1, shape
        assert len(set(graph.objects(shape, SH.severity))) <= 1, shape
    assert (None, SH.severity, SH.Violation) not in graph, "it is what SHACL has by default"
    for parent, prop in graph.subject_objects(SH.property):
        if file != REGISTRIES:
            assert isinstance(prop, rdflib.BNode) or str(prop).startswith(f"{parent}-")


def test_a_shape_is_declared_in_one_file() -> None:
    files = Counter(shape for file in FILES for shape in declared(file))
    assert [shape for shape, times in files.items() if times > 1] == []


def properties_of_classes() -> Iterator[tuple[Node, Node, Node]]:
    """Class, predicate and property shape, for all property shapes of all classes.

    A shape whose targets are no class counts as a class of its own.
    """
    graph = all_shapes()
    for node in set(graph.subjects(RDF.type, SH.NodeShape)):
        for class_ in set(graph.objects(node, SH.targetClass)) or {node}:
            for shape in graph.objects(node, SH.property):
                path = graph.value(shape, SH.path)
                if isinstance(shape, URIRef) and isinstance(path, URIRef):
                    yield class_, path, shape


def test_a_property_of_a_class_has_one_name() -> None:
    graph = all_shapes()
    names: dict[tuple[Node, Node], list[str]] = defaultdict(list)
    for class_, path, shape in properties_of_classes():
        names[class_, path] += map(str, graph.objects(shape, SH.name))
    assert {place: found for place, found in names.items() if len(found) != 1} == {}
    in_class = Counter((class_, *found) for (class_, _), found in names.items())
    assert [place for place, times in in_class.items() if times > 1] == []


def test_the_name_is_at_the_shape_that_is_called_after_the_property() -> None:
    graph = all_shapes()
    for shape in graph.subjects(RDF.type, SH.PropertyShape):
        if local(shape).count("-") > 1:
            assert graph.value(shape, SH.name) is None, shape


def written(graph: rdflib.Graph, node: Node) -> str:
    """The constraints of a shape without an IRI, the members of a list, or the term itself."""
    if not isinstance(node, rdflib.BNode):
        return to_term(node)
    if (node, RDF.first, None) in graph:
        return f"( {' '.join(written(graph, each) for each in graph.items(node))} )"
    return f"[ {constraints_of(graph, node)} ]"


def constraints_of(graph: rdflib.Graph, shape: Node) -> str:
    """Path and constraints of a shape, the same text for the same ones."""
    return " ; ".join(
        sorted(
            f"{p} {written(graph, o)}" for p, o in graph.predicate_objects(shape) if p not in ABOUT
        )
    )


@pytest.mark.parametrize("file", FILES)
def test_no_property_shape_is_repeated(file: str) -> None:
    graph = shapes_of(file)
    inside = [each for each in graph.subjects(SH.path) if isinstance(each, rdflib.BNode)]
    named = {each for each in graph.subjects(SH.path) if isinstance(each, URIRef)}
    texts = [constraints_of(graph, shape) for shape in inside]
    assert len(texts) == len(set(texts))
    assert not {constraints_of(graph, shape) for shape in named} & set(texts)
    for parent in set(graph.subjects(SH.property)):
        own = [constraints_of(graph, shape) for shape in graph.objects(parent, SH.property)]
        assert len(own) == len(set(own)), parent


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
    own = set(map(to_term, declared(case.split("/")[0])))
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
def full_records() -> tuple[Record, ...]:
    """Records that have every field, a new value and a field that nobody knows."""
    page = PageExtension(
        last_updated="2022-05-24",
        countries=["United States"],
        listed_trials=[
            ListedTrial(nct_id="NCT00000007", title="Another", section="Related Trials")
        ],
    )
    new = SourceField("protocolSection.newModule.newField", '"kept"')
    observational = full_record("observational.json")
    identification = observational.study.protocol_section.identification_module
    identification.secondary_id_infos.append(StatedNumber(id="ISRCTN90000001", field="isrctn"))
    design = observational.study.protocol_section.design_module
    assert design is not None
    design.phases = ["PHASE5"]
    return (
        full_record("interventional.json", page=page, unmapped=[new]),
        observational,
        full_record("expanded-access.json"),
        full_registration(),
    )


@cache
def full_graphs() -> tuple[RecordGraph, ...]:
    """The graphs of these records."""
    return tuple(map(map_record, full_records()))


@cache
def emitted() -> dict[str, set[str]]:
    """Class -> the predicates of its nodes, over all records here, what services add, similar
    trials, and the description.
    """
    found: dict[str, set[str]] = defaultdict(set)
    descriptions = [
        dataset_description.triples(published_of(full_graphs(), contact_point=contact))
        for contact in ("somebody@example.org", "https://example.org/contact")
    ]
    graphs = [*full_graphs(), *full_enrichments(), *full_similarities()]
    for told in [*(graph.triples for graph in graphs), *descriptions]:
        classes: dict[str, list[str]] = defaultdict(list)
        for subject, predicate, obj in told:
            if predicate == vocab.RDF_TYPE:
                classes[subject].append(obj)
        for subject, predicate, _ in told:
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
    """Shapes file -> its classes, and the predicates that the shapes of these speak of."""
    groups: dict[str, tuple[set[str], set[str]]] = {}
    of_trial = set(all_shapes().objects(TRIAL, SH.property))
    for file in FILES:
        graph = shapes_of(file)
        classes = {to_term(each) for each in graph.objects(None, SH.targetClass)}
        shapes = of_trial if file == "trial" else {*graph.subjects(SH.path)} - of_trial
        if classes:
            groups[file] = classes, paths_of(shapes)
    return groups


def paths_of(shapes: set[Node]) -> set[str]:
    """The predicates that are the paths of property shapes."""
    found = {path for shape in shapes for path in all_shapes().objects(shape, SH.path)}
    return {to_term(path) for path in found if isinstance(path, URIRef)}


@pytest.mark.parametrize("file", sorted(shape_groups()))
def test_predicates_of_a_class_are_the_paths_of_its_shape(file: str) -> None:
    classes, paths = shape_groups()[file]
    predicates = set().union(*(emitted()[each] for each in classes)) | {vocab.RDF_TYPE}
    trial_paths = shape_groups()["trial"][1] | {vocab.DCTERMS_IDENTIFIER}
    if file.startswith("medical-") and classes & shape_groups()["medical-study"][0]:
        assert predicates | paths <= trial_paths, "they are the nodes of trial.ttl"
    elif file == "trial":
        predicates |= emitted()[vocab.SCHEMA_MEDICAL_STUDY]
        assert paths | {vocab.DCTERMS_IDENTIFIER} == predicates
    else:
        assert paths | {vocab.RDF_TYPE} == predicates


MODULES: Final = {path.stem for path in Path(mapping.__file__).parent.rglob("*.py")} | {"results"}


def test_files_are_named_after_their_class_or_mapping_module() -> None:
    classes = {local(URIRef(each[1:-1])).lower() for each in emitted()}
    names = classes | MODULES | {"codes", REGISTRIES}
    for file in FILES:
        part = file.removeprefix("trial-")
        assert any(name.endswith(file.replace("-", "")) for name in names) or (
            part != file and part in MODULES | PARTS_OF_TRIAL_PY
        ), file


def stated_of_trials(module: str) -> set[str]:
    """The predicates that one module of the mapping states of the trial; a link to another trial is
    also stated by what is computed.
    """
    computed = full_similarities() if module == "relation" else ()
    found = {predicate for each in computed for predicate in each.nodes.get(each.trial, ())}
    for record in full_records():
        say = Statements(record, Iris())
        importlib.import_module(f"kg.mapping.{module}").describe(record, say)
        found |= {predicate for term, predicate, _ in triples(say.nodes()) if term == say.trial}
    return found


@pytest.mark.parametrize("file", sorted(file for file in FILES if file.startswith("trial-")))
def test_properties_of_trials_are_in_the_file_of_the_module_that_states_them(file: str) -> None:
    own = declared(file) & set(all_shapes().objects(TRIAL, SH.property))
    assert own
    part = file.removeprefix("trial-")
    assert paths_of(own) <= stated_of_trials("trial" if part in PARTS_OF_TRIAL_PY else part)


def test_full_records_conform() -> None:
    for graph in [*full_graphs(), *full_enrichments(), *full_similarities()]:
        assert [r.message for r in validate(graph).violations] == [], graph.number
