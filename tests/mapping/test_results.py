"""Results: the numbers, groups and links of real records, and what is odd in a small one."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

import kg
from kg.coverage import Coverage
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import split_literal
from kg.records import Record, Study
from kg.records.protocol import ArmGroup
from kg.records.results import ResultsSection
from tests.support.graph_facts import RECORDS, said_of, small, small_record

Json = dict[str, Any]

FEWER_THAN = 1 / 1_000
"""The share of values of results that may be lost at most."""

MOST_TRIPLES = 10
"""How many triples a measurement with value, spread, group and unit takes at most, on average."""


@pytest.fixture(scope="module")
def studies(v2_records: list[Path]) -> dict[str, Json]:
    """The real records with results, plain, by the number of the trial."""
    found = {path.stem: json.loads(path.read_bytes()) for path in v2_records}
    return {nct: study for nct, study in found.items() if "resultsSection" in study}


@pytest.fixture(scope="module")
def graphs(v2_records: list[Path], studies: dict[str, Json]) -> dict[str, RecordGraph]:
    """The graphs of the real records with results."""
    places = [path for path in v2_records if path.stem in studies]
    return {graph.number: graph for graph in map(kg.map_record, kg.read(*places))}


def objects(graph: RecordGraph) -> dict[str, dict[str, list[str]]]:
    """Subject -> predicate -> objects."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, term in graph.triples:
        found[subject][predicate].append(term)
    return found


@pytest.mark.usefixtures("v2_snapshot")
def test_every_real_record_with_results_is_read(
    v2_records: list[Path], studies: dict[str, Json]
) -> None:
    read = {record.number: record for record in kg.read(*v2_records)}
    with_results = {nct for nct, record in read.items() if record.study.results_section is not None}
    assert with_results == set(studies)
    assert len(with_results) == 43
    for nct, study in studies.items():
        assert read[nct].unmapped == []
        assert msgspec.json.decode(msgspec.json.encode(read[nct].study.results_section)) == (
            without_empty(study["resultsSection"])
        ), nct


def without_empty(value: Any) -> Any:
    """A plain value without its empty lists and objects, which say nothing."""
    if isinstance(value, dict):
        return {k: without_empty(v) for k, v in value.items() if v not in ([], {})}
    return [without_empty(each) for each in value] if isinstance(value, list) else value


def measures(results: Json) -> Iterator[tuple[str, Json, Json]]:
    """Every measure of a record: where it stands, the measure, and what lists its groups."""
    baseline = results["baselineCharacteristicsModule"]
    for n, each in enumerate(baseline["measures"], start=1):
        yield f"baseline/measure/{n}", each, baseline
    for n, each in enumerate(results["outcomeMeasuresModule"]["outcomeMeasures"], start=1):
        yield f"outcome/{n}", each, each


def measured(results: Json) -> Counter[tuple[str | None, ...]]:
    """Every measurement that stands in the JSON: where, in which row, of whom, and what."""
    found: Counter[tuple[str | None, ...]] = Counter()
    for place, measure, table in measures(results):
        titles = {group["id"]: group.get("title") for group in table.get("groups", [])}
        row = 0
        for class_ in measure.get("classes", []):
            for category in class_.get("categories", []):
                row += 1
                for one in category.get("measurements", []):
                    numbers = (one.get(k) for k in ("value", "spread", "lowerLimit", "upperLimit"))
                    found[
                        place,
                        str(row),
                        titles[one["groupId"]],
                        class_.get("title"),
                        category.get("title"),
                        measure.get("unitOfMeasure"),
                        *numbers,
                    ] += 1
    return found


