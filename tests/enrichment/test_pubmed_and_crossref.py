"""What PubMed's and Crossref's answers say, what it tells of trials, and what is refused."""

from __future__ import annotations

import json
from typing import Any, Final

import pyoxigraph
import pytest

from kg.enrichment import article_roles, crossref, pubmed
from kg.enrichment.citations_index import Citations, CitedPublication, CitingTrial
from kg.enrichment.clients import slowed
from kg.enrichment.input_facts import NEEDED, of_record, of_triples
from kg.enrichment.work import Author, Notice, Registration, Work
from kg.enrichment.work_mapping import map_work
from kg.errors import ServiceError, TransientError
from kg.formats import FORMATS, serialize
from kg.http.request_limits import RequestLimits
from kg.mapping import map_record
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import Iris, doi_iri, pubmed_iri
from kg.shacl import validate
from kg.sources import Blob, read, read_record
from kg.text.orcids import orcid
from tests.support.enrichment_server import HEAD, article_set, real_answers, real_works, work_answer
from tests.support.paths import ROOT

CITING: Final = CitingTrial.registered("NCT00000001")

ARTICLE: Final = b"""<PubmedArticle><MedlineCitation><PMID Version="1">100000001</PMID><Article>
<Journal><JournalIssue><PubDate>%(date)b</PubDate></JournalIssue><Title>J</Title></Journal>
<ArticleTitle>%(title)b</ArticleTitle>
<AuthorList>%(authors)b</AuthorList>
<DataBankList>%(banks)b</DataBankList>
<PublicationTypeList>%(types)b</PublicationTypeList>
</Article>%(comments)b</MedlineCitation></PubmedArticle>"""
"""The parts of an article that tests vary."""

PARTS: Final = (b"date", b"title", b"authors", b"banks", b"types", b"comments")


def article(**parts: str) -> Work:
    """The work of an article with these parts."""
    given = {name: parts.get(name.decode(), "").encode() for name in PARTS}
    answer = b"<PubmedArticleSet>" + ARTICLE % given + b"</PubmedArticleSet>"
    return pubmed.works(HEAD + answer, "PubMed")[0]


def bank_list(*banks: tuple[str, str]) -> str:
    """The data banks of an article, each with one number."""
    return "".join(
        f"<DataBank><DataBankName>{bank}</DataBankName><AccessionNumberList><AccessionNumber>"
        f"{number}</AccessionNumber></AccessionNumberList></DataBank>"
        for bank, number in banks
    )


def work(**fields: Any) -> Work:
    """The work of an answer of Crossref with these fields."""
    return crossref.work(work_answer({"DOI": "10.1000/Example", **fields}), "Crossref")


# -- the real answers --------------------------------------------------------------------------

FACTS: Final = {
    "22663011": ("10.1056/nejmoa1203421", "2012-07-12", 26, ["NCT01245062"], "N Engl J Med"),
    "24165173": (
        "10.1128/aac.01607-13", "2014", 8, ["NCT01047267"], "Antimicrob Agents Chemother",
    ),
    "22078490": (
        "10.1186/1471-2458-11-859", "2011-11-11", 10, ["NCT01194596"], "BMC Public Health",
    ),
    "19082263": (None, "2008-12", 2, [], "Cad Saude Publica"),
    "27305424": ("10.1055/s-0042-108433", "2016-09", 12, [], "Endoscopy"),
    "22327499": (
        "10.4161/hv.18617", "2012-03", 5, ["NCT00289757", "NCT00291876"], "Hum Vaccin Immunother",
    ),
}  # fmt: skip
"""Number -> DOI, date, authors, registered trials and journal of the real articles, by hand."""


def test_real_articles_say_what_a_reader_finds_in_them() -> None:
    found = {}
    for data in real_answers().values():
        (each,) = pubmed.works(data, "PubMed")
        assert each.title
        assert each.types
        numbers = [registration.number for registration in each.registrations]
        facts = each.doi, each.date, len(each.authors), numbers, each.journal_abbreviation
        found[each.key] = facts
    assert found == FACTS


