"""Retracted and corrected publications of trials, as records and services tell them."""

from __future__ import annotations

import pytest

from kg.formats import FORMATS, serialize
from kg.load import load
from kg.queries import named_query
from kg.stores.embedded import EmbeddedStore
from kg.stores.store import SparqlQuery, rows
from tests.support.retracted_publications import CORRECTED, RETRACTED, STATED, TYPED, graphs
from tests.support.small_trials import FOUR, ONE, THREE, TWO


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    folder = tmp_path_factory.mktemp("retractions")
    (folder / "all.nq").write_text("".join(serialize(graphs(), FORMATS["n-quads"])), "utf-8")
    found = EmbeddedStore(folder / "store")
    load([str(folder / "all.nq")], found)
    return found


def notice_of(row: dict[str, str]) -> str:
    return row.get("noticeText") or row.get("noticePmid") or row.get("noticeDoi", "")


def test_retractions_come_first_with_the_trials_that_cite_the_publication(
    store: EmbeddedStore,
) -> None:
    found = rows(store, SparqlQuery(named_query("retractions").text))
    names = ("trial", "kind", "publication", "noticeLabel", "source")
    told = [
        (*(row[name].rstrip("/").rpartition("/")[2] for name in names), notice_of(row))
        for row in found
    ]
    assert told == [
        (ONE, "result", RETRACTED, "Retraction", "PubMed", "J Gout. 2021."),
        (TWO, "background", RETRACTED, "Retraction", "PubMed", "J Gout. 2021."),
        (THREE, "result", TYPED, "Retraction", "PubMed", ""),
        (FOUR, "result", STATED, "Retraction", "a record", "J Gout. 2022."),
        (TWO, "derived", CORRECTED, "Correction", "PubMed", "90000007"),
        (ONE, "result", RETRACTED, "Correction", "PubMed", "10.1000/erratum"),
        (TWO, "background", RETRACTED, "Correction", "PubMed", "10.1000/erratum"),
    ]
    assert found[0]["date"] == "2021-05"
    assert found[0]["citation"] == f"Example {RETRACTED}."
