"""What is counted of graphs: compared with a store, and in whatever parts a run is cut."""

from __future__ import annotations

import json
import pickle
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.dataset.bounded_counter import BoundedCounter, kind, shortened
from kg.dataset.statistics import Statistics
from kg.formats import FORMATS, serialize
from kg.rdf.record_graph import RecordGraph
from kg.records import Finding
from kg.shacl import validate
from kg.system.package_data import resource
from tests.support.graph_facts import RECORDS

COUNTED: Final = (
    *("records", "triples", "classes", "entities", "predicates", "class_predicates"),
    *("first", "oldest", "newest", "submitted"),
    *("criteria_as_items", "criteria_as_text"),
)
TOLD: Final = ("findings", "warnings", "unmapped", "unrecognized")


@pytest.fixture(scope="module")
def graphs() -> list[RecordGraph]:
    """The graphs of the samples and of the small records, in which there is every oddity."""
    samples = sorted(resource("samples").glob("*.json"))
    return [kg.map_record(record) for record in kg.read(*samples, *sorted(RECORDS.iterdir()))]


def statistics_of(graphs: list[RecordGraph]) -> Statistics:
    statistics = Statistics()
    for graph in graphs:
        statistics.add(graph, validate(graph).warnings)
    return statistics


def told(statistics: Statistics) -> dict[str, Any]:
    """All that statistics say."""
    counted = {name: getattr(statistics, name) for name in COUNTED}
    tallies = {name: getattr(statistics, name) for name in TOLD}
    return {**counted, **{name: said(tally) for name, tally in tallies.items()}}


def said(tally: BoundedCounter) -> tuple[list[Any], int, int]:
    return list(tally.rows()), tally.others, tally.total


def test_a_store_counts_the_same(graphs: list[RecordGraph]) -> None:
    store = pyoxigraph.Store()
    document = "".join(serialize(graphs, FORMATS["n-quads"]))
    store.load(document, pyoxigraph.RdfFormat.N_QUADS)
    statistics = statistics_of(graphs)
    assert statistics.triples == len(store)
    assert statistics.records == len(list(store.named_graphs())) == len(graphs)
    assert dict(statistics.predicates) == counts(store, "?predicate", "?s ?predicate ?o")
    assert dict(statistics.classes) == counts(store, "?class", "?s a ?class")


def counts(store: pyoxigraph.Store, name: str, pattern: str) -> dict[str, int]:
    rows: Any = store.query(
        f"SELECT {name} (COUNT(*) AS ?n) {{ GRAPH ?g {{ {pattern} }} }} GROUP BY {name}"
    )
    return {str(row[0]): int(row[1].value) for row in rows}


def test_the_versions_are_those_of_the_registry(v2_records: list[Path]) -> None:
    some = v2_records[::15]
    studies = [json.loads(path.read_bytes()) for path in some]
    versions = [study["derivedSection"]["miscInfoModule"]["versionHolder"] for study in studies]
    statistics = statistics_of([kg.map_record(record) for record in kg.read(*some)])
    assert (statistics.oldest, statistics.newest) == (min(versions), max(versions))
    assert statistics.oldest != statistics.newest


@pytest.mark.parametrize(
    ("what", "key", "times"),
    [
        ("unmapped", ("protocolSection.statusModule.mood", ""), 1),
        ("unmapped", ("protocolSection.contactsLocationsModule.locations[].ward", ""), 1),
        ("unrecognized", ("<https://w3id.org/kg-trials/vocab#Phase>", "PHASE9"), 1),
        ("findings", ("startDateStruct", "… is not a date; it is kept as text"), 1),
        (
            "findings",
            ("seeAlsoLinks.url", "… is not an http(s) address; it is kept as text"),
            4,
        ),
    ],
)
def test_what_a_user_should_know_is_counted(
    graphs: list[RecordGraph], what: str, key: tuple[str, str], times: int
) -> None:
    rows = {row.key: row for row in getattr(statistics_of(graphs), what).rows()}
    assert rows[key].times == times
    assert rows[key].number in {graph.number for graph in graphs}