def test_a_set_of_articles_is_taken_apart() -> None:
    data = article_set(*real_answers().values())
    apart = pubmed.articles(data, "PubMed")
    assert list(apart) == list(real_answers())
    for number, whole in real_answers().items():
        assert pubmed.works(apart[number], "cache") == pubmed.works(whole, "PubMed")


def test_real_works_say_what_stands_in_them() -> None:
    assert len(real_works()) > 60
    for doi, message in real_works().items():
        each = crossref.work(work_answer(message), "Crossref")
        parts = message.get("published", message["issued"])["date-parts"][0]
        partial = [str(part).zfill(2) for part in parts if part is not None]
        stated = [a["ORCID"][-19:] for a in message.get("author", ()) if "ORCID" in a]
        assert each.key == doi
        assert each.date == ("-".join(partial) or None)
        assert [author.orcid for author in each.authors if author.orcid] == stated
        assert bool(each.title) == bool(message.get("title"))
        assert bool(each.journal or each.book) == bool(message.get("container-title"))
        assert len(each.authors) == len(message.get("author", ()))


def test_graphs_of_all_real_answers_conform() -> None:
    works = [pubmed.works(data, "PubMed")[0] for data in real_answers().values()]
    works += [crossref.work(work_answer(each), "Crossref") for each in real_works().values()]
    graphs = set()
    for each in works:
        subject = doi_iri(each.doi) if each.doi else pubmed_iri(each.key)
        graph = map_work(each, CitedPublication({subject}, {"NCT00000001": CITING}), Iris())
        assert [result.message for result in validate(graph).violations] == [], each.key
        for name in ("n-quads", "trig"):
            document = "".join(serialize([graph], FORMATS[name]))
            form = pyoxigraph.RdfFormat.from_media_type(FORMATS[name].media_type)
            quads = list(pyoxigraph.parse(document.encode(), format=form))
            assert len(quads) == graph.size
            assert {f"{quad.graph_name}" for quad in quads} == {graph.name}
        graphs.add(graph.name)
    assert len(graphs) == len(works)


# -- dates, authors, titles --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("<Year>2012</Year><Month>Jul</Month><Day>4</Day>", "2012-07-04"),
        ("<Year>2012</Year><Month>7</Month>", "2012-07"),
        ("<Year>2012</Year><Season>Summer</Season>", "2012"),
        ("<MedlineDate>2000 Nov-Dec</MedlineDate>", "2000"),
        ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", "1998 Dec-1999 Jan"),
        ("", None),
    ],
)
def test_a_date_is_as_precise_as_given(date: str, expected: str | None) -> None:
    assert article(date=date).date == expected


def test_a_day_that_there_is_not_stays_text() -> None:
    each = article(date="<Year>2015</Year><Month>02</Month><Day>30</Day>", title="T")
    graph = map_work(
        each, CitedPublication({pubmed_iri(each.key)}, {"NCT00000001": CITING}), Iris()
    )
    assert any(term == '"2015-02-30"' for _, _, term in graph.triples)
    assert not validate(graph).violations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("http://orcid.org/0000-0002-1694-233X", "0000-0002-1694-233X"),
        ("https://orcid.org/000000021694233x", "0000-0002-1694-233X"),
        ("0000-0002-1825-0098", None),
        ("0000-0002-1825-0097 (Anna)", None),
    ],
)
def test_an_orcid_is_told_by_its_check_digit(text: str, expected: str | None) -> None:
    assert orcid(text) == expected


def test_authors_are_people_and_groups() -> None:
    authors = """<Author ValidYN="Y"><LastName>Example</LastName><ForeName>Anna</ForeName>
        <Suffix>Jr</Suffix><Identifier Source="ORCID">http://orcid.org/0000-0002-1825-0097</Identifier>
        <AffiliationInfo><Affiliation>One.</Affiliation></AffiliationInfo></Author>
        <Author ValidYN="N"><LastName>Misspelt</LastName></Author>
        <Author><CollectiveName>The Group</CollectiveName></Author>"""
    assert article(authors=authors).authors == (
        Author("Anna Example Jr", "0000-0002-1825-0097", ("One.",)),
        Author("The Group", is_group=True),
    )
    given = [{"given": "Anna", "family": "Example", "affiliation": [{"name": "One"}]}]
    assert work(author=[*given, {"name": "The Group"}]).authors == (
        Author("Anna Example", None, ("One",)),
        Author("The Group", is_group=True),
    )


