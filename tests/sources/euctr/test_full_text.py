"""Full text of the EU Clinical Trials Register: the country records of a trial are one record."""

from __future__ import annotations

import io
from itertools import permutations

import pytest

import kg
from kg.errors import KgError
from kg.mapping import map_record
from kg.records import Record
from kg.records.registration import RegistrationFacts
from kg.shacl import validate
from kg.sources import blobs
from tests.support.country_records import NUMBER, country_record, outside_record
from tests.support.graph_facts import OTHER_REGISTRIES
from tests.support.real_data import needed

FILE = OTHER_REGISTRIES / "country-records.txt"
TITLE = "A.3 Full title of the trial"
CRITERIA = "E.3 Principal inclusion criteria"


def read(*texts: str) -> Record:
    """The one record in country records that follow each other."""
    [record] = kg.read("".join(texts).encode())
    return record


def facts(record: Record) -> RegistrationFacts:
    assert record.registration is not None
    return record.registration


def said(record: Record, label: str) -> list[tuple[str | None, str | None]]:
    """Which country says what, where they differ."""
    return [
        (each.country, each.value)
        for each in facts(record).country_statements
        if each.field == label
    ]


def fault(data: bytes) -> str:
    """The sentence about what can't be read."""
    errors: list[KgError] = []
    assert list(kg.read(data, on_error=errors.append)) == []
    [error] = errors
    return str(error)


@pytest.fixture(scope="module")
def trial() -> Record:
    [record] = kg.read(FILE)
    return record


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_may_end_in_any_way(end: str, trial: Record) -> None:
    record = read(FILE.read_text().replace("\n", end))
    assert record.study == trial.study
    assert facts(record) == facts(trial)


# What the countries say alike, and what they say differently


def test_the_country_records_of_a_trial_are_one_record(trial: Record) -> None:
    assert trial.number == "2099-012345-67"
    assert [each.country for each in facts(trial).countries] == [
        "Ireland",
        "Germany",
        "Italy",
        "Canada",  # has no record: sites are planned there
    ]


def test_a_text_is_that_of_most_countries_and_each_country_has_its_own(trial: Record) -> None:
    module = trial.study.protocol_section.identification_module
    assert module.official_title == "Kestrelol in migraine: a randomised, double-blind trial"
    assert [country for country, _ in said(trial, TITLE)] == ["Ireland", "Germany", "Italy"]
    assert said(trial, TITLE)[2] == ("Italy", "Kestrelol for migraine")


def test_of_equally_frequent_texts_that_of_the_first_record_is_taken() -> None:
    record = read(
        country_record("Austria", {TITLE: "Late"}, entered="2098-02-01"),
        country_record("Spain", {TITLE: "Early"}, entered="2098-01-01"),
    )
    assert record.study.protocol_section.identification_module.official_title == "Early"


def test_a_country_that_answers_with_a_blank_says_nothing() -> None:
    record = read(
        country_record("Austria", {CRITERIA: "Adults"}),
        country_record("Spain", {CRITERIA: "\u00a0"}),
    )
    assert said(record, CRITERIA) == [("Austria", "Adults")]
    assert validate(map_record(record)).violations == ()


def test_texts_that_belong_together_are_of_one_country() -> None:
    late = {CRITERIA: "1. Men", "E.4 Principal exclusion criteria": "1. Women"}
    early = {CRITERIA: "1. Women"}
    record = read(
        country_record("Austria", late, entered="2098-02-01"),
        country_record("Spain", early, entered="2098-01-01"),
    )
    eligibility = record.study.protocol_section.eligibility_module
    assert eligibility is not None
    assert eligibility.eligibility_criteria == "Inclusion Criteria:\n\n1. Women"


def test_what_all_countries_say_is_said_once(trial: Record) -> None:
    assert facts(trial).objectives == ["To show that kestrelol prevents attacks"]
    assert said(trial, "E.2.1 Main objective of the trial") == []
    kept = {each.path: each.value for each in trial.unmapped}
    assert kept["E.8.2.4 Number of treatment arms in the trial"] == '"3"'
    assert '"E.2.3"' in kept["answered No"]


