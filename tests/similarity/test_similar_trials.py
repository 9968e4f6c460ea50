"""Which trials are similar, how sure that is, and why: by `kg.similar`, on small records."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

import pytest

import kg
from kg.rdf import vocabulary as vocab
from kg.records.other_sections import BrowseModule, DerivedSection, Mesh
from kg.similarity.links import SimilarTrial, SimilarTrials
from kg.similarity.trial_text import TrialText
from kg.similarity.words import words_of
from tests.support.paths import ROOT

ONE, TWO, THREE = (f"NCT9000030{digit}" for digit in range(1, 4))
SAMPLES: Final = sorted((ROOT / "samples").glob("*.json"))

CLUSTER: Final[dict[str, Any]] = {
    "title": "Galcanezumab in Cluster Headache",
    "conditions": ["Cluster Headache"],
    "drugs": ["Galcanezumab"],
    "summary": "Whether the antibody makes attacks of cluster headache less frequent.",
}
KNEE: Final[dict[str, Any]] = {
    "title": "Exercise After Knee Replacement",
    "conditions": ["Osteoarthritis, Knee"],
    "drugs": ["Supervised exercise"],
    "summary": "Whether exercise helps people to walk again.",
}


def record(
    nct_id: str,
    title: str = "",
    conditions: Iterable[str] = (),
    drugs: Iterable[str] = (),
    summary: str = "",
    sponsor: str = "Example University",
    number: str = "",
) -> kg.Record:
    """A record in the registry's JSON, read."""
    section: dict[str, Any] = {
        "identificationModule": {
            "nctId": nct_id,
            "briefTitle": title,
            "orgStudyIdInfo": {"id": number},
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": sponsor, "class": "OTHER"}},
        "descriptionModule": {"briefSummary": summary},
        "conditionsModule": {"conditions": list(conditions)},
        "armsInterventionsModule": {
            "interventions": [{"type": "DRUG", "name": name} for name in drugs]
        },
    }
    text = json.dumps({"protocolSection": section}).encode()
    [found] = kg.read(text)
    return found


def similar(*records: kg.Record, least: float = 0.0) -> dict[str, SimilarTrials]:
    """The similar trials of each record, by NCT id."""
    return {each.number: each for each in kg.similar(records, min_confidence=least)}


def link(found: dict[str, SimilarTrials], one: str, other: str) -> SimilarTrial:
    """The link from a trial to another one."""
    [only] = [each for each in found[one].others if each.number == other]
    return only


def test_the_same_subject_is_similar_and_another_is_not() -> None:
    other = {**CLUSTER, "title": "Galcanezumab for the Prevention of Episodic Cluster Headache"}
    found = similar(record(ONE, **CLUSTER), record(TWO, **other), record(THREE, **KNEE), least=0.75)
    assert [each.number for each in found[ONE].others] == [TWO]
    assert [each.number for each in found[TWO].others] == [ONE]
    assert found[THREE].others == ()


def test_a_pair_is_the_same_in_both_directions() -> None:
    found = {each.number: each for each in kg.similar(kg.read(*SAMPLES), min_confidence=0)}
    for trial in found.values():
        assert [each.rank for each in trial.others] == [1, 2]
        for other in trial.others:
            back = link(found, other.number, trial.number)
            assert (back.score, back.confidence, back.kind) == (
                other.score, other.confidence, other.kind,
            )  # fmt: skip
            assert back.features == other.features


def test_the_order_of_the_records_changes_nothing() -> None:
    records = list(kg.read(*SAMPLES))
    assert list(kg.similar(records)) == list(kg.similar(records[::-1]))


def test_the_reasons_are_what_both_records_have() -> None:
    found = similar(record(ONE, **CLUSTER), record(TWO, **CLUSTER), record(THREE, **KNEE))
    features = link(found, ONE, TWO).features
    assert [(each.kind, each.name) for each in features[:2]] == [
        ("CONDITION", "Cluster Headache"),
        ("INTERVENTION", "Galcanezumab"),
    ]
    words = {each.name: each.fields for each in features if each.kind == "WORD"}
    assert words["antibody"] == ("SUMMARY",)
    assert "Galcanezumab" not in words, "a name is not said again"
    assert 0 < sum(each.weight for each in features) <= 1
    assert link(found, ONE, THREE).features == ()


def test_a_thing_is_shared_if_both_records_have_its_term() -> None:
    with_mesh, without = record(ONE, **CLUSTER), record(TWO, **CLUSTER)
    with_mesh.study.derived_section = DerivedSection(
        condition_browse_module=BrowseModule(meshes=[Mesh(id="D003027", term="Cluster Headache")])
    )
    mesh, own = f"<{vocab.MESH}D003027>", "<https://w3id.org/kg-trials/condition/cluster-headache>"
    also = record(THREE, **CLUSTER)
    also.study.derived_section = with_mesh.study.derived_section
    found = similar(with_mesh, without, also)
    things = {
        other: {each.name: each.thing for each in link(found, ONE, other).features}
        for other in (TWO, THREE)
    }
    assert things[TWO]["Cluster Headache"] == own, "the other record has no MeSH concept"
    assert things[THREE]["Cluster Headache"] == mesh
    assert things[TWO]["Galcanezumab"] is None, "its node is of one trial alone"


def test_a_placebo_is_no_intervention_in_common() -> None:
    with_placebo = {**CLUSTER, "drugs": ["Placebo"]}
    found = similar(record(ONE, **with_placebo), record(TWO, **with_placebo))
    assert "INTERVENTION" not in {each.kind for each in link(found, ONE, TWO).features}


def test_a_record_without_conditions_is_compared_by_its_text() -> None:
    bare = {**CLUSTER, "conditions": []}
    others = record(TWO, **CLUSTER), record(THREE, **KNEE)
    with_condition = similar(record(ONE, **CLUSTER), *others)
    without = similar(record(ONE, **bare), *others)
    silent = similar(record(ONE, "A study", summary="Of an antibody"), *others)
    assert link(without, ONE, TWO).confidence >= 0.75
    assert link(with_condition, ONE, TWO).confidence >= link(without, ONE, TWO).confidence
    assert link(silent, ONE, TWO).confidence < 0.5


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ({"number": "H8H-MC-1"}, {"number": "H8H-MC-1"}, "SAME_STUDY"),
        ({"number": "H8H-MC-1"}, {"number": "H8H-MC-2"}, None),
        ({"number": "H8H-MC-1"}, {"number": "H8H-MC-1", "sponsor": "Another"}, None),
        ({"number": "001"}, {"number": "001"}, None),
        (
            {"title": "INDIGO Study, Part A"},
            {"title": "INDIGO Study, Part B"},
            "SAME_MASTER_PROTOCOL",
        ),
        (
            {"title": "Drug in Tumours With a Mutation (MATCH - Subprotocol Q)"},
            {"title": "Pill in Cancers With a Fusion (MATCH - Subprotocol Z1A)"},
            "SAME_MASTER_PROTOCOL",
        ),
        ({"title": "INDIGO Study, Part A"}, {"title": "INDIGO Study, Part A"}, None),
        ({"title": "INDIGO Study, Part A"}, {"title": "VIOLET Study, Part B"}, None),
        ({"title": "Phase II - Part A"}, {"title": "Phase II - Part B"}, None),
    ],
)
def test_a_kind_is_stated_where_the_records_leave_no_doubt(
    one: dict[str, str], other: dict[str, str], kind: str | None
) -> None:
    found = similar(record(ONE, **{**CLUSTER, **one}), record(TWO, **{**CLUSTER, **other}))
    assert link(found, ONE, TWO).kind == kind


