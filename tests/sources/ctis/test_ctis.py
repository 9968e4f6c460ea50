"""Records of CTIS, in the structure since June 2024 and in the earlier one."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from kg.coverage import Coverage
from kg.coverage.ctis_values import CtisValues
from kg.errors import KgError, RecordError
from kg.records import Record
from kg.records.redaction import without_contacts
from kg.records.registration import (
    AddressedContact,
    AddressedLocation,
    ListedCriteria,
    StatedNumber,
)
from kg.sources import read
from kg.sources.ctis import left_out
from tests.support.graph_facts import OTHER_REGISTRIES
from tests.support.kg_command import kg as run
from tests.support.paths import ROOT
from tests.support.real_data import needed_files

NEW: Final = OTHER_REGISTRIES / "an-eu-trial.json"
OLD: Final = OTHER_REGISTRIES / "an-eu-trial-before-2024.json"


def one(source: Path | bytes | dict[str, Any]) -> Record:
    [record] = read(source)
    return record


def content(path: Path = NEW) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def message(data: bytes) -> str:
    with pytest.raises(RecordError) as raised:
        one(data)
    return raised.value.reason


def test_the_number_of_the_trial_is_told_apart_from_that_of_the_application() -> None:
    record = one(NEW)
    assert record.number == "2099-500001-11"
    application, *others = record.study.protocol_section.identification_module.secondary_id_infos
    assert application.id == "2099-500001-11-01"
    assert application.link == "https://euclinicaltrials.eu/app/#/view/2099-500001-11-01"
    assert [(each.id, each.type, each.domain) for each in others] == [
        ("NCT90000701", "REGISTRY", None),
        ("ISRCTN99999901", "REGISTRY", None),
        ("U1111-9999-0001", "REGISTRY", None),
        ("DRKS99999901", "REGISTRY", "German Clinical Trials Register"),
        ("999,001", "OTHER", "IND"),
        ("2098-000002-22", "EUDRACT_NUMBER", None),
    ]
    assert [each.field for each in others if isinstance(each, StatedNumber)] == [
        *("nctNumber", "isrctnNumber", "whoUniversalTrialNumber"),
        *("additionalRegistries", "additionalRegistries", "eudraCt.eudraCtCode"),
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("75,061; 125,097", ["75,061", "125,097"]),
        ("75,061;", ["75,061"]),
        ("IND 75; see cover letter", ["IND 75; see cover letter"]),
        ("IND 75 (parts 1; 2)", ["IND 75 (parts 1; 2)"]),
        (" ; ", [" ; "]),
    ],
)
def test_numbers_between_semicolons_are_several(text: str, numbers: list[str]) -> None:
    given = content()
    details = given["authorizedApplication"]["authorizedPartI"]["trialDetails"]
    secondary = details["clinicalTrialIdentifiers"]["secondaryIdentifyingNumbers"]
    secondary["additionalRegistries"] = [{"number": text, "otherRegistryName": "IND"}]
    infos = one(given).study.protocol_section.identification_module.secondary_id_infos
    assert [each.id for each in infos if each.domain == "IND"] == numbers


def test_criteria_and_endpoints_are_items_in_the_order_of_their_numbers() -> None:
    section = one(NEW).study.protocol_section
    eligibility, outcomes = section.eligibility_module, section.outcomes_module
    assert isinstance(eligibility, ListedCriteria)
    assert outcomes
    assert eligibility.inclusion_criteria == [
        "Adults with one of:\n- an example disease\n- a suspected one",
        "Consent given",
    ]
    assert eligibility.exclusion_criteria == [
        "Pregnancy",
        "Severe illness, such as",
        "Any other trial within 30 days",
    ]
    assert [each.measure for each in outcomes.primary_outcomes] == ["Function score at 24 weeks"]


def test_the_status_is_the_public_one_in_all_and_in_each_country() -> None:
    record = one(NEW)
    facts, status = record.registration, record.study.protocol_section.status_module
    assert facts
    assert status
    assert (facts.status_text, status.overall_status) == ("Ongoing, recruiting", "RECRUITING")
    assert [(each.country, each.status, each.status_text) for each in facts.countries] == [
        ("France", "RECRUITING", "Ongoing, recruiting"),
        ("Greece", "NOT_YET_RECRUITING", "Authorised, recruitment pending"),
        ("Switzerland", None, None),
    ]


@pytest.mark.parametrize(
    ("code", "text", "status"),
    [
        (5, "Ongoing, recruitment ended", "ACTIVE_NOT_RECRUITING"),
        (8, "Ended", None),
        (99, "Authorised", None),
    ],
)
def test_a_status_has_a_code_only_if_it_means_the_same(
    code: int, text: str, status: str | None
) -> None:
    record = one({**content(), "ctPublicStatusCode": code})
    facts, module = record.registration, record.study.protocol_section.status_module
    assert facts
    assert module
    assert (facts.status_text, module.overall_status) == (text, status)


def test_why_a_trial_ended_early_and_associated_trials_are_told() -> None:
    record = one(NEW)
    module, page = record.study.protocol_section.status_module, record.page
    assert module
    assert page
    assert module.why_stopped == "Too few participants"
    [associated] = page.listed_trials
    assert associated.nct_id == "2098-500009-99"
    assert any('"2098-500009-99-01"' in each.value for each in record.unmapped)


def test_a_site_has_its_department_address_and_investigator() -> None:
    record = one(NEW)
    module = record.study.protocol_section.contacts_locations_module
    assert module
    site = module.locations[0]
    assert isinstance(site, AddressedLocation)
    assert (site.facility, site.department) == ("Example University Hospital", "Neurology")
    assert (site.street, site.zip, site.city) == ("2 Example Road, Building B", "69000", "Lyon")
    [investigator] = site.contacts
    assert (investigator.name, investigator.role) == ("Ben Sample", "PRINCIPAL_INVESTIGATOR")
    contact = module.central_contacts[1]
    assert isinstance(contact, AddressedContact)
    clinic = module.locations[1]
    assert isinstance(clinic, AddressedLocation)
    assert clinic.department is None  # "na"
    assert (site.location_id, clinic.location_id) == ("LOC-100999002", "LOC-100999004")
    assert (contact.name, contact.role_text) == ("Ada Example", "Scientific")


@pytest.mark.parametrize(
    ("key", "is_validated", "location"),
    [
        ("LOC-100999002", True, "LOC-100999002"),
        ("LOC-100999002", False, None),
        ("ORL-000003264", True, None),
        ("ORG-100999001", True, None),
    ],
)
def test_an_address_is_identified_by_the_validated_key_of_a_location(
    key: str, is_validated: bool, location: str | None
) -> None:
    given = content()
    where = given["authorizedApplication"]["authorizedPartsII"][0]["trialSites"][0]
    where["organisationAddressInfo"] |= {"businessKey": key, "isBusinessKeyValidated": is_validated}
    record = one(given)
    module = record.study.protocol_section.contacts_locations_module
    assert module
    site = module.locations[0]
    assert isinstance(site, AddressedLocation)
    assert site.location_id == location
    is_kept = any(key in each.value for each in record.unmapped)
    assert is_kept == (location is None and key != "ORG-100999001")  # that of the organisation


def test_an_organisation_is_identified_by_a_key_that_the_registry_has_validated() -> None:
    facts = one(NEW).registration
    assert facts
    assert {(each.name, each.id) for each in facts.agent_ids} == {
        ("Example University Hospital", "ORG-100999001"),
        ("Example Pharma AB", "ORG-100999002"),
    }


def test_earlier_versions_of_the_sponsor_are_no_co_sponsors() -> None:
    module = one(OLD).study.protocol_section.sponsor_collaborators_module
    assert module
    assert module.lead_sponsor
    assert module.lead_sponsor.name == "Example University Hospital"
    assert [each.name for each in module.collaborators] == ["Example Pharma AB"]


def test_who_may_be_no_organisation_is_text() -> None:
    given = content()
    part = given["authorizedApplication"]["authorizedPartI"]
    organisation = part["sponsors"][0]["organisation"]
    organisation.update(name="Jane Example", isBusinessKeyValidated=False)
    information = part["trialDetails"]["trialInformation"]
    information["sourceOfMonetarySupport"] = [{"organisationName": "A Fund; B Fund"}]
    record = one(given)
    module = record.study.protocol_section.sponsor_collaborators_module
    assert module is None or module.lead_sponsor is None
    facts = record.registration
    assert facts
    assert (facts.sponsor_texts, facts.funder_texts) == (["Jane Example"], ["A Fund; B Fund"])


def test_a_product_without_an_authorisation_has_no_holder_of_one() -> None:
    given = content(OLD)
    text = json.dumps(given).replace('"EU/1/99/999/001"', '"-"')
    facts = one(json.loads(text)).registration
    assert facts
    assert [each.holder for each in facts.products if each.holder] == []
    assert "EXAMPLE PHARMA AB" in str(one(json.loads(text)).unmapped)
    before = one(OLD).registration
    assert before
    assert "EXAMPLE PHARMA AB" in {each.holder for each in before.products}


def test_a_product_of_an_atc_code_alone_is_named_by_its_substance() -> None:
    group = {
        "productRoleName": "Test",
        "products": [
            {
                "productDictionaryInfo": {
                    "atcCode": "L01DB01",
                    "atcName": "DOXORUBICIN",
                    "atcTermLevel": "5",
                }
            },
            {
                "productDictionaryInfo": {
                    "atcCode": "L01DB",
                    "atcName": "Anthracyclines",
                    "atcTermLevel": "4",
                }
            },
        ],
    }
    given = content()
    given["authorizedApplication"]["authorizedPartI"]["productRoleGroupInfos"] = [group]
    facts = one(given).registration
    assert facts
    assert [each.name for each in facts.products] == ["DOXORUBICIN", None]


def test_a_code_of_a_pharmaceutical_form_is_no_name_of_one() -> None:
    [path] = needed_files("records/ctis", "2022-500676-59-00.json")
    facts = one(path).registration
    assert facts
    products = {each.name: each for each in facts.products}
    assert products["GEMCITABINE"].forms == ["SOLUTION FOR INFUSION"]
    cisplatin = products["CISPLATIN"]
    assert cisplatin.forms == []
    assert [(each.system, each.code) for each in cisplatin.codes][-1] == (
        "EV pharmaceutical form code",
        "PHF00230MIG",
    )


def test_a_translation_that_comes_again_is_stated_once() -> None:
    [path] = needed_files("records/ctis", "2024-512095-35-00.json")
    facts = one(path).registration
    assert facts
    of_the_first = [each for each in facts.translations if each.field == "secondaryObjective 1"]
    assert sorted(str(each.language) for each in of_the_first) == ["es", "fr", "hu"]


def test_a_document_has_a_consent_form_only_if_its_title_says_so() -> None:
    [path] = needed_files("records/ctis", "2023-505613-24-00.json")
    section = one(path).study.document_section
    assert section
    assert section.large_document_module
    documents = [
        each
        for each in section.large_document_module.large_docs
        if (each.type_abbrev or "").startswith("Subject information and informed consent form")
    ]
    assert [each.label for each in documents if not each.has_icf] == [
        "L1_Patient instructions_3 to less than 10kg_GRC_EL_for pub",
        "L1_Patient instructions_10 to 40kg_GRC_EL_for pub",
    ]
    assert sum(each.has_icf is True for each in documents) == 5


def test_the_summary_of_an_export_names_the_related_trial(tmp_path: Path) -> None:
    ran = run("export", NEW, "-o", "trial.nt", cwd=tmp_path)
    assert "  related: 2098-500009-99 is listed" in ran.talk.splitlines()


def test_references_of_html_are_characters() -> None:
    given = content()
    details = given["authorizedApplication"]["authorizedPartI"]["trialDetails"]
    details["clinicalTrialIdentifiers"]["publicTitle"] = "L&apos;étude A&B"
    assert one(given).study.protocol_section.identification_module.brief_title == "L'étude A&B"


def test_both_structures_give_countries_dates_and_decisions() -> None:
    facts = one(OLD).registration
    assert facts
    germany, italy = facts.countries
    assert germany.start_date
    assert (germany.country, germany.start_date.date, germany.planned_enrollment) == (
        *("Germany", "2098-10-01"),
        30,
    )
    assert (italy.status, italy.status_text) == (None, "Under evaluation")
    [review] = facts.reviews
    assert (review.body, review.decision, review.date, review.reference) == (
        *("BfArM", "authorized", "2098-08-01"),
        "IN",
    )


def test_start_end_and_number_of_a_trial_in_the_eea_alone_are_those_of_the_trial() -> None:
    given = content(OLD)
    given["endDateEU"] = "2099-07-01"
    for part in (given["authorizedPartI"], *(each["partI"] for each in given["applications"])):
        part["rowSubjectCount"] = 0
    record = one(given)
    section, facts = record.study.protocol_section, record.registration
    assert section.status_module
    assert section.status_module.start_date_struct
    assert section.status_module.start_date_struct.date == "2098-10-01"
    assert section.status_module.completion_date_struct
    assert section.status_module.completion_date_struct.date == "2099-07-01"
    assert section.design_module
    assert section.design_module.enrollment_info
    assert section.design_module.enrollment_info.count == 35
    assert section.design_module.enrollment_info.type == "ESTIMATED"
    assert facts
    assert (facts.planned_enrollment_eea, facts.enrollment_text) == (None, None)


@pytest.mark.parametrize(("region", "is_whole"), [("EEA only", True), (3, False), ("Both", False)])
def test_the_region_of_a_trial_says_whether_it_is_done_elsewhere(
    region: Any, is_whole: bool
) -> None:
    given = content(OLD) | {"trialRegion": region}
    for part in (given["authorizedPartI"], *(each["partI"] for each in given["applications"])):
        part["rowSubjectCount"] = 0
    module = one(given).study.protocol_section.design_module
    assert module
    assert (module.enrollment_info is not None) == is_whole


def test_start_end_and_number_in_the_eea_are_not_those_of_a_trial_that_is_done_elsewhere() -> None:
    given = content(OLD)
    given["endDateEU"] = "2099-07-01"
    record = one(given)
    section, facts = record.study.protocol_section, record.registration
    assert section.status_module
    assert section.status_module.start_date_struct is None
    assert section.status_module.completion_date_struct is None
    assert section.design_module
    assert section.design_module.enrollment_info is None
    assert facts
    assert facts.planned_enrollment_eea == 35
    assert facts.enrollment_text == "35 in the European Economic Area, 20 in other countries"
    kept = {each.path: each.value for each in record.unmapped}
    assert kept["endDateEU"] == '"2099-07-01"'
    assert "startDateEU" not in kept, "it is that of a country"


def test_what_an_earlier_application_said_otherwise_is_kept() -> None:
    [kept] = [each for each in one(OLD).unmapped if each.path == "applications[1]"]
    assert "To compare function at 12 weeks" in kept.value
    assert "examplinib" not in kept.value.lower()


@pytest.mark.parametrize("path", [NEW, OLD])
def test_every_value_reaches_the_graph_or_is_left_out_on_purpose(path: Path) -> None:
    data = path.read_bytes()
    coverage = Coverage()
    coverage.add(one(path), most=60, values=CtisValues(data, "here"))
    assert coverage.lost == {}


def test_the_docs_name_each_field_that_is_left_out() -> None:
    told = (ROOT / "docs" / "registries.md").read_text("utf-8")
    names = left_out.DATABASE_KEYS | left_out.FORM_STATES | left_out.LABELLED.keys()
    assert [name for name in sorted(names) if f"`{name}`" not in told] == []


def test_without_contacts_nothing_of_a_person_is_left() -> None:
    bare = without_contacts(one(NEW))
    text = repr(bare.study.protocol_section) + repr(bare.unmapped) + repr(bare.registration)
    for word in ("example.org", "+33", "Sample", "Ada", "ORG-100999009"):
        assert word not in text
    assert "deputy of the investigator" not in repr(without_contacts(one(OLD)).unmapped)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{}", "an empty object, which is what CTIS answers for a trial that it does not have"),
        (b'{"data": [{"ctNumber": "2099-500001-11-00"}]}', "no ctNumber"),
        (b'{"ctNumber": "2099-500001-11-00", "ctTitle": "X"}', "a search result of CTIS"),
        (b'{"ctNumber": "2099-1"}', "'2099-1' at ctNumber is not a number of CTIS"),
        (b'{"ctNumber": "2099-500001-11-00", "a": {"b": 1', "cut off at byte 46"),
        (b"<html><body>Bad Gateway</body></html>", "a web page, but not that of a trial"),
    ],
)
def test_what_is_no_record_is_told_in_a_sentence(data: bytes, reason: str) -> None:
    assert reason in message(data)


def test_sound_records_beside_a_bad_one_are_read() -> None:
    lines = [json.dumps(content()), "{}", json.dumps(content(OLD))]
    errors: list[KgError] = []
    found = read("\n".join(lines).encode(), on_error=errors.append)
    assert [each.number for each in found] == ["2099-500001-11", "2099-500002-22"]
    assert [str(each).partition(": ")[0] for each in errors] == ["bytes:2"]


@pytest.mark.parametrize("joined", ["{}\n{}\n{}", "[{},\n{},\n{}]"])
def test_the_records_behind_one_that_is_cut_are_read(joined: str) -> None:
    first, cut, last = (json.dumps(content(path)) for path in (NEW, OLD, NEW))
    last = last.replace("2099-500001-11", "2099-500003-33")
    errors: list[KgError] = []
    found = read(joined.format(first, cut[:-900], last).encode(), on_error=errors.append)
    assert [each.number for each in found] == ["2099-500001-11", "2099-500003-33"]
    assert len(errors) == 1


def test_a_number_that_is_too_large_is_kept_as_text() -> None:
    changed = content()
    products = changed["authorizedApplication"]["authorizedPartI"]["products"]
    products[0]["odd"] = "ODD"
    record = one(json.dumps(changed).replace('"ODD"', "1e400").encode())
    assert any("1e400" in each.value for each in record.unmapped)


def test_an_expected_start_is_not_stated_beside_one_that_has_come() -> None:
    changed = content()
    duration = changed["authorizedApplication"]["authorizedPartI"]["trialDetails"][
        "trialInformation"
    ]["trialDuration"]
    expected = duration["estimatedRecruitmentStartDate"]
    facts = one(changed).registration
    assert facts
    assert facts.recruitment_start is None
    assert any(each.recruitment_start for each in facts.countries)
    assert any(expected in each.value for each in one(changed).unmapped)


def test_a_value_of_another_type_is_kept_as_it_is() -> None:
    changed = content()
    changed["authorizedApplication"]["authorizedPartI"]["sponsors"][0]["organisation"] = ["X"]
    changed["ctPublicStatusCode"] = {"code": 4}
    record = one(changed)
    kept = {each.path: each.value for each in record.unmapped}
    assert kept["ctPublicStatusCode.code"] == "4"
    assert any(value == '["X"]' for value in kept.values())


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """The holder and key of every value in a structure."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from places(value[key])


