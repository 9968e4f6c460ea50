"""The description of a dataset: every parser reads it, the shapes hold, a store counts the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pyoxigraph
import pytest
import rdflib

import kg
from kg.dataset.description import triples, turtle
from kg.dataset.description.files import FILE_TYPES
from kg.dataset.report import ExportReport, InputFile, OutputFile, Rejects, read_report
from kg.formats import FORMATS, OUTPUTS, serialize
from kg.rdf.iris import DEFAULT_BASE, Iris
from kg.rdf.rdflib_bridge import to_rdflib
from kg.rdf.record_graph import RecordGraph
from kg.shacl import ENGINES, validate
from kg.system.package_data import resource
from tests.support.export_reports import OPTIONS, SHA256, published_of, report_of
from tests.support.kg_command import kg as command
from tests.support.rdf_parsers import oxigraph_quads, rdflib_quads

DATASET: Final = f"<{DEFAULT_BASE}dataset>"

Riot = Callable[[Iterable[Path]], Iterator[tuple[Path, set[str]]]]


@pytest.fixture(scope="module")
def graphs() -> list[RecordGraph]:
    """The graphs of the sample records, which share organisations and places."""
    paths = sorted(resource("samples").glob("*.json"))
    return [kg.map_record(record) for record in kg.read(*paths)]


def output(**changes: Any) -> OutputFile:
    file = {"name": "trials.nq.zst", "bytes": 1, "sha256": SHA256, "records": 3, "triples": 9}
    return OutputFile(**{**file, **changes})


def report(graphs: list[RecordGraph], name: str) -> ExportReport:
    """The report of an export of a kind."""
    if name == "published":
        return published_of(graphs)
    kinds: dict[str, dict[str, Any]] = {
        "plain": {},
        "from standard input": {"input": [InputFile(name="-", files=1)]},
        "shards": {"output": [output(name=f"trials-{number}.nq.gz") for number in range(3)]},
        "turtle": {"options": options(format="turtle"), "output": [output(name="trials.ttl")]},
        "rejects": {"rejects": Rejects(count=1234, by_kind={"unreadable": 1234})},
        "without contacts": {"options": options(contacts=False)},
        "another base": {"options": options(base="https://example.org/kg#")},
        "odd names": {
            "input": [InputFile(name='in/a "b"\\\n<c>.zip', files=1, bytes=1, sha256=SHA256)],
            "output": [output(name='a "b"\\\n<ü>.nq')],
        },
    }
    return report_of(graphs, **kinds[name])


def options(**changes: Any) -> Any:
    from msgspec.structs import replace

    return replace(OPTIONS, **changes)


KINDS: Final = (
    "plain",
    "published",
    "from standard input",
    "shards",
    "turtle",
    "rejects",
    "without contacts",
    "another base",
    "odd names",
)

each_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.mark.slow
@each_kind
def test_parsers_read_what_was_said(graphs: list[RecordGraph], kind: str) -> None:
    told = report(graphs, kind)
    expected = {(triple, None) for triple in triples(told)}
    assert oxigraph_quads(turtle(told), "turtle") == expected
    assert rdflib_quads(turtle(told), "turtle") == expected


@pytest.mark.slow
def test_riot_reads_what_was_said(graphs: list[RecordGraph], tmp_path: Path, riot: Riot) -> None:
    expected = {}
    for number, kind in enumerate(KINDS):
        told = report(graphs, kind)
        path = tmp_path / f"{number}.dataset.ttl"
        path.write_text(turtle(told), "utf-8")
        expected[path] = {f"{s} {p} {o} ." for s, p, o in triples(told)}
    assert dict(riot(expected)) == expected


@pytest.mark.slow
@each_kind
@pytest.mark.parametrize("engine", ENGINES)
def test_the_shapes_hold(graphs: list[RecordGraph], kind: str, engine: str) -> None:
    found = validate(to_rdflib(triples(report(graphs, kind))), engine=engine)
    assert found.results == ()


def test_nothing_is_blank_and_nothing_has_a_time(graphs: list[RecordGraph]) -> None:
    for triple in triples(report(graphs, "plain")):
        assert not any(term.startswith("_:") for term in triple)
        assert not re.search(r"dateTime|\dT\d\d:", " ".join(triple))


@pytest.fixture(scope="module")
def store(graphs: list[RecordGraph]) -> pyoxigraph.Store:
    """The records in their graphs, and the description in the default graph."""
    store = pyoxigraph.Store()
    document = "".join(serialize(graphs, FORMATS["n-quads"]))
    store.load(document, pyoxigraph.RdfFormat.N_QUADS)
    store.load(turtle(report(graphs, "plain")), pyoxigraph.RdfFormat.TURTLE)
    return store


PREFIXES: Final = """
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX kg: <https://w3id.org/kg-trials/vocab#>
"""


def asked(store: pyoxigraph.Store, query: str) -> list[tuple[Any, ...]]:
    rows: Any = store.query(PREFIXES + query)
    return sorted(tuple(term.value for term in row) for row in rows)


def test_a_store_counts_what_the_partitions_say(store: pyoxigraph.Store) -> None:
    said = asked(store, "SELECT ?c ?n { ?part void:class ?c ; kg:instances ?n }")
    assert said
    found = asked(store, "SELECT ?c (COUNT(*) AS ?n) { GRAPH ?g { ?s a ?c } } GROUP BY ?c")
    assert said == found
    said = asked(
        store,
        f"SELECT ?p ?n {{ {DATASET} void:propertyPartition ?part ."
        " ?part void:property ?p ; void:triples ?n }",
    )
    found = asked(store, "SELECT ?p (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?p")
    assert said == found


def test_a_store_counts_the_properties_of_a_class(store: pyoxigraph.Store) -> None:
    """What editors complete: the predicates of the nodes of a class."""
    said = asked(
        store,
        "SELECT ?c ?p ?n { [] void:classPartition [ void:class ?c ;"
        " void:propertyPartition [ void:property ?p ; void:triples ?n ] ] }",
    )
    found = asked(
        store, "SELECT ?c ?p (COUNT(*) AS ?n) { GRAPH ?g { ?s a ?c ; ?p ?o } } GROUP BY ?c ?p"
    )
    assert said == found


def test_entities_are_different_nodes(store: pyoxigraph.Store) -> None:
    said = dict(asked(store, "SELECT ?c ?n { ?part void:class ?c ; void:entities ?n }"))
    found = dict(
        asked(store, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s a ?c } } GROUP BY ?c")
    )
    assert said.items() <= found.items()
    kinds = {name.rpartition("#")[2].rpartition("/")[2] for name in said}
    assert {"MedicalTrial", "Arm", "RecordGraph"} <= kinds
    assert not {"Place", "Organization", "MedicalCondition", "MedicalStudy"} & kinds


def test_a_store_counts_what_the_dataset_says(store: pyoxigraph.Store) -> None:
    said = asked(
        store,
        f"SELECT ?t ?c ?p ?g {{ {DATASET} void:triples ?t ; void:classes ?c ; void:properties ?p ;"
        " void:subset/void:entities ?g }",
    )
    each = "(COUNT(*) AS ?t) (COUNT(DISTINCT ?p) AS ?ps) (COUNT(DISTINCT ?g) AS ?gs)"
    [(triples, properties, names)] = asked(store, f"SELECT {each} {{ GRAPH ?g {{ ?s ?p ?o }} }}")
    [(classes,)] = asked(store, "SELECT (COUNT(DISTINCT ?c) AS ?n) { GRAPH ?g { ?s a ?c } }")
    assert said == [(triples, classes, properties, names)]


def test_graphs_and_trials_lie_where_the_dataset_says(store: pyoxigraph.Store) -> None:
    [(space,)] = asked(store, f"SELECT ?s {{ {DATASET} void:subset/void:uriSpace ?s }}")
    names = [name.value for name in store.named_graphs() if isinstance(name, pyoxigraph.NamedNode)]
    assert len(names) == 3
    assert all(name.startswith(space) for name in names)
    [(trial,)] = asked(store, f"SELECT ?e {{ {DATASET} void:exampleResource ?e }}")
    assert asked(store, f"SELECT ?g {{ GRAPH ?g {{ <{trial}> a ?c }} }}")


def test_the_terms_of_the_registry_are_met(v2_records: list[Path]) -> None:
    """https://clinicaltrials.gov/about-site/terms-conditions: source, date, modifications."""
    some = [kg.map_record(record) for record in kg.read(*v2_records[::50])]
    told = report(some, "plain")
    graph = to_rdflib(triples(told))
    dataset = rdflib.URIRef(DATASET[1:-1])
    dcterms = rdflib.DCTERMS
    license = "https://clinicaltrials.gov/about-site/terms-conditions"
    assert str(graph.value(dataset, dcterms.license)) == license
    rights = graph.value(graph.value(dataset, dcterms.rights), dcterms.description)
    assert str(rights).startswith("Source of the data: ClinicalTrials.gov")
    assert told.record_versions is not None
    newest = told.record_versions.newest
    newest_version = rdflib.URIRef("https://w3id.org/kg-trials/vocab#newestRecordVersion")
    assert str(graph.value(dataset, newest_version)) == newest
    assert newest in str(graph.value(dataset, dcterms.description))
    modified = graph.value(graph.value(dataset, dcterms.provenance), dcterms.description)
    assert "turned each record into RDF" in str(modified)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("rejects", "did not conform or came twice: 1,234."),
        ("without contacts", "The contact persons were left out."),
    ],
)
def test_what_was_left_out_is_said(graphs: list[RecordGraph], kind: str, words: str) -> None:
    assert words in turtle(report(graphs, kind))
    assert words not in turtle(report(graphs, "plain"))