def test_participants_in_the_eea_are_a_number_where_they_are_not_all() -> None:
    whole = "F.4.2.2 In the whole clinical trial: 150\n"
    for inside, number in (("90", 90), ("150", None), ("many", None)):
        text = FILE.read_text().replace("whole clinical trial: 120", "whole clinical trial: 150")
        text = text.replace(whole, f"F.4.2.1 In the EEA: {inside}\n{whole}")
        record = read(text)
        assert facts(record).planned_enrollment_eea == number
        assert ("many" in str(record.unmapped)) == (inside == "many")


def test_a_word_is_no_acronym() -> None:
    for given, acronym in (("KESTREL-3", "KESTREL-3"), ("ProTECT", "ProTECT"), ("Migraine", None)):
        record = read(FILE.read_text().replace("KESTREL-3", given))
        assert record.study.protocol_section.identification_module.acronym == acronym
        assert given in str(kg.triples(record))


def test_the_day_of_the_global_end_is_no_end_in_a_country() -> None:
    text = FILE.read_text()
    record = read(text)
    assert [each.end_date for each in facts(record).countries] == [None] * 4
    assert said(record, "P. Date of the global end of the trial") == [("Germany", "2099-05-06")]
    assert record.study.protocol_section.status_module is None, "it goes on in Ireland"


def test_a_code_or_number_on_which_countries_differ_is_not_one_of_the_trial(trial: Record) -> None:
    section = trial.study.protocol_section
    assert section.design_module is not None
    assert section.design_module.design_info is not None
    assert section.design_module.phases == ["PHASE2", "PHASE3"]
    assert section.design_module.design_info.allocation == "RANDOMIZED"
    assert section.design_module.design_info.masking_info is None
    assert section.design_module.enrollment_info is None
    assert section.status_module is None
    assert facts(trial).is_rare_disease is None
    assert said(trial, "F.4.2.2 In the whole clinical trial") == [
        ("Ireland", "150"),
        ("Germany", "150"),
        ("Italy", "120"),
    ]


def test_numbers_of_the_trial_and_the_countries_that_state_them(trial: Record) -> None:
    nct = "A.5.2 US NCT (ClinicalTrials.gov registry) number"
    module = trial.study.protocol_section.identification_module
    assert [(each.id, each.domain) for each in module.secondary_id_infos] == [
        ("NCT90001501", None),
        ("E/7", "Ethics file"),
        ("BB-9901", "IND number"),
    ]
    assert said(trial, nct) == [("Ireland", "NCT90001501"), ("Germany", "NCT90001501")]
    utn = "A.5.3 WHO Universal Trial Reference Number (UTRN)"
    assert said(trial, utn) == [("Germany", "U0000-0000-0000")]


def test_a_text_in_another_language_is_a_translation(trial: Record) -> None:
    [translation] = facts(trial).translations
    assert translation.field == TITLE
    assert translation.language == "de"
    assert (translation.text or "").startswith("Kestrelol bei Migräne")


def test_the_order_of_the_country_records_makes_no_difference() -> None:
    text = FILE.read_text("utf-8")
    records = [f"Summary\n{each}" for each in text.split("Summary\n")[1:]]
    graphs = {"".join(map(str, kg.triples(read(*order)))): order for order in permutations(records)}
    assert len(graphs) == 1


def test_a_record_that_is_there_twice_says_nothing_new() -> None:
    once = country_record("Spain", {TITLE: "One"})
    assert kg.triples(read(once, once)) == kg.triples(read(once))


def test_two_records_of_one_country_stand_beside_each_other() -> None:
    first = country_record("Spain", {TITLE: "One"})
    second = country_record("Spain", {TITLE: "Two"}, entered="2098-01-02")
    assert said(read(first, second), TITLE) == [("Spain", "One"), ("Spain", "Two")]


def test_spellings_of_a_product_are_one_product() -> None:
    record = read(
        country_record("Spain", "D.IMP: 1\nD.3.1 Product name: Kestrel-ol\nD.IMP: 2\n"
                       "D.3.1 Product name: Curlewin\n"),
        country_record("Italy", "D.IMP: 1\nD.3.1 Product name: curlewin\nD.IMP: 2\n"
                       "D.3.1 Product name: KESTRELOL\n"),
    )  # fmt: skip
    assert [each.name for each in facts(record).products] == ["curlewin", "KESTRELOL"]


