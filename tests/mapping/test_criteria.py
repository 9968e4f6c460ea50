"""Inclusion and exclusion criteria: items where their kind is beyond doubt, else the text alone."""

from __future__ import annotations

import json
from typing import Final

import pytest

import kg
from kg.rdf.terms import literal
from tests.support.graph_facts import Said
from tests.support.real_data import needed_files


def said_of(text: str) -> Said:
    """What kg makes of a record with this text of eligibility criteria."""
    protocol = {
        "identificationModule": {"nctId": "NCT90000001"},
        "eligibilityModule": {"eligibilityCriteria": text},
    }
    [record] = kg.read(json.dumps({"protocolSection": protocol}).encode())
    said = Said(kg.map_record(record))
    assert said("./eligibility", "kg:eligibilityCriteria") == [literal(text)]
    return said


def items_of(text: str) -> tuple[list[str], list[str]]:
    """The inclusion and the exclusion criteria that kg states, in the order of their positions."""
    said = said_of(text)
    found: dict[str, list[str]] = {}
    for kind in ("inclusion", "exclusion"):
        nodes = sorted(
            said("./eligibility", f"kg:{kind}Criterion"),
            key=lambda node: int(said(node, "schema:position")[0]),
        )
        found[kind] = [said(node, "schema:text")[0][1:-1] for node in nodes]
    return found["inclusion"], found["exclusion"]


def lines(*texts: str) -> str:
    """A text of these lines."""
    return "\n".join(texts)


INCLUSION: Final = (
    *("Inclusion Criteria:", "INCLUSION CRITERIA", "Inclusion", "inclusion criteria :"),
    *("**Inclusion Criteria**", "## Inclusion", "Key Inclusion Criteria:", "Inclusion Criterion."),
    *("Main criteria for inclusion", "Patient Inclusion Criteria", "Subjects included:"),
    *("Patients will be included if:", "You may be eligible for this study if you:"),
    *("Inclusion criteria (all of the following)", "Eligible patients must:"),
)
EXCLUSION: Final = (
    *("Exclusion Criteria:", "EXCLUSION CRITERIA", "Exclusion", "exclusion criteria :"),
    *("**Exclusion Criteria**", "## Exclusion", "Key Exclusion Criteria:", "Exclusions"),
    *("Main criteria for exclusion", "Patient Exclusion Criteria", "Subjects excluded:"),
    *("Exclusion Criteria:Patients with", "Exclusion criteria: any of the following"),
    *("Exclusion criteria include:", "Reasons for exclusion", "Criteria for non-inclusion"),
    *(
        "Non-inclusion criteria:",
        "Non inclusion criteria",
        "Noninclusion Criteria",
        "Not included:",
    ),
    *("Non‐inclusion criteria", "Patients will be excluded if:", "Not eligible if:"),
    *("Ineligible:", "You will not be eligible for this study if you:"),
    "Subjects who meet one or more of the following criteria will be excluded from participation:",
)


@pytest.mark.parametrize("heading", INCLUSION)
def test_inclusion_is_named_in_many_ways(heading: str) -> None:
    assert items_of(f"{heading}\n\n* Adults\n* Signed consent\n") == (
        ["Adults", "Signed consent"],
        [],
    )


@pytest.mark.parametrize("heading", EXCLUSION)
def test_exclusion_is_named_in_many_ways(heading: str) -> None:
    text = f"Inclusion Criteria:\n\n* Adults\n\n{heading}\n\n* Pregnancy\n* Asthma"
    assert items_of(text) == (["Adults"], ["Pregnancy", "Asthma"])


NO_HEADINGS: Final = (
    *("Inclusion and Exclusion Criteria:", "Inclusion/Exclusion Criteria", "In/Exclusion Criteria"),
    *(
        "In- and exclusion criteria",
        "Include / Exclude",
        "Exclude / include",
        "Eligibility Criteria:",
    ),
    *("Exclusion Criteria: Patients without", "Exclusion Criteria: none of", "Not excluded:"),
    *("Patients will be included if they do not have:", "Patients will not be excluded if:"),
    *("Patients who must have:", "Exclusion Criteria: all of the following", "Adults"),
    *("At least one of the following inclusion criteria:", "Exceptions to the exclusion criteria:"),
    *("Exclusion criteria for donors:", "Exclusion of mimics by MRI", "Exlusion Criteria:"),
    *(
        "Exclusion Criteria: Pregnancy",
        "Critères de non-inclusion :",
        "Exclusion Criteria:1. Asthma",
    ),
    *("* Exclusion Criteria:", "<b>Exclusion Criteria</b>", "II. Exclusion criteria"),
)


