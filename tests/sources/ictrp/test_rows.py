"""Rows of WHO's ICTRP: what their texts become, registry by registry."""

from __future__ import annotations

import csv
import io
import re

import hypothesis
import pytest
from hypothesis import strategies as st

import kg
from kg.export.options import ExportOptions
from kg.records import Record
from kg.records.registration import RegistrationFacts
from kg.sources.ictrp.dates import date, is_day_first
from kg.sources.ictrp.design import design_of
from kg.sources.ictrp.lists import arms, countries, numbers, outcomes
from kg.sources.ictrp.texts import plain
from kg.sources.ictrp.vocabulary import age, phases


def read(number: str, **cells: str) -> Record:
    """The record of a row with these cells."""
    given = {"TrialID": number, "Public_title": "A made-up trial", "Phase": "", "url": "", **cells}
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([given, given.values()])
    [record] = kg.read(text.getvalue().encode())
    return record


def facts(number: str, **cells: str) -> RegistrationFacts:
    found = read(number, **cells).registration
    assert found
    return found


def kept(record: Record) -> dict[str, str]:
    return {each.path: each.value for each in record.unmapped}


@pytest.mark.parametrize(
    ("trial_id", "number"),
    [
        ("EUCTR2012-990001-56-Outside-EU/EEA", "2012-990001-56"),
        ("EUCTR2012-990001-56-3rd", "2012-990001-56"),
        ("CTIS2022-590024-30-00", "2022-590024-30"),
        ("JPRN-jRCTs051180199", "jRCTs051180199"),
        ("CTRI/2020/06/925618", "CTRI/2020/06/925618"),
        ("NL-OMON53367", "NL-OMON53367"),
        ("PER-046-19", "PER-046-19"),
        (" NCT90000001 ", "NCT90000001"),
    ],
)
def test_the_number_is_that_of_the_trial_and_the_id_is_kept(trial_id: str, number: str) -> None:
    record = read(trial_id)
    infos = record.study.protocol_section.identification_module.secondary_id_infos
    assert record.number == number
    assert [each.id for each in infos] == ([trial_id] if trial_id.strip() != number else [])


@pytest.mark.parametrize(
    ("registry", "text", "found"),
    [
        ("ClinicalTrials.gov", "January 25, 2020", "2020-01-25"),
        ("ClinicalTrials.gov", "January 2020", "2020-01"),
        ("ChiCTR", "2020-02-16", "2020-02-16"),
        ("ChiCTR", "03/04/2020", None),
        ("ChiCTR", "16/02/2020", "2020-02-16"),
        ("ChiCTR", "04/04/2020", "2020-04-04"),
        ("CTRI", "12-02-2019", "2019-02-12"),
        ("UMIN", "2020/02/01", "2020-02-01"),
        ("JapicCTI", "01/6/2019", "2019-06-01"),
        ("ISRCTN", "02/13/2020", None),
        ("ISRCTN", "30/02/2020", None),
        ("IRCT", "2020", "2020"),
        ("CRIS", "Feb  1 2019 12:00AM", "2019-02-01"),
        ("CRIS", "3 February 2020", "2020-02-03"),
        ("CRIS", "20200127", "2020-01-27"),
        ("CRIS", "soon", None),
    ],
)
def test_a_date_is_read_in_the_form_of_its_registry(
    registry: str, text: str, found: str | None
) -> None:
    assert date(text, day_first=is_day_first(registry)) == found


def test_a_date_in_figures_of_clinicaltrials_gov_is_known_for_the_registration_alone() -> None:
    record = read("NCT90000001", Date_registration="03/04/2020", Date_enrollement="03/04/2020")
    status = record.study.protocol_section.status_module
    assert record.registration
    assert record.registration.registration_date == "2020-04-03"
    assert status
    assert status.start_date_struct
    assert status.start_date_struct.date == "03/04/2020"


def test_the_second_date_of_registration_serves_where_the_first_is_not_clear() -> None:
    dates = {"Date_registration": "03/04/2020", "Date_registration3": "20200403"}
    assert facts("ChiCTR2000990001", **dates).registration_date == "2020-04-03"
    record = read("ISRCTN99900001", **{**dates, "Date_registration3": "20200405"})
    assert record.registration
    assert record.registration.registration_date == "2020-04-03"
    assert kept(record) == {"Date_registration3": '"20200405"'}


