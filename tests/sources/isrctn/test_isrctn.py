"""Records of ISRCTN: what each element becomes, and that nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

import kg
from kg.coverage import Coverage
from kg.coverage.xml_values import XmlValues
from kg.records import Record
from kg.records.redaction import without_contacts
from kg.records.registration import AddressedLocation
from kg.sources import SOURCE_FORMATS
from tests.sources.isrctn.isrctn_xml import facts, kept, record, said
from tests.support.graph_facts import OTHER_REGISTRIES
from tests.support.real_data import needed_files

FULL: Final = OTHER_REGISTRIES / "isrctn.xml"
"""A record with most of the elements that there are."""


def coverage_of(path: Path) -> Coverage:
    coverage = Coverage()
    for found in kg.sources.blobs(path):
        assert not isinstance(found, Exception)
        one = kg.sources.read_record(found)
        reader = SOURCE_FORMATS[one.format].reader
        coverage.add(one, values=XmlValues(found.data, found.place, reader))
    return coverage


def test_every_value_of_a_record_reaches_the_graph() -> None:
    coverage = coverage_of(FULL)
    assert not coverage.lost
    assert coverage.values.total() > 150


@pytest.mark.slow
def test_every_value_of_the_real_records_reaches_the_graph() -> None:
    for path in needed_files("records/isrctn", "ISRCTN*.xml"):
        assert not coverage_of(path).lost


def test_a_trial_is_identified_by_its_registry() -> None:
    found = said()
    assert found.graph.trial == "<https://www.isrctn.com/ISRCTN90000025>"
    assert found(".", "schema:sameAs") == ["<https://bioregistry.io/isrctn:ISRCTN90000025>"]


def test_only_what_is_new_in_a_record_is_reported() -> None:
    [full] = kg.read(FULL)
    assert [each.field for each in full.findings] == ["trial.results.publicationDetails"]
    assert [each.field for each in record("<newElement>1</newElement>").findings] == [
        "trial.newElement"
    ]


# -- numbers ---------------------------------------------------------------------------------------


def numbers(content: str) -> list[tuple[str | None, str | None, str | None]]:
    infos = record(f"<externalRefs>{content}</externalRefs>")
    module = infos.study.protocol_section.identification_module
    return [(each.id, each.type, each.domain) for each in module.secondary_id_infos]


def test_a_number_filed_under_another_registry_is_told_by_its_form() -> None:
    listed = '<secondaryNumbers><secondaryNumber numberType="ctis">2020-000012-12</secondaryNumber>'
    found = numbers(f"{listed}</secondaryNumbers><eudraCTNumber>2020-000012-12</eudraCTNumber>")
    assert found == [("2020-000012-12", "EUDRACT_NUMBER", "EudraCT")]


def test_numbers_in_one_text_are_several_only_if_one_is_that_of_a_trial() -> None:
    field = "<protocolSerialNumber>{}</protocolSerialNumber>"
    assert numbers(field.format("NCT90000001; V2")) == [
        ("NCT90000001", "REGISTRY", "ClinicalTrials.gov"),
        ("V2", None, "Protocol serial number"),
    ]
    assert numbers(field.format("1.0, May 2003")) == [
        ("1.0, May 2003", None, "Protocol serial number")
    ]


def test_one_text_from_two_issuers_is_two_numbers() -> None:
    item = '<secondaryNumber numberType="{}">298897</secondaryNumber>'
    listed = item.format("iras") + item.format("cpms")
    found = numbers(
        "<protocolSerialNumber>CPMS: 298897</protocolSerialNumber><irasNumber>298897</irasNumber>"
        f"<secondaryNumbers>{listed}</secondaryNumbers>"
    )
    assert found == [("298897", None, "IRAS"), ("298897", None, "CPMS")]


def test_a_placeholder_is_no_number_and_not_lost() -> None:
    content = (
        "<externalRefs><clinicalTrialsGovNumber>Nil known</clinicalTrialsGovNumber></externalRefs>"
    )
    found = record(content)
    assert not found.study.protocol_section.identification_module.secondary_id_infos
    assert kept(found)["trial.externalRefs.clinicalTrialsGovNumber"] == '"Nil known"'


def test_the_field_that_states_a_number_is_known() -> None:
    [info] = record(
        "<externalRefs><clinicalTrialsGovNumber>NCT90000001</clinicalTrialsGovNumber></externalRefs>"
    ).study.protocol_section.identification_module.secondary_id_infos
    assert getattr(info, "field", None) == "externalRefs.clinicalTrialsGovNumber"


# -- status ----------------------------------------------------------------------------------------

STARTS: Final = "<recruitmentStart>2022-01-01T00:00:00.000Z</recruitmentStart>"
RECRUITED: Final = "<recruitmentEnd>2022-12-31T00:00:00.000Z</recruitmentEnd>"
ENDS: Final = "<overallEndDate>2023-12-31T00:00:00.000Z</overallEndDate>"


def dated(recruitment: str = STARTS + RECRUITED, design: str = ENDS) -> str:
    return f"<trialDesign>{design}</trialDesign><participants>{recruitment}</participants>"


@pytest.mark.parametrize(
    "updated, content, expected",
    [
        ("2021-12-31", dated(), "NOT_YET_RECRUITING"),
        ("2022-01-01", dated(), "RECRUITING"),
        ("2023-01-01", dated(), "ACTIVE_NOT_RECRUITING"),
        ("2023-12-31", dated(), "ACTIVE_NOT_RECRUITING"),
        ("2024-01-01", dated(), "COMPLETED"),
        ("2024-01-01", dated(recruitment=""), "COMPLETED"),
        ("2022-06-01", dated(recruitment=STARTS), None),
        ("2024-01-01", dated(design=""), None),
        ("", dated(), None),
    ],
)
def test_the_status_is_that_of_the_last_update(
    updated: str, content: str, expected: str | None
) -> None:
    found = record(content, updated=updated)
    status = found.study.protocol_section.status_module
    assert status
    assert status.overall_status == expected
    assert found.registration
    assert found.registration.is_status_derived == (True if expected else None)
    assert found.registration.status_date == (updated if expected else None)


@pytest.mark.parametrize(
    "word, enrolled, expected",
    [
        ("Stopped", "9", "TERMINATED"),
        ("Stopped", "", None),
        ("Stopped", "0", None),
        ("Suspended", "", "SUSPENDED"),
        ("Paused", "", None),
    ],
)
def test_a_word_replaces_the_status(word: str, enrolled: str, expected: str | None) -> None:
    found = record(
        f"<trialDesign><overallStatusOverride>{word}</overallStatusOverride>"
        f"<reasonAbandoned>No money</reasonAbandoned>{ENDS}</trialDesign>"
        f"<participants><totalFinalEnrolment>{enrolled}</totalFinalEnrolment></participants>",
        updated="2024-02-01",
    )
    status = found.study.protocol_section.status_module
    assert status
    assert status.overall_status == expected
    assert status.why_stopped == "No money"
    assert found.registration
    assert found.registration.status_text == word
    assert found.registration.is_status_derived == (False if expected else None)


def test_a_date_has_no_time_of_day_that_nobody_gave() -> None:
    found = said(dated(recruitment="<recruitmentStart>2022-05-01T23:00:00.000Z</recruitmentStart>"))
    assert found(".", "schema:endDate") == ['"2023-12-31"^^xsd:date']
    assert found(".", "schema:startDate") == ['"2022-05-01T23:00:00.000Z"']


# -- participants ----------------------------------------------------------------------------------


def enrolment(content: str) -> tuple[int | None, str | None, int | None, str | None]:
    found = record(f"<participants>{content}</participants>")
    design = found.study.protocol_section.design_module
    info = design.enrollment_info if design else None
    told = found.registration
    assert told
    count, kind = (info.count, info.type) if info else (None, None)
    return count, kind, told.planned_enrollment, told.enrollment_text


def test_the_number_of_participants_is_the_final_one_if_there_is_one() -> None:
    target, total = "<targetEnrolment>{}</targetEnrolment>", "<totalTarget>{}</totalTarget>"
    final = "<totalFinalEnrolment>{}</totalFinalEnrolment>"
    assert enrolment(target.format(81) + final.format(25)) == (25, "ACTUAL", 81, None)
    assert enrolment(target.format(81) + final.format(0)) == (81, "ESTIMATED", None, None)
    assert enrolment(total.format("3,060")) == (3060, "ESTIMATED", None, None)
    assert enrolment(target.format("40 a group")) == (None, None, None, "40 a group")


def test_a_nation_of_the_united_kingdom_is_a_part_of_a_country() -> None:
    countries = "".join(f"<country>{n}</country>" for n in ("England", "United Kingdom", "France"))
    found = record(
        f"<participants><recruitmentCountries>{countries}</recruitmentCountries><trialCentres>"
        "<trialCentre><name>A Hospital</name><country>Scotland</country></trialCentre>"
        "</trialCentres></participants>"
    )
    assert found.registration
    names = [each.country for each in found.registration.countries]
    assert names == ["United Kingdom", "France"]
    assert '"England"' in kept(found).values()
    contacts = found.study.protocol_section.contacts_locations_module
    assert contacts
    assert contacts.locations[0].country == "United Kingdom"
    assert contacts.locations[0].state == "Scotland"


@pytest.mark.parametrize(
    "element, expected",
    [
        ('<lowerAgeLimit unit="years" value="18.0">18 Years</lowerAgeLimit>', "18 Years"),
        ('<lowerAgeLimit unit="days" value="2.0"/>', "2 Days"),
        ("<lowerAgeLimit>29 Weeks</lowerAgeLimit>", "29 Weeks"),
    ],
)
def test_an_age_has_its_unit(element: str, expected: str) -> None:
    found = record(f"<participants>{element}</participants>")
    module = found.study.protocol_section.eligibility_module
    assert module
    assert module.minimum_age == expected
    assert not found.unmapped


# -- design, interventions, outcomes ---------------------------------------------------------------


def design_of(content: str) -> Record:
    return record(f"<trialDesign>{content}</trialDesign>")


def test_the_lines_of_an_address_have_commas_between_them() -> None:
    centre = "<name>A Hospital</name><address>Headley Way\nHeadington,\n</address>"
    found = record(
        f"<participants><trialCentres><trialCentre>{centre}</trialCentre>"
        "</trialCentres></participants>"
    )
    module = found.study.protocol_section.contacts_locations_module
    assert module
    [site] = module.locations
    assert isinstance(site, AddressedLocation)
    assert site.street == "Headley Way, Headington"


def test_the_one_word_of_an_older_design_says_what_it_means_exactly() -> None:
    word = "<secondaryStudyDesign>{}</secondaryStudyDesign>"
    for text, field, code in (
        ("Randomised cross over trial", "intervention_model", "CROSSOVER"),
        ("Non randomised study", "allocation", "NON_RANDOMIZED"),
        ("Case-control study", "observational_model", "CASE_CONTROL"),
        ("Cross sectional study", "time_perspective", "CROSS_SECTIONAL"),
    ):
        module = design_of(word.format(text)).study.protocol_section.design_module
        assert module
        assert module.design_info
        assert getattr(module.design_info, field) == code
    cluster = design_of(word.format("Cluster randomised trial"))
    assert cluster.registration
    assert cluster.registration.design_text == "Cluster randomised trial"


def test_masking_without_who_is_masked_stays_a_word() -> None:
    found = design_of(
        "<interventionalTrialDesign><masking>Blinded (masking used)</masking>"
        "</interventionalTrialDesign>"
    )
    path = "trial.trialDesign.interventionalTrialDesign.masking"
    assert kept(found)[path] == '"Blinded (masking used)"'


def test_several_purposes_are_words_and_one_is_the_primary_purpose() -> None:
    types = "<trialTypes><trialType>Screening</trialType>{}</trialTypes>"
    one, two = design_of(types.format("")), design_of(types.format("<trialType>Other</trialType>"))
    module = one.study.protocol_section.design_module
    assert module
    assert module.design_info
    assert module.design_info.primary_purpose == "SCREENING"
    assert two.registration
    assert two.registration.scopes == ["Screening", "Other"]


@pytest.mark.parametrize(
    "given, expected",
    [
        ("Omeprazole, esomeprazole", ["Omeprazole", "esomeprazole"]),
        ("Oxytocin (10 IU, slow), placebo tablet", ["Oxytocin (10 IU, slow)", "placebo tablet"]),
        ("Aspirin, oral misoprostol tablet", ["Aspirin", "oral misoprostol tablet"]),
        ("Insulin, slow release", ["Insulin, slow release"]),
        ("Heparin, low-molecular-weight", ["Heparin, low-molecular-weight"]),
        ("Influenza vaccine, quadrivalent", ["Influenza vaccine, quadrivalent"]),
        ("1. Aspirin\n2. Placebo", ["Aspirin", "Placebo"]),
        ("Aspirin; placebo", ["Aspirin", "placebo"]),
        ("Insulin, human", ["Insulin, human"]),
        ("Adalimumab, 40 mg", ["Adalimumab, 40 mg"]),
        ("Vitamin D3, given daily", ["Vitamin D3, given daily"]),
        ("2,4-dichlorophenol", ["2,4-dichlorophenol"]),
    ],
)
def test_names_of_drugs_are_cut_only_where_there_is_no_doubt(
    given: str, expected: list[str]
) -> None:
    found = record(
        f"<interventions><intervention><drugNames>{given}</drugNames></intervention></interventions>"
    )
    module = found.study.protocol_section.arms_interventions_module
    assert module
    assert [each.name for each in module.interventions] == expected


@pytest.mark.parametrize(
    "given, count",
    [
        ("1. Pain\n2. Sleep\n3. Mood", 3),
        ("1. Pain of any\nkind\n2. Sleep", 2),
        ("1. Pain\n2. Sleep\n\nMeasured at 21 days.", 1),
        ("These are exploratory:\n1. Pain\n2. Sleep", 1),
        ("1. Pain\n3. Sleep", 1),
        ("Pain 1. at rest 2. at work", 1),
    ],
)
def test_a_numbered_text_is_cut_only_if_it_is_nothing_but_a_list(given: str, count: int) -> None:
    found = record(f"<trialDescription><primaryOutcome>{given}</primaryOutcome></trialDescription>")
    module = found.study.protocol_section.outcomes_module
    assert module
    assert len(module.primary_outcomes) == count


def test_conditions_on_lines_are_several_and_with_commas_one() -> None:
    condition = "<conditions><condition><description>{}</description></condition></conditions>"
    for text, count in (("Gout\nObesity ", 2), ("Gout, obesity", 1), ("Gout,\nwhich hurts", 1)):
        module = record(condition.format(text)).study.protocol_section.conditions_module
        assert module
        assert len(module.conditions) == count


# -- results and outputs ---------------------------------------------------------------------------


def test_an_article_in_two_fields_is_one_publication() -> None:
    line = "2022 Results article in https://pubmed.ncbi.nlm.nih.gov/90000002/ (added 01/02/2022)"
    found = record(
        f"<results><publicationDetails>{line}</publicationDetails></results><outputs>"
        '<output outputType="resultsarticle" artefactType="ExternalLink" peerReviewed="true">'
        '<externalLink url="https://www.ncbi.nlm.nih.gov/pubmed/90000002"/></output></outputs>'
    )
    module = found.study.protocol_section.references_module
    assert module
    [reference] = module.references
    assert (reference.pmid, reference.type, reference.citation) == ("90000002", "RESULT", line)
    assert not found.unmapped


def test_a_line_without_a_publication_is_none() -> None:
    text = "Added 2012: results to be submitted\n1. Protocol article in https://doi.org/10.1186/s13063-023-07100-1"
    found = record(f"<results><publicationDetails>{text}</publicationDetails></results>")
    module = found.study.protocol_section.references_module
    assert module
    assert [each.type for each in module.references] == ["PROTOCOL"]
    assert list(kept(found).values()) == ['"Added 2012: results to be submitted"']


def test_a_citation_without_an_address_is_a_publication() -> None:
    text = "1. Smith J, Jones K. Walking in gout: a trial. Lancet. 2014;384:1-9."
    found = record(f"<results><publicationDetails>{text}</publicationDetails></results>")
    module = found.study.protocol_section.references_module
    assert module
    assert [each.citation for each in module.references] == [text.removeprefix("1. ")]


def test_a_file_has_the_address_that_the_record_gives() -> None:
    found = said(
        '<outputs><output outputType="sap" artefactType="LocalFile"><localFile fileId="f"'
        ' downloadFilename="plan.pdf" length="7"/></output></outputs><attachedFiles><attachedFile'
        ' downloadUrl="https://www.isrctn.com/f/1"><name>plan.pdf</name><id>f</id></attachedFile>'
        "</attachedFiles>"
    )
    [document] = found(".", "kg:document")
    assert found(document, "schema:url") == ["<https://www.isrctn.com/f/1>"]
    assert found(document, "kg:hasStatisticalAnalysisPlan") == ["true"]


@pytest.mark.parametrize(
    "plan, policy, expected",
    [
        ("Yes", "Available on request", "YES"),
        ("No", "Not expected to be made available", "NO"),
        ("No", "Available on request", None),
        ("No", "Not provided at time of registration", None),
    ],
)
def test_that_data_are_not_shared_is_stated_only_by_a_policy(
    plan: str, policy: str, expected: str | None
) -> None:
    found = record(
        f"<results><dataPolicies><dataPolicy>{policy}</dataPolicy></dataPolicies></results>"
        f"<miscellaneous><ipdSharingPlan>{plan}</ipdSharingPlan></miscellaneous>"
    )
    module = found.study.protocol_section.ipd_sharing_statement_module
    assert (module.ipd_sharing if module else None) == expected


# -- parties ---------------------------------------------------------------------------------------


def test_the_first_sponsor_of_the_trial_leads() -> None:
    found = said(
        "<parties><sponsorId>b</sponsorId><sponsorId>a</sponsorId></parties>",
        '<sponsor id="a"><organisation>Example Ltd</organisation></sponsor>'
        '<sponsor id="b"><organisation>Example University</organisation>'
        "<rorId>https://ror.org/054c9y537</rorId></sponsor>",
    )
    [lead] = found(".", "schema:sponsor")
    assert found(lead, "schema:name") == ['"Example University"']
    assert found(lead, "schema:sameAs") == ["<https://ror.org/054c9y537>"]
    assert len(found(".", "kg:collaborator")) == 1


def test_a_party_that_may_be_no_organisation_is_text() -> None:
    found = record(
        beside='<sponsor id="a"><organisation>Jane Example</organisation></sponsor>'
        '<sponsor id="b"><organisation>Example Ltd</organisation></sponsor>'
        '<sponsor id="c"><organisation>A Hospital; B Hospital</organisation></sponsor>'
        "<funder><name>Self-funded</name></funder>"
        "<funder><name>Example Bequest; Example Trust</name>"
        "<fundRef>10.13039/501100000265</fundRef></funder>",
    )
    module = found.study.protocol_section.sponsor_collaborators_module
    assert module
    assert module.lead_sponsor is None
    assert [each.name for each in module.collaborators] == ["Example Ltd"]
    told = found.registration
    assert told
    assert (told.sponsor_texts, told.collaborator_texts) == (
        ["Jane Example"],
        ["A Hospital; B Hospital"],
    )
    assert (told.funders, told.funder_texts) == (
        ["Example Bequest; Example Trust"],
        ["Self-funded"],
    )


def test_a_party_that_the_record_lacks_is_kept_by_its_key() -> None:
    found = record("<parties><funderId>x</funderId></parties>")
    assert kept(found) == {"trial.parties.funderId": '"x"'}


def test_funders_have_their_identifiers() -> None:
    told = facts(
        beside="<funder><name>A Fund</name><fundRef>10.13039/501100000265</fundRef></funder>"
    )
    assert told.funders == ["A Fund"]
    assert [(each.scheme, each.id) for each in told.agent_ids] == [
        ("Crossref Funder ID", "10.13039/501100000265")
    ]


def test_without_contacts_only_the_investigator_is_left() -> None:
    [full] = kg.read(FULL)
    graph = statements(without_contacts(full))
    for text in ("ada@example.org", "committee@example.org", "Rheumatology", "main contact", "+44"):
        assert text in statements(full)
        assert text not in graph
    assert "Dr Ada Example" in graph


def statements(of: Record) -> str:
    return "\n".join(" ".join(triple) for triple in kg.map_record(of).triples)


def test_an_unknown_element_beside_the_trial_may_be_of_a_contact() -> None:
    found = record(beside="<applicant><name>Bo Example</name></applicant>")
    assert kept(found) == {"applicant.name": '"Bo Example"'}
    assert not without_contacts(found).unmapped
