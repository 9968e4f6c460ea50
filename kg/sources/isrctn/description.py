"""What the elements of a trial's description, its numbers and its results become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.records.protocol import Outcome
from kg.records.registration import Review
from kg.sources.classic_xml.reading import (
    Element,
    ElementRow,
    ElementTable,
    ElementText,
    Leftovers,
    part,
    path_of,
)
from kg.sources.classic_xml.values import line
from kg.sources.isrctn.numbers import number, secondary
from kg.sources.isrctn.people import ADDRESS, Address
from kg.sources.isrctn.values import KEY, date, date_of, filled, name, only, told

_OUTCOME: Final = part(
    Outcome,
    {
        "@id": KEY,
        "variable": ElementRow("measure", told),
        "method": ElementRow("description", told),
        "timepoints": ElementRow("time_frame", told),
    },
)


@dataclass(slots=True)
class _Committee:
    name: str | None = None
    status: str | None = None
    date: str | None = None
    reference: str | None = None
    where: Address | None = None


_COMMITTEE: Final = ElementTable(
    {
        "@id": KEY,
        "@approvalStatus": ElementText("status", str),
        "@statusDate": ElementText("date", date_of),
        "committeeName": ElementRow("name", name),
        "contactDetails": ElementRow("where", filled(ADDRESS, Address)),
        "committeeReference": ElementRow("reference", name),
    }
)


def _committee(element: Element, leftovers: Leftovers) -> Review:
    """The opinion of an ethics committee."""
    made = _Committee()
    _COMMITTEE.fill(made, element, leftovers)
    where = made.where or Address()
    contact = ", ".join(filter(None, (where.postal, where.telephone, where.email)))
    return Review(
        kind="ETHICS",
        body=made.name,
        country=where.country,
        decision=made.status,
        date=made.date,
        reference=made.reference,
        contact=contact or None,
    )


def _approval(element: Element, leftovers: Leftovers) -> Review | None:
    """The opinions of ethics committees in one text, as in records before 2023."""
    text = told(element, leftovers)
    return Review(kind="ETHICS", decision=text) if text else None


def _kept_day(element: Element, leftovers: Leftovers) -> None:
    """A date without a place in the model, kept without its false time of day."""
    if text := date(element, leftovers):
        leftovers.keep_text(path_of(element), text)


DESCRIPTION: Final = ElementTable(
    {
        "@thirdPartyFilesAcknowledgement": only("true|false"),
        "acknowledgment": ElementTable({"#text": only("true|false")}),
        "title": ElementRow("modules.identification.brief_title", name),
        "scientificTitle": ElementRow("modules.identification.official_title", name),
        "acronym": ElementRow("modules.identification.acronym", name),
        "studyHypothesis": ElementRow("facts.hypothesis", told),
        "plainEnglishSummary": ElementRow("modules.description.brief_summary", told),
        "primaryOutcomes": ElementTable(
            {
                "outcomeMeasure": ElementRow(
                    "modules.outcomes.primary_outcomes", _OUTCOME, repeats=True
                )
            }
        ),
        "primaryOutcome": ElementRow("primary", told, repeats=True),
        "secondaryOutcomes": ElementTable(
            {
                "outcomeMeasure": ElementRow(
                    "modules.outcomes.secondary_outcomes", _OUTCOME, repeats=True
                )
            }
        ),
        "secondaryOutcome": ElementRow("secondary", told, repeats=True),
        "trialWebsite": ElementRow("outputs.website", name),
        "ethicsCommittees": ElementTable(
            {"ethicsCommittee": ElementRow("facts.reviews", _committee, repeats=True)}
        ),
        "ethicsApprovalRequired": ElementTable({"#text": only("Old ethics approval format")}),
        "ethicsApproval": ElementRow("facts.reviews", _approval, repeats=True),
    }
)
NUMBERS: Final = ElementTable(
    {
        "doi": ElementRow("doi", line),
        "eudraCTNumber": ElementRow("numbers", number("EudraCT"), repeats=True),
        "irasNumber": ElementRow("numbers", number("IRAS"), repeats=True),
        "clinicalTrialsGovNumber": ElementRow(
            "numbers", number("ClinicalTrials.gov"), repeats=True
        ),
        "protocolSerialNumber": ElementRow(
            "numbers", number("Protocol serial number"), repeats=True
        ),
        "secondaryNumbers": ElementTable(
            {"secondaryNumber": ElementRow("numbers", secondary, repeats=True)}
        ),
    }
)
_POLICY: Final = ElementRow("sharing.policies", name, repeats=True)
RESULTS: Final = ElementTable(
    {
        "biomedRelated": ElementTable({"#text": only("true|false")}),
        "ipdSharingStatement": ElementRow("modules.sharing.description", told),
        "intentToPublish": ElementRow("", _kept_day),
        "dataPolicies": ElementTable({"dataPolicy": _POLICY}),
        "dataPolicy": _POLICY,
        "publicationDetails": ElementRow("outputs.details", told),
        "basicReport": ElementRow("outputs.basic_report", told),
        "plainEnglishReport": ElementRow("outputs.plain_report", told),
    }
)
