"""What the records of other registries say for which ClinicalTrials.gov's JSON has no field.

A reader of another registry fills `kg.records.Study` as far as its fields mean the same, and
`RegistrationFacts` beside it. Texts are those of the registry; a code, such as a status, is given
only where the registry's own word means exactly that, and the word is kept beside it.
"""

from __future__ import annotations

from kg.records.base import Count, DateStruct, Module
from kg.records.other_sections import LargeDoc
from kg.records.protocol import Contact, EligibilityModule, IdInfo, Location, SeeAlsoLink


class StatedNumber(IdInfo):
    """A number of the trial, with the field of the record that states it."""

    field: str | None = None


class AddressedContact(Contact):
    """A contact with where they work, and the postal address as one text.

    `role_text` is the registry's word for what they are asked about, such as "Scientific".
    """

    role_text: str | None = None
    affiliation: str | None = None
    address: str | None = None


class AddressedLocation(Location):
    """A site with its street address and its department.

    `location_id` is the identifier of the organisation at this address in the Organisation
    Management Service of the European Medicines Agency, such as "LOC-100018466".
    """

    street: str | None = None
    department: str | None = None
    location_id: str | None = None


class LinkedDocument(LargeDoc):
    """A document with the address of its file, and what the registry says of it."""

    url: str | None = None
    media_type: str | None = None
    is_peer_reviewed: bool | None = None
    is_for_patients: bool | None = None


class ListedLink(SeeAlsoLink):
    """An address of a result or document of the trial, and what the registry says of it.

    `date_added` is the day on which it was added to the record.
    """

    date_created: str | None = None
    date_added: str | None = None
    is_peer_reviewed: bool | None = None
    is_for_patients: bool | None = None


class ListedCriteria(EligibilityModule):
    """Eligibility of a record that lists its criteria one by one."""

    inclusion_criteria: list[str] = []
    exclusion_criteria: list[str] = []


class AgentId(Module):
    """An identifier that the record itself gives to an organisation, a site or a person.

    `name` is the text by which the record names it, `scheme` a key of
    `kg.mapping.agent_id.SCHEMES`, such as "ROR", "ORCID", "Crossref Funder ID" or "EMA OMS".
    """

    name: str | None = None
    scheme: str | None = None
    id: str | None = None


class TrialCountry(Module):
    """A country in which the trial is done, and its state there.

    `status` is a value of `kg.rdf.code_lists.STATUS`, `status_text` the registry's word.
    """

    country: str | None = None
    status: str | None = None
    status_text: str | None = None
    status_date: str | None = None
    start_date: DateStruct | None = None
    recruitment_start: DateStruct | None = None
    recruitment_end: DateStruct | None = None
    end_date: DateStruct | None = None
    end_of_trial_status: str | None = None
    planned_enrollment: Count | None = None
    planned_sites: Count | None = None


class CountryStatement(Module):
    """What the record of one country says where those of other countries say something else."""

    country: str | None = None
    field: str | None = None
    value: str | None = None


class Review(Module):
    """The opinion of an ethics committee or the decision of a competent authority.

    `kind` is ETHICS or COMPETENT_AUTHORITY.
    """

    kind: str | None = None
    body: str | None = None
    country: str | None = None
    decision: str | None = None
    date: str | None = None
    reference: str | None = None
    contact: str | None = None


class ProductCode(Module):
    """A code of a product or of its substance; `system` is "ATC", "CAS", "EV substance code" ..."""

    system: str | None = None
    code: str | None = None
    name: str | None = None


class Product(Module):
    """A medicinal product or device of the trial.

    `role` is TEST, COMPARATOR, PLACEBO, AUXILIARY or another word of the registry.
    """

    role: str | None = None
    name: str | None = None
    substances: list[str] = []
    forms: list[str] = []
    routes: list[str] = []
    codes: list[ProductCode] = []
    holder: str | None = None
    strength: str | None = None
    most_a_day: str | None = None
    most_in_all: str | None = None
    duration: str | None = None
    description: str | None = None


class ConditionCode(Module):
    """A code that the record gives to what is studied, such as a term of MedDRA or ICD-10."""

    system: str | None = None
    version: str | None = None
    level: str | None = None
    code: str | None = None
    term: str | None = None


class Translation(Module):
    """A text of a field in another language; `language` is a tag of BCP 47."""

    field: str | None = None
    language: str | None = None
    text: str | None = None


class RegistrationFacts(Module):
    """What a record of another registry says for which `kg.records.Study` has no field.

    `is_status_derived` says that the record states no overall status, and that it follows from its
    dates as the registry itself derives it; `status_date` is the day for which it was derived.
    `planned_enrollment` is given beside the actual number of participants, `planned_enrollment_eea`
    (of the European Economic Area) where it is not that of the whole trial. `record_version` is the
    registry's number of the version of the record. `sponsor_texts`, `collaborator_texts` and
    `funder_texts` name who may be a person, or several organisations.
    """

    status_text: str | None = None
    is_status_derived: bool | None = None
    status_date: str | None = None
    registration_date: str | None = None
    last_refreshed: str | None = None
    record_version: str | None = None
    study_start: DateStruct | None = None
    recruitment_start: DateStruct | None = None
    recruitment_end: DateStruct | None = None
    is_prospective: bool | None = None
    hypothesis: str | None = None
    objectives: list[str] = []
    secondary_objectives: list[str] = []
    scopes: list[str] = []
    settings: list[str] = []
    design_text: str | None = None
    phase_text: str | None = None
    planned_enrollment: Count | None = None
    planned_enrollment_eea: Count | None = None
    enrollment_text: str | None = None
    populations: list[str] = []
    therapeutic_areas: list[str] = []
    is_rare_disease: bool | None = None
    is_low_intervention: bool | None = None
    funders: list[str] = []
    sponsor_texts: list[str] = []
    collaborator_texts: list[str] = []
    funder_texts: list[str] = []
    sponsor_types: list[str] = []
    agent_ids: list[AgentId] = []
    countries: list[TrialCountry] = []
    country_statements: list[CountryStatement] = []
    reviews: list[Review] = []
    products: list[Product] = []
    condition_codes: list[ConditionCode] = []
    translations: list[Translation] = []
