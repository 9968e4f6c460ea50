"""Links between trials: who says so, where, in what words; and none that nobody states."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.mapping.relation import plain_nct_digits
from kg.system.core import core
from kg.text.nct_ids import find_nct_ids
from tests.support.graph_facts import Said, small
from tests.support.real_data import needed, needed_record
from tests.support.with_core import needs_core

LINKS: Final[list[tuple[str, str, str, str, str | None]]] = [
    # record, the other trial, basis, field, kind
    (
        "mentions", "NCT00000126", "MENTIONED", "descriptionModule.briefSummary", "BASED_ON",
    ),
    (
        "mentions", "NCT00000127", "MENTIONED", "descriptionModule.detailedDescription",
        "EXTENSION_OF",
    ),
    (
        "mentions", "NCT00000127", "MENTIONED", "eligibilityModule.eligibilityCriteria",
        "PARENT_STUDY",
    ),
    (
        "mentions", "NCT00000128", "MENTIONED", "descriptionModule.detailedDescription",
        "ROLL_OVER_FROM",
    ),
    ("mentions", "NCT00000129", "MENTIONED", "descriptionModule.detailedDescription", None),
    ("mentions", "NCT00000132", "MENTIONED", "referencesModule.seeAlsoLinks.url", None),
    (
        "a-mention-in-an-address", "NCT00000132", "MENTIONED",
        "referencesModule.seeAlsoLinks.url", None,
    ),
    ("aliases", "NCT00000123", "ALIAS", "identificationModule.nctIdAliases", None),
    (
        "expanded-access", "NCT00000124", "EXPANDED_ACCESS",
        "statusModule.expandedAccessInfo.nctId", None,
    ),
    (
        "identifiers", "NCT00000125", "SECONDARY_IDENTIFIER",
        "identificationModule.secondaryIdInfos.id", None,
    ),
    ("page-countries", "NCT90000001", "LISTED", "page.More Related Trials", None),
]  # fmt: skip


Link = tuple[str, str, str, str | None]


def links(said: Said) -> set[Link]:
    """The other trial, basis, field and kind of every relation of a graph."""
    found: set[Link] = set()
    for node in said(".", "kg:trialRelation"):
        assert said(node, "kg:sourceTrial") == ["."]
        assert said(node, "prov:wasDerivedFrom")
        [target], [basis] = said(node, "kg:targetTrial"), said(node, "kg:basis")
        [field] = said(node, "kg:sourceField")
        kinds: list[str | None] = [*said(node, "kg:relationKind")]
        found |= {
            (
                target.removeprefix("ctgov:"),
                basis.removeprefix("kg:RelationBasis-"),
                field.strip('"'),
                kind and kind.removeprefix("kg:RelationKind-"),
            )
            for kind in kinds or [None]
        }
    return found


@pytest.mark.parametrize("record", dict.fromkeys(row[0] for row in LINKS))
def test_the_links_of_a_small_record(record: str) -> None:
    assert links(small(record)) == {row[1:] for row in LINKS if row[0] == record}


def test_a_mention_is_quoted() -> None:
    said = small("mentions")
    node = "./relation/NCT00000126/descriptionmodule-briefsummary"
    assert said(node, "kg:quote") == ['"It is based on the phase I/II trial (NCT00000126)."']
    assert said(node, "kg:cue") == ['"based on"']
    assert said(node, "kg:statedPhase") == ["obo:NCIT_C15693"]


def test_an_alias_is_the_same_trial_and_not_a_related_one() -> None:
    said = small("aliases")
    assert "ctgov:NCT00000123" in said(".", "schema:sameAs")
    assert said(".", "kg:relatedTrial") == []
    assert said(".", "kg:alias") == ['"NCT00000123"', '"NCT90000009"', '"not an id"']


def test_a_declared_link_is_direct_too() -> None:
    said = small("expanded-access")
    assert said(".", "kg:relatedTrial") == said(".", "schema:study") == ["ctgov:NCT00000124"]
    assert said(".", "kg:expandedAccessId") == ['"NCT00000124"']
    assert said("ctgov:NCT00000124", "dcterms:identifier") == ['"NCT00000124"']


def test_a_trial_is_not_related_to_itself() -> None:
    for record in ("aliases", "mentions", "page-countries"):
        said = small(record)
        assert "." not in said(".", "kg:relatedTrial")
        assert "." not in {t for node in said.those("kg:TrialRelation")
                           for t in said(node, "kg:targetTrial")}  # fmt: skip


SENTENCES: Final[list[tuple[str, str | None, str | None, str]]] = [
    # text, kind, cue, quote
    (
        "Some text. Patients rolled over from NCT00000200 here. More text.",
        "ROLL_OVER_FROM", "rolled over from", "Patients rolled over from NCT00000200 here.",
    ),
    (
        "Long-term extension study of NCT00000200",
        "EXTENSION_OF", "Long-term extension study of",
        "Long-term extension study of NCT00000200",
    ),
    (
        "A follow-up of clinicaltrials.gov NCT00000200; safety only",
        "FOLLOW_UP_OF", "follow-up of",
        "A follow-up of clinicaltrials.gov NCT00000200; safety only",
    ),
    ("A substudy of NCT00000200", "SUBSTUDY_OF", "substudy of", "A substudy of NCT00000200"),
    (
        "Parent study\nNCT00000200 or another",
        None, None, "NCT00000200 or another",
    ),
    (
        "Has completed the core study (NCT00000200).",
        "PARENT_STUDY", "core study", "Has completed the core study (NCT00000200).",
    ),
    (
        "Results from the study NCT00000200 show",
        None, None, "Results from the study NCT00000200 show",
    ),
    (
        "NCT00000200 is the extension of this one",
        None, None, "NCT00000200 is the extension of this one",
    ),
]  # fmt: skip


def described(text: str, *aliases: str) -> Said:
    """What kg makes of a record with this summary."""
    protocol: dict[str, Any] = {
        "identificationModule": {"nctId": "NCT00000001", "nctIdAliases": aliases},
        "descriptionModule": {"briefSummary": text},
    }
    [record] = kg.read(json.dumps({"protocolSection": protocol}).encode())
    return Said(kg.map_record(record))


@pytest.mark.parametrize(("text", "kind", "cue", "quote"), SENTENCES)
def test_the_words_before_a_mention_tell_its_kind(
    text: str, kind: str | None, cue: str | None, quote: str
) -> None:
    said = described(text)
    [node] = said.those("kg:TrialRelation")
    assert said(node, "kg:relationKind") == ([f"kg:RelationKind-{kind}"] if kind else [])
    assert said(node, "kg:cue") == ([f'"{cue}"'] if cue else [])
    assert said(node, "kg:quote") == [f'"{quote}"']


NO_KIND: Final = (
    "The core study ({A}) is unrelated.",
    "The parent study {A} was completely independent of this one.",
    "Siblings of patients who completed {A}",
    "Infants born to women who participated in {A}",
    "Has the patient participated in {A}?",
    "Is this trial an extension of {A}, or of another one?",
    "Participants who did not complete {A} may enrol.",
    "{A} is a substudy of this trial.",
    "The follow-up study, {A}, will enrol participants who completed this trial.",
    "The dose is based on weight ({A}).",
    "This is an extension of, and not a substitute for, {A}.",
    "After this study patients may be rolled over from the core to the extension {A}.",
    "Patients who completed study drug ({A})",
    "The parent study was terminated; {A} continues.",
    "The parent study is not {A}.",
    "Is {A} the parent study?",
    "Participants need not have completed {A}.",
    "Participants must have completed neither {A} nor {B}.",
    "Outcomes are compared with those of patients who completed {A}.",
    "Based on results of other trials, {A} was stopped.",
    "Response is based on RECIST in {A}.",
    "A Study of the Extension of {A}",
    "Patients rolled over from {A} to the extension elsewhere.",
    "Control data come from patients who participated in {A}.",
    "The trial is neither based on {A} nor planned with it.",
    "It has nothing to do with the extension of {A}.",
    "This is anything but an extension of {A}.",
    "It was planned as an extension of {A}, but is now an independent trial.",
    "This study was formerly called the extension of {A}.",
    "Elbow extension from 90 degrees ({A})",
    "This is similar in design to the parent study of another drug ({A}).",
    "This study will serve as the lead-in study for {A}.",
    "The lead-in study to {A} is described here.",
    "This is the core study; {A} is its extension.",
    "Participants of this core study may enter {A}.",
    "this is a pilot; the pivotal study is {A}",
    "Patients finishing here roll over to study {A} (extension study).",
    "Follow-up of at least 12 months (as in {A}) is needed.",
    "Extension cohort: see {A}",
    "The completion of {A} is expected soon.",
    "Investigators who participated in {A} lead this trial.",
    "Results of {A} showed no benefit, so this trial was stopped.",
    "A non-extension of {A}.",
    "Exclusion Criteria:\n* Not included elsewhere\n* Prior participation in {A}",
    "knee extension (see {A})",
    "Follow-up of 12 months is as in {A}.",
    "The results of {A} will be compared with ours.",
    "Neither an extension nor a follow-up of {A}.",
    "This trial is independent of the parent study {A}.",
    "This trial is unrelated to the extension of {A}.",
    "This is a new study rather than an extension of {A}.",
    "Patients enter without having completed {A}.",
    "{B} is an extension of {A}.",
    "Unlike the parent study {A}, {B} is open.",
    "This is the parent study of {A}.",
    "Patients may roll over from this study to {A}.",
    "Patients rolled over from {A} are excluded.",
    "Patients rolled over from {A} to {B}.",
    "Exclusion Criteria:\n* Completed {A}",
    "Exclusion Criteria:\n* Patients who have completed {A}",
    "The recently completed trial {A} showed benefit.",
    "The FDA approved the drug based on the results of {A}.",
    "Patients not having taken part in {A}.",
    "Participants may later be offered participation in {A}.",
    "The extension of {A} showed benefit.",
    "Extension of {A} is planned elsewhere.",
    "Unlike {A}, the parent study enrolled adults.",
    "The pivotal trial of another drug, {A}, failed.",
    "In the pivotal trial {A} of drug X adults were treated.",
    "Wound extension of 5 cm; see {A}.",
    "Long-term follow-up of COVID-19 ({A})",
    "After follow-up of participants in {A}, the drug was withdrawn.",
    "This study does not constitute a continuation of {A}.",
    "This study isn't an extension of {A}.",
    "It is not based on {A}.",
    "This is in no way an extension of {A}.",
    "Instead of an extension of {A}, a new trial was begun.",
    "Participants who would have completed {A} cannot enter.",
    "Participants who completed at least 3 visits and are not in {A}.",
    "This trial has a sub-study, {A}.",
    "A substudy of this trial is {A}.",
    "Those in the extension will be moved to {A}.",
    "This trial will be extended; the extension is registered as {A}.",
    "This is an extension of the recruitment period of {A}.",
    "In {A}, patients rolled over from {B}.",
    "This trial was never meant as an extension of {A}.",
    "Not an extension: {A}.",
    "Nobody who completed {A} may take part.",
    "No participant who completed {A} takes part.",
    "Those who completed {A} are ineligible.",
    "People who took part in {A} will not be admitted.",
    "Patients who participated in {A} within 30 days are excluded",
    "The drug was well tolerated in patients who in part completed treatment, cf. {A}.",
    "Follow-up of all participants ends in 2030 ({A}).",
    "Hip extension of more than 10 degrees ({A})",
    "Core study procedures differ from {A}.",
    "Results from {A} are awaited.",
    "Dosing based on weight as in {A}.",
    "Based on age and sex, participants of {A} are matched.",
    "Sub-study of biomarkers ({A}).",
    "Ancillary study to imaging; see {A}.",
    "After completion of this study, patients can join {A}.",
    "Upon completion of the core study, participants may continue in {A}.",
    "Completion of questionnaires as in {A}.",
    "This is not a substudy of {A} but an independent trial.",
    "A control group from an unrelated extension study of {A} is used.",
    "Compared with the extension of {A}, doses are lower.",
    "There is no parent study; {A} is similar.",
    "{A}, whose parent study was stopped.",
    "{A}, not the parent study, is open.",
    "{A} is not the parent study.",
    "Approval was based on {A}.",
    "Participants may be offered to roll over to the extension {A}.",
    "Do not roll over from {A}.",
    "Children of participants in {A} roll over into another study.",
    "Participants of {A} may not roll over into this study.",
    "This study precedes the follow-up study of its participants, {A}.",
    "Its follow-up is {A}.",
    "If this is an extension of {A}, skip.",
    "this study, whose extension is {A}",
    "This trial and the extension of {A} are pooled.",
    "This study is separate from, and no continuation of, {A}.",
    "Patients in this extension, unlike those of {A}, get X.",
    "This trial is similar to the extension of {A}.",
    "This is a comparison with the extension of {A}.",
    "This study was planned before the extension of {A}.",
    "This is a replication of the extension study of {A}",
    "It is unclear whether this is an extension of {A}.",
    "These patients hardly completed {A}.",
)
"""Sentences with words that look like a cue, of which none says a kind of relation."""

KINDS: Final[list[tuple[str, str | None, str | None]]] = [
    # sentence, kind of A, kind of B
    ("The design is based on that of {A}.", "BASED_ON", None),
    ("Participants who completed the extension study {A} are eligible.", "COMPLETED", None),
    ("The parent study is {A}.", "PARENT_STUDY", None),
    (
        "Based on results of two trials, {A} and {B}, this trial was planned.",
        "BASED_ON",
        "BASED_ON",
    ),
    ("This is an ongoing extension of {A}.", "EXTENSION_OF", None),
    ("This is a Phase IIIb extension of {A}.", "EXTENSION_OF", None),
    ("Follow-up Study of Participants in {A}", "FOLLOW_UP_OF", None),
    ("A 5-Year Follow-up of Children From the MTN-123 Trial ({A})", "FOLLOW_UP_OF", None),
    ("Patients rolled over from {A} to receive the drug for a year.", "ROLL_OVER_FROM", None),
    ("Patients rolled over from {A} to this study.", "ROLL_OVER_FROM", None),
    ("Patients are eligible if they have completed {A}.", "COMPLETED", None),
    ("Inclusion Criteria:\n* Completion of the core phase of {A}", "COMPLETED", None),
    ("NCT00000001 is an extension of {A}.", "EXTENSION_OF", None),
    (
        "This is a long-term extension (LTE) study of the phase 3 trial of a drug ({A}).",
        "EXTENSION_OF",
        None,
    ),
    (
        "This study is a 52-week open-label extension of studies ABC-301 ({A}) and ABC-302 ({B}).",
        "EXTENSION_OF",
        "EXTENSION_OF",
    ),
    ("Participants who completed {A} or {B} are eligible.", "COMPLETED", "COMPLETED"),
    ("Participants who completed {A}, and {B} will start later.", "COMPLETED", None),
    ("Data of the parent study {A} and {B} are pooled.", "PARENT_STUDY", None),
    ("Data of the parent studies {A} and {B} are pooled.", "PARENT_STUDY", "PARENT_STUDY"),
    ("Inclusion Criteria:\n\n* Completed {A}", "COMPLETED", None),
    ("The sample size is based on results of the pilot study ({A}).", "BASED_ON", None),
    ("This trial builds on {A}.", "BASED_ON", None),
    ("In this open-label extension of {A}, patients get the drug.", "EXTENSION_OF", None),
    ("Participants from the lead-in study ({A}) continue.", "PARENT_STUDY", None),
    ("Long-term follow-up of participants treated in {A}", "FOLLOW_UP_OF", None),
    ("This is a follow-up to the FLAIR study ({A}).", "FOLLOW_UP_OF", None),
    ("Adults who participated in study ABC-1 ({A})", "COMPLETED", None),
    (
        "Subjects who have completed the double-blind treatment phase of study ABC-1 ({A}).",
        "COMPLETED",
        None,
    ),
    ("This is an extension of {A} and a follow-up of {B}.", "EXTENSION_OF", "FOLLOW_UP_OF"),
    (
        "Patients who participated in {A} and received at least one dose are eligible.",
        "COMPLETED",
        None,
    ),
    ("The present study is a 3-year extension of the CARE trial ({A}).", "EXTENSION_OF", None),
    (
        "This trial, which is an extension to CORE-1234 (ClinicalTrials.gov ID: {A}), is open.",
        "EXTENSION_OF",
        None,
    ),
    ("This is an ancillary study to {A}.", "SUBSTUDY_OF", None),
    ("Patients from the parent study, {A}, may enrol.", "PARENT_STUDY", None),
    ("Parent study: {A}", "PARENT_STUDY", None),
    ("(parent study number {A})", "PARENT_STUDY", None),
    ("Building on the promising findings of a pilot study ({A}), we test X.", "BASED_ON", None),
    ("While {B} used weight, this trial is based on {A}.", "BASED_ON", None),
    ("Subjects rolling over from study XYZ-301 ({A}) keep their dose.", "ROLL_OVER_FROM", None),
]


def kinds(text: str) -> dict[str, list[str]]:
    """The kinds of relation to every mentioned trial; A and B in the text stand for two of them."""
    said = described(text.format(A="NCT00000200", B="NCT00000201"))
    return {
        said(node, "kg:targetTrial")[0][-1]: [
            kind.removeprefix("kg:RelationKind-") for kind in said(node, "kg:relationKind")
        ]
        for node in said.those("kg:TrialRelation")
    }


@pytest.mark.parametrize("text", NO_KIND)
def test_words_that_only_look_like_a_cue_state_no_kind(text: str) -> None:
    found = kinds(text)
    assert found
    assert not any(found.values())


@pytest.mark.parametrize(("text", "kind", "of_other"), KINDS)
def test_a_cue_counts_for_the_trial_that_it_governs(
    text: str, kind: str | None, of_other: str | None
) -> None:
    expected = {"0": [kind] if kind else []}
    if "{B}" in text:
        expected["1"] = [of_other] if of_other else []
    assert kinds(text) == expected


def test_an_alias_stands_for_the_trial_itself() -> None:
    said = described("NCT00000009 is an extension of NCT00000200.", "NCT00000009")
    assert {(*link[:2], link[3]) for link in links(said)} == {
        ("NCT00000009", "ALIAS", None),
        ("NCT00000200", "MENTIONED", "EXTENSION_OF"),
    }


def test_the_title_of_a_paper_states_no_kind() -> None:
    protocol: dict[str, Any] = {
        "identificationModule": {"nctId": "NCT00000001"},
        "referencesModule": {
            "references": [{"citation": "Doe J. Extension study of NCT00000200. J Ex. 2020."}]
        },
    }
    [record] = kg.read(json.dumps({"protocolSection": protocol}).encode())
    said = Said(kg.map_record(record))
    [node] = said.those("kg:TrialRelation")
    assert said(node, "kg:quote") == ['"Extension study of NCT00000200."']
    assert said(node, "kg:relationKind") == []


CASES: Final[dict[str, dict[str, str]]] = {
    # file -> the trials that have a kind
    "cases/cues/a.json": {
        "NCT90002006": "ROLL_OVER_FROM",
        "NCT90002007": "EXTENSION_OF",
        "NCT90002008": "PARENT_STUDY",
    },
    "cases/attack/cue_reverse.json": {},
}


@pytest.mark.parametrize("name", CASES)
def test_the_kinds_of_a_case(name: str) -> None:
    [record] = kg.read(needed(name))
    found = {target: kind for target, *_, kind in links(Said(kg.map_record(record)))}
    assert len(found) >= 2
    assert {target: kind for target, kind in found.items() if kind} == CASES[name]


PHASES: Final[list[tuple[str, list[str]]]] = [
    ("It follows the phase II trial NCT00000200.", ["obo:NCIT_C15601"]),
    ("It follows the randomised phase 2/3 study ABC-1 (NCT00000200).", ["obo:NCIT_C15694"]),
    ("We have done a phase 3 trial of a drug in adults (NCT00000200).", ["obo:NCIT_C15602"]),
    ("In this phase 3 study, unlike NCT00000200, doses rise.", []),
    ("The recommended phase 2 dose is from the study NCT00000200.", []),
    ("This is a phase 3 extension of NCT00000200.", []),
    ("This phase 3 study (formerly NCT00000200) is open.", []),
    ("There were phase 1 and phase 2 trials (NCT00000200).", []),
    ("The phase 3 part begins after NCT00000200.", []),
]


@pytest.mark.parametrize(("text", "phases"), PHASES)
def test_a_stated_phase_is_that_of_the_mentioned_trial(text: str, phases: list[str]) -> None:
    said = described(text)
    [node] = said.those("kg:TrialRelation")
    assert said(node, "kg:statedPhase") == phases


def test_a_quote_of_a_text_without_end_is_cut() -> None:
    said = described("word " * 10_000 + "NCT00000200" + " word" * 10_000)
    [node] = said.those("kg:TrialRelation")
    [quote] = said(node, "kg:quote")
    assert "NCT00000200" in quote
    assert len(quote) < 700
    assert quote.startswith('"… word')
    assert quote.endswith('word …"')


def test_a_long_sentence_is_quoted_around_each_trial_that_it_mentions() -> None:
    said = described("Long words " * 60 + "NCT00000200 " + "and words " * 60 + "NCT00000201.")
    for nct_id in ("NCT00000200", "NCT00000201"):
        [quote] = said(f"./relation/{nct_id}/descriptionmodule-briefsummary", "kg:quote")
        assert len(quote) < 520
        assert nct_id in quote
        assert quote.startswith('"… ')


def test_a_sentence_that_is_not_too_long_is_quoted_whole() -> None:
    sentence = "It is about " + "many words " * 35 + "and follows NCT00000200."
    said = described(f"One. {sentence} More.")
    [node] = said.those("kg:TrialRelation")
    assert said(node, "kg:quote") == [f'"{sentence}"']


def test_several_mentions_in_one_field_are_one_link_with_several_quotes() -> None:
    said = described("First NCT00000200. Second NCT00000200. Third NCT00000201.")
    assert len(said.those("kg:TrialRelation")) == 2
    assert said("./relation/NCT00000200/descriptionmodule-briefsummary", "kg:quote") == [
        '"First NCT00000200."',
        '"Second NCT00000200."',
    ]


# Real records


def texts(value: Any) -> list[str]:
    match value:
        case dict():
            return [text for each in value.values() for text in texts(each)]
        case list():
            return [text for each in value for text in texts(each)]
        case str():
            return [value]
    return []


REAL: Final[dict[str, set[Link]]] = {
    # real record -> the other trial, basis, field, kind
    "NCT02552212": {
        ("NCT03559686", "EXPANDED_ACCESS", "statusModule.expandedAccessInfo.nctId", None)
    },
    "NCT03103880": {("NCT05712863", "ALIAS", "identificationModule.nctIdAliases", None)},
    "NCT03107052": {
        ("NCT02945046", "MENTIONED", "descriptionModule.briefSummary", "PARENT_STUDY"),
        ("NCT02964338", "MENTIONED", "descriptionModule.briefSummary", "PARENT_STUDY"),
        *(
            (trial, "MENTIONED", "participantFlowModule.preAssignmentDetails", "PARENT_STUDY")
            for trial in ("NCT02945046", "NCT02964338")
        ),
    },
    "NCT03560323": {("NCT01131676", "MENTIONED", "descriptionModule.detailedDescription", None)},
    "NCT05440721": {("NCT04857515", "MENTIONED", "statusModule.whyStopped", None)},
    "NCT05816382": {
        ("NCT05687903", "MENTIONED", "descriptionModule.briefSummary", "PARENT_STUDY"),
        ("NCT05687916", "MENTIONED", "descriptionModule.briefSummary", "PARENT_STUDY"),
    },
    "NCT05896748": {("NCT02938520", "MENTIONED", "descriptionModule.briefSummary", None)},
    "NCT06067984": {
        ("NCT05838625", "MENTIONED", "descriptionModule.briefSummary", "COMPLETED"),
        ("NCT05838625", "MENTIONED", "eligibilityModule.eligibilityCriteria", "COMPLETED"),
    },
    "NCT00033839": set(),
}


@pytest.mark.usefixtures("v2_snapshot")
@pytest.mark.parametrize("nct_id", REAL)
def test_the_links_of_a_real_record(nct_id: str) -> None:
    [record] = kg.read(needed_record(nct_id))
    assert links(Said(kg.map_record(record))) == REAL[nct_id]


@pytest.mark.usefixtures("v2_snapshot")
@pytest.mark.slow
def test_every_number_in_a_real_record_is_a_link(v2_records: list[Path]) -> None:
    """Wherever a record has another trial's number, in its results too, there is a link."""
    linked = 0
    for path in v2_records:
        content = json.loads(path.read_bytes())
        mentioned = {m.nct_id for text in texts(content) for m in find_nct_ids(text)}
        [record] = kg.read(path)
        others = {target for target, *_ in links(Said(kg.map_record(record)))}
        assert others == mentioned - {record.number}, path.name
        linked += bool(others)
    assert linked >= 10


@pytest.mark.usefixtures("v2_snapshot")
def test_quotes_begin_and_end_with_words() -> None:
    for nct_id in ("NCT02797951", "NCT06067984"):
        path = needed_record(nct_id)
        summary = json.loads(path.read_bytes())["protocolSection"]["descriptionModule"][
            "briefSummary"
        ]
        [record] = kg.read(path)
        said = Said(kg.map_record(record))
        for node in said.those("kg:TrialRelation"):
            if said(node, "kg:sourceField") != ['"descriptionModule.briefSummary"']:
                continue
            for quote in said(node, "kg:quote"):
                words = quote[1:-1].removeprefix("… ").removesuffix(" …")
                start = summary.index(words)
                before, after = summary[:start], summary[start + len(words) :]
                assert not before or before[-1].isspace(), quote
                assert not after or after[0].isspace(), quote


@needs_core
@given(st.lists(st.sampled_from([b"nct", b"NcT", b'"', b"12345678", b"0", b" " * 39, b"\xff"])))
def test_the_core_finds_the_same_numbers(pieces: list[bytes]) -> None:
    assert core is not None
    json = b"".join(pieces)
    assert core.nct_digits(json) == plain_nct_digits(json)
