"""The page source: both layouts as text and as HTML, every fact of a real page, and odd pages."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import RecordError
from kg.records import (
    ArmGroup,
    DateStruct,
    IdInfo,
    Intervention,
    ListedTrial,
    Location,
    MaskingInfo,
    Official,
    Record,
    Reference,
    ResponsibleParty,
    SeeAlsoLink,
    Sponsor,
    Study,
    plain,
)
from kg.sources.registry_page import looks_like, read
from kg.sources.registry_page.lines import ESCAPE
from kg.sources.text import clean_text
from tests.conftest import ROOT
from tests.registry_pages import (
    HTML_FORMS,
    INTRODUCTIONS,
    PageForm,
    html_of_boxes,
    html_of_paragraphs,
    page_form,
    plain_text,
    rendered,
    spaced_text,
    split,
    with_labels,
)

SAMPLE = (ROOT / "samples" / "NCT04745299.txt").read_text("utf-8")
SAMPLE_JSON = (ROOT / "samples" / "NCT04745299.json").read_bytes()
PAGE = page_form(SAMPLE)
HEADINGS = [body.heading for body in PAGE.bodies]

RECORD = read(SAMPLE, "sample")
NAMES = ["Lenzumestrocel", "Riluzole", "Placebo Comparator"]
ARMS = [
    "Single cycle administration group",
    "Multiple administation group",
    "Control group",
]
LABELLED = with_labels(PAGE, NAMES, ARMS)


def record_of(page: PageForm) -> Record:
    return read(plain_text(page), "page")


def with_values(heading: str, *values: str) -> Record:
    """The sample with other values in one section."""
    return record_of(PAGE.changed(heading, *values))


def part(record: Record, path: str) -> Any:
    """A part of the record's study by its path in dots."""
    found: Any = record.study.protocol_section
    for name in path.split("."):
        found = getattr(found, name, None)
    return found


def said(record: Record) -> str:
    """What the findings say, a line each."""
    return "\n".join(f"{finding.field}: {finding.message}" for finding in record.findings)


def kept(record: Record) -> list[tuple[str, str]]:
    return [(field.path, msgspec.json.decode(field.value)) for field in record.unmapped]


# --- the real page ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(shared: Path) -> Record:
    path = shared / "records" / "page" / "NCT04745299.txt"
    return read(path.read_text("utf-8"), path.name)


def test_real_page_has_every_fact(real: Record) -> None:
    page = real.page
    assert page is not None
    assert (real.nct_id, real.format, page.last_updated) == (
        "NCT04745299",
        "registry-page",
        "2025-01-10",
    )
    assert (real.unmapped, real.findings) == ([], [])
    assert real.study.has_results is False
    assert part(real, "identification_module.brief_title") == (
        "Evaluation the Efficacy and Safety of Mutiple Lenzumestrocel (Neuronata-R® Inj.)"
        " Treatment in Patients with ALS"
    )
    assert plain(part(real, "status_module")) == {
        "overallStatus": "ACTIVE_NOT_RECRUITING",
        "startDateStruct": {"date": "2021-03-23"},
        "completionDateStruct": {"date": "2026-05-03"},
    }
    assert plain(part(real, "design_module")) == {
        "studyType": "INTERVENTIONAL",
        "phases": ["PHASE3"],
        "enrollmentInfo": {"count": 115},
        "designInfo": {
            "allocation": "RANDOMIZED",
            "interventionModel": "PARALLEL",
            "primaryPurpose": "TREATMENT",
            "maskingInfo": {"masking": "QUADRUPLE"},
        },
    }
    assert plain(part(real, "sponsor_collaborators_module")) == {
        "leadSponsor": {"name": "Corestemchemon, Inc.", "class": "INDUSTRY"}
    }
    assert part(real, "contacts_locations_module.overall_officials") == [
        Official(
            name="Seung Hyun Kim, MD, PhD",
            role="PRINCIPAL_INVESTIGATOR",
            affiliation="Hanyang University Seoul Hospital",
        )
    ]
    assert part(real, "identification_module.org_study_id_info") == IdInfo(id="NEURONATA-R_ALS301")
    assert part(real, "identification_module.secondary_id_infos") == []
    assert (page.countries, part(real, "conditions_module")) == ([], None)


def test_real_page_has_its_sites(real: Record) -> None:
    assert part(real, "contacts_locations_module.locations") == [
        Location(facility=facility, city=city, state=state, country="South Korea")
        for facility, city, state in (
            ("Pusan National University Yangsan Hospital", "Yangsan", "Kyungsangnam-do"),
            ("Hanyang university hospital", "Seoul", "Seoul"),
            ("Korea University Anam Hospital", "Seoul", None),
            ("Samsung Medical Center", "Seoul", None),
            ("Seoul National University Hospital", "Seoul", None),
        )
    ]


def test_real_page_has_its_related_trials(real: Record) -> None:
    assert real.page is not None
    assert {trial.section for trial in real.page.listed_trials} == {"Related Clinical Trials"}
    assert [(trial.nct_id, (trial.title or "")[:24]) for trial in real.page.listed_trials] == [
        ("NCT06676423", "Evaluate the Safety of N"),
        ("NCT00415519", "Efficacy and Safety Stud"),
        ("NCT04326283", "Trial of Safety, Tolerab"),
        ("NCT04322149", "Multiple Doses of AT-150"),
        ("NCT06181526", "Safety and Preliminary E"),
    ]


def test_real_page_has_its_arms(real: Record) -> None:
    module = part(real, "arms_interventions_module")
    assert [(arm.label, arm.intervention_names) for arm in module.arm_groups] == [
        (ARMS[0], NAMES),
        (ARMS[1], NAMES[:2]),
        (ARMS[2], NAMES[1:]),
    ]
    assert all(arm.description.count(".") == 1 for arm in module.arm_groups)
    assert [one.name for one in module.interventions] == NAMES
    assert [one.arm_group_labels for one in module.interventions] == [ARMS[:2], ARMS, ARMS[::2]]
    assert module.interventions[2].description.count("\n\n") == 1


