"""Related trials: which, why, in which order, and what is said where there are none."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Final

import pyoxigraph
import pytest

from kg.rdf.code_lists import PHASE, RELATION_KIND, STATUS
from kg.related import related_trials
from kg.related.by_query import evidence_of
from kg.related.facts import label
from kg.related.links import SHARED, STATED, RelatedTrial, StatedLink
from kg.related.order import Ranking
from kg.related.reasons import reasons
from kg.related.report import as_csv, markdown, table
from kg.related.report import evidence as all_evidence
from kg.stores.embedded import EmbeddedStore
from tests.support.kg_command import Ran
from tests.support.kg_command import kg as run
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

ALSUMMIT: Final = "NCT04745299"
TRAMETINIB: Final = "NCT04326283"
AT1501: Final = "NCT04322149"
SAMPLES: Final = (f"{ALSUMMIT}.txt", f"{TRAMETINIB}.json", f"{AT1501}.json")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """The three samples."""
    folder = tmp_path_factory.mktemp("samples")
    sources = [ROOT / "samples" / name for name in SAMPLES]
    ran = run("load", *sources, "--store", "store", cwd=folder)
    assert ran.status == 0, ran.talk
    return EmbeddedStore(folder / "store")


def related(store: EmbeddedStore, *arguments: str) -> Ran:
    return run("related", *arguments, "--store", store.folder, cwd=store.folder.parent)


def test_listed_mentioned_and_shared_side_by_side(store: EmbeddedStore) -> None:
    trials = related_trials(store, ALSUMMIT)
    assert [trial.number for trial in trials] == [
        "NCT01363401", TRAMETINIB, "NCT00415519", AT1501, "NCT06181526", "NCT06676423",
    ]  # fmt: skip
    mentioned, both = trials[:2]
    [link] = mentioned.stated
    assert (link.reason, link.direction, link.kinds) == ("MENTIONED", "to", ["BASED_ON"])
    assert "phase I/II clinical trial(NCT01363401)" in link.quotes[0]
    assert not mentioned.loaded
    assert both.loaded
    assert [link.reason for link in both.stated] == ["LISTED"]
    assert both.shared == {
        "INTERVENTION": ["Riluzole"],
        "SITE": ["Korea University Anam Hospital", "Samsung Medical Center"],
    }


def test_links_go_both_ways(store: EmbeddedStore) -> None:
    found = {trial.number: trial for trial in related_trials(store, TRAMETINIB)}
    assert set(found) == {ALSUMMIT, AT1501}
    assert [(link.reason, link.direction) for link in found[ALSUMMIT].stated] == [
        ("LISTED", "from")
    ]
    assert found[AT1501].shared == {
        "CONDITION": ["Amyotrophic Lateral Sclerosis", "Motor Neuron Disease"]
    }
    only = related_trials(store, "NCT01363401")
    assert [(trial.number, trial.stated[0].direction) for trial in only] == [(ALSUMMIT, "from")]


def test_every_reason_has_words_in_both_directions() -> None:
    for reason in STATED[:-1]:
        for direction in ("to", "from"):
            trial = RelatedTrial("NCT00000001", stated=[StatedLink(reason, direction, "field")])
            assert list(reasons(ALSUMMIT, trial))
    for reason in SHARED:
        one = RelatedTrial("NCT00000001", shared={reason: ["a"]})
        many = RelatedTrial("NCT00000001", shared={reason: list("abcde")})
        assert "a" in next(reasons(ALSUMMIT, one)).text
        assert next(reasons(ALSUMMIT, many)).text.startswith("5 ")
        assert "and 2 more" in next(reasons(ALSUMMIT, many)).text
        assert "d; e" in next(reasons(ALSUMMIT, many, whole=True)).text


@pytest.mark.parametrize("width", [60, 80, 140])
def test_the_table_fits_the_terminal(width: int, store: EmbeddedStore) -> None:
    shown = table(ALSUMMIT, related_trials(store, ALSUMMIT), width)
    assert max(map(len, shown.splitlines())) <= width
    assert "2 sites in common" in " ".join(shown.split())


def test_the_table_of_the_command(store: EmbeddedStore) -> None:
    ran = related(store, ALSUMMIT)
    assert ran.status == 0
    assert ran.talk.count("\n") == 1
    assert ran.talk.startswith("Similar trials were not computed for the store")
    words = " ".join(ran.text.split())
    for part in (
        "is listed as related",
        "is mentioned in the text: this trial is based on it",
        "Riluzole",
    ):
        assert part in words
    ran = related(store, "https://clinicaltrials.gov/study/nct04745299", "--limit", "1")
    assert ran.text.count("NCT0") == 2  # the trial, and its number in the quote
    assert "1 of 6 related trials" in ran.talk


def test_all_evidence_between_two_trials(store: EmbeddedStore) -> None:
    ran = related(store, ALSUMMIT, "--why", "NCT01363401")
    assert ran.status == 0
    assert "in descriptionModule.detailedDescription; recognised by 'based on'" in ran.text
    assert "Korea University Anam Hospital" in related(store, ALSUMMIT, "--why", TRAMETINIB).text
    ran = related(store, AT1501, "--why", "NCT01363401")
    assert (ran.status, ran.text) == (0, "")
    assert re.search(f"Nothing in the store .* links {AT1501} and NCT01363401", ran.talk)
    ran = related(store, AT1501, "--why", "NCT99999999")
    assert (ran.status, ran.text) == (2, "")
    assert "no record of NCT99999999" in ran.talk
    trial = RelatedTrial("NCT00000001", stated=[StatedLink("MENTIONED", "to", "x", ["q" * 999])])
    assert "q" * 999 in all_evidence(ALSUMMIT, trial)


def test_a_quote_is_centred_on_the_trial_that_it_is_about() -> None:
    sentence = (
        "The purpose of this study is to learn whether the drug is safe over a long time in people"
        " with episodic attacks who completed study A-1 (NCT90000001) or with chronic attacks who"
        " completed study B-2 (NCT90000002), and in those who were treated outside of any study and"
        " whose doctors agree that they may take it."
    )
    quotes = []
    for nct_id in ("NCT90000001", "NCT90000002"):
        link = StatedLink("MENTIONED", "to", "x", [sentence], ["completed"], ["COMPLETED"])
        trial = RelatedTrial(nct_id, stated=[link])
        [reason] = reasons(ALSUMMIT, trial)
        assert reason.text.endswith("participants of this trial took part in it before")
        [quote] = reason.quotes
        middle = quote.index(nct_id) + len(nct_id) / 2
        assert abs(middle - len(quote) / 2) < 15
        assert quote.startswith("… ")
        assert quote.endswith(" …")
        assert f" {quote.strip('… ')} " in sentence
        assert next(reasons(ALSUMMIT, trial, whole=True)).quotes == (sentence,)
        quotes.append(quote)
    assert quotes[0] != quotes[1]


def test_every_kind_of_relation_says_of_whom_it_is() -> None:
    for kind in RELATION_KIND.terms:
        for direction in ("to", "from"):
            link = StatedLink("MENTIONED", direction, "x", kinds=[kind])
            [reason] = reasons(ALSUMMIT, RelatedTrial("NCT00000001", stated=[link]))
            words = reason.text.partition(": ")[2]
            assert "this trial" in words
            assert kind not in words


def test_one_thing_in_two_spellings_is_one_row_and_one_reason() -> None:
    evidence = evidence_of(
        [
            {"related": TRAMETINIB, "reason": "INTERVENTION", "name": name}
            for name in ("riluzole", "Riluzole")
        ]
    )
    [trial] = Ranking(evidence).described([TRAMETINIB])
    assert trial.shared == {"INTERVENTION": ["Riluzole"]}
    rows = list(csv.DictReader(io.StringIO(as_csv(ALSUMMIT, evidence, [trial]))))
    assert [row["name"] for row in rows] == ["Riluzole"]


def test_what_the_other_trials_are(store: EmbeddedStore) -> None:
    words = " ".join(related(store, ALSUMMIT).text.split())
    assert "Recruiting · Phase 1/Phase 2 · start 2020" in words
    whole = related(store, ALSUMMIT, "--why", TRAMETINIB).text
    assert "Status: Recruiting\nPhase 1/Phase 2\n" in whole
    rows = csv.DictReader(io.StringIO(related(store, ALSUMMIT, "-f", "csv").text))
    row = next(row for row in rows if row["related"] == TRAMETINIB)
    told = (row["status"], row["statusLabel"], row["phase"], row["phaseLabel"], row["sponsor"])
    assert told == ("RECRUITING", "Recruiting", "PHASE1/PHASE2", "Phase 1/Phase 2", "Genuv Inc.")
    document = json.loads(related(store, ALSUMMIT, "-f", "json").text)
    [other] = [each for each in document["related"] if each["nct_id"] == TRAMETINIB]
    assert other["facts"]["status"] == "RECRUITING"
    assert document["related"][0]["facts"] == {}  # its record is not in the store


def test_every_status_and_phase_has_words() -> None:
    for name, terms in (("status", STATUS.terms), ("phase", PHASE.terms)):
        for value in terms:
            assert label({name: value}, name)[0].isupper()
    assert label({"phase": "PHASE2/PHASE3"}, "phase") == "Phase 2/Phase 3"
    assert label({}, "status") == ""
    assert label({"status": "A code of tomorrow"}, "status") == ""


def test_markdown_is_a_table_in_which_text_is_no_markup(store: EmbeddedStore) -> None:
    ran = related(store, ALSUMMIT, "-f", "markdown", "--limit", "2")
    head, line, *rows = ran.text.splitlines()
    assert head == "| trial | title | status | phase | start | sponsor | why |"
    assert set(line) <= set("| -")
    assert len(rows) == 2
    assert f"| {TRAMETINIB} | Trial of Safety" in rows[1]
    assert "| Recruiting | Phase 1/Phase 2 | 2020-04-02 | Genuv Inc. |" in rows[1]
    assert "2 of 6 related trials" in ran.talk
    hostile = RelatedTrial("NCT00000001", "a | b <script> *c*", stated=[])
    assert r"a \| b \<script\> \*c\*" in markdown(ALSUMMIT, [hostile])
    whole = related(store, ALSUMMIT, "-f", "markdown", "--why", "NCT01363401").text
    assert "recognised by 'based on'" in whole


def test_a_trial_is_not_compared_with_itself(store: EmbeddedStore) -> None:
    ran = related(store, ALSUMMIT, "--why", ALSUMMIT)
    assert (ran.status, ran.text) == (2, "")
    assert "give --why another trial" in ran.talk


def test_answers_for_programs(store: EmbeddedStore) -> None:
    document = json.loads(related(store, ALSUMMIT, "-f", "json").text)
    assert document["trial"] == ALSUMMIT
    assert [each["nct_id"] for each in document["related"]][:2] == ["NCT01363401", TRAMETINIB]
    rows = list(csv.DictReader(io.StringIO(related(store, ALSUMMIT, "-f", "csv").text)))
    assert {row["reason"] for row in rows} == {"LISTED", "MENTIONED", "SITE", "INTERVENTION"}
    assert list(dict.fromkeys(row["related"] for row in rows)) == [
        each["nct_id"] for each in document["related"]
    ]
    [row] = csv.DictReader(io.StringIO(related(store, ALSUMMIT, "-f", "csv", "--limit", "1").text))
    assert (row["related"], row["kind"], row["title"]) == ("NCT01363401", "BASED_ON", "")
    turtle = related(store, ALSUMMIT, "-f", "turtle").data
    triples = {str(quad.triple) for quad in pyoxigraph.parse(turtle, pyoxigraph.RdfFormat.TURTLE)}
    site = "<https://w3id.org/kg-trials/site/kor/seoul/samsung-medical-center>"
    for trial in (ALSUMMIT, TRAMETINIB):
        iri = f"<https://clinicaltrials.gov/study/{trial}>"
        assert f"{iri} <https://w3id.org/kg-trials/vocab#site> {site}" in triples
    assert related(store, ALSUMMIT, "-f", "turtle").data == turtle
    one = related(store, ALSUMMIT, "-f", "turtle", "--why", "NCT01363401").text
    assert "a kg:TrialRelation" in one
    assert "NCT00415519" not in one
    for form in ("csv", "json", "turtle"):
        ran = related(store, "NCT99999999", "-f", form)
        assert (ran.status, ran.text) == (2, "")


def test_what_is_said_where_there_is_nothing(store: EmbeddedStore, tmp_path: Path) -> None:
    ran = related(store, "NCT99999999")
    assert ran.status == 2
    assert "no record of NCT99999999" in ran.talk
    assert "kg load SOURCE" in ran.talk
    ran = related(store, "ALSUMMIT")
    assert ran.status == 2
    assert "is not a trial's number, such as NCT04745299" in ran.talk
    run("load", ROOT / "samples" / f"{AT1501}.json", "--store", "one", cwd=tmp_path)
    ran = run("related", AT1501, "--store", "one", cwd=tmp_path)
    assert (ran.status, ran.text) == (0, "")
    assert f"is related to {AT1501}: load the records of more trials with `kg load" in ran.talk


def test_sites_of_one_name_are_told_apart_and_one_site_counts_once() -> None:
    def row(name: str, city: str, thing: str) -> dict[str, str]:
        said = {"related": TRAMETINIB, "reason": "SITE"}
        return {**said, "name": name, "city": city, "thing": f"urn:{thing}"}

    rows = [
        row("Research Site", "Seoul", "a"),
        row("Research Site", "Busan", "b"),
        row("Asan Medical Center", "Seoul", "c"),
        row("ASAN Medical Center", "Seoul", "c"),
    ]
    [trial] = Ranking(evidence_of(rows)).described([TRAMETINIB])
    assert trial.shared == {
        "SITE": ["ASAN Medical Center", "Research Site, Busan", "Research Site, Seoul"]
    }