def test_the_day_of_an_authorisation_is_no_start() -> None:
    cells = {"Date_enrollement": "18/05/2020", "type_enrolment": "Date trial authorised"}
    record = read("EUCTR2012-990001-56-DE", **cells)
    assert record.study.protocol_section.status_module is None
    assert record.registration
    [review] = record.registration.reviews
    assert (review.kind, review.date) == ("COMPETENT_AUTHORITY", "2020-05-18")
    del cells["type_enrolment"]
    assert kept(read("EUCTR2012-990001-56-DE", **cells)) == {"Date_enrollement": '"18/05/2020"'}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A <0.9;<br>\r<br>B &lt; 3 &amp; C<br/ >", "A <0.9;\n\nB < 3 & C"),
        ("<p>One</p><p><b>Two</b> & &copy=1</p>", "One\n\nTwo & &copy=1"),
        ("a&lt;br&gt;b &lt;script&gt;", "a\nb <script>"),
        ("a&LT;BR&GT;b", "a\nb"),
        ("First<br>        second<br>          third", "First\nsecond\n  third"),
        ("age < 5 and BMI > 3 <i think>", "age < 5 and BMI > 3 "),
    ],
)
def test_markup_becomes_lines_and_text_never_becomes_markup(text: str, found: str) -> None:
    assert plain(text) == found.strip()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Phase 2/Phase 3", ["PHASE2", "PHASE3"]),
        ("2-3", ["PHASE2", "PHASE3"]),
        ("Phase II/III", ["PHASE2", "PHASE3"]),
        ("Phase4", ["PHASE4"]),
        ("Early Phase 1", ["EARLY_PHASE1"]),
        ("N/A", ["NA"]),
        ("0", []),
        ("Retrospective study", []),
        ("Human pharmacology (Phase I): noTherapeutic exploratory (Phase II): yes", ["PHASE2"]),
        ("Human pharmacology (Phase I): no", []),
    ],
)
def test_a_phase_is_one_only_where_it_is_said(text: str, found: list[str]) -> None:
    assert phases(text) == found
    assert facts("ISRCTN99900001", Phase=text).phase_text == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("18 Years", "18 Years"), ("18Y", "18 Years"), ("1 Month", "1 Month"), ("28D", "28 Days"),
        ("19(Year)", "19 Years"), ("44 Year(s)", "44 Years"), ("20years-old", "20 Years"),
        (">= 20age old", "20 Years"), ("> 20age old", "> 20age old"), ("18", "18"),
        ("N/A", "N/A"), ("no limit", "no limit"), ("0", "0"),
    ],
)  # fmt: skip
def test_an_age_has_a_unit_only_where_the_row_has_one(text: str, found: str) -> None:
    assert age(text, ">") == found


@pytest.mark.parametrize(
    ("text", "count", "said"),
    [
        ("500", 500, None),
        ("survival group:200;died:200;", None, "survival group:200;died:200;"),
        ("Case series:40;", None, "Case series:40;"),
        ("about 30", None, "about 30"),
    ],
)
def test_a_target_size_is_a_number_only_if_it_is_one(
    text: str, count: int | None, said: str | None
) -> None:
    record = read("ChiCTR2000990001", Target_size=text)
    module = record.study.protocol_section.design_module
    found = module.enrollment_info.count if module and module.enrollment_info else None
    assert record.registration
    assert (found, record.registration.enrollment_text) == (count, said)


def test_a_design_is_coded_as_far_as_its_labels_are_known() -> None:
    info, rest = design_of(
        "Allocation: Randomized. Intervention model: Crossover Assignment. Primary purpose:"
        " Prevention. Masking: Triple (Participant, Care Provider, Investigator). ",
        "ClinicalTrials.gov",
    )
    assert (rest, info and info.intervention_model) == (None, "CROSSOVER")
    assert info
    assert info.masking_info
    assert info.masking_info.who_masked == ["PARTICIPANT", "CARE_PROVIDER", "INVESTIGATOR"]
    info, rest = design_of(
        "Allocation: Randomized controlled trial;. Masking: Open (masking not used). Control:"
        " Placebo. Assignment: Parallel. Study design purpose: Prevention;",
        "DRKS",
    )
    assert rest
    assert info
    assert (info.intervention_model, info.primary_purpose) == ("PARALLEL", "PREVENTION")
    assert info.masking_info
    assert info.masking_info.masking == "NONE"
    for text, registry in (
        ("Allocation: By lot. Masking: Double.", "ClinicalTrials.gov"),
        ("Parallel", "ChiCTR"),
        ("Open: yesSingle blind: noDouble blind: yes", "EudraCT"),
    ):
        info, rest = design_of(text, registry)
        assert rest == text
        assert info is None or info.allocation is None
    info, _ = design_of("Open: yesSingle blind: noDouble blind: yes", "EudraCT")
    assert info is None, "two that differ are not sure"


