"""What belongs to a study: publications, documents, links and data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from kg.fhir.codes import ARTIFACT
from kg.fhir.elements import Element, concept, date, element, in_words, text, web_link
from kg.fhir.making import Making
from kg.mapping.document import registry_address
from kg.mapping.lexical import date_and_time
from kg.rdf.iris import doi_iri, pubmed_iri
from kg.rdf.terms import web_iri
from kg.records.other_sections import LargeDoc
from kg.records.protocol import AvailIpd, Reference, SeeAlsoLink
from kg.records.registration import LinkedDocument, ListedLink
from kg.text.citations import Citation, parse_citation
from kg.text.protocol_titles import is_protocol
from kg.text.pubmed_ids import PMID

_MEDIA_TYPE: Final = re.compile(r"[a-z]+/[\w.+-]+", re.ASCII)


def artifacts(making: Making) -> list[Element]:
    """The related artifacts of the study."""
    references = making.protocol.references_module
    documents = making.record.study.document_section
    found: list[Element] = []
    if references:
        for each in references.references:
            found += _publication(each)
        found += map(_link, references.see_also_links)
        found += map(_data, references.avail_ipds)
    if documents and documents.large_document_module:
        number = making.record.number
        found += [_document(each, number) for each in documents.large_document_module.large_docs]
    return found


def _publication(given: Reference) -> Iterator[Element]:
    """A publication as it is cited, and the notices that it was retracted."""
    citation = parse_citation(given.citation or "")
    protocol = citation.title is not None and is_protocol(citation.title)
    yield element(
        type="citation",
        classifier=[ARTIFACT.concept("PROTOCOL")] if protocol else None,
        label=text(in_words(given.type or "")),
        citation=text(given.citation),
        document=element(url=_address(given, citation)),
        publicationStatus="retired" if given.retractions else None,
        publicationDate=date(citation.date),
    )
    for each in given.retractions:
        yield element(
            type="citation",
            label="Retraction",
            citation=text(each.source),
            document=element(url=_pubmed(each.pmid)),
        )


def _address(given: Reference, citation: Citation) -> str | None:
    doi = web_link(doi_iri(citation.doi)) if citation.doi else None
    return _pubmed(given.pmid or citation.pmid) or doi


def _pubmed(pmid: str | None) -> str | None:
    return web_link(pubmed_iri(pmid)) if pmid and PMID.fullmatch(pmid) else None


def _link(given: SeeAlsoLink) -> Element:
    listed = given if isinstance(given, ListedLink) else ListedLink()
    return _elsewhere(
        "documentation",
        given.url,
        date(listed.date_created),
        display=text(given.label),
        publicationDate=date(listed.date_added),
    )


def _data(given: AvailIpd) -> Element:
    return _elsewhere(
        "supported-with",
        given.url,
        classifier=[concept(given.type)] if text(given.type) else None,
        label=text(given.id),
        display=text(given.comment),
    )


def _elsewhere(kind: str, url: str | None, created: str | None = None, **parts: Any) -> Element:
    """Something at a web address; what is no web address is kept as the citation."""
    address = _web(url)
    return element(
        type=kind,
        **parts,
        citation=None if address else text(url),
        document=element(url=address, creation=created),
    )


def _document(given: LargeDoc, number: str) -> Element:
    kinds = (
        ARTIFACT.concept("PROTOCOL") if given.has_protocol else None,
        concept("Statistical analysis plan") if given.has_sap else None,
        concept("Informed consent form") if given.has_icf else None,
    )
    return element(
        type="documentation",
        classifier=[each for each in kinds if each],
        label=text(given.type_abbrev),
        display=text(given.label),
        document=_file(given, number),
        publicationDate=_day(given.upload_date),
    )


def _file(given: LargeDoc, number: str) -> Element:
    media_type, address = None, registry_address(given, number)
    if isinstance(given, LinkedDocument):
        media_type, address = given.media_type, _web(given.url)
    return element(
        contentType=media_type if media_type and _MEDIA_TYPE.fullmatch(media_type) else None,
        url=address,
        size=None if given.size is None else str(given.size),
        title=text(given.filename),
        creation=date(given.date),
    )


def _day(uploaded: str | None) -> str | None:
    """The day of a time to the minute, or of what is a day already."""
    is_time = uploaded is not None and date_and_time(uploaded) is not None
    return uploaded[:10] if uploaded and is_time else date(uploaded)


def _web(url: str | None) -> str | None:
    return web_link(web_iri(url.strip())) if url else None
