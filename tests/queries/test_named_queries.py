"""Named queries on a store of all real records: each answer against one computed another way."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pyoxigraph
import pytest

import kg
from kg.errors import UsageError
from kg.export.options import ExportOptions
from kg.formats import FORMATS, serialize
from kg.load import load
from kg.queries import named_query, names, term
from kg.queries.parameters import TYPES
from kg.rdf import ontology
from kg.rdf import vocabulary as vocab
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import literal
from kg.related import related_trials
from kg.related.links import SHARED
from kg.stores.embedded import EmbeddedStore
from kg.stores.sparql_checks import calls_service
from kg.stores.store import SparqlQuery, rows
from tests.support import queries_in_python as plain
from tests.support.graph_facts import OTHER_REGISTRIES
from tests.support.kg_command import kg as run
from tests.support.paths import DATA
from tests.support.queries_in_python import Answer
from tests.support.searched_in_python import (
    assert_agrees,
    assert_countries_agree,
    assert_near_agrees,
    index_in,
    random_texts,
)

pytestmark = pytest.mark.slow

Json = dict[str, Any]
Row = dict[str, str]

GIVEN: Final[dict[str, dict[str, str]]] = {
    "adverse-events-by-organ-system": {"nct": "NCT02438826"},
    "links-of-trial": {"nct": "NCT05211869"},
    "neighbourhood": {"nct": "NCT05211869"},
    "outcome-estimates": {"nct": "NCT02438826"},
    "outcome-results": {"nct": "NCT02438826"},
    "publications-of-trial": {"nct": "NCT05211869"},
    "related-trials": {"nct": "NCT05211869"},
    "related-trials-graph": {"nct": "NCT05211869"},
    "trials": {"country": "Japan", "phase": "2+", "status": "completed"},
    "trials-at-site": {"site": "mayo clinic"},
    "trials-in-city": {"city": "boston"},
    "trials-in-country": {"country": "JP"},
    "trials-of-investigator": {"investigator": "Smith"},
    "trials-of-sponsor": {"sponsor": "novartis"},
    "trials-on-condition": {"concept": "diabetes mellitus"},
    "trials-sharing-sites": {"nct": "NCT05850520"},
    "trials-with-intervention": {"intervention": "metformin"},
}
"""Values for the parameters of each query that has any."""


@pytest.fixture(scope="session")
def graphs(v2_records: list[Path]) -> dict[str, RecordGraph]:
    """The graphs of all real records by the number of the trial."""
    found = (kg.map_record(record) for path in v2_records for record in kg.read(path))
    return {graph.number: graph for graph in found}


@pytest.fixture(scope="session")
def store(
    graphs: dict[str, RecordGraph], tmp_path_factory: pytest.TempPathFactory
) -> EmbeddedStore:
    """A store of all real records, loaded from N-Quads."""
    folder = tmp_path_factory.mktemp("real")
    document = folder / "all.nq"
    document.write_text("".join(serialize(graphs.values(), FORMATS["n-quads"])), "utf-8")
    store = EmbeddedStore(folder / "store")
    load([str(document)], store)
    holdings = store.holdings()
    assert holdings.records == holdings.graphs - 1 == len(graphs)
    assert holdings.vocabulary
    own = sum(len(graph.triples) for graph in graphs.values())
    assert holdings.triples == own + len(ontology.triples())
    return store


@pytest.fixture(scope="session")
def studies(v2_records: list[Path]) -> dict[str, Json]:
    """The protocol sections of all real records by the number of the trial, plain."""
    found = (json.loads(path.read_bytes()) for path in v2_records)
    return {
        study["protocolSection"]["identificationModule"]["nctId"]: {
            **study["protocolSection"],
            "derived": study.get("derivedSection", {}),
        }
        for study in found
    }


@pytest.fixture
def ask(store: EmbeddedStore) -> Callable[..., list[Row]]:
    """The rows of a named query."""

    def asked(name: str, **given: str | list[str]) -> list[Row]:
        query = named_query(name)
        return rows(store, SparqlQuery(*query.sparql(given)))

    return asked


# What a store holds


def test_the_store_holds_what_was_exported(
    store: EmbeddedStore, graphs: dict[str, RecordGraph]
) -> None:
    """But for the lexical forms that Oxigraph makes canonical: decimals and durations."""
    exported = {
        f"{' '.join(triple)} {graph.name}" for graph in graphs.values() for triple in graph.triples
    }
    with store.opened() as opened:
        vocabulary = pyoxigraph.NamedNode(ontology.ONTOLOGY)
        held = {str(quad) for quad in opened if quad.graph_name != vocabulary}
    lost, gained = exported - held, held - exported
    assert len(lost) == len(gained) < len(exported) / 500
    assert {canonical(line) for line in lost} == gained


def canonical(line: str) -> str:
    """A statement as Oxigraph keeps it: `35.0` is `35`, `P12M` is `P1Y`, `P0Y` is `PT0S`."""

    def decimal(match: re.Match[str]) -> str:
        return f'"{Decimal(match[1]).normalize() + 0:f}"'

    def duration(match: re.Match[str]) -> str:
        years, months = divmod(int(match[1]), 12)
        return f'"P{f"{years}Y" if years else ""}{f"{months}M" if months else ""}"'

    line = re.sub(r'"([+-]?[\d.]+)"(?=\^\^\S+#decimal>)', decimal, line)
    line = re.sub(r'"P0[YMD]"(?=\^\^\S+#duration>)', '"PT0S"', line)
    return re.sub(r'"P(\d+)M"(?=\^\^\S+#duration>)', duration, line)


# What every query has in common


def test_every_query_with_parameters_is_tried() -> None:
    assert {name for name in names() if named_query(name).parameters} == set(GIVEN)


@pytest.mark.parametrize("name", names())
def test_a_query_says_what_it_answers(name: str) -> None:
    query = named_query(name)
    assert re.fullmatch(r"[A-Z].+[.?]", query.answers), query.answers
    assert query.keywords
    assert all(parameter.type in TYPES for parameter in query.parameters)
    assert not calls_service(query.text)
    assert "\t" not in query.text
    assert all(len(line) <= 100 for line in query.text.splitlines())


@pytest.mark.parametrize("name", names())
def test_a_query_declares_its_own_prefixes(name: str) -> None:
    """So that it can be sent to any endpoint as it stands."""
    query = named_query(name)
    declared = dict(re.findall(r"^PREFIX (\w+): <(\S+)>$", query.text, re.MULTILINE))
    text = query.text
    for each in query.parameters:
        text = re.sub(rf"^#{each.name} ", "", text, flags=re.MULTILINE)
    body = re.sub(r'"[^"]*"|<[^>]*>|^(?:#|PREFIX).*$', "", text, flags=re.MULTILINE)
    assert set(re.findall(r"\b(\w+):\w", body)) == set(declared)
    assert declared.items() <= dict(vocab.PREFIXES).items()
    bindings: dict[pyoxigraph.Variable, Any] = {
        pyoxigraph.Variable(each.name): pyoxigraph.Literal("x")
        for each in query.parameters
        if not each.is_optional
    }
    pyoxigraph.Store().query(query.text, substitutions=bindings)


@pytest.mark.parametrize("name", names())
def test_every_query_answers(name: str, store: EmbeddedStore) -> None:
    parameters = [f"--param={key}={value}" for key, value in GIVEN.get(name, {}).items()]
    ran = run("query", name, *parameters, "--store", store.folder, cwd=store.folder.parent)
    assert ran.status == 0, ran.talk
    assert ran.text.strip()


@pytest.mark.parametrize("name", sorted(set(names()) - {"neighbourhood", "related-trials-graph"}))
def test_every_code_has_a_label_beside_it(name: str, store: EmbeddedStore) -> None:
    query = named_query(name)
    asked = SparqlQuery(*query.sparql(GIVEN.get(name, {})))
    for row in rows(store, asked):
        for column, value in row.items():
            if value in ontology.words():
                assert row[f"{column}Label"] == ontology.words()[value]


def test_parameters_are_terms() -> None:
    assert term("mesh:D000690") == "<http://id.nlm.nih.gov/mesh/D000690>"
    assert term("<https://example.org/a>") == "<https://example.org/a>"
    assert term('"a"@en') == '"a"@en'
    assert term("12").startswith('"12"^^')
    assert term('say "hi"') == r'"say \"hi\""'
    assert term("other:thing") == '"other:thing"'
    known = named_query("related-trials")
    assert known.sparql({"nct": "clinicaltrials:nct04745299"})[1] == {"nct": '"NCT04745299"'}
    for given in ({"nct": "04745299"}, {}, {"nct": "NCT04745299", "more": "1"}):
        with pytest.raises(UsageError):
            known.sparql(given)
    with pytest.raises(UsageError):
        named_query("trials-of-sponsor").sparql({"sponsor": " "})


def test_a_value_is_never_read_as_sparql(ask: Callable[..., list[Row]]) -> None:
    for value in ('x") } # ', '" || true || "', "\\", "?name", "') UNION { ?s ?p ?o }"):
        assert ask("trials-of-sponsor", sponsor=value) == []


# Answers against the JSON


@dataclass(frozen=True)
class Case:
    """A query, the columns that are compared, and the answer in plain Python."""

    query: str
    columns: str
    answer: Callable[..., Answer]
    given: tuple[str, ...] = ("",)

    def plain(self, studies: dict[str, Json], value: str) -> Answer:
        """The answer in plain Python."""
        return self.answer(studies, value) if value else self.answer(studies)


CASES: Final = (
    Case("count-by-year", "year trials", plain.counts(lambda study: plain.start(study)[:4])),
    Case(
        "count-by-status",
        "status statusLabel trials",
        plain.counts(lambda study: status(study), lambda study: plain.word(given_status(study))),
    ),
    Case(
        "count-by-phase",
        "phase phaseLabel trials",
        plain.counts(lambda study: phase(study), lambda study: plain.word(*phases(study))),
    ),
    Case("count-by-country", "countryLabel trials", plain.count_by_country),
    Case("investigators-together", "first second trials", plain.investigators_together),
    Case("sponsors-together", "sponsor collaborator trials", plain.sponsors_together),
    Case("missing-fields", "missing trials example", plain.missing_fields),
    Case("trials-not-loaded", "trial example", plain.trials_not_loaded),
    Case(
        "trials-of-sponsor",
        "trial title name part start",
        plain.trials_of_sponsor,
        ("novartis", "UNIVERSITY", "National Institute"),
    ),
    Case(
        "trials-of-investigator",
        "trial title name role roleLabel affiliation start",
        plain.trials_of_investigator,
        ("kim", "Zhang", "clinical trials"),
    ),
    Case(
        "trials-at-site",
        "trial title facility city status statusLabel",
        plain.trials_at_site,
        ("mayo clinic", "Samsung", "(", "Hôpital"),
    ),
    Case(
        "trials-in-city",
        "trial title facility countryLabel",
        plain.trials_in_city,
        ("boston", "Seoul", "Saint-Etienne"),
    ),
    Case(
        "trials-in-country",
        "trial title sites",
        plain.trials_in_country,
        ("Japan", "South Korea", "United States"),
    ),
    Case(
        "trials-on-condition",
        "trial title meshLabel as",
        plain.trials_on_condition,
        ("Diabetes Mellitus", "D016472", "headache disorders"),
    ),
    Case(
        "trials-with-intervention",
        "trial title name type typeLabel",
        plain.trials_with_intervention,
        ("metformin", "Insulin", "BAY"),
    ),
    Case(
        "trials-sharing-sites",
        "related sites",
        plain.trials_sharing_sites,
        ("NCT05850520", "NCT05915728", "NCT05816382"),
    ),
    Case(
        "links-of-trial",
        "role name place country",
        plain.links_of_trial,
        ("NCT05850520", "NCT02513394", "NCT00033839"),
    ),
    Case(
        "publications-of-trial",
        "kind citation",
        plain.publications_of_trial,
        ("NCT06138171", "NCT06648538", "NCT04947163", "NCT06206772"),
    ),
)


def overall(*values: str) -> Callable[[Json], bool]:
    return lambda study: plain.text(study, "statusModule", "overallStatus") in values


def has_phase(*values: str) -> Callable[[Json], bool]:
    return lambda study: not {*values}.isdisjoint(plain.of(study, "designModule", "phases"))


def in_country(*names: str) -> Callable[[Json], bool]:
    return lambda study: not {*names}.isdisjoint(map(plain.country_of, plain.places(study)))


def with_condition(*words: str) -> Callable[[Json], bool]:
    return lambda study: plain.has_condition(study, *words)


def treated_with(part: str) -> Callable[[Json], bool]:
    def fits(study: Json) -> bool:
        given = plain.interventions(study)
        names = [name for each in given for name in (each["name"], *each.get("otherNames", ()))]
        names += [mesh["term"] for mesh in plain.meshes(study, "intervention")]
        return any(part in name.lower() for name in names)

    return fits


def led_by(part: str) -> Callable[[Json], bool]:
    path = ("sponsorCollaboratorsModule", "leadSponsor", "name")
    return lambda study: part in plain.text(study, *path).lower()


def from_on(*shortened: str) -> Callable[[Json], bool]:
    """By the date that is as exact as the start of the trial: a day or a month."""
    days = {len(each): each for each in shortened}
    return lambda study: plain.start(study) >= days.get(len(plain.start(study)), "9")


TRIALS: Final[list[tuple[dict[str, str | list[str]], list[Callable[[Json], bool]]]]] = [
    ({}, []),
    ({"status": "recruiting"}, [overall("RECRUITING")]),
    ({"status": "Active, not recruiting"}, [overall("ACTIVE_NOT_RECRUITING")]),
    ({"status": "terminated,withdrawn"}, [overall("TERMINATED", "WITHDRAWN")]),
    ({"status": ["Terminated", "WITHDRAWN"]}, [overall("TERMINATED", "WITHDRAWN")]),
    ({"phase": "2"}, [has_phase("PHASE2")]),
    ({"phase": "phase II and up"}, [has_phase("PHASE2", "PHASE3", "PHASE4")]),
    ({"phase": "early phase 1, n/a"}, [has_phase("EARLY_PHASE1", "NA")]),
    ({"phase": "1/2"}, [has_phase("PHASE1"), has_phase("PHASE2")]),
    ({"country": "germany"}, [in_country("Germany")]),
    ({"country": "KR, TUR"}, [in_country("Korea, Republic of", "Turkey")]),
    ({"sponsor": "novartis"}, [led_by("novartis")]),
    ({"intervention": "METFORMIN"}, [treated_with("metformin")]),
    ({"since": "2024"}, [from_on("2024-01-01", "2024-01")]),
    ({"since": "2021-03"}, [from_on("2021-03-01", "2021-03")]),
    ({"since": "2021-03-09"}, [from_on("2021-03-09", "2021-03")]),
    ({"condition": "Diabetes Mellitus"}, [with_condition("diabetes mellitus")]),
    ({"condition": "mesh:D003920"}, [with_condition("d3920")]),
    ({"condition": "breast CANCER"}, [with_condition("breast cancer")]),
    (
        {"status": "completed", "phase": "2+", "country": "US", "condition": "diabetes mellitus"},
        [
            overall("COMPLETED"),
            has_phase("PHASE2", "PHASE3", "PHASE4"),
            in_country("United States"),
            with_condition("diabetes mellitus"),
        ],
    ),
    (
        {"since": "2020", "sponsor": "university", "intervention": "a"},
        [from_on("2020-01-01", "2020-01"), led_by("university"), treated_with("a")],
    ),
]
"""What is given, and what must hold for a trial, in Python."""

WITHOUT_ROWS: Final = {"neighbourhood", "related-trials-graph"}
"""The queries whose answers are graphs; they and `related-trials` have tests of their own."""

OF_SMALL_RECORDS: Final = {"unknown-codes", "unmapped-fields"}
"""The queries to which no real record of ours has an answer."""

OF_RESULTS: Final = {
    "adverse-events-by-organ-system",
    "late-results",
    "outcome-estimates",
    "outcome-results",
    "outcomes-never-reported",
}
"""The queries of `tests/queries/test_results_queries.py`."""


def phases(study: Json) -> list[str]:
    return plain.of(study, "designModule", "phases")


def phase(study: Json) -> str:
    return plain.PHASES[tuple(phases(study))]


def given_status(study: Json) -> str:
    return plain.text(study, "statusModule", "overallStatus")


def status(study: Json) -> str:
    return plain.status(given_status(study))


def test_every_query_is_compared() -> None:
    compared = {case.query for case in CASES} | WITHOUT_ROWS | OF_SMALL_RECORDS | OF_RESULTS
    compared |= {"trials", "retractions", "contradictions"}  # the last two are tested elsewhere
    assert compared == set(names()) - {"related-trials"}


@pytest.mark.parametrize(
    "case, value", [pytest.param(c, v, id=f"{c.query} {v}") for c in CASES for v in c.given]
)
def test_an_answer_is_that_of_the_json(
    case: Case, value: str, ask: Callable[..., list[Row]], studies: dict[str, Json]
) -> None:
    [*parameter] = [each.name for each in named_query(case.query).parameters]
    found = ask(case.query, **dict(zip(parameter, [value] if value else [], strict=True)))
    columns = case.columns.split()
    rows_found = Counter(tuple(told(name, row) for name in columns) for row in found)
    if case.query == "investigators-together":
        rows_found = Counter(
            (*sorted(plain.words(plain.bare_name(name)) for name in row[:2]), row[2])
            for row in rows_found.elements()
        )
    if case.query == "links-of-trial":
        rows_found = Counter({row: 1 for row in rows_found if not row[0].endswith("paper")})
    if case.query == "publications-of-trial":
        types = {citation: kind for kind, citation in case.plain(studies, value)}
        rows_found = Counter(
            (types[citation] if kind == "protocol" else kind, citation)
            for kind, citation in rows_found.elements()
        )
    expected = case.plain(studies, value)
    assert expected
    assert rows_found == expected


@pytest.mark.parametrize("given, true_of", TRIALS, ids=[str(given) for given, _ in TRIALS])
def test_the_trials_are_those_of_the_json(
    given: dict[str, str | list[str]],
    true_of: list[Callable[[Json], bool]],
    ask: Callable[..., list[Row]],
    studies: dict[str, Json],
) -> None:
    found = ask("trials", **given)
    columns = "trial title status statusLabel phase phaseLabel sponsor start enrollment countries"
    answer = Counter(tuple(told(name, row) for name in f"{columns} sites".split()) for row in found)
    expected = plain.trials(studies, lambda study: all(fits(study) for fits in true_of))
    assert expected
    assert answer == expected
    order = [row.get("start", "") for row in found]
    assert order == sorted(order, reverse=True)


def told(column: str, row: Row) -> str:
    """A value as the JSON has it."""
    if column == "countries":
        named = row[column].split(" | ")
        return " | ".join(sorted({plain.country_of({"country": name}) for name in named}))
    value = row.get(column, "")
    if column == "countryLabel":
        return plain.country_of({"country": value})
    if column == "type" and value.startswith(vocab.PREFIXES["kg"]):
        return value.rpartition("-")[2]
    return re.sub(r"\S+#(?:ContactRole|Status)-", "", value)


def test_what_no_real_record_has(tmp_path: Path) -> None:
    records = [DATA / "records" / f"unknown-{name}.json" for name in ("values", "fields")]
    store = EmbeddedStore(tmp_path / "store")
    load([str(path) for path in records], store, ExportOptions(shapes=None))
    found = rows(store, SparqlQuery(named_query("unknown-codes").text))
    assert {(row["schemeLabel"], row["value"]) for row in found} == {
        ("Recruitment and access status", "DREAMING"), ("Phases", "PHASE9"),
        ("Levels of masking", "QUINTUPLE"), ("Masked parties", "REFEREE"),
        ("Agency classes", "GUILD"),
    }  # fmt: skip
    assert {(row["records"], row["example"]) for row in found} == {("1", "NCT90000005")}
    fields = rows(store, SparqlQuery(named_query("unmapped-fields").text))
    assert {row["field"]: row["records"] for row in fields} == {
        "newSection": "1",
        "protocolSection.contactsLocationsModule.locations[0].ward": "1",
        "protocolSection.statusModule.mood": "1",
    }


def test_what_a_record_has_only_as_text_is_not_missing(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    load([str(OTHER_REGISTRIES / "ictrp-sponsors.csv")], store)
    missing = rows(store, SparqlQuery(named_query("missing-fields").text))
    assert {row["missing"] for row in missing} == {
        "official", "primary outcome", "responsible party", "site", "summary",
    }  # fmt: skip
    expected = {
        "clinic": [("DRKS00990001", "sponsor", "University of Invention; Invented Clinic")],
        "EXAMPLE F": [("DRKS00990001", "collaborator", "Example Foundation")],
        "jane": [("DRKS00990001", "collaborator", "Dr. Jane Example")],
    }
    for part, answer in expected.items():
        query = SparqlQuery(*named_query("trials-of-sponsor").sparql({"sponsor": part}))
        found = rows(store, query)
        assert [(row["trial"], row["part"], row["name"]) for row in found] == answer
    led = {"clinic": ["University of Invention; Invented Clinic"], "jane": []}
    for part, sponsors in led.items():
        query = SparqlQuery(*named_query("trials").sparql({"sponsor": part}))
        assert [row["sponsor"] for row in rows(store, query)] == sponsors


def test_contradictions_names_every_fact_that_it_reads() -> None:
    """Its two lists are one: the first keeps the rows few, the second names them."""
    text = named_query("contradictions").text
    [read] = re.findall(r"\?has IN \(([^)]+)\)\s*\)\s*GRAPH", text)
    [table] = re.findall(r"VALUES \(\?has [^)]+\) \{(.*?)\n  \}", text, re.DOTALL)
    named = re.findall(r"^\s*\((\S+) ", table, re.MULTILINE)
    assert re.split(r",\s*", read.strip()) == named
    assert len(named) == 14


# Related trials against the JSON

RELATED: Final = ("NCT05816382", "NCT05850520", "NCT04947163", "NCT02513394", "NCT00033839")


@pytest.mark.parametrize("nct_id", RELATED)
def test_related_trials(nct_id: str, store: EmbeddedStore, studies: dict[str, Json]) -> None:
    expected = plain.related(studies, nct_id)
    found = {trial.number: trial for trial in related_trials(store, nct_id)}
    assert found.keys() == expected.keys()
    for other, trial in found.items():
        reasons = expected[other]
        assert trial.loaded == (other in studies)
        assert {link.direction for link in trial.stated} == reasons.keys() & {"to", "from"}
        assert trial.shared.keys() == reasons.keys() & set(SHARED)
        for reason in ("NUMBER", "INVESTIGATOR", "SITE", "SPONSOR"):
            assert len(trial.shared.get(reason, ())) == reasons.get(reason, 0), (other, reason)


@pytest.mark.parametrize("nct_id", RELATED[:3])
def test_the_graph_of_related_trials(
    nct_id: str, store: EmbeddedStore, studies: dict[str, Json]
) -> None:
    """It tells the same trials, and of each shared site both trials that have it."""
    ran = run("related", nct_id, "-f", "turtle", "--store", store.folder, cwd=store.folder.parent)
    graph = {q.triple for q in pyoxigraph.parse(ran.data, pyoxigraph.RdfFormat.TURTLE)}
    told = {t.object.value for t in graph if str(t.predicate) == vocab.DCTERMS_IDENTIFIER}
    by_name = {
        n for n, why in plain.related(studies, nct_id).items() if set(why) == {"INTERVENTION"}
    }
    assert told == {nct_id} | set(plain.related(studies, nct_id)) - by_name
    sites: dict[str, set[str]] = defaultdict(set)
    for triple in graph:
        if str(triple.predicate) == vocab.KG_SITE:
            sites[str(triple.subject)[-12:-1]].add(str(triple.object))
    expected = plain.trials_sharing_sites(studies, nct_id)
    assert {(n, str(len(s))) for n, s in sites.items() if n != nct_id} == set(expected)


@pytest.mark.parametrize("nct_id", ["NCT05816382", "NCT03107052"])
def test_neighbourhood(
    nct_id: str, store: EmbeddedStore, graphs: dict[str, RecordGraph], studies: dict[str, Json]
) -> None:
    """The record's own graph, and of each trial that mentions it its number and its title."""
    given = f"--param=nct={nct_id}"
    ran = run("query", "neighbourhood", given, "--store", store.folder, cwd=store.folder.parent)
    found = {str(quad.triple) for quad in pyoxigraph.parse(ran.data, pyoxigraph.RdfFormat.TURTLE)}
    own = {canonical(" ".join(triple)) for triple in graphs[nct_id].triples}
    assert own <= found
    names = {literal(plain.title(studies[nct_id]))}
    names |= {literal(place["facility"]) for place in plain.places(studies[nct_id])}
    assert all(any(line.endswith(f" {name}") for line in found) for name in names)
    for other, study in studies.items():
        speaks = other != nct_id and nct_id in plain.mentioned(study, other)
        iri = f"<https://clinicaltrials.gov/study/{other}>"
        title = f"{iri} {vocab.SCHEMA_NAME} {literal(plain.title(study))}"
        assert (title in found - own) == speaks


def test_the_search_index_finds_what_plain_python_finds(
    store: EmbeddedStore, v2_records: list[Path]
) -> None:
    records = [json.loads(path.read_bytes()) for path in v2_records]
    with index_in(store) as index:
        assert_agrees(index, records, [*random_texts(records, 25), "diabetes type 1", "nct0"])
        assert_countries_agree(index, records)
        for city in ("Boston", "Seoul", "Oslo"):
            for within in (5, 50, 300):
                assert_near_agrees(index, records, city, within)
