"""The numbers of a trial in its record: which are its own, and which are those of other trials."""

from __future__ import annotations

import json
from typing import Any

import pytest

import kg
from tests.support.graph_facts import Said

NCT_ID = "NCT90000301"


def described(text: str = "A summary.", **identification: Any) -> Said:
    """The graph of a record with these identifiers and this summary."""
    protocol = {
        "identificationModule": {"nctId": NCT_ID, **identification},
        "descriptionModule": {"briefSummary": text},
    }
    [record] = kg.read(json.dumps({"protocolSection": protocol}).encode())
    graph = kg.map_record(record)
    assert not kg.validate(graph).violations
    return Said(graph)


def secondary(*numbers: str) -> Said:
    return described(secondaryIdInfos=[{"id": each} for each in numbers])


def test_a_number_is_stated_once_in_the_spelling_of_its_registry() -> None:
    said = secondary("EudraCT No: 2099-000001-11", "EUCTR2099-000001-11-DE", "isrctn 12345678")
    assert said(".", "kg:registeredAs") == ['"2099-000001-11"', '"ISRCTN12345678"']
    values = [said(node, "schema:value") for node in said(".", "kg:secondaryIdentifier")]
    assert sorted(values) == [
        ['"EUCTR2099-000001-11-DE"'],
        ['"EudraCT No: 2099-000001-11"'],
        ['"isrctn 12345678"'],
    ]


def test_the_number_of_the_organisation_may_be_that_of_a_registry() -> None:
    said = described(orgStudyIdInfo={"id": "DRKS00012345"})
    assert said(".", "kg:registeredAs") == ['"DRKS00012345"']


@pytest.mark.parametrize(
    "number", ["2000-000000-00", "U1111-0000-0000", "NCT00000000", "R01CA012345", "ABC-1", " ", "-"]
)
def test_what_no_registry_gives_is_kept_and_names_nothing(number: str) -> None:
    said = secondary(number)
    assert said(".", "kg:registeredAs") == []
    assert not said.those("kg:TrialRelation")
    [node] = said(".", "kg:secondaryIdentifier")
    assert said(node, "schema:propertyID") == []
    assert said(node, "schema:value") == ([f'"{number}"'] if number.strip() else [])


@pytest.mark.parametrize("number", ["NCT90000303", "NCT 90000303", "nct-90000303", "NCT90000303."])
@pytest.mark.parametrize("field", ["orgStudyIdInfo", "secondaryIdInfos"])
def test_an_nct_id_in_the_place_of_an_identifier_is_a_declared_link(
    number: str, field: str
) -> None:
    info: Any = {"id": number}
    fields: dict[str, Any] = {field: info if field == "orgStudyIdInfo" else [info]}
    said = described(**fields)
    [relation] = said.those("kg:TrialRelation")
    assert said(relation, "kg:basis") == ["kg:RelationBasis-SECONDARY_IDENTIFIER"]
    assert said(relation, "kg:targetTrial") == ["ctgov:NCT90000303"]
    assert said(relation, "kg:sourceField") == [f'"identificationModule.{field}.id"']
    assert said(".", "kg:registeredAs") == []


@pytest.mark.parametrize("number", ["NCT90000304, NCT90000305", "NCT90000304 (parent)"])
def test_an_nct_id_within_an_identifier_is_a_mention(number: str) -> None:
    said = secondary(number)
    bases = [said(node, "kg:basis") for node in said.those("kg:TrialRelation")]
    assert bases == [["kg:RelationBasis-MENTIONED"]] * number.count("NCT")


def test_an_earlier_id_is_no_other_trial_wherever_it_stands() -> None:
    said = described(
        "Registered as NCT90000399 (NCT 90000399) before; see NCT90000302.",
        nctIdAliases=["NCT90000399"],
        secondaryIdInfos=[{"id": "NCT90000399"}, {"id": NCT_ID}],
    )
    assert said(".", "kg:relatedTrial") == ["ctgov:NCT90000302"]
    bases = [said(node, "kg:basis") for node in said.those("kg:TrialRelation")]
    assert sorted(bases) == [["kg:RelationBasis-ALIAS"], ["kg:RelationBasis-MENTIONED"]]
    assert "ctgov:NCT90000399" in said(".", "schema:sameAs")
