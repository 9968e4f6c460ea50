"""PubMed's articles: the XML of E-utilities' efetch, bytes in and works out.

https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/250101/ explains the elements. The document type that
every response names is never fetched, and a response that declares entities is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from kg.enrichment.work import (
    PMID,
    Author,
    Notice,
    Registration,
    Work,
    known_doi,
    one_line,
    orcid,
    registrations,
    tells_plans,
)
from kg.errors import ServiceError, TransientError

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

_MONTHS: Final = {
    name: f"{number:02}"
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
_YEARS: Final = re.compile(r"\b(?:1[89]|20)[0-9]{2}\b")


def articles(data: bytes, place: str) -> dict[str, bytes]:
    """The articles of a response, each as a document of its own, by their PMIDs.

    Raises TransientError for XML that is cut off or damaged, ServiceError for other responses.
    """
    from lxml import etree

    opening, closing = b"<PubmedArticleSet>", b"</PubmedArticleSet>\n"
    return {
        _pmid(each): opening + etree.tostring(each, encoding="UTF-8", with_tail=False) + closing
        for each in _articles(data, place)
    }


def works(data: bytes, place: str) -> list[Work]:
    """The works that a response describes; raises as `articles` does."""
    return [_work(each) for each in _articles(data, place)]


def _articles(data: bytes, place: str) -> Iterator[_Element]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise TransientError(f"{place}: the XML is cut short or damaged ({error.msg})") from error
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and (
        next(declared.iterentities(), None) is not None
        or next(declared.iterelements(), None) is not None
    ):
        raise ServiceError(f"{place}: the XML declares entities or elements: it is not read")
    if root.tag != "PubmedArticleSet":
        stated = one_line(root.findtext(".//ERROR"))
        reason = f": {stated[:200]}" if stated else ""
        raise ServiceError(f"{place}: not a response of PubMed{reason}")
    for article in root.iterfind("PubmedArticle"):
        if not PMID.fullmatch(_pmid(article)):
            raise ServiceError(f"{place}: an article without a PMID")
        yield article


def _pmid(article: _Element) -> str:
    return (article.findtext("MedlineCitation/PMID") or "").strip()


def _work(article: _Element) -> Work:
    citation = article.find("MedlineCitation")
    assert citation is not None
    return Work(
        source="pubmed",
        key=_pmid(article),
        pmid=_pmid(article),
        doi=_doi(article),
        title=_text(citation.find("Article/ArticleTitle")),
        journal=one_line(citation.findtext("Article/Journal/Title")),
        journal_abbreviation=one_line(citation.findtext("MedlineJournalInfo/MedlineTA")),
        date=_date(citation.find("Article/Journal/JournalIssue/PubDate")),
        authors=tuple(_authors(citation)),
        types=tuple(_types(citation)),
        registrations=tuple(dict.fromkeys(_registrations(citation))),
        registrations_field=REGISTRATIONS_FIELD,
        notices=tuple(dict.fromkeys(_notices(citation))),
        revised=_date(citation.find("DateRevised")),
        plans=tells_plans(_abstract(citation)),
    )


def _text(element: _Element | None) -> str | None:
    """The text of an element, including that of nested markup."""
    return None if element is None else one_line("".join(map(str, element.itertext())))


def _abstract(citation: _Element) -> str:
    """The abstract with the headings of its parts."""
    parts = citation.iterfind("Article/Abstract/AbstractText")
    return "\n".join(f"{part.get('Label') or ''}: {_text(part) or ''}" for part in parts)


def _doi(article: _Element) -> str | None:
    stated = [
        each.text
        for each in article.iterfind("MedlineCitation/Article/ELocationID[@EIdType='doi']")
        if each.get("ValidYN") != "N"
    ]
    listed = article.findtext("PubmedData/ArticleIdList/ArticleId[@IdType='doi']")
    return next(filter(None, map(known_doi, [*stated, listed])), None)


def _date(element: _Element | None) -> str | None:
    """A date as precise as given; a season or a span becomes its year.

    A span of two years ("1998 Dec-1999 Jan") is kept as text.
    """
    if element is None:
        return None
    year = (element.findtext("Year") or "").strip()
    if not year:
        span = one_line(element.findtext("MedlineDate"))
        years = set(_YEARS.findall(span or ""))
        return years.pop() if len(years) == 1 else span
    month = (element.findtext("Month") or "").strip()
    month = f"{int(month):02}" if month.isdecimal() else _MONTHS.get(month[:3].lower(), "")
    day = (element.findtext("Day") or "").strip()
    parts = [year, month, f"{int(day):02}" if month and day.isdecimal() else ""]
    return "-".join(filter(None, parts))


def _authors(citation: _Element) -> Iterator[Author]:
    for author in citation.iterfind("Article/AuthorList/Author"):
        if author.get("ValidYN") == "N":
            continue
        group = one_line(author.findtext("CollectiveName"))
        parts = [author.findtext("ForeName") or author.findtext("Initials"),
                 author.findtext("LastName"), author.findtext("Suffix")]  # fmt: skip
        name = group or one_line(" ".join(filter(None, parts)))
        if name:
            stated = [
                orcid(each.text)
                for each in author.iterfind("Identifier")
                if (each.get("Source") or "").upper() == "ORCID"
            ]
            affiliations = map(_text, author.iterfind("AffiliationInfo/Affiliation"))
            yield Author(
                name,
                next(filter(None, stated), None),
                tuple(dict.fromkeys(filter(None, affiliations))),
                group is not None,
            )


def _types(citation: _Element) -> Iterator[tuple[str, str]]:
    for each in citation.iterfind("Article/PublicationTypeList/PublicationType"):
        mesh, label = each.get("UI") or "", one_line(each.text)
        if label and re.fullmatch(r"D(?:[0-9]{6}|[0-9]{9})", mesh):
            yield mesh, label


def _registrations(citation: _Element) -> Iterator[Registration]:
    for bank in citation.iterfind("Article/DataBankList/DataBank"):
        if (bank.findtext("DataBankName") or "").strip() in REGISTERS:
            for number in bank.iterfind("AccessionNumberList/AccessionNumber"):
                stated = one_line(number.text)
                if stated:
                    yield from registrations(stated)


def _notices(citation: _Element) -> Iterator[Notice]:
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
    retracted = any(mesh == _RETRACTED for mesh, _ in _types(citation))
    if retracted and not found:
        yield Notice("RETRACTION")