def stated(graph: RecordGraph) -> Counter[tuple[str | None, ...]]:
    """Every measurement that stands in the graph, in the same words."""
    nodes = objects(graph)
    found: Counter[tuple[str | None, ...]] = Counter()

    def one(node: dict[str, list[str]], *predicates: str) -> str | None:
        for predicate in predicates:
            if predicate in node:
                [term] = node[predicate]
                return split_literal(term)[0]
        return None

    for node in list(nodes.values()):
        if vocab.QB_OBSERVATION not in node[vocab.RDF_TYPE]:
            continue
        [measure], [group] = node[vocab.QB_DATA_SET], node[vocab.KG_GROUP]
        quantities = (vocab.VALUE, vocab.SPREAD, vocab.LOWER_LIMIT, vocab.UPPER_LIMIT)
        found[
            measure[1:-1].split("/results/")[1],
            one(node, vocab.SCHEMA_POSITION),
            one(nodes[group], vocab.SCHEMA_NAME),
            one(node, vocab.KG_CLASS_TITLE),
            one(node, vocab.KG_CATEGORY_TITLE),
            one(node, vocab.KG_UNIT),
            *(one(node, quantity.text, quantity.number) for quantity in quantities),
        ] += 1
    return found


@pytest.mark.usefixtures("v2_snapshot")
def test_every_measurement_is_the_one_in_the_json(
    studies: dict[str, Json], graphs: dict[str, RecordGraph]
) -> None:
    seen = 0
    for nct, study in studies.items():
        expected = measured(study["resultsSection"])
        assert stated(graphs[nct]) == expected, nct
        seen += expected.total()
    assert seen > 4_000


@pytest.mark.usefixtures("v2_snapshot")
def test_numbers_are_numbers_and_few_triples(graphs: dict[str, RecordGraph]) -> None:
    triples, values, texts, nodes = 0, 0, Counter[str](), set[str]()
    for graph in graphs.values():
        has = objects(graph)
        for subject, node in has.items():
            if vocab.QB_OBSERVATION in node[vocab.RDF_TYPE]:
                nodes.add(subject)
                triples += sum(map(len, node.values()))
                values += sum(
                    Decimal(split_literal(v)[0]).is_finite() for v in node[vocab.VALUE[0]]
                )
                texts.update(split_literal(term)[0] for term in node[vocab.VALUE.text])
    assert values + texts["NA"] == len(nodes) > 4_000
    assert triples / len(nodes) <= MOST_TRIPLES
    assert all(text == "NA" or "," in text for text in texts), texts


def test_a_group_is_one_node_where_title_and_description_are_the_same(
    studies: dict[str, Json], graphs: dict[str, RecordGraph]
) -> None:
    for nct, study in studies.items():
        results = study["resultsSection"]
        tables = [
            results["participantFlowModule"]["groups"],
            results["baselineCharacteristicsModule"]["groups"],
            results["adverseEventsModule"]["eventGroups"],
            *(m.get("groups", []) for m in results["outcomeMeasuresModule"]["outcomeMeasures"]),
        ]
        names = {(g.get("title"), g.get("description")) for table in tables for g in table}
        said = objects(graphs[nct])
        groups = [n for n in said.values() if vocab.KG_PARTICIPANT_GROUP in n[vocab.RDF_TYPE]]
        assert len(groups) == len(names), nct


@pytest.mark.usefixtures("v2_snapshot")
def test_links_to_arms_and_to_registered_outcomes(graphs: dict[str, RecordGraph]) -> None:
    """Counted in the JSON by title: 82 groups have the title of one arm; all outcomes match."""
    predicates = Counter(p for graph in graphs.values() for _, p, _ in graph.triples)
    assert predicates[vocab.KG_GROUP_ARM] == 82
    assert predicates[vocab.KG_REPORTS] == predicates[vocab.KG_REPORTED_OUTCOME] == 423


