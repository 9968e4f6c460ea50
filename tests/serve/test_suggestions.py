"""What is suggested while somebody types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.listed_trials import client, listed_store


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
        ("trust no", ("Organization", "Nowhere Trust", 2, "/page/organization/nowhere-trust")),
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
