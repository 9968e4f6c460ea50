"""Named queries on a store of all real records: each answer against one computed another way."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pyoxigraph
import pytest

import kg
from kg import vocab
from kg.countries import country_codes
from kg.errors import UsageError
from kg.formats import FORMATS, serialize
from kg.graphs import RecordGraph
from kg.load import load
from kg.queries import TYPES, named_query, names, term
from kg.related import SHARED, related_trials
from kg.stores.asking import Query, rows
from kg.stores.embedded import EmbeddedStore
from kg.stores.service import calls_service
from kg.terms import split_literal
from tests.commands import kg as run

Json = dict[str, Any]
Row = dict[str, str]

GIVEN: Final[dict[str, dict[str, str]]] = {
    "adverse-events-by-organ-system": {"nct": "NCT02438826"},
    "neighbourhood": {"nct": "NCT05211869"},
    "outcome-estimates": {"nct": "NCT02438826"},
    "outcome-results": {"nct": "NCT02438826"},
    "publications-of-trial": {"nct": "NCT05211869"},
    "related-trials": {"nct": "NCT05211869"},
    "related-trials-graph": {"nct": "NCT05211869"},
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
    return {graph.nct_id: graph for graph in found}


@pytest.fixture(scope="session")
def store(
    graphs: dict[str, RecordGraph], tmp_path_factory: pytest.TempPathFactory
) -> EmbeddedStore:
    """A store of all real records, loaded from N-Quads."""
    folder = tmp_path_factory.mktemp("real")
    document = folder / "all.nq"
    document.write_text("".join(serialize(graphs.values(), FORMATS["n-quads"])), "utf-8")
    store = EmbeddedStore(folder / "store")
    holdings = load([str(document)], store).holdings
    assert holdings.records == holdings.graphs == len(graphs)
    assert holdings.triples == sum(len(graph.triples) for graph in graphs.values())
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

    def asked(name: str, **given: str) -> list[Row]:
        query = named_query(name)
        return rows(store, Query(query.text, query.bindings(given)))

    return asked


def module(study: Json, name: str, field: str) -> list[Any]:
    """The list of a field; empty where the record lacks it."""
    value = study.get(name, {}).get(field, [])
    return value if isinstance(value, list) else [value]


# What a store holds


def test_the_store_holds_what_was_exported(
    store: EmbeddedStore, graphs: dict[str, RecordGraph]
) -> None:
    """But for the lexical forms that Oxigraph makes canonical: decimals and durations."""
    exported = {
        f"{' '.join(triple)} {graph.name}" for graph in graphs.values() for triple in graph.triples
    }
    with store.opened() as opened:
        held = {str(quad) for quad in opened}
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
    body = re.sub(r'"[^"]*"|<[^>]*>|^(?:#|PREFIX).*$', "", query.text, flags=re.MULTILINE)
    assert set(re.findall(r"\b(\w+):\w", body)) == set(declared)
    assert declared.items() <= dict(vocab.PREFIXES).items()
    bindings: dict[pyoxigraph.Variable, Any] = {
        pyoxigraph.Variable(each.name): pyoxigraph.Literal("x") for each in query.parameters
    }
    pyoxigraph.Store().query(query.text, substitutions=bindings)


@pytest.mark.parametrize("name", names())
def test_every_query_answers(name: str, store: EmbeddedStore) -> None:
    parameters = [f"--param={key}={value}" for key, value in GIVEN.get(name, {}).items()]
    ran = run("query", name, *parameters, "--store", store.folder, cwd=store.folder.parent)
    assert ran.status == 0, ran.talk
    assert ran.text.strip()


def test_parameters_are_terms() -> None:
    assert term("mesh:D000690") == "<http://id.nlm.nih.gov/mesh/D000690>"
    assert term("<https://example.org/a>") == "<https://example.org/a>"
    assert term('"a"@en') == '"a"@en'
    assert term("12").startswith('"12"^^')
    assert term('say "hi"') == r'"say \"hi\""'
    assert term("other:thing") == '"other:thing"'
    known = named_query("related-trials")
    assert known.bindings({"nct": "clinicaltrials:nct04745299"}) == {"nct": '"NCT04745299"'}
    for given in ({"nct": "04745299"}, {}, {"nct": "NCT04745299", "more": "1"}):
        with pytest.raises(UsageError):
            known.bindings(given)
    with pytest.raises(UsageError):
        named_query("trials-of-sponsor").bindings({"sponsor": " "})


def test_a_value_is_never_read_as_sparql(ask: Callable[..., list[Row]]) -> None:
    for value in ('x") } # ', '" || true || "', "\\", "?name", "') UNION { ?s ?p ?o }"):
        assert ask("trials-of-sponsor", sponsor=value) == []


# Answers against the JSON


def test_counts(ask: Callable[..., list[Row]], studies: dict[str, Json]) -> None:
    def counts(name: str, key: str) -> Counter[str]:
        return Counter({row.get(key, ""): int(row["trials"]) for row in ask(name)})

    years: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    phases: Counter[int] = Counter()
    for study in studies.values():
        status = study["statusModule"]
        years[status.get("startDateStruct", {}).get("date", "")[:4]] += 1
        statuses[status["overallStatus"]] += 1
        phases[len(module(study, "designModule", "phases"))] += 1
    assert counts("count-by-year", "year") == years
    assert sorted(counts("count-by-status", "status").values()) == sorted(statuses.values())
    found = counts("count-by-phase", "phase")
    assert found[""] == phases[0]
    combined = ("NCIT_C15693", "NCIT_C15694")
    assert sum(n for phase, n in found.items() if phase.endswith(combined)) == phases[2]
    assert found.total() == len(studies)


def test_count_by_country(ask: Callable[..., list[Row]], studies: dict[str, Json]) -> None:
    expected: Counter[str] = Counter()
    for study in studies.values():
        places = module(study, "contactsLocationsModule", "locations")
        expected.update({code(place["country"]) for place in places if place.get("country")})
    found = {row["country"][-3:]: int(row["trials"]) for row in ask("count-by-country")}
    assert found == expected


def code(country: str) -> str:
    return (country_codes(country) or ("", ""))[0]


@pytest.mark.parametrize("part", ["novartis", "UNIVERSITY", "National Institute"])
def test_trials_of_sponsor(
    part: str, ask: Callable[..., list[Row]], studies: dict[str, Json]
) -> None:
    expected = set()
    for nct_id, study in studies.items():
        for field, role in (("leadSponsor", "sponsor"), ("collaborators", "collaborator")):
            for each in module(study, "sponsorCollaboratorsModule", field):
                if part.lower() in each["name"].lower():
                    expected.add((nct_id, each["name"], role))
    found = ask("trials-of-sponsor", sponsor=part)
    assert expected
    assert {(row["trial"], row["name"], row["part"]) for row in found} == expected
    assert all(row["title"] for row in found)


@pytest.mark.parametrize("part", ["kim", "Zhang", "clinical trials"])
def test_trials_of_investigator(
    part: str, ask: Callable[..., list[Row]], studies: dict[str, Json]
) -> None:
    expected = {
        (nct_id, each["name"])
        for nct_id, study in studies.items()
        for each in module(study, "contactsLocationsModule", "overallOfficials")
        if part.lower() in each["name"].lower()
    }
    found = ask("trials-of-investigator", investigator=part)
    assert expected
    assert {(row["trial"], row["name"]) for row in found} == expected


def sites(studies: dict[str, Json]) -> Iterable[tuple[str, Json]]:
    for nct_id, study in studies.items():
        for place in module(study, "contactsLocationsModule", "locations"):
            yield nct_id, place


@pytest.mark.parametrize("part", ["mayo clinic", "Samsung"])
def test_trials_at_site(part: str, ask: Callable[..., list[Row]], studies: dict[str, Json]) -> None:
    expected = {
        (nct_id, place["facility"])
        for nct_id, place in sites(studies)
        if part.lower() in place.get("facility", "").lower()
    }
    assert expected
    found = ask("trials-at-site", site=part)
    assert {(row["trial"], row["facility"]) for row in found} == expected


@pytest.mark.parametrize("city", ["boston", "Seoul"])
def test_trials_in_city(city: str, ask: Callable[..., list[Row]], studies: dict[str, Json]) -> None:
    expected = {n for n, place in sites(studies) if place.get("city", "").lower() == city.lower()}
    assert expected
    assert {row["trial"] for row in ask("trials-in-city", city=city)} == expected


@pytest.mark.parametrize("country, alpha3", [("JP", "JPN"), ("south korea", "KOR")])
def test_trials_in_country(
    country: str, alpha3: str, ask: Callable[..., list[Row]], studies: dict[str, Json]
) -> None:
    expected = {n for n, place in sites(studies) if code(place.get("country", "")) == alpha3}
    found = ask("trials-in-country", country=country)
    assert expected
    assert {row["trial"] for row in found} == expected
    assert all(int(row["sites"]) >= 1 for row in found)


@pytest.mark.parametrize("concept", ["Diabetes Mellitus", "D016472"])
def test_trials_on_condition(
    concept: str, ask: Callable[..., list[Row]], studies: dict[str, Json]
) -> None:
    expected = set()
    for nct_id, study in studies.items():
        browse = study["derived"].get("conditionBrowseModule", {})
        for field, as_ in (("meshes", "concept"), ("ancestors", "above")):
            for mesh in browse.get(field, ()):
                if concept.lower() in (mesh["term"].lower(), mesh["id"].lower()):
                    expected.add((nct_id, as_))
    assert {as_ for _, as_ in expected} >= {"above"}
    found = ask("trials-on-condition", concept=concept)
    assert {(row["trial"], row["as"]) for row in found} == expected


def test_trials_with_intervention(ask: Callable[..., list[Row]], studies: dict[str, Json]) -> None:
    expected = set()
    for nct_id, study in studies.items():
        given = module(study, "armsInterventionsModule", "interventions")
        said = [name for each in given for name in (each["name"], *each.get("otherNames", ()))]
        browse = study["derived"].get("interventionBrowseModule", {})
        said += [mesh["term"] for mesh in browse.get("meshes", ())]
        expected |= {(nct_id, name) for name in said if "metformin" in name.lower()}
    found = ask("trials-with-intervention", intervention="metformin")
    assert {(row["trial"], row["name"]) for row in found} == expected


def test_publications(ask: Callable[..., list[Row]], studies: dict[str, Json]) -> None:
    referring = {
        nct_id: module(study, "referencesModule", "references") for nct_id, study in studies.items()
    }
    most = sorted(referring, key=lambda nct_id: -len(referring[nct_id]))[:4]
    some = [n for n, given in referring.items() if {"DERIVED"} == {e.get("type") for e in given}]
    kinds: set[str] = set()
    for nct_id in (*most, *some[:4]):
        found = ask("publications-of-trial", nct=nct_id)
        types = {each["citation"]: each.get("type", "REFERENCE") for each in referring[nct_id]}
        assert {row["citation"] for row in found} == set(types)
        for row in found:
            assert row["kind"] in ("protocol", types[row["citation"]].lower())
            kinds.add(row["kind"])
    assert kinds >= {"background", "derived"}


def test_sponsors_together(ask: Callable[..., list[Row]], studies: dict[str, Json]) -> None:
    sponsors: Counter[tuple[str, str]] = Counter()
    for study in studies.values():
        named = study.get("sponsorCollaboratorsModule", {})
        lead = named.get("leadSponsor", {}).get("name", "")
        sponsors.update({(lead, each["name"]) for each in named.get("collaborators", ())})
    found = ask("sponsors-together")
    assert {(r["sponsor"], r["collaborator"]): int(r["trials"]) for r in found} == {
        pair: count for pair, count in sponsors.items() if pair[0] != pair[1]
    }


def test_missing_fields(ask: Callable[..., list[Row]], studies: dict[str, Json]) -> None:
    has: dict[str, Callable[[Json], object]] = {
        "condition": lambda s: s.get("conditionsModule", {}).get("conditions"),
        "intervention": lambda s: s.get("armsInterventionsModule", {}).get("interventions"),
        "official": lambda s: s.get("contactsLocationsModule", {}).get("overallOfficials"),
        "primary outcome": lambda s: s.get("outcomesModule", {}).get("primaryOutcomes"),
        "responsible party": lambda s: s["sponsorCollaboratorsModule"].get("responsibleParty"),
        "site": lambda s: s.get("contactsLocationsModule", {}).get("locations"),
        "start date": lambda s: s["statusModule"].get("startDateStruct"),
    }
    expected = {
        name: count
        for name, there in has.items()
        if (count := sum(1 for study in studies.values() if not there(study)))
    }
    found = {row["missing"]: int(row["trials"]) for row in ask("missing-fields")}
    assert {name: found.get(name) for name in expected} == expected


# Answers against the triples


def values(graph: RecordGraph, predicate: str) -> set[str]:
    return {o for s, p, o in graph.triples if s == graph.trial and p == predicate}


def test_trials_sharing_sites(
    ask: Callable[..., list[Row]], graphs: dict[str, RecordGraph]
) -> None:
    places = {nct_id: values(graph, vocab.KG_SITE) for nct_id, graph in graphs.items()}
    for nct_id in sorted(places, key=lambda nct_id: -len(places[nct_id]))[:3]:
        expected = {
            other: len(places[other] & places[nct_id])
            for other in places
            if other != nct_id and places[other] & places[nct_id]
        }
        found = ask("trials-sharing-sites", nct=nct_id)
        assert {row["related"]: int(row["sites"]) for row in found} == expected
        assert expected


def test_investigators_together(
    ask: Callable[..., list[Row]], graphs: dict[str, RecordGraph]
) -> None:
    expected: Counter[tuple[str, str]] = Counter()
    for graph in graphs.values():
        people = values(graph, vocab.KG_OVERALL_OFFICIAL)
        expected.update((one, other) for one in people for other in people if one < other)
    found = [int(row["trials"]) for row in ask("investigators-together")]
    assert found == sorted(expected.values(), reverse=True)


def test_neighbourhood(store: EmbeddedStore, graphs: dict[str, RecordGraph]) -> None:
    given = f"--param=nct={next(iter(graphs))}"
    ran = run("query", "neighbourhood", given, "--store", store.folder, cwd=store.folder.parent)
    found = {str(quad.triple) for quad in pyoxigraph.parse(ran.data, pyoxigraph.RdfFormat.TURTLE)}
    own = graphs[next(iter(graphs))]
    assert {canonical(" ".join(triple)) for triple in own.triples} <= found


def test_trials_not_loaded(ask: Callable[..., list[Row]], graphs: dict[str, RecordGraph]) -> None:
    expected: Counter[str] = Counter()
    for graph in graphs.values():
        targets = [o for _, p, o in graph.triples if p == vocab.KG_TARGET_TRIAL]
        expected.update(o[-12:-1] for o in targets if o[-12:-1] not in graphs)
    found = {row["trial"]: int(row["links"]) for row in ask("trials-not-loaded")}
    assert found == expected


def test_related_trials(store: EmbeddedStore, graphs: dict[str, RecordGraph]) -> None:
    """What two trials share, and what one says of the other, from the triples alone."""
    shared = {nct_id: shared_by_name(graph) for nct_id, graph in graphs.items()}
    linked = {
        nct_id: {o[-12:-1] for _, p, o in graph.triples if p == vocab.KG_TARGET_TRIAL}
        for nct_id, graph in graphs.items()
    }
    chosen = sorted(graphs, key=lambda nct_id: (not linked[nct_id], nct_id))[:4]
    for nct_id in chosen:
        found = {trial.nct_id: trial for trial in related_trials(store, nct_id)}
        expected: dict[str, dict[str, int]] = defaultdict(dict)
        for other in graphs.keys() - {nct_id}:
            for reason in SHARED:
                both = shared[nct_id][reason] & shared[other][reason]
                if both:
                    expected[other][reason] = len(both)
        stated = linked[nct_id] | {other for other in graphs if nct_id in linked[other]}
        assert found.keys() == expected.keys() | stated
        for other, trial in found.items():
            assert trial.loaded == (other in graphs)
            assert trial.shared.keys() == expected[other].keys()
            assert bool(trial.stated) == (other in stated)
            for reason in ("INVESTIGATOR", "SITE", "SPONSOR"):
                assert len(trial.shared.get(reason, ())) <= expected[other].get(reason, 0)


def shared_by_name(graph: RecordGraph) -> dict[str, set[str]]:
    """What another trial can have in common with this one."""
    name: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, value in graph.triples:
        if predicate in (vocab.SCHEMA_NAME, vocab.SKOS_PREF_LABEL):
            name[subject].add(split_literal(value)[0])
    given = values(graph, vocab.SCHEMA_STUDY_SUBJECT)
    given |= values(graph, vocab.DERIVED["intervention"].concept)
    common = re.compile("placebo|sham|standard of care|usual care", re.IGNORECASE)
    return {
        "INVESTIGATOR": values(graph, vocab.KG_OVERALL_OFFICIAL),
        "SPONSOR": values(graph, vocab.SCHEMA_SPONSOR),
        "SITE": {place for place in values(graph, vocab.KG_SITE) if name[place]},
        "CONDITION": values(graph, vocab.SCHEMA_HEALTH_CONDITION)
        | values(graph, vocab.DERIVED["condition"].concept),
        "INTERVENTION": {n for each in given for n in name[each] if not common.search(n)},
    }
