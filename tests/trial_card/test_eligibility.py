"""The eligibility of cards: no word of the record's criteria is lost, altered or moved."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import pytest

from kg.trial_card.card import Card, Fact, Facts, Listed, Passage
from kg.trial_card.markdown import markdown
from kg.trial_card.reading import as_read
from kg.trial_card.terminal import terminal
from tests.support import real_data
from tests.support.trial_cards import block, card

PLAIN: Final = "Inclusion Criteria:\n\n* Adults\n* Consent\n\nExclusion criteria\n\n* Asthma"


def card_with(criteria: str, folder: Path) -> Card:
    """The eligibility of a made-up record with these criteria."""
    return card_of_record(criteria, folder).of_sections(["eligibility"])


def card_of_record(criteria: str, folder: Path) -> Card:
    """The card of a made-up record with these criteria and a prediction of the registry."""
    study = {
        "derivedSection": {
            "miscInfoModule": {"modelPredictions": {"bmiLimits": {"minBmi": 18.5, "maxBmi": 40.5}}}
        },
        "protocolSection": {
            "identificationModule": {"nctId": "NCT90000001", "briefTitle": "Made up"},
            "eligibilityModule": {"eligibilityCriteria": criteria},
        },
    }
    path = folder / "NCT90000001.json"
    path.write_text(json.dumps(study), "utf-8")
    return card(path)


def shown(found: Card) -> list[Listed | Passage]:
    """The lists and texts of criteria on a card."""
    [section] = found.sections
    return [each for each in section.blocks if isinstance(each, Listed | Passage)]


def words(text: str) -> list[str]:
    """The words of a text, without numbers."""
    return re.findall(r"[^\W\d_]+", text.lower())


@pytest.mark.parametrize(
    "criteria",
    [
        PLAIN,
        "Exclusion Criteria:\n\n1. Asthma\n2. Gout\n\nInclusion Criteria:\n\n1. Adults",
    ],
)
def test_criteria_and_headings_alone_are_lists_in_the_order_of_the_text(
    criteria: str, tmp_path: Path
) -> None:
    blocks = shown(card_with(criteria, tmp_path))
    assert all(isinstance(each, Listed) for each in blocks)
    text = " ".join(word for each in blocks for word in (each.title, *getattr(each, "items", ())))
    assert words(text) == words(criteria)


@pytest.mark.parametrize(
    "criteria",
    [
        f"{PLAIN}\n\nOther inclusion and exclusion criteria may apply.",
        PLAIN.replace("\n\nEx", "\n\nFurther criteria apply.\n\nEx"),
        PLAIN.replace("* Adults", "Patients must meet the following criteria:\n\n* Adults"),
        PLAIN.replace("Inclusion", "Key Inclusion"),
        "Inclusion Criteria:\n\n* Adults\n\nExclusion Criteria:\n\nNone",
        "Inclusion Criteria:\n\na. Adults\nb. Consent\n\nExclusion Criteria:\n\na. Asthma",
        "Inclusion Criteria:\n\n1. Adults\n2. Consent\n\nExclusion Criteria:\n\n3. Asthma",
        "Adults without asthma",
    ],
)
def test_criteria_with_more_are_the_text_of_the_record(criteria: str, tmp_path: Path) -> None:
    assert shown(card_with(criteria, tmp_path)) == [Passage(criteria, "Criteria")]


def test_items_have_numbers_and_their_further_lines_are_below_their_words(tmp_path: Path) -> None:
    criteria = PLAIN.replace("* Consent", "* Consent\n\n  * on paper, as signed before")
    found = card_with(criteria, tmp_path)
    assert "\n1. Adults\n2. Consent\n   * on paper, as\n     signed before\n" in terminal(found, 22)
    assert "\n1. Adults\n2. Consent<br>  \\* on paper, as signed before\n" in markdown(found)


def test_every_word_of_real_criteria_is_shown_in_its_order() -> None:
    for path in real_data.needed_files("records/ctgov-v2", "NCT*.json")[::25]:
        module = json.loads(path.read_bytes())["protocolSection"].get("eligibilityModule", {})
        criteria = as_read(module.get("eligibilityCriteria", ""))
        blocks = shown(card(path).of_sections(["eligibility"]))
        text = " ".join(
            f"{each.title} {' '.join(each.items)}" if isinstance(each, Listed) else each.text
            for each in blocks
        )
        assert words(text) == words(criteria), path.name


def test_a_prediction_of_the_registry_is_no_criterion(tmp_path: Path) -> None:
    found = card_of_record(PLAIN, tmp_path)
    assert "BMI" not in terminal(found.of_sections(["eligibility"]), 80)
    title = "Predicted by a model of the registry, not stated by the sponsor"
    assert block(found, "provenance", title) == Facts(
        (Fact("Minimum BMI in kg/m²", ("18.5",)), Fact("Maximum BMI in kg/m²", ("40.5",))), title
    )
