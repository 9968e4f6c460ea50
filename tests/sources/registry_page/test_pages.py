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
from kg.records import Record, Study, plain
from kg.records.protocol import IdInfo, Location, Official, Sponsor
from kg.sources.registry_page import is_page, read_text
from kg.sources.registry_page.page import ESCAPE
from kg.sources.xml_characters import clean_text
from kg.text.nct_ids import nct_id
from tests.support.real_data import needed
from tests.support.registry_pages import (
    ARMS,
    HEADINGS,
    HTML_FORMS,
    INTRODUCTIONS,
    LABELLED,
    NAMES,
    PAGE,
    RECORD,
    SAMPLE,
    SAMPLE_JSON,
    PageForm,
    html_of_boxes,
    html_of_paragraphs,
    kept,
    part,
    plain_text,
    record_of,
    rendered,
    said,
    spaced_text,
    split,
    with_values,
)

# --- the real page ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> Record:
    path = needed("records/page/NCT04745299.txt")
    return read_text(path.read_text("utf-8"), path.name)


def test_real_page_has_every_fact(real: Record) -> None:
    page = real.page
    assert page is not None
    assert (real.number, real.format, page.last_updated) == (
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


def test_beginning_of_the_labelled_page(real: Record) -> None:
    path = needed("records/page/NCT04745299.labelled-beginning.txt")
    found = read_text(path.read_text("utf-8"), path.name)
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


def test_the_sample_in_json_has_all_that_the_page_has() -> None:
    """And more: what the page leaves blank, and the kinds of interventions before their names."""

    def has(json: Any, page: Any) -> bool:
        if isinstance(page, dict):
            return all(key in json and has(json[key], page[key]) for key in page)
        if isinstance(page, list):
            return len(json) == len(page) and all(map(has, json, page))
        return bool(json == page) or str(json).endswith(f": {page}")

    assert has(msgspec.json.decode(SAMPLE_JSON), plain(RECORD.study))
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
    assert is_page(text)
    assert read_text(text, "sample") == RECORD


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
            setattr(owner, name, [] if isinstance(getattr(owner, name), list) else None)

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
    expected = read_text(SAMPLE, "page")
    BLANKED[heading](expected)
    page = layout.changed(heading)
    for text in (plain_text(page), html_of_paragraphs(page)):
        # What stands in "Study Results" is its introduction.
        blank_text = text.replace(INTRODUCTIONS["Study Results"], "")
        found = read_text(blank_text if heading == "Study Results" else text, "page")
        assert (found.study, found.page) == (expected.study, expected.page)
        assert found.unmapped == []
        told = {finding.field for finding in found.findings}
        assert told == ({"page.Interventions"} if heading == "Interventions" else set())


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_missing_section_is_reported(heading: str) -> None:
    expected = read_text(SAMPLE, "page")
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
    expected = read_text(SAMPLE, "page")
    BLANKED[heading](expected)
    assert (found.study, found.unmapped) == (expected.study, [])


def _values(heading: str) -> list[tuple[str, str]]:
    return [pair for body in LABELLED.bodies if body.heading == heading for pair in body.values]


# --- headings ----------------------------------------------------------------------------------


def test_a_heading_in_prose_is_prose() -> None:
    text = SAMPLE.replace("In those who responded", "Study Design\nReferences\nIn those who", 1)
    found = read_text(text, "page")
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
    found = read_text("\n".join(lines), "sample")
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
    found = read_text(text, "sample")
    assert (found.study, found.unmapped) == (RECORD.study, [])
    assert said(found).count("is taken as the section's introduction") == 3


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
    found = read_text(text, "sample")
    assert (found.study, found.page) == (RECORD.study, RECORD.page)
    assert kept(found) == [
        ("page.Outcome Measures", line) for line in (introduction, "ALSFRS-R", "12 months")
    ]
    assert said(found) == (
        "page.Outcome Measures: the page has an unknown section 'Outcome Measures';"
        " its lines are kept: 3"
    )


def test_a_section_that_comes_twice_is_read_once() -> None:
    twice = "Sponsors\n" + PAGE.bodies[HEADINGS.index("Sponsors")].introduction + "\n"
    found = read_text(f"{SAMPLE}{twice}Corestemchemon, Inc.\nINDUSTRY\nSomebody else\n", "sample")
    assert found.study == RECORD.study
    assert kept(found) == [("page.Sponsors", "Somebody else")]
    assert "page.Sponsors: the section occurs twice" in said(found)


def test_the_head_of_the_page() -> None:
    text = f"A Registry\n{SAMPLE}".replace("Last Updated: 2025-01-10", "Last Updated:\nShare")
    found = read_text(
        text.replace("Study Results\n", "Acronym: ALSUMMIT\nStudy Results\n", 1), "page"
    )
    assert part(found, "identification_module.brief_title") == PAGE.head[0]
    assert part(found, "identification_module.acronym") == "ALSUMMIT"
    assert kept(found) == [("page.Head", "A Registry")]
    assert found.page is not None
    assert found.page.last_updated == "Share"
    badge = html_of_paragraphs(PAGE).replace("</h1>", "</h1><div>ACTIVE_NOT_RECRUITING</div>")
    assert part(read_text(badge, "page"), "identification_module.brief_title") == PAGE.head[0]


@pytest.mark.parametrize(
    ("given", "expected"),
    [("Results pending", False), ("Results posted", True), ("nothing to say", None)],
)
def test_results(given: str, expected: bool | None) -> None:
    text = SAMPLE.replace(PAGE.bodies[0].introduction, given)
    assert read_text(text, "page").study.has_results is expected


# --- what is no page ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it lacks the page's section headings"),
        ("<html></html>", "it lacks the page's section headings"),
        ("<", "it lacks the page's section headings"),
        ("Some other text\nNCT ID: NCT04745299\n", "it lacks the page's section headings"),
        (SAMPLE.replace("NCT ID: NCT04745299\n", ""), "the page has no line 'NCT ID: NCT…'"),
        (SAMPLE.replace("NCT ID: NCT04745299", "NCT ID: NCT474"), "'NCT474' is not an NCT id"),
        (SAMPLE.replace("NCT ID: NCT04745299", "NCT ID:"), "'Last Updated"),
        ("<div>" * 200_000 + SAMPLE, "the elements of the page are nested too deep"),
    ],
)
def test_what_is_no_page(text: str, reason: str) -> None:
    with pytest.raises(RecordError, match=r"^a\.txt: ") as raised:
        read_text(text, "a.txt")
    assert reason in str(raised.value) or "no line 'NCT ID" in str(raised.value)


