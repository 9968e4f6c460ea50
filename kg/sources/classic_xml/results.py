"""Rows for the results: participant flow, agreements, limitations, point of contact.

The tables of measures and of adverse events have modules of their own.
"""

from __future__ import annotations

import re
from typing import Final

from kg.records.results import (
    CertainAgreement,
    DropWithdraw,
    FlowMilestone,
    FlowPeriod,
    FlowStats,
    LimitationsAndCaveats,
    ParticipantFlowModule,
    PointOfContact,
)
from kg.sources.classic_xml.events import reported_events
from kg.sources.classic_xml.measures import BASELINE, GROUP, OUTCOMES, group_id
from kg.sources.classic_xml.reading import (
    Element,
    ElementRow,
    ElementTable,
    ElementText,
    Leftovers,
    Rows,
    part,
)
from kg.sources.classic_xml.values import line, paragraphs, prose
from kg.text.plain_words import ByWords

PI_EMPLOYEE: Final = ByWords(
    {
        "All Principal Investigators ARE employed by the organization sponsoring the study.": True,
        "Principal Investigators are NOT employed by the organization sponsoring the study.": False,
    }
)
_UNRESTRICTED: Final = (
    "There is NOT an agreement between Principal Investigators and the Sponsor (or its agents) that"
    " restricts the PI's rights to discuss or publish trial results after the trial is completed."
)
_RESTRICTED: Final = (
    "The only disclosure restriction on the PI is that the sponsor can review results"
    " communications prior to public release and can embargo communications regarding trial results"
    " for a period that is {}. The sponsor cannot require changes to the communication and cannot"
    " extend the embargo."
)
AGREEMENT: Final = {
    _UNRESTRICTED: (False, None),
    _RESTRICTED.format("less than or equal to 60 days"): (True, "LTE60"),
    _RESTRICTED.format("more than 60 days but less than or equal to 180 days"): (True, "GT60"),
}
"""The registry's sentence -> whether publishing is restricted, and how."""

_EXTENSION: Final = re.compile(r"(.+?) ext ([0-9]+)")


def pi_employee(element: Element, leftovers: Leftovers) -> bool | None:
    text = line(element, leftovers)
    if text and text not in PI_EMPLOYEE:
        leftovers.keep(element)
    return PI_EMPLOYEE.get(text or "")


class _Agreement:
    __slots__ = ("pi_sponsor_employee", "restriction")

    def __init__(self) -> None:
        self.pi_sponsor_employee: bool | None = None
        self.restriction: str | None = None


_AGREEMENT: Final = ElementTable(
    {
        "pi_employee": ElementRow("pi_sponsor_employee", pi_employee),
        "restrictive_agreement": ElementRow("restriction", prose),
    }
)


def agreement(element: Element, leftovers: Leftovers) -> CertainAgreement | None:
    """What the investigators agreed to, given in the XML as sentences."""
    given = _Agreement()
    _AGREEMENT.fill(given, element, leftovers)
    made = CertainAgreement(pi_sponsor_employee=given.pi_sponsor_employee)
    if given.restriction in AGREEMENT:
        made.restrictive_agreement, made.restriction_type = AGREEMENT[given.restriction]
    elif given.restriction:
        made.restrictive_agreement, made.restriction_type = True, "OTHER"
        made.other_details = given.restriction
    return None if made == CertainAgreement() else made


def limitations(element: Element, leftovers: Leftovers) -> LimitationsAndCaveats | None:
    text = prose(element, leftovers)
    return LimitationsAndCaveats(description=text) if text else None


_point_of_contact = part(
    PointOfContact,
    {
        "name_or_title": ElementRow("title", line),
        "organization": ElementRow("organization", line),
        "phone": ElementRow("phone", line),
        "email": ElementRow("email", line),
    },
)


def point_of_contact(element: Element, leftovers: Leftovers) -> PointOfContact | None:
    """The point of contact; the extension follows the telephone number."""
    made = _point_of_contact(element, leftovers)
    extended = _EXTENSION.fullmatch(made.phone) if made and made.phone else None
    if made and extended:
        made.phone, made.phone_ext = extended.groups()
    return made


_stats = part(
    FlowStats,
    {
        "@group_id": ElementText("group_id", group_id),
        "@count": ElementText("num_subjects", str),
        "#text": ElementText("comment", paragraphs),
    },
)
_milestone = part(
    FlowMilestone,
    {
        "title": ElementRow("type", line),
        "participants_list": ElementTable(
            {"participants": ElementRow("achievements", _stats, repeats=True)}
        ),
    },
)
_reason = part(
    DropWithdraw,
    {
        "title": ElementRow("type", line),
        "participants_list": ElementTable(
            {"participants": ElementRow("reasons", _stats, repeats=True)}
        ),
    },
)
_period = part(
    FlowPeriod,
    {
        "title": ElementRow("title", line),
        "milestone_list": ElementTable(
            {"milestone": ElementRow("milestones", _milestone, repeats=True)}
        ),
        "drop_withdraw_reason_list": ElementTable(
            {"drop_withdraw_reason": ElementRow("drop_withdraws", _reason, repeats=True)}
        ),
    },
)
_flow = part(
    ParticipantFlowModule,
    {
        "recruitment_details": ElementRow("recruitment_details", prose),
        "pre_assignment_details": ElementRow("pre_assignment_details", prose),
        "group_list": ElementTable({"group": ElementRow("groups", GROUP, repeats=True)}),
        "period_list": ElementTable({"period": ElementRow("periods", _period, repeats=True)}),
    },
)

CLINICAL_RESULTS: Final[Rows] = {
    "participant_flow": ElementRow("results.participant_flow_module", _flow),
    "baseline": ElementRow("results.baseline_characteristics_module", BASELINE),
    "outcome_list": ElementRow("results.outcome_measures_module", OUTCOMES),
    "reported_events": ElementRow("results.adverse_events_module", reported_events),
    "certain_agreements": ElementRow("more_info.certain_agreement", agreement),
    "limitations_and_caveats": ElementRow("more_info.limitations_and_caveats", limitations),
    "point_of_contact": ElementRow("more_info.point_of_contact", point_of_contact),
}

ROWS: Final[Rows] = {"clinical_results": ElementTable(CLINICAL_RESULTS)}