def test_real_page_has_its_narrative(real: Record) -> None:
    description = part(real, "description_module")
    assert description.brief_summary is None
    paragraphs = description.detailed_description.split("\n\n")
    assert len(paragraphs) == 5
    assert "phase I/II clinical trial(NCT01363401)" in paragraphs[0]
    eligibility = part(real, "eligibility_module")
    assert (eligibility.minimum_age, eligibility.maximum_age) == ("25 Years", "75 Years")
    assert (eligibility.sex, eligibility.healthy_volunteers) == ("ALL", False)
    criteria = eligibility.eligibility_criteria
    assert criteria.startswith("Inclusion Criteria:\n\n2. Among subjects")
    assert "\n\nExclusion Criteria:\n\n2. Subjects who received" in criteria
    assert "\\" not in criteria
    assert all(text in criteria for text in ("[Rix Brooks, 2000]", "31~46", "> 1.5 x ULN"))
    assert len(re.findall(r"^[0-9]+\. ", criteria, re.MULTILINE)) == 4 + 12
    [reference] = part(real, "references_module.references")
    assert reference.citation.endswith("doi: 10.1186/s13063-022-06327-4.")


def test_beginning_of_the_labelled_page(shared: Path, real: Record) -> None:
    path = shared / "records" / "page" / "NCT04745299.labelled-beginning.txt"
    found = read(path.read_text("utf-8"), path.name)
    assert part(found, "status_module") == part(real, "status_module")
    assert part(found, "design_module.enrollment_info") == part(
        real, "design_module.enrollment_info"
    )
    assert part(found, "design_module.phases") == ["PHASE3"]
    assert found.study.has_results is False
    assert part(found, "description_module.brief_summary").startswith("ALSUMMIT is a double-blind")
    assert part(found, "description_module.detailed_description").count("\n\n") == 3
    assert found.unmapped == []
    assert [finding.field for finding in found.findings] == ["page"]
    assert "no section Related Clinical Trials, Conditions" in said(found)


# --- the sample, in every form -----------------------------------------------------------------


def test_both_forms_of_the_sample_agree() -> None:
    study = msgspec.json.decode(SAMPLE_JSON, type=Study)
    assert study == RECORD.study
    # The page alone lists related trials and says when it was updated.
    assert RECORD.page is not None
    assert RECORD.page.last_updated == "2025-01-10"
    assert len(RECORD.page.listed_trials) == 5
    assert (RECORD.findings, RECORD.unmapped) == ([], [])


def test_json_sample_has_no_field_that_the_model_lacks() -> None:
    study = msgspec.json.decode(SAMPLE_JSON, type=Study)
    assert plain(study) == msgspec.json.decode(SAMPLE_JSON)


def test_sample_has_the_facts_of_the_real_page(real: Record) -> None:
    ours, theirs = plain(RECORD.study), plain(real.study)
    for study in (ours, theirs):
        protocol = study["protocolSection"]
        del protocol["descriptionModule"], protocol["eligibilityModule"]["eligibilityCriteria"]
        arms = protocol["armsInterventionsModule"]
        for described in (*arms["armGroups"], *arms["interventions"]):
            del described["description"]
    assert ours == theirs
    assert RECORD.page == real.page