@pytest.mark.parametrize("heading", NO_HEADINGS)
def test_what_names_no_kind_without_doubt_separates_nothing(heading: str) -> None:
    assert items_of(f"{heading}\n\n* Asthma\n* Asthma of two kinds") == ([], [])
    text = f"Inclusion Criteria:\n\n* Adults\n\n{heading}\n\n* Asthma"
    assert items_of(text) == ([], [])


CLEAR: Final[dict[str, tuple[str, list[str], list[str]]]] = {
    "both": (
        "Inclusion Criteria:\n\n* A\n* B\n\nExclusion Criteria:\n\n* C",
        ["A", "B"],
        ["C"],
    ),
    "exclusion first": ("Exclusion:\n* C\n\nInclusion:\n* A", ["A"], ["C"]),
    "one kind": ("Key Inclusion Criteria:\n2. A\n3. B", ["A", "B"], []),
    "indented": ("Inclusion:\n   1. A\n   2. B\n", ["A", "B"], []),
    "a part of an item": (
        "INCLUSION CRITERIA\n- A:\n  * one\n  * two\n- B\n\n  and more.\n- C",
        ["A:\\n  * one\\n  * two", "B\\n  and more.", "C"],
        [],
    ),
    "bullets of all sorts": (
        "Inclusion:\n• A\n•B\n\nExclusion:\n(a) C\n(b) D",
        ["A", "B"],
        ["C", "D"],
    ),
    "escaped": ("Inclusion:\n\n\\* A \\> 3\n\nExclusion:\n\n1\\. C", ["A \\\\> 3"], ["C"]),
    "carriage returns": ("Inclusion:\r\n\r\n* A\r\n\r\nExclusion:\r\n\r\n* C\r\n", ["A"], ["C"]),
    "other line ends": ("Inclusion:\u2028* A\u2028Exclusion:\u2028* C", ["A"], ["C"]),
    "a muscle disease": (
        lines(
            *("Inclusion Criteria:", "", "* Inclusion body myositis", "* B", ""),
            *("Exclusion Criteria:", "* Inclusion in a registry", "* Inclusion criteria not met"),
        ),
        ["Inclusion body myositis", "B"],
        ["Inclusion in a registry", "Inclusion criteria not met"],
    ),
    "no exclusion criteria": ("Inclusion:\n* A\n\nExclusion Criteria:\n\nNone.", ["A"], []),
    "none as an item": ("Inclusion:\n* A\n\nExclusion Criteria:\n\n* N/A", ["A"], []),
    "none as not specified": ("Inclusion:\n* A\n\nExclusion:\n* Not specified", ["A"], []),
    "none as a dash": ("Inclusion:\n* A\n\nExclusion Criteria:\n\n\\-", ["A"], []),
    "a line that leads to the items": (
        lines(
            *("Inclusion Criteria:", "", "Patients must have:", "", "* A", ""),
            *("Exclusion Criteria:", "Patients with any of the following are excluded:", "* C"),
        ),
        ["A"],
        ["C"],
    ),
    "a remark": (
        lines(
            *("Inclusion:", "* A", "Exclusion:", "* C", ""),
            "Other protocol-defined inclusion/exclusion criteria may apply.",
        ),
        ["A"],
        ["C"],
    ),
    "an item that is gone": (
        "Inclusion:\n1. A\n2. [Intentionally left blank]\n3. B",
        ["A", "B"],
        [],
    ),
    "numbers in an item": (
        "Inclusion:\n1. One of: 1) HIV; 2) AIDS.\n2. Stage 4. B",
        ["One of: 1) HIV; 2) AIDS.", "Stage 4. B"],
        [],
    ),
    "words that exclude no patient": (
        lines(
            *("Inclusion:", "* Exclusive breastfeeding", "* Not eligible for transplantation"),
            *("* MRI to exclude a tumour", "* Cancer (excluding skin cancer)"),
        ),
        [
            "Exclusive breastfeeding",
            "Not eligible for transplantation",
            "MRI to exclude a tumour",
            "Cancer (excluding skin cancer)",
        ],
        [],
    ),
    "an exception to an exclusion": (
        lines(
            *("Exclusion:", "* Hypertension; treated patients are eligible"),
            *("* Patients who must drive", "* Patients not eligible for surgery"),
            "* Patients must not have asthma",
        ),
        [],
        [
            "Hypertension; treated patients are eligible",
            "Patients who must drive",
            "Patients not eligible for surgery",
            "Patients must not have asthma",
        ],
    ),
}


