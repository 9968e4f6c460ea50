"""Similar trials among the related ones: which are shown, in which words and in every format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest

from kg.load import load
from kg.related import related_trials
from kg.related.links import Feature, RelatedTrial, SimilarLink
from kg.related.reasons import reasons
from kg.similarity.links import FEATURE_KINDS, SIMILARITY_KINDS, TEXT_FIELDS
from kg.stores.embedded import EmbeddedStore
from tests.support.kg_command import Ran
from tests.support.kg_command import kg as run
from tests.support.small_trials import (
    FIVE,
    FOUR,
    LISTS,
    ONE,
    STUDIES,
    THREE,
    TWO,
    similarity,
    small_store,
    written,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """Four small records and similar trials."""
    return small_store(tmp_path_factory.mktemp("similar"))


def related(store: EmbeddedStore, *arguments: str | Path) -> Ran:
    return run("related", *arguments, "--store", store.folder, cwd=store.folder.parent)


def alike(*features: Feature, kind: str | None = None) -> RelatedTrial:
    link = SimilarLink("urn:relation", 0.914, 0.8, 1, kind, list(features))
    return RelatedTrial(TWO, similar=link)


def test_similar_trials_stand_between_what_is_stated_and_shared_places(
    store: EmbeddedStore,
) -> None:
    assert [trial.number for trial in related_trials(store, ONE)] == [FOUR, TWO, FIVE, THREE]


def test_a_link_that_both_lists_state_counts_once(store: EmbeddedStore) -> None:
    [link] = [trial.similar for trial in related_trials(store, ONE) if trial.number == TWO]
    assert link
    assert (link.confidence, link.score, link.rank) == (0.91, 0.7, 1)
    assert [(each.kind, each.name, each.fields) for each in link.features] == [
        ("CONDITION", "Cluster Headache", ("CONDITION",)),
        ("WORD", "attack", ("OUTCOME", "TITLE")),
    ]


def test_the_list_of_a_trial_without_a_record_is_not_shown(store: EmbeddedStore) -> None:
    assert FIVE not in {trial.number for trial in related_trials(store, THREE)}
    assert [trial.number for trial in related_trials(store, FIVE)] == [ONE]


def said(trial: RelatedTrial, *, whole: bool = False) -> Iterator[str]:
    return map(str, reasons(ONE, trial, whole=whole))


def test_what_two_trials_share_is_said_once() -> None:
    trial = alike(Feature("CONDITION", "Cluster headache", 0.3), Feature("WORD", "Gout", 0.1))
    trial.shared = {"CONDITION": ["Cluster Headache"], "SITE": ["Gout"]}
    assert list(said(trial)) == [
        "similar (0.91): the same condition Cluster Headache; ‘Gout’",
        "1 site in common: Gout",
    ]


def test_a_drug_in_two_spellings_is_said_once_in_one_of_them() -> None:
    trial = alike(Feature("INTERVENTION", "galcanezumab", 0.3))
    trial.shared = {"INTERVENTION": ["Galcanezumab"]}
    assert list(said(trial)) == ["similar (0.91): the same intervention Galcanezumab"]


def test_reasons_in_words() -> None:
    trial = alike(
        Feature("CONDITION", "Migraine", 0.4),
        Feature("CONDITION", "Headache", 0.1),
        Feature("INTERVENTION", "galcanezumab", 0.3),
        Feature("WORD", "attack", 0.2, ("OUTCOME", "TITLE")),
        kind="SAME_STUDY",
    )
    [short] = said(trial)
    assert short == (
        "one study registered twice (0.91): the same conditions Migraine; Headache; the same"
        " intervention galcanezumab; ‘attack’ in title, outcomes"
    )
    [whole] = said(trial, whole=True)
    assert "galcanezumab (30%)" in whole
    many = alike(*(Feature("WORD", f"word{number}", 0.1) for number in range(20)))
    assert next(said(many)).endswith("‘word5’; 14 more")
    assert "word19" in next(said(many, whole=True))


def test_every_kind_and_field_has_words() -> None:
    for kind in SIMILARITY_KINDS:
        assert not next(said(alike(kind=kind))).startswith("similar")
    for field in TEXT_FIELDS:
        word = next(said(alike(Feature("WORD", "a", 0.1, (field,)))))
        assert word.partition(" in ")[2].islower()
    for kind in FEATURE_KINDS:
        assert "lithium" in next(said(alike(Feature(kind, "lithium", 0.1))))


def test_the_table_and_all_evidence(store: EmbeddedStore) -> None:
    ran = related(store, ONE)
    assert (ran.status, ran.talk) == (0, "")
    words = " ".join(ran.text.split())
    assert "similar (0.91): the same condition" in words
    assert "the same condition or MeSH concept" not in words
    assert "removed from the store" in words
    ran = related(store, ONE, "--why", TWO)
    assert "similar (0.91): the same condition Cluster Headache (30%)" in ran.text
    assert "‘attack’ in title, outcomes (20%)" in ran.text
    assert "the same intervention: Galcanezumab (2 trials)" in ran.text


def test_answers_for_programs(store: EmbeddedStore) -> None:
    document = json.loads(related(store, ONE, "-f", "json").text)
    similar = document["related"][1]["similar"]
    assert (similar["confidence"], similar["features"][1]["name"]) == (0.91, "attack")
    rows = list(csv.DictReader(io.StringIO(related(store, ONE, "-f", "csv").text)))
    assert [(row["related"], row["confidence"], row["rank"]) for row in rows if row["rank"]] == [
        (TWO, "0.91", "1"), (FIVE, "0.72", "2"),
    ]  # fmt: skip
    turtle = related(store, ONE, "-f", "turtle").data
    found = {str(quad.triple) for quad in pyoxigraph.parse(turtle, pyoxigraph.RdfFormat.TURTLE)}
    relation = f"<https://w3id.org/kg-trials/trial/{ONE}/similar/{TWO}"
    vocabulary = "https://w3id.org/kg-trials/vocab#"
    for expected in (
        f"{relation}> <{vocabulary}linkedTrial> <https://clinicaltrials.gov/study/{TWO}>",
        f'{relation}/word/attack> <https://schema.org/name> "attack"',
        f"{relation}/word/attack> <{vocabulary}textField> <{vocabulary}TextField-TITLE>",
    ):
        assert expected in found
    assert f"trial/{FIVE}/similar" not in turtle.decode()


def test_the_picture_has_a_box_for_a_similarity_and_no_arrow_to_it(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    assert related(store, TWO, "--picture", tmp_path / "a.html").status == 0
    text = (tmp_path / "a.html").read_text("utf-8")
    assert "similar trial" in text
    assert "attack" in text
    assert "<polygon" not in text  # TWO has no link with a direction


@pytest.mark.parametrize(
    "options, expected",
    [
        ((), [FOUR, TWO, FIVE, THREE]),
        (("--by", "confidence"), [TWO, FIVE, FOUR, THREE]),
        (("--basis", "similar"), [TWO, FIVE]),
        (("--basis", "SITE", "--basis", "Mentioned"), [FOUR, THREE]),
        (("--status", "recruiting"), [THREE]),
        (("--status", "Recruiting", "--status", "COMPLETED"), [FOUR, TWO, THREE]),
        (("--phase", "2"), [TWO]),
        (("--phase", "Phase 3"), [TWO, THREE]),
        (("--phase", "PHASE3", "--status", "completed"), [TWO]),
        (("--phase", "3", "--limit", "1"), [TWO]),
    ],
)
def test_filters(options: tuple[str, ...], expected: list[str], store: EmbeddedStore) -> None:
    document = json.loads(related(store, ONE, *options, "-f", "json").text)
    assert [each["nct_id"] for each in document["related"]] == expected


def test_the_count_is_that_of_what_passes_the_filters(store: EmbeddedStore) -> None:
    assert "1 of 2 related trials" in related(store, ONE, "--phase", "3", "--limit", "1").talk
    ran = related(store, ONE, "--phase", "4")
    assert (ran.status, ran.text) == (0, "")
    assert "None of the 4 related trials has what is asked for" in ran.talk


@pytest.mark.parametrize(
    "option, word, choice",
    [
        ("--status", "running", "active not recruiting"),
        ("--phase", "5", "early phase 1"),
        ("--basis", "friendship", "expanded access"),
    ],
)
def test_an_unknown_word_is_answered_with_the_choices(
    option: str, word: str, choice: str, store: EmbeddedStore
) -> None:
    ran = related(store, ONE, option, word)
    assert ran.status == 2
    assert f"{option} '{word}' is not one of: " in ran.talk
    assert choice in ran.talk


def test_how_current_the_similar_trials_are(tmp_path: Path) -> None:
    """Not computed; computed; computed for an older record; computed again."""
    records = written(tmp_path, "records", STUDIES)
    store = EmbeddedStore(tmp_path / "store")
    load([str(records)], store)
    said = f"`kg similar --store {store.folder}`"
    assert f"were not computed for the store {store.folder}: {said}" in related(store, ONE).talk
    load([str(similarity(tmp_path, "similar", LISTS))], store)
    assert related(store, ONE).talk == ""
    assert f"No trial is similar enough to {FOUR}" in related(store, FOUR).talk
    changed = json.loads(json.dumps(STUDIES[0]).replace("Trial", "Other"))
    load([str(written(tmp_path, "changed", [changed]))], store)
    talk = related(store, ONE).talk
    assert f"The record of {ONE} has changed since similar trials were computed: {said}" in talk
    assert "1 record has changed since" in related(store, TWO).talk
    load([str(similarity(tmp_path, "again", LISTS[:1]))], store)
    assert related(store, ONE).talk == ""


def test_with_a_removed_trial_goes_its_list(tmp_path: Path) -> None:
    store = small_store(tmp_path)
    (tmp_path / "gone").write_text(f"{TWO}\n{FIVE}\n", "utf-8")
    ran = run("load", "--remove", "gone", "--store", store.folder, cwd=tmp_path)
    assert "Removed 3 graphs; 1 to remove were not in the store" in ran.talk
    with store.opened() as opened:
        left = {graph.value.rpartition("/")[2] for graph in opened.named_graphs()}
    assert left == {ONE, THREE, FOUR, "similarity", "vocab"}