FORMS: dict[str, Callable[[], str]] = {
    "spaced": lambda: spaced_text(PAGE),
    "labelled": lambda: spaced_text(LABELLED),
    "labelled without blank lines": lambda: plain_text(LABELLED),
    "CRLF": lambda: SAMPLE.replace("\n", "\r\n"),
    "CR": lambda: SAMPLE.replace("\n", "\r"),
    "BOM": lambda: f"\ufeff{SAMPLE}",
    "no newline at the end": lambda: SAMPLE.rstrip("\n"),
    "indented": lambda: SAMPLE.replace("\n", "  \n\t "),
    "HTML of paragraphs": lambda: html_of_paragraphs(PAGE),
    "HTML of paragraphs, labelled": lambda: html_of_paragraphs(LABELLED),
    "HTML of boxes": lambda: html_of_boxes(PAGE),
    "HTML of boxes, labelled": lambda: html_of_boxes(LABELLED),
    "HTML with a BOM and CRLF": lambda: f"\ufeff{html_of_boxes(PAGE)}".replace("\n", "\r\n"),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_record(form: str) -> None:
    text = FORMS[form]()
    assert looks_like(text)
    assert read(text, "sample") == RECORD


def test_labels_of_every_section_are_used() -> None:
    text = spaced_text(LABELLED)
    for label in ("Allocation Method", "Arm Label", "Minimum Age", "Sponsor Class", "NCT ID"):
        assert f"\n\n{label}\n\n" in text


# --- blank sections ----------------------------------------------------------------------------


def blank(*paths: str) -> Callable[[Record], None]:
    """What empties these parts of a record."""

    def change(record: Record) -> None:
        for path in paths:
            *owners, name = path.split(".")
            owner: Any = record.study.protocol_section
            for step in owners:
                owner = getattr(owner, step)
            empty = [] if isinstance(getattr(owner, name), list) else None
            setattr(owner, name, empty)

    return change


def without_results(record: Record) -> None:
    record.study.has_results = None


def without_listed(record: Record) -> None:
    assert record.page is not None
    record.page.listed_trials = []


def without_arms(record: Record) -> None:
    arms = record.study.protocol_section.arms_interventions_module
    assert arms is not None
    arms.arm_groups = []
    for intervention in arms.interventions:
        intervention.arm_group_labels = []


def the_same(record: Record) -> None:
    del record


BLANKED: dict[str, Callable[[Record], None]] = {
    "Study Results": without_results,
    "Basic Information": blank(
        "status_module",
        "design_module.phases",
        "design_module.enrollment_info",
        "design_module.study_type",
    ),
    "Brief Summary": the_same,
    "Related Clinical Trials": without_listed,
    "Detailed Description": blank("description_module"),
    "Conditions": the_same,
    "Study Design": blank("design_module.design_info"),
    "Study Groups": without_arms,
    # The interventions stand in the study groups as well.
    "Interventions": the_same,
    "Other Intervention Names": the_same,
    "Eligibility Criteria": blank("eligibility_module"),
    "Sponsors": blank("sponsor_collaborators_module"),
    "Responsible Party": the_same,
    "Principal Investigators": blank("contacts_locations_module.overall_officials"),
    "Locations": blank("contacts_locations_module.locations"),
    "Countries": the_same,
    "References": blank("references_module"),
    "Other Identifiers": blank("identification_module.org_study_id_info"),
    "More Related Trials": the_same,
}


def test_every_section_is_blanked() -> None:
    assert list(BLANKED) == HEADINGS


@pytest.mark.parametrize("layout", [PAGE, LABELLED], ids=["plain", "labelled"])
@pytest.mark.parametrize("heading", HEADINGS)
def test_a_blank_section_takes_its_own_fields_alone(heading: str, layout: PageForm) -> None:
    expected = read(SAMPLE, "page")
    BLANKED[heading](expected)
    text = plain_text(layout.changed(heading))
    if heading == "Study Results":
        text = text.replace(PAGE.bodies[0].introduction + "\n", "")
    for form in (text, html_of_paragraphs(layout.changed(heading))):
        if heading == "Study Results" and form != text:
            continue
        found = read(form, "page")
        assert (found.study, found.page) == (expected.study, expected.page)
        assert found.unmapped == []
        told = {finding.field for finding in found.findings}
        assert told == ({"page.Interventions"} if heading == "Interventions" else set())


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_missing_section_is_told(heading: str) -> None:
    expected = read(SAMPLE, "page")
    BLANKED[heading](expected)
    bodies = tuple(body for body in PAGE.bodies if body.heading != heading)
    found = record_of(replace(PAGE, bodies=bodies))
    assert (found.study, found.page) == (expected.study, expected.page)
    assert f"page: the page has no section {heading}; it may be cut off" in said(found)


@pytest.mark.parametrize("heading", ["Basic Information", "Eligibility Criteria", "Locations"])
def test_labels_without_values_are_no_data(heading: str) -> None:
    labels = [label for body in LABELLED.bodies for label, _ in body.values if label]
    mine = [label for label in dict.fromkeys(labels) if label in dict(_values(heading))]
    bodies = tuple(
        replace(body, values=tuple((label, "") for label in mine))
        if body.heading == heading
        else body
        for body in LABELLED.bodies
    )
    found = record_of(replace(LABELLED, bodies=bodies))
    expected = read(SAMPLE, "page")
    BLANKED[heading](expected)
    assert (found.study, found.unmapped) == (expected.study, [])


def _values(heading: str) -> list[tuple[str, str]]:
    return [pair for body in LABELLED.bodies if body.heading == heading for pair in body.values]


# --- single sections ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "phases"),
    [
        ("PHASE2/PHASE3", ["PHASE2", "PHASE3"]),
        ("PHASE1, PHASE2", ["PHASE1", "PHASE2"]),
        ("EARLY_PHASE1", ["EARLY_PHASE1"]),
        ("Phase 2/Phase 3", ["PHASE2", "PHASE3"]),
        ("Early Phase 1", ["EARLY_PHASE1"]),
        ("NA", ["NA"]),
        ("N/A", ["NA"]),
        ("Not Applicable", ["NA"]),
    ],
)
def test_phases(given: str, phases: list[str]) -> None:
    found = with_values("Basic Information", "RECRUITING", given)
    assert part(found, "design_module.phases") == phases
    assert found.findings == []


def test_basic_information_is_told_by_what_it_looks_like() -> None:
    found = with_values(
        "Basic Information", "2021-03", "1,200 participants (ESTIMATED)", "OBSERVATIONAL"
    )
    assert part(found, "status_module.overall_status") is None
    assert part(found, "status_module.start_date_struct") == DateStruct(date="2021-03")
    assert plain(part(found, "design_module.enrollment_info")) == {
        "count": 1200,
        "type": "ESTIMATED",
    }
    assert part(found, "design_module.study_type") == "OBSERVATIONAL"
    assert said(found) == (
        "page.Basic Information: '2021-03' is the only date; it is taken for the start"
    )


def test_dates_in_words_stay_as_they_are() -> None:
    found = with_values("Basic Information", "March 2021", "May 3, 2026")
    assert part(found, "status_module.start_date_struct") == DateStruct(date="March 2021")
    assert part(found, "status_module.completion_date_struct") == DateStruct(date="May 3, 2026")
    assert said(found).count("is kept as it stands") == 2


def test_statuses() -> None:
    found = with_values("Basic Information", "Active, not recruiting")
    assert part(found, "status_module.overall_status") == "ACTIVE_NOT_RECRUITING"
    found = with_values("Basic Information", "NO_LONGER_KNOWN", "PHASE3")
    assert part(found, "status_module.overall_status") == "NO_LONGER_KNOWN"
    assert "is no status that kg knows" in said(found)


def test_what_has_no_place_is_kept_and_told() -> None:
    found = with_values("Basic Information", "RECRUITING", "PHASE3", "PHASE4", "2 arms", "-")
    assert kept(found) == [
        ("page.Basic Information", "PHASE4"),
        ("page.Basic Information", "2 arms"),
    ]
    assert said(found).splitlines() == [
        "page.Basic Information: 'PHASE4' has no place in the record",
        "page.Basic Information: '2 arms' has no place in the record",
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            ("NON_RANDOMIZED", "SINGLE_GROUP", "BASIC_SCIENCE", "NONE"),
            {
                "allocation": "NON_RANDOMIZED",
                "interventionModel": "SINGLE_GROUP",
                "primaryPurpose": "BASIC_SCIENCE",
                "maskingInfo": {"masking": "NONE"},
            },
        ),
        (
            ("NA", "CROSSOVER", "DOUBLE", "PARTICIPANT", "OUTCOMES_ASSESSOR"),
            {
                "allocation": "NA",
                "interventionModel": "CROSSOVER",
                "maskingInfo": {
                    "masking": "DOUBLE",
                    "whoMasked": ["PARTICIPANT", "OUTCOMES_ASSESSOR"],
                },
            },
        ),
        (
            ("Randomized", "Double (Participant, Care Provider)"),
            {
                "allocation": "RANDOMIZED",
                "maskingInfo": {"masking": "DOUBLE", "whoMasked": ["PARTICIPANT", "CARE_PROVIDER"]},
            },
        ),
        (("None (Open Label)",), {"maskingInfo": {"masking": "NONE"}}),
        (("PARALLEL", "OTHER"), {"interventionModel": "PARALLEL", "primaryPurpose": "OTHER"}),
        (("COHORT", "OTHER"), {"observationalModel": "COHORT", "timePerspective": "OTHER"}),
        (
            ("OTHER", "PROSPECTIVE"),
            {"observationalModel": "OTHER", "timePerspective": "PROSPECTIVE"},
        ),
    ],
)
def test_study_design(given: tuple[str, ...], expected: dict[str, Any]) -> None:
    found = with_values("Study Design", *given)
    assert plain(part(found, "design_module.design_info")) == expected
    assert found.unmapped == []


