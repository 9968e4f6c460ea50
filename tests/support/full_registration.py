"""A record of another registry with every fact that ClinicalTrials.gov has no field for."""

from __future__ import annotations

from functools import cache

from kg.records import Record, Study
from kg.records.base import DateStruct
from kg.records.other_sections import DocumentSection, LargeDocumentModule
from kg.records.protocol import (
    ContactsLocationsModule,
    IdentificationModule,
    IdInfo,
    Official,
    ProtocolSection,
    Reference,
    ReferencesModule,
    Sponsor,
    SponsorCollaboratorsModule,
    StatusModule,
)
from kg.records.registration import (
    AddressedContact,
    AddressedLocation,
    AgentId,
    ConditionCode,
    CountryStatement,
    LinkedDocument,
    ListedLink,
    Product,
    ProductCode,
    RegistrationFacts,
    Review,
    StatedNumber,
    Translation,
    TrialCountry,
)

CODES = ("10084653", "J01CA04")
KNOWN_ORCID = "0000-0002-1825-0097"


@cache
def full_registration() -> Record:
    """The record; each of its values is another one."""
    study = Study(protocol_section=_protocol(), document_section=_documents())
    return Record(study, "made", "isrctn-xml", registration=_facts())


def _documents() -> DocumentSection:
    document = LinkedDocument(
        label="Participant information sheet",
        date="2020-01-05",
        upload_date="2020-01-06",
        filename="sheet.pdf",
        size=1000,
        url="https://example.org/sheet.pdf",
        media_type="application/pdf",
        is_peer_reviewed=False,
        is_for_patients=True,
    )
    return DocumentSection(large_document_module=LargeDocumentModule(large_docs=[document]))


def _protocol() -> ProtocolSection:
    return ProtocolSection(
        identification_module=IdentificationModule(
            nct_id="ISRCTN90000001",
            brief_title="A trial of another registry",
            secondary_id_infos=[
                StatedNumber(id="NCT90000001", field="clinicalTrialsGovNumber"),
                IdInfo(id="PROTOCOL-1"),
            ],
        ),
        status_module=StatusModule(overall_status="COMPLETED"),
        sponsor_collaborators_module=SponsorCollaboratorsModule(
            lead_sponsor=Sponsor(name="Example University Hospital")
        ),
        references_module=ReferencesModule(
            references=[
                Reference(type="PROTOCOL", citation="https://doi.org/10.1186/s13063-023-07100-1")
            ],
            see_also_links=[
                ListedLink(
                    label="Results article",
                    url="https://example.org/article",
                    date_created="2023-01-07",
                    date_added="2023-01-08",
                    is_peer_reviewed=True,
                    is_for_patients=False,
                )
            ],
        ),
        contacts_locations_module=ContactsLocationsModule(
            central_contacts=[
                AddressedContact(
                    name="Ada Example",
                    role="PUBLIC_CONTACT",
                    role_text="Public queries",
                    affiliation="Example University Hospital",
                    address="1 Example Road, Springfield",
                ),
                AddressedContact(name="Bo Example", role="SCIENTIFIC_CONTACT"),
            ],
            overall_officials=[
                Official(
                    name="Ada Example",
                    affiliation="Example University Hospital",
                    role="PRINCIPAL_INVESTIGATOR",
                )
            ],
            locations=[
                AddressedLocation(
                    facility="Springfield Clinic",
                    city="Springfield",
                    country="France",
                    street="2 Example Road",
                    department="Neurology",
                    location_id="LOC-100045984",
                )
            ],
        ),
    )


def _facts() -> RegistrationFacts:
    return RegistrationFacts(
        status_text="Completed",
        is_status_derived=True,
        status_date="2024-01-04",
        registration_date="2020-01-02",
        record_version="3",
        last_refreshed="2024-01-03",
        study_start=DateStruct(date="2020-02-01", type="ACTUAL"),
        recruitment_start=DateStruct(date="2020-03", type="ACTUAL"),
        recruitment_end=DateStruct(date="2021-04-05", type="ESTIMATED"),
        is_prospective=True,
        hypothesis="It helps.",
        objectives=["To see whether it helps"],
        secondary_objectives=["To see how long it helps"],
        scopes=["Efficacy"],
        settings=["Hospitals"],
        design_text="Randomised, open",
        phase_text="Phase II",
        planned_enrollment=50,
        planned_enrollment_eea=30,
        enrollment_text="group A: 20; group B: 20",
        populations=["Patients"],
        therapeutic_areas=["Nervous system diseases"],
        is_rare_disease=True,
        is_low_intervention=False,
        funders=["Example Fund"],
        sponsor_texts=["Dr A. Example"],
        collaborator_texts=["Example Hospital; Example Institute"],
        funder_texts=["Example Fund, 1 High Street"],
        sponsor_types=["Hospital"],
        agent_ids=_agent_ids(),
        countries=[_country()],
        country_statements=[
            CountryStatement(country="France", field="A.3 Full title", value="Un essai")
        ],
        reviews=[_review("ETHICS"), _review("COMPETENT_AUTHORITY")],
        products=[_product(role) for role in ("TEST", "COMPARATOR", "PLACEBO", "AUXILIARY")],
        condition_codes=[
            ConditionCode(
                system="MedDRA", version="20.0", level="PT", code=CODES[0], term="Example"
            )
        ],
        translations=[
            Translation(field="briefTitle", language="fr", text="Un essai d'un autre registre"),
            Translation(field="briefTitle", language="?", text="Another language"),
        ],
    )


def _agent_ids() -> list[AgentId]:
    return [
        AgentId(name="Example University Hospital", scheme="ROR", id="https://ror.org/054c9y537"),
        AgentId(name="Example University Hospital", scheme="EMA OMS", id="ORG-100028802"),
        AgentId(name="Example University Hospital", scheme="Local", id="77"),
        AgentId(name="Example Fund", scheme="Crossref Funder ID", id="501100000265"),
        AgentId(name="Ada Example", scheme="ORCID", id=KNOWN_ORCID),
        AgentId(name="Ada Example", scheme="Staff number", id="5"),
        AgentId(name="Springfield Clinic", scheme="EMA OMS", id="LOC-100045984"),
        AgentId(name="Springfield Clinic", scheme="Site number", id="1"),
    ]


def _country() -> TrialCountry:
    return TrialCountry(
        country="France",
        status="RECRUITING",
        status_text="Ongoing, recruiting",
        status_date="2022-01-01",
        start_date=DateStruct(date="2022-01-02", type="ACTUAL"),
        recruitment_start=DateStruct(date="2022-01-03", type="ACTUAL"),
        recruitment_end=DateStruct(date="2023-01-04", type="ESTIMATED"),
        end_date=DateStruct(date="2024-01-05", type="ESTIMATED"),
        end_of_trial_status="Ongoing",
        planned_enrollment=40,
        planned_sites=2,
    )


def _review(kind: str) -> Review:
    return Review(
        kind=kind,
        body="Example Committee",
        country="France",
        decision="Favourable",
        date="2019-12-01",
        reference="19/EX/1",
        contact="3 Example Road, Springfield",
    )


def _product(role: str) -> Product:
    return Product(
        role=role,
        name=f"Product of role {role}",
        substances=["Amoxicillin"],
        forms=["Tablet"],
        routes=["Oral use"],
        codes=[ProductCode(system="ATC", code=CODES[1], name="amoxicillin")],
        holder="Example Limited",
        strength="500 mg",
        most_a_day="3 g",
        most_in_all="6 g",
        duration="2 days",
        description="A penicillin",
    )
