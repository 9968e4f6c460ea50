"""What is suggested while somebody types."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from kg.load import load
from kg.stores.embedded import EmbeddedStore
from tests.support.listed_trials import client, listed_store, listed_trial
from tests.support.small_trials import written


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client(listed_store(tmp_path_factory.mktemp("suggestions"))) as made:
        yield made


def suggested(asked: TestClient, text: str) -> list[dict[str, Any]]:
    """The suggestions for a text."""
    answer = asked.get("/suggest", params={"q": text})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    found: list[dict[str, Any]] = answer.json()["suggestions"]
    return found


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("clus", ("Condition", "Cluster Headache", 1, "/page/condition/cluster-headache")),
        ("trust no", ("Organisation", "Nowhere Trust", 2, "/page/organization/nowhere-trust")),
        ("bern", ("Trials near", "Bern, Switzerland", 2, "/trials?near=Bern%2C+Switzerland")),
        ("90000001", None),
        ("NCT90000001", ("Trial", "NCT90000001 Gout diet", 1, "/trial/NCT90000001")),
    ],
)
def test_things_with_these_words_are_suggested(
    asked: TestClient, text: str, suggestion: tuple[str, str, int, str] | None
) -> None:
    found = [tuple(each.values()) for each in suggested(asked, text)]
    assert (suggestion in found) if suggestion else (found == [])


def test_a_suggested_city_has_its_trials(asked: TestClient) -> None:
    (city,) = [each for each in suggested(asked, "boston") if each["kind"] == "Trials near"]
    assert "1 trial<" in asked.get(city["href"]).text


@pytest.mark.parametrize("text", ["", "   ", "x" * 10_000, '" OR *', "NEAR(", "\x00", "%_", "'"])
def test_any_text_has_an_answer(asked: TestClient, text: str) -> None:
    assert suggested(asked, text) == []


def test_the_order_is_that_of_trials_and_names_however_they_were_loaded(tmp_path: Path) -> None:
    conditions = ["Gout B", "Gout C", "Gout A"]
    trials = [
        listed_trial(number, f"Gout {9 - number}", "COMPLETED", "2020", conditions=names)
        for number, names in enumerate([conditions, conditions[:1], conditions[1:]], 1)
    ]
    wanted = [
        ("Trial", "NCT90000001 Gout 8", 1),
        ("Trial", "NCT90000002 Gout 7", 1),
        ("Trial", "NCT90000003 Gout 6", 1),
        ("Condition", "Gout A", 2),
        ("Condition", "Gout B", 2),
        ("Condition", "Gout C", 2),
    ]
    for name, loads in {"one": [trials], "two": [trials[2:], trials[:2]]}.items():
        folder = tmp_path / name
        for each in loads:
            load([str(written(folder, "trials", each))], EmbeddedStore(folder / "store"))
        with client(folder / "store") as asked:
            found = [tuple(each.values())[:3] for each in suggested(asked, "gout")]
        assert found == wanted
