"""The vocabulary in a graph of its own: what a load brings and what it keeps, on every store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from kg.load import load
from kg.queries import named_query
from kg.rdf import code_lists as codes
from kg.rdf.ontology import MODIFIED, ONTOLOGY, VERSION, triples
from kg.rdf.vocabulary import SKOS_PREF_LABEL
from kg.stores.embedded import EmbeddedStore
from kg.stores.loading import LoadableStore
from kg.stores.store import SparqlQuery, rows
from tests.support.kg_command import kg as run
from tests.support.paths import ROOT
from tests.support.remote_stores import document, new_base, records

pytestmark = pytest.mark.slow

PHASE_3: Final = codes.PHASE.terms["PHASE3"]
SAMPLE: Final = ROOT / "samples" / "NCT04326283.json"


def vocabulary(tmp_path: Path, version: str, word: str) -> str:
    """A document with another release of the vocabulary, of one code."""
    path = tmp_path / f"{version}.nq"
    path.write_text(
        f'<{ONTOLOGY}> {VERSION} "{version}" <{ONTOLOGY}> .\n'
        f'<{ONTOLOGY}> {MODIFIED} "2030-01-01" <{ONTOLOGY}> .\n'
        f'{PHASE_3} {SKOS_PREF_LABEL} "{word}"@en <{ONTOLOGY}> .\n',
        "utf-8",
    )
    return str(path)


def word(store: LoadableStore) -> list[str]:
    """The words for phase 3 in the graph of the vocabulary."""
    text = f"SELECT ?word {{ GRAPH <{ONTOLOGY}> {{ {PHASE_3} {SKOS_PREF_LABEL} ?word }} }}"
    return [row["word"] for row in rows(store, SparqlQuery(text))]


def count(store: LoadableStore) -> int:
    text = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{ONTOLOGY}> {{ ?s ?p ?o }} }}"
    [row] = rows(store, SparqlQuery(text))
    return int(row["n"])


def test_a_load_brings_the_vocabulary_and_replaces_an_older_one_alone(
    every_store: LoadableStore, tmp_path: Path
) -> None:
    trials = document(tmp_path / "trials.nq", records(new_base())[:1])
    load([vocabulary(tmp_path, "0.0.9", "an old word")], every_store)
    assert word(every_store) == ["an old word"]
    load([trials], every_store, vocabulary=False)
    assert word(every_store) == ["an old word"]
    load([trials], every_store)
    assert word(every_store) == ["Phase 3"]
    assert count(every_store) == len(triples())
    load([vocabulary(tmp_path, "99.0", "a new word")], every_store)
    load([trials], every_store)
    assert word(every_store) == ["a new word"]  # by a later kg
    load([vocabulary(tmp_path, "0.0.8", "an old word")], every_store)
    held = load([trials], every_store).holdings
    assert word(every_store) == ["Phase 3"]
    assert held is not None
    assert held.vocabulary


def test_a_named_query_has_labels_from_it(tmp_path: Path) -> None:
    with_it, without = (EmbeddedStore(tmp_path / name) for name in ("with", "without"))
    for store in (with_it, without):
        load([str(SAMPLE)], store, vocabulary=store is with_it)
    asked = SparqlQuery(named_query("count-by-phase").text)
    [labelled], [bare] = rows(with_it, asked), rows(without, asked)
    assert labelled["phaseLabel"] == "Phase 1/Phase 2"
    assert bare == {name: each for name, each in labelled.items() if name != "phaseLabel"}
    shown = run("query", "count-by-phase", "--store", without.folder, cwd=tmp_path)
    assert "Phase 1/Phase 2" in shown.text  # a table has the words that ship with kg


def test_what_a_trial_does_not_give_is_not_given(tmp_path: Path) -> None:
    record: dict[str, Any] = json.loads(SAMPLE.read_bytes())
    del record["protocolSection"]["designModule"]["phases"]
    path = tmp_path / "record.json"
    path.write_text(json.dumps(record), "utf-8")
    ran = run("load", path, "--no-validate", "--store", "store", cwd=tmp_path)
    assert ran.status == 0, ran.talk
    ran = run("query", "count-by-phase", "-f", "csv", "--store", "store", cwd=tmp_path)
    assert ran.text.splitlines() == ["phase,phaseLabel,trials", ",not given,1"]


def test_no_vocabulary_is_loaded_where_it_is_not_wanted(tmp_path: Path) -> None:
    options = ("--no-vocabulary", "--store", "store")
    ran = run("load", SAMPLE, *options, cwd=tmp_path)
    assert ran.talk.splitlines()[-1].startswith("The store store holds 1 record: ")
    (tmp_path / "gone").write_text("NCT04326283\n", "utf-8")
    ran = run("load", "--remove", "gone", "--store", "store", cwd=tmp_path)
    assert ran.talk.endswith("holds 0 records: 0 triples in 0 graphs\n")