@pytest.mark.parametrize("path", [NEW, OLD])
def test_no_value_of_whatever_type_stops_the_reader(path: Path) -> None:
    changed = content(path)
    for holder, key in list(places(changed))[::23]:
        before = holder[key]
        for odd in (None, 5, "x", [[5]], {"id": [5]}, [{"id": {"a": 5}}]):
            holder[key] = odd
            if key != "ctNumber":
                assert one(changed).number
        holder[key] = before


def test_a_member_that_comes_twice_and_odd_characters_are_kept_and_told() -> None:
    data = NEW.read_bytes().replace(
        b'"ctStatus": "Authorised"', b'"ctStatus": "Old", "ctStatus": "Authori\\u0000sed"'
    )
    record = one(data)
    kept = {each.path: each.value for each in record.unmapped}
    assert kept["ctStatus (earlier)"] == '"Old"'
    assert [each.field for each in record.findings] == ["ctStatus"]


def test_the_newer_version_of_a_trial_is_taken(tmp_path: Path) -> None:
    older = copy.deepcopy(content())
    older["publishDate"] = older["lastUpdated"] = older["lastPublicationUpdate"] = "01/01/2099"
    older["totalNumberEnrolled"] = "59"
    (tmp_path / "a.json").write_text(json.dumps(older), "utf-8")
    (tmp_path / "b.json").write_bytes(NEW.read_bytes())
    ran = run("export", "a.json", "b.json", "-j", "1", "-o", "all.nt", cwd=tmp_path)
    assert "an older record of 2099-500001-11" in ran.talk
    assert '"60 in the European' in (tmp_path / "all.nt").read_text("utf-8")


def test_real_records_conform(tmp_path: Path) -> None:
    paths = needed_files("records/ctis", "*.json")
    ran = run("export", *paths, "-o", "all.nt", cwd=tmp_path)
    assert ran.status == 0
    assert f"Wrote {len(paths)} records" in ran.talk