def test_one_text_for_two_subjects_is_told_apart() -> None:
    text = " ".join(f"Sentence number {word} of the boilerplate." for word in "abcdefgh")
    text += " Antineoplaston infusion escalates daily until remission, relapse, toxicity."
    one = {
        **CLUSTER,
        "title": "Antineoplaston Infusion",
        "summary": text,
        "drugs": ["Antineoplaston"],
    }
    found = similar(
        record(ONE, **{**one, "conditions": ["Glioma"]}),
        record(TWO, **{**one, "conditions": ["Hepatoma"]}),
        record(THREE, **{**one, "conditions": ["Glioma"]}),
    )
    assert link(found, ONE, TWO).kind == "SAME_TEXT"
    assert link(found, ONE, THREE).kind is None


def test_records_without_words_have_no_links() -> None:
    found = similar(record(ONE), record(TWO), record(THREE, **KNEE))
    assert [each.others for each in found.values()] == [(), (), ()]
    assert similar() == {}
    assert similar(record(ONE, **KNEE))[ONE].others == ()


def test_a_script_without_blanks_is_compared() -> None:
    chinese = (
        record(ONE, "丛集性头痛的预防", ["丛集性头痛"]),
        record(TWO, "丛集性头痛患者", ["丛集性头痛"]),
    )
    found = similar(*chinese, record(THREE, **KNEE), least=0.75)
    assert [each.number for each in found[ONE].others] == [TWO]
    assert found[THREE].others == ()


def test_two_records_of_a_trial_are_refused() -> None:
    with pytest.raises(kg.UsageError, match=f"two records of {ONE}"):
        similar(record(ONE, **KNEE), record(ONE, **CLUSTER))


def stems(title: str) -> list[str]:
    """The stems of a title."""
    return words_of(TrialText(ONE, {"TITLE": (title,)}, {})).stems


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Migraines, MIGRAINE and migraine", ["migrain"]),
        ("Ménière’s disease", ["diseas", "menier"]),
        ("Menie\u0301re", ["menier"]),
        ("ALS et al.", ["als"]),
        ("A study of 12 patients: NCT01234567", []),
        ("SARS-CoV-2", ["cov", "sars"]),
        ("IL-6, 5-HT1A", ["ht1a", "il"]),
        ("头痛病", ["头痛", "痛病"]),
        ("Головная боль", ["боль", "головная"]),
        ("x" * 41, []),
    ],
)
def test_words_are_compared_by_their_stems(title: str, expected: list[str]) -> None:
    assert stems(title) == sorted(expected)


def test_a_word_is_spelled_as_the_record_mostly_spells_it() -> None:
    words = words_of(TrialText(ONE, {"TITLE": ("Headaches", "headache", "headache")}, {}))
    assert words.spellings == ["headache"]
    assert list(words.counts) == [3]
