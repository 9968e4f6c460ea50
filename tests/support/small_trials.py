"""Small records of made-up trials, and similar trials in RDF as they are written by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from kg.load import load
from kg.stores.embedded import EmbeddedStore

ONE, TWO, THREE, FOUR, FIVE = (f"NCT9000020{digit}" for digit in range(1, 6))


def study(
    nct_id: str, condition: str, drug: str = "", site: str = "", **more: Any
) -> dict[str, Any]:
    """A record with a condition, a drug and a site."""
    places = [{"facility": site, "city": "Bern", "country": "Switzerland"}] if site else []
    drugs = [{"type": "DRUG", "name": drug}] if drug else []
    section = {
        "identificationModule": {"nctId": nct_id, "briefTitle": f"Trial {nct_id}"},
        "statusModule": {"overallStatus": "COMPLETED"},
        "conditionsModule": {"conditions": [condition]},
        "armsInterventionsModule": {"interventions": drugs},
        "contactsLocationsModule": {"locations": places},
        **more,
    }
    return {"protocolSection": section}


STUDIES: Final = (
    study(
        ONE, "Cluster Headache", "Galcanezumab", "Inselspital",
        descriptionModule={"briefSummary": f"See {FOUR}."},
    ),
    study(TWO, "Cluster Headache", "Galcanezumab", designModule={"phases": ["PHASE2", "PHASE3"]}),
    study(
        THREE, "Migraine", site="Inselspital", designModule={"phases": ["PHASE3"]},
        statusModule={"overallStatus": "RECRUITING"},
    ),
    study(FOUR, "Gout"),
)  # fmt: skip

_PREFIXES: Final = """
@prefix ctgov: <https://clinicaltrials.gov/study/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix kg: <https://w3id.org/kg-trials/vocab#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix schema: <https://schema.org/> .
"""
_BASE: Final = "https://w3id.org/kg-trials"


def similar_list(nct_id: str, *links: str) -> str:
    """The graph of a trial's similar trials in TriG; each link comes from `link`."""
    graph = f"<{_BASE}/graph/similarity/{nct_id}>"
    return (
        f"{graph} {{ {graph} a kg:SimilarityGraph ; schema:about ctgov:{nct_id} .\n"
        f'ctgov:{nct_id} a schema:MedicalStudy ; dcterms:identifier "{nct_id}" .\n'
        f"{''.join(links)} }}\n"
    )


def link(nct_id: str, other: str, rank: int, confidence: float, more: str = "") -> str:
    """A similar trial in the list of a trial, with reasons: `more` is that of the relation."""
    relation = f"{_BASE}/trial/{nct_id}/similar/{other}"
    return (
        f'ctgov:{other} a schema:MedicalStudy ; dcterms:identifier "{other}" .\n'
        f"ctgov:{nct_id} kg:similarTrial ctgov:{other} ; kg:trialRelation <{relation}> .\n"
        f"<{relation}> a kg:TrialRelation ; kg:basis kg:RelationBasis-SIMILAR ;\n"
        f"  kg:linkedTrial ctgov:{nct_id}, ctgov:{other} ; kg:score 0.7 ;\n"
        f"  kg:confidence {confidence} ; kg:rank {rank} {more} ;\n"
        f"  kg:sharedFeature <{relation}/condition/cluster-headache>, <{relation}/word/attack> .\n"
        f"<{relation}/condition/cluster-headache> a kg:SharedFeature ;\n"
        f'  kg:featureKind kg:FeatureKind-CONDITION ; schema:name "Cluster Headache" ;\n'
        f"  kg:weight 0.3 ; kg:textField kg:TextField-CONDITION .\n"
        f"<{relation}/word/attack> a kg:SharedFeature ;\n"
        f'  kg:featureKind kg:FeatureKind-WORD ; schema:name "attack" ; kg:weight 0.2 ;\n'
        f"  kg:textField kg:TextField-TITLE, kg:TextField-OUTCOME .\n"
    )


LISTS: Final = (
    similar_list(ONE, link(ONE, TWO, 1, 0.91), link(ONE, FIVE, 2, 0.72)),
    similar_list(TWO, link(TWO, ONE, 1, 0.91, "; kg:similarityKind kg:SimilarityKind-SAME_STUDY")),
    similar_list(FIVE, link(FIVE, THREE, 1, 0.95)),
)
"""The similar trials of ONE and TWO, and the list of FIVE, whose record is not in the store."""

_METHOD: Final = f"<{_BASE}/graph/similarity>"
METHOD: Final = f"{_METHOD} {{ {_METHOD} a kg:SimilarityGraph }}\n"


def written(folder: Path, name: str, studies: Iterable[dict[str, Any]]) -> Path:
    """Records as a file."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.jsonl"
    path.write_text("\n".join(map(json.dumps, studies)), "utf-8")
    return path


def similarity(folder: Path, name: str, graphs: Iterable[str]) -> Path:
    """Graphs of similar trials as a file."""
    path = folder / f"{name}.trig"
    path.write_text(_PREFIXES + "".join(graphs), "utf-8")
    return path


def small_store(folder: Path) -> EmbeddedStore:
    """A store of these records and their similar trials."""
    store = EmbeddedStore(folder / "store")
    records = written(folder, "records", STUDIES)
    load([str(records), str(similarity(folder, "similar", (*LISTS, METHOD)))], store)
    return store