def test_markup_is_taken_from_titles_and_a_less_than_sign_is_not() -> None:
    assert article(title="H<sub>2</sub>O in <i>Homo</i>\n sapiens").title == "H2O in Homo sapiens"
    title = "<jats:italic>In</jats:italic> H<sub>2</sub>O, p < 0.05 &amp; more"
    assert work(title=[title]).title == "In H2O, p < 0.05 & more"


def test_what_can_not_stand_in_a_text_does_not_reach_the_graph() -> None:
    title = "A\x00B\x1b[31m\ud800C"
    data = json.dumps({"message": {"DOI": "10.1000/example", "title": [title]}}).encode()
    try:
        each = crossref.work(data, "Crossref")
    except (ServiceError, TransientError):
        return
    assert each.title is not None
    assert each.title.isprintable()
    each.title.encode()


# -- registrations, notices, licences ----------------------------------------------------------


def test_only_registers_of_trials_register() -> None:
    banks = bank_list(
        ("ClinicalTrials.gov", "nct00000001"),
        ("ISRCTN", "ISRCTN12345678"),
        ("GENBANK", "AF123456"),
    )
    numbers = [each.number for each in article(banks=banks).registrations]
    assert numbers == ["NCT00000001", "ISRCTN12345678"]


def test_crossref_tells_the_stage_of_a_registration() -> None:
    trials = [
        {"clinical-trial-number": "nct00000001", "registry": "10.18810/x", "type": "preResults"},
        {"clinical-trial-number": "isrctn12345678", "registry": "10.18810/isrctn"},
    ]
    assert work(**{"clinical-trial-number": trials}).registrations == (
        Registration("NCT00000001", article_roles.PROTOCOL),
        Registration("ISRCTN12345678"),
    )


def test_notices_are_reported() -> None:
    comments = """<CommentsCorrectionsList>
        <CommentsCorrections RefType="RetractionIn"><RefSource>J. 2020;1:2</RefSource>
        <PMID Version="1">100000002</PMID></CommentsCorrections>
        <CommentsCorrections RefType="Cites"><PMID>3</PMID></CommentsCorrections>
        <CommentsCorrections RefType="ErratumIn"><RefSource>J. 2019;1:2</RefSource>
        </CommentsCorrections></CommentsCorrectionsList>"""
    assert article(comments=comments).notices == (
        Notice("RETRACTION", pmid="100000002", citation="J. 2020;1:2"),
        Notice("CORRECTION", citation="J. 2019;1:2"),
    )
    retracted = '<PublicationType UI="D016441">Retracted Publication</PublicationType>'
    assert article(types=retracted).notices == (Notice("RETRACTION"),)
    updates = [
        {"DOI": "10.1000/NOTICE", "type": "retraction", "updated": {"date-parts": [[2020, 1]]}},
        {"DOI": "10.1000/new", "type": "new_version"},
    ]
    assert work(**{"updated-by": updates}).notices == (
        Notice("RETRACTION", doi="10.1000/notice", date="2020-01"),
        Notice("UPDATE", doi="10.1000/new"),
    )


def test_a_licence_to_mine_is_no_licence_to_read() -> None:
    licences = [
        {"URL": "https://example.org/mine", "content-version": "tdm"},
        {"URL": "https://creativecommons.org/licenses/by/4.0/", "content-version": "vor"},
    ]
    assert work(license=licences).licences == ("https://creativecommons.org/licenses/by/4.0/",)


# -- what an article is to a trial -------------------------------------------------------------

HERE, OTHER = Registration("NCT00000001"), Registration("NCT00000002")
PROTOCOL_TYPE, TRIAL_TYPE, REVIEW, PLAIN = "D000078325", "D017428", "D016454", "D016428"


