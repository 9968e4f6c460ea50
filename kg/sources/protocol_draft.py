"""The protocol of a record under construction: the modules that the readers of a source fill."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.records.base import unless_empty
from kg.records.protocol import (
    ArmsInterventionsModule,
    ConditionsModule,
    ContactsLocationsModule,
    DescriptionModule,
    DesignModule,
    EligibilityModule,
    IdentificationModule,
    IpdSharingStatementModule,
    OutcomesModule,
    OversightModule,
    ProtocolSection,
    ReferencesModule,
    SponsorCollaboratorsModule,
    StatusModule,
)


@dataclass(slots=True)
class ProtocolDraft:
    """The modules of a protocol."""

    identification: IdentificationModule
    status: StatusModule = field(default_factory=StatusModule)
    sponsors: SponsorCollaboratorsModule = field(default_factory=SponsorCollaboratorsModule)
    oversight: OversightModule = field(default_factory=OversightModule)
    description: DescriptionModule = field(default_factory=DescriptionModule)
    conditions: ConditionsModule = field(default_factory=ConditionsModule)
    design: DesignModule = field(default_factory=DesignModule)
    arms: ArmsInterventionsModule = field(default_factory=ArmsInterventionsModule)
    outcomes: OutcomesModule = field(default_factory=OutcomesModule)
    eligibility: EligibilityModule = field(default_factory=EligibilityModule)
    contacts: ContactsLocationsModule = field(default_factory=ContactsLocationsModule)
    references: ReferencesModule = field(default_factory=ReferencesModule)
    sharing: IpdSharingStatementModule = field(default_factory=IpdSharingStatementModule)

    def protocol(self) -> ProtocolSection:
        """The protocol; an empty module becomes None."""
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