def test_a_file_has_its_kind_size_and_digest(graphs: list[RecordGraph]) -> None:
    said = set(triples(report_of(graphs, output=[output(name="trials.nq.gz", bytes=345)])))
    file = Iris().mint("dataset", "file", "trials.nq.gz")
    media_types = "https://www.iana.org/assignments/media-types"
    dcat = "http://www.w3.org/ns/dcat#"
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert {
        (DATASET, f"<{dcat}distribution>", file),
        (file, f"<{dcat}mediaType>", f"<{media_types}/application/n-quads>"),
        (file, f"<{dcat}compressFormat>", f"<{media_types}/application/gzip>"),
        (file, f"<{dcat}byteSize>", f'"345"^^<{xsd}nonNegativeInteger>'),
        (
            f"{file[:-1]}/sha256>",
            "<http://spdx.org/rdf/terms#checksumValue>",
            f'"{SHA256}"^^<{xsd}hexBinary>',
        ),
    } <= said


def test_a_format_without_graphs_claims_none(graphs: list[RecordGraph]) -> None:
    told = turtle(report(graphs, "turtle"))
    assert "named graph" not in told
    assert "void:subset" not in told


# What the publisher says

VOID: Final = "http://rdfs.org/ns/void#"
DCAT: Final = "http://www.w3.org/ns/dcat#"


