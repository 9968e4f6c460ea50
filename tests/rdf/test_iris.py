"""Identity: the same thing has one IRI in every record, and no two things share one."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import kg
from kg.errors import UsageError
from kg.mapping.lexical import mesh_id
from kg.rdf.iris import LONGEST_SLUG, Iris, doi_iri, slug
from kg.rdf.terms import NOT_IN_IRI
from tests.support.graph_facts import Said, said_of, small
from tests.support.paths import DATA
from tests.support.real_data import needed

# The same thing in several records


@pytest.fixture(scope="module")
def everything(v2_records: list[Path]) -> list[Said]:
    """What all real records say."""
    return [Said(kg.map_record(record)) for record in kg.read(*v2_records)]


@pytest.fixture(scope="module")
def nodes(everything: list[Said]) -> dict[str, dict[str, set[str]]]:
    """Of all real records: class -> node -> the trials that speak of it."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for said in everything:
        for (subject, predicate), types in said.statements():
            if predicate == "rdf:type":
                for type_ in types:
                    found[type_][subject].add(said.graph.number)
    return found


SHARED_NODES: Final[list[tuple[str, str, set[str]]]] = [
    # class, node, some of the real records that speak of it, in whatever spelling
    (
        "schema:Organization",
        "/organization/national-institute-of-diabetes-and-digestive-and-kidney-diseases-niddk",
        {"NCT00763412", "NCT03560323", "NCT03731637"},
    ),
    (
        "schema:Organization",
        "/organization/danish-headache-center",
        {"NCT01589588", "NCT02466334", "NCT02510729"},
    ),
    (
        "schema:Person",
        "/person/messoud-ashina/danish-headache-center",
        {"NCT02466334", "NCT02510729", "NCT03814226"},
    ),
    (
        "schema:Person",
        "/person/scott-b-phillips/winston-laboratories",
        {"NCT00033839", "NCT00069082", "NCT01341548"},
    ),
    (
        "schema:Place",
        "/site/usa/new-hampshire/lebanon/dartmouth-hitchcock-medical-center",
        {"NCT00033839", "NCT02168764", "NCT02513394"},
    ),
    (
        "schema:Place",
        "/site/kor/seoul/seoul-national-university-hospital",
        {"NCT04467398", "NCT05819398", "NCT05850520"},
    ),
    ("skos:Concept", "mesh:D003920", {"NCT00007696", "NCT00162175", "NCT00195884"}),
    (
        "schema:ScholarlyArticle",
        "doi:10.1016/s1474-4422(21)00101-0",
        {"NCT01151631", "NCT06787677"},
    ),
    ("schema:ScholarlyArticle", "doi:10.1177/0333102419856607", {"NCT01792817", "NCT01958125"}),
    ("schema:Country", "country:KOR", {"NCT04467398", "NCT05819398"}),
    ("schema:Country", "country:CZE", {"NCT02552212", "NCT05915026"}),
]


@pytest.mark.usefixtures("v2_snapshot")
@pytest.mark.slow
@pytest.mark.parametrize(("class_", "node", "trials"), SHARED_NODES)
def test_one_thing_is_one_node_in_every_record(
    nodes: dict[str, dict[str, set[str]]], class_: str, node: str, trials: set[str]
) -> None:
    assert trials <= nodes[class_][node]


@pytest.mark.slow
def test_the_page_and_the_registry_speak_of_one_place(
    nodes: dict[str, dict[str, set[str]]],
) -> None:
    page = said_of(needed("records/page/NCT04745299.txt"))
    place = "/site/kor/seoul/seoul-national-university-hospital"
    assert place in page(".", "kg:site")
    assert "NCT04745299" not in nodes["schema:Place"][place]


PLACEHOLDERS: Final = re.compile(
    r'"(?:research site"|local institution|.*investigat\w+ (?:site|cent)|.*additional information'
    r"|as0006 \d|\W*$|.*study cent)",
    re.IGNORECASE,
)


@pytest.mark.slow
@pytest.mark.usefixtures("v2_snapshot")
def test_no_placeholder_is_a_place_of_several_trials(everything: list[Said]) -> None:
    seen = 0
    for said in everything:
        for place in said.those("schema:Place"):
            names = said(place, "schema:name")
            if not names or any(map(PLACEHOLDERS.match, names)):
                assert place.startswith("./place/"), (said.graph.number, place)
                seen += 1
    assert seen > 900


