"""Records without their results or contact persons: nothing else is left out."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

import kg
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import Iris
from kg.records.redaction import RECORD, without_contacts, without_results
from tests.support.graph_facts import small_record
from tests.support.kg_command import kg as run_kg
from tests.support.registry_pages import SAMPLE

SECRET: Final = "Secret Person 555-0100"


def test_without_results_there_are_none() -> None:
    record = small_record("odd-results")
    assert record.unmapped
    bare = kg.map_record(without_results(record))
    whole = kg.map_record(record)
    assert {t for t in whole.triples if "/results" not in f"{t[0]}{t[2]}"} > set(bare.triples)
    text = "\n".join(" ".join(triple) for triple in bare.triples)
    assert "/results" not in text
    assert "unmapped" not in text
    assert [f for f in bare.findings if f.field.startswith("resultsSection")] == []
    assert vocab.KG_HAS_RESULTS in text
    assert record.study.results_section, "the record itself stays as it was"


def test_without_the_contact_for_results_nothing_else_is_left_out() -> None:
    record = small_record("results")
    whole = set(kg.map_record(record).triples)
    bare = set(kg.map_record(without_contacts(record)).triples)
    contact = f"{Iris().part(record.number, 'results', 'contact')}"
    left_out = {t for t in whole if contact in (t[0], t[2])}
    assert whole - bare == left_out
    assert len(left_out) > 4


def test_who_is_asked_for_data_is_left_out_with_the_contacts() -> None:
    [record] = kg.read(
        b"TrialID,Public_title,Phase,url,results_IPD_description\n"
        b'NCT90000001,A,,,"Ask ada.example@example.org, after 2030."\n'
    )
    [said] = [each for each in kg.triples(record) if "Ask" in each[2]]
    assert "ada.example@example.org" in said[2]
    bare = without_contacts(record)
    assert "@" not in str(kg.triples(bare))
    [said] = [each for each in kg.triples(bare) if "Ask" in each[2]]
    assert said[2] == '"Ask [e-mail address left out], after 2030."'
    assert [each.field for each in bare.findings] == ["ipdSharingStatementModule"]


# -- what kg does not know, where a contact person may stand -------------------------------------

JSON_PLACES: Final = {
    "a new field of a contact": (
        "protocolSection.contactsLocationsModule.centralContacts.0.mobile",
        SECRET,
    ),
    "a field that is named by the person": (
        f"protocolSection.contactsLocationsModule.centralContacts.0.{SECRET}",
        1,
    ),
    "another type of a known field": (
        "protocolSection.contactsLocationsModule.centralContacts.0.phone",
        {"home": SECRET},
    ),
    "an object for the list": (
        "protocolSection.contactsLocationsModule.centralContacts",
        {"name": SECRET},
    ),
    "a text for the list": ("protocolSection.contactsLocationsModule.centralContacts", SECRET),
    "a text for a contact": ("protocolSection.contactsLocationsModule.centralContacts.0", SECRET),
    "a new list of contacts": (
        "protocolSection.contactsLocationsModule.overallContacts",
        [{"name": SECRET}],
    ),
    "a contact of a site": (
        "protocolSection.contactsLocationsModule.locations.0.contacts.0.fax",
        SECRET,
    ),
    "a new contact of a site": (
        "protocolSection.contactsLocationsModule.locations.0.contact",
        {"name": SECRET},
    ),
    "an object for the sites": (
        "protocolSection.contactsLocationsModule.locations",
        {"contacts": [SECRET]},
    ),
    "a second copy of the sites": (
        "protocolSection.contactsLocationsModule.locations_nested",
        SECRET,
    ),
    "an address of an official": (
        "protocolSection.contactsLocationsModule.overallOfficials.0.email",
        SECRET,
    ),
    "a list for the module": (
        "protocolSection.contactsLocationsModule",
        [{"centralContacts": SECRET}],
    ),
    "a new module": ("protocolSection.contactPersonsModule", {"name": SECRET}),
    "a new field of the contact for results": (
        "resultsSection.moreInfoModule.pointOfContact.fax",
        SECRET,
    ),
    "a new contact for results": (
        "resultsSection.moreInfoModule.pointsOfContact",
        [{"title": SECRET}],
    ),
    "a list for the module of results": ("resultsSection.moreInfoModule", [SECRET]),
    "a contact in the results": ("resultsSection.contact", SECRET),
    "a list for the results": ("resultsSection", [SECRET]),
    "a contact in the record": ("contact", SECRET),
    "an unwritable character": (
        "protocolSection.contactsLocationsModule.centralContacts.0.mobile",
        f"\0{SECRET}",
    ),
}
"""What -> its place, and the value there."""


def a_record() -> dict[str, Any]:
    contact = {"name": "Ann Example", "phone": "555-0199", "email": "ann@example.org"}
    place = {"facility": "Hospital", "city": "Lyon", "country": "France", "contacts": [contact]}
    official = {"name": "Bo Example, MD", "role": "STUDY_CHAIR", "affiliation": "Institute"}
    return {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT90000421", "briefTitle": "A trial"},
            "statusModule": {"overallStatus": "COMPLETED", "newField": "kept"},
            "contactsLocationsModule": {
                "centralContacts": [dict(contact)],
                "overallOfficials": [official],
                "locations": [place],
            },
        },
        "resultsSection": {"moreInfoModule": {"pointOfContact": {"title": "Cy Example"}}},
    }


def changed(content: dict[str, Any], path: str, value: Any) -> bytes:
    *above, last = path.split(".")
    holder: Any = content
    for name in above:
        holder = holder[int(name) if name.isdecimal() else name]
    holder[int(last) if last.isdecimal() else last] = value
    return json.dumps(content).encode()


def exported(folder: Path, *sources: bytes, ending: str) -> str:
    """All that an export without contacts writes and says; each record has an NCT id of its own."""
    ids = [f"NCT{90000500 + number}" for number in range(len(sources))]
    for nct_id, source in zip(ids, sources, strict=True):
        content = re.sub(rb"NCT[0-9]{8}", nct_id.encode(), source)
        (folder / f"{nct_id}.{ending}").write_bytes(content)
    (folder / "out").mkdir()
    ran = run_kg("export", f"*.{ending}", "--without-contacts", "-o", "out/all.nq", cwd=folder)
    assert ran.status == 0, ran.talk
    said = "\n".join((ran.talk, *(path.read_text() for path in sorted((folder / "out").iterdir()))))
    assert [nct_id for nct_id in ids if f"/graph/{nct_id}>" not in said] == []
    return said


def left_out(source: bytes) -> list[str]:
    """The places named by the findings that say what is left out."""
    [record] = kg.read(source)
    return [f.field for f in without_contacts(record).findings if "left out" in f.message]


def changed_json(path: str, value: Any) -> bytes:
    return changed(a_record(), path, value)


def test_json_without_contacts(tmp_path: Path) -> None:
    sources = [changed_json(*place) for place in JSON_PLACES.values()]
    said = exported(tmp_path, *sources, ending="json")
    for secret in ("Secret", "555-0", "example.org", "Ann Example", "Cy Example"):
        assert secret not in said
    assert "an unknown field; its value is kept as it is" in said, "of the status, no contact"
    assert "Bo Example" in said, "an official is no contact person"


@pytest.mark.parametrize("what", JSON_PLACES)
def test_what_is_left_out_of_json_is_reported(what: str) -> None:
    [place] = left_out(changed_json(*JSON_PLACES[what]))
    assert JSON_PLACES[what][0].startswith(re.sub(r"\[(\d+)\]", r".\1", place)) or place == RECORD


XML: Final = """\
<clinical_study><id_info><nct_id>NCT90000421</nct_id></id_info><brief_title>A trial</brief_title>
<overall_official><last_name>Bo Example</last_name><role>Study Chair</role>
{official}</overall_official>
<overall_contact><last_name>Ann Example</last_name>{contact}</overall_contact>
<location{attribute}><facility><name>Hospital</name><new>kept</new></facility>
<contact><last_name>Ann Example</last_name>{site_contact}</contact>{beside_site}
<investigator><last_name>Cy Example</last_name>{investigator}</investigator></location>
<clinical_results><point_of_contact><name_or_title>Cy Example</name_or_title>
{results}</point_of_contact>
{beside_results}</clinical_results>{beside}</clinical_study>
"""

XML_PLACES: Final = {
    "a new element": ("contact", "<mobile>Secret</mobile>"),
    "an element in a new one": ("contact", "<other><mobile>Secret</mobile></other>"),
    "an attribute": ("contact", '<phone kind="Secret">1</phone>'),
    "a text between": ("contact", "<email>x@y.z</email>Secret"),
    "a second value": ("contact", "<phone>1</phone><phone>Secret</phone>"),
    "a contact of a site": ("site_contact", "<fax>Secret</fax>"),
    "an investigator": ("investigator", "<affiliation>Secret</affiliation>"),
    "a new contact of a site": ("beside_site", "<pharmacist>Secret</pharmacist>"),
    "an attribute of a site": ("attribute", ' contact="Secret"'),
    "the contact for results": ("results", "<fax>Secret</fax>"),
    "a new contact for results": ("beside_results", "<second_contact>Secret</second_contact>"),
    "a new contact": ("beside", "<public_contact><name>Secret</name></public_contact>"),
    "an official": ("official", "<phone>Secret</phone>"),
}


def xml(place: str, text: str) -> bytes:
    names = "official contact attribute site_contact beside_site investigator results".split()
    texts = dict.fromkeys([*names, "beside_results", "beside"], "")
    return XML.format(**texts | {place: text}).encode()


@pytest.mark.slow
def test_xml_without_contacts(tmp_path: Path) -> None:
    said = exported(tmp_path, *(xml(*place) for place in XML_PLACES.values()), ending="xml")
    for secret in ("Secret", "Ann Example", "Cy Example"):
        assert secret not in said
    assert "Bo Example" in said, "an official is no contact person"
    assert "kept" in said, "of the facility, which is no contact person"


@pytest.mark.parametrize("what", XML_PLACES)
def test_what_is_left_out_of_xml_is_reported(what: str) -> None:
    assert len(left_out(xml(*XML_PLACES[what]))) == 1


@pytest.mark.parametrize("what", XML_PLACES)
def test_xml_with_contacts_loses_nothing(what: str) -> None:
    [record] = kg.read(xml(*XML_PLACES[what]))
    assert any("Secret" in term for _, _, term in kg.triples(record))


def test_unknown_sections_of_a_page_are_left_out(tmp_path: Path) -> None:
    introduction = "Review the contact persons who answer questions about the study."
    section = f"Contact Persons\n{introduction}\nSecret Person\nsecret@example.org\n"
    text = SAMPLE.replace("\nSponsors\n", f"\n{section}Sponsors\n").encode()
    [record] = kg.read(text)
    assert any("Secret" in term for _, _, term in kg.triples(record))
    said = exported(tmp_path, text, ending="txt")
    assert "secret" not in said.lower()
    assert "Contact Persons" not in said
    assert left_out(text) == ["page"]
