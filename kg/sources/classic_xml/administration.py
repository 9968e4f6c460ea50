"""Rows for identity, sponsors, oversight, status, dates, and where the file came from."""

from __future__ import annotations

import re
from typing import Final

from kg.records.other_sections import UnpostedEvent
from kg.records.protocol import ExpandedAccessTypes, IdInfo, Organization, ResponsibleParty, Sponsor
from kg.sources.classic_xml.reading import (
    Element,
    ElementRow,
    ElementTable,
    Leftovers,
    Rows,
    part,
    path_of,
)
from kg.sources.classic_xml.values import (
    coded,
    date,
    day,
    flag,
    line,
    said_elsewhere,
    typed_day,
    words,
    wrapped,
)
from kg.sources.classic_xml.vocabulary import AGENCY_CLASS, RESPONSIBLE_PARTY_TYPE, STATUS

LINK_TEXT: Final = "Link to the current ClinicalTrials.gov record."
"""The text of this element in every file."""

_ADDRESS: Final = re.compile(
    r"https?://(?:www\.|classic\.)?clinicaltrials\.gov/(?:ct2/)?show/(NCT[0-9]{8})", re.IGNORECASE
)
_OBTAINED: Final = re.compile(
    r"(?:ClinicalTrials\.gov processed this data|Information obtained from ClinicalTrials\.gov)"
    r" on ([A-Z][a-z]+ [0-9]{1,2}, [0-9]{4})"
)


def identifier(element: Element, leftovers: Leftovers) -> IdInfo | None:
    text = line(element, leftovers)
    return IdInfo(id=text) if text else None


def source(element: Element, leftovers: Leftovers) -> Organization | None:
    text = line(element, leftovers)
    return Organization(full_name=text) if text else None


def version(element: Element, leftovers: Leftovers) -> str | None:
    """The day on which the registry wrote the file."""
    text = line(element, leftovers)
    found = _OBTAINED.fullmatch(text) if text else None
    if text and not found:
        leftovers.keep_text(path_of(element), text)
    return date(found[1]) if found else None


def nct_id(root: Element) -> str:
    """The NCT id of the trial that a document is about."""
    return (root.findtext("id_info/nct_id") or "").strip().upper()


def _last_update(root: Element) -> str | None:
    return root.findtext("last_update_submitted")


def _is_own_address(text: str, element: Element, leftovers: Leftovers) -> bool:
    found = _ADDRESS.fullmatch(text)
    return found is not None and found[1].upper() == leftovers.fact(nct_id, element)


def _is_last_update(text: str, element: Element, leftovers: Leftovers) -> bool:
    return text == leftovers.fact(_last_update, element)


def _event(kind: str) -> ElementRow[UnpostedEvent]:
    """An event of results that were submitted but not posted; its day may be unknown."""

    def read(element: Element, leftovers: Leftovers) -> UnpostedEvent | None:
        text = words(element, leftovers)
        if text == "Unknown":
            return UnpostedEvent(type=kind, date_unknown=True)
        return UnpostedEvent(type=kind, date=date(text)) if text else None

    return ElementRow("unposted.unposted_events", read, repeats=True)


_sponsor = part(
    Sponsor,
    {"agency": ElementRow("name", line), "agency_class": ElementRow("class_", coded(AGENCY_CLASS))},
)
_responsible_party = part(
    ResponsibleParty,
    {
        "responsible_party_type": ElementRow("type", coded(RESPONSIBLE_PARTY_TYPE)),
        "investigator_full_name": ElementRow("investigator_full_name", line),
        "investigator_title": ElementRow("investigator_title", line),
        "investigator_affiliation": ElementRow("investigator_affiliation", line),
        "name_title": ElementRow("old_name_title", line),
        "organization": ElementRow("old_organization", line),
    },
)

