"""Named queries on results, on a store of all real records: the numbers are those of the JSON."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from kg.load import load
from kg.queries import named_query
from kg.stores.embedded import EmbeddedStore
from kg.stores.store import SparqlQuery, rows

pytestmark = pytest.mark.slow

Json = dict[str, Any]
Row = dict[str, str]
Ask = Callable[..., list[Row]]

CONTROLS: Final = {"PLACEBO_COMPARATOR", "ACTIVE_COMPARATOR", "SHAM_COMPARATOR", "NO_INTERVENTION"}
"""Types of arms with which others are compared."""

RANKS: Final = {"PRIMARY": "primary", "SECONDARY": "secondary", "OTHER_PRE_SPECIFIED": "other"}


@pytest.fixture(scope="module")
def studies(v2_records: list[Path]) -> dict[str, Json]:
    """The real records with results, plain, by the number of the trial."""
    found = {path.stem: json.loads(path.read_bytes()) for path in v2_records}
    return {nct: study for nct, study in found.items() if "resultsSection" in study}


@pytest.fixture(scope="module")
def ask(
    v2_records: list[Path], studies: dict[str, Json], tmp_path_factory: pytest.TempPathFactory
) -> Ask:
    """The rows of a named query on the records with results and some without."""
    store = EmbeddedStore(tmp_path_factory.mktemp("results") / "store")
    load([str(path) for path in v2_records if path.stem in studies or path.stem[-1] == "7"], store)

    def asked(name: str, **given: str) -> list[Row]:
        query = named_query(name)
        return rows(store, SparqlQuery(*query.sparql(given)))

    return asked


def folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def outcomes(study: Json) -> list[Json]:
    found: list[Json] = study["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"]
    return found


@pytest.mark.usefixtures("v2_snapshot")
@pytest.mark.parametrize("nct", ["NCT02438826", "NCT02552212", "NCT04514523", "NCT04770285"])
def test_outcome_results(nct: str, ask: Ask, studies: dict[str, Json]) -> None:
    expected: Counter[tuple[str | None, ...]] = Counter()
    for number, outcome in enumerate(outcomes(studies[nct]), start=1):
        titles = {group["id"]: group["title"] for group in outcome.get("groups", [])}
        for class_ in outcome.get("classes", []):
            for category in class_["categories"]:
                for one in category["measurements"]:
                    row = (
                        str(number),
                        outcome["title"],
                        titles[one["groupId"]],
                        class_.get("title"),
                        category.get("title"),
                        outcome["unitOfMeasure"],
                        *(
                            number_of(one.get(k))
                            for k in ("value", "spread", "lowerLimit", "upperLimit")
                        ),
                    )
                    expected[row] += 1
    columns = ("number", "outcome", "group", "class", "category", "unit")
    numbers = ("value", "spread", "lower", "upper")
    found = Counter(
        (*(row.get(c) for c in columns), *(number_of(row.get(n)) for n in numbers))
        for row in ask("outcome-results", nct=nct)
    )
    assert found == expected
    assert expected.total() > 5


def number_of(text: str | None) -> str | None:
    """A number in one form, however many zeros and commas it has; other text as it is."""
    digits = (text or "").replace(",", "")
    if not digits.replace(".", "").lstrip("-").isdecimal():
        return text
    return f"{Decimal(digits).normalize():f}"


@pytest.mark.usefixtures("v2_snapshot")
def test_outcome_estimates(ask: Ask, studies: dict[str, Json]) -> None:
    analyses = 0
    for nct, study in studies.items():
        expected = Counter(
            (
                str(number),
                str(position),
                number_of(one.get("paramValue")),
                number_of(one.get("ciLowerLimit")),
                number_of(one.get("ciUpperLimit")),
                number_of(one.get("pValue", "").removeprefix("=") or None),
                len(one["groupIds"]),
            )
            for number, outcome in enumerate(outcomes(study), start=1)
            for position, one in enumerate(outcome.get("analyses", []), start=1)
        )
        if not expected:
            continue
        found = Counter(
            (
                row["number"],
                row["analysis"],
                *(number_of(row.get(each)) for each in ("estimate", "lower", "upper", "p")),
                len(row["groups"].split(" | ")),
            )
            for row in ask("outcome-estimates", nct=nct)
        )
        assert found == expected, nct
        analyses += expected.total()
    assert analyses == 89


def arm_types(study: Json) -> dict[str, str]:
    """Title of an arm that no other arm has -> its type."""
    arms = study["protocolSection"]["armsInterventionsModule"].get("armGroups", [])
    titles = Counter(folded(arm["label"]) for arm in arms)
    return {folded(a["label"]): a.get("type", "") for a in arms if titles[folded(a["label"])] == 1}


def events_by_system(study: Json) -> Iterator[tuple[str, str, str, str | None, int, int | None]]:
    """One row an event, a group that is no control, and a control: who was affected."""
    module, types = study["resultsSection"]["adverseEventsModule"], arm_types(study)
    titles = {group["id"]: group["title"] for group in module["eventGroups"]}
    controls = {i for i, title in titles.items() if types.get(folded(title)) in CONTROLS}
    for kind in ("serious", "other"):
        for event in module.get(f"{kind}Events", []):
            stats = {one["groupId"]: one["numAffected"] for one in event["stats"]}
            beside = [(titles[i], stats[i]) for i in sorted(controls & stats.keys())]
            for group in stats.keys() - controls:
                for control, affected in beside or [(None, None)]:
                    system = event["organSystem"]
                    yield kind, system, titles[group], control, stats[group], affected


@pytest.mark.usefixtures("v2_snapshot")
def test_adverse_events_against_control(ask: Ask, studies: dict[str, Json]) -> None:
    compared = 0
    for nct, study in sorted(studies.items())[::3]:
        affected: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
        for kind, system, group, control, number, of_control in events_by_system(study):
            sums = affected[kind, system, group, control or ""]
            sums[0] += 1
            sums[1] += number
            sums[2] += of_control or 0
        found = {
            (row["seriousness"], row["system"], row["group"], row.get("control", "")): [
                int(row["terms"]),
                int(row["affected"]),
                int(row.get("controlAffected", 0)),
            ]
            for row in ask("adverse-events-by-organ-system", nct=nct)
        }
        assert found == affected, nct
        compared += sum(bool(control) for *_, control in affected)
    assert compared > 10


@pytest.mark.usefixtures("v2_snapshot")
def test_late_results(ask: Ask, studies: dict[str, Json]) -> None:
    expected = set()
    for nct, study in studies.items():
        status = study["protocolSection"]["statusModule"]
        completed = status["primaryCompletionDateStruct"]["date"].split("-")
        submitted = status["resultsFirstSubmitDate"].split("-")
        posted = any(
            each["type"] == "PRIMARY" and each["reportingStatus"] == "POSTED"
            for each in outcomes(study)
        )
        due = [str(int(completed[0]) + 1), *completed[1:]]
        if posted and submitted[: len(due)] > due:
            expected.add((nct, "-".join(completed), "-".join(submitted)))
    found = {(row["trial"], row["completed"], row["submitted"]) for row in ask("late-results")}
    assert found == expected
    assert 10 < len(expected) < len(studies)


@pytest.mark.usefixtures("v2_snapshot")
def test_outcomes_never_reported(ask: Ask, studies: dict[str, Json]) -> None:
    expected: Counter[tuple[str, str, str, str | None]] = Counter()
    for nct, study in studies.items():
        reported = {
            (RANKS[each["type"]], folded(each["title"]), folded(each.get("timeFrame", "")))
            for each in outcomes(study)
            if each["reportingStatus"] == "POSTED"
        }
        for rank in RANKS.values():
            for each in study["protocolSection"]["outcomesModule"].get(f"{rank}Outcomes", []):
                key = (rank, folded(each["measure"]), folded(each.get("timeFrame", "")))
                if key not in reported:
                    expected[nct, rank, each["measure"], each.get("timeFrame")] += 1
    found = Counter(
        (row["trial"], row["rank"], row["outcome"], row.get("timeFrame"))
        for row in ask("outcomes-never-reported")
    )
    assert found == expected
    assert expected.total() == 26