@pytest.mark.parametrize(
    ("types", "registrations", "role"),
    [
        ((PROTOCOL_TYPE, TRIAL_TYPE), (HERE,), article_roles.PROTOCOL),
        ((PROTOCOL_TYPE,), (), None),
        ((TRIAL_TYPE,), (HERE,), article_roles.RESULT),
        ((TRIAL_TYPE,), (HERE, OTHER), article_roles.RESULT),
        ((TRIAL_TYPE,), (), None),
        ((TRIAL_TYPE,), (OTHER,), article_roles.BACKGROUND),
        ((PLAIN,), (HERE,), None),
        ((PLAIN,), (Registration("NCT00000001", article_roles.RESULT),), article_roles.RESULT),
        ((PLAIN,), (Registration("NCT00000001", article_roles.PROTOCOL),), article_roles.PROTOCOL),
        ((PLAIN,), (), None),
        ((REVIEW,), (), article_roles.BACKGROUND),
        ((REVIEW, TRIAL_TYPE), (HERE,), None),
    ],
)
def test_roles_rest_on_what_the_article_states(
    types: tuple[str, ...], registrations: tuple[Registration, ...], role: str | None
) -> None:
    each = Work("pubmed", "1", types=tuple((t, "") for t in types), registrations=registrations)
    assert article_roles.role(each, CITING) == role


TRIAL: Final = {
    "nctId": "NCT90001501",
    "nctIdAliases": ["NCT90001599"],
    "orgStudyIdInfo": {"id": "EX-7"},
    "secondaryIdInfos": [
        {"id": "EudraCT Number: 2099-000001-11"},
        {"id": "ISRCTN 12345670"},
        {"id": "NCT90001777"},
        {"id": "NCT00000000"},
    ],
}


def roles(number: str, reference_type: str = "RESULT", mesh: str = TRIAL_TYPE) -> set[str]:
    """What the graph of an article with this registration says that it is to the trial that cites
    it with this type: the predicates, and `also` with the NCT ids of other trials.
    """
    references = [{"pmid": "100000001", "type": reference_type, "citation": "X"}]
    record = {
        "protocolSection": {
            "identificationModule": TRIAL,
            "referencesModule": {"references": references},
        }
    }
    citations = Citations()
    citations.add(of_record(map_record(read_record(Blob("here", json.dumps(record).encode())))))
    banks = bank_list(("ClinicalTrials.gov", number)) if number else ""
    each = article(banks=banks, types=f'<PublicationType UI="{mesh}">Trial</PublicationType>')
    graph = map_work(each, citations.by_pmid["100000001"], Iris())
    assert not validate(graph).violations
    names = {vocab.CITO_DOCUMENTS: "documents", vocab.CITO_DESCRIBES: "describes",
             vocab.CITO_OBTAINS_BACKGROUND_FROM: "background"}  # fmt: skip
    trial = Iris().trial("NCT90001501")
    found = {names[triple[1]] for triple in graph.triples if triple[1] in names and trial in triple}
    related = [term for _, predicate, term in graph.triples if predicate == vocab.KG_RELATED_TRIAL]
    return found | {term[-12:-1] for term in related}


@pytest.mark.parametrize(
    "number",
    [
        "NCT90001501",
        "NCT90001501.",
        "NCT 90001501",
        "nct-90001501",
        "ClinicalTrials.gov: NCT90001501",
        "ClinicalTrials.gov ID number: NCT90001501",
        "NCT90001501 (EudraCT, see the protocol)",
        "NCT90001599",
        "2099-000001-11",
        "EudraCT 2099-000001-11",
        "EUCTR2099-000001-11-DE",
        "ISRCTN12345670",
        "isrctn 12345670",
        "10.1186/ISRCTN12345670",
        "EudraCT 2099-000001-11; ISRCTN12345670",
    ],
)
def test_an_article_with_any_number_of_a_trial_is_of_the_trial(number: str) -> None:
    assert roles(number) == {"documents"}
    assert roles(number, mesh=PROTOCOL_TYPE) == {"describes"}


