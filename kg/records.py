"""The record model: a trial as the registry's own v2 JSON tells it, typed.

Every source is read into these structures, and the mapping reads nothing else. Names follow the
registry's (https://clinicaltrials.gov/data-api/about-api/study-data-structure), in snake case; a
field that a record lacks is None or an empty tuple. Dates, ages and enumerations stay the text the
registry gives: to read them is the mapping's affair.
"""

from __future__ import annotations

from typing import Any

import msgspec

from kg.record_module import Module
from kg.results_records import ResultsSection


class DateStruct(Module):
    """A date with whether it has happened (ACTUAL) or is expected (ESTIMATED)."""

    date: str | None = None
    type: str | None = None


class IdInfo(Module):
    """An identifier that somebody other than the registry gave the trial."""

    id: str | None = None
    type: str | None = None
    domain: str | None = None
    link: str | None = None


class Organization(Module):
    """The organisation that registered the record."""

    full_name: str | None = None
    class_: str | None = msgspec.field(default=None, name="class")


class IdentificationModule(Module):
    nct_id: str
    nct_id_aliases: list[str] = []
    org_study_id_info: IdInfo | None = None
    secondary_id_infos: list[IdInfo] = []
    brief_title: str | None = None
    official_title: str | None = None
    acronym: str | None = None
    organization: Organization | None = None


class ExpandedAccessInfo(Module):
    has_expanded_access: bool | None = None
    nct_id: str | None = None
    status_for_nct_id: str | None = None


class StatusModule(Module):
    status_verified_date: str | None = None
    overall_status: str | None = None
    last_known_status: str | None = None
    delayed_posting: bool | None = None
    why_stopped: str | None = None
    expanded_access_info: ExpandedAccessInfo | None = None
    start_date_struct: DateStruct | None = None
    primary_completion_date_struct: DateStruct | None = None
    completion_date_struct: DateStruct | None = None
    study_first_submit_date: str | None = None
    study_first_submit_qc_date: str | None = None
    study_first_post_date_struct: DateStruct | None = None
    results_waived: bool | None = None
    results_first_submit_date: str | None = None
    results_first_submit_qc_date: str | None = None
    results_first_post_date_struct: DateStruct | None = None
    disp_first_submit_date: str | None = None
    disp_first_submit_qc_date: str | None = None
    disp_first_post_date_struct: DateStruct | None = None
    last_update_submit_date: str | None = None
    last_update_post_date_struct: DateStruct | None = None


class Sponsor(Module):
    name: str | None = None
    class_: str | None = msgspec.field(default=None, name="class")


class ResponsibleParty(Module):
    """Who answers for the record; the old_ fields are those of records before 2011."""

    type: str | None = None
    investigator_full_name: str | None = None
    investigator_title: str | None = None
    investigator_affiliation: str | None = None
    old_name_title: str | None = None
    old_organization: str | None = None


class SponsorCollaboratorsModule(Module):
    responsible_party: ResponsibleParty | None = None
    lead_sponsor: Sponsor | None = None
    collaborators: list[Sponsor] = []


class OversightModule(Module):
    oversight_has_dmc: bool | None = None
    is_fda_regulated_drug: bool | None = None
    is_fda_regulated_device: bool | None = None
    is_unapproved_device: bool | None = None
    is_ppsd: bool | None = None
    is_us_export: bool | None = msgspec.field(default=None, name="isUsExport")
    fdaaa801_violation: bool | None = msgspec.field(default=None, name="fdaaa801Violation")


class DescriptionModule(Module):
    brief_summary: str | None = None
    detailed_description: str | None = None


class ConditionsModule(Module):
    conditions: list[str] = []
    keywords: list[str] = []


class ExpandedAccessTypes(Module):
    individual: bool | None = None
    intermediate: bool | None = None
    treatment: bool | None = None


class MaskingInfo(Module):
    masking: str | None = None
    masking_description: str | None = None
    who_masked: list[str] = []


class DesignInfo(Module):
    allocation: str | None = None
    intervention_model: str | None = None
    intervention_model_description: str | None = None
    primary_purpose: str | None = None
    observational_model: str | None = None
    time_perspective: str | None = None
    masking_info: MaskingInfo | None = None


class BioSpec(Module):
    retention: str | None = None
    description: str | None = None


class EnrollmentInfo(Module):
    count: int | None = None
    type: str | None = None