def test_lists_are_taken_apart_only_where_that_is_sure() -> None:
    assert countries("France;France; Viet Nam") == ["France", "Viet Nam"]
    assert countries("Japan,Asia(except Japan)") == ["Japan", "Asia(except Japan)"]
    assert countries("Korea, Republic of") == ["Korea, Republic of"]
    assert numbers("NCT90000001, ISRCTN99900001;A, B 12") == [
        "NCT90000001", "ISRCTN99900001", "A, B 12",
    ]  # fmt: skip
    assert [each.measure for each in outcomes("A; b;C", "ChiCTR")] == ["A; b", "C"]
    assert [each.measure for each in outcomes("A;B", "ISRCTN")] == ["A;B"]


@pytest.mark.parametrize(
    ("number", "text", "names", "keywords", "codes", "rest"),
    [
        (
            "ACTRN12620000444987",
            "SARI, known;Fever; <br>SARI, known <br>Fever;Infection - Other;Respiratory - Other",
            ["SARI, known", "Fever"], ["Infection - Other", "Respiratory - Other"], [], None,
        ),
        ("ISRCTN99900001", "A;B<br>Not Applicable", ["A;B"], [], [], '"Not Applicable"'),
        ("KCT0004211", ";A;a", ["A"], [], [], None),
        (
            "TCTR20200321001", "Visits <br>Covid-19; Quality; ;Covid-19; Quality;",
            ["Visits"], ["Covid-19", "Quality"], [], None,
        ),
        (
            "CTRI/2019/02/017505",
            "Health Condition 1: C920- Acute myeloblastic leukemiaHealth Condition 2: null- Pain",
            ["Acute myeloblastic leukemia", "Pain"], [],
            [("C92.0", "Acute myeloblastic leukemia")], None,
        ),
        (
            "CTRI/2020/06/925618", "(1) ICD-10 Condition: C50||Malignant neoplasm of breast,",
            ["Malignant neoplasm of breast"], [], [("C50", "Malignant neoplasm of breast")], None,
        ),
        (
            "CTRI/2020/06/925618", "Health Condition 1: O- Medical and Surgical",
            ["O- Medical and Surgical"], [], [], None,
        ),
        (
            "DRKS00021134", "Flu; severe;J12.8 - Pneumonia",
            ["Flu; severe", "Pneumonia"], [], [("J12.8", "Pneumonia")], None,
        ),
        (
            "IRCT20190525043702N1", "Implantitis. <br>Unspecified complication;T85.9",
            ["Implantitis"], [], [("T85.9", "Unspecified complication")], None,
        ),
        (
            "IRCT20190122042450N3", "Condition 1: Fat. Condition 2: T2D. <br>NASH <br>T2D;K75.81",
            ["Fat", "T2D"], ["NASH"], [("K75.81", None)], None,
        ),
        (
            "IRCT20191006044993N1", "Fat. <br>Fatty Liver;K76-0",
            ["Fat"], ["Fatty Liver"], [], '"K76-0"',
        ),
    ],
)  # fmt: skip
def test_conditions_keywords_and_codes_are_told_apart_in_the_form_of_the_registry(
    number: str,
    text: str,
    names: list[str],
    keywords: list[str],
    codes: list[tuple[str, str | None]],
    rest: str | None,
) -> None:
    record = read(number, Conditions=text)
    module = record.study.protocol_section.conditions_module
    assert module
    assert (module.conditions, module.keywords) == (names, keywords)
    assert record.registration
    found = record.registration.condition_codes
    assert [(each.code, each.term) for each in found] == codes
    assert {each.system for each in found} <= {"ICD-10"}
    assert kept(record).get("Conditions") == rest


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("ChiCTR2000990001", "Tongji Hospital, Tongji Medical College, Huazhong University"),
        ("ChiCTR2000990001", "Hospital of Chinese and Western Medicine, University of Medicine"),
        ("ChiCTR2000990001", "Department of Ultrasound, Renmin Hospital of Wuhan University"),
        ("CTRI/2019/05/018959", "Amgen Technology Pvt Ltd"),
        ("EUCTR2012-990001-56-DE", "Exelixis, Inc."),
        ("EUCTR2012-990001-56-DE", "Takeda"),
        ("EUCTR2012-990001-56-DE", "AviadoBio Limited"),
        ("EUCTR2012-990001-56-DE", "Medizinische Hochschule Hannover"),
        ("NCT90000001", "Dr. Negrin University Hospital"),
        ("NCT90000001", "Centre Hospitalier Universitaire, Amiens"),
        ("NCT90000001", "H. Lee Moffitt Cancer Center and Research Institute"),
        ("NCT90000001", "Ravi Example, MD"),
    ],
)
def test_one_organisation_is_named_as_one(number: str, name: str) -> None:
    record = read(number, Primary_sponsor=name, Secondary_sponsors=name, Source_Support="Bayer AG")
    module = record.study.protocol_section.sponsor_collaborators_module
    assert module
    assert module.lead_sponsor
    assert (module.lead_sponsor.name, module.collaborators[0].name) == (name, name)
    assert record.registration
    assert record.registration.sponsor_texts == record.registration.collaborator_texts == []
    if not number.startswith("CTRI"):
        assert record.registration.funders == ["Bayer AG"]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("ChiCTR2000990001", "1. Xinhua Hospital; 2. Hubei Hospital of Western Medicine"),
        ("ChiCTR2000990001", "Xiamen Medical College,Shijiazhuang Medical College"),
        ("ChiCTR2000990001", "Wuhan Third Hospital & Tongren Hospital of Wuhan University"),
        ("ChiCTR2000990001", "Li Caixia"),
        ("ChiCTR2000990001", "self-raised funds"),
        ("JPRN-UMIN000037291", "KAKENHI"),
        ("CTRI/2019/05/018959", "Dr Example, Gandhi Hospital, Delhi"),
        ("DRKS00021134", "Klinik für Intensivtherapie; Universitätsklinikum Leipzig"),
        ("EUCTR2012-990001-56-DE", "Pfizer Inc 235 East 42nd Street, New York, NY10017 US"),
        ("JPRN-jRCTs041190120", "Doi Yohei"),
        ("NL8483", "Fred Foundation ; Noaber Foundation"),
        (
            "EUCTR2020-000890-25-FR",
            "Fondation Méditerranée Infection (FMI) - IHU Méditerranée Infection",
        ),
        ("NCT90000001", "Dr. Michael Example"),
        ("NCT90000001", "Darrell Example"),
        ("JPRN-UMIN000039686", "Critical Care Research Group\nThe Prince Charles Hospital"),
    ],
)
def test_who_may_be_a_person_or_several_is_text_alone(number: str, text: str) -> None:
    fields = dict.fromkeys(("Primary_sponsor", "Secondary_sponsors", "Source_Support"), text)
    record = read(number, **fields)
    assert record.study.protocol_section.sponsor_collaborators_module is None
    found = record.registration
    assert found
    assert found.sponsor_texts == found.collaborator_texts == found.funder_texts == [text]
    assert found.funders == []
    assert "/organization/" not in str(kg.triples(record))


