"""`kg enrich` and answers that are not about what was asked: books, nothing, others, nonsense."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pyoxigraph
import pytest

from kg.enrichment import crossref, pubmed
from kg.enrichment.citations_index import CitedPublication
from kg.enrichment.work_mapping import map_work
from kg.errors import ServiceError
from kg.rdf.iris import Iris, doi_iri, pubmed_iri
from kg.shacl import validate
from tests.enrichment.test_books import BOOK, CHAPTER, answer
from tests.support.enrichment_server import (
    EnrichmentServer,
    environment,
    real_answers,
    real_works,
    served,
    work_answer,
)
from tests.support.kg_command import Ran, kg
from tests.support.registry_server import body

pytestmark = pytest.mark.slow

ARTICLE: Final = b"""<PubmedArticle><MedlineCitation><PMID>90000012</PMID><Article>
<ArticleTitle>An article</ArticleTitle></Article></MedlineCitation></PubmedArticle>"""

WORK: Final = {"DOI": "10.1000/Here", "title": ["A work"]}


@pytest.fixture
def services() -> Iterator[EnrichmentServer]:
    articles = {"90000010": CHAPTER, "90000011": BOOK, "90000012": ARTICLE}
    server = EnrichmentServer(
        {},
        articles={pmid: answer(data) for pmid, data in articles.items()},
        works={"10.1000/here": work_answer(WORK)},
    )
    with served(server) as running:
        yield running


def enrich(services: EnrichmentServer, folder: Path, *arguments: str, **ids: list[str]) -> Ran:
    """Runs `kg enrich` on a record that cites these PMIDs and DOIs."""
    references = [{"pmid": pmid, "citation": f"Doe J. {pmid}."} for pmid in ids.get("pmids", [])]
    references += [{"citation": f"Doe J. doi: {doi}."} for doi in ids.get("dois", [])]
    record = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT90000001", "briefTitle": "T"},
            "referencesModule": {"references": references},
        }
    }
    (folder / "record.json").write_text(json.dumps(record), "utf-8")
    command = ("enrich", "record.json", "-o", "out.nq", *arguments)
    return kg(*command, cwd=folder, env=environment(services))


def graphs(folder: Path) -> set[str]:
    """The last part of each graph's name in the output."""
    quads = pyoxigraph.parse(path=folder / "out.nq")
    return {str(quad.graph_name)[1:-1].partition("/graph/")[2] for quad in quads}


@pytest.mark.parametrize("pmids", [["90000010", "90000011"], ["90000011", "90000012"]])
def test_books_are_read_as_articles_are(
    pmids: list[str], services: EnrichmentServer, tmp_path: Path
) -> None:
    ran = enrich(services, tmp_path, pmids=pmids)
    assert ran.status == 0, ran.talk
    assert graphs(tmp_path) == {f"pubmed/{pmid}" for pmid in pmids}
    assert "attempt" not in ran.talk
    assert kg("validate", "out.nq", cwd=tmp_path).status == 0
    assert enrich(services, tmp_path, "--offline", pmids=pmids).status == 0


@pytest.mark.parametrize("tries", ["1", "5"])
def test_articles_that_pubmed_does_not_have_are_not_waited_for(
    tries: str, services: EnrichmentServer, tmp_path: Path
) -> None:
    pmids = ["90000020", "90000021", "90000022"]
    ran = enrich(services, tmp_path, "--tries", tries, pmids=pmids)
    assert ran.status == 0, ran.talk
    assert all(f"pubmed has no publication {pmid}" in ran.talk for pmid in pmids)
    assert "later" not in ran.talk
    asked = len(services.seen)
    assert enrich(services, tmp_path, pmids=pmids).status == 0
    assert len(services.seen) == asked


def test_deleted_numbers_are_reported(services: EnrichmentServer, tmp_path: Path) -> None:
    deleted = b"<DeleteCitation><PMID>90000020</PMID><PMID>90000021</PMID></DeleteCitation>"
    services.plant("efetch", body(answer(deleted), "text/xml"))
    ran = enrich(services, tmp_path, pmids=["90000020", "90000021"])
    assert ran.status == 0
    assert "pubmed has no publication 90000021" in ran.talk
    assert len(services.asked("efetch")) == 1


def test_an_answer_about_another_publication_is_not_taken(
    services: EnrichmentServer, tmp_path: Path
) -> None:
    services.articles["90000030"] = answer(ARTICLE)
    services.works["10.1000/alias"] = work_answer(WORK)
    expected = {
        "pubmed has no publication 90000030: it describes 90000012 in its place",
        "crossref has no publication 10.1000/alias: it describes 10.1000/here in its place",
    }
    for options in ((), ("--offline",)):
        ran = enrich(services, tmp_path, *options, pmids=["90000030"], dois=["10.1000/alias"])
        assert ran.status == 0
        assert all(sentence in ran.talk for sentence in expected), ran.talk
        assert graphs(tmp_path) == set()


