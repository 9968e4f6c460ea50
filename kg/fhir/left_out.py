"""What is not in FHIR: fields of the record model, and why. docs/fhir.md has the same table."""

from __future__ import annotations

from typing import Final

LEFT_OUT: Final = {
    "resultsSection.participantFlowModule": "results",
    "resultsSection.baselineCharacteristicsModule": "results",
    "resultsSection.outcomeMeasuresModule": "results",
    "resultsSection.adverseEventsModule": "results",
    "resultsSection.moreInfoModule.certainAgreement": "no element",
    "resultsSection.moreInfoModule.pointOfContact": "of the results",
    "hasResults": "of the results; the dates of their submission and posting are notes",
    "annotationSection": "of the results that are due",
    "derivedSection.conditionBrowseModule.ancestors": "follows from the MeSH concept",
    "derivedSection.conditionBrowseModule.browseBranches": "follows from the MeSH concept",
    "derivedSection.conditionBrowseModule.browseLeaves": "follows from the MeSH concept",
    "derivedSection.interventionBrowseModule.ancestors": "follows from the MeSH concept",
    "derivedSection.interventionBrowseModule.browseBranches": "follows from the MeSH concept",
    "derivedSection.interventionBrowseModule.browseLeaves": "follows from the MeSH concept",
    "derivedSection.miscInfoModule": "of the registry's work with the record",
    "documentSection.largeDocumentModule.noSap": "no element",
    "protocolSection.armsInterventionsModule.interventions.armGroupLabels": (
        "the interventions of each group say it, and it tells which of two of one name is meant"
    ),
    "protocolSection.contactsLocationsModule.locations.geoPoint": (
        "the centre of the city; Location.position would be that of the facility"
    ),
    "protocolSection.contactsLocationsModule.locations.status": "a Location is of all its studies",
    "protocolSection.designModule.nPtrsToThisExpAccNctId": "a link to other records",
    "protocolSection.eligibilityModule.stdAges": "follows from the ages",
    "protocolSection.identificationModule.secondaryIdInfos.link": "no element",
    "protocolSection.oversightModule.fdaaa801Violation": "no element",
    "protocolSection.oversightModule.isPpsd": "no element",
    "protocolSection.oversightModule.isUnapprovedDevice": "no element",
    "protocolSection.oversightModule.isUsExport": "no element",
    "protocolSection.sponsorCollaboratorsModule.responsibleParty.investigatorTitle": (
        "a PractitionerRole is of all studies of the person"
    ),
    "protocolSection.statusModule.delayedPosting": "of the results that are due",
    "protocolSection.statusModule.expandedAccessInfo": "a link to other records",
    "protocolSection.statusModule.resultsWaived": "of the results that are due",
    "page.lastUpdated": "of the page, not of the study",
    "page.listedTrials": "a link to other records",
    "registration.countries.status": "no element for a state in one country",
    "registration.countries.statusText": "no element for a state in one country",
    "registration.countries.statusDate": "no element for a state in one country",
    "registration.countries.startDate": "no element for a state in one country",
    "registration.countries.recruitmentStart": "no element for a state in one country",
    "registration.countries.recruitmentEnd": "no element for a state in one country",
    "registration.countries.endDate": "no element for a state in one country",
    "registration.countries.endOfTrialStatus": "no element for a state in one country",
    "registration.countries.plannedEnrollment": "no element for the plan of one country",
    "registration.plannedEnrollmentEea": "no element for the plan of some countries",
    "registration.countries.plannedSites": "no element for the plan of one country",
    "registration.countryStatements": "what countries say differently",
    "registration.isProspective": "no element",
    "registration.populations": "the Group has the criteria",
    "registration.products.description": "no element of the focus",
    "registration.products.duration": "no element of the focus",
    "registration.products.forms": "no element of the focus",
    "registration.products.holder": "no element of the focus",
    "registration.products.mostADay": "no element of the focus",
    "registration.products.mostInAll": "no element of the focus",
    "registration.products.routes": "no element of the focus",
    "registration.products.strength": "no element of the focus",
    "registration.products.substances": "the name of the product, or its code, says it",
    "registration.conditionCodes.level": "the code says it",
    "registration.reviews.contact": "no element",
    "registration.reviews.country": "no element",
    "registration.reviews.date": "no element",
    "registration.reviews.decision": "no element",
    "registration.reviews.reference": "no element",
    "registration.settings": "no element",
    "registration.sponsorTypes": "not said of which sponsor",
    "registration.translations.language": "a label has no language",
}
"""Path of a field, or of all below it -> why it reaches no resource."""


def is_left_out(path: str) -> bool:
    """Whether a field reaches no resource."""
    return any(path == each or path.startswith(f"{each}.") for each in LEFT_OUT)