def test_a_name_with_its_address_is_no_name_and_what_says_nothing_is_kept() -> None:
    found = facts("CTRI/2019/05/018959", Source_Support="Example Hospital, Delhi")
    assert (found.funders, found.funder_texts) == ([], ["Example Hospital, Delhi"])
    record = read("NL8460", Primary_sponsor="none", Source_Support="A Ltd;-;B Trust")
    assert kept(record) == {"Primary_sponsor": '"none"', "Source_Support": '"-"'}
    assert record.registration
    assert record.registration.funders == ["A Ltd", "B Trust"]


def test_what_only_fills_a_field_is_no_day_and_no_name() -> None:
    given = {"Ethics_Status": "YES", "Ethics_Approval_Date": "Jan  1 1990 12:00AM"}
    [review] = facts("JPRN-UMIN000037291", **given).reviews
    assert (review.decision, review.date) == ("YES", None)
    given = {"Target_size": "Case series:40;", "Interventions": "Case series:Oxygenation;"}
    module = read("ChiCTR2000029949", **given).study.protocol_section.arms_interventions_module
    assert module
    assert [each.name for each in module.interventions] == ["Oxygenation"]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("tea:herbal tea;water:none;", [("tea", "herbal tea")]),
        ("tea : herbal; hot ;water: cold", [("tea", "herbal; hot"), ("water", "cold")]),
        ("tea:hot;water:icy;water:cold", [("tea", "hot;water:icy"), ("water", "cold")]),
        ("water:cold;tea:herbal", None),
    ],
)
def test_groups_are_given_what_is_behind_their_names(
    given: str, found: list[tuple[str, str]] | None
) -> None:
    made = arms(given, "tea:200;water:200;")
    listed = None if made is None else [(*i.arm_group_labels, i.name) for i in made.interventions]
    assert listed == found


