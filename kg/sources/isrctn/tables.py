"""What each element of a trial becomes. What has no row, or a second value, is kept unchanged."""

from __future__ import annotations

from typing import Final

from kg.records.registration import ConditionCode
from kg.sources.classic_xml.reading import (
    Element,
    ElementRow,
    ElementTable,
    ElementText,
    Leftovers,
    path_of,
)
from kg.sources.classic_xml.values import line
from kg.sources.isrctn.description import DESCRIPTION, NUMBERS, RESULTS
from kg.sources.isrctn.design import InterventionDraft
from kg.sources.isrctn.outputs import ATTACHED_FILE, OUTPUT, TrialOutput
from kg.sources.isrctn.participants import Centre
from kg.sources.isrctn.people import PARTY, PERSON, ContactPerson, Party
from kg.sources.isrctn.values import (
    KEY,
    age,
    date,
    day,
    day_of,
    filled,
    known,
    name,
    only,
    postal,
    told,
    yes_or_no,
)
from kg.sources.isrctn.vocabulary import (
    ALLOCATION,
    ASSIGNMENT,
    INTERVENTION_TYPE,
    MASKING,
    MIXED_AGES,
    SEX,
    STUDY_TYPE,
)

_CENTRE: Final = ElementTable(
    {
        "@id": KEY,
        "name": ElementRow("place.facility", name),
        "address": ElementRow("place.street", postal),
        "city": ElementRow("place.city", name),
        "state": ElementRow("place.state", name),
        "country": ElementRow("place.country", name),
        "zip": ElementRow("place.zip", name),
        "rtsId": ElementRow("rts_id", name),
    }
)


def _class(element: Element, leftovers: Leftovers) -> ConditionCode | None:
    text = name(element, leftovers)
    return ConditionCode(level=str(element.tag), term=text) if text else None


def _age_group(element: Element, leftovers: Leftovers) -> str | None:
    """The age group of the participants; several together have no word of their own."""
    text = name(element, leftovers)
    if text not in MIXED_AGES:
        return text
    leftovers.keep_text(path_of(element), text)
    return None


_INTERVENTION: Final = ElementTable(
    {
        "interventionType": ElementRow("type", known(INTERVENTION_TYPE)),
        "drugNames": ElementRow("names", told),
        "description": ElementRow("description", told),
        "phase": ElementRow("phases", line, repeats=True),
        "pharmaceuticalStudyTypes": ElementTable(
            {"pharmaceuticalStudyType": ElementRow("scopes", name, repeats=True)}
        ),
    }
)
_SETTING: Final = ElementRow("facts.settings", name, repeats=True)
_TYPE: Final = ElementRow("design.types", name, repeats=True)
_PARTICIPANT: Final = ElementRow("participants.types", name, repeats=True)