class DesignModule(Module):
    study_type: str | None = None
    n_ptrs_to_this_exp_acc_nct_id: int | None = msgspec.field(
        default=None, name="nPtrsToThisExpAccNctId"
    )
    expanded_access_types: ExpandedAccessTypes | None = None
    patient_registry: bool | None = None
    target_duration: str | None = None
    phases: list[str] = []
    design_info: DesignInfo | None = None
    bio_spec: BioSpec | None = None
    enrollment_info: EnrollmentInfo | None = None


class ArmGroup(Module):
    label: str | None = None
    type: str | None = None
    description: str | None = None
    intervention_names: list[str] = []


class Intervention(Module):
    type: str | None = None
    name: str | None = None
    description: str | None = None
    arm_group_labels: list[str] = []
    other_names: list[str] = []
    mapped_names: list[str] = msgspec.field(default_factory=list, name="interventionMappedName")


class ArmsInterventionsModule(Module):
    arm_groups: list[ArmGroup] = []
    interventions: list[Intervention] = []


class Outcome(Module):
    measure: str | None = None
    description: str | None = None
    time_frame: str | None = None


class OutcomesModule(Module):
    primary_outcomes: list[Outcome] = []
    secondary_outcomes: list[Outcome] = []
    other_outcomes: list[Outcome] = []


class EligibilityModule(Module):
    eligibility_criteria: str | None = None
    healthy_volunteers: bool | None = None
    sex: str | None = None
    gender_based: bool | None = None
    gender_description: str | None = None
    minimum_age: str | None = None
    maximum_age: str | None = None
    std_ages: list[str] = []
    study_population: str | None = None
    sampling_method: str | None = None


class Contact(Module):
    name: str | None = None
    role: str | None = None
    phone: str | None = None
    phone_ext: str | None = None
    email: str | None = None


class Official(Module):
    name: str | None = None
    affiliation: str | None = None
    role: str | None = None


class GeoPoint(Module):
    """Degrees of WGS 84; the registry gives the centre of the city, not of the facility."""

    lat: float | None = None
    lon: float | None = None


class Location(Module):
    facility: str | None = None
    status: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    country: str | None = None
    contacts: list[Contact] = []
    geo_point: GeoPoint | None = None


class ContactsLocationsModule(Module):
    """`locations_nested` is the second copy of the locations that some downloads carry."""

    central_contacts: list[Contact] = []
    overall_officials: list[Official] = []
    locations: list[Location] = []
    locations_nested: list[Location] = msgspec.field(default_factory=list, name="locations_nested")


class Retraction(Module):
    pmid: str | None = None
    source: str | None = None


class Reference(Module):
    pmid: str | None = None
    type: str | None = None
    citation: str | None = None
    retractions: list[Retraction] = []


class SeeAlsoLink(Module):
    label: str | None = None
    url: str | None = None


class AvailIpd(Module):
    """Participant data or a document that the sponsor offers elsewhere."""

    id: str | None = None
    type: str | None = None
    url: str | None = None
    comment: str | None = None


class ReferencesModule(Module):
    references: list[Reference] = []
    see_also_links: list[SeeAlsoLink] = []
    avail_ipds: list[AvailIpd] = []


class IpdSharingStatementModule(Module):
    ipd_sharing: str | None = None
    description: str | None = None
    info_types: list[str] = []
    time_frame: str | None = None
    access_criteria: str | None = None
    url: str | None = None


class ProtocolSection(Module):
    identification_module: IdentificationModule
    status_module: StatusModule | None = None
    sponsor_collaborators_module: SponsorCollaboratorsModule | None = None
    oversight_module: OversightModule | None = None
    description_module: DescriptionModule | None = None
    conditions_module: ConditionsModule | None = None
    design_module: DesignModule | None = None
    arms_interventions_module: ArmsInterventionsModule | None = None
    outcomes_module: OutcomesModule | None = None
    eligibility_module: EligibilityModule | None = None
    contacts_locations_module: ContactsLocationsModule | None = None
    references_module: ReferencesModule | None = None
    ipd_sharing_statement_module: IpdSharingStatementModule | None = None


class UnpostedEvent(Module):
    type: str | None = None
    date: str | None = None
    date_unknown: bool | None = None


class UnpostedAnnotation(Module):
    """What happened to results that were submitted and not posted."""

    unposted_responsible_party: str | None = None
    unposted_events: list[UnpostedEvent] = []


class ViolationEvent(Module):
    type: str | None = None
    description: str | None = None
    creation_date: str | None = None
    issued_date: str | None = None
    release_date: str | None = None
    posted_date: str | None = None


