"""Made-up trials with retracted and corrected publications, as records and services tell them."""

from __future__ import annotations

import json
from typing import Any, Final

import kg
from kg.enrichment.citations_index import CitedPublication, CitingTrial
from kg.enrichment.work import Notice, Work
from kg.enrichment.work_mapping import map_work
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
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


def graphs() -> list[RecordGraph]:
    """The graphs of the trials, and those of what PubMed says of their publications."""
    documents = (json.dumps(each).encode() for each in STUDIES)
    return [
        *(kg.map_record(record) for each in documents for record in kg.read(each)),
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
