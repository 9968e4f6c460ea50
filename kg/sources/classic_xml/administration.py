"""Rows for identity, sponsors, oversight, status, dates, and where the file came from."""

from __future__ import annotations

import re
from typing import Final

from kg.records.other_sections import UnpostedEvent
from kg.records.protocol import ExpandedAccessTypes, IdInfo, Organization, ResponsibleParty, Sponsor
from kg.sources.classic_xml.reading import Element, Leftovers, Row, Rows, Table, part, path_of
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
"""What stands in every file."""

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
    """The number of the trial that a document is about."""
    return (root.findtext("id_info/nct_id") or "").strip().upper()


def _last_update(root: Element) -> str | None:
    return root.findtext("last_update_submitted")


def _is_own_address(text: str, element: Element, leftovers: Leftovers) -> bool:
    found = _ADDRESS.fullmatch(text)
    return found is not None and found[1].upper() == leftovers.fact(nct_id, element)


def _is_last_update(text: str, element: Element, leftovers: Leftovers) -> bool:
    return text == leftovers.fact(_last_update, element)


def _event(kind: str) -> Row[UnpostedEvent]:
    """An event of results that were submitted and not posted; its day may be unknown."""

    def read(element: Element, leftovers: Leftovers) -> UnpostedEvent | None:
        text = words(element, leftovers)
        if text == "Unknown":
            return UnpostedEvent(type=kind, date_unknown=True)
        return UnpostedEvent(type=kind, date=date(text)) if text else None

    return Row("unposted.unposted_events", read, repeats=True)


_sponsor = part(
    Sponsor,
    {"agency": Row("name", line), "agency_class": Row("class_", coded(AGENCY_CLASS))},
)
_responsible_party = part(
    ResponsibleParty,
    {
        "responsible_party_type": Row("type", coded(RESPONSIBLE_PARTY_TYPE)),
        "investigator_full_name": Row("investigator_full_name", line),
        "investigator_title": Row("investigator_title", line),
        "investigator_affiliation": Row("investigator_affiliation", line),
        "name_title": Row("old_name_title", line),
        "organization": Row("old_organization", line),
    },
)

ROWS: Final[Rows] = {
    "required_header": Table(
        {
            "download_date": Row("misc.version_holder", version),
            "link_text": said_elsewhere(lambda text, *_: text == LINK_TEXT),
            "url": said_elsewhere(_is_own_address),
        }
    ),
    "id_info": Table(
        {
            "nct_id": Row("identification.nct_id", line),
            "nct_alias": Row("identification.nct_id_aliases", line, repeats=True),
            "org_study_id": Row("identification.org_study_id_info", identifier),
            "secondary_id": Row("identification.secondary_id_infos", identifier, repeats=True),
        }
    ),
    "brief_title": Row("identification.brief_title", line),
    "official_title": Row("identification.official_title", line),
    "acronym": Row("identification.acronym", line),
    "source": Row("identification.organization", source),
    "sponsors": Table(
        {
            "lead_sponsor": Row("sponsors.lead_sponsor", _sponsor),
            "collaborator": Row("sponsors.collaborators", _sponsor, repeats=True),
        }
    ),
    "responsible_party": Row("sponsors.responsible_party", _responsible_party),
    "oversight_info": Table(
        {
            "has_dmc": Row("oversight.oversight_has_dmc", flag),
            "is_fda_regulated_drug": Row("oversight.is_fda_regulated_drug", flag),
            "is_fda_regulated_device": Row("oversight.is_fda_regulated_device", flag),
            "is_unapproved_device": Row("oversight.is_unapproved_device", flag),
            "is_ppsd": Row("oversight.is_ppsd", flag),
            "is_us_export": Row("oversight.is_us_export", flag),
        }
    ),
    "overall_status": Row("status.overall_status", coded(STATUS)),
    "last_known_status": Row("status.last_known_status", coded(STATUS)),
    "why_stopped": Row("status.why_stopped", wrapped),
    "has_expanded_access": Row("expanded_access.has_expanded_access", flag),
    "expanded_access_info": Row(
        "design.expanded_access_types",
        part(
            ExpandedAccessTypes,
            {
                "expanded_access_type_individual": Row("individual", flag),
                "expanded_access_type_intermediate": Row("intermediate", flag),
                "expanded_access_type_treatment": Row("treatment", flag),
            },
        ),
    ),
    "start_date": Row("status.start_date_struct", typed_day),
    "primary_completion_date": Row("status.primary_completion_date_struct", typed_day),
    "completion_date": Row("status.completion_date_struct", typed_day),
    "verification_date": Row("status.status_verified_date", day),
    "study_first_submitted": Row("status.study_first_submit_date", day),
    "firstreceived_date": Row("status.study_first_submit_date", day),
    "study_first_submitted_qc": Row("status.study_first_submit_qc_date", day),
    "study_first_posted": Row("status.study_first_post_date_struct", typed_day),
    "results_first_submitted": Row("status.results_first_submit_date", day),
    "firstreceived_results_date": Row("status.results_first_submit_date", day),
    "results_first_submitted_qc": Row("status.results_first_submit_qc_date", day),
    "results_first_posted": Row("status.results_first_post_date_struct", typed_day),
    "disposition_first_submitted": Row("status.disp_first_submit_date", day),
    "firstreceived_results_disposition_date": Row("status.disp_first_submit_date", day),
    "disposition_first_submitted_qc": Row("status.disp_first_submit_qc_date", day),
    "disposition_first_posted": Row("status.disp_first_post_date_struct", typed_day),
    "last_update_submitted": Row("status.last_update_submit_date", day),
    "lastchanged_date": Row("status.last_update_submit_date", day),
    "last_update_submitted_qc": said_elsewhere(_is_last_update),
    "last_update_posted": Row("status.last_update_post_date_struct", typed_day),
    "pending_results": Table(
        {
            "submitted": _event("RELEASE"),
            "returned": _event("RESET"),
            "submission_canceled": _event("UNRELEASE"),
        }
    ),
    "removed_countries": Table({"country": Row("misc.removed_countries", line, repeats=True)}),
}