@pytest.mark.parametrize("doi", ["10.1000/HERE", "https://doi.org/10.1000/here", "10.1000%2Fhere"])
def test_the_same_doi_in_another_spelling_is_taken(
    doi: str, services: EnrichmentServer, tmp_path: Path
) -> None:
    services.works["10.1000/here"] = work_answer({**WORK, "DOI": "https://doi.org/10.1000/HERE"})
    assert enrich(services, tmp_path, dois=[doi]).status == 0
    assert graphs(tmp_path) == {"crossref/10.1000%2Fhere"}


def test_a_doi_that_is_cut_off_is_not_asked_for(services: EnrichmentServer, tmp_path: Path) -> None:
    ran = enrich(services, tmp_path, dois=["10.1002/(SICI)1098-2272(1997)14:63.0.CO;2-N"])
    assert ran.status == 0
    assert services.seen == []


def test_one_article_that_can_not_be_read_costs_only_itself(
    services: EnrichmentServer, tmp_path: Path
) -> None:
    services.articles["90000010"] = answer(CHAPTER.replace(b"Hypothetical", b"&unknown;"))
    ran = enrich(services, tmp_path, pmids=["90000010", "90000012"])
    assert ran.status == 1
    assert "pubmed 90000010: PubMed's 90000010: the XML is cut short or damaged" in ran.talk
    assert graphs(tmp_path) == {"pubmed/90000012"}


# -- nonsense ----------------------------------------------------------------------------------

DIGITS: Final = "9" * 5000
NONSENSE: Final[list[Any]] = [
    *(None, [], {}, "", True, -1, 1e308, int(DIGITS[:400]), DIGITS, [[10**18, 99, -5]], [[None]]),
    *("\x00\u2028", "²", "٣", f"&#{DIGITS};", f"10.1000/{DIGITS}", f"NCT{DIGITS}", "http://[::1"),
]
"""Values in the place of a right one."""

WORDS: Final = [
    *("", DIGITS, f"&amp;#{DIGITS};", "²", "٣", "-1", "99", "<b/>", "<!-- x -->", "<?x y?>", "&x;"),
    *("<![CDATA[x]]>", "\x01", "<a>" * 300 + "</a>" * 300, f"10.1000/{DIGITS}"),
]
"""Text in the place of an element's."""


def altered(value: Any, chance: random.Random) -> Any:
    """A JSON value with one value in it replaced."""
    if not isinstance(value, dict | list) or not value or chance.random() < 0.2:
        return chance.choice(NONSENSE)
    key = chance.choice(list(value) if isinstance(value, dict) else range(len(value)))
    changed = dict(value) if isinstance(value, dict) else list(value)
    changed[key] = altered(value[key], chance)
    return changed


def is_mapped(works: list[Any]) -> None:
    """The graphs of works conform, and can be written."""
    for work in works:
        subject = pubmed_iri(work.key) if work.source == "pubmed" else doi_iri(work.key)
        graph = map_work(work, CitedPublication({subject}), Iris())
        assert not validate(graph).violations
        "".join(term for triple in graph.triples for term in triple).encode()


@pytest.mark.parametrize("seed", range(200))
def test_nonsense_in_json_ends_with_a_sentence(seed: int) -> None:
    chance = random.Random(seed)
    message = altered(chance.choice(list(real_works().values())), chance)
    works, sentence = [], "Crossref: "
    try:
        works = [crossref.work(json.dumps({"message": message}).encode(), "Crossref")]
    except ServiceError as error:
        sentence = str(error)
    assert sentence.startswith("Crossref: ")
    is_mapped(works)


@pytest.mark.parametrize("seed", range(200))
def test_nonsense_in_xml_ends_with_a_sentence(seed: int) -> None:
    chance = random.Random(seed)
    pieces = chance.choice([*real_answers().values(), answer(CHAPTER, BOOK)]).decode().split(">")
    place = chance.randrange(len(pieces))
    pieces[place] = chance.choice(WORDS) + "<" + pieces[place].partition("<")[2]
    data = ">".join(pieces).encode()[: chance.choice([None, -9])]
    works, sentence = [], "PubMed: "
    try:
        works = [
            work
            for part in pubmed.articles(data, "PubMed").values()
            for work in pubmed.works(part, "PubMed")
        ]
    except ServiceError as error:
        sentence = str(error)
    assert sentence.startswith("PubMed: ")
    is_mapped(works)


@pytest.mark.parametrize("month", [DIGITS, "²", "٣", "-1", "", "13"])
def test_a_month_that_is_none_leaves_the_rest(month: str) -> None:
    data = BOOK.replace(b"<Month>May<", f"<Month>{month}<".encode())
    (work,) = pubmed.works(answer(data), "PubMed")
    is_mapped([work])
    assert work.title == "A report on examples"
    assert work.date in ("2012", "2012-13")