@pytest.mark.parametrize(
    ("number", "reference_type", "expected"),
    [
        ("NCT90001502", "BACKGROUND", {"background", "NCT90001502"}),
        ("NCT90001502", "RESULT", {"NCT90001502"}),
        ("NCT90001502", "DERIVED", {"NCT90001502"}),
        ("NCT90001501", "BACKGROUND", set()),
        ("2099-000002-11", "BACKGROUND", {"background"}),
        ("2099-000002-11", "RESULT", set()),
        ("DRKS00012345", "BACKGROUND", set()),  # a registry that the record does not name
        ("EX-7", "BACKGROUND", set()),
        ("NCT00000000", "BACKGROUND", set()),
        ("NCT90001501 NCT90001502", "RESULT", set()),  # of which it is the result is not clear
        ("NCT90001501, NCT90001502", "RESULT", {"documents", "NCT90001502"}),
    ],
)
def test_where_article_and_record_disagree_nothing_is_claimed(
    number: str, reference_type: str, expected: set[str]
) -> None:
    assert roles(number, reference_type) == expected


def test_a_review_is_background_unless_the_record_calls_it_a_result() -> None:
    assert roles("", "BACKGROUND", REVIEW) == {"background"}
    assert roles("", "RESULT", REVIEW) == set()


def test_the_record_of_an_alias_is_no_other_trial() -> None:
    """A trial and its earlier record cite an article that is registered with the earlier id."""
    new = CitingTrial.registered("NCT90001501")
    new.numbers |= CitingTrial.registered("NCT90001599").numbers
    old = CitingTrial.registered("NCT90001599")
    subject = pubmed_iri("100000001")
    for trials in ({"NCT90001501": new, "NCT90001599": old},
                   {"NCT90001599": old, "NCT90001501": new}):  # fmt: skip
        banks = bank_list(("ClinicalTrials.gov", "NCT90001599"))
        types = f'<PublicationType UI="{TRIAL_TYPE}">Trial</PublicationType>'
        each = article(banks=banks, types=types)
        graph = map_work(each, CitedPublication({subject}, trials), Iris())
        terms = {term for triple in graph.triples for term in triple}
        assert Iris().trial("NCT90001501") in terms
        assert Iris().trial("NCT90001599") not in terms


def numbered(*numbers: str) -> CitingTrial:
    """A trial that has these numbers."""
    return CitingTrial(
        {each for number in numbers for each in CitingTrial.registered(number).numbers}
    )


@pytest.mark.parametrize("stated", ["NCT90001501", "ISRCTN12345678"])
def test_an_article_is_of_each_record_of_the_trial(stated: str) -> None:
    """Both records cite it and name each other; neither is another trial for the other one."""
    both = "NCT90001501", "ISRCTN12345678"
    cited = CitedPublication({pubmed_iri("100000001")}, {each: numbered(*both) for each in both})
    types = f'<PublicationType UI="{TRIAL_TYPE}">Trial</PublicationType>'
    each = article(banks=bank_list(("ClinicalTrials.gov", stated)), types=types)
    terms = map_work(each, cited, Iris()).triples
    documented = {value for _, has, value in terms if has == vocab.CITO_DOCUMENTS}
    assert documented == {Iris().trial(number) for number in both}
    assert vocab.KG_RELATED_TRIAL not in {has for _, has, _ in terms}


def test_a_number_in_another_registry_leads_to_the_trial_that_has_it() -> None:
    each = article(banks=bank_list(("ISRCTN", "ISRCTN12345678")))
    subject = pubmed_iri("100000001")
    one = {"NCT90001501": numbered("NCT90001501", "ISRCTN12345678")}
    two = {**one, "NCT90001502": numbered("NCT90001502", "ISRCTN12345678")}
    for trials, expected in ((one, {Iris().trial("NCT90001501")}), (two, set())):
        found = map_work(each, CitedPublication({subject}, trials), Iris()).triples
        assert {value for _, has, value in found if has == vocab.KG_REGISTERED_TRIAL} == expected