def dataset_of(told: ExportReport) -> str:
    """The IRI of the dataset."""
    [found] = [s for s, p, _ in triples(told) if p == f"<{VOID}classes>"]
    return found[1:-1]


def test_the_iri_of_a_dataset_is_the_publishers_or_that_of_its_description(
    graphs: list[RecordGraph],
) -> None:
    published = "https://example.org/trials/trials.nq.zst.dataset.ttl#dataset"
    assert dataset_of(published_of(graphs)) == published
    own = published_of(graphs, dataset="https://example.org/als/")
    assert dataset_of(own) == "https://example.org/als/"
    assert "<https://example.org/als/graphs>" in turtle(own)


def test_without_an_address_the_iri_depends_on_the_content(
    graphs: list[RecordGraph], tmp_path: Path
) -> None:
    """Two exports that differ are two datasets; the same records in two formats are one."""
    samples = sorted(resource("samples").glob("*.json"))
    found = []
    for name, sources in (("a.nq", samples), ("b.ttl", samples), ("c.nq", samples[:2])):
        run = command("export", *sources, "-o", name, "-q", cwd=tmp_path)
        assert run.status == 0, run.talk
        report = tmp_path / f"{name}.report.json"
        found.append(dataset_of(read_report(report)))
    assert found[0] == found[1] != found[2]
    assert all(re.fullmatch(rf"{DEFAULT_BASE}dataset/[0-9a-f]{{16}}", each) for each in found)


def test_a_published_file_has_its_address_and_its_type(graphs: list[RecordGraph]) -> None:
    told = set(triples(published_of(graphs)))
    dataset = f"<{dataset_of(published_of(graphs))}>"
    file = f"{dataset[:-1]}/file/trials.nq.zst>"
    address = "<https://example.org/trials/trials.nq.zst>"
    types = "http://publications.europa.eu/resource/authority/file-type"
    terms = "<https://clinicaltrials.gov/about-site/terms-conditions>"
    assert {
        (dataset, f"<{VOID}dataDump>", address),
        (dataset, f"<{DCAT}distribution>", file),
        (file, f"<{DCAT}accessURL>", address),
        (file, f"<{DCAT}downloadURL>", address),
        (file, "<http://purl.org/dc/terms/format>", f"<{types}/RDF_N_QUADS>"),
        (file, "<http://purl.org/dc/terms/license>", terms),
    } <= told


def test_nothing_is_said_of_where_and_by_whom_if_nothing_was_told(
    graphs: list[RecordGraph],
) -> None:
    told = turtle(report(graphs, "plain"))
    for word in ("accessURL", "dataDump", "publisher", "contactPoint", "sparqlEndpoint"):
        assert word not in told


def test_a_file_type_is_known_for_each_format() -> None:
    assert FILE_TYPES.keys() == OUTPUTS.keys()


def test_the_period_is_from_the_first_submission_to_the_newest_version(
    v2_records: list[Path],
) -> None:
    some = v2_records[::50]
    studies = [json.loads(path.read_bytes()) for path in some]
    first = min(
        study["protocolSection"]["statusModule"]["studyFirstSubmitDate"] for study in studies
    )
    newest = max(study["derivedSection"]["miscInfoModule"]["versionHolder"] for study in studies)
    graph = to_rdflib(
        triples(report([kg.map_record(record) for record in kg.read(*some)], "plain"))
    )
    period = graph.value(rdflib.URIRef(DATASET[1:-1]), rdflib.DCTERMS.temporal)
    dates = [graph.value(period, rdflib.URIRef(f"{DCAT}{side}Date")) for side in ("start", "end")]
    assert [str(date) for date in dates] == [first, newest]