def test_a_design_that_nobody_knows_is_kept() -> None:
    found = with_values("Study Design", "RANDOMIZED", "STEPPED_WEDGE", "OTHER", "OTHER")
    assert kept(found) == [("page.Study Design", "STEPPED_WEDGE"), ("page.Study Design", "OTHER")]
    page = LABELLED.changed("Study Design", "Masking", "SEXTUPLE", "Masking Description", "No way.")
    labelled = record_of(page)
    assert part(labelled, "design_module.design_info.masking_info") == MaskingInfo(
        masking="SEXTUPLE", masking_description="No way."
    )
    assert "'SEXTUPLE' is no masking that kg knows" in said(labelled)


def test_conditions_and_keywords() -> None:
    found = with_values("Conditions", "ALS", "Healthy Volunteers", "Keywords:", "stem cells")
    assert part(found, "conditions_module.conditions") == ["ALS", "Healthy Volunteers"]
    assert part(found, "conditions_module.keywords") == ["stem cells"]
    text = SAMPLE.replace("\nStudy Design\n", "\nKeywords\nstem cells\nStudy Design\n")
    assert part(read(text, "page"), "conditions_module.keywords") == ["stem cells"]


def test_an_unknown_label_is_no_condition() -> None:
    found = record_of(LABELLED.changed("Conditions", "Primary Condition", "ALS", "Condition Name"))
    assert part(found, "conditions_module") is None
    assert kept(found) == [("page.Conditions.Primary Condition", "ALS")]
    found = record_of(LABELLED.changed("Conditions", "Other Conditions", "Condition", "ALS"))
    assert part(found, "conditions_module.conditions") == ["ALS"]
    assert "'Other Conditions' looks like a label without value" in said(found)


def test_sponsors_and_collaborators() -> None:
    given = ("One, Inc.", "INDUSTRY", "NIH", "NIH", "Two", "Three", "OTHER")
    found = with_values("Sponsors", *given)
    module = part(found, "sponsor_collaborators_module")
    # A sponsor whose name is a class can't be told from a class: here it is lost to the record.
    assert module.lead_sponsor == Sponsor(name="One, Inc.", class_="INDUSTRY")
    assert module.collaborators == [Sponsor(name="Two"), Sponsor(name="Three", class_="OTHER")]
    assert kept(found) == [("page.Sponsors", "NIH"), ("page.Sponsors", "NIH")]
    labelled = record_of(
        LABELLED.changed(
            "Sponsors", "Collaborators", "NIH", "Class", "NIH", "Lead Sponsor", "One", "INDUSTRY"
        )
    )
    module = part(labelled, "sponsor_collaborators_module")
    assert module.lead_sponsor == Sponsor(name="One", class_="INDUSTRY")
    assert module.collaborators == [Sponsor(name="NIH", class_="NIH")]


@pytest.mark.parametrize(
    ("given", "expected", "left"),
    [
        (("SPONSOR",), ResponsibleParty(type="SPONSOR"), []),
        (("SPONSOR", "Corestemchemon, Inc."), ResponsibleParty(type="SPONSOR"), []),
        (
            ("PRINCIPAL_INVESTIGATOR", "A. Person", "Principal Investigator", "A Hospital"),
            ResponsibleParty(
                type="PRINCIPAL_INVESTIGATOR",
                investigator_full_name="A. Person",
                investigator_title="Principal Investigator",
                investigator_affiliation="A Hospital",
            ),
            [],
        ),
        (
            ("SPONSOR_INVESTIGATOR", "A. Person", "Something"),
            ResponsibleParty(type="SPONSOR_INVESTIGATOR", investigator_full_name="A. Person"),
            [("page.Responsible Party", "Something")],
        ),
        (
            ("Investigator Name: A. Person", "Affiliation: A Hospital"),
            ResponsibleParty(
                investigator_full_name="A. Person", investigator_affiliation="A Hospital"
            ),
            [],
        ),
    ],
)
def test_responsible_party(
    given: tuple[str, ...], expected: ResponsibleParty, left: list[tuple[str, str]]
) -> None:
    found = with_values("Responsible Party", *given)
    assert part(found, "sponsor_collaborators_module.responsible_party") == expected
    assert kept(found) == left


