"""Links between trials: who says so, where, in what words; and none that nobody states."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

import kg
from kg.text.nct_ids import find_nct_ids
from tests.support.graph_facts import Said, small
from tests.support.real_data import needed_record

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
        "BASED_ON", "Results from", "Results from the study NCT00000200 show",
    ),
    (
        "NCT00000200 is the extension of this one",
        None, None, "NCT00000200 is the extension of this one",
    ),
]  # fmt: skip


def described(text: str) -> Said:
    """What kg makes of a record with this summary."""
    protocol: dict[str, Any] = {
        "identificationModule": {"nctId": "NCT00000001"},
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


def test_a_quote_of_a_text_without_end_is_cut() -> None:
    said = described("word " * 10_000 + "NCT00000200" + " word" * 10_000)
    [node] = said.those("kg:TrialRelation")
    [quote] = said(node, "kg:quote")
    assert "NCT00000200" in quote
    assert len(quote) < 700


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
        assert others == mentioned - {record.nct_id}, path.name
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
                start = summary.index(quote[1:-1])
                before, after = summary[:start], summary[start + len(quote) - 2 :]
                assert not before or before[-1].isspace(), quote
                assert not after or after[0].isspace(), quote