def test_counts_of_events_and_participants(
    studies: dict[str, Json], graphs: dict[str, RecordGraph]
) -> None:
    def total(nct: str, predicate: str) -> int:
        found = (o for _, p, o in graphs[nct].triples if p == predicate)
        return sum(int(split_literal(term)[0]) for term in found)

    for nct, study in studies.items():
        events = study["resultsSection"]["adverseEventsModule"]
        listed = [*events.get("seriousEvents", []), *events.get("otherEvents", [])]
        stats = [one for event in listed for one in event["stats"]]
        assert total(nct, vocab.KG_NUMBER_AFFECTED) == sum(s["numAffected"] for s in stats)
        assert total(nct, vocab.KG_NUMBER_OF_EVENTS) == sum(s.get("numEvents", 0) for s in stats)
        groups = events["eventGroups"]
        assert total(nct, vocab.KG_SERIOUS_AFFECTED) == sum(g["seriousNumAffected"] for g in groups)
        periods = study["resultsSection"]["participantFlowModule"]["periods"]
        steps = [
            count["numSubjects"]
            for period in periods
            for step in [*period["milestones"], *period.get("dropWithdraws", [])]
            for count in step.get("achievements", step.get("reasons", []))
        ]
        assert total(nct, vocab.PARTICIPANTS.number) == sum(map(int, steps))


# What may be odd


def test_an_odd_number_is_kept_as_text() -> None:
    said = small("odd-results")
    row = "./results/outcome/1/row/1"
    assert said(f"{row}/og000", "kg:measuredValue") == ["26300"]
    assert said(f"{row}/og000", "kg:measuredValueText") == ['"26,300"']
    assert said(f"{row}/og001", "kg:measuredValue") == []
    assert said(f"{row}/og001", "kg:measuredValueText") == ['"NA"']
    assert said(f"{row}/og002", "kg:measuredValue") == ["+5."]
    assert said(f"{row}/og002", "kg:spreadText") == ['"1E3"']
    assert said(f"{row}/og000", "kg:numberAnalyzed") == ["9"]
    assert said(f"{row}/og002", "kg:numberAnalyzed") == []
    assert said("./results/baseline/denominator/1/bg000", "kg:numberAnalyzed") == ["1024"]


@pytest.mark.parametrize(
    ("analysis", "text", "number", "lower", "upper"),
    [
        (1, ['"<0.001"'], [], [], ["0.001"]),
        (2, ['"≥ .05"'], [], [".05"], []),
        (3, ['"=0.247"'], ["0.247"], [], []),
        (4, [], ["1.5"], [], []),
        (5, ['"not significant"'], [], [], []),
    ],
)
def test_p_values(
    analysis: int, text: list[str], number: list[str], lower: list[str], upper: list[str]
) -> None:
    said, node = small("odd-results"), f"./results/outcome/1/analysis/{analysis}"
    assert said(node, "kg:pValueText") == text
    assert said(node, "kg:pValue") == number
    assert said(node, "kg:pValueLowerBound") == lower
    assert said(node, "kg:pValueUpperBound") == upper


def test_groups_are_one_only_where_that_is_sure() -> None:
    said = small("odd-results")
    control = "./results/group/control-group"
    assert said(control, "kg:groupId") == ['"BG000"', '"EG000"', '"FG001"']
    assert said(f"{control}-2", "kg:groupId") == ['"OG003"']
    assert said(control, "kg:groupArm") == said(f"{control}-2", "kg:groupArm")
    assert said(control, "kg:groupArm") == ["./arm/control-group"]
    drugs = {node for node in said.those("kg:ParticipantGroup") if "/drug" in node}
    assert len(drugs) == 4  # two in one table have the same words, one has a blank more
    assert [said(drug, "kg:groupArm") for drug in sorted(drugs)] == [[], [], [], []]
    lost = "./results/outcome/1/row/1/og009"
    assert said(lost, "kg:group") == []
    assert said(lost, "kg:groupId") == ['"OG009"']
    assert said(f"{lost}-2", "kg:measuredValue") == ["4"]


def test_a_group_has_no_arm_whose_iri_may_be_that_of_another() -> None:
    record = small_record("results")
    module = record.study.protocol_section.arms_interventions_module
    assert module
    placebo = ArmGroup(label="Placebo s.c.")
    module.arm_groups = [ArmGroup(label="SOM230"), ArmGroup(label="SOM230"), placebo]
    module.arm_groups += [ArmGroup(label="SOM230 1.5 mg"), ArmGroup(label="SOM230 2")]
    triples = kg.map_record(record).triples
    arms = {o for _, p, o in triples if p == vocab.KG_GROUP_ARM}
    assert arms == {Iris().part(record.number, "arm", "placebo-s-c")}