# Statuses


@pytest.mark.parametrize(
    "words, code",
    [
        ("Completed", "COMPLETED"),
        ("Prematurely Ended", "TERMINATED"),
        ("Temporarily Halted", "SUSPENDED"),
        ("Suspended by CA", "SUSPENDED"),
        ("Ongoing", None),
        ("Restarted", None),
        ("Not Authorised", None),
        ("Prohibited by CA", None),
        ("GB - no longer in EU/EEA", None),
        ("Trial now transitioned", None),
    ],
)
def test_a_status_is_a_code_where_it_means_exactly_that(words: str, code: str | None) -> None:
    record = read(country_record("Spain", status=words), country_record("Italy", status=words))
    [country, _] = facts(record).countries
    assert (country.status_text, country.status) == (words, code)
    assert facts(record).status_text == words
    module = record.study.protocol_section.status_module
    assert (module.overall_status if module else None) == code


def test_a_country_alone_gives_a_trial_of_several_no_status_and_no_words() -> None:
    several = {"E.8.5 The trial involves multiple Member States": "Yes"}
    found = facts(read(country_record("Spain", several, status="Prematurely Ended")))
    assert [each.status_text for each in found.countries] == ["Prematurely Ended"]
    assert found.status_text is None


@pytest.mark.parametrize(
    ("entered", "words"), [("2011-03-09", ""), ("2011-03-10", " not using contraception")]
)
def test_a_question_has_the_words_that_it_had_when_it_was_answered(
    entered: str, words: str
) -> None:
    asked = {"F.3.3.1 Women of childbearing potential not using contraception": "Yes"}
    found = facts(read(country_record("Spain", asked, entered=entered)))
    assert found.populations == [f"Women of childbearing potential{words}"]


EXPLANATION = (
    "(For clinical trials recorded in the database before the 10th March 2011 this question read: "
    '"Women of childbearing potential" and\ndid not include the words "not using contraception". '
    "This trial was recorded in the\ndatabase on 2010-03-01)"
)


@pytest.mark.parametrize("between", [" ", ": "])
def test_the_explanation_of_a_question_is_no_answer(between: str) -> None:
    question = "F.3.3.1 Women of childbearing potential not using contraception"
    text = f"{question}{between}{EXPLANATION}\n: Yes"
    record = read(country_record("Spain", text, entered="2010-03-01"))
    assert facts(record).populations == ["Women of childbearing potential"]
    assert "clinical trials recorded" not in str(record.unmapped)


@pytest.mark.parametrize(
    "name", ["Jane Example", "Dr. Jane Example", "A Hospital; B Hospital", "N/A", "Self-funded"]
)
def test_who_may_be_no_organisation_is_text(name: str) -> None:
    text = (
        f"Sponsor 1\nB.1.1 Name of Sponsor: {name}\n"
        f"B.4.1 Name of organisation providing support: {name}\n"
        "Sponsor 2\nB.1.1 Name of Sponsor: Example Limited\n"
    )
    record = read(country_record("Spain", text))
    module = record.study.protocol_section.sponsor_collaborators_module
    assert module
    assert module.lead_sponsor is None
    assert [each.name for each in module.collaborators] == ["Example Limited"]
    assert facts(record).sponsor_texts == facts(record).funder_texts == [name]
    assert facts(record).funders == []


def test_countries_with_two_statuses_give_the_trial_none() -> None:
    record = read(
        country_record("Spain", status="Completed"), country_record("Italy", status="Ongoing")
    )
    assert facts(record).status_text is None
    assert record.study.protocol_section.status_module is None


def test_a_record_outside_of_the_eea_is_of_no_country() -> None:
    label = "H.4.1 Third Country in which the trial was first authorised"
    alone = read(outside_record(f"{label}: Canada"))
    assert facts(alone).countries == []
    assert alone.findings == []
    assert (label, '"Canada"') in [(each.path, each.value) for each in alone.unmapped]


def test_a_record_outside_of_the_eea_says_nothing_of_the_status() -> None:
    both = read(country_record("Spain", status="Completed"), outside_record(f"{TITLE}: One"))
    assert [each.country for each in facts(both).countries] == ["Spain"]
    assert said(both, TITLE) == [("Outside EU/EEA", "One")]
    status = both.study.protocol_section.status_module
    assert status is not None
    assert status.overall_status == "COMPLETED"


