"""The order of related trials: what is stated, then by relevance, and places alone last."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from kg.related.links import STATED, Evidence, SharedThing, SimilarLink
from kg.related.order import Ranking, by_what_is_shared

OTHERS = [f"NCT9000{number:04}" for number in range(500)]


def shared(reason: str, name: str, trials: Iterable[str]) -> SharedThing:
    return SharedThing(reason, f"urn:{name}", name, "", frozenset(trials))


def similar(confidence: float) -> SimilarLink:
    return SimilarLink("urn:relation", confidence, confidence, 1)


def stated(trial: str, reason: str, field: str = "f") -> dict[str, str]:
    return {"related": trial, "reason": reason, "direction": "to", "field": field}


def order(*things: SharedThing, by: str = "relevance", **more: object) -> list[str]:
    return Ranking(Evidence(shared=list(things), **more), by).trials  # type: ignore[arg-type]


def test_what_is_stated_comes_first_the_strongest_before_all() -> None:
    reasons = STATED[:-1]
    rows = [stated(trial, reason) for trial, reason in zip(OTHERS, reasons, strict=False)]
    twice = [stated("NCT90009999", "LISTED", field) for field in "ab"]
    things = (
        shared("NUMBER", "2099-000001-11", [OTHERS[20]]),
        shared("CONDITION", "rare", [OTHERS[30]]),
    )
    found = order(*things, stated=[*reversed(rows), *twice], similar={OTHERS[40]: similar(0.99)})
    listed = OTHERS[reasons.index("LISTED")]
    first = [*OTHERS[: reasons.index("LISTED")], "NCT90009999", listed]
    assert found == [*first, OTHERS[20], OTHERS[40], OTHERS[30]]


def test_what_few_trials_have_counts_more_than_what_many_have() -> None:
    rare, common = shared("CONDITION", "rare", OTHERS[5:7]), shared("CONDITION", "any", OTHERS[:5])
    assert order(common, rare) == [*OTHERS[5:7], *OTHERS[:5]]


def test_a_hospital_of_hundreds_of_trials_decides_nothing() -> None:
    sites = [shared("SITE", f"hospital {number}", OTHERS[100:]) for number in range(20)]
    condition = shared("CONDITION", "common", OTHERS[:90])
    assert set(order(*sites, condition)[:90]) == set(OTHERS[:90])


def test_trials_that_share_only_places_come_last_whatever_they_weigh() -> None:
    places = [shared("SITE", f"rare {n}", [OTHERS[0]]) for n in range(30)]
    places.append(shared("SPONSOR", "small company", [OTHERS[0]]))
    condition = shared("CONDITION", "everybody's", OTHERS[1:])
    assert order(*places, condition)[-1] == OTHERS[0]


def test_a_second_thing_of_one_reason_counts_less_than_one_of_another() -> None:
    one, two, three = OTHERS[:3]
    things = (
        shared("CONDITION", "a", [one, two]),
        shared("CONDITION", "b", [two, three]),
        shared("INTERVENTION", "c", [one, three]),
    )
    assert order(*things)[-1] == two


def test_similar_trials_and_what_is_shared_are_weighed_together() -> None:
    alike, both, shares = OTHERS[:3]
    thing = shared("INTERVENTION", "drug", [both, shares])
    links = {alike: similar(0.78), both: similar(0.75)}
    ranking = Ranking(Evidence(shared=[thing], similar=links))
    assert ranking.trials == [both, alike, shares]
    relevance = [each.relevance for each in ranking.described(ranking.trials)]
    assert relevance == sorted(relevance, reverse=True)
    assert 0 < relevance[-1] < relevance[0] < 1


def test_the_most_similar_first_if_asked_for() -> None:
    links = {OTHERS[0]: similar(0.8), OTHERS[1]: similar(0.9)}
    rows = [stated(OTHERS[0], "MENTIONED"), stated(OTHERS[2], "LISTED")]
    assert order(stated=rows, similar=links) == [OTHERS[0], OTHERS[2], OTHERS[1]]
    assert order(stated=rows, similar=links, by="confidence") == [OTHERS[1], OTHERS[0], OTHERS[2]]


@pytest.mark.parametrize("backwards", [False, True])
def test_the_order_does_not_depend_on_that_of_the_links(backwards: bool) -> None:
    things = [shared("CONDITION", f"c{n}", OTHERS[: n + 3]) for n in range(5)]
    things += [shared("SITE", f"s{n}", OTHERS[n : n + 9]) for n in range(9)]
    assert order(*(things[::-1] if backwards else things)) == order(*sorted(things, key=str))


def test_the_rarest_is_named_first_with_how_many_trials_have_it() -> None:
    common, rare = shared("SITE", "A", OTHERS[:9]), shared("SITE", "B", OTHERS[:1])
    [trial] = Ranking(Evidence(shared=[common, rare])).described(OTHERS[:1])
    assert trial.shared == {"SITE": ["B", "A"]}
    assert trial.holders == {"SITE": [2, 10]}


def test_the_order_from_what_each_trial_has() -> None:
    things = {
        "A": [("CONDITION", "asthma"), ("SITE", "hospital"), ("INTERVENTION", "drug")],
        "B": [("SITE", "hospital")],
        "C": [("CONDITION", "asthma")],
        "D": [("CONDITION", "asthma"), ("INTERVENTION", "drug")],
        "E": [("CONDITION", "gout")],
    }
    assert by_what_is_shared(things, "A") == ["D", "C", "B"]
