"""Pages of interventions by name: their trials, told apart by what the records say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, Final

import pytest
from starlette.testclient import TestClient

from kg.load import load
from kg.stores.embedded import EmbeddedStore
from tests.support.listed_trials import client as client_of
from tests.support.small_trials import study, written

SCRIPT: Final = '<script>alert("1")</script>'
NAMED, SPELT, CODED, OTHER, ODD = (f"NCT9003000{digit}" for digit in range(1, 6))
MESH: Final = "http://id.nlm.nih.gov/mesh/D019782"


def trial(nct_id: str, name: str, start: str, other: str = "", mesh: str = "") -> dict[str, Any]:
    """A trial of one drug in two arms."""
    drug = {"type": "DRUG", "name": name, "otherNames": [other] if other else []}
    arms = [{"label": label, "interventionNames": [f"Drug: {name}"]} for label in ("A", "B")]
    made = study(
        nct_id,
        "Amyotrophic Lateral Sclerosis",
        armsInterventionsModule={"interventions": [drug], "armGroups": arms},
        statusModule={"overallStatus": "COMPLETED", "startDateStruct": {"date": start}},
    )
    if mesh:
        terms = [{"id": "D019782", "term": mesh}]
        made["derivedSection"] = {"interventionBrowseModule": {"meshes": terms}}
    return made


TRIALS: Final = (
    trial(NAMED, "Riluzole", "2021-01-01", "Rilutek®", mesh="Riluzole"),
    trial(SPELT, "RILUZOLE", "2022-01-01", "Rilutek"),
    trial(CODED, "Rilutek", "2023-01-01", mesh="Riluzole"),
    trial(OTHER, "Riluzole 50 mg", "2024-01-01"),
    trial(ODD, SCRIPT, "2020-01-01", f"ä/{SCRIPT}"),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("interventions")
    load([str(written(folder, "trials", TRIALS))], EmbeddedStore(folder / "store"), jobs=1)
    with client_of(folder / "store") as made:
        yield made


def page(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.split())


def rows(text: str) -> dict[str, str]:
    """The numbers of the trials in the table, in their order, and how each names it."""
    found = {}
    for row in re.findall(r"<tr\b[^>]*>(.*?)</tr>", text)[1:]:
        number, _, named, *_ = re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row)
        trial = re.findall(r'href="/trial/(NCT\d{8})"', number)[0]
        found[trial] = re.sub("<.*?>", " ", named).strip()
    return found


def test_it_has_the_trials_that_name_it_in_any_spelling(client: TestClient) -> None:
    text = page(client, "/intervention/riluzole")
    found = rows(text)
    assert list(found) == [CODED, SPELT, NAMED]
    assert found[SPELT] == "RILUZOLE (Drug)"
    assert "The records of 2 trials give an intervention this name." in text


def test_trials_of_the_mesh_concept_alone_are_told_apart(client: TestClient) -> None:
    text = page(client, "/intervention/riluzole")
    assert rows(text)[CODED] == "MeSH: Riluzole"
    assert {"Riluzole (Drug)", "MeSH: Riluzole"} <= set(re.split(r"\s{2,}", rows(text)[NAMED]))
    assert "1 more is under the MeSH concept of this name" in text
    assert f'href="/about?iri={MESH.replace(":", "%3A").replace("/", "%2F")}"' in text


def test_a_synonym_is_what_records_say_and_leads_on(client: TestClient) -> None:
    text = page(client, "/intervention/riluzole")
    assert '<a href="/intervention/rilutek">Rilutek</a>' in text
    assert list(rows(page(client, "/intervention/rilutek"))) == [CODED]
    assert list(rows(page(client, "/intervention/riluzole-50-mg"))) == [OTHER]


@pytest.mark.parametrize("path", ["RILUZOLE", "Riluzole%AE", "%20riluzole.", "ri%CC%81luzole"])
def test_any_spelling_of_the_address_has_the_page(path: str, client: TestClient) -> None:
    assert len(rows(page(client, f"/intervention/{path}"))) == 3


def test_every_way_to_it_is_a_link(client: TestClient) -> None:
    text = page(client, f"/trial/{NAMED}")
    assert '<th scope="row"><a href="/intervention/riluzole">Riluzole</a></th>' in text
    assert text.count('<a href="/intervention/riluzole">') >= 3
    assert '<a href="/intervention/riluzole">' in page(client, f"/about?iri={MESH}")
    suggested = client.get("/suggest?q=riluz").json()["suggestions"]
    found = {each["name"]: each["href"] for each in suggested if each["kind"] == "Intervention"}
    assert found["Riluzole 50 mg"] == "/intervention/riluzole-50-mg"


def test_a_name_is_text_wherever_it_stands(client: TestClient) -> None:
    [address] = set(re.findall(r'href="(/intervention/[^"]*)"', page(client, f"/trial/{ODD}")))
    text = page(client, address)
    assert list(rows(text)) == [ODD]
    assert SCRIPT not in text
    assert SCRIPT in unescape(text)
    assert f"ä/{SCRIPT}" in unescape(text)


@pytest.mark.parametrize(
    "path",
    ["", "unheard-of", "%00", "%ff", "a" * 9000, "..%2f..", "riluzole?page=2", "riluzole/x"],
)
def test_a_name_of_no_record_is_not_found(path: str, client: TestClient) -> None:
    answer = client.get(f"/intervention/{path}")
    assert answer.status_code == 404
    assert "<p>" in answer.text