ROWS: Final[Rows] = {
    "required_header": ElementTable(
        {
            "download_date": ElementRow("misc.version_holder", version),
            "link_text": said_elsewhere(lambda text, *_: text == LINK_TEXT),
            "url": said_elsewhere(_is_own_address),
        }
    ),
    "id_info": ElementTable(
        {
            "nct_id": ElementRow("identification.nct_id", line),
            "nct_alias": ElementRow("identification.nct_id_aliases", line, repeats=True),
            "org_study_id": ElementRow("identification.org_study_id_info", identifier),
            "secondary_id": ElementRow(
                "identification.secondary_id_infos", identifier, repeats=True
            ),
        }
    ),
    "brief_title": ElementRow("identification.brief_title", line),
    "official_title": ElementRow("identification.official_title", line),
    "acronym": ElementRow("identification.acronym", line),
    "source": ElementRow("identification.organization", source),
    "sponsors": ElementTable(
        {
            "lead_sponsor": ElementRow("sponsors.lead_sponsor", _sponsor),
            "collaborator": ElementRow("sponsors.collaborators", _sponsor, repeats=True),
        }
    ),
    "responsible_party": ElementRow("sponsors.responsible_party", _responsible_party),
    "oversight_info": ElementTable(
        {
            "has_dmc": ElementRow("oversight.oversight_has_dmc", flag),
            "is_fda_regulated_drug": ElementRow("oversight.is_fda_regulated_drug", flag),
            "is_fda_regulated_device": ElementRow("oversight.is_fda_regulated_device", flag),
            "is_unapproved_device": ElementRow("oversight.is_unapproved_device", flag),
            "is_ppsd": ElementRow("oversight.is_ppsd", flag),
            "is_us_export": ElementRow("oversight.is_us_export", flag),
        }
    ),
    "overall_status": ElementRow("status.overall_status", coded(STATUS)),
    "last_known_status": ElementRow("status.last_known_status", coded(STATUS)),
    "why_stopped": ElementRow("status.why_stopped", wrapped),
    "has_expanded_access": ElementRow("expanded_access.has_expanded_access", flag),
    "expanded_access_info": ElementRow(
        "design.expanded_access_types",
        part(
            ExpandedAccessTypes,
            {
                "expanded_access_type_individual": ElementRow("individual", flag),
                "expanded_access_type_intermediate": ElementRow("intermediate", flag),
                "expanded_access_type_treatment": ElementRow("treatment", flag),
            },
        ),
    ),
    "start_date": ElementRow("status.start_date_struct", typed_day),
    "primary_completion_date": ElementRow("status.primary_completion_date_struct", typed_day),
    "completion_date": ElementRow("status.completion_date_struct", typed_day),
    "verification_date": ElementRow("status.status_verified_date", day),
    "study_first_submitted": ElementRow("status.study_first_submit_date", day),
    "firstreceived_date": ElementRow("status.study_first_submit_date", day),
    "study_first_submitted_qc": ElementRow("status.study_first_submit_qc_date", day),
    "study_first_posted": ElementRow("status.study_first_post_date_struct", typed_day),
    "results_first_submitted": ElementRow("status.results_first_submit_date", day),
    "firstreceived_results_date": ElementRow("status.results_first_submit_date", day),
    "results_first_submitted_qc": ElementRow("status.results_first_submit_qc_date", day),
    "results_first_posted": ElementRow("status.results_first_post_date_struct", typed_day),
    "disposition_first_submitted": ElementRow("status.disp_first_submit_date", day),
    "firstreceived_results_disposition_date": ElementRow("status.disp_first_submit_date", day),
    "disposition_first_submitted_qc": ElementRow("status.disp_first_submit_qc_date", day),
    "disposition_first_posted": ElementRow("status.disp_first_post_date_struct", typed_day),
    "last_update_submitted": ElementRow("status.last_update_submit_date", day),
    "lastchanged_date": ElementRow("status.last_update_submit_date", day),
    "last_update_submitted_qc": said_elsewhere(_is_last_update),
    "last_update_posted": ElementRow("status.last_update_post_date_struct", typed_day),
    "pending_results": ElementTable(
        {
            "submitted": _event("RELEASE"),
            "returned": _event("RESET"),
            "submission_canceled": _event("UNRELEASE"),
        }
    ),
    "removed_countries": ElementTable(
        {"country": ElementRow("misc.removed_countries", line, repeats=True)}
    ),
}