@pytest.mark.parametrize(
    "fields",
    [
        {"plans": True},
        {"title": "Gait in ataxia: study protocol for a randomised controlled trial"},
    ],
)
def test_what_tells_of_the_future_is_no_result(fields: dict[str, Any]) -> None:
    each = Work("pubmed", "1", types=((TRIAL_TYPE, ""),), registrations=(HERE,), **fields)
    assert article_roles.role(each, CITING) is None
    assert not article_roles.is_report(each)


def test_a_protocol_of_before_protocols_had_a_type_is_no_result() -> None:
    espitap, metric = (
        pubmed.works(real_answers()[number], "PubMed")[0] for number in ("22078490", "22663011")
    )
    assert article_roles.has_trial_type(espitap)
    assert article_roles.role(espitap, CitingTrial.registered("NCT01194596")) is None
    assert article_roles.role(metric, CitingTrial.registered("NCT01245062")) == article_roles.RESULT


def test_publications_are_those_that_the_mapping_states() -> None:
    citations = Citations()
    for record in read(ROOT / "samples"):
        citations.add(of_record(map_record(record)))
    assert citations.by_pmid or citations.by_doi
    for cited in (*citations.by_pmid.values(), *citations.by_doi.values()):
        assert cited.subjects
        assert cited.trials.keys() <= {"NCT04322149", "NCT04326283", "NCT04745299"}


# -- what is refused ---------------------------------------------------------------------------

LAUGHS: Final = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12)
).encode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<!DOCTYPE PubmedArticleSet [%b]><PubmedArticleSet/>" % LAUGHS, "declares entities"),
        (
            b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><x>&x;</x>',
            "declares entities",
        ),
        (b"<html><body>Sorry</body></html>", "not a response of PubMed"),
        (b"<eFetchResult><ERROR>Cannot retrieve</ERROR></eFetchResult>", "Cannot retrieve"),
        (
            article_set(
                b"<PubmedArticle><MedlineCitation><PMID>../x</PMID></MedlineCitation>"
                b"</PubmedArticle>"
            ),
            "without a PMID",
        ),
        (b"<PubmedArticleSet><PubmedArticle>", "cut short or damaged"),
        (b"", "cut short or damaged"),
    ],
)
def test_xml_that_is_no_answer_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(ServiceError, match=sentence):
        pubmed.works(data, "PubMed")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'{"message": {"title": ["No DOI"]}}', "without a DOI"),
        (b'{"message": {"DOI": 1}}', "not a response of Crossref"),
        (b'{"message": []}', "not a response of Crossref"),
        (b'{"message": {"DOI": "10.1/', "cut short or damaged"),
        (b'{"message":{"DOI":' + b"[" * 200_000, "Crossref"),
        (b"\xff\xfe", "cut short or damaged"),
    ],
)
def test_json_that_is_no_answer_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(ServiceError, match=sentence):
        crossref.work(data, "Crossref")


@pytest.mark.parametrize(
    ("limit", "interval", "rate"),
    [
        ("50", "1s", 300.0),
        ("2", "1s", 120.0),
        ("1", "10s", 6.0),
        ("x", "1s", 300.0),
        ("0", "0", 300),
    ],
)
def test_crossref_is_asked_no_faster_than_it_says(limit: str, interval: str, rate: float) -> None:
    headers = {"X-Rate-Limit-Limit": limit, "X-Rate-Limit-Interval": interval}
    assert slowed(RequestLimits(rate=300.0), headers.get).rate == rate


def test_an_export_tells_the_same_of_citing_trials_as_the_record() -> None:
    references = [{"pmid": "100000001", "type": "RESULT", "citation": "X"}]
    protocol = {"identificationModule": TRIAL, "referencesModule": {"references": references}}
    record = read_record(Blob("here", json.dumps({"protocolSection": protocol}).encode()))
    graph = map_record(record)
    found = []
    for facts in (of_record(graph), of_triples(t for t in graph.triples if t[1] in NEEDED)):
        citations = Citations()
        citations.add(facts)
        found.append(citations.by_pmid)
    assert found[0] == found[1]
    [trial] = found[0]["100000001"].trials.values()
    assert {each.number for each in trial.numbers} == {
        "NCT90001501", "NCT90001599", "2099-000001-11", "ISRCTN12345670",
    }  # fmt: skip
