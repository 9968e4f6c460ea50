"""Documents at the registry, links elsewhere, and the sharing of participant data."""

from __future__ import annotations

from urllib.parse import quote

from kg.mapping.lexical import date_and_time
from kg.mapping.statements import Statements, flag, text, whole
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug
from kg.rdf.terms import literal
from kg.records import Record
from kg.records.other_sections import LargeDoc
from kg.records.protocol import AvailIpd, IpdSharingStatementModule, SeeAlsoLink
from kg.records.registration import LinkedDocument, ListedLink
from kg.text.nct_ids import NCT_ID

DOCUMENTS_AT_REGISTRY = "https://cdn.clinicaltrials.gov/large-docs/{}/{}/{}"
"""The address of a document: last two digits of the NCT id, the id, the file name."""


def describe(record: Record, say: Statements) -> None:
    """States the documents, the links and the plan to share data."""
    section = record.study.protocol_section
    documents = record.study.document_section
    module = documents.large_document_module if documents else None
    if module:
        say.node(
            say.trial,
            (vocab.KG_NO_STATISTICAL_ANALYSIS_PLAN, flag(module.no_sap)),
            (
                vocab.KG_DOCUMENT,
                [_document(doc, n, say) for n, doc in enumerate(module.large_docs, start=1)],
            ),
        )
    references = section.references_module
    if references:
        links, data = references.see_also_links, references.avail_ipds
        say.node(
            say.trial,
            (vocab.KG_LINK, [_link(link, n, say) for n, link in enumerate(links, start=1)]),
            (
                vocab.KG_AVAILABLE_DATA,
                [_available_data(each, n, say) for n, each in enumerate(data, start=1)],
            ),
        )
    if section.ipd_sharing_statement_module:
        say.node(
            say.trial,
            (
                vocab.KG_HAS_IPD_SHARING_STATEMENT,
                _sharing(section.ipd_sharing_statement_module, say),
            ),
        )


def _document(document: LargeDoc, position: int, say: Statements) -> str:
    uploaded = date_and_time(document.upload_date) if document.upload_date else None
    return say.node(
        say.part("document", slug(document.filename or str(position))),
        (vocab.RDF_TYPE, vocab.SCHEMA_DIGITAL_DOCUMENT),
        (vocab.SCHEMA_NAME, text(document.label)),
        (vocab.KG_DOCUMENT_TYPE, text(document.type_abbrev)),
        (vocab.KG_HAS_PROTOCOL, flag(document.has_protocol)),
        (vocab.KG_HAS_STATISTICAL_ANALYSIS_PLAN, flag(document.has_sap)),
        (vocab.KG_HAS_INFORMED_CONSENT_FORM, flag(document.has_icf)),
        (vocab.SCHEMA_DATE_CREATED, say.date(document.date, "largeDocs.date")),
        (
            vocab.KG_UPLOAD_DATE,
            uploaded[0] if uploaded else say.date(document.upload_date, "largeDocs.uploadDate"),
        ),
        (vocab.KG_UPLOAD_TIME, literal(uploaded[1]) if uploaded else None),
        (vocab.KG_FILE_NAME, text(document.filename)),
        (vocab.KG_FILE_SIZE, whole(document.size)),
        *_of_file(document, say),
    )


def _of_file(document: LargeDoc, say: Statements) -> tuple[tuple[str, str | None], ...]:
    """The address of a file, and its kind."""
    if isinstance(document, LinkedDocument):
        return (
            (vocab.SCHEMA_URL, say.link(document.url, "largeDocs.url")),
            (vocab.SCHEMA_ENCODING_FORMAT, text(document.media_type)),
            (vocab.KG_PEER_REVIEWED, flag(document.is_peer_reviewed)),
            (vocab.KG_FOR_PATIENTS, flag(document.is_for_patients)),
        )
    address = registry_address(document, say.number)
    return ((vocab.SCHEMA_URL, f"<{address}>"),) if address else ()


def registry_address(document: LargeDoc, number: str) -> str | None:
    """The web address that ClinicalTrials.gov makes from the name of a file."""
    if not document.filename or not NCT_ID.fullmatch(number):
        return None
    name = quote(document.filename, safe="")
    return DOCUMENTS_AT_REGISTRY.format(number[-2:], number, name)


def _link(link: SeeAlsoLink, position: int, say: Statements) -> str:
    return say.node(
        say.part("link", str(position)),
        (vocab.RDF_TYPE, vocab.KG_LINK_CLASS),
        (vocab.SCHEMA_NAME, text(link.label)),
        (vocab.SCHEMA_URL, say.link(link.url, "seeAlsoLinks.url")),
        *_of_link(link, say),
    )


def _of_link(link: SeeAlsoLink, say: Statements) -> tuple[tuple[str, str | None], ...]:
    if not isinstance(link, ListedLink):
        return ()
    return (
        (vocab.SCHEMA_DATE_CREATED, say.date(link.date_created, "seeAlsoLinks.dateCreated")),
        (vocab.KG_UPLOAD_DATE, say.date(link.date_added, "seeAlsoLinks.dateAdded")),
        (vocab.KG_PEER_REVIEWED, flag(link.is_peer_reviewed)),
        (vocab.KG_FOR_PATIENTS, flag(link.is_for_patients)),
    )


def _available_data(data: AvailIpd, position: int, say: Statements) -> str:
    return say.node(
        say.part("available-data", str(position)),
        (vocab.RDF_TYPE, vocab.KG_AVAILABLE_DATA_CLASS),
        (vocab.DCTERMS_IDENTIFIER, text(data.id)),
        (vocab.KG_DATA_TYPE, text(data.type)),
        (vocab.SCHEMA_URL, say.link(data.url, "availIpds.url")),
        (vocab.SCHEMA_DESCRIPTION, text(data.comment)),
    )


def _sharing(module: IpdSharingStatementModule, say: Statements) -> str:
    return say.node(
        say.iris.part(say.number, "ipd-sharing"),
        (vocab.RDF_TYPE, vocab.KG_IPD_SHARING_STATEMENT),
        (vocab.KG_IPD_SHARING, say.code(codes.IPD_SHARING, module.ipd_sharing, "ipdSharing")),
        (vocab.SCHEMA_DESCRIPTION, text(module.description)),
        (vocab.KG_IPD_INFO_TYPE, say.codes(codes.IPD_INFO_TYPE, module.info_types, "infoTypes")),
        (vocab.KG_TIME_FRAME, text(module.time_frame)),
        (vocab.KG_ACCESS_CRITERIA, text(module.access_criteria)),
        (vocab.SCHEMA_URL, say.link(module.url, "ipdSharingStatementModule.url")),
    )
