"""The protocol section of a record: everything a trial registers before it has results.

https://clinicaltrials.gov/data-api/about-api/study-data-structure#ProtocolSection
"""

from __future__ import annotations

import msgspec

from kg.records.base import Count, DateStruct, Latitude, Longitude, Module


class IdInfo(Module):
    """An identifier given to the trial by somebody other than the registry."""

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
    """Who is responsible for the record; the old_ fields are those of records before 2011."""

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
    count: Count | None = None
    type: str | None = None


class DesignModule(Module):
    study_type: str | None = None
    n_ptrs_to_this_exp_acc_nct_id: Count | None = msgspec.field(
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

    def name_in_arms(self) -> str:
        """What an arm calls the intervention: "Drug: Riluzole"; its name alone without a type."""
        kind = (self.type or "").replace("_", " ").title()
        return f"{kind}: {self.name}" if kind and self.name else self.name or ""


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
    """The registry gives the centre of the city, not of the facility."""

    lat: Latitude | None = None
    lon: Longitude | None = None


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
    """A publication; the `type` may also be PROTOCOL where a registry says so."""

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
