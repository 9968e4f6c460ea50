"""The sections of a card, apart from the results: which properties they show, under which labels.

Order and labels follow the pages of ClinicalTrials.gov. What is in no table here is shown in the
last section of a card (`kg.trial_card.others`).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from kg.rdf import vocabulary as vocab
from kg.trial_card.card import Block, CardSection, Passage
from kg.trial_card.fields import Field, Listing, facts, field, listing
from kg.trial_card.trial_graph import TrialGraph


class FactsTable(NamedTuple):
    """Facts of the trial, with a title above them."""

    title: str
    fields: tuple[Field, ...]


class Text(NamedTuple):
    """A text of the trial, with a title above it."""

    title: str
    path: tuple[str, ...]


class SectionTable(NamedTuple):
    """A section: its name for programs, its title, and its parts in their order."""

    name: str
    title: str
    parts: tuple[FactsTable | Text | Listing, ...]


def dated(label: str, date: str, kind: str) -> Field:
    """The field of a date, with its type in brackets."""
    return Field(label, (date,), of_owner=(kind,))


_TYPED: Final = vocab.TYPED_DATES
_DATES: Final = vocab.DATES
_CONDITION, _INTERVENTION = vocab.DERIVED["condition"], vocab.DERIVED["intervention"]

CONTACT: Final = (
    field("name", vocab.SCHEMA_NAME),
    field("role", vocab.KG_CONTACT_ROLE),
    field("in its words", vocab.KG_ROLE_TEXT),
    field("organisation", vocab.KG_CONTACT_ORGANIZATION),
    field("telephone", vocab.SCHEMA_TELEPHONE),
    field("extension", vocab.KG_PHONE_EXTENSION),
    field("e-mail", vocab.SCHEMA_EMAIL),
    field("affiliation", vocab.KG_AFFILIATION_TEXT),
    field("address", vocab.KG_ADDRESS_TEXT),
)
"""The columns of a table of contacts."""

_OUTCOME: Final = (
    field("measure", vocab.SCHEMA_NAME),
    field("time frame", vocab.KG_TIME_FRAME),
    field("description", vocab.SCHEMA_DESCRIPTION),
)
_IDENTIFIER: Final = (
    field("number", vocab.SCHEMA_VALUE),
    field("type", vocab.KG_IDENTIFIER_TYPE),
    field("registry", vocab.SCHEMA_PROPERTY_ID),
    field("field", vocab.KG_SOURCE_FIELD),
    field("issued by", vocab.KG_IDENTIFIER_DOMAIN),
    field("link", vocab.SCHEMA_URL),
)
_LEAF: Final = (
    field("term", vocab.SKOS_PREF_LABEL),
    field("as in the record", vocab.KG_AS_FOUND),
    field("relevance", vocab.KG_RELEVANCE),
)

IDENTIFICATION: Final = SectionTable(
    "identification",
    "Identification",
    (
        FactsTable(
            "",
            (
                field("Registry number", vocab.DCTERMS_IDENTIFIER),
                field("Earlier numbers", vocab.KG_ALIAS),
                field("Title", vocab.SCHEMA_NAME),
                field("Official title", vocab.KG_OFFICIAL_TITLE),
                field("Acronym", vocab.KG_ACRONYM),
                Field(
                    "Registered by",
                    (vocab.KG_REGISTERED_BY,),
                    of_owner=(vocab.KG_REGISTRANT_CLASS,),
                ),
                Field(
                    "Organisation's number",
                    (vocab.KG_ORGANIZATION_IDENTIFIER,),
                    (
                        vocab.KG_IDENTIFIER_TYPE,
                        vocab.SCHEMA_PROPERTY_ID,
                        vocab.KG_IDENTIFIER_DOMAIN,
                        vocab.SCHEMA_URL,
                    ),
                ),
                field("Numbers in registries", vocab.KG_OTHER_REGISTRATION),
            ),
        ),
        Listing("Other numbers", (vocab.KG_SECONDARY_IDENTIFIER,), _IDENTIFIER),
    ),
)
STATUS: Final = SectionTable(
    "status",
    "Status and dates",
    (
        FactsTable(
            "",
            (
                field("Status", vocab.SCHEMA_STATUS),
                field("Last known status", vocab.KG_LAST_KNOWN_STATUS),
                field("Why stopped", vocab.KG_WHY_STOPPED),
                field("Status verified", _DATES["status_verified_date"]),
                dated("Start", *_TYPED["start_date_struct"]),
                dated("Primary completion", *_TYPED["primary_completion_date_struct"]),
                dated("Completion", *_TYPED["completion_date_struct"]),
                Field("Enrolment", (vocab.KG_ENROLLMENT,), of_owner=(vocab.KG_ENROLLMENT_TYPE,)),
                field("Results posted", vocab.KG_HAS_RESULTS),
                field("Results waived", vocab.KG_RESULTS_WAIVED),
                field("Posting delayed", vocab.KG_DELAYED_POSTING),
                field("Expanded access", vocab.KG_HAS_EXPANDED_ACCESS),
                Field(
                    "Expanded access trial",
                    (vocab.KG_EXPANDED_ACCESS_ID,),
                    of_owner=(vocab.KG_EXPANDED_ACCESS_STATUS,),
                ),
                field("Trials that refer to it", vocab.KG_EXPANDED_ACCESS_REFERENCES),
                field("For individuals", vocab.KG_INDIVIDUAL_EXPANDED_ACCESS),
                field("For intermediate groups", vocab.KG_INTERMEDIATE_EXPANDED_ACCESS),
                field("As a treatment protocol", vocab.KG_TREATMENT_EXPANDED_ACCESS),
            ),
        ),
        FactsTable(
            "Dates of the record",
            (
                field("First submitted", _DATES["study_first_submit_date"]),
                field("Met quality criteria", _DATES["study_first_submit_qc_date"]),
                dated("First posted", *_TYPED["study_first_post_date_struct"]),
                field("Results first submitted", _DATES["results_first_submit_date"]),
                field("Results met criteria", _DATES["results_first_submit_qc_date"]),
                dated("Results first posted", *_TYPED["results_first_post_date_struct"]),
                field("Results expected", vocab.KG_ESTIMATED_RESULTS_SUBMISSION_DATE),
                field("Certification of delay", _DATES["disp_first_submit_date"]),
                field("Certification met criteria", _DATES["disp_first_submit_qc_date"]),
                dated("Certification posted", *_TYPED["disp_first_post_date_struct"]),
                dated(
                    "First review posted",
                    vocab.KG_FIRST_MCP_POST_DATE,
                    vocab.KG_FIRST_MCP_POST_DATE_TYPE,
                ),
                field("Last update submitted", _DATES["last_update_submit_date"]),
                dated("Last update posted", *_TYPED["last_update_post_date_struct"]),
            ),
        ),
        Listing(
            "Submissions of results",
            (vocab.KG_RESULTS_SUBMISSION,),
            (
                field("submitted", vocab.KG_RELEASE_DATE),
                field("cancelled", vocab.KG_UNRELEASE_DATE),
                field("cancelled, date unknown", vocab.KG_UNRELEASE_DATE_UNKNOWN),
                field("returned", vocab.KG_RESET_DATE),
                field("review", vocab.KG_MCP_RELEASE_NUMBER),
            ),
        ),
        Listing(
            "Results not yet posted",
            (vocab.KG_UNPOSTED_EVENT,),
            (
                field("event", vocab.KG_EVENT_TYPE),
                field("date", vocab.KG_EVENT_DATE),
                field("date unknown", vocab.KG_DATE_UNKNOWN),
            ),
        ),
    ),
)
SPONSOR: Final = SectionTable(
    "sponsor",
    "Sponsor and oversight",
    (
        FactsTable(
            "",
            (
                Field("Sponsor", (vocab.SCHEMA_SPONSOR,), (vocab.KG_AGENCY_CLASS,)),
                Field("Collaborators", (vocab.KG_COLLABORATOR,), (vocab.KG_AGENCY_CLASS,)),
                field(
                    "Responsible party", vocab.KG_RESPONSIBLE_PARTY, vocab.KG_RESPONSIBLE_PARTY_TYPE
                ),
                Field(
                    "Investigator",
                    (vocab.KG_RESPONSIBLE_PARTY, vocab.SCHEMA_NAME),
                    thing=vocab.KG_AGENT,
                ),
                field("Title", vocab.KG_RESPONSIBLE_PARTY, vocab.SCHEMA_JOB_TITLE),
                field("Affiliation", vocab.KG_RESPONSIBLE_PARTY, vocab.SCHEMA_AFFILIATION),
                field("", vocab.KG_RESPONSIBLE_PARTY, vocab.KG_AFFILIATION_TEXT),
                field("Party for unposted results", vocab.KG_UNPOSTED_RESPONSIBLE_PARTY),
            ),
        ),
        FactsTable(
            "Oversight",
            (
                field("Data monitoring committee", vocab.KG_HAS_DATA_MONITORING_COMMITTEE),
                field("FDA-regulated drug", vocab.KG_FDA_REGULATED_DRUG),
                field("FDA-regulated device", vocab.KG_FDA_REGULATED_DEVICE),
                field("Unapproved device", vocab.KG_UNAPPROVED_DEVICE),
                field("Exported from the U.S.", vocab.KG_EXPORTED_FROM_US),
                field("Paediatric postmarket study", vocab.KG_PEDIATRIC_POSTMARKET_SURVEILLANCE),
                field("FDAAA 801 violation", vocab.KG_FDAAA801_VIOLATION),
            ),
        ),
        Listing(
            "FDAAA 801 violations",
            (vocab.KG_VIOLATION_EVENT,),
            (
                field("event", vocab.KG_EVENT_TYPE),
                field("description", vocab.SCHEMA_DESCRIPTION),
                field("created", vocab.KG_CREATION_DATE),
                field("issued", vocab.KG_ISSUED_DATE),
                field("released", vocab.KG_RELEASE_DATE),
                field("posted", vocab.KG_POSTED_DATE),
            ),
        ),
    ),
)
SUMMARY: Final = SectionTable(
    "summary",
    "Summary",
    (
        Text("", (vocab.SCHEMA_DESCRIPTION,)),
        Text("Detailed description", (vocab.KG_DETAILED_DESCRIPTION,)),
    ),
)
CONDITIONS: Final = SectionTable(
    "conditions",
    "Conditions and keywords",
    (
        FactsTable(
            "",
            (
                field("Conditions", vocab.SCHEMA_HEALTH_CONDITION),
                field("Keywords", vocab.KG_KEYWORD),
                Field("MeSH terms", (_CONDITION.concept,), (vocab.SKOS_NOTATION,)),
                Field("Broader MeSH terms", (_CONDITION.ancestor,), (vocab.SKOS_NOTATION,)),
                Field("MeSH, interventions", (_INTERVENTION.concept,), (vocab.SKOS_NOTATION,)),
                Field("Broader, interventions", (_INTERVENTION.ancestor,), (vocab.SKOS_NOTATION,)),
            ),
        ),
        Listing("Registry's index of conditions", (_CONDITION.leaf,), _LEAF),
        Listing("Registry's index of interventions", (_INTERVENTION.leaf,), _LEAF),
        FactsTable(
            "Branches of the index",
            (
                Field("Conditions", (_CONDITION.branch,), (vocab.SKOS_NOTATION,)),
                Field("Interventions", (_INTERVENTION.branch,), (vocab.SKOS_NOTATION,)),
            ),
        ),
    ),
)
DESIGN: Final = SectionTable(
    "design",
    "Design",
    (
        FactsTable(
            "",
            (
                field("Study type", vocab.KG_STUDY_TYPE),
                field("Patient registry", vocab.KG_PATIENT_REGISTRY),
                field("Phase", vocab.KG_PHASE),
                field("Primary purpose", vocab.KG_PRIMARY_PURPOSE),
                field("Allocation", vocab.KG_ALLOCATION),
                field("Intervention model", vocab.KG_INTERVENTION_MODEL),
                field("", vocab.KG_INTERVENTION_MODEL_DESCRIPTION),
                field("Masking", vocab.KG_MASKING),
                field("Masked", vocab.KG_WHO_MASKED),
                field("", vocab.KG_MASKING_DESCRIPTION),
                field("Observational model", vocab.KG_OBSERVATIONAL_MODEL),
                field("Time perspective", vocab.KG_TIME_PERSPECTIVE),
                field("Target duration", vocab.KG_TARGET_DURATION),
                field("Biospecimens", vocab.KG_BIOSPECIMEN_RETENTION),
                field("", vocab.KG_BIOSPECIMEN_DESCRIPTION),
            ),
        ),
    ),
)
ARMS: Final = SectionTable(
    "arms",
    "Arms and interventions",
    (
        Listing(
            "Arms",
            (vocab.KG_ARM,),
            (
                field("arm", vocab.SCHEMA_NAME),
                field("type", vocab.KG_ARM_TYPE),
                field("interventions", vocab.KG_ARM_INTERVENTION),
                field("other interventions", vocab.KG_INTERVENTION_NAME),
                field("description", vocab.SCHEMA_DESCRIPTION),
            ),
        ),
        Listing(
            "Interventions",
            (vocab.SCHEMA_STUDY_SUBJECT,),
            (
                field("intervention", vocab.SCHEMA_NAME),
                field("type", vocab.KG_INTERVENTION_TYPE),
                field("other names", vocab.SCHEMA_ALTERNATE_NAME),
                field("mapped names", vocab.KG_MAPPED_NAME),
                field("arms", vocab.KG_USED_IN_ARM),
                field("other arms", vocab.KG_ARM_LABEL),
                field("description", vocab.SCHEMA_DESCRIPTION),
            ),
        ),
    ),
)
OUTCOMES: Final = SectionTable(
    "outcomes",
    "Outcome measures",
    tuple(
        Listing(rank.capitalize(), (path,), _OUTCOME) for rank, (path, _) in vocab.OUTCOMES.items()
    ),
)
CONTACTS: Final = SectionTable(
    "contacts",
    "Contacts and officials",
    (
        Listing("Contacts", (vocab.KG_CENTRAL_CONTACT,), CONTACT),
        Listing(
            "Officials",
            (vocab.KG_OFFICIAL,),
            (
                Field("name", (vocab.SCHEMA_NAME,), thing=vocab.KG_AGENT),
                field("role", vocab.KG_OFFICIAL_ROLE),
                field("affiliation", vocab.SCHEMA_AFFILIATION),
                field("affiliation as given", vocab.KG_AFFILIATION_TEXT),
            ),
        ),
    ),
)
DOCUMENTS: Final = SectionTable(
    "documents",
    "Documents and data sharing",
    (
        Listing(
            "Documents",
            (vocab.KG_DOCUMENT,),
            (
                field("document", vocab.SCHEMA_NAME),
                field("date", vocab.SCHEMA_DATE_CREATED),
                field("uploaded", vocab.KG_UPLOAD_DATE),
                field("uploaded at", vocab.KG_UPLOAD_TIME),
                field("bytes", vocab.KG_FILE_SIZE),
                field("media type", vocab.SCHEMA_ENCODING_FORMAT),
                field("peer reviewed", vocab.KG_PEER_REVIEWED),
                field("for patients", vocab.KG_FOR_PATIENTS),
                field("link", vocab.SCHEMA_URL),
            ),
        ),
        FactsTable(
            "Sharing of participants' data",
            (
                field("Shared", vocab.KG_HAS_IPD_SHARING_STATEMENT, vocab.KG_IPD_SHARING),
                field("Plan", vocab.KG_HAS_IPD_SHARING_STATEMENT, vocab.SCHEMA_DESCRIPTION),
                field("What", vocab.KG_HAS_IPD_SHARING_STATEMENT, vocab.KG_IPD_INFO_TYPE),
                field("When", vocab.KG_HAS_IPD_SHARING_STATEMENT, vocab.KG_TIME_FRAME),
                field("For whom", vocab.KG_HAS_IPD_SHARING_STATEMENT, vocab.KG_ACCESS_CRITERIA),
                field("Where", vocab.KG_HAS_IPD_SHARING_STATEMENT, vocab.SCHEMA_URL),
                field("No statistical analysis plan", vocab.KG_NO_STATISTICAL_ANALYSIS_PLAN),
            ),
        ),
        Listing(
            "Available data",
            (vocab.KG_AVAILABLE_DATA,),
            (
                field("id", vocab.DCTERMS_IDENTIFIER),
                field("type", vocab.KG_DATA_TYPE),
                field("link", vocab.SCHEMA_URL),
                field("comment", vocab.SCHEMA_DESCRIPTION),
            ),
        ),
        Listing(
            "Links",
            (vocab.KG_LINK,),
            (
                field("page", vocab.SCHEMA_NAME),
                field("link", vocab.SCHEMA_URL),
                field("created", vocab.SCHEMA_DATE_CREATED),
                field("added", vocab.KG_UPLOAD_DATE),
                field("peer reviewed", vocab.KG_PEER_REVIEWED),
                field("for patients", vocab.KG_FOR_PATIENTS),
            ),
        ),
    ),
)
RELATED: Final = SectionTable(
    "related",
    "Related trials",
    (
        Listing(
            "Stated in this record",
            (vocab.KG_TRIAL_RELATION,),
            (
                Field("trial", (vocab.KG_TARGET_TRIAL,), (vocab.DCTERMS_IDENTIFIER,)),
                field("basis", vocab.KG_BASIS),
                field("kind", vocab.KG_RELATION_KIND),
                field("phase", vocab.KG_STATED_PHASE),
                field("words", vocab.KG_CUE),
                field("quote", vocab.KG_QUOTE),
                field("where", vocab.KG_SOURCE_FIELD),
                field("article", vocab.KG_ARTICLE),
            ),
        ),
    ),
)
_RECORD: Final = (vocab.SCHEMA_SUBJECT_OF, vocab.PROV_WAS_DERIVED_FROM)

PROVENANCE: Final = SectionTable(
    "provenance",
    "Provenance",
    (
        FactsTable(
            "",
            (
                field("Record", *_RECORD, vocab.DCTERMS_IDENTIFIER),
                field("Version", *_RECORD, vocab.KG_RECORD_VERSION),
                field("Number of the version", *_RECORD, vocab.SCHEMA_VERSION),
                field("Last updated", *_RECORD, vocab.SCHEMA_DATE_MODIFIED),
                field("Source", *_RECORD, vocab.KG_SOURCE_FORMAT),
                field("Graph", vocab.SCHEMA_SUBJECT_OF),
                field("Also known as", vocab.SCHEMA_SAME_AS),
            ),
        ),
        FactsTable(
            "Predicted by a model of the registry, not stated by the sponsor",
            (
                field("Minimum BMI in kg/m²", vocab.KG_ELIGIBILITY, vocab.KG_PREDICTED_MIN_BMI),
                field("Maximum BMI in kg/m²", vocab.KG_ELIGIBILITY, vocab.KG_PREDICTED_MAX_BMI),
            ),
        ),
        Listing(
            "Fields of the source that kg has no term for",
            (*_RECORD, vocab.KG_UNMAPPED_FIELD),
            (field("field", vocab.KG_SOURCE_FIELD), field("value", vocab.RDF_VALUE)),
        ),
    ),
)


def section(graph: TrialGraph, table: SectionTable) -> CardSection:
    """A section with what the record has of it."""
    found = (block for part in table.parts for block in _blocks(graph, part))
    return CardSection(table.name, table.title, tuple(found))


def _blocks(graph: TrialGraph, part: FactsTable | Text | Listing) -> tuple[Block, ...]:
    match part:
        case FactsTable(title, fields):
            return facts(graph, graph.trial, fields, title)
        case Listing():
            return listing(graph, graph.trial, part)
        case Text(title, path):
            return tuple(Passage(each, title) for each in graph.texts(graph.trial, *path))
