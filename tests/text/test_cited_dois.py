"""DOIs: every way in which a text names one, and what is only a part of one."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mapping import map_record
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import doi_iri, pubmed_iri
from kg.sources import read
from kg.text.cited_dois import cited_doi
from kg.text.dois import is_doi, registered_doi
from kg.text.pubmed_ids import cited_pmid
from tests.support.real_data import needed_files

SICI: Final = "10.1002/(sici)1097-0258(19970815)16:15<1743::aid-sim594>3.0.co;2-l"
"""A DOI with everything that is hard to read."""

NEJM: Final = "10.1056/nejmoa1200690"
SPRINGER: Final = "10.1007/s00520-013-1234-5"
LANCET: Final = "10.1016/s0140-6736(98)12345-6"

WAYS: Final[dict[str, list[str]]] = {
    SICI: [
        "doi: 10.1002/(SICI)1097-0258(19970815)16:15<1743::AID-SIM594>3.0.CO;2-L.",
        "doi: 10.1002/(SICI)1097-0258(19970815)16:15&lt;1743::AID-SIM594&gt;3.0.CO;2-L. Epub",
        "doi: 10.1002/(SICI)1097-0258(19970815)16:15&amp;lt;1743::AID-SIM594&amp;gt;3.0.CO;2-L",
        "doi: 10.1002/(SICI)1097-0258(19970815)16:15&#60;1743::AID-SIM594&#x3e;3.0.CO;2-L",
        "https://doi.org/10.1002/(SICI)1097-0258(19970815)16:15%3C1743::AID-SIM594%3E3.0.CO;2-L",
        f"https://doi.org/{quote(SICI.upper(), safe='')}",
        quote(f"https://doi.org/{quote(SICI)}", safe=""),
        f'<a href="https://doi.org/{SICI}">here</a>',
        "<https://doi.org/10.1002/(SICI)1097-0258(19970815)16:15<1743::AID-SIM594>3.0.CO;2-L>",
        f"http://onlinelibrary.wiley.com/doi/{SICI}/abstract;jsessionid=0123.f01t02",
        "doi: 10.1002/(SICI)1097-0258(19970815)16:15 <1743::AID-SIM594> 3.0.CO;2-L",
    ],
    NEJM: [
        "doi 10.1056/NEJMoa1200690",
        "DOI:10.1056/NEJMoa1200690",
        "DOI10.1056/NEJMoa1200690",
        "doi.10.1056/NEJMoa1200690",
        "Doi : 10.1056/NEJMoa1200690,",
        "10.1056/NEJMoa1200690",
        "J Examples 2012;1:2. 10.1056/NEJMoa1200690.",
        "(doi:10.1056/NEJMoa1200690).",
        "[doi:10.1056/NEJMoa1200690];",
        "{10.1056/NEJMoa1200690}",
        "“10.1056/NEJMoa1200690”",
        "doi：10.1056/NEJMoa1200690。",
        "info:doi/10.1056/NEJMoa1200690",
        "urn:doi:10.1056/NEJMoa1200690",
        "DX.DOI.ORG/10.1056/NEJMoa1200690",
        "2018;5:1-2.https://doi.org/10.1056/NEJMoa1200690).",
        "[10.1056/NEJMoa1200690](https://doi.org/10.1056/NEJMoa1200690)",
        "\\href{https://doi.org/10.1056/NEJMoa1200690}{text}",
        "10.1056/NEJMoa1200690</a> more",
        "10.1056/NEJMoa1200690.</p>",
        "10.1056/NEJMoa1200690<br/>",
        "10.1056/NEJMoa1200690&nbsp;Epub 2012",
        '<a href="https://doi.org/10.1056/NEJMoa1200690" target=_blank>full text</a>',
        "<a href=https://doi.org/10.1056/NEJMoa1200690>full text</a>",
        '<a href="https://doi.org/10.1056/NEJMoa1200690">doi.org/10.1056/NEJMoa12...</a>.',
        "https://www.nejm.org/doi/full/10.1056/NEJMoa1200690?query=featured_home",
        "https://www.nejm.org/doi/pdf/10.1056/NEJMoa1200690",
        "https://www.nejm.org/doi/10.1056/NEJMoa1200690/",
        "https://www.nejm.org/doi/10.1056/NEJMoa1200690#article_references",
        "https://pubmed.ncbi.nlm.nih.gov/?term=10.1056%2FNEJMoa1200690&sort=date",
        "10.1056/NEJMoa1200690;PMID:22663011",
        "10.1056/NEJMoa1200690PMID: 22663011",
        "10.1056/NEJMoa1200690(PMID:22663011)",
        "10.1056/NEJMoa1200690.Epub 2012 Jun 5",
        "10.1056/NEJMoa1200690.Published online",
        "10.1056/NEJMoa1200690|PMC3417233",
        "doi:10.1056/NEJMoa1200690 [Epub ahead of print]",
        "doi:10.1056/NEJMoa1200690. doi: 10.1056/nejmoa1200690",
        "10.1056/\nNEJMoa1200690.",
        "10.1056/NEJM\u00adoa1200690",
    ],
    SPRINGER: [
        "https://link.springer.com/article/10.1007/s00520-013-1234-5",
        "https://link.springer.com/content/pdf/10.1007/s00520-013-1234-5.pdf",
        "https://link.springer.com/article/10.1007%2Fs00520-013-1234-5#Sec1",
        "10.1007/s00520-\n013-1234-5",
        "10.1007/s00520‐013‐1234‐5",
    ],
    LANCET: [
        "10.1016/S0140-6736(98)12345-6/abstract",
        "10.1016/S0140-6736 (98)12345-6",
        "10.1016/S0140- 6736(98)12345-6",
        "https://linkinghub.elsevier.com/retrieve/doi/10.1016/S0140-6736%2898%2912345-6",
    ],
    "10.1016/j.pain.2019.01.001": [
        "https://doi.org/10.1016/j.pain. 2019.01.001",
        "10.1016/j.pain.2019.<wbr>01.001",
        "10.1016/j.pain.<em>2019.01.001</em>",
    ],
    "10.1111/j.1365-2125.2009.03421.x": [
        "http://onlinelibrary.wiley.com/doi/10.1111/j.1365-2125.2009.03421.x/full",
        "http://onlinelibrary.wiley.com/doi/abs/10.1111/J.1365-2125.2009.03421.X",
        "https://bpspubs.onlinelibrary.wiley.com/doi/epdf/10.1111/j.1365-2125.2009.03421.x",
    ],
    "10.1371/journal.pone.0012345": [
        "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0012345",
        "https://journals.plos.org/article/file?id=10.1371%2Fjournal.pone.0012345&type=printable",
    ],
    "10.1080/09638288.2019.1234567": [
        "https://www.tandfonline.com/doi/full/10.1080/09638288.2019.1234567?scroll=top&needAccess=1"
    ],
    "10.1101/2020.01.01.123456": [
        "https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full.pdf",
        "https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1",
    ],
    "10.1093/jnci/djz001": [
        "https://academic.oup.com/jnci/article/doi/10.1093/jnci/djz001/5306142"
    ],
    "10.1088/1741-2552/ab1234": ["iopscience.iop.org/article/10.1088/1741-2552/ab1234/meta"],
    "10.21203/rs.3.rs-123/v1": ["doi: 10.21203/rs.3.rs-123/v1."],
    "10.1061/(asce)0733-9399(2001)127:4(345)": ["10.1061/(ASCE)0733-9399(2001)127:4(345)"],
    "10.1352/0895-8017(2005)110[417:ibtfcw]2.0.co;2": [
        "doi: 10.1352/0895-8017(2005)110[417:IBTFCW]2.0.CO;2."
    ],
    "10.1002/1529-0131(200112)44:12<2737::aid-art460>3.0.co;2-#": [
        "doi: 10.1002/1529-0131(200112)44:12<2737::AID-ART460>3.0.CO;2-#.",
        "doi: 10.1002/1529-0131(200112)44:12<2737::AID-ART460>3.0.CO;2-%23.",
    ],
    "10.1207/s15327752jpa8502&3_1": ["doi: 10.1207/s15327752jpa8502&amp;3_1"],
    "10.1021/cr960017+": ["https://pubs.acs.org/doi/10.1021/cr960017+"],
    "10.1000/xyz": ["doi: 10.1000/xyz Epub 2009", "10.1000/xyz.. Epub"],
}
"""A DOI -> texts that name it."""

NO_DOI: Final = [
    "doi: 10.1002/(SICI)1098-2272(1997)14:63.0.CO;2-N.",
    "doi: 10.1002/(SICI)1097-0258(19970815)16:15",
    "doi: 10.1002/(SICI)1097-0258(19970815)16:15<1743::AID-SIM",
    "doi: 10.1002/(SICI)1097-0258(19970815)16:15&lt;",
    "doi: 10.1002/(SICI)1097-0258(19970815)16:15<>3.0.CO;2-L",
    "doi: 10.1002/(SICI)1097-0258(19970815)16:151743::AID-SIM5943.0.CO;2-L",
    "doi: 10.1002/(SICI)1097-0258(19970815)16:15<1743::AID-SIM594>3.0.CO;2",
    "doi: 10.1002/(SICI)1097-0258(19970815)16:15<1743::AID-SIM594>3.0",
    "doi: 10.1002/(SICI)1097-0258(",
    "doi: 10.1002/(SICI)",
    "doi: 10.1002/1097-0142(19850315)55:6",
    "doi: 10.1002/1529-0131(200112)44:123.0.CO;2-%23.",
    "doi: 10.1175/1520-0469(1963)0202.0.CO;2.",
    "10.1016/S0140-6736(98",
    "10.1016/S0140-6736(98)12345",
    "10.1016/S0140-6736",
    "10.1016/S0140?6736(98)12345?6",
    "10.1016/j.pain",
    "10.1016/j.pain.2019.01",
    "10.1007/s00520-013",
    "10.1186/1745-6215-14",
    "10.1111/j.1365-2125.2009",
    "10.1136/bmj",
    "10.1001/jama.2019",
    "10.1371/journal.pone",
    "10.1164/rccm.201501",
    "10.1182/blood-2010-01",
    "10.3389/fnins.2015",
    "10.1210/jc.2010",
    "10.1053/j.gastro.2010.01",
    "10.2337/dc",
    "10.1002/14651858",
    "10.1056/NEJM",
    "10.1056/",
    "10.1056",
    "10.1002/(ISSN)1097-0142",
    "10.1111/jgs.2020.68.issue-4",
    *(f"10.1000/xyz{end}" for end in ("...", "…", " ...", "-", "(", "_", "/", "(2", "<")),
    "10.1000/xyz 2009-1",
    "10.1000/xyz;10.1000/abc",
    "10.1000/xyz,10.1000/abc",
    "doi: 10.1000/xyz and doi: 10.1000/abc",
    "10.1000/xyz, as 10.1002/(SICI)1098-2272(1997)14:63.0.CO;2-N",
    "10.1000/é",
    "10.1000/18%ZZ2",
    "a value of 10.25/20, in version 2.10.1234/5",
    f"10.1000/{'a' * 400}",
]
"""Texts that name several DOIs, none, or only a part of one."""


@pytest.mark.parametrize(("doi", "text"), [(doi, text) for doi in WAYS for text in WAYS[doi]])
def test_a_doi_is_recognised_however_it_is_given(doi: str, text: str) -> None:
    assert is_doi(doi)
    assert cited_doi(text) == doi


@pytest.mark.parametrize("text", NO_DOI)
def test_a_part_of_a_doi_names_nothing(text: str) -> None:
    assert cited_doi(text) is None


@pytest.mark.parametrize(
    ("field", "doi"),
    [
        ("10.1056/NEJMoa1200690", NEJM),
        (" https://doi.org/10.1056/NEJMoa1200690 ", NEJM),
        ("10.1000/any{thing}", "10.1000/any{thing}"),
        (SICI.upper(), SICI),
        ("10.1002/(SICI)1098-2272(1997)14:63.0.CO;2-N", None),
        ("10.1056", None),
        ("see 10.1056/NEJMoa1200690", None),
        (None, None),
    ],
)
def test_a_field_for_a_doi_holds_only_that(field: str | None, doi: str | None) -> None:
    assert registered_doi(field) == doi


@pytest.mark.parametrize(
    ("text", "pmid"),
    [
        ("PMID: 22663011.", "22663011"),
        ("PubMed PMID:22663011; PMCID: PMC3417233", "22663011"),
        ("PubMed ID 22663011", "22663011"),
        ("https://pubmed.ncbi.nlm.nih.gov/22663011/", "22663011"),
        ("https://pubmed.ncbi.nlm.nih.gov/?term=22663011", "22663011"),
        ("http://www.ncbi.nlm.nih.gov/pubmed/22663011", "22663011"),
        ("http://www.ncbi.nlm.nih.gov/pubmed/?term=22663011[uid]", "22663011"),
        ("https://europepmc.org/article/MED/22663011", "22663011"),
        ("PMID: 22663011, 22663012", None),
        ("PMID 22663011 and pubmed.ncbi.nlm.nih.gov/22663012", None),
        ("https://pubmed.ncbi.nlm.nih.gov/?term=10.1056/NEJMoa1200690", None),
        ("Found in PubMed 2019", None),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3417233/", None),
    ],
)
def test_a_pmid_has_a_label_or_is_in_an_address(text: str, pmid: str | None) -> None:
    assert cited_pmid(text) == pmid


PIECES: Final = st.sampled_from(
    [
        *"<>()[]{}/.,;:-_#?&%'\"x \n\u2010é",
        *("10.1000/", "10.1016/j.", "doi:", "https://", "(sici)", "3.0.co;2-l", "182"),
        *("&lt;", "%3C", "<a href=", "</a>", "abstract"),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_what_a_text_names_is_a_doi(text: str) -> None:
    doi = cited_doi(text)
    assert doi is None or (is_doi(doi) and cited_doi(f"doi: {doi}.") == doi)


@pytest.mark.parametrize(
    "piece", ["10.1000/", "10.1000/a/pdf", "<a '", '<a href="', "&lt;", "%25", "10.1234.", "(", "<"]
)
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    begun = time.process_time()
    cited_doi(f"10.1000/{piece * (50_000 // len(piece))}")
    assert time.process_time() - begun < 2


def _published(references: list[dict[str, str]], folder: Path, nct_id: str) -> set[str]:
    """The terms of the publications that a record with these references cites."""
    record = {
        "protocolSection": {
            "identificationModule": {"nctId": nct_id, "briefTitle": "T"},
            "referencesModule": {"references": references},
        }
    }
    path = folder / f"{nct_id}.json"
    path.write_text(json.dumps(record), "utf-8")
    (found,) = read(path)
    return {o for _, p, o in map_record(found).triples if p == vocab.KG_REFERENCE}


def test_papers_with_a_cut_doi_are_two_and_known_by_their_pmids(tmp_path: Path) -> None:
    cut = "doi: 10.1002/(SICI)1098-2272(1997)14:63.0.CO;2-N."
    first = [{"pmid": "90000073", "citation": f"Doe J. One. J Examples. 1997;14(6):755-60. {cut}"}]
    second = [{"pmid": "90000074", "citation": f"Roe R. Two. J Examples. 1997;14(6):921-6. {cut}"}]
    neither = [{"citation": f"Poe E. Three. J Examples. 1997;14(6):1-6. {cut}"}]
    assert _published(first, tmp_path, "NCT90000001") == {pubmed_iri("90000073")}
    assert _published(second, tmp_path, "NCT90000002") == {pubmed_iri("90000074")}
    (minted,) = _published(neither, tmp_path, "NCT90000003")
    assert "/publication/three-" in minted


@pytest.mark.parametrize("doi", WAYS)
def test_one_paper_is_one_node_in_every_spelling(doi: str, tmp_path: Path) -> None:
    nodes = {
        term
        for text in WAYS[doi]
        for term in _published([{"citation": f"Doe J. A. {text}"}], tmp_path, "NCT90000001")
    }
    assert nodes == {doi_iri(doi)}


@pytest.mark.slow
def test_the_dois_of_real_answers_are_recognised() -> None:
    found = set()
    for path in needed_files("enrichment/crossref", "*.json"):
        found |= set(_stated(json.loads(path.read_bytes())))
    assert len(found) > 300
    unknown = {doi for doi in found if cited_doi(doi) != doi.lower()}
    issue, mistyped = "10.1111/cep.1979.6.issue-5", "10.5424/http://dx.doi.org/10.5424/sjar"
    assert all(doi == issue or doi.startswith(mistyped) for doi in unknown)


def _stated(value: object) -> list[str]:
    """Every DOI in a JSON value of Crossref."""
    if isinstance(value, list):
        return [doi for each in value for doi in _stated(each)]
    if not isinstance(value, dict):
        return []
    own = [value["DOI"]] if isinstance(value.get("DOI"), str) else []
    return own + [doi for each in value.values() for doi in _stated(each)]