def test_investigators_may_lack_a_part() -> None:
    found = with_values(
        "Principal Investigators",
        *("One, MD", "Role: STUDY_CHAIR", "Two, MD", "Role: PRINCIPAL_INVESTIGATOR", "A Hospital"),
        *("Three, MD", "B Hospital", "Four, MD", "Role:", "Study Director", "Five, MD", "Role: -"),
    )
    assert part(found, "contacts_locations_module.overall_officials") == [
        Official(name="One, MD", role="STUDY_CHAIR"),
        Official(name="Two, MD", role="PRINCIPAL_INVESTIGATOR", affiliation="A Hospital"),
        Official(name="Three, MD", affiliation="B Hospital"),
        Official(name="Four, MD", role="STUDY_DIRECTOR"),
        Official(name="Five, MD"),
    ]
    nobody = with_values("Principal Investigators", "Role: STUDY_CHAIR", "A Hospital")
    assert part(nobody, "contacts_locations_module.overall_officials") == []
    assert [value for _, value in kept(nobody)] == ["STUDY_CHAIR", "A Hospital"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            ("A Hospital", "Seoul, , South Korea"),
            [Location(facility="A Hospital", city="Seoul", country="South Korea")],
        ),
        (
            ("Clinic, Department B, Boston", "Boston, Massachusetts, 02115, United States"),
            [
                Location(
                    facility="Clinic, Department B, Boston",
                    city="Boston",
                    state="Massachusetts",
                    zip="02115",
                    country="United States",
                )
            ],
        ),
        (
            ("Seoul, , Korea, Republic of", "Tehran, , Iran, Islamic Republic of"),
            [
                Location(city="Seoul", country="Korea, Republic of"),
                Location(city="Tehran", country="Iran, Islamic Republic of"),
            ],
        ),
        (
            ("A Hospital", "Sofia, Bulgaria", "RECRUITING", "B Hospital", "Sofia, , Bulgaria"),
            [
                Location(
                    facility="A Hospital", city="Sofia", country="Bulgaria", status="RECRUITING"
                ),
                Location(facility="B Hospital", city="Sofia", country="Bulgaria"),
            ],
        ),
        (
            ("RECRUITING", "A Hospital", ", , Bulgaria", "COMPLETED", "B Hospital", "Bulgaria"),
            [
                Location(facility="A Hospital", country="Bulgaria", status="RECRUITING"),
                Location(facility="B Hospital", country="Bulgaria", status="COMPLETED"),
            ],
        ),
        (
            ("University Hospital, Sofia, Bulgaria", "Sofia, Sofia, Bulgaria", "-", "A, B, C"),
            [
                Location(
                    facility="University Hospital, Sofia, Bulgaria",
                    city="Sofia",
                    state="Sofia",
                    country="Bulgaria",
                ),
                Location(city="A", state="B", country="C"),
            ],
        ),
        (
            ("Facility: A", "City: Rome", "Country: Italy", "Facility: B", "Country: Italy"),
            [
                Location(facility="A", city="Rome", country="Italy"),
                Location(facility="B", country="Italy"),
            ],
        ),
    ],
)
def test_locations(given: tuple[str, ...], expected: list[Location]) -> None:
    found = with_values("Locations", *given)
    assert part(found, "contacts_locations_module.locations") == expected
    assert found.unmapped == []


def test_countries_tell_places_from_facilities() -> None:
    page = PAGE.changed("Countries", "Bulgaria").changed("Locations", "A House, Sofia", "Bulgaria")
    found = record_of(page)
    assert found.page is not None
    assert found.page.countries == ["Bulgaria"]
    assert part(found, "contacts_locations_module.locations") == [
        Location(facility="A House, Sofia", country="Bulgaria")
    ]


def test_references_with_identifiers_types_and_links() -> None:
    found = with_values(
        "References",
        *("A B. One. J One. 2020;1:2.", "PMID: 123", "Type: Background"),
        *("C D. Two. J Two. 2021;1:2.", "RESULT", "https://pubmed.ncbi.nlm.nih.gov/456/"),
        *("The trial's own site", "https://example.org/trial", "PMID: 789"),
    )
    module = part(found, "references_module")
    assert module.references == [
        Reference(citation="A B. One. J One. 2020;1:2.", pmid="123", type="BACKGROUND"),
        Reference(citation="C D. Two. J Two. 2021;1:2.", pmid="456", type="RESULT"),
    ]
    assert module.see_also_links == [
        SeeAlsoLink(label="The trial's own site", url="https://example.org/trial")
    ]
    assert kept(found) == [("page.References", "PMID: 789")] or kept(found) == [
        ("page.References", "789")
    ]
    first = with_values("References", "PMID: 1", "A B. One. 2020.")
    assert part(first, "references_module.references") == [
        Reference(citation="A B. One. 2020.", pmid="1")
    ]
    alone = with_values("References", "PMID: 1")
    assert part(alone, "references_module.references") == [Reference(pmid="1")]


def test_identifiers_by_their_source() -> None:
    found = with_values(
        "Other Identifiers",
        *("A-1", "Identifier Type: -", "Identifier Source: org_study_id"),
        *("2020-1", "Identifier Type: EUDRACT_NUMBER", "Identifier Source: secondary_id"),
        *("NCT00000001", "Identifier Source: nct_alias"),
        *("X", "Identifier Type: OTHER", "Identifier Source: A Society"),
        *("A-2", "Identifier Source: org_study_id"),
        *("Identifier Type: NIH",),
    )
    module = part(found, "identification_module")
    assert module.org_study_id_info == IdInfo(id="A-1")
    assert module.nct_id_aliases == ["NCT00000001"]
    assert module.secondary_id_infos == [
        IdInfo(id="2020-1", type="EUDRACT_NUMBER"),
        IdInfo(id="X", type="OTHER", domain="A Society"),
        IdInfo(id="A-2", type="NIH"),
    ]


def test_related_trials_whose_titles_wrap_or_lack_an_id() -> None:
    found = with_values(
        "More Related Trials",
        *("A Title on", "Two Lines", "NCT00000001", "nct00000002"),
        *("NCT ID: NCT00000003", "RECRUITING", "A Title Without Id"),
    )
    assert found.page is not None
    section = "More Related Trials"
    more = [trial for trial in found.page.listed_trials if trial.section == section]
    assert more == [
        ListedTrial(nct_id="NCT00000001", title="A Title on Two Lines", section=section),
        ListedTrial(nct_id="NCT00000002", section=section),
        ListedTrial(nct_id="NCT00000003", section=section),
    ]
    assert [value for _, value in kept(found)] == ["RECRUITING", "A Title Without Id"]
    assert "the title of NCT00000001 stands on 2 lines" in said(found)


