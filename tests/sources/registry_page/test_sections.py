"""The page source, section by section: what stands in each, and what may be odd about it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from kg.rdf import code_lists
from kg.records import ListedTrial, plain
from kg.records.base import DateStruct
from kg.records.protocol import (
    ArmGroup,
    IdInfo,
    Intervention,
    Location,
    MaskingInfo,
    Official,
    Reference,
    ResponsibleParty,
    SeeAlsoLink,
    Sponsor,
)
from kg.records.redaction import without_contacts
from kg.sources.registry_page import arms, basics, listed, people, read_text
from kg.sources.registry_page.section_table import HEAD_SECTION, SECTIONS
from tests.support.real_data import needed
from tests.support.registry_pages import (
    LABELLED,
    PAGE,
    SAMPLE,
    PageForm,
    html_of_paragraphs,
    kept,
    part,
    record_of,
    said,
    with_values,
)

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
        "page.Basic Information: '2021-03' is the only date; it is taken as the start"
    )


def test_dates_in_words_stay_as_they_are() -> None:
    found = with_values("Basic Information", "March 2021", "May 3, 2026")
    assert part(found, "status_module.start_date_struct") == DateStruct(date="March 2021")
    assert part(found, "status_module.completion_date_struct") == DateStruct(date="May 3, 2026")
    assert said(found).count("is kept as it is") == 2


def test_statuses() -> None:
    found = with_values("Basic Information", "Active, not recruiting")
    assert part(found, "status_module.overall_status") == "ACTIVE_NOT_RECRUITING"
    found = with_values("Basic Information", "NO_LONGER_KNOWN", "PHASE3")
    assert part(found, "status_module.overall_status") == "NO_LONGER_KNOWN"
    assert "is not a known status" in said(found)


def test_what_has_no_place_is_kept_and_reported() -> None:
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
    assert "'SEXTUPLE' is not a known masking" in said(labelled)


def test_conditions_and_keywords() -> None:
    found = with_values("Conditions", "ALS", "Healthy Volunteers", "Keywords:", "stem cells")
    assert part(found, "conditions_module.conditions") == ["ALS", "Healthy Volunteers"]
    assert part(found, "conditions_module.keywords") == ["stem cells"]
    text = SAMPLE.replace("\nStudy Design\n", "\nKeywords\nstem cells\nStudy Design\n")
    assert part(read_text(text, "page"), "conditions_module.keywords") == ["stem cells"]


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
    assert module.lead_sponsor == Sponsor(name="One, Inc.", class_="INDUSTRY")
    assert module.collaborators == [
        Sponsor(name="NIH", class_="NIH"),
        Sponsor(name="Two"),
        Sponsor(name="Three", class_="OTHER"),
    ]
    assert kept(found) == []
    found = with_values("Sponsors", "One, Inc.", "INDUSTRY", "OTHER", "Two")
    assert kept(found) == [("page.Sponsors", "OTHER")]
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


@pytest.mark.parametrize(
    "lines",
    [
        ("Phone: 555 1234",),
        ("Phone:", "555 1234"),
        ("Contact", "Ann Example"),
        ("Site Contact: Ann Example",),
        ("Contact Backup: Ann Example",),
        ("E-mail: ann",),
        ("ann@example.org",),
        ("Ann Example, +33 1 23 45 67 89",),
        ("(555) 123-4567 ext. 8",),
        ("Fax", "none"),
        ("Telephone Number : 1",),
    ],
)
def test_a_contact_among_the_locations_is_no_place(lines: tuple[str, ...]) -> None:
    for before in range(1, 3):
        given = ["A Contact Lens Clinic", "Sofia, Bulgaria", "Mobile Unit 7", "Rome, Italy"]
        given[before:before] = lines
        found = with_values("Locations", *given)
        assert part(found, "contacts_locations_module.locations") == [
            Location(facility="A Contact Lens Clinic", city="Sofia", country="Bulgaria"),
            Location(facility="Mobile Unit 7", city="Rome", country="Italy"),
        ]
        assert [json.loads(each.value) for each in found.unmapped] == list(lines)
        bare = without_contacts(found)
        assert bare.unmapped == []
        assert not any(line in finding.message for finding in bare.findings for line in lines)


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
    assert kept(found) == [("page.References", "789")]
    first = with_values("References", "PMID: 1", "A B. One. 2020.")
    assert part(first, "references_module.references") == [
        Reference(citation="A B. One. 2020.", pmid="1")
    ]
    assert kept(with_values("References", "PMID: one")) == [("page.References", "one")]
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
    assert "the title of NCT00000001 spans 2 lines" in said(found)


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
        (("100 Years", "ALL", "No"), (None, "100 Years", "ALL", False)),
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
    criteria = part(read_text(html, "page"), "eligibility_module.eligibility_criteria")
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
        assert "'Scan' is in no study group" in said(found)


def test_types_that_the_known_page_lacks_are_kept() -> None:
    groups = ("Arm A", "EXPERIMENTAL", "Gets the drug.", "Drug", "DRUG", "A pill.")
    page = PAGE.changed("Study Groups", *groups).changed("Interventions", "Drug", "A pill.")
    found = record_of(page)
    [arm] = part(found, "arms_interventions_module.arm_groups")
    assert arm == ArmGroup(label="Arm A", description="Gets the drug.", intervention_names=["Drug"])
    assert [value for _, value in kept(found)] == ["EXPERIMENTAL", "DRUG"]


def test_a_label_like_arm_of_a_labelled_page_stays() -> None:
    page = LABELLED.changed(
        "Study Groups", "Arm Label", "A", "This.", "Intervention Group", "That."
    )
    found = record_of(page.changed("Interventions"))
    assert "'Intervention Group' may be a label; it is kept" in said(found)
    labels = [arm.label for arm in part(found, "arms_interventions_module.arm_groups")]
    assert labels == ["A", "Intervention Group"]


Names = tuple[str, ...]

LABEL_LIKE: list[tuple[str, Names, str, list[str]]] = [
    # section, lines, part of the record, the values of its list
    ("Conditions", ("Secondary Condition", "ALS"), "conditions_module.conditions",
     ["Secondary Condition", "ALS"]),
    ("Conditions", ("ALS", "Other", "Condition"), "conditions_module.conditions",
     ["ALS", "Other", "Condition"]),
    ("Conditions", ("Condition Name", "Other"), "conditions_module.conditions", ["Other"]),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "lines", "path", "expected"), LABEL_LIKE)
def test_values_that_look_like_labels_are_values(
    heading: str, lines: Names, path: str, expected: list[str]
) -> None:
    found = record_of(LABELLED.changed(heading, *lines))
    assert part(found, path) == expected
    assert found.unmapped == []


@pytest.mark.parametrize("kind", sorted(people.AGENCY_CLASSES))
@pytest.mark.parametrize("spell", [str, str.title])
def test_a_class_is_never_a_label(kind: str, spell: Callable[[str], str]) -> None:
    """Whatever the classes are, no name is lost, with labels for the sponsors and without."""
    plain = ("One", kind, "Two", "OTHER", "Three", kind)
    labels = ("Sponsor", "One", "Sponsor Class", spell(kind), "Collaborator", "Two", "Class", kind)
    for lines, names in ((plain, ["Two", "Three"]), (labels, ["Two"])):
        found = record_of(LABELLED.changed("Sponsors", *lines))
        module = part(found, "sponsor_collaborators_module")
        assert (module.lead_sponsor.name, module.lead_sponsor.class_.upper()) == ("One", kind)
        assert [one.name for one in module.collaborators] == names
        assert module.collaborators[-1].class_ == kind
        assert found.unmapped == []


def test_codes_of_a_design_are_no_labels() -> None:
    found = record_of(LABELLED.changed("Study Design", "NA", "SINGLE_GROUP", "OTHER", "NONE"))
    assert plain(part(found, "design_module.design_info")) == {
        "allocation": "NA",
        "interventionModel": "SINGLE_GROUP",
        "primaryPurpose": "OTHER",
        "maskingInfo": {"masking": "NONE"},
    }
    found = record_of(LABELLED.changed("Study Design", "Primary Purpose", "Other"))
    assert plain(part(found, "design_module.design_info")) == {"primaryPurpose": "OTHER"}


def test_types_of_identifiers_are_no_labels() -> None:
    lines = ("Identifier", "A-1", "Identifier Type", "OTHER", "Identifier Source", "Other")
    found = record_of(LABELLED.changed("Other Identifiers", *lines))
    [info] = part(found, "identification_module.secondary_id_infos")
    assert (info.id, info.type, info.domain) == ("A-1", "OTHER", "Other")


def test_arms_and_sites_may_have_the_names_of_labels() -> None:
    groups = ("Intervention", "Gets the drug every day.", "Cohort", "Gets none at any time.")
    found = record_of(LABELLED.changed("Study Groups", *groups).changed("Interventions"))
    labels = [arm.label for arm in part(found, "arms_interventions_module.arm_groups")]
    assert labels == ["Intervention", "Cohort"]
    groups = ("Arm Label", "Intervention", "Description", "Gets the drug every day.")
    found = record_of(LABELLED.changed("Study Groups", *groups).changed("Interventions"))
    [arm] = part(found, "arms_interventions_module.arm_groups")
    assert (arm.label, arm.description) == ("Intervention", "Gets the drug every day.")
    for lines in (("Site", "Seoul, , South Korea"), ("Site Name", "Site", "City", "Seoul")):
        found = record_of(LABELLED.changed("Locations", *lines))
        [location] = part(found, "contacts_locations_module.locations")
        assert (location.facility, location.city) == ("Site", "Seoul")


@pytest.mark.parametrize("layout", [PAGE, LABELLED], ids=["plain", "labelled"])
def test_labels_among_the_criteria_are_criteria(layout: PageForm) -> None:
    lines = ("Inclusion Criteria", "Gender: Male", "Sex:", "Female", "Age above 18.", "18 Years")
    found = record_of(layout.changed("Eligibility Criteria", *lines, "ALL", "No"))
    module = part(found, "eligibility_module")
    assert (module.sex, module.minimum_age, module.healthy_volunteers) == ("ALL", "18 Years", False)
    for line in lines[1:5]:
        assert line in module.eligibility_criteria
    assert found.unmapped == []


SPONSORS = {
    "NCT01562210": [("The Netherlands Cancer Institute", "OTHER"), ("AstraZeneca", "INDUSTRY")],
    "NCT03340545": [
        ("Penn State University", "OTHER"),
        ("National Institutes of Health (NIH)", "NIH"),
    ],
}


@pytest.mark.parametrize("name", SPONSORS)
def test_the_sponsors_of_a_labelled_page(name: str) -> None:
    page = read_text(needed(f"cases/attack/{name}.labelled.txt").read_text("utf-8"), name)
    module = part(page, "sponsor_collaborators_module")
    sponsors = [module.lead_sponsor, *module.collaborators]
    assert [(one.name, one.class_) for one in sponsors] == SPONSORS[name]


def test_no_label_is_a_value_of_its_section() -> None:
    for section in (HEAD_SECTION, *SECTIONS):
        assert not any(section.is_value(label) for label in section.labels), section.heading


def test_values_that_pages_print_are_those_of_the_code_lists() -> None:
    assert code_lists.IDENTIFIER_TYPE.terms.keys() == listed.IDENTIFIER_TYPES
    assert (
        code_lists.ARM_TYPE.terms.keys() | code_lists.INTERVENTION_TYPE.terms.keys() == arms.TYPES
    )
    assert code_lists.STUDY_TYPE.terms.keys() - {"PATIENT_REGISTRY"} == basics.STUDY_TYPES
