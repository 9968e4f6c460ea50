"""What names nothing, of whatever kind and in whatever dress; and what is a name all the same."""

from __future__ import annotations

from typing import Final, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.placeholder_words import ALONE, MEANINGFUL, PLACEHOLDERS, NamedKind
from kg.text.placeholders import names_nothing, site_name
from tests.support.placeholders import DECORATIONS, EXAMPLES

TEXTS: Final = [
    text
    for texts in (*PLACEHOLDERS.values(), *ALONE.values())
    for text in texts.split(", ")
    if text.replace(" ", "").isalpha()
]
MEANT: Final = frozenset().union(*MEANINGFUL.values())

NAMES: Final[dict[NamedKind, tuple[str, ...]]] = {
    "organization": (
        "Pfizer", "3M", "UCB", "Medical Research Council", "Department of Veterans Affairs",
        "Department of Health", "Hospital Clinic", "Private Hospital Sanador", "Anonymous Labs",
        "Independent Research Institute", "Alcoholics Anonymous", "Multiple Sclerosis Society",
        "All India Institute of Medical Sciences", "Institute of Cancer Research",
        "General Hospital",
        "Test Valley Hospital", "X4 Pharmaceuticals", "Hidden Valley Clinic", "No. 1 Hospital",
        "Nova Foundation for Rare Disease", "서울대학교병원",
    ),
    "site": (
        "Clinical Research Institute of Seoul", "Site Saint-Louis", "Memorial Research Center",
        "Hospital 12 de Octubre", "University Hospital", "1917 Research Clinic", "Private Hospital",
        "The Clinic", "All Saints", "Other Hospital", "Physicians Clinic", "Nan",
        "Doctors Hospital",
        "Clinical Research Consultants", "Accel Research Sites - Tampa",
    ),
    "condition": (
        "ALL", "TBC", "MS", "Multiple Sclerosis", "Carcinoma of Unknown Primary", "Healthy Aging",
        "Normal Pressure Hydrocephalus", "Volunteer Bias", "Head and Neck Cancer", "Anesthesia",
        "Multiple Trauma", "Awaiting Transplant", "Disease", "Cancer, other", "Health Behavior",
        "Surgical Site Infection",
    ),
    "person": ("Li Na", "Nan Li", "James Dean", "Anna Head", "Al Other", "John Test",
    "Nil Example"),
    "country": ("Atlantis", "Republic of Nowhere Land"),
    "journal": ("Trials", "Blood", "Head & Neck"),
}  # fmt: skip


@given(st.sampled_from(TEXTS), st.lists(st.sampled_from(DECORATIONS), max_size=3))
def test_a_placeholder_names_nothing_in_any_dress(text: str, dress: list[tuple[str, str]]) -> None:
    for kind in get_args(NamedKind):
        if text not in MEANT:
            decorated = text
            for before, after in dress:
                decorated = f"{before}{decorated}{after}"
            for spelled in (decorated, decorated.upper(), decorated.title()):
                assert names_nothing(spelled, kind), (spelled, kind)


@pytest.mark.parametrize("kind", ["organization", "site", "condition", "person", "country"])
@pytest.mark.parametrize("text", EXAMPLES)
def test_what_records_have_in_place_of_a_name(text: str, kind: NamedKind) -> None:
    assert names_nothing(text, kind)


@pytest.mark.parametrize(
    ("kind", "text"), [(k, text) for k, texts in NAMES.items() for text in texts]
)
def test_a_name_that_only_sounds_like_a_placeholder_is_one(kind: NamedKind, text: str) -> None:
    assert not names_nothing(text, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Healthy", "Healthy Volunteers", "healthy  volunteer.", "Normal Volunteers", "Volunteers",
        "Healthy, No Evidence of Disease", "Healthy Adult Male Subjects",
        "Healthy volunteers only", "Healthy Subjects (HS)", "Healthy Infants", "Health Volunteers",
    ],
)  # fmt: skip
def test_who_has_no_condition_is_none(text: str) -> None:
    assert names_nothing(text, "condition")


@pytest.mark.parametrize(
    "text",
    [
        "Department of Medicine", "Cardiology", "Obstetrics and Gynecology", "School of Medicine",
        "+1 877 555 0100 (EX)", "trials@example.org", "For Sweden: info@example.org",
        "Private Practice",
    ],
)  # fmt: skip
def test_a_department_and_an_address_are_no_organisation(text: str) -> None:
    assert names_nothing(text, "organization")


@pytest.mark.parametrize(
    ("facility", "name"),
    [
        ("Mercy Hospital /ID# 225611", "Mercy Hospital"),
        ("Mercy Hospital ( Site 0001)", "Mercy Hospital"),
        ("Mercy Hospital", "Mercy Hospital"),
        ("Example Investigational Site 13834", ""),
        ("Research Site", ""),
        ("Site Reference ID/Investigator# 8062", ""),
    ],
)
def test_a_sites_number_is_no_part_of_its_name(facility: str, name: str) -> None:
    assert site_name(facility) == name
