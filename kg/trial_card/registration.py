"""The section of a card with what only other registries than ClinicalTrials.gov say."""

from __future__ import annotations

from typing import Final

from kg.rdf import vocabulary as vocab
from kg.trial_card.fields import Field, Listing, field
from kg.trial_card.sections import FactsTable, SectionTable, dated

_DESIGN: Final = FactsTable(
    "",
    (
        field("Status, in its words", vocab.KG_STATUS_TEXT),
        field("Status is derived", vocab.KG_STATUS_DERIVED),
        field("Status as of", vocab.KG_STATUS_DATE),
        field("Registered", vocab.KG_REGISTRATION_DATE),
        field("Registered prospectively", vocab.KG_PROSPECTIVELY_REGISTERED),
        dated("Start of the study", *vocab.STUDY_START),
        dated("Recruitment begins", *vocab.RECRUITMENT_START),
        dated("Recruitment ends", *vocab.RECRUITMENT_END),
        field("Phase, in its words", vocab.KG_PHASE_TEXT),
        field("Design, in its words", vocab.KG_DESIGN_TEXT),
        field("Participants planned", vocab.KG_PLANNED_ENROLLMENT),
        field("Participants planned in the EEA", vocab.KG_PLANNED_ENROLLMENT_EEA),
        field("Enrolment, in its words", vocab.KG_ENROLLMENT_TEXT),
        field("Settings", vocab.KG_SETTING),
        field("Scopes", vocab.KG_SCOPE),
        field("Populations", vocab.KG_POPULATION),
        field("Therapeutic areas", vocab.KG_THERAPEUTIC_AREA),
        field("Rare disease", vocab.KG_RARE_DISEASE),
        field("Low intervention", vocab.KG_LOW_INTERVENTION),
        field("Types of sponsor", vocab.KG_SPONSOR_TYPE),
        field("Sponsor, in its words", vocab.KG_SPONSOR_TEXT),
        field("Collaborators, in its words", vocab.KG_COLLABORATOR_TEXT),
        field("Funders", vocab.SCHEMA_FUNDER),
        field("Funders, in its words", vocab.KG_FUNDER_TEXT),
        field("Hypothesis", vocab.KG_HYPOTHESIS),
        field("Objectives", vocab.KG_OBJECTIVE),
        field("Secondary objectives", vocab.KG_SECONDARY_OBJECTIVE),
    ),
)

_COUNTRY: Final = (
    field("country", vocab.SCHEMA_LOCATION),
    field("status", vocab.SCHEMA_STATUS),
    field("in its words", vocab.KG_STATUS_TEXT),
    field("since", vocab.KG_STATUS_DATE),
    dated("start", *vocab.START_DATE),
    dated("recruitment begins", *vocab.RECRUITMENT_START),
    dated("recruitment ends", *vocab.RECRUITMENT_END),
    dated("end", *vocab.COMPLETION_DATE),
    field("end of trial", vocab.KG_END_OF_TRIAL_STATUS),
    field("participants planned", vocab.KG_PLANNED_ENROLLMENT),
    field("sites planned", vocab.KG_PLANNED_SITES),
)

_REVIEW: Final = (
    field("by", vocab.KG_REVIEW_TYPE),
    field("name", vocab.SCHEMA_NAME),
    field("country", vocab.SCHEMA_LOCATION),
    field("decision", vocab.KG_DECISION),
    field("date", vocab.KG_DECISION_DATE),
    field("reference", vocab.KG_REVIEW_REFERENCE),
    field("contact", vocab.KG_REVIEW_CONTACT),
)

_PRODUCT: Final = (
    field("product", vocab.SCHEMA_NAME),
    field("role", vocab.KG_PRODUCT_ROLE),
    field("substances", vocab.SCHEMA_ACTIVE_INGREDIENT),
    field("form", vocab.SCHEMA_DOSAGE_FORM),
    field("route", vocab.SCHEMA_ADMINISTRATION_ROUTE),
    Field(
        "codes",
        (vocab.SCHEMA_CODE, vocab.SCHEMA_CODE_VALUE),
        of_owner=(vocab.SCHEMA_CODING_SYSTEM, vocab.SCHEMA_NAME),
    ),
    field("strength", vocab.KG_STRENGTH),
    field("most a day", vocab.KG_MAXIMUM_DAILY_DOSE),
    field("most in all", vocab.KG_MAXIMUM_TOTAL_DOSE),
    field("duration", vocab.KG_TREATMENT_DURATION),
    field("authorisation holder", vocab.KG_AUTHORIZATION_HOLDER),
    field("description", vocab.SCHEMA_DESCRIPTION),
)

_CODE: Final = (
    field("term", vocab.SCHEMA_NAME),
    field("code", vocab.SCHEMA_CODE_VALUE),
    field("system", vocab.SCHEMA_CODING_SYSTEM),
    field("version", vocab.SCHEMA_VERSION),
    field("level", vocab.KG_TERM_LEVEL),
)

REGISTRATION: Final = SectionTable(
    "registration",
    "In the words of its registry",
    (
        _DESIGN,
        Listing("Countries", (vocab.KG_TRIAL_COUNTRY,), _COUNTRY),
        Listing(
            "Where the records of countries differ",
            (vocab.KG_COUNTRY_STATEMENT,),
            (
                field("country", vocab.SCHEMA_LOCATION),
                field("field", vocab.KG_SOURCE_FIELD),
                field("value", vocab.RDF_VALUE),
            ),
        ),
        Listing("Reviews", (vocab.KG_REVIEW,), _REVIEW),
        Listing("Products", (vocab.KG_PRODUCT,), _PRODUCT),
        Listing("Codes of what is studied", (vocab.KG_CONDITION_CODE,), _CODE),
        Listing(
            "Translations",
            (vocab.KG_TRANSLATION,),
            (field("field", vocab.KG_SOURCE_FIELD), field("text", vocab.RDF_VALUE)),
        ),
    ),
)