class ViolationAnnotation(Module):
    """Notices of the FDA under FDAAA 801."""

    violation_events: list[ViolationEvent] = []


class AnnotationModule(Module):
    unposted_annotation: UnpostedAnnotation | None = None
    violation_annotation: ViolationAnnotation | None = None


class AnnotationSection(Module):
    annotation_module: AnnotationModule | None = None


class LargeDoc(Module):
    """A document at the registry; `size` in bytes."""

    type_abbrev: str | None = None
    has_protocol: bool | None = None
    has_sap: bool | None = None
    has_icf: bool | None = None
    label: str | None = None
    date: str | None = None
    upload_date: str | None = None
    filename: str | None = None
    size: int | None = None


class LargeDocumentModule(Module):
    no_sap: bool | None = None
    large_docs: list[LargeDoc] = []


class DocumentSection(Module):
    large_document_module: LargeDocumentModule | None = None


class FirstMcpInfo(Module):
    post_date_struct: DateStruct | None = None


class SubmissionInfo(Module):
    """One cycle of the quality control of submitted results."""

    release_date: str | None = None
    unrelease_date: str | None = None
    unrelease_date_unknown: bool | None = None
    reset_date: str | None = None
    mcp_release_n: int | None = None


class SubmissionTracking(Module):
    estimated_results_first_submit_date: str | None = None
    first_mcp_info: FirstMcpInfo | None = None
    submission_infos: list[SubmissionInfo] = []


class BmiLimits(Module):
    """Body-mass index in kg/m²."""

    min_bmi: float | None = None
    max_bmi: float | None = None


class ModelPredictions(Module):
    """What the registry reads out of the eligibility text by a model."""

    bmi_limits: BmiLimits | None = None


class MiscInfoModule(Module):
    version_holder: str | None = None
    removed_countries: list[str] = []
    submission_tracking: SubmissionTracking | None = None
    model_predictions: ModelPredictions | None = None


class Mesh(Module):
    id: str | None = None
    term: str | None = None


class BrowseLeaf(Module):
    id: str | None = None
    name: str | None = None
    as_found: str | None = None
    relevance: str | None = None


class BrowseBranch(Module):
    abbrev: str | None = None
    name: str | None = None


class BrowseModule(Module):
    """MeSH terms that NLM derived from the words; older versions had leaves and branches."""

    meshes: list[Mesh] = []
    ancestors: list[Mesh] = []
    browse_leaves: list[BrowseLeaf] = []
    browse_branches: list[BrowseBranch] = []


class DerivedSection(Module):
    misc_info_module: MiscInfoModule | None = None
    condition_browse_module: BrowseModule | None = None
    intervention_browse_module: BrowseModule | None = None


class Study(Module):
    """One record of the registry."""

    protocol_section: ProtocolSection
    results_section: ResultsSection | None = None
    annotation_section: AnnotationSection | None = None
    document_section: DocumentSection | None = None
    derived_section: DerivedSection | None = None
    has_results: bool | None = None

    @property
    def nct_id(self) -> str:
        return self.protocol_section.identification_module.nct_id


class ListedTrial(Module):
    """A trial that a page lists as related, with its title and the section it stands in."""

    nct_id: str
    title: str | None = None
    section: str | None = None


class PageExtension(Module):
    """What a registry page says and the registry's JSON has no field for."""

    last_updated: str | None = None
    listed_trials: list[ListedTrial] = []
    countries: list[str] = []


class SourceField(msgspec.Struct, gc=False, frozen=True):
    """A value for which the model has no field: `path` in dots, `value` as JSON text."""

    path: str
    value: str


class Finding(msgspec.Struct, gc=False, frozen=True):
    """Something a user should know of one record: the field, and a sentence."""

    field: str
    message: str


class Record(msgspec.Struct, gc=False):
    """A study with where it came from and what reading it brought to light.

    `place` names file, archive member and line for messages; it never reaches the graph.
    `format` is the name of the source format, a key of `kg.sources.SOURCE_FORMATS`.
    """

    study: Study
    place: str
    format: str
    page: PageExtension | None = None
    unmapped: list[SourceField] = []
    findings: list[Finding] = []

    @property
    def nct_id(self) -> str:
        return self.study.nct_id


def plain(value: Any) -> Any:
    """A part of a record as the plain lists and dictionaries of the registry's JSON."""
    return msgspec.json.decode(msgspec.json.encode(value))