NON_PERSONS: Final = (
    (
        "Call 1-877-CTLILLY (1-877-285-4559) or 1-317-615-4559 Mon - Fri 9 AM - 5 PM Eastern time"
        " (UTC/GMT - 5 hours, EST)"
    ),
    "Teva Medical Expert, MD",
    "GSK Clinical Trials",
    "Bristol-Myers Squibb",
    "Novartis Pharmaceuticals",
    "Email contact via H. Lundbeck A/S",
    "Study Director",
    "ABBVIE INC.",
    "Clinical Transparency (dept. 2834)",
    "Global Clinical Registry (GCR, 1452)",
    "UCB Cares",
    "Principal Investigator",
    "Medical Director",
    "Taisho Director",
    "Sponsor Chugai Pharmaceutical Co.Ltd",
    "Pfizer CT.gov Call Center",
)
"""Officials of the real records who are nobody."""


@pytest.mark.slow
@pytest.mark.usefixtures("v2_snapshot")
def test_non_persons_are_officials_and_no_persons(everything: list[Said]) -> None:
    officials: set[str] = set()
    for said in everything:
        names = {name for node in said.those("schema:Person") for name in said(node, "schema:name")}
        assert names.isdisjoint(f'"{name}"' for name in NON_PERSONS), said.graph.number
        for node in said.those("kg:Official"):
            if not said(node, "kg:agent"):
                officials.update(said(node, "schema:name"))
    assert officials.issuperset(f'"{name}"' for name in NON_PERSONS)
    # Nearly all officials are persons: what isn't stands in the list above or is a variant of it.
    assert len(officials) < len(NON_PERSONS) + 5


@pytest.mark.slow
def test_nothing_of_a_trial_has_two_names(everything: list[Said]) -> None:
    """A node that exists only within a trial is one thing, and so has one name."""
    for said in everything:
        for (subject, predicate), values in said.statements():
            if predicate == "schema:name" and subject.startswith((".", "./")):
                assert len(values) == 1, (said.graph.number, subject, values)


@pytest.mark.slow
def test_every_iri_is_one_that_stores_keep(everything: list[Said]) -> None:
    for said in everything:
        for triple in said.graph.triples:
            for term in triple:
                if term[0] == "<":
                    assert not NOT_IN_IRI.search(term[1:-1]), term
                    assert len(term) < 1_879, term  # where Virtuoso cuts


# The forms of a name