def test_what_has_no_place_in_the_state_of_a_country_is_stated_of_it() -> None:
    sites = "E.8.4.1 Number of sites anticipated in Member State concerned"
    decided = "N. Date of Competent Authority Decision"
    lines = f"{sites}: two\n{decided}: 2098-03-01\n{decided}: 2099-04-01"
    record = read(country_record("Spain", lines))
    [review] = facts(record).reviews
    assert review.date == "2098-03-01"
    assert said(record, sites) == [("Spain", "two")]
    assert said(record, decided) == [("Spain", "2099-04-01")]


def test_countries_in_which_sites_are_planned_have_no_state() -> None:
    label = "E.8.6.3 Specify the countries outside of the EEA in which trial sites are planned"
    record = read(country_record("Spain", {label: "Canada, Peru\nKorea, Republic of\nAsia"}))
    assert [each.country for each in facts(record).countries] == [
        "Spain",
        "Canada",
        "Peru",
        "Korea, Republic of",
    ]
    assert (label, '"Asia"') in [(each.path, each.value) for each in record.unmapped]


def test_a_planned_country_with_a_record_is_there_once() -> None:
    label = "E.8.6.3 Specify the countries outside of the EEA in which trial sites are planned"
    record = read(country_record("UK", {label: "United Kingdom\nCzechia\nCzech Republic"}))
    assert [each.country for each in facts(record).countries] == ["UK", "Czechia"]


def test_an_authority_named_without_its_country_is_of_that_of_the_page() -> None:
    text = country_record("Spain").replace("Spain - CA", "Invented Drug Agency")
    link = "Link: https://www.clinicaltrialsregister.eu/ctr-search/trial/2099-055555-66/BG/"
    record = read(text.replace("\n\nA. Protocol", f"\n{link}\n\nA. Protocol"))
    [country] = facts(record).countries
    [review] = facts(record).reviews
    assert country.country == "Bulgaria"
    assert (review.country, review.body) == ("Bulgaria", "Invented Drug Agency")


# Lines


def test_a_value_may_have_lines_that_look_like_labels() -> None:
    lines = [
        "1. Infected with a variant:",
        "B.1.617 lineage: yes",
        "D.2 receptor: low",
        "EudraCT Number: 2098-011111-22",
        "N. of attacks: 3",
        "Link: none",
    ]
    record = read(
        country_record("Spain", f"E. General Information\n{CRITERIA}: " + "\n".join(lines))
    )
    eligibility = record.study.protocol_section.eligibility_module
    assert eligibility is not None
    assert eligibility.eligibility_criteria == "Inclusion Criteria:\n\n" + "\n".join(lines)


def test_a_label_that_is_new_is_kept_with_its_language() -> None:
    record = read(country_record("Spain", "A.99 Something new (es): nada\nA.98 Another: thing"))
    assert ("A.98 Another", '"thing"') in [(each.path, each.value) for each in record.unmapped]
    [translation] = facts(record).translations
    assert (translation.field, translation.language) == ("A.99 Something new", "es")


def test_what_only_fills_a_field_is_kept_and_stated_of_nothing() -> None:
    lines = (
        "D.3.1 Product name: EX-1\nD.3.8 INN - Proposed INN: not available\n"
        "E.2.2 Secondary objectives of the trial: Not applicable\n"
        "E.5.2 Secondary end point(s): N/A\n"
    )
    record = read(country_record("Spain", lines))
    found, section = facts(record), record.study.protocol_section
    assert found.secondary_objectives == []
    assert section.outcomes_module is None or section.outcomes_module.secondary_outcomes == []
    assert [each.substances for each in found.products] == [[]]
    kept = [each.value for each in record.unmapped]
    assert all(f'"{text}"' in kept for text in ("not available", "Not applicable", "N/A"))


def test_what_says_nothing_is_not_a_value() -> None:
    lines = f"{TITLE}: Information not present in EudraCT\nA.8 EMA Decision number:\n"
    bare = read(country_record("Spain"))
    assert kg.triples(read(country_record("Spain", lines))) == kg.triples(bare)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("before", ["", "\n\n", "A line of the register on its file.\n\n"])