def test_an_outcome_reports_the_registered_one_of_its_rank_title_and_time_frame() -> None:
    said = small("odd-results")
    assert said("./results/outcome/1", "kg:reports") == ["./outcome/primary/2"]
    assert said("./results/outcome/2", "kg:reports") == ["./outcome/secondary/1"]
    assert said("./results/outcome/3", "kg:reports") == []  # found later: not registered
    assert said("./results/outcome/1", "kg:confidenceLevel") == ["97"]
    assert said("./results/outcome/1", "kg:dispersionType") == [
        "kg:DispersionType-CONFIDENCE_OTHER"
    ]


def test_what_does_not_add_up_is_reported() -> None:
    messages = [finding.message for finding in small("odd-results").graph.findings]
    assert (
        "in 'Overall Study' 10 of FG000 started, 7 completed and 2 did not: these do not add up"
    ) in messages
    assert "in 'Overall Study' 2 of FG000 did not complete, but reasons are given for 1" in messages
    assert (
        "the categories of 'Sex: Female, Male' contain 1045 of BG000, of which 1024 were analysed"
    ) in messages
    assert "'Sex: Female, Male' counts 1025 of BG000, of which 1024 were analysed" in messages
    assert [f for f in small("results").graph.findings if "resultsSection" in f.field] == []


# Nothing is lost


def parts(results: Json) -> Iterator[Json]:
    """The results in pieces that can be altered quickly: a number depends on its table alone."""
    for name in ("participantFlowModule", "moreInfoModule"):
        yield {name: results[name]}
    baseline = results["baselineCharacteristicsModule"]
    yield {"baselineCharacteristicsModule": {**baseline, "measures": []}}
    for measure in baseline["measures"]:
        yield {"baselineCharacteristicsModule": {**baseline, "measures": [measure]}}
    for outcome in results["outcomeMeasuresModule"]["outcomeMeasures"]:
        yield {"outcomeMeasuresModule": {"outcomeMeasures": [outcome]}}
    events = results["adverseEventsModule"]
    for kind in ("seriousEvents", "otherEvents"):
        alone = {k: v for k, v in events.items() if k not in ("seriousEvents", "otherEvents")}
        for n in range(0, len(events.get(kind, [])) or 1, 5):
            listed = {kind: events[kind][n : n + 5]} if kind in events else {}
            yield {"adverseEventsModule": {**alone, **listed}}


@pytest.mark.usefixtures("v2_snapshot")
@pytest.mark.slow
def test_every_value_of_real_results_reaches_the_graph(
    studies: dict[str, Json], full: bool
) -> None:
    coverage = Coverage()
    for nct in sorted(studies)[:: 1 if full else 12]:
        section = {"identificationModule": {"nctId": nct}}
        for part in parts(studies[nct]["resultsSection"]):
            content = {"protocolSection": section, "resultsSection": part}
            coverage.add(Record(msgspec.convert(content, Study), nct, "ctgov-json"))
    assert coverage.share_lost < FEWER_THAN
    assert not coverage.lost, dict(coverage.lost)
    assert coverage.values.total() > (60_000 if full else 1_000)


def test_results_of_nothing_are_results() -> None:
    record = small_record("results")
    record.study.results_section = ResultsSection()
    nodes = objects(kg.map_record(record))
    assert nodes[Iris().part(record.number, "results")] == {
        vocab.RDF_TYPE: [vocab.KG_RESULTS_CLASS]
    }


def test_the_same_results_give_the_same_graph_below_another_base() -> None:
    ours = small("results")
    theirs = said_of(RECORDS / "results.json", Iris(base="https://example.org/x/"))
    assert dict(ours.statements()).keys() == dict(theirs.statements()).keys()