SAME: Final = [
    ("Example & Sons, Inc.", "Example and Sons Inc"),
    ("Hôpital Saint-André", "HOPITAL SAINT ANDRE"),
    ("Charité", "Charite\u0301"),
    ("Women's Hospital", "Womens Hospital"),
    ("Straße", "STRASSE"),
    ("Örebro", "orebro"),
    ("Łódź", "Lodz"),
    ("Neuronata-R®", "Neuronata R"),
    ("  spaced \n out ", "spaced out"),
    ("ﬁne", "fine"),
    ("İstanbul", "istanbul"),
    ("サイト", "ｻｲﾄ"),
]
DIFFERENT: Final = [
    ("Site 1", "Site 2"),
    ("漢字", "汉字"),
    ("한국", "서울"),
    ("!!!", "???"),
    ("😀", "😁"),
    ("", "-"),
    ("A+", "A"),
    (">10 mg", "<10 mg"),
    ("10%", "10"),
    ("x" * 10_000, "x" * 10_001),
    ("Clinic Ω", "Clinic"),
    ("a" * 79 + " b", "a" * 79 + " c"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_a_name_are_one(one: str, other: str) -> None:
    assert slug(one) == slug(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert slug(one) != slug(other)


@given(st.text())
@example("😀")
@example("漢字")
@example("مستشفى الملك")
@example("!?.")
@example("")
@example("_")
@example("ß" * 10_000)
@example("漢" * 10_000)
@example("a" * 10_000)
@example("ẞ İ ŉ ǰ ΐ ﬀ ½ ²")
@example("\u0345 \u0307")
def test_a_slug_is_short_plain_and_the_same_again(name: str) -> None:
    made = slug(name)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", made)
    assert len(made) <= LONGEST_SLUG + 9
    assert slug.__wrapped__(name) == made
    assert slug(name.upper()) == slug(name.upper().casefold())


@given(st.text(min_size=1))
@example('10.1/<>()"{}|^` \\')
@example("10.1/ä😀%20")
def test_a_doi_is_an_iri_whatever_it_holds(doi: str) -> None:
    made = doi_iri(doi)
    assert made.startswith("<https://doi.org/")
    assert made.isascii()
    assert not NOT_IN_IRI.search(made[1:-1])


MESH: Final[list[tuple[str, str | None]]] = [
    # as a record has it, as NLM has it
    ("D003920", "D003920"),
    ("D000003920", "D003920"),
    ("D000066330", "D066330"),
    ("D000068698", "D000068698"),
    ("C000588046", "C000588046"),
    ("C000522", "C000522"),
    ("C000000522", "C000522"),
    ("M7115", None),
    ("d003920", None),
    ("D3920", None),
    ("", None),
    ("D003920 ", None),
]


@pytest.mark.parametrize(("given", "known"), MESH)
def test_mesh_ids_are_as_nlm_has_them(given: str, known: str | None) -> None:
    assert mesh_id(given) == known


# Places, in the small records


def test_a_state_tells_two_cities_of_the_united_states_apart() -> None:
    sites = small("placeholders")(".", "kg:site")
    assert "/site/usa/illinois/springfield/mercy-hospital" in sites
    assert "/site/usa/missouri/springfield/mercy-hospital" in sites


def test_the_sponsors_number_is_no_part_of_a_facility() -> None:
    said = small("placeholders")
    assert said("/site/usa/missouri/springfield/mercy-hospital", "schema:name") == [
        '"Mercy Hospital /ID# 225611"',
        '"Mercy Hospital"',
    ]


def test_a_country_has_one_node_under_all_its_names() -> None:
    said = small("placeholders")
    assert said("country:KOR", "schema:name") == ['"Korea, Republic of"', '"South Korea"']
    assert said("/country/atlantis", "schema:name") == ['"Atlantis"']


def test_placeholders_belong_to_their_trial() -> None:
    places = [site for site in small("placeholders")(".", "kg:site") if site.startswith("./")]
    assert len(places) == 4
    assert all(place.startswith("./place/kor/seoul/") for place in places)


# What the user chooses


@pytest.mark.parametrize(
    ("form", "iri"),
    [
        ("ctgov", "<https://clinicaltrials.gov/study/NCT90000009>"),
        ("identifiers", "<https://identifiers.org/clinicaltrials:NCT90000009>"),
        ("bioregistry", "<https://bioregistry.io/clinicaltrials:NCT90000009>"),
    ],
)
def test_the_other_forms_of_a_trials_iri_are_the_same_trial(form: str, iri: str) -> None:
    said = said_of(DATA / "records" / "aliases.json", Iris(trial_form=form))
    assert said.graph.trial == iri
    same = {o for s, p, o in said.graph.triples if s == iri and p.endswith("/sameAs>")}
    others = {
        "<https://clinicaltrials.gov/study/NCT90000009>",
        "<https://identifiers.org/clinicaltrials:NCT90000009>",
        "<https://bioregistry.io/clinicaltrials:NCT90000009>",
    } - {iri}
    assert same == {*others, iri.replace("NCT90000009", "NCT00000123")}


@pytest.mark.parametrize(
    "base",
    [
        "https://example.org/x",
        "urn:x:",
        "https://example.org/a b/",
        "https://example.org/<x>/",
        "javascript:alert(1)/",
        "",
        "https://clinicaltrials.gov/mine/",
        "https://www.clinicaltrials.gov/mine#",
    ],
)
def test_a_base_that_will_not_do_is_refused(base: str) -> None:
    with pytest.raises(UsageError):
        Iris(base)


def test_a_base_moves_all_that_is_ours() -> None:
    records = DATA / "records"
    for path in sorted(records.iterdir()):
        said = said_of(path, Iris("https://example.org/kg#"))
        ours = [t for triple in said.graph.triples for t in triple if "//w3id.org/kg-trials/" in t]
        assert all(term.startswith("<https://w3id.org/kg-trials/vocab#") for term in ours), path
        assert any(t.startswith("<https://example.org/kg#") for s in said.graph.triples for t in s)