@pytest.mark.parametrize("text", ["none", "Blank", "Nil."])
def test_that_a_group_is_given_nothing_describes_it(text: str) -> None:
    made = arms(f"tea:herbal tea;water:{text};", "tea:200;water:200;")
    assert made
    assert [each.description for each in made.arm_groups] == [None, text]
    assert [each.name for each in made.interventions] == ["herbal tea"]


SAID = st.lists(st.sampled_from(("tea", "warm", ";", ":", " ")), max_size=9).map("".join)
SPACE = st.sampled_from(("", " "))


@hypothesis.given(
    st.lists(st.sampled_from(("tea", "warm", "tea: warm", ".")), min_size=1, unique=True),
    st.data(),
)
def test_what_groups_are_given_is_that_of_a_pattern(labels: list[str], data: st.DataObject) -> None:
    named = data.draw(st.permutations(labels)) if data.draw(st.booleans()) else labels
    signs = (f"{label}{data.draw(SPACE)}:{data.draw(SPACE)}{data.draw(SAID)}" for label in named)
    text = ";".join(signs)
    pattern = r"\s*;\s*".join(rf"{re.escape(label)}\s*:(.*)" for label in labels)
    found = re.fullmatch(rf"{pattern}\s*;?", " ".join(text.split()))
    made = arms(text, "".join(f"{label}:1;" for label in labels))
    assert (made is None) == (found is None)
    if made and found:
        given = {each.arm_group_labels[0]: each.name for each in made.interventions}
        for label, said in zip(labels, found.groups(), strict=True):
            if any(map(str.isalpha, said)):
                assert given[label] == said.strip(" ;")


@pytest.mark.parametrize("text", ["N/A", "no limit", "-", "??"])
def test_an_age_without_a_figure_is_no_age(text: str) -> None:
    record = read("ChiCTR2000029949", Agemin=text, Agemax="75", Gender="Both")
    module = record.study.protocol_section.eligibility_module
    assert module
    assert (module.minimum_age, module.maximum_age) == (None, "75")
    assert kept(record) == {"Agemin": f'"{text}"'}


@pytest.mark.parametrize(
    ("number", "text", "found"),
    [
        ("KCT0003909", "Drug : Osimertinib 80mg", ("DRUG", "Osimertinib 80mg", None)),
        ("KCT0003909", "Behavioral : Walking", (None, "Behavioral : Walking", None)),
        (
            "PACTR201908793583382",
            ";acid group;carbetocin group",
            (None, None, "acid group;carbetocin group"),
        ),
    ],
)
def test_what_is_given_has_a_name_only_if_it_is_one(
    number: str, text: str, found: tuple[str | None, ...]
) -> None:
    module = read(number, Interventions=text).study.protocol_section.arms_interventions_module
    assert module
    assert [(each.type, each.name, each.description) for each in module.interventions] == [found]


def test_a_name_that_is_cut_names_no_organisation() -> None:
    cut = "Study Group for the Quality of Emergency Departments " + "of the Hospital" * 4
    cut = cut[:100]
    assert facts("TCTR20200321001", Primary_sponsor=cut).sponsor_texts == [cut]
    assert facts("TCTR20200321001", Primary_sponsor=cut[:-1]).sponsor_texts == []


@pytest.mark.parametrize(
    ("number", "field", "cell", "rest"),
    [
        ("ACTRN12619000720112", "Secondary_Outcomes", "NIL<br><br>[NIL]", "NIL"),
        ("CTRI/2019/04/918467", "Secondary_Outcomes", "NILTimepoint: NA", "NIL"),
        ("NL8485", "Interventions", "None", "None"),
        (
            "CTRI/2019/05/918959",
            "Interventions",
            "Control Intervention1: NA: Nil<br>",
            "Control NA: Nil",
        ),
        ("ChiCTR2000031187", "Interventions", "?", "?"),
        ("EUCTR2018-990152-32-HU", "Primary_Outcome", "Main Objective: Not applicable", "Not app"),
    ],
)
def test_what_only_fills_a_field_is_no_outcome_and_no_intervention(
    number: str, field: str, cell: str, rest: str
) -> None:
    record = read(number, **{field: cell})
    section = record.study.protocol_section
    assert section.outcomes_module is None
    assert section.arms_interventions_module is None
    assert record.registration
    assert record.registration.objectives == []
    assert rest in kept(record)[field]