def test_related_trials_with_ids_above_titles() -> None:
    found = with_values("More Related Trials", "NCT00000001", "One", "NCT00000002", "Two")
    assert found.page is not None
    assert [(trial.nct_id, trial.title) for trial in found.page.listed_trials[5:]] == [
        ("NCT00000001", "One"),
        ("NCT00000002", "Two"),
    ]


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        (("18 Years", "ALL", "Yes"), ("18 Years", None, "ALL", True)),
        (("18 Years", "N/A", "FEMALE", "No"), ("18 Years", None, "FEMALE", False)),
        (("6 Months", "17 Years", "Male"), ("6 Months", "17 Years", "MALE", None)),
        (("ALL",), (None, None, "ALL", None)),
        (("Maximum Age: 70 Years", "Sex: All"), (None, "70 Years", "ALL", None)),
        ((), (None, None, None, None)),
    ],
)
def test_ages_sex_and_volunteers_may_lack(
    tail: tuple[str, ...], expected: tuple[str | None, ...]
) -> None:
    found = with_values("Eligibility Criteria", "Inclusion Criteria", "1. ALS.", *tail)
    module = part(found, "eligibility_module")
    assert (module.minimum_age, module.maximum_age, module.sex, module.healthy_volunteers) == (
        expected
    )
    assert module.eligibility_criteria == "Inclusion Criteria:\n\n1. ALS."


def test_criteria_keep_their_numbers_and_their_form() -> None:
    found = with_values(
        "Eligibility Criteria", "Whoever may come.", "Key inclusion criteria:", "* one", "* two"
    )
    assert part(found, "eligibility_module.eligibility_criteria") == (
        "Whoever may come.\n\nKey inclusion criteria:\n\n* one\n* two"
    )
    html = html_of_paragraphs(PAGE).replace(
        "<p>Exclusion Criteria</p>",
        "<p>Exclusion Criteria</p><ol start=7><li>x</li><li>y</li></ol>",
    )
    criteria = part(read(html, "page"), "eligibility_module.eligibility_criteria")
    assert "Exclusion Criteria:\n\n7. x\n8. y\n2. A gastrostomy" in criteria


def test_other_names_go_where_they_belong() -> None:
    found = with_values(
        "Other Intervention Names", "Lenzumestrocel cells", "Riluzole: Rilutek", "X"
    )
    module = part(found, "arms_interventions_module")
    assert [one.other_names for one in module.interventions] == [
        ["Lenzumestrocel cells"],
        ["Rilutek"],
        [],
    ]
    assert kept(found) == [("page.Other Intervention Names", "X")]
    page = PAGE.changed("Study Groups", "Arm", "Text.", "A", "Prose of it.")
    page = page.changed("Interventions", "A", "Prose of it.")
    [one] = part(
        record_of(page.changed("Other Intervention Names", "X")),
        "arms_interventions_module.interventions",
    )
    assert one == Intervention(
        name="A", description="Prose of it.", arm_group_labels=["Arm"], other_names=["X"]
    )


# --- names and prose ---------------------------------------------------------------------------

ARM_SETS: dict[str, tuple[list[str], list[str], list[ArmGroup], list[str]]] = {
    "an arm named as its drug": (
        ["Drug", "What the arm gets.", "Drug", "What it is.", "Sham", "No drug.", "Sham", "None."],
        ["Drug", "What it is.", "Sham", "None."],
        [
            ArmGroup(label="Drug", description="What the arm gets.", intervention_names=["Drug"]),
            ArmGroup(label="Sham", description="No drug.", intervention_names=["Sham"]),
        ],
        ["Drug", "Sham"],
    ),
    "the description of the arm is that of the drug": (
        ["Arm A", "One pill a day.", "Drug", "One pill a day."],
        ["Drug", "One pill a day."],
        [ArmGroup(label="Arm A", description="One pill a day.", intervention_names=["Drug"])],
        ["Drug"],
    ),
    "no descriptions": (
        ["Arm A", "Drug", "Placebo", "Arm B", "Placebo"],
        ["Drug", "Placebo"],
        [
            ArmGroup(label="Arm A", intervention_names=["Drug", "Placebo"]),
            ArmGroup(label="Arm B", intervention_names=["Placebo"]),
        ],
        ["Drug", "Placebo"],
    ),
    "arms without interventions": (
        ["Patients", "Those who have the disease in question.", "Controls", "Those who have not."],
        [],
        [
            ArmGroup(label="Patients", description="Those who have the disease in question."),
            ArmGroup(label="Controls", description="Those who have not."),
        ],
        [],
    ),
    "an intervention in no arm": (
        ["Arm A", "Gets the drug.", "Drug", "A pill."],
        ["Drug", "A pill.", "Scan", "Done once, before all else."],
        [ArmGroup(label="Arm A", description="Gets the drug.", intervention_names=["Drug"])],
        ["Drug", "Scan"],
    ),
    "a list in a description": (
        ["Arm A", "It gets:", "* this", "* that", "Drug", "A pill with:", "* salt", "* water"],
        ["Drug", "A pill with:", "* salt", "* water"],
        [
            ArmGroup(
                label="Arm A",
                description="It gets:\n\n* this\n\n* that",
                intervention_names=["Drug"],
            )
        ],
        ["Drug"],
    ),
}


@pytest.mark.parametrize("case", ARM_SETS)
def test_names_are_told_from_prose(case: str) -> None:
    groups, interventions, arms, names = ARM_SETS[case]
    found = record_of(
        PAGE.changed("Study Groups", *groups).changed("Interventions", *interventions)
    )
    module = part(found, "arms_interventions_module")
    assert module.arm_groups == arms
    assert [one.name for one in module.interventions] == names
    if case == "an intervention in no arm":
        assert "'Scan' stands in no study group" in said(found)


def test_types_that_the_known_page_lacks_are_kept() -> None:
    groups = ("Arm A", "EXPERIMENTAL", "Gets the drug.", "Drug", "DRUG", "A pill.")
    page = PAGE.changed("Study Groups", *groups).changed("Interventions", "Drug", "A pill.")
    found = record_of(page)
    [arm] = part(found, "arms_interventions_module.arm_groups")
    assert arm == ArmGroup(label="Arm A", description="Gets the drug.", intervention_names=["Drug"])
    assert [value for _, value in kept(found)] == ["EXPERIMENTAL", "DRUG"]


