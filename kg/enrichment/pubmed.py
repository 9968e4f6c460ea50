"""PubMed's publications: the XML of E-utilities' efetch, bytes in and works out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kg.enrichment import pubmed_xml as xml
from kg.enrichment.pubmed_books import book
from kg.enrichment.work import Notice, Registration, Work, one_line, registrations, tells_plans
from kg.text.pubmed_ids import PMID

if TYPE_CHECKING:
    from lxml.etree import _Element

REGISTRATIONS_FIELD: Final = "DataBankList"
"""The element with the trials that an article is registered with."""

REGISTERS: Final = frozenset(
    "ANZCTR ChiCTR ClinicalTrials.gov CRiS CTIS CTRI DRKS EudraCT IRCT ISRCTN JapicCTI JMACCT JPRN"
    " jRCT LBCTR NTR PACTR ReBec REPEC RPCEC SLCTR TCTR UMIN-CTR".split()
) | {"UMIN CTR"}
"""The data banks that register trials; the others hold sequences and structures.

https://www.nlm.nih.gov/bsd/medline_databank_source.html
"""

_NOTICES: Final = {
    "RetractionIn": "RETRACTION",
    "PartialRetractionIn": "RETRACTION",
    "RetractedandRepublishedIn": "RETRACTION",
    "ErratumIn": "CORRECTION",
    "CorrectedandRepublishedIn": "CORRECTION",
    "UpdateIn": "UPDATE",
    "ExpressionOfConcernIn": "EXPRESSION_OF_CONCERN",
}
"""The kind of link from an article to a notice about it -> the type of the notice."""

_RETRACTED: Final = "D016441"
"""The publication type "Retracted Publication"."""


def articles(data: bytes, place: str) -> dict[str, bytes]:
    """The articles and books of a response, each as a document of its own, by their PMIDs.

    It is empty for what PubMed has deleted. Raises TransientError for XML that is cut off or
    damaged, ServiceError for other responses.
    """
    from lxml import etree

    opening, closing = b"<PubmedArticleSet>", b"</PubmedArticleSet>\n"
    response = xml.response(data, place)
    found = {
        xml.pmid(each): opening + etree.tostring(each, encoding="UTF-8", with_tail=False) + closing
        for each in xml.publications(response, place)
    }
    return dict.fromkeys(xml.deleted(response), b"") | found


def works(data: bytes, place: str) -> list[Work]:
    """The works that a response describes; raises as `articles` does."""
    return [
        book(each) if each.tag == "PubmedBookArticle" else _article(each)
        for each in xml.publications(xml.response(data, place), place)
    ]


def _article(article: _Element) -> Work:
    citation = article.find("MedlineCitation")
    assert citation is not None
    types = tuple(xml.types(citation.iterfind("Article/PublicationTypeList/PublicationType")))
    return Work(
        source="pubmed",
        key=xml.pmid(article),
        pmid=xml.pmid(article),
        doi=xml.doi(
            citation.iterfind("Article/ELocationID"),
            article.iterfind("PubmedData/ArticleIdList/ArticleId"),
        ),
        title=xml.text(citation.find("Article/ArticleTitle")),
        journal=one_line(citation.findtext("Article/Journal/Title")),
        journal_abbreviation=one_line(citation.findtext("MedlineJournalInfo/MedlineTA")),
        date=xml.date(citation.find("Article/Journal/JournalIssue/PubDate")),
        authors=tuple(xml.authors(citation.iterfind("Article/AuthorList/Author"))),
        types=types,
        registrations=tuple(dict.fromkeys(_registrations(citation))),
        registrations_field=REGISTRATIONS_FIELD,
        notices=tuple(dict.fromkeys(_notices(citation, types))),
        revised=xml.date(citation.find("DateRevised")),
        plans=tells_plans(xml.abstract(citation.find("Article/Abstract"))),
    )


def _registrations(citation: _Element) -> Iterator[Registration]:
    for bank in citation.iterfind("Article/DataBankList/DataBank"):
        if (bank.findtext("DataBankName") or "").strip() in REGISTERS:
            for number in bank.iterfind("AccessionNumberList/AccessionNumber"):
                stated = one_line(number.text)
                if stated:
                    yield from registrations(stated)


def _notices(citation: _Element, types: tuple[tuple[str, str], ...]) -> Iterator[Notice]:
    found = False
    for each in citation.iterfind("CommentsCorrectionsList/CommentsCorrections"):
        kind = _NOTICES.get(each.get("RefType") or "")
        if kind:
            found = found or kind == "RETRACTION"
            pmid = (each.findtext("PMID") or "").strip()
            yield Notice(
                kind,
                pmid=pmid if PMID.fullmatch(pmid) else None,
                citation=one_line(each.findtext("RefSource")),
            )
    retracted = any(mesh == _RETRACTED for mesh, _ in types)
    if retracted and not found:
        yield Notice("RETRACTION")
