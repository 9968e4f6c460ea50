"""Books of PubMed, from NCBI's Bookshelf: a book as a whole, or a chapter of one.

https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html,
https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/250101/el-BookDocument.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.enrichment import pubmed_xml as xml
from kg.enrichment.work import Work, tells_plans

if TYPE_CHECKING:
    from lxml.etree import _Element


def book(publication: _Element) -> Work:
    """The work of a book: the chapter if it has a title of its own, otherwise the book."""
    document = publication.find("BookDocument")
    assert document is not None
    whole = xml.text(document.find("Book/BookTitle"))
    own = xml.text(document.find("ArticleTitle"))
    is_chapter = own is not None and own != whole
    own_lists = document.findall("AuthorList")
    lists = own_lists or ([] if is_chapter else document.findall("Book/AuthorList"))
    contributed = xml.date(document.find("ContributionDate")) if is_chapter else None
    return Work(
        source="pubmed",
        key=xml.pmid(publication),
        pmid=xml.pmid(publication),
        doi=xml.doi(
            () if is_chapter else document.iterfind("Book/ELocationID"),
            [
                *document.iterfind("ArticleIdList/ArticleId"),
                *publication.iterfind("PubmedBookData/ArticleIdList/ArticleId"),
            ],
        ),
        title=own or whole,
        book=whole if is_chapter else None,
        date=contributed or xml.date(document.find("Book/PubDate")),
        authors=tuple(
            author
            for each in lists
            if each.get("Type") != "editors"
            for author in xml.authors(each.iterfind("Author"))
        ),
        types=tuple(xml.types(document.iterfind("PublicationType"))),
        form="book-chapter" if is_chapter else "book",
        revised=xml.date(document.find("DateRevised")),
        plans=tells_plans(xml.abstract(document.find("Abstract"))),
    )