@pytest.mark.parametrize(
    "text",
    ["", "NCT ID: NCT04745299", SAMPLE_JSON.decode(), f"[{SAMPLE}]", SAMPLE.replace("NCT ID", "")],
)
def test_what_does_not_look_like_a_page(text: str) -> None:
    assert not is_page(text)


def test_characters_that_cannot_be_kept_are_replaced_and_reported() -> None:
    assert clean_text("a\x00b\tc\ud800\n") == ("a\ufffdb\tc\ufffd\n", {"U+0000", "U+D800"})
    assert clean_text("é😀") == ("é😀", set())
    found = read_text(SAMPLE.replace("25 Years", "25\x00 Years\ud800"), "page")
    assert "page: characters that can't be kept became U+FFFD: U+0000, U+D800" in said(found)
    html = read_text(html_of_boxes(PAGE).replace("Riluzole", "Rilu\x00zole"), "page")
    assert part(html, "arms_interventions_module").interventions[1].name == "Rilu\ufffdzole"


def test_html_is_read_as_a_browser_shows_it() -> None:
    page = html_of_paragraphs(PAGE).replace(
        "<p>Corestemchemon, Inc.</p><p>INDUSTRY</p>",
        "<div><strong>Corestemchemon,&nbsp;<em>Inc.</em></strong><span>INDUSTRY</span></div>"
        "<p>A<sup>2</sup> &amp; B<br>OTHER</p><div class='whitespace-pre-line'>C\nNETWORK</div>",
    )
    module = part(read_text(page, "page"), "sponsor_collaborators_module")
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


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
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
    is_page(text)
    try:
        record = read_text(text, "page")
    except RecordError:
        return
    assert record.number
    assert msgspec.json.decode(msgspec.json.encode(record.study), type=Study) == record.study


@settings(deadline=None, max_examples=60)
@given(st.text() | st.binary().map(lambda data: data.decode("utf-8", "surrogateescape")))
def test_any_text_is_read_or_refused(text: str) -> None:
    for around in (text, f"{SAMPLE[:3000]}{text}", f"<p>{text}", f"{text}\n{SAMPLE[3000:]}"):
        is_page(around)
        try:
            record = read_text(around, "page")
        except RecordError:
            continue
        assert nct_id(record.number) == record.number


@pytest.mark.slow
@pytest.mark.parametrize("heading", ["Study Groups", "Interventions", "Locations", "References"])
@pytest.mark.parametrize("line", ["a", "a{}", "Conditions", "A, B, C{}", "* x{}.", "NCT00000001"])
def test_a_huge_section_takes_no_age(heading: str, line: str) -> None:
    lines = [line.format(number) for number in range(4000)]
    start = time.process_time()
    with_values(heading, *lines)
    assert time.process_time() - start < 10


# --- the records of the registry, as pages -----------------------------------------------------

[BASIC] = [body for body in LABELLED.bodies if body.heading == "Basic Information"]


@pytest.mark.slow
@pytest.mark.parametrize("labelled", [False, True], ids=["plain", "labelled"])
def test_pages_of_real_records(v2_records: list[Path], labelled: bool) -> None:
    wrong: dict[str, list[str]] = {name: [] for name in REAL_PARTS}
    for path in v2_records:
        study = msgspec.json.decode(path.read_bytes(), type=Study)
        page = rendered(study)
        if labelled:  # as on the known page with labels: those of one section
            page = replace(
                page, bodies=tuple(b if b.heading != BASIC.heading else BASIC for b in page.bodies)
            )
        found = record_of(page).study
        for name, facts in REAL_PARTS.items():
            if facts(study) != facts(found):
                wrong[name].append(path.stem)
    # Arms without prose can't always be told from names, "London, City Of" not from a city.
    most = {"arms": 8, "locations": 4}
    assert {name: ids for name, ids in wrong.items() if len(ids) > most.get(name, 0)} == {}


def text_of(text: str | None) -> list[str]:
    return [ESCAPE.sub(r"\1", line) for line in split(text)]


def arms_of(study: Study) -> Any:
    module = study.protocol_section.arms_interventions_module
    if module is None:
        return [], set()
    given = {one.name for one in module.interventions}
    arms = [
        (
            text_of(arm.label),
            text_of(arm.description),
            # The registry writes "Drug: Riluzole", the page the name alone.
            {name if name in given else name.split(": ", 1)[1] for name in arm.intervention_names},
        )
        for arm in module.arm_groups
    ]
    return arms, {(one.name, *text_of(one.description)) for one in module.interventions}


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
