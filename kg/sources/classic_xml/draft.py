"""The record under construction: the modules that the tables fill."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.records import Study
from kg.records.base import unless_empty
from kg.records.other_sections import (
    AnnotationModule,
    AnnotationSection,
    BrowseModule,
    DerivedSection,
    DocumentSection,
    LargeDocumentModule,
    MiscInfoModule,
    UnpostedAnnotation,
)
from kg.records.protocol import (
    ArmsInterventionsModule,
    BioSpec,
    ConditionsModule,
    ContactsLocationsModule,
    DescriptionModule,
    DesignModule,
    EligibilityModule,
    ExpandedAccessInfo,
    IdentificationModule,
    IpdSharingStatementModule,
    OutcomesModule,
    OversightModule,
    ProtocolSection,
    ReferencesModule,
    SponsorCollaboratorsModule,
    StatusModule,
)
from kg.records.results import MoreInfoModule, ResultsSection


@dataclass(slots=True)
class XmlDraft:
    """The modules of a record; `Table` rows name them and their fields."""

    identification: IdentificationModule = field(
        default_factory=lambda: IdentificationModule(nct_id="")
    )
    status: StatusModule = field(default_factory=StatusModule)
    expanded_access: ExpandedAccessInfo = field(default_factory=ExpandedAccessInfo)
    sponsors: SponsorCollaboratorsModule = field(default_factory=SponsorCollaboratorsModule)
    oversight: OversightModule = field(default_factory=OversightModule)
    description: DescriptionModule = field(default_factory=DescriptionModule)
    conditions: ConditionsModule = field(default_factory=ConditionsModule)
    design: DesignModule = field(default_factory=DesignModule)
    biospecimen: BioSpec = field(default_factory=BioSpec)
    arms: ArmsInterventionsModule = field(default_factory=ArmsInterventionsModule)
    outcomes: OutcomesModule = field(default_factory=OutcomesModule)
    eligibility: EligibilityModule = field(default_factory=EligibilityModule)
    contacts: ContactsLocationsModule = field(default_factory=ContactsLocationsModule)
    references: ReferencesModule = field(default_factory=ReferencesModule)
    sharing: IpdSharingStatementModule = field(default_factory=IpdSharingStatementModule)
    unposted: UnpostedAnnotation = field(default_factory=UnpostedAnnotation)
    documents: LargeDocumentModule = field(default_factory=LargeDocumentModule)
    misc: MiscInfoModule = field(default_factory=MiscInfoModule)
    results: ResultsSection = field(default_factory=ResultsSection)
    more_info: MoreInfoModule = field(default_factory=MoreInfoModule)
    condition_browse: BrowseModule = field(default_factory=BrowseModule)
    intervention_browse: BrowseModule = field(default_factory=BrowseModule)

    def study(self) -> Study:
        """The study; an empty module becomes None."""
        self.status.expanded_access_info = unless_empty(self.expanded_access)
        self.results.more_info_module = unless_empty(self.more_info)
        self.design.bio_spec = unless_empty(self.biospecimen)
        annotations = unless_empty(
            AnnotationModule(unposted_annotation=unless_empty(self.unposted))
        )
        documents = DocumentSection(large_document_module=unless_empty(self.documents))
        derived = DerivedSection(
            misc_info_module=unless_empty(self.misc),
            condition_browse_module=unless_empty(self.condition_browse),
            intervention_browse_module=unless_empty(self.intervention_browse),
        )
        return Study(
            protocol_section=self._protocol_section(),
            results_section=unless_empty(self.results),
            annotation_section=unless_empty(AnnotationSection(annotation_module=annotations)),
            document_section=unless_empty(documents),
            derived_section=unless_empty(derived),
        )

    def _protocol_section(self) -> ProtocolSection:
        return ProtocolSection(
            identification_module=self.identification,
            status_module=unless_empty(self.status),
            sponsor_collaborators_module=unless_empty(self.sponsors),
            oversight_module=unless_empty(self.oversight),
            description_module=unless_empty(self.description),
            conditions_module=unless_empty(self.conditions),
            design_module=unless_empty(self.design),
            arms_interventions_module=unless_empty(self.arms),
            outcomes_module=unless_empty(self.outcomes),
            eligibility_module=unless_empty(self.eligibility),
            contacts_locations_module=unless_empty(self.contacts),
            references_module=unless_empty(self.references),
            ipd_sharing_statement_module=unless_empty(self.sharing),
        )