@pytest.mark.parametrize(("text", "inclusion", "exclusion"), CLEAR.values(), ids=CLEAR)
def test_criteria_are_items_where_their_kind_is_clear(
    text: str, inclusion: list[str], exclusion: list[str]
) -> None:
    assert items_of(text) == (inclusion, exclusion)


UNCLEAR: Final = {
    "no criteria": "Ask the site.",
    "headings alone": "Inclusion Criteria:\n\nExclusion Criteria:",
    "no heading": "* Adults\n* No asthma",
    "a text before the headings": "Adults only.\n\nInclusion:\n* A",
    "a group before the headings": "PATIENTS\n\nInclusion:\n* A\n\nExclusion:\n* C",
    "paragraphs": "INCLUSION CRITERIA:\n\nAdults\n\nEXCLUSION CRITERIA:\n\nPregnancy",
    "a kind twice": "Inclusion:\n* A\nInclusion Criteria:\n* B",
    "nothing below a heading": "Inclusion Criteria:\n\nExclusion Criteria:\n\n* C",
    "a heading within a list": "Inclusion:\n* A\n* Exclusion\n* C",
    "a heading within an item": "Inclusion:\n1. A\n\n   Exclusion Criteria:\n2. C",
    "a heading at the end of an item": "Inclusion:\n* Age 18-30 Exclusion Criteria\n* C",
    "a heading behind a full stop": "Inclusion:\n* Adults. Exclusion criteria: asthma",
    "a heading nested in an item": "Inclusion:\n* Diabetes\n  * Exclusion: type 1",
    "a shortened heading": "Inclusion:\n* A\n* EXCL. CRITERIA\n* C",
    "a misspelt heading": "Inclusion:\n* A\n* Exlusion criteria\n* C",
    "a heading in German": "Inclusion:\n* A\n* Ausschlusskriterien\n* C",
    "a heading in Spanish": "Inclusion:\n* A\n* Criterios de exclusión\n* C",
    "a heading in Dutch": "Inclusion:\n* A\n* Exclusiecriteria\n* C",
    "a heading in Italian": "Inclusion:\n* A\n* Esclusione: C",
    "a heading in Chinese": "Inclusion:\n* A\n* 排除标准\n* C",
    "a condition of the next items": "Inclusion:\n* A\n* Patients with asthma if\n* B",
    "a word before the next items": "Inclusion:\n* A\n* Without\n* C",
    "contraindications": "Inclusion:\n* A\n* Contraindications\n* C",
    "withdrawal": "Exclusion:\n* C\n* Withdrawal criteria\n* Progression",
    "groups": "Inclusion:\n\nPatients\n\n* A\n\nControls\n\n* B",
    "donors": "Inclusion:\n* A\n\nExclusion:\n* C\n\nInclusion Criteria for donors:\n* D",
    "a line behind an item": "Inclusion:\n* Adults\n\nPregnant women are excluded.\n",
    "a line glued to an item": "Inclusion:\n* Adults with a\ndiagnosis of asthma\n* B",
    "a title between items": "Inclusion:\n1. Adults\n\n   Type of participant\n2. Asthma",
    "an item that goes on": "Inclusion:\n* No history of any of the following:\n* Cancer\n* HIV",
    "an item that goes on without colon": "Inclusion:\n* Absence of\n* Cancer\n* HIV",
    "a list in a list": "Inclusion:\n1. None of these\n* Cancer\n* HIV\n2. Adults",
    "numbers that begin again": "Inclusion:\n1. Adults\n2. Asthma\n1. Pregnancy\n2. HIV",
    "items on one line": "Inclusion:\n1. Adults 2. Asthma 3. Consent",
    "further items on a line": "Inclusion:\n* Adults; 2. Asthma; 3. Consent",
    "a bullet behind a bullet": "Inclusion:\n* • Adults\n  * Asthma\n  * Consent",
    "less indented": "Inclusion:\n  * Adults\n* Asthma",
    "no blank behind the bullet": "Inclusion:\n-Adults\n-Asthma",
    "none and more": "Inclusion:\n* A\n\nExclusion:\n\n* None\n* Asthma",
    "a lead of the other kind": "Inclusion:\n\nPatients with the following are excluded:\n\n* C",
    "requirements that exclude": "Exclusion:\n\nPatients must have:\n\n* A",
    "one of several": "Inclusion:\n\nOne or more of the following:\n\n* A\n* B",
    "no exclusion criteria": "Inclusion:\n* Adults\n* No exclusion criteria",
    "there are no exclusion criteria": "Inclusion:\n* Adults\n\nThere are no exclusion criteria.",
    "two columns": "Inclusion Criteria\tExclusion Criteria\n* Adults\t* Asthma",
}