def test_a_label_like_arm_of_a_labelled_page_stays() -> None:
    page = LABELLED.changed("Study Groups", "Arm Label", "A", "Intervention Group", "Some text.")
    found = record_of(page.changed("Interventions"))
    assert "'Intervention Group' may be a label; it is kept" in said(found)
    labels = [arm.label for arm in part(found, "arms_interventions_module.arm_groups")]
    assert labels == ["A", "Intervention Group"]


# --- headings ----------------------------------------------------------------------------------


def test_a_heading_in_prose_is_prose() -> None:
    text = SAMPLE.replace("In those who responded", "Study Design\nReferences\nIn those who", 1)
    found = read(text, "page")
    assert "\n\nStudy Design\n\nReferences\n\nIn" in part(
        found, "description_module.detailed_description"
    )
    assert part(found, "design_module") == part(RECORD, "design_module")


def test_headings_without_introductions_are_told_by_their_order() -> None:
    introductions = {body.introduction for body in PAGE.bodies[1:]}
    lines = [line for line in SAMPLE.splitlines() if line not in introductions]
    number = lines.index(
        "Two questions are asked. Group 1 tells whether the effect of one cycle,"
        " two injections 26 days apart, lasts."
    )
    lines.insert(number, "Study Design")
    found = read("\n".join(lines), "sample")
    description = part(found, "description_module.detailed_description")
    assert "\n\nStudy Design\n\nTwo questions" in description
    part(found, "description_module").detailed_description = description.replace(
        "Study Design\n\n", ""
    )
    assert found == RECORD


def test_an_introduction_in_other_words_is_no_value() -> None:
    text = SAMPLE
    for old, new in (
        ("Get a concise snapshot of the trial", "Get a short snapshot of this trial"),
        (INTRODUCTIONS["Sponsors"], "Find out who pays for this study."),
        ("Dive into the extended narrative that", "Read the extended narrative that"),
    ):
        assert old in text
        text = text.replace(old, new)
    found = read(text, "sample")
    assert (found.study, found.unmapped) == (RECORD.study, [])
    assert said(found).count("is taken for the section's introduction") == 3


@pytest.mark.parametrize("form", ["text", *HTML_FORMS])
def test_an_unknown_section_is_kept(form: str) -> None:
    text = HTML_FORMS[form](PAGE) if form != "text" else SAMPLE
    heading, introduction = (
        "Outcome Measures",
        "Review what the trial measures in its participants.",
    )
    if form == "text":
        new = f"\n{heading}\n{introduction}\nALSFRS-R\n12 months\nSponsors\n"
        text = text.replace("\nSponsors\n", new)
    else:
        place = text.index("Sponsors", text.index("<h1"))
        start = text.rindex("<h2", 0, place)
        new = f"<h2>{heading}</h2><p>{introduction}</p><p>ALSFRS-R</p><p>12 months</p>"
        text = text[:start] + new + text[start:]
    found = read(text, "sample")
    assert (found.study, found.page) == (RECORD.study, RECORD.page)
    assert kept(found) == [
        ("page.Outcome Measures", line) for line in (introduction, "ALSFRS-R", "12 months")
    ]
    assert said(found) == (
        "page.Outcome Measures: the page has a section 'Outcome Measures' that kg doesn't know;"
        " its lines are kept: 3"
    )


def test_a_section_that_comes_twice_is_read_once() -> None:
    twice = "Sponsors\n" + PAGE.bodies[HEADINGS.index("Sponsors")].introduction + "\n"
    found = read(f"{SAMPLE}{twice}Corestemchemon, Inc.\nINDUSTRY\nSomebody else\n", "sample")
    assert found.study == RECORD.study
    assert kept(found) == [("page.Sponsors", "Somebody else")]
    assert "page.Sponsors: the section comes twice" in said(found)


def test_the_head_of_the_page() -> None:
    text = f"A Registry\n{SAMPLE}".replace("Last Updated: 2025-01-10", "Last Updated:\nShare")
    found = read(text.replace("Study Results\n", "Acronym: ALSUMMIT\nStudy Results\n", 1), "page")
    assert part(found, "identification_module.brief_title") == PAGE.head[0]
    assert part(found, "identification_module.acronym") == "ALSUMMIT"
    assert kept(found) == [("page.Head", "A Registry")]
    assert found.page is not None
    assert found.page.last_updated == "Share"
    badge = html_of_paragraphs(PAGE).replace("</h1>", "</h1><div>ACTIVE_NOT_RECRUITING</div>")
    assert part(read(badge, "page"), "identification_module.brief_title") == PAGE.head[0]


@pytest.mark.parametrize(
    ("given", "expected"),
    [("Results pending", False), ("Results posted", True), ("nothing to say", None)],
)
def test_results(given: str, expected: bool | None) -> None:
    text = SAMPLE.replace(PAGE.bodies[0].introduction, given)
    assert read(text, "page").study.has_results is expected


# --- what is no page ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it lacks the page's section headings"),
        ("<html></html>", "it lacks the page's section headings"),
        ("<", "it lacks the page's section headings"),
        ("Some other text\nNCT ID: NCT04745299\n", "it lacks the page's section headings"),
        (SAMPLE.replace("NCT ID: NCT04745299\n", ""), "the page has no line 'NCT ID: NCT…'"),
        (SAMPLE.replace("NCT ID: NCT04745299", "NCT ID: NCT474"), "'NCT474' is no NCT id"),
        (SAMPLE.replace("NCT ID: NCT04745299", "NCT ID:"), "'Last Updated"),
        ("<div>" * 200_000 + SAMPLE, "the elements of the page are nested too deep"),
    ],
)
def test_what_is_no_page(text: str, reason: str) -> None:
    with pytest.raises(RecordError, match=r"^a\.txt: ") as raised:
        read(text, "a.txt")
    assert reason in str(raised.value) or "no line 'NCT ID" in str(raised.value)


@pytest.mark.parametrize(
    "text",
    ["", "NCT ID: NCT04745299", SAMPLE_JSON.decode(), f"[{SAMPLE}]", SAMPLE.replace("NCT ID", "")],
)
def test_what_does_not_look_like_a_page(text: str) -> None:
    assert not looks_like(text)


