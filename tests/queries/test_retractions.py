"""Retracted and corrected publications of trials, as records and services tell them."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

import kg
from kg.enrichment.citations_index import CitedPublication, CitingTrial
from kg.enrichment.work import Notice, Work
from kg.enrichment.work_mapping import map_work
from kg.formats import FORMATS, serialize
from kg.load import load
from kg.queries import named_query
from kg.rdf.iris import Iris
from kg.stores.embedded import EmbeddedStore
from kg.stores.store import SparqlQuery, rows
from tests.support.small_trials import FOUR, ONE, THREE, TWO, study

PAGE: Final = "<https://pubmed.ncbi.nlm.nih.gov/{}/>"
RETRACTED, CORRECTED, UPDATED, SOUND, STATED, TYPED = (f"9000000{digit}" for digit in range(1, 7))
"""Publications: a record states that STATED is retracted, and its type says it of TYPED."""


def cites(nct_id: str, *references: dict[str, Any]) -> dict[str, Any]:
    return study(nct_id, "Gout", referencesModule={"references": list(references)})


def reference(pmid: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"pmid": pmid, "type": kind, "citation": f"Example {pmid}.", **more}


STUDIES: Final = (
    cites(ONE, reference(RETRACTED, "RESULT"), reference(SOUND, "DERIVED")),
    cites(TWO, reference(RETRACTED, "BACKGROUND"), reference(CORRECTED, "DERIVED")),
    cites(THREE, reference(UPDATED, "RESULT"), reference(TYPED, "RESULT")),
    cites(
        FOUR,
        reference(STATED, "RESULT", retractions=[{"pmid": "90000009", "source": "J Gout. 2022."}]),
    ),
)


def work(pmid: str, *notices: Notice, types: tuple[tuple[str, str], ...] = ()) -> Any:
    return map_work(
        Work(source="pubmed", key=pmid, pmid=pmid, notices=notices, types=types),
        CitedPublication({PAGE.format(pmid)}, {ONE: CitingTrial.registered(ONE)}),
        Iris(),
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    folder = tmp_path_factory.mktemp("retractions")
    (folder / "records.jsonl").write_text("\n".join(map(json.dumps, STUDIES)), "utf-8")
    graphs = [
        *(kg.map_record(record) for record in kg.read(folder / "records.jsonl")),
        work(
            RETRACTED,
            Notice("RETRACTION", pmid="90000008", date="2021-05", citation="J Gout. 2021."),
            Notice("CORRECTION", doi="10.1000/erratum"),
            types=(("D016441", "Retracted Publication"),),
        ),
        work(CORRECTED, Notice("CORRECTION", pmid="90000007", date="2020-02-03")),
        work(UPDATED, Notice("UPDATE", pmid="90000006")),
        work(SOUND),
        work(TYPED, types=(("D016441", "Retracted Publication"),)),
    ]
    (folder / "all.nq").write_text("".join(serialize(graphs, FORMATS["n-quads"])), "utf-8")
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
