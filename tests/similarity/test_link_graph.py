"""The graphs of similar trials: what they state, and that they conform whatever the names are."""

from __future__ import annotations

from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.formats import FORMATS, serialize
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import split_literal
from kg.shacl import validate
from kg.similarity.link_graph import list_graph, list_name, method_graph
from kg.similarity.links import (
    FEATURE_KINDS,
    SIMILARITY_KINDS,
    TEXT_FIELDS,
    Method,
    SharedFeature,
    SimilarTrial,
    SimilarTrials,
)
from tests.support.full_similarities import METHOD, SIMILAR

A: Final = "<https://clinicaltrials.gov/study/NCT90000001>"
RELATION: Final = "<https://w3id.org/kg-trials/trial/NCT90000001/similar/NCT90000002>"
MOST_NAMES: Final = 8

names = st.one_of(
    st.text(max_size=40),
    st.text("aA -_/é\"'<>\\\n\r\t\0", max_size=4),
    st.sampled_from(["", " ", "头痛", "a" * 5000, "x y", "x-y", "X Y", "x-y-2", "\x7f", "<b>"]),
)
shares = st.floats(0, 1)
features = st.builds(
    SharedFeature,
    kind=st.sampled_from(FEATURE_KINDS),
    name=names,
    weight=shares,
    fields=st.lists(st.sampled_from(TEXT_FIELDS)).map(tuple),
    thing=st.none() | st.just("<http://id.nlm.nih.gov/mesh/D003027>"),
)


@st.composite
def lists(draw: st.DrawFn) -> SimilarTrials:
    """The similar trials of a trial, with any names, in any number."""
    others = tuple(
        SimilarTrial(
            f"NCT9000{number:04}",
            rank,
            draw(shares),
            draw(shares),
            tuple(draw(st.lists(features, max_size=MOST_NAMES))),
            draw(st.none() | st.sampled_from(SIMILARITY_KINDS)),
        )
        for rank, number in enumerate(
            draw(st.lists(st.integers(2, 9999), max_size=3, unique=True)), start=1
        )
    )
    return SimilarTrials("NCT90000001", others)


def shared_names(graph: RecordGraph, relation: str) -> list[str]:
    found = graph.nodes.get(relation, {}).get(vocab.KG_SHARED_FEATURE, ())
    return sorted(split_literal(graph.nodes[each][vocab.SCHEMA_NAME][0])[0] for each in found)


@settings(max_examples=30)
@given(lists(), st.sampled_from(["ctgov", "identifiers", "bioregistry"]))
def test_any_list_conforms_and_keeps_every_reason(similar: SimilarTrials, form: str) -> None:
    iris = Iris("https://example.org/kg#", form)
    graph = list_graph(similar, METHOD, iris)
    assert [result.message for result in validate(graph).results] == []
    for other in similar.others:
        relation = iris.part(similar.number, "similar", other.number)
        told = sorted(each.name for each in other.features if each.name.strip())
        assert shared_names(graph, relation) == told
    assert list_graph(similar, METHOD, iris) == graph


@settings(max_examples=30)
@given(st.text(min_size=1).filter(str.strip), st.integers(0), st.integers(0), shares)
def test_any_method_conforms(version: str, records: int, top: int, confidence: float) -> None:
    method = Method(version, "0123", records, top, confidence)
    assert validate(method_graph(method, "1.0", Iris())).results == ()


def test_a_link_is_stated_directly_and_with_its_numbers() -> None:
    graph = list_graph(SIMILAR, METHOD, Iris())
    assert len(graph.nodes[A][vocab.KG_SIMILAR_TRIAL]) == len(SIMILAR.others)
    assert RELATION in graph.nodes[A][vocab.KG_TRIAL_RELATION]
    told = graph.nodes[RELATION]
    first = SIMILAR.others[0]
    for predicate, value in (
        (vocab.KG_SCORE, first.score),
        (vocab.KG_CONFIDENCE, first.confidence),
        (vocab.KG_RANK, first.rank),
    ):
        assert [float(split_literal(term)[0]) for term in told[predicate]] == [value]
    assert told[vocab.KG_LINKED_TRIAL] == (A, A.replace("1>", "2>"))
    assert vocab.KG_SOURCE_TRIAL not in told


def test_two_words_with_one_slug_are_two_reasons() -> None:
    words = tuple(SharedFeature("WORD", name, 0.1) for name in ("NaCl", "nacl", "NACL-2", "NaCl"))
    similar = SimilarTrials("NCT90000001", (SimilarTrial("NCT90000002", 1, 1, 1, words),))
    graph = list_graph(similar, METHOD, Iris())
    assert shared_names(graph, RELATION) == sorted(each.name for each in words)


def test_numbers_are_rounded_to_three_digits_within_the_range() -> None:
    link = SimilarTrial("NCT90000002", 1, 1.0000000002, 0.70049, ())
    told = list_graph(SimilarTrials("NCT90000001", (link,)), METHOD, Iris()).nodes[RELATION]
    assert split_literal(told[vocab.KG_SCORE][0])[0] == "1.0"
    assert split_literal(told[vocab.KG_CONFIDENCE][0])[0] == "0.7"


def test_a_trial_without_similar_ones_has_an_empty_list() -> None:
    graph = list_graph(SimilarTrials("NCT90000001"), METHOD, Iris())
    assert graph.name == list_name("NCT90000001", Iris())
    assert graph.nodes[graph.name][vocab.SCHEMA_ABOUT] == (A,)
    assert vocab.KG_SIMILAR_TRIAL not in graph.nodes[A]


def test_lists_name_the_computation_that_is_described_once() -> None:
    described = method_graph(METHOD, "1.0", Iris())
    for similar in (SIMILAR, SimilarTrials("NCT90000003")):
        graph = list_graph(similar, METHOD, Iris())
        assert graph.nodes[graph.name][vocab.PROV_WAS_GENERATED_BY] == (described.trial,)
    other = Method("1", METHOD.statistics, METHOD.records, METHOD.top, 0.8)
    assert method_graph(other, "1.0", Iris()).trial != described.trial


def test_every_format_writes_a_list() -> None:
    graph = list_graph(SIMILAR, METHOD, Iris())
    for each in FORMATS.values():
        assert "galcanezumab" in "".join(serialize([graph], each))