def test_encodings_line_ends_and_first_lines(ends: str, encoding: str, before: str) -> None:
    text = country_record("Spain", {TITLE: "Ensayo número uno"}) + country_record("Italy")
    data = (before + text).replace("\n", ends).encode(encoding)
    [record] = kg.read(data)
    assert kg.triples(record) == kg.triples(read(text))


# Files


def test_a_file_of_several_trials_is_cut_where_the_number_changes() -> None:
    other = NUMBER.replace("55", "44")
    text = (
        country_record("Spain")
        + country_record("Italy")
        + country_record("Spain", number=other)
        + country_record("France")
    )
    found = list(kg.read(text.encode()))
    assert [(each.number, each.place) for each in found] == [
        (NUMBER, "bytes:1"),
        (other, "bytes:33"),
        (NUMBER, "bytes:49"),
    ]


def test_a_trial_is_there_before_the_rest_of_the_file_is_read() -> None:
    class Endless(io.RawIOBase):
        """A stream of ever more trials."""

        trial = 100_000
        rest = b""

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            while len(self.rest) < len(buffer):
                self.trial += 1
                number = f"2099-{self.trial}-66"
                self.rest += country_record("Spain", number=number).encode()
            buffer[:] = self.rest[: len(buffer)]
            self.rest = self.rest[len(buffer) :]
            return len(buffer)

    stream = blobs(io.BufferedReader(Endless()))
    assert all(b"2099-1" in getattr(next(stream), "data", b"") for _ in range(3))


# What can't be read


def test_a_record_without_a_number_is_refused() -> None:
    text = country_record("Spain").replace(NUMBER, "")
    assert fault(text.encode()) == "bytes: no EudraCT number (label A.2)"


def test_the_summary_has_the_number_if_its_label_is_missing() -> None:
    text = country_record("Spain").replace(f"A.2 EudraCT number: {NUMBER}\n", "")
    assert read(text).number == NUMBER


def test_two_numbers_in_one_record_are_refused() -> None:
    text = country_record("Spain").replace(f"number: {NUMBER}", "number: 2099-066666-77")
    sentence = "bytes: two EudraCT numbers in one record, 2099-055555-66 and 2099-066666-77"
    assert fault(text.encode()) == sentence


@pytest.mark.parametrize("number", ["2099-55-66", "NCT90000001", "2099-555555-66"])
def test_what_is_no_eudract_number_is_refused(number: str) -> None:
    text = country_record("Spain", number=number)
    assert fault(text.encode()) == f"bytes: {number!r} at A.2 is not an EudraCT number"


def test_a_file_that_is_cut_off_is_read_and_told() -> None:
    text = country_record("Spain", {TITLE: "One"}).partition("P. End")[0]
    record = read(country_record("Italy"), text)
    [finding] = record.findings
    assert finding.message == "the record of Spain ends before section P; it may be cut off"
    assert said(record, TITLE) == [("Spain", "One")]


def test_another_encoding_is_refused_and_the_other_trials_are_read() -> None:
    good = country_record("Italy", number="2099-066666-77")
    data = country_record("Spain", {TITLE: "Año"}).encode("latin-1") + good.encode()
    errors: list[KgError] = []
    [record] = kg.read(data, on_error=errors.append)
    assert record.number == "2099-066666-77"
    assert "bytes:1: not UTF-8: byte" in str(errors[0])


def test_what_a_program_left_in_place_of_a_value_is_told() -> None:
    label = "A.7 Trial is part of a Paediatric Investigation Plan"
    record = read(country_record("Spain", {label: "JSON_ERROR_HERE"}))
    [finding] = record.findings
    assert finding.field == label
    assert "a program left JSON_ERROR" in finding.message


# Real records


def test_the_real_country_records_are_two_trials() -> None:
    path = needed("records/euctr/ctrdata-2022-002568-62-2021-002179-21.txt")
    found = list(kg.read(path))
    assert [each.number for each in found] == ["2022-002568-62", "2021-002179-21"]
    assert len(facts(found[1]).products) == 4
    assert len(facts(found[1]).condition_codes) == 3
    assert {each.language for each in facts(found[1]).translations} == {"el", "es", "pl", "pt"}
