"""Rows for prose, references, links, participant data and the documents at the registry."""

from __future__ import annotations

import re
from typing import Final

from kg.records.other_sections import LargeDoc
from kg.records.protocol import AvailIpd, Reference, SeeAlsoLink
from kg.sources.classic_xml.administration import nct_id
from kg.sources.classic_xml.reading import (
    Element,
    Leftovers,
    Reader,
    Row,
    Rows,
    Table,
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
    read_fields = part(Reference, {"citation": Row("citation", line), "PMID": Row("pmid", line)})

    def read(element: Element, leftovers: Leftovers) -> Reference | None:
        made = read_fields(element, leftovers)
        if made:
            made.type = kind
        return made

    return read


def file_name(element: Element, leftovers: Leftovers) -> str | None:
    """The name of a document's file, if its address is that of a document of this trial."""
    text = line(element, leftovers)
    found = _PROVIDED.fullmatch(text) if text else None
    number = leftovers.fact(nct_id, element)
    if found and found[3] == number and found[2] == number[-2:]:
        return found[4]
    if text:
        leftovers.keep_text(path_of(element), text)
    return None


_link = part(SeeAlsoLink, {"url": Row("url", line), "description": Row("label", prose)})
_study_doc = part(
    AvailIpd,
    {
        "doc_id": Row("id", line),
        "doc_type": Row("type", line),
        "doc_url": Row("url", line),
        "doc_comment": Row("comment", prose),
    },
)
_document = part(
    LargeDoc,
    {
        "document_type": Row("label", line),
        "document_has_protocol": Row("has_protocol", flag),
        "document_has_icf": Row("has_icf", flag),
        "document_has_sap": Row("has_sap", flag),
        "document_date": Row("date", day),
        "document_url": Row("filename", file_name),
    },
)

ROWS: Final[Rows] = {
    "brief_summary": Row("description.brief_summary", block),
    "detailed_description": Row("description.detailed_description", block),
    "link": Row("references.see_also_links", _link, repeats=True),
    "reference": Row("references.references", reference("BACKGROUND"), repeats=True),
    "results_reference": Row("references.references", reference("RESULT"), repeats=True),
    "patient_data": Table(
        {
            "sharing_ipd": Row("sharing.ipd_sharing", coded(IPD_SHARING)),
            "ipd_description": Row("sharing.description", prose),
            "ipd_info_type": Row("sharing.info_types", coded(IPD_INFO_TYPE), repeats=True),
            "ipd_time_frame": Row("sharing.time_frame", prose),
            "ipd_access_criteria": Row("sharing.access_criteria", prose),
            "ipd_url": Row("sharing.url", line),
        }
    ),
    "study_docs": Table({"study_doc": Row("references.avail_ipds", _study_doc, repeats=True)}),
    "provided_document_section": Table(
        {"provided_document": Row("documents.large_docs", _document, repeats=True)}
    ),
}