_DESIGN: Final = ElementTable(
    {
        "studyDesign": ElementRow("facts.design_text", told),
        "primaryStudyDesign": ElementRow("modules.design.study_type", known(STUDY_TYPE)),
        "interventionalTrialDesign": ElementTable(
            {
                "allocation": ElementRow("design.info.allocation", known(ALLOCATION)),
                "masking": ElementRow("design.masking", known(MASKING)),
                "assignment": ElementRow("design.info.intervention_model", known(ASSIGNMENT)),
                "purposes": ElementTable(
                    {"purpose": ElementRow("design.purposes", name, repeats=True)}
                ),
            }
        ),
        "secondaryStudyDesign": ElementRow("design.secondary", line),
        "trialSettings": ElementTable({"trialSetting": _SETTING}),
        "trialSetting": _SETTING,
        "trialTypes": ElementTable({"trialType": _TYPE}),
        "trialType": _TYPE,
        "overallStatusOverride": ElementRow("state.overall", line),
        "reasonAbandoned": ElementRow("modules.status.why_stopped", told),
        "overallStartDate": ElementRow("facts.study_start", day),
        "overallEndDate": ElementRow("state.ends", date),
    }
)
_PARTICIPANTS: Final = ElementTable(
    {
        "recruitmentCountries": ElementTable(
            {"country": ElementRow("participants.countries", name, repeats=True)}
        ),
        "trialCentres": ElementTable(
            {
                "trialCentre": ElementRow(
                    "participants.centres", filled(_CENTRE, Centre), repeats=True
                )
            }
        ),
        "participantTypes": ElementTable({"participantType": _PARTICIPANT}),
        "participantType": _PARTICIPANT,
        "inclusion": ElementRow("participants.inclusion", told),
        "exclusion": ElementRow("participants.exclusion", told),
        "healthyVolunteersAllowed": ElementRow("modules.eligibility.healthy_volunteers", yes_or_no),
        "ageRange": ElementRow("participants.types", _age_group, repeats=True),
        "lowerAgeLimit": ElementRow("modules.eligibility.minimum_age", age),
        "upperAgeLimit": ElementRow("modules.eligibility.maximum_age", age),
        "gender": ElementRow("modules.eligibility.sex", known(SEX)),
        "targetEnrolment": ElementRow("participants.target", line),
        "totalFinalEnrolment": ElementRow("participants.enrolled", line),
        "totalTarget": ElementRow("participants.total", line),
        "patientInfoSheet": ElementRow("outputs.information", told),
        "recruitmentStart": ElementRow("state.starts", date),
        "recruitmentEnd": ElementRow("state.recruited", date),
        "recruitmentStartStatusOverride": ElementRow("state.recruitment_start", line),
        "recruitmentStatusOverride": ElementRow("state.recruitment", line),
    }
)
_CONDITION: Final = ElementTable(
    {
        "description": ElementRow("conditions", told, repeats=True),
        "diseaseClass1": ElementRow("facts.therapeutic_areas", name, repeats=True),
        "diseaseClass2": ElementRow("facts.condition_codes", _class, repeats=True),
    }
)
_INTERVENTIONS: Final = ElementTable(
    {
        "intervention": ElementRow(
            "design.interventions", filled(_INTERVENTION, InterventionDraft), repeats=True
        )
    }
)
_ATTACHED: Final = ElementRow("outputs.files", filled(ATTACHED_FILE, TrialOutput), repeats=True)
_PARTIES: Final = ElementTable(
    {
        "sponsorId": ElementRow("parties.sponsor_keys", line, repeats=True),
        "funderId": ElementRow("parties.funder_keys", line, repeats=True),
        "contactId": ElementRow("parties.contact_keys", line, repeats=True),
    }
)
TRIAL: Final = ElementTable(
    {
        "@lastUpdated": ElementText("updated", day_of),
        "@version": ElementText("version", str),
        "@isPublished": only("true"),
        "@publicIdentifierType": only("isrctn"),
        "@publicIdentifierCanonical": ElementText("canonical", str),
        "@publicIdentifierDateAssigned": ElementText("assigned", day_of),
        "isrctn": ElementTable(
            {"#text": only(".*"), "@dateAssigned": ElementText("registered", day_of)}
        ),
        "trialDescription": DESCRIPTION,
        "externalRefs": NUMBERS,
        "trialDesign": _DESIGN,
        "participants": _PARTICIPANTS,
        "conditions": ElementTable({"condition": _CONDITION}),
        "interventions": _INTERVENTIONS,
        "results": RESULTS,
        "outputs": ElementTable(
            {"output": ElementRow("outputs.listed", filled(OUTPUT, TrialOutput), repeats=True)}
        ),
        "parties": _PARTIES,
        "miscellaneous": ElementTable({"ipdSharingPlan": ElementRow("sharing.plan", line)}),
        "attachedFiles": ElementTable(
            {
                "attachedFile": ElementRow(
                    "outputs.files", filled(ATTACHED_FILE, TrialOutput), repeats=True
                )
            }
        ),
    }
)
"""The content of a trial; its number is read before."""

FULL_TRIAL: Final = ElementTable(
    {
        "contact": ElementRow("parties.people", filled(PERSON, ContactPerson), repeats=True),
        "sponsor": ElementRow("parties.sponsors", filled(PARTY, Party), repeats=True),
        "funder": ElementRow("parties.funders", filled(PARTY, Party), repeats=True),
        "trial": TRIAL,
    }
)
"""A `fullTrial`: the trial, its contacts, sponsors and funders."""
