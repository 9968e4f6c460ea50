"""What the FHIR of a record says, and what it does not say."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from kg import read
from kg.fhir import resources
from kg.fhir.identity import LONGEST, id_of
from kg.records import Record, Study
from kg.records.registration import AddressedContact
from tests.support.full_registration import full_registration
from tests.support.paths import ROOT


def made(modules: dict[str, Any], **more: Any) -> dict[str, dict[str, Any]]:
    """The resources of a small record by type and id."""
    identity = {"nctId": "NCT90000001", **modules.get("identificationModule", {})}
    study = {"protocolSection": {**modules, "identificationModule": identity}, **more}
    record = Record(msgspec.convert(study, Study), "made", "ctgov-json")
    return by_reference(record)


def by_reference(record: Record) -> dict[str, dict[str, Any]]:
    """The resources of a record by type and id."""
    return {f"{each['resourceType']}/{each['id']}": each for each in resources(record)}


def study_of(modules: dict[str, Any], **more: Any) -> dict[str, Any]:
    return made(modules, **more)["ResearchStudy/NCT90000001"]


def codes(concept: dict[str, Any]) -> list[str]:
    return [each["code"] for each in concept.get("coding", [])]


def status(word: str) -> dict[str, Any]:
    state: dict[str, Any] = study_of({"statusModule": {"overallStatus": word}})["progressStatus"][0]
    return state["state"]  # type: ignore[no-any-return]


def test_the_first_trial() -> None:
    [record] = read(ROOT / "samples" / "NCT04745299.json")
    found = by_reference(record)
    study = found["ResearchStudy/NCT04745299"]
    assert study["identifier"][0] == {
        "use": "official",
        "system": "http://clinicaltrials.gov",
        "value": "NCT04745299",
    }
    assert codes(study["phase"]) == ["phase-3"]
    assert study["period"] == {"start": "2021-03-23", "end": "2026-05-03"}
    [lead] = [each for each in study["associatedParty"] if "lead-sponsor" in codes(each["role"])]
    assert found[lead["party"]["reference"]]["name"] == "Corestemchemon, Inc."
    [leader] = [
        each for each in study["associatedParty"] if "primary-investigator" in codes(each["role"])
    ]
    role = found[leader["party"]["reference"]]
    assert found[role["practitioner"]["reference"]]["name"] == [{"text": "Seung Hyun Kim, MD, PhD"}]
    assert found[role["organization"]["reference"]]["name"] == "Hanyang University Seoul Hospital"
    assert len(study["site"]) == 5
    assert {found[each["reference"]]["address"]["country"] for each in study["site"]} == {"KR"}
    [protocol] = study["relatedArtifact"]
    assert codes(protocol["classifier"][0]) == ["protocol"]
    assert protocol["document"]["url"] == "https://pubmed.ncbi.nlm.nih.gov/35585556/"


def test_every_reference_leads_to_a_resource_of_the_record() -> None:
    for path in sorted((ROOT / "samples").glob("*.json")):
        [record] = read(path)
        found = resources(record)
        text = msgspec.json.encode(found).decode()
        targets = {part.split('"')[0] for part in text.split('"reference":"')[1:]}
        assert targets == {f"{each['resourceType']}/{each['id']}" for each in found[1:]}


def test_criteria_are_kept_whole_and_ages_have_units() -> None:
    criteria = "Inclusion:\n\n* Adults\n\nExclusion:\n\n* None"
    found = made(
        {
            "eligibilityModule": {
                "eligibilityCriteria": criteria,
                "sex": "FEMALE",
                "minimumAge": "6 Months",
                "maximumAge": "18 Years",
                "healthyVolunteers": False,
            }
        }
    )
    group = found[found["ResearchStudy/NCT90000001"]["recruitment"]["eligibility"]["reference"]]
    assert group["description"] == criteria
    sex, age, healthy = group["characteristic"]
    assert codes(sex["valueCodeableConcept"]) == ["female"]
    assert [(each["value"], each["code"]) for each in age["valueRange"].values()] == [
        (6, "mo"),
        (18, "a"),
    ]
    assert (healthy["valueBoolean"], healthy["exclude"]) == (True, True)


def test_healthy_volunteers_who_may_take_part_are_no_criterion() -> None:
    study = study_of({"eligibilityModule": {"healthyVolunteers": True}})
    assert {"text": "Healthy volunteers: accepted"} in study["note"]
    assert "recruitment" not in study


@pytest.mark.parametrize(
    "word, code",
    [
        ("RECRUITING", ["recruiting"]),
        ("COMPLETED", ["completed"]),
        ("ACTIVE_NOT_RECRUITING", ["active-but-not-recruiting"]),
        ("SUSPENDED", []),
        ("WITHDRAWN", []),
        ("UNKNOWN", []),
        ("A_NEW_STATUS", []),
    ],
)
def test_a_status_has_a_code_only_where_fhir_means_the_same(word: str, code: list[str]) -> None:
    assert codes(status(word)) == code
    assert status(word)["text"] == word.replace("_", " ").capitalize()


@pytest.mark.parametrize(
    "phases, code, words",
    [
        (["PHASE2", "PHASE3"], ["phase-2-phase-3"], "Phase 2/Phase 3"),
        (["PHASE3", "PHASE4"], [], "Phase 3/Phase 4"),
        (["NA"], ["n-a"], "Not applicable"),
    ],
)
def test_phases_together(phases: list[str], code: list[str], words: str) -> None:
    phase = study_of({"designModule": {"phases": phases}})["phase"]
    assert (codes(phase), phase["text"]) == (code, words)


def test_a_number_of_people_is_a_target_or_what_came_about() -> None:
    def of(**given: Any) -> dict[str, Any]:
        return study_of({"designModule": {"enrollmentInfo": {"count": 0, **given}}})

    assert of(type="ACTUAL")["recruitment"] == {"actualNumber": 0}
    assert of(type="ESTIMATED")["recruitment"] == {"targetNumber": 0}
    assert "recruitment" not in of()
    assert of()["note"] == [{"text": "Enrollment: 0"}]


def test_dates_stay_partial_and_no_period_ends_before_it_starts() -> None:
    def of(start: str, end: str) -> dict[str, Any]:
        dates = {
            "startDateStruct": {"date": start, "type": "ACTUAL"},
            "completionDateStruct": {"date": end},
        }
        return study_of({"statusModule": dates})

    assert of("2021-03", "2021-03-02")["period"] == {"start": "2021-03", "end": "2021-03-02"}
    backwards = of("2022-01-01", "2021")
    assert "period" not in backwards
    started, ended = backwards["progressStatus"]
    assert (started["actual"], started["period"]) == (True, {"start": "2022-01-01"})
    assert (ended.get("actual"), ended["period"]) == (None, {"end": "2021"})
    assert "period" not in of("Spring 2020", "2020-13")


def test_a_mesh_concept_is_marked_as_derived() -> None:
    derived = {
        "conditionBrowseModule": {
            "meshes": [{"id": "D003027", "term": "Cluster Headache"}, {"id": "?", "term": "Pain"}]
        }
    }
    study = study_of(
        {"conditionsModule": {"conditions": ["cluster headache", "Pain of a kind"]}},
        derivedSection=derived,
    )
    mesh = {
        "system": "https://www.nlm.nih.gov/mesh",
        "code": "D003027",
        "display": "Cluster Headache",
        "userSelected": False,
    }
    assert study["condition"] == [
        {"coding": [mesh], "text": "cluster headache"},
        {"text": "Pain of a kind"},
    ]
    assert study["keyword"] == [{"coding": [mesh], "text": "Cluster Headache"}, {"text": "Pain"}]


def test_a_placebo_is_given_but_not_what_the_study_is_about() -> None:
    arms = [
        {"label": "A", "type": "EXPERIMENTAL", "interventionNames": ["Drug: Riluzole"]},
        {"label": "B", "type": "SHAM_COMPARATOR", "interventionNames": ["Device: Sugar pill"]},
    ]
    given = [
        {"type": "DRUG", "name": "Riluzole", "armGroupLabels": ["A"], "otherNames": ["Rilutek"]},
        {"type": "DEVICE", "name": "Sugar pill", "armGroupLabels": ["B"]},
        {"type": "DRUG", "name": "Placebo"},
    ]
    found = made({"armsInterventionsModule": {"armGroups": arms, "interventions": given}})
    study = found["ResearchStudy/NCT90000001"]
    assert [each["concept"]["text"] for each in study["focus"]] == ["Riluzole"]
    [first, second] = study["comparisonGroup"]
    assert codes(second["type"]) == ["sham-comparator"]
    riluzole = found[first["intendedExposure"][0]["reference"]]
    assert riluzole["title"] == "Drug: Riluzole"
    assert riluzole["note"] == [{"text": "Other name: Rilutek"}]
    assert "EvidenceVariable/NCT90000001.intervention.placebo" in found


def test_a_number_of_the_same_registry_is_no_number_of_this_study() -> None:
    numbers = [
        {"id": "NCT90000009", "type": "REGISTRY"},
        {"id": "EudraCT 2019-001234-56", "type": "OTHER", "domain": "EMA"},
        {"id": "R01-1", "type": "NIH"},
    ]
    _, other, eudract, grant = study_of({"identificationModule": {"secondaryIdInfos": numbers}})[
        "identifier"
    ]
    assert "system" not in other
    assert eudract["value"] == "2019-001234-56"
    assert eudract["assigner"] == {"display": "EU Clinical Trials Register"}
    assert grant["type"] == {"text": "U.S. NIH Grant/Contract"}


def test_a_function_with_an_affiliation_is_a_role_without_a_person() -> None:
    official = {"name": "Medical Monitor", "affiliation": "Example Inc.", "role": "STUDY_DIRECTOR"}
    found = made({"contactsLocationsModule": {"overallOfficials": [official]}})
    [party] = found["ResearchStudy/NCT90000001"]["associatedParty"]
    role = found[party["party"]["reference"]]
    assert role["code"] == [{"text": "Medical Monitor"}]
    assert role["organization"] == {
        "reference": "Organization/example-inc",
        "display": "Example Inc.",
    }
    assert not any(each.startswith("Practitioner/") for each in found)


def test_an_affiliation_that_may_be_several_organisations_is_text_alone() -> None:
    record = full_registration()
    module = record.study.protocol_section.contacts_locations_module
    assert module
    for contact, place in zip(
        module.central_contacts, ("A Hospital; B Hospital", "Example Ltd"), strict=True
    ):
        assert isinstance(contact, AddressedContact)
        contact.affiliation = place
    found = by_reference(record)
    reached = {
        str(each["organization"])
        for each in found.values()
        if each["resourceType"] == "PractitionerRole" and "organization" in each
    }
    assert "{'display': 'A Hospital; B Hospital'}" in reached
    assert "{'reference': 'Organization/example-ltd'}" in reached
    assert not any(each.get("name") == "A Hospital; B Hospital" for each in found.values())


def test_an_investigator_of_a_site_is_not_that_of_the_study() -> None:
    contacts = [
        {"name": "Ada Example", "role": "PRINCIPAL_INVESTIGATOR"},
        {
            "name": "Bo Example",
            "role": "CONTACT",
            "phone": "1",
            "phoneExt": "2",
            "email": "@",
        },
    ]
    site = {"facility": "Clinic", "city": "Bern", "country": "Switzerland", "contacts": contacts}
    found = made({"contactsLocationsModule": {"locations": [site]}})
    study = found["ResearchStudy/NCT90000001"]
    investigator, contact = study["associatedParty"]
    assert codes(investigator["role"]) == []
    assert codes(contact["role"]) == ["recruitment-contact"]
    reached = found[contact["party"]["reference"]]
    assert reached["location"] == [{"reference": study["site"][0]["reference"]}]
    assert [each["value"] for each in reached["contact"][0]["telecom"]] == ["1 ext. 2", "@"]


def test_what_is_no_address_or_has_control_characters_is_still_valid_text() -> None:
    links = {"seeAlsoLinks": [{"label": "Home\x07page ", "url": "see our site"}]}
    [link] = study_of({"referencesModule": links})["relatedArtifact"]
    assert link == {"type": "documentation", "display": "Home page", "citation": "see our site"}


def test_another_registry_states_targets_objectives_and_identifiers() -> None:
    found = {
        f"{each['resourceType']}/{each['id']}": each for each in resources(full_registration())
    }
    study = found["ResearchStudy/ISRCTN90000001"]
    assert study["identifier"][0]["assigner"] == {"display": "ISRCTN registry"}
    assert study["identifier"][1]["system"] == "http://clinicaltrials.gov"
    assert [each.get("name") or codes(each["type"])[0] for each in study["objective"]] == [
        "Hypothesis",
        "primary",
        "secondary",
    ]
    assert study["recruitment"]["targetNumber"] == 50
    sponsor = found["Organization/example-university-hospital"]
    assert "https://ror.org/054c9y537" in {each["value"] for each in sponsor["identifier"]}


def test_a_long_id_is_cut_and_stays_distinct() -> None:
    one, other = (id_of(f"kor.seoul.{'a-hospital-' * 9}{end}") for end in ("x", "y"))
    assert len(one) <= LONGEST
    assert one != other
    assert id_of("CTRI/2020/06/025618") == "CTRI-2020-06-025618"
