"""Which records are of one trial, by the numbers that they state."""

from __future__ import annotations

from itertools import permutations

import pytest

import kg
from kg.formats import nquads
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
from kg.records import Record
from kg.same_trial.link_graph import same_trial_graphs
from kg.same_trial.stated import record_numbers
from tests.support.graph_facts import Said
from tests.support.two_registries import FIELD, graphs, record

NCT, NCT2, NCT3 = (f"NCT9000040{digit}" for digit in range(1, 4))
ISRCTN, DRKS, EUDRACT, UTN = "ISRCTN90000401", "DRKS00090401", "2099-000401-11", "U1111-1234-5678"


def made(*records: Record) -> list[RecordGraph]:
    """The graphs of links between these records."""
    found = graphs(records)
    numbers = [each for graph in found if (each := record_numbers(graph))]
    there = {graph.number for graph in found}
    links = list(same_trial_graphs(numbers, there.__contains__, Iris()))
    assert [result for each in links for result in kg.validate(each).violations] == []
    return links


def linked(*records: Record) -> set[tuple[str, str]]:
    """The links: the number of each trial, and of one that is the same."""
    numbers = {Iris().trial(each.number): each.number for each in records}
    return {
        (graph.number, numbers[other])
        for graph in made(*records)
        for other in graph.nodes[graph.trial][vocab.KG_SAME_TRIAL_AS]
    }


def pairs(*records: Record) -> set[tuple[str, str]]:
    """The links, which are symmetric, each once."""
    found = linked(*records)
    assert {(other, one) for one, other in found} == found
    return {(one, other) for one, other in found if one > other}


def test_a_number_that_one_record_states_links_it_to_the_record_of_that_number() -> None:
    assert pairs(record(NCT, ISRCTN), record(ISRCTN)) == {(NCT, ISRCTN)}
    assert pairs(record(NCT), record(ISRCTN, NCT)) == {(NCT, ISRCTN)}


@pytest.mark.parametrize(("stated", "reciprocal"), [((), ["false"]), ((NCT,), ["true"])])
def test_a_statement_tells_whether_the_other_record_says_so_too(
    stated: tuple[str, ...], reciprocal: list[str]
) -> None:
    *_, graph = made(record(NCT, ISRCTN), record(ISRCTN, *stated))
    said = Said(graph)
    [relation] = said.those("kg:TrialRelation")
    assert said(relation, "kg:isReciprocal") == reciprocal
    assert said(relation, "kg:statedNumber") == [f'"{ISRCTN}"']
    assert said(relation, "kg:sourceField") == ['"identificationModule.secondaryIdInfos.id"']


def test_two_records_that_state_one_number_are_of_one_trial_also_without_its_record() -> None:
    assert pairs(record(NCT, UTN), record(ISRCTN, UTN)) == {(NCT, ISRCTN)}


def test_a_number_that_two_records_of_a_registry_state_identifies_no_trial() -> None:
    assert pairs(record(NCT, EUDRACT), record(NCT2, EUDRACT), record(EUDRACT)) == set()
    assert pairs(record(NCT, UTN), record(NCT2, UTN), record(ISRCTN, UTN)) == set()


def test_records_that_state_each_other_are_of_one_trial_whatever_others_say() -> None:
    found = pairs(record(NCT, EUDRACT), record(NCT2, EUDRACT), record(EUDRACT, NCT))
    assert found == {(NCT, EUDRACT)}


def test_a_record_that_is_of_another_trial_of_the_registry_is_not_of_this_one() -> None:
    assert pairs(record(NCT, ISRCTN), record(ISRCTN, NCT2)) == set()
    assert pairs(record(NCT, UTN, ISRCTN), record("ISRCTN90000409", UTN)) == set()


def test_links_are_not_continued() -> None:
    found = pairs(record(NCT, ISRCTN), record(ISRCTN, DRKS), record(DRKS))
    assert found == {(NCT, ISRCTN), (ISRCTN, DRKS)}


@pytest.mark.parametrize("number", ["ISRCTN00000000", "NCT00000000", "U1111-0000-0000", "Nil"])
def test_what_only_fills_a_field_links_nothing(number: str) -> None:
    assert pairs(record(NCT, number), record(ISRCTN, number)) == set()


def test_a_number_that_is_absent_links_nothing() -> None:
    assert pairs(record(NCT, ISRCTN), record(NCT2)) == set()


def test_a_number_that_a_trial_had_before_is_its_own() -> None:
    new = record(NCT, identification={"nctIdAliases": [NCT3]})
    assert pairs(new, record(ISRCTN, NCT3)) == {(NCT, ISRCTN)}
    assert pairs(new, record(NCT3, ISRCTN), record(ISRCTN, NCT3)) == {(NCT, ISRCTN)}


def test_each_statement_is_in_the_graph_of_the_trial_whose_record_has_it() -> None:
    first, second = map(Said, made(record(NCT, ISRCTN, UTN), record(ISRCTN, UTN)))
    [relation] = first.those("kg:TrialRelation")
    assert first(relation, "kg:sourceField") == [f'"{FIELD}"']
    assert len(second.those("kg:TrialRelation")) == 2


def test_the_order_of_the_records_changes_nothing() -> None:
    records = [record(NCT, ISRCTN, UTN), record(ISRCTN, UTN), record(EUDRACT, NCT)]
    texts = {b"".join(map(nquads.record, made(*each))) for each in permutations(records)}
    assert len(texts) == 1