@pytest.mark.parametrize("text", UNCLEAR.values(), ids=UNCLEAR)
def test_criteria_stay_a_text_where_anything_is_unclear(text: str) -> None:
    assert items_of(text) == ([], [])


OF_THE_OTHER_KIND: Final = (
    ("Inclusion", "Exclusion of mimics by MRI"),
    ("Inclusion", "Excluded: pregnant women"),
    ("Inclusion", "Excluding asthma"),
    ("Inclusion", "Patients with asthma are excluded"),
    ("Inclusion", "Adults; pregnant women will be excluded"),
    ("Inclusion", "Isolated relapse not eligible"),
    ("Inclusion", "Patients with HIV are not eligible for this study"),
    ("Inclusion", "Prisoners cannot be enrolled"),
    ("Inclusion", "Ineligible patients"),
    ("Inclusion", "Pregnant women (excluded)"),
    ("Inclusion", "Asthma disqualifies"),
    ("Inclusion", "Excl.: pregnant women"),
    ("Inclusion", "Non-eligible: pregnancy"),
    ("Inclusion", "Ineligibility: pregnancy"),
    ("Inclusion", "Other reasons for exclusion"),
    ("Inclusion", "Reasons for non-participation: pregnancy"),
    ("Inclusion", "The study excludes pregnant women"),
    ("Inclusion", "Pregnant women may not take part"),
    ("Inclusion", "Patients with asthma shall not participate in this study"),
    ("Inclusion", "Patients with asthma will not be entered"),
    ("Inclusion", "Patients with the following are not suitable"),
    ("Inclusion", "Ausschluss: Schwangerschaft"),
    ("Exclusion", "Adults with controlled asthma are accepted"),
    ("Exclusion", "Patients need to be adults"),
    ("Exclusion", "Willing and able to provide informed consent"),
    ("Exclusion", "Patients with controlled asthma are eligible"),
    ("Exclusion", "Inhaled steroids are allowed"),
    ("Exclusion", "Eligible: adults"),
    ("Exclusion", "Must be an adult"),
    ("Exclusion", "Patients should be adults"),
    ("Exclusion", "ALT must be normal"),
)


@pytest.mark.parametrize(("kind", "item"), OF_THE_OTHER_KIND)
def test_words_against_the_heading_leave_a_doubt(kind: str, item: str) -> None:
    assert items_of(f"{kind} Criteria:\n\n* Hypertension\n* {item}") == ([], [])


@pytest.mark.parametrize(
    "item",
    [
        "Not participating in another trial; will not take part in any other trial",
        "Not suitable for surgery",
        "Unsuitable for surgery",
        "Women may not participate unless they use contraception",
        "Qi deficiency (气虚)",
        "Sjögren’s syndrome, β-thalassaemia, ALT ≤ 2× ULN",
    ],
)
def test_words_that_only_sound_like_the_other_kind_leave_none(item: str) -> None:
    assert items_of(f"Inclusion Criteria:\n\n* {item}") == ([item], [])


def test_twelve_criteria_keep_their_order() -> None:
    items = [f"Item {number}" for number in range(1, 13)]
    text = "Inclusion Criteria:\n" + "\n".join(f"* {item}" for item in items)
    assert items_of(text) == (items, [])


def test_a_long_line_of_signs_takes_no_time() -> None:
    lines = (
        "-" * 60_000 + "a",
        "* " + ("a" + "!" * 9_000) * 5 + "clusion criteri",
        "* 1. " * 9_000,
    )
    for line in lines:
        assert items_of(f"Exclusion Criteria:\n{line}\nb") == ([], [])


@pytest.mark.slow
def test_most_real_records_have_criteria_as_items() -> None:
    graphs = [kg.map_record(r) for r in kg.read(*needed_files("records/ctgov-v2", "NCT*.json"))]
    saids = [Said(graph) for graph in graphs]
    split = [bool(said.those("kg:InclusionCriterion")) for said in saids]
    assert sum(split) > 0.75 * len(split)
