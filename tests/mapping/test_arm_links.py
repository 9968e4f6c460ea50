"""The edges between arms and interventions: whatever the names, none that the record lacks."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

import kg
from tests.support.graph_facts import Said
from tests.support.real_data import needed

Edges = set[tuple[str, str]]
"""The ends of IRIs: of an arm and of an intervention."""


def edges(said: Said) -> tuple[Edges, Edges]:
    """What the arms say of their interventions, and the interventions of their arms."""
    arms, given = said.those("kg:Arm"), said.those("kg:Intervention")
    return (
        {(_end(arm), _end(other)) for arm in arms for other in said(arm, "kg:armIntervention")},
        {(_end(other), _end(one)) for one in given for other in said(one, "kg:usedInArm")},
    )


def _end(node: str) -> str:
    return node.rpartition("/")[2]


def described(module: dict[str, Any]) -> Said:
    protocol = {
        "identificationModule": {"nctId": "NCT00000001"},
        "armsInterventionsModule": module,
    }
    [record] = kg.read(json.dumps({"protocolSection": protocol}).encode())
    return Said(kg.map_record(record))


def arm(label: str, *names: str) -> dict[str, Any]:
    return {"label": label, "interventionNames": list(names)}


def drug(name: str, *labels: str, type_: str = "DRUG") -> dict[str, Any]:
    return {"type": type_, "name": name, "armGroupLabels": list(labels)}


def described_by(arms: list[dict[str, Any]], interventions: list[dict[str, Any]]) -> Said:
    return described({"armGroups": arms, "interventions": interventions})


CASES: Final[dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]], Edges, Edges]]] = {
    # arms, interventions, edges from arms, edges from interventions
    "two interventions of one name": (
        [arm("A", "Drug: X"), arm("B", "Drug: X")],
        [drug("X", "A"), drug("X", "B")],
        {("a", "x"), ("b", "x-2")},
        {("a", "x"), ("b", "x-2")},
    ),
    "both in one arm": (
        [arm("A", "Drug: X"), arm("B", "Drug: X")],
        [drug("X", "A", "B"), drug("X", "A")],
        {("a", "x"), ("a", "x-2"), ("b", "x")},
        {("a", "x"), ("b", "x"), ("a", "x-2")},
    ),
    "none names an arm": (
        [arm("A", "Drug: X"), arm("B", "Drug: X")],
        [drug("X"), drug("X")],
        set(),
        set(),
    ),
    "arms that share a label": (
        [arm("A", "Drug: X"), arm("A", "Drug: Y")],
        [drug("X", "A"), drug("Y", "A")],
        {("a", "x"), ("a-2", "y")},
        {("a", "x"), ("a-2", "y")},
    ),
    "arms that share a label, and interventions a name": (
        [arm("A", "Drug: X"), arm("A", "Drug: X")],
        [drug("X", "A"), drug("X", "A")],
        set(),
        set(),
    ),
    "the type tells": (
        [arm("A", "Drug: X"), arm("B", "Device: X")],
        [drug("X", "A"), drug("X", "B", type_="DEVICE")],
        {("a", "x"), ("b", "x-2")},
        {("a", "x"), ("b", "x-2")},
    ),
    "a bare name that two have": (
        [arm("A", "X")],
        [drug("X", "A"), drug("X", type_="DEVICE")],
        {("a", "x")},
        {("a", "x")},
    ),
    "a colon in a name": (
        [arm("A", "Drug: X"), arm("B", "Other: Drug: X")],
        [drug("X", "A"), drug("Drug: X", "B", type_="OTHER")],
        {("a", "x"), ("b", "drug-x")},
        {("a", "x"), ("b", "drug-x")},
    ),
    "other case and blanks": (
        [arm("Arm  A", "drug:  x y")],
        [drug("X Y", "arm a")],
        {("arm-a", "x-y")},
        {("arm-a", "x-y")},
    ),
    "names that differ in case alone": (
        [arm("A", "Drug: x"), arm("a", "Drug: X")],
        [drug("X", "a"), drug("x", "A")],
        {("a", "x-2"), ("a-2", "x")},
        {("a-2", "x"), ("a", "x-2")},
    ),
    "the two sides disagree": (
        [arm("A", "Drug: X"), arm("B")],
        [drug("X", "B")],
        {("a", "x")},
        {("b", "x")},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_edges_are_those_of_the_record(case: str) -> None:
    arms, interventions, from_arms, from_interventions = CASES[case]
    assert edges(described_by(arms, interventions)) == (from_arms, from_interventions)


def test_a_name_that_tells_nobody_stays_as_text() -> None:
    said = described_by([arm("A", "Drug: X", "Drug: Z"), arm("B")], [drug("X"), drug("X", "C")])
    assert said("./arm/a", "kg:interventionName") == ['"Drug: X"', '"Drug: Z"']
    assert said("./intervention/x-2", "kg:armLabel") == ['"C"']
    said = described_by([arm("A"), arm("A")], [drug("X", "A")])
    assert said("./intervention/x", "kg:armLabel") == ['"A"']


XML_ARMS: Final = """
  <arm_group><arm_group_label>Low</arm_group_label></arm_group>
  <arm_group><arm_group_label>High</arm_group_label></arm_group>
  <arm_group><arm_group_label>Twice</arm_group_label></arm_group>
  <arm_group><arm_group_label>Twice</arm_group_label></arm_group>
"""


def test_the_arms_of_the_classic_xml() -> None:
    interventions = "".join(
        "<intervention><intervention_type>Device</intervention_type>"
        f"<intervention_name>{name}</intervention_name>"
        f"<arm_group_label>{label}</arm_group_label></intervention>"
        for name, label in (("X", "Low"), ("X", "High"), ("Y", "Low"), ("Z", "Twice"))
    )
    xml = (
        "<clinical_study><id_info><nct_id>NCT00000001</nct_id></id_info>"
        f"{XML_ARMS}{interventions}</clinical_study>"
    )
    [record] = kg.read(xml.encode())
    said = Said(kg.map_record(record))
    expected = {("low", "x"), ("high", "x-2"), ("low", "y")}
    assert edges(said) == (expected, expected)
    assert said("./intervention/z", "kg:armLabel") == ['"Twice"']


def test_each_arm_of_a_real_record_has_its_own_intervention() -> None:
    [record] = kg.read(needed("cases/attack/NCT00460967.xml"))
    said = Said(kg.map_record(record))
    expected = {("1", "rheopheresis"), ("2", "rheopheresis-2")}
    assert edges(said) == (expected, expected)


def group(id_: str, title: str, description: str) -> dict[str, str]:
    return {"id": id_, "title": title, "description": description}


@pytest.mark.parametrize("second", ["Other", "Low", "low "])
def test_a_title_of_several_groups_tells_no_arm(second: str) -> None:
    protocol = {
        "identificationModule": {"nctId": "NCT00000001"},
        "armsInterventionsModule": {"armGroups": [arm("Low"), arm("High")]},
    }
    flow = {"groups": [group("FG000", "Low", "First part"), group("FG001", second, "Second part")]}
    study = {"protocolSection": protocol, "resultsSection": {"participantFlowModule": flow}}
    [record] = kg.read(json.dumps(study).encode())
    said = Said(kg.map_record(record))
    groups = said.those("kg:ParticipantGroup")
    linked = [_end(term) for each in groups for term in said(each, "kg:groupArm")]
    assert len(groups) == 2
    assert linked == (["low"] if second == "Other" else [])