def test_a_time_frame_that_only_fills_its_place_is_none() -> None:
    record = read("CTRI/2019/04/918467", Primary_Outcome="PainTimepoint: NA")
    module = record.study.protocol_section.outcomes_module
    assert module
    [outcome] = module.primary_outcomes
    assert (outcome.measure, outcome.time_frame) == ("Pain", None)
    assert kept(record)["Primary_Outcome"] == '"NA"'


def test_what_stands_in_place_of_a_substance_is_none() -> None:
    block = (
        "<br>Trade Name: N/A<br>Product Name: Faricimab<br>INN or Proposed INN: not available<br>"
        "CAS Number: Not applicable<br>Current Sponsor code: RO6867461"
    )
    [product] = facts("EUCTR2018-990152-32-HU", Interventions=block).products
    assert (product.name, product.substances) == ("Faricimab", [])
    assert [each.code for each in product.codes] == ["RO6867461"]
    assert product.description == (
        "Trade Name: N/A\nINN or Proposed INN: not available\nCAS Number: Not applicable"
    )


def test_the_lines_of_an_end_point_have_no_common_indentation() -> None:
    cell = (
        "<br>      Secondary end point(s): 1. Weight<br>      2. Height<br>        a. sitting<br>"
    )
    module = read(
        "EUCTR2018-990152-32-HU", Secondary_Outcomes=cell
    ).study.protocol_section.outcomes_module
    assert module
    assert [each.measure for each in module.secondary_outcomes] == [
        "1. Weight\n2. Height\n  a. sitting"
    ]


def test_only_names_of_countries_are_countries() -> None:
    record = read("ChiCTR2000990001", Countries="China;Wuhan;--;Asia(except Japan);N/A;Japan")
    found = record.registration
    assert found
    assert [each.country for each in found.countries] == ["China", "Japan"]
    assert kept(record)["Countries"] == '"Wuhan; --; Asia(except Japan); N/A"'


@pytest.mark.parametrize("flag", ["Yes", "No", "1"])
def test_a_flag_that_files_use_in_two_ways_is_kept_and_not_stated(flag: str) -> None:
    record = read("ChiCTR2000990001", Retrospective_flag=flag)
    assert record.registration
    assert record.registration.is_prospective is None
    assert kept(record)["Retrospective_flag"] == f'"{flag}"'


def test_placeholders_are_kept_but_are_no_numbers() -> None:
    record = read("ISRCTN99900001", SecondaryIDs="Nil known;ABC 1;-")
    module = record.study.protocol_section.identification_module
    assert [each.id for each in module.secondary_id_infos] == ["ABC 1"]
    assert kept(record) == {"SecondaryIDs": '"Nil known; -"'}
    assert facts("ISRCTN99900001", Source_Support="-", Countries="NULL") == RegistrationFacts()


def test_no_status_is_inferred_from_words_of_several_meanings() -> None:
    for text in ("Not recruiting", "Pending", "Authorised", "Ongoing"):
        record = read("ISRCTN99900001", Recruitment_status=text)
        assert record.study.protocol_section.status_module is None
        assert record.registration
        assert record.registration.status_text == text


def test_contacts_vanish_with_all_that_may_be_of_one() -> None:
    record = read(
        "NCT90000001",
        Public_Contact_Firstname="Ada",
        Ethics_Contact_Name="Bo Example",
        Ethics_Status="Approved",
        Contact_Fax="1-555-03",
    )
    said = str(kg.triples(ExportOptions(contacts=False).applied(record)))
    assert "Approved" in said
    for text in ("Ada", "Bo Example", "1-555-03"):
        assert text in str(kg.triples(record))
        assert text not in said


def test_texts_of_results_vanish_with_the_results() -> None:
    record = read("NCT90000001", results_summary="It was warm.", Notes="None of them.")
    found = ExportOptions(results=False).applied(record)
    assert list(kept(record)) == ["Notes", "results_summary"]
    assert list(kept(found)) == ["Notes"]