def test_characters_that_cannot_be_kept_are_replaced_and_told() -> None:
    assert clean_text("a\x00b\tc\ud800\n") == ("a\ufffdb\tc\ufffd\n", {"U+0000", "U+D800"})
    assert clean_text("é😀") == ("é😀", set())
    found = read(SAMPLE.replace("25 Years", "25\x00 Years\ud800"), "page")
    assert "page: characters that can't be kept became U+FFFD: U+0000, U+D800" in said(found)
    html = read(html_of_boxes(PAGE).replace("Riluzole", "Rilu\x00zole"), "page")
    assert part(html, "arms_interventions_module").interventions[1].name == "Rilu\ufffdzole"


def test_html_is_read_as_a_browser_shows_it() -> None:
    page = html_of_paragraphs(PAGE).replace(
        "<p>Corestemchemon, Inc.</p><p>INDUSTRY</p>",
        "<div><strong>Corestemchemon,&nbsp;<em>Inc.</em></strong><span>INDUSTRY</span></div>"
        "<p>A<sup>2</sup> &amp; B<br>OTHER</p><div class='whitespace-pre-line'>C\nNETWORK</div>",
    )
    module = part(read(page, "page"), "sponsor_collaborators_module")
    assert module.lead_sponsor == Sponsor(name="Corestemchemon,\xa0Inc.", class_="INDUSTRY")
    assert module.collaborators == [
        Sponsor(name="A2 & B", class_="OTHER"),
        Sponsor(name="C", class_="NETWORK"),
    ]


# --- any page ----------------------------------------------------------------------------------

LINES = {
    "plain": plain_text(PAGE).splitlines(),
    "labelled": plain_text(LABELLED).splitlines(),
    "paragraphs": html_of_paragraphs(PAGE).replace("><", ">\n<").splitlines(),
    "boxes": html_of_boxes(LABELLED).replace("><", ">\n<").splitlines(),
}


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_mutilated_page_is_read_or_refused(data: st.DataObject) -> None:
    lines = list(LINES[data.draw(st.sampled_from(sorted(LINES)))])
    place = st.integers(0, len(lines) - 1)
    for step, number in data.draw(
        st.lists(st.tuples(st.sampled_from("drop twice move cut odd".split()), place), max_size=40)
    ):
        number %= len(lines)
        match step:
            case "drop":
                del lines[number]
            case "twice":
                lines.insert(number, lines[number])
            case "move":
                lines.append(lines.pop(number))
            case "cut":
                lines[number] = lines[number][: number % 17]
            case _:
                lines[number] = data.draw(st.text(max_size=12))
        lines = lines or [""]
    text = "\n".join(lines)
    looks_like(text)
    try:
        record = read(text, "page")
    except RecordError:
        return
    assert record.nct_id
    assert msgspec.json.decode(msgspec.json.encode(record.study), type=Study) == record.study


@settings(deadline=None, max_examples=60)
@given(st.text() | st.binary().map(lambda data: data.decode("utf-8", "surrogateescape")))
def test_any_text_is_read_or_refused(text: str) -> None:
    for around in (text, f"{SAMPLE[:3000]}{text}", f"<p>{text}", f"{text}\n{SAMPLE[3000:]}"):
        looks_like(around)
        try:
            read(around, "page")
        except RecordError:
            continue


@pytest.mark.parametrize("heading", ["Study Groups", "Interventions", "Locations", "References"])
@pytest.mark.parametrize("line", ["a", "a{}", "Conditions", "A, B, C{}", "* x{}.", "NCT00000001"])
def test_a_huge_section_takes_no_age(heading: str, line: str) -> None:
    lines = [line.format(number) for number in range(4000)]
    start = time.process_time()
    with_values(heading, *lines)
    assert time.process_time() - start < 10


# --- the records of the registry, as pages -----------------------------------------------------


def test_pages_of_real_records(v2_records: list[Path]) -> None:
    wrong: dict[str, list[str]] = {name: [] for name in REAL_PARTS}
    for path in v2_records:
        study = msgspec.json.decode(path.read_bytes(), type=Study)
        found = record_of(rendered(study)).study
        for name, facts in REAL_PARTS.items():
            if facts(study) != facts(found):
                wrong[name].append(path.stem)
    # Arms without prose can't always be told from names, "London, City Of" not from a city.
    most = {"arms": 10, "locations": 5}
    assert {name: ids for name, ids in wrong.items() if len(ids) > most.get(name, 0)} == {}


def text_of(text: str | None) -> list[str]:
    return [ESCAPE.sub(r"\1", line) for line in split(text)]


def arms_of(study: Study) -> Any:
    module = study.protocol_section.arms_interventions_module
    if module is None:
        return [], {}
    arms = [(text_of(arm.label), text_of(arm.description)) for arm in module.arm_groups]
    names = {(*text_of(one.name), *text_of(one.description)) for one in module.interventions}
    return arms, names


def locations_of(study: Study) -> Any:
    module = study.protocol_section.contacts_locations_module
    return [
        [text_of(text) for text in (one.facility, one.city, one.state, one.country)]
        for one in (module.locations if module else ())
    ]


def sponsors_of(study: Study) -> Any:
    module = study.protocol_section.sponsor_collaborators_module
    return module and (module.lead_sponsor, module.collaborators)


def officials_of(study: Study) -> Any:
    module = study.protocol_section.contacts_locations_module
    return [plain(one) for one in (module.overall_officials if module else ())]


def references_of(study: Study) -> Any:
    module = study.protocol_section.references_module
    return [(text_of(one.citation), one.pmid) for one in (module.references if module else ())]


def conditions_of(study: Study) -> Any:
    module = study.protocol_section.conditions_module
    return [text_of(text) for text in (module.conditions if module else ())]


REAL_PARTS: dict[str, Callable[[Study], Any]] = {
    "arms": arms_of,
    "conditions": conditions_of,
    "locations": locations_of,
    "officials": officials_of,
    "references": references_of,
    "sponsors": sponsors_of,
}
