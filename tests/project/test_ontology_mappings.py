"""The mappings of classes and properties beside the ontology, ontologies/kg.sssom.tsv.

https://mapping-commons.github.io/sssom/spec-formats-tsv/
"""

from __future__ import annotations

import csv
import re
from typing import Final

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from kg.rdf import vocabulary as vocab
from kg.system.package_data import resource

COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "object_source",
    "object_source_version",
    "confidence",
    "comment",
)
"""Slots of SSSOM, in its canonical order."""

REFERENCES: Final = (
    "subject_id",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "object_source",
)
"""The columns of CURIEs."""

REQUIRED: Final = (*REFERENCES, "subject_label")
METADATA: Final = {"mapping_set_id", "mapping_set_version", "mapping_set_title", "license"}

MATCHES: Final = frozenset(
    {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}
)

Row = dict[str, str]


@pytest.fixture(scope="module")
def lines() -> list[str]:
    text = (resource("ontologies") / "kg.sssom.tsv").read_text("utf-8")
    return text.splitlines()


@pytest.fixture(scope="module")
def metadata(lines: list[str]) -> dict[str, str]:
    return dict(re.findall(r"^#(\w+): (.+)$", "\n".join(lines), re.MULTILINE))


@pytest.fixture(scope="module")
def prefixes(lines: list[str]) -> dict[str, str]:
    assert lines[0] == "#curie_map:"
    return dict(re.findall(r"^#  (\w+): (\S+)$", "\n".join(lines), re.MULTILINE))


@pytest.fixture(scope="module")
def rows(lines: list[str]) -> list[Row]:
    table = [line for line in lines if not line.startswith("#")]
    return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def ontology() -> Graph:
    folder = resource("ontologies")
    return Graph().parse(folder / "kg.ttl") + Graph().parse(folder / "terms.ttl")


def expanded(curie: str, prefixes: dict[str, str]) -> URIRef:
    prefix, _, name = curie.partition(":")
    return URIRef(prefixes[prefix] + name)


def test_the_columns_are_those_of_sssom(rows: list[Row]) -> None:
    for row in rows:
        assert tuple(row) == COLUMNS
        assert all(row[column] for column in REQUIRED), row
        assert 0 < float(row["confidence"]) <= 1


def test_the_metadata_has_the_version_of_the_ontology(metadata: dict[str, str]) -> None:
    assert metadata.keys() >= METADATA
    assert metadata["mapping_set_version"] == vocab.ONTOLOGY_VERSION
    assert metadata["subject_source_version"] == vocab.ONTOLOGY_VERSION


def test_prefixes_are_declared_and_used(
    rows: list[Row], metadata: dict[str, str], prefixes: dict[str, str]
) -> None:
    curies = [row[column] for row in rows for column in REFERENCES] + [metadata["subject_source"]]
    assert {curie.partition(":")[0] for curie in curies} == prefixes.keys()
    assert prefixes["kg"] == vocab.KG
    assert {each: prefixes[each] for each in vocab.PREFIXES.keys() & prefixes.keys()}.items() <= (
        vocab.PREFIXES.items()
    )


def test_mappings_are_sorted_and_stated_once(rows: list[Row]) -> None:
    keys = [(row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows]
    assert keys == sorted(keys)
    assert len({(subject, mapped) for subject, _, mapped in keys}) == len(keys)


def test_subjects_are_classes_and_properties_of_the_ontology(
    rows: list[Row], prefixes: dict[str, str], ontology: Graph
) -> None:
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}
    for row in rows:
        subject = expanded(row["subject_id"], prefixes)
        assert kinds & set(ontology.objects(subject, RDF.type)), row
        assert str(ontology.value(subject, RDFS.label)) == row["subject_label"]


def test_mappings_are_manual_skos_matches(rows: list[Row], prefixes: dict[str, str]) -> None:
    assert {expanded(row["predicate_id"], prefixes) for row in rows} <= MATCHES
    assert {row["mapping_justification"] for row in rows} == {"semapv:ManualMappingCuration"}


def test_no_mapping_repeats_an_axiom(
    rows: list[Row], prefixes: dict[str, str], ontology: Graph
) -> None:
    axioms = {RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty}
    for row in rows:
        subject, mapped = (expanded(row[end], prefixes) for end in ("subject_id", "object_id"))
        assert not axioms & set(ontology.predicates(subject, mapped)), row


def test_only_concepts_have_matches_in_the_ontology(ontology: Graph) -> None:
    for match in MATCHES:
        for subject in ontology.subjects(match):
            assert (subject, RDF.type, SKOS.Concept) in ontology, subject
