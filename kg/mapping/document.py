"""Documents at the registry, links elsewhere, and the sharing of participant data."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from kg.mapping.lexical import date_and_time
from kg.mapping.plan import NEST, Form, Plan
from kg.mapping.statements import Statements
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug
from kg.rdf.terms import literal
from kg.records import Record, Study
from kg.records.other_sections import LargeDoc, LargeDocumentModule
from kg.records.protocol import AvailIpd, IpdSharingStatementModule
from kg.records.registration import LinkedDocument, ListedLink
from kg.text.nct_ids import NCT_ID

DOCUMENTS_AT_REGISTRY = "https://cdn.clinicaltrials.gov/large-docs/{}/{}/{}"
"""The address of a document: last two digits of the NCT id, the id, the file name."""


def registry_address(document: LargeDoc, number: str) -> str | None:
    """The web address that ClinicalTrials.gov makes from the name of a file."""
    if not document.filename or not NCT_ID.fullmatch(number):
        return None
    name = quote(document.filename, safe="")
    return DOCUMENTS_AT_REGISTRY.format(number[-2:], number, name)


def _documents(listed: list[LargeDoc], say: Statements) -> list[str]:
    return [_document(each, position, say) for position, each in enumerate(listed, start=1)]


def _document(document: LargeDoc, position: int, say: Statements) -> str:
    term = say.part("document", slug(document.filename or str(position)))
    address = registry_address(document, say.number)
    if address and not isinstance(document, LinkedDocument):
        say.node(term, (vocab.SCHEMA_URL, f"<{address}>"))
    return _DOCUMENT.state(term, document, say)


def _upload_date(given: str, say: Statements) -> str | None:
    known = date_and_time(given)
    return known[0] if known else say.date(given, "largeDocs.uploadDate")


def _upload_time(given: str, _: Statements) -> str | None:
    known = date_and_time(given)
    return literal(known[1]) if known else None


_DOCUMENT: Final = Plan(
    LinkedDocument,
    (vocab.SCHEMA_NAME, "label"),
    (vocab.KG_DOCUMENT_TYPE, "type_abbrev"),
    (vocab.KG_HAS_PROTOCOL, "has_protocol"),
    (vocab.KG_HAS_STATISTICAL_ANALYSIS_PLAN, "has_sap"),
    (vocab.KG_HAS_INFORMED_CONSENT_FORM, "has_icf"),
    (vocab.SCHEMA_DATE_CREATED, "date", Form.DATE),
    (vocab.KG_UPLOAD_DATE, "upload_date", _upload_date),
    (vocab.KG_UPLOAD_TIME, "upload_date", _upload_time),
    (vocab.KG_FILE_NAME, "filename"),
    (vocab.KG_FILE_SIZE, "size"),
    (vocab.SCHEMA_URL, "url", Form.LINK),
    (vocab.SCHEMA_ENCODING_FORMAT, "media_type"),
    (vocab.KG_PEER_REVIEWED, "is_peer_reviewed"),
    (vocab.KG_FOR_PATIENTS, "is_for_patients"),
    a=vocab.SCHEMA_DIGITAL_DOCUMENT,
    name="largeDocs",
)

_LINK: Final = Plan(
    ListedLink,
    (vocab.SCHEMA_NAME, "label"),
    (vocab.SCHEMA_URL, "url", Form.LINK),
    (vocab.SCHEMA_DATE_CREATED, "date_created", Form.DATE),
    (vocab.KG_UPLOAD_DATE, "date_added", Form.DATE),
    (vocab.KG_PEER_REVIEWED, "is_peer_reviewed"),
    (vocab.KG_FOR_PATIENTS, "is_for_patients"),
    a=vocab.KG_LINK_CLASS,
    part="link",
    name="seeAlsoLinks",
)

_AVAILABLE_DATA: Final = Plan(
    AvailIpd,
    (vocab.DCTERMS_IDENTIFIER, "id"),
    (vocab.KG_DATA_TYPE, "type"),
    (vocab.SCHEMA_URL, "url", Form.LINK),
    (vocab.SCHEMA_DESCRIPTION, "comment"),
    a=vocab.KG_AVAILABLE_DATA_CLASS,
    part="available-data",
    name="availIpds",
)

_SHARING: Final = Plan(
    IpdSharingStatementModule,
    (vocab.KG_IPD_SHARING, "ipd_sharing", codes.IPD_SHARING),
    (vocab.SCHEMA_DESCRIPTION, "description"),
    (vocab.KG_IPD_INFO_TYPE, "info_types", codes.IPD_INFO_TYPE),
    (vocab.KG_TIME_FRAME, "time_frame"),
    (vocab.KG_ACCESS_CRITERIA, "access_criteria"),
    (vocab.SCHEMA_URL, "url", Form.LINK, "ipdSharingStatementModule.url"),
    a=vocab.KG_IPD_SHARING_STATEMENT,
    part="ipd-sharing",
)

_DOCUMENTS: Final = Plan(
    LargeDocumentModule,
    (vocab.KG_NO_STATISTICAL_ANALYSIS_PLAN, "no_sap"),
    (vocab.KG_DOCUMENT, "large_docs", _documents),
)

_TRIAL: Final = Plan(
    Study,
    (NEST, "document_section.large_document_module", _DOCUMENTS),
    (vocab.KG_LINK, "protocol_section.references_module.see_also_links", _LINK),
    (vocab.KG_AVAILABLE_DATA, "protocol_section.references_module.avail_ipds", _AVAILABLE_DATA),
    (
        vocab.KG_HAS_IPD_SHARING_STATEMENT,
        "protocol_section.ipd_sharing_statement_module",
        _SHARING,
    ),
)


def describe(record: Record, say: Statements) -> None:
    """States the documents, the links and the plan to share data."""
    _TRIAL.state(say.trial, record.study, say)