def test_a_warning_has_its_shape_its_words_and_its_first_trial(graphs: list[RecordGraph]) -> None:
    warned = [(graph.number, r) for graph in graphs for r in validate(graph).warnings]
    first: dict[tuple[str, str], str] = {}
    for nct_id, result in warned:
        first.setdefault((result.source_shape, result.message), nct_id)
    rows = list(statistics_of(graphs).warnings.rows())
    assert {(row.key[0], row.text): row.number for row in rows} == first
    assert sum(row.times for row in rows) == len(warned)


def test_it_does_not_matter_how_a_run_is_cut(graphs: list[RecordGraph]) -> None:
    whole = told(statistics_of(graphs))
    for size in (1, 4, 11):
        parts = [statistics_of(graphs[at : at + size]) for at in range(0, len(graphs), size)]
        assert told(merged(*parts)) == whole
        left, right = merged(*parts[:2]), merged(*parts[2:])
        assert told(merged(left, right)) == whole


def merged(*parts: Statistics) -> Statistics:
    """One of all, each part sent from another process."""
    total = Statistics()
    for part in parts:
        total.merge(pickle.loads(pickle.dumps(part)))
    return total


def test_what_is_sent_of_a_batch_is_small(v2_records: list[Path]) -> None:
    batch = [kg.map_record(record) for record in kg.read(*v2_records[:100])]
    assert len(pickle.dumps(statistics_of(batch))) < 30_000


# -- tallies ------------------------------------------------------------------------------------

MET: Final = st.lists(st.tuples(st.integers(0, 12), st.text(max_size=3)), max_size=60)


@given(MET, st.lists(st.integers(0, 60)), st.integers(1, 6))
def test_a_tally_is_exact_however_it_is_cut(
    met: list[tuple[int, str]], cuts: list[int], most: int
) -> None:
    numbered = [(("", str(key)), text, f"NCT{at:08}") for at, (key, text) in enumerate(met)]
    whole = BoundedCounter(most)
    for each in numbered:
        whole.add(*each)
    edges = [0, *sorted(cuts), len(met)]
    total = BoundedCounter(most)
    for start, end in pairwise(edges):
        part = BoundedCounter(most)
        for each in numbered[start:end]:
            part.add(*each)
        total.merge(part)
    assert said(total) == said(whole)
    times = Counter(key for key, *_ in numbered)
    first = {key: (text, nct_id) for key, text, nct_id in reversed(numbered)}
    rows = list(whole.rows())
    assert len(rows) == min(most, len(times))
    assert all(
        (row.times, (row.text, row.number)) == (times[row.key], first[row.key]) for row in rows
    )
    assert whole.others == len(met) - sum(row.times for row in rows)


@pytest.mark.slow
def test_any_number_of_messages_takes_bounded_memory() -> None:
    """Fields that no two records share, with values that are long."""
    statistics = Statistics()
    for number in range(4_500):
        field = f"{'x' * 1_000}{number:04}end"
        graph = one(f"NCT{number:08}", Finding(field, f"'{'y' * 100_000}' is odd"))
        statistics.add(graph)
    rows = list(statistics.findings.rows())
    assert len(rows) == 2_000
    assert statistics.findings.others == 2_500
    assert len(pickle.dumps(statistics)) < 2_000_000


def one(nct_id: str, *findings: Finding) -> RecordGraph:
    """The graph of a record that says hardly anything."""
    [record] = kg.read(
        f'{{"protocolSection":{{"identificationModule":{{"nctId":"{nct_id}"}}}}}}'.encode()
    )
    graph = kg.map_record(record)
    return RecordGraph(nct_id, graph.trial, graph.name, graph.nodes, list(findings))


@pytest.mark.parametrize(
    ("text", "like"),
    [
        ("'March' is not a date; it is kept", "… is not a date; it is kept"),
        ('"it\'s" is no status', "… is no status"),
        ("U+FFFD can't stand in XML", "U+FFFD can't stand in XML"),
        ("the title of NCT01234567 stands on 3 lines", "the title of … stands on … lines"),
        ("the record names no sponsor", "the record names no sponsor"),
    ],
)
def test_kinds_of_sentences(text: str, like: str) -> None:
    assert kind(text) == like


def test_a_long_text_keeps_its_beginning_and_its_end() -> None:
    text = shortened(f"'{'a' * 10_000}' is not a date")
    assert len(text) < 310
    assert kind(text) == "… is not a date"
    assert shortened("short") == "short"
