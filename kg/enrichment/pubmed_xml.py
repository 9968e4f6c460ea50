"""What articles and books have in common in the XML of PubMed: the set, numbers, dates, authors.

https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/250101/ explains the elements. The document type that
every response names is never fetched, and a response that declares entities is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from kg.enrichment.work import Author, one_line
from kg.errors import ServiceError, TransientError
from kg.text.dois import registered_doi
from kg.text.orcids import orcid
from kg.text.pubmed_ids import PMID

if TYPE_CHECKING:
    from lxml.etree import _Element

_SETS: Final = frozenset({"PubmedArticleSet", "PubmedBookArticleSet"})
_MONTHS: Final = {
    name: f"{number:02}"
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
_YEARS: Final = re.compile(r"\b(?:1[89]|20)[0-9]{2}\b")
_NUMBER: Final = re.compile(r"[0-9]{1,2}")


def response(data: bytes, place: str) -> _Element:
    """A response with articles and books.

    Raises TransientError for XML that is cut off or damaged, ServiceError for other responses.
    """
    root = _root(data, place)
    if root.tag not in _SETS:
        stated = one_line(root.findtext(".//ERROR"))
        reason = f": {stated[:200]}" if stated else ""
        raise ServiceError(f"{place}: not a response of PubMed{reason}")
    return root


def publications(response: _Element, place: str) -> Iterator[_Element]:
    """The articles and books of a response; ServiceError if one has no PMID."""
    for each in response.iterchildren("PubmedArticle", "PubmedBookArticle"):
        if not PMID.fullmatch(pmid(each)):
            raise ServiceError(f"{place}: an article without a PMID")
        yield each


def deleted(response: _Element) -> list[str]:
    """The numbers of what a response says is deleted."""
    return [(each.text or "").strip() for each in response.iterfind("DeleteCitation/PMID")]


def _root(data: bytes, place: str) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
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
    return root


def pmid(publication: _Element) -> str:
    """The number of an article or a book."""
    path = "BookDocument/PMID" if publication.tag == "PubmedBookArticle" else "MedlineCitation/PMID"
    return (publication.findtext(path) or "").strip()


def text(element: _Element | None) -> str | None:
    """The text of an element, including that of nested markup."""
    return None if element is None else one_line("".join(map(str, element.itertext())))


def abstract(element: _Element | None) -> str:
    """An abstract with the headings of its parts."""
    parts = element.iterfind("AbstractText") if element is not None else ()
    return "\n".join(f"{part.get('Label') or ''}: {text(part) or ''}" for part in parts)


def doi(locations: Iterable[_Element], listed: Iterable[_Element]) -> str | None:
    """The first DOI of electronic locations that are valid, or of the list of ids."""
    stated = [
        each.text
        for each in locations
        if each.get("EIdType") == "doi" and each.get("ValidYN") != "N"
    ]
    stated += [each.text for each in listed if each.get("IdType") == "doi"]
    return next(filter(None, map(registered_doi, stated)), None)


def date(element: _Element | None) -> str | None:
    """A date as precise as given; a season or a span becomes its year.

    A span of two years ("1998 Dec-1999 Jan") is kept as text.
    """
    if element is None:
        return None
    year = one_line(element.findtext("Year"))
    if not year:
        span = one_line(element.findtext("MedlineDate"))
        years = set(_YEARS.findall(span or ""))
        return years.pop() if len(years) == 1 else span
    month, day = (element.findtext(part, "").strip() for part in ("Month", "Day"))
    month = _two_digits(month) or _MONTHS.get(month[:3].lower(), "")
    return "-".join(filter(None, [year, month, _two_digits(day) if month else ""]))


def _two_digits(number: str) -> str:
    return number.zfill(2) if _NUMBER.fullmatch(number) else ""


def authors(listed: Iterable[_Element]) -> Iterator[Author]:
    """The persons and groups of a list of authors."""
    for author in listed:
        if author.get("ValidYN") == "N":
            continue
        group = text(author.find("CollectiveName"))
        parts = [author.findtext("ForeName") or author.findtext("Initials"),
                 author.findtext("LastName"), author.findtext("Suffix")]  # fmt: skip
        name = group or one_line(" ".join(filter(None, parts)))
        if name:
            stated = [
                orcid(each.text)
                for each in author.iterfind("Identifier")
                if (each.get("Source") or "").upper() == "ORCID"
            ]
            affiliations = map(text, author.iterfind("AffiliationInfo/Affiliation"))
            yield Author(
                name,
                next(filter(None, stated), None),
                tuple(dict.fromkeys(filter(None, affiliations))),
                group is not None,
            )


def types(listed: Iterable[_Element]) -> Iterator[tuple[str, str]]:
    """The publication types, MeSH id and label."""
    for each in listed:
        mesh, label = each.get("UI") or "", one_line(each.text)
        if label and re.fullmatch(r"D(?:[0-9]{6}|[0-9]{9})", mesh):
            yield mesh, label
