"""Two trials share a node only through a name: what names nothing stays within each of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import literal
from tests.support.graph_facts import Said
from tests.support.placeholders import DECORATIONS, EXAMPLES

PLACES: Final[dict[str, Callable[[str], dict[str, Any]]]] = {
    "registrant": lambda name: {"identificationModule": {"organization": {"fullName": name}}},
    "sponsor": lambda name: {
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": name, "class": "OTHER"}}
    },
    "individual": lambda name: {
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": name, "class": "INDIV"}}
    },
    "collaborator": lambda name: {
        "sponsorCollaboratorsModule": {"collaborators": [{"name": name}]}
    },
    "official": lambda name: {
        "contactsLocationsModule": {
            "overallOfficials": [{"name": name, "affiliation": "Example University"}]
        }
    },
    "affiliation": lambda name: {
        "contactsLocationsModule": {
            "overallOfficials": [{"name": "Ida Example", "affiliation": name}]
        }
    },
    "investigator": lambda name: {
        "sponsorCollaboratorsModule": {
            "responsibleParty": {
                "type": "PRINCIPAL_INVESTIGATOR",
                "investigatorFullName": name,
                "investigatorAffiliation": name,
                "oldOrganization": name,
            }
        }
    },
    "condition": lambda name: {"conditionsModule": {"conditions": [name]}},
    "intervention": lambda name: {
        "armsInterventionsModule": {"interventions": [{"name": name, "type": "DRUG"}]}
    },
    "facility": lambda name: {
        "contactsLocationsModule": {
            "locations": [{"facility": name, "city": "Seoul", "country": "South Korea"}]
        }
    },
    "city": lambda name: {
        "contactsLocationsModule": {
            "locations": [{"facility": "Mercy Hospital", "city": name, "country": "Germany"}]
        }
    },
    "country": lambda name: {
        "contactsLocationsModule": {
            "locations": [{"facility": "Mercy Hospital", "city": "Bonn", "country": name}]
        }
    },
    "citation": lambda name: {"referencesModule": {"references": [{"citation": name}]}},
}
"""Where a record has a name -> the part of a record that has it there."""

OUTSIDE: Final = ("<http://id.nlm.nih.gov/", "<http://publications.europa.eu/")


def trial(nct_id: str, section: dict[str, Any]) -> RecordGraph:
    """The graph of a record that has this, and an id."""
    identification = section.get("identificationModule", {}) | {"nctId": nct_id}
    content = {"protocolSection": section | {"identificationModule": identification}}
    [record] = kg.read(json.dumps(content).encode())
    return kg.map_record(record)


def shared(section: dict[str, Any]) -> set[str]:
    """The nodes that two trials describe whose records have the same in these places."""
    one, other = trial("NCT90000001", section), trial("NCT90000002", section)
    subjects = {s for s, _, _ in one.triples} & {s for s, _, _ in other.triples}
    return {Said(one).short(subject) for subject in subjects if not subject.startswith(OUTSIDE)}


def assert_apart(place: str, text: str) -> None:
    found = shared(PLACES[place](text))
    assert found <= {"/organization/example-university"}, (place, text)
    graph = trial("NCT90000001", PLACES[place](text))
    assert text.isspace() or literal(text) in {term for _, _, term in graph.triples}, place


@pytest.mark.parametrize("place", PLACES)
def test_a_placeholder_joins_no_two_trials_and_is_kept(place: str) -> None:
    for text in EXAMPLES:
        if (place, text) != ("citation", "1234"):  # two papers of one number: a PubMed number
            assert_apart(place, text)


@given(st.sampled_from(sorted(PLACES)), st.sampled_from(EXAMPLES), st.sampled_from(DECORATIONS))
def test_nor_does_it_in_another_dress(place: str, text: str, dress: tuple[str, str]) -> None:
    decorated = f"{dress[0]}{text}{dress[1]}"
    assert shared(PLACES[place](decorated)) <= {"/organization/example-university"}


@pytest.mark.parametrize("place", PLACES)
def test_the_graph_with_a_placeholder_conforms(place: str) -> None:
    for text in ("[Redacted]", "Various Locations", "MD"):
        graph = trial("NCT90000001", PLACES[place](text))
        own = [r for r in kg.validate(graph).violations if "trial/" in r.focus_node]
        assert own == [], (place, text)


@pytest.mark.parametrize(
    ("place", "name", "node"),
    [
        ("registrant", "Example Institute", "/organization/example-institute"),
        ("sponsor", "Example Institute", "/organization/example-institute"),
        ("collaborator", "Example Institute", "/organization/example-institute"),
        ("official", "Ida Example, MD", "/person/ida-example/example-university"),
        ("affiliation", "Example Institute", "/person/ida-example/example-institute"),
        ("condition", "Cluster Headache", "/condition/cluster-headache"),
        ("facility", "Mercy Hospital", "/site/kor/seoul/mercy-hospital"),
        ("city", "Bonn", "/site/deu/bonn/mercy-hospital"),
        ("country", "Atlantis", "/country/atlantis"),
    ],
)
def test_a_name_joins_them(place: str, name: str, node: str) -> None:
    assert node in shared(PLACES[place](name))


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("condition", "Healthy Volunteers"),
        ("official", "Dr. Kim"),
        ("individual", "Ida Example"),
        ("individual", "Ida Example and Ole Other"),
        ("sponsor", "Ida Example, MD"),
        ("registrant", "Ida Example, MD"),
        ("city", ""),
        ("country", ""),
    ],
)
def test_half_a_name_does_not(place: str, name: str) -> None:
    assert shared(PLACES[place](name)) <= {"/organization/example-university"}


def test_the_sponsors_of_one_trial_that_are_not_named_are_not_one() -> None:
    section = PLACES["registrant"]("[Redacted]") | PLACES["sponsor"]("[Redacted]")
    said = Said(trial("NCT90000001", section))
    assert said(".", "schema:sponsor") == ["./organization/sponsor"]
    assert said(".", "kg:registeredBy") == ["./organization/registrant"]
    assert said("./organization/sponsor", "schema:name") == ['"[Redacted]"']


def test_a_person_in_a_company_of_the_same_name_has_a_title() -> None:
    def agent(name: str, works_at: str) -> list[str]:
        official = {"name": name, "affiliation": works_at}
        section = {"contactsLocationsModule": {"overallOfficials": [official]}}
        return Said(trial("NCT90000001", section))(".", "kg:overallOfficial")

    assert agent("Eli Example", "Eli Example and Company") == []
    assert agent("Jane Example", "Eli Example and Company") != []
    assert agent("Eli Example, MD", "Eli Example Clinic") != []
