"""Books of PubMed: what their XML says, alone and among articles."""

from __future__ import annotations

from typing import Final

import pytest

from kg.enrichment import crossref, pubmed
from kg.enrichment.citations_index import CitedPublication
from kg.enrichment.work import Author, Work
from kg.enrichment.work_mapping import map_work
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import Iris, pubmed_iri
from kg.shacl import validate
from tests.support.enrichment_server import HEAD, work_answer

CHAPTER: Final = b"""<PubmedBookArticle><BookDocument><PMID Version="1">90000010</PMID>
<ArticleIdList><ArticleId IdType="bookaccession">NBK90000010</ArticleId></ArticleIdList>
<Book><Publisher><PublisherName>Example Press</PublisherName></Publisher>
<BookTitle book="examples">The <i>book</i> of examples</BookTitle>
<PubDate><Year>1993</Year></PubDate><BeginningDate><Year>1993</Year></BeginningDate>
<AuthorList Type="editors"><Author><LastName>Roe</LastName><ForeName>Rita</ForeName></Author>
</AuthorList></Book>
<ArticleTitle book="examples" part="ataxia">Hypothetical ataxia</ArticleTitle>
<AuthorList Type="authors"><Author><LastName>Example</LastName><ForeName>Anna</ForeName></Author>
</AuthorList>
<PublicationType UI="D016454">Review</PublicationType>
<ContributionDate><Year>2001</Year><Month>9</Month><Day>17</Day></ContributionDate>
<DateRevised><Year>2020</Year><Month>03</Month><Day>05</Day></DateRevised></BookDocument>
<PubmedBookData><ArticleIdList><ArticleId IdType="pubmed">90000010</ArticleId></ArticleIdList>
</PubmedBookData></PubmedBookArticle>"""

BOOK: Final = b"""<PubmedBookArticle><BookDocument><PMID Version="1">90000011</PMID>
<Book><BookTitle>A report on examples</BookTitle>
<PubDate><Year>2012</Year><Month>May</Month></PubDate>
<AuthorList Type="authors"><Author><CollectiveName>The Group</CollectiveName></Author></AuthorList>
<ELocationID EIdType="doi">10.1000/Report</ELocationID></Book></BookDocument></PubmedBookArticle>"""

ARTICLE: Final = b"""<PubmedArticle><MedlineCitation><PMID>90000012</PMID><Article>
<ArticleTitle>An article</ArticleTitle></Article></MedlineCitation></PubmedArticle>"""


def answer(*parts: bytes, root: bytes = b"PubmedArticleSet") -> bytes:
    """A response with these parts."""
    return HEAD + b"<%b>%b</%b>" % (root, b"".join(parts), root)


def test_a_chapter_has_its_own_title_authors_and_date() -> None:
    assert pubmed.works(answer(CHAPTER), "PubMed") == [
        Work(
            "pubmed",
            "90000010",
            pmid="90000010",
            title="Hypothetical ataxia",
            book="The book of examples",
            date="2001-09-17",
            authors=(Author("Anna Example"),),
            types=(("D016454", "Review"),),
            form="book-chapter",
            revised="2020-03-05",
        )
    ]


@pytest.mark.parametrize("root", [b"PubmedArticleSet", b"PubmedBookArticleSet"])
def test_a_book_as_a_whole_has_the_title_and_authors_of_the_book(root: bytes) -> None:
    assert pubmed.works(answer(BOOK, root=root), "PubMed") == [
        Work(
            "pubmed",
            "90000011",
            pmid="90000011",
            doi="10.1000/report",
            title="A report on examples",
            date="2012-05",
            authors=(Author("The Group", is_group=True),),
            form="book",
        )
    ]


def test_books_articles_and_deleted_numbers_come_in_one_response() -> None:
    deleted = b"<DeleteCitation><PMID>90000013</PMID></DeleteCitation>"
    apart = pubmed.articles(answer(CHAPTER, ARTICLE, BOOK, deleted), "PubMed")
    assert set(apart) == {"90000010", "90000011", "90000012", "90000013"}
    assert apart["90000013"] == b""
    forms = {key: pubmed.works(data, "cache")[0].form for key, data in apart.items() if data}
    assert forms == {"90000010": "book-chapter", "90000011": "book", "90000012": None}


@pytest.mark.parametrize("data", [CHAPTER, BOOK])
def test_a_book_is_no_article_and_in_no_journal(data: bytes) -> None:
    (work,) = pubmed.works(answer(data), "PubMed")
    subject = pubmed_iri(work.key)
    graph = map_work(work, CitedPublication({subject}), Iris())
    assert not validate(graph).violations
    said = {(p, o) for s, p, o in graph.triples if s == subject}
    assert (vocab.RDF_TYPE, vocab.SCHEMA_CREATIVE_WORK) in said
    assert (vocab.RDF_TYPE, vocab.SCHEMA_SCHOLARLY_ARTICLE) not in said
    assert not {o for p, o in said if p == vocab.SCHEMA_IS_PART_OF}


def test_a_chapter_in_crossref_is_in_a_book_and_in_no_journal() -> None:
    message = {"DOI": "10.1000/978-1_2", "type": "book-chapter", "title": ["Ataxia"]}
    message["container-title"] = ["A series", "The book of examples"]
    work = crossref.work(work_answer(message), "Crossref")
    assert (work.book, work.journal, work.journal_abbreviation) == (
        "The book of examples",
        None,
        None,
    )
