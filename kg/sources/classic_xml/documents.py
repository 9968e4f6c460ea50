"""Rows for prose, references, links, participant data and the documents at the registry."""

from __future__ import annotations

import re
from typing import Final

from kg.records.other_sections import LargeDoc
from kg.records.protocol import AvailIpd, Reference, SeeAlsoLink
from kg.sources.classic_xml.administration import nct_id
from kg.sources.classic_xml.reading import (
    Element,
    ElementRow,
    ElementTable,
    Leftovers,
    Reader,
    Rows,
    part,
    path_of,
)
from kg.sources.classic_xml.values import block, coded, day, flag, line, prose
from kg.sources.classic_xml.vocabulary import IPD_INFO_TYPE, IPD_SHARING

_PROVIDED: Final = re.compile(
    r"(https?)://clinicaltrials\.gov/ProvidedDocs/([0-9]{2})/(NCT[0-9]{8})/([^/]+)", re.IGNORECASE
)


def reference(kind: str) -> Reader[Reference]:
    """A reader of a reference of one type; v2's third, DERIVED, is not in the XML."""
    read_fields = part(
        Reference, {"citation": ElementRow("citation", line), "PMID": ElementRow("pmid", line)}
    )

    def read(element: Element, leftovers: Leftovers) -> Reference | None:
        made = read_fields(element, leftovers)
        if made:
            made.type = kind
        return made

    return read


def file_name(element: Element, leftovers: Leftovers) -> str | None:
    """The file name of a document, if its address is that of a document of this trial."""
    text = line(element, leftovers)
    found = _PROVIDED.fullmatch(text) if text else None
    number = leftovers.fact(nct_id, element)
    if found and found[3] == number and found[2] == number[-2:]:
        return found[4]
    if text:
        leftovers.keep_text(path_of(element), text)
    return None


_link = part(
    SeeAlsoLink, {"url": ElementRow("url", line), "description": ElementRow("label", prose)}
)
_study_doc = part(
    AvailIpd,
    {
        "doc_id": ElementRow("id", line),
        "doc_type": ElementRow("type", line),
        "doc_url": ElementRow("url", line),
        "doc_comment": ElementRow("comment", prose),
    },
)
_document = part(
    LargeDoc,
    {
        "document_type": ElementRow("label", line),
        "document_has_protocol": ElementRow("has_protocol", flag),
        "document_has_icf": ElementRow("has_icf", flag),
        "document_has_sap": ElementRow("has_sap", flag),
        "document_date": ElementRow("date", day),
        "document_url": ElementRow("filename", file_name),
    },
)

ROWS: Final[Rows] = {
    "brief_summary": ElementRow("description.brief_summary", block),
    "detailed_description": ElementRow("description.detailed_description", block),
    "link": ElementRow("references.see_also_links", _link, repeats=True),
    "reference": ElementRow("references.references", reference("BACKGROUND"), repeats=True),
    "results_reference": ElementRow("references.references", reference("RESULT"), repeats=True),
    "patient_data": ElementTable(
        {
            "sharing_ipd": ElementRow("sharing.ipd_sharing", coded(IPD_SHARING)),
            "ipd_description": ElementRow("sharing.description", prose),
            "ipd_info_type": ElementRow("sharing.info_types", coded(IPD_INFO_TYPE), repeats=True),
            "ipd_time_frame": ElementRow("sharing.time_frame", prose),
            "ipd_access_criteria": ElementRow("sharing.access_criteria", prose),
            "ipd_url": ElementRow("sharing.url", line),
        }
    ),
    "study_docs": ElementTable(
        {"study_doc": ElementRow("references.avail_ipds", _study_doc, repeats=True)}
    ),
    "provided_document_section": ElementTable(
        {"provided_document": ElementRow("documents.large_docs", _document, repeats=True)}
    ),
}
