"""The registry's classic XML: what its elements become, what is kept, and what is refused."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.errors import KgError
from kg.rdf import code_lists as codes
from kg.rdf.code_lists import CodeList
from kg.records import Record
from kg.records.protocol import ContactsLocationsModule, DesignModule, EligibilityModule
from kg.sources.classic_xml import vocabulary
from kg.sources.classic_xml.layout import unwrapped
from tests.support.graph_facts import RECORDS
from tests.support.kg_command import kg as run

BARE = (
    "<clinical_study><id_info><nct_id>NCT00000001</nct_id></id_info>"
    "<brief_title>A trial</brief_title>{}</clinical_study>"
)


def document(inside: str = "") -> bytes:
    return BARE.format(inside).encode()


def read(inside: str) -> Record:
    [record] = kg.read(document(inside))
    return record


def design(inside: str) -> DesignModule:
    module = read(inside).study.protocol_section.design_module
    assert module is not None
    return module


def eligibility(inside: str) -> EligibilityModule:
    record = read(f"<eligibility>{inside}</eligibility>")
    assert record.unmapped == []
    module = record.study.protocol_section.eligibility_module
    assert module is not None
    return module


def places(inside: str) -> ContactsLocationsModule:
    module = read(inside).study.protocol_section.contacts_locations_module
    assert module is not None
    return module


# Texts


def test_a_block_loses_its_layout_and_keeps_paragraphs_and_lists() -> None:
    [record] = kg.read(RECORDS / "old-xml.xml")
    module = record.study.protocol_section.eligibility_module
    assert module is not None
    assert module.eligibility_criteria == (
        "Inclusion Criteria:\n\n"
        "* Song disease, told by one of\n\n"
        "  1. a singer\n"
        "  10. a doctor, who writes it down in so many words that the line has to be wrapped"
        " for it\n"
        "* Two legs\n\n"
        "Exclusion Criteria:\n\n"
        "* Flight\n\n"
        "  of any kind"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n      One line\n      and its rest.\n    ", "One line and its rest."),
        ("\n      One.\r\n\r\n      Two.\r\n    ", "One.\n\nTwo."),
        ("not laid out", "not laid out"),
        ("\n    - no item -5 of\n    -5 to -3\n  ", "- no item -5 of -5 to -3"),
        ("\n        -  item\n    ", "* item"),
        ("\n          1. one\n\n         10. ten\n      ", "1. one\n10. ten"),
        ("\n          1. one\n\n               -  under it\n      ", "1. one\n\n   * under it"),
        ("\n      1993. Follow-up ended.\n    ", "1993. Follow-up ended."),
        (" \n  \n ", None),
        ("", None),
    ],
)
def test_layouts(text: str, said: str | None) -> None:
    assert unwrapped(text) == said


def test_a_text_that_is_not_wrapped_has_a_line_a_paragraph() -> None:
    arm = "<arm_group><arm_group_label>A</arm_group_label><description>{}</description></arm_group>"
    module = read(arm.format("One&#xD;\n two \n\nthree")).study.protocol_section
    assert module.arms_interventions_module is not None
    assert module.arms_interventions_module.arm_groups[0].description == "One\n\ntwo\n\nthree"


# Dates, words and numbers


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("April 2, 2020", "2020-04-02"),
        ("March 2021", "2021-03"),
        ("December 31,2019", "2019-12-31"),
        ("2007", "2007"),
        ("2020-04-02", "2020-04-02"),
        ("February 30, 2020", "February 30, 2020"),
        ("Smarch 2020", "Smarch 2020"),
        ("Unknown", "Unknown"),
    ],
)
def test_dates_keep_their_precision(text: str, said: str) -> None:
    status = read(f'<start_date type="Anticipated">{text}</start_date>').study.protocol_section
    assert status.status_module is not None
    start = status.status_module.start_date_struct
    assert start is not None
    assert (start.date, start.type) == (said, "ESTIMATED")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Double (Participant, Investigator)", ("DOUBLE", ["PARTICIPANT", "INVESTIGATOR"])),
        ("None (Open Label)", ("NONE", [])),
        ("Double-Blind", ("DOUBLE", [])),
        ("Single Blind (Subject)", ("SINGLE", ["PARTICIPANT"])),
        ("Fivefold (Cat)", ("Fivefold", ["Cat"])),
    ],
)
def test_masking(text: str, said: tuple[str, list[str]]) -> None:
    given = design(f"<study_design_info><masking>{text}</masking></study_design_info>").design_info
    assert given is not None
    assert given.masking_info is not None
    assert (given.masking_info.masking, given.masking_info.who_masked) == said


def test_a_design_in_words_without_labels() -> None:
    record = read(
        "<study_design>Treatment, Randomized, Double-Blind, Placebo Control,"
        " Parallel Assignment</study_design>"
    )
    module = record.study.protocol_section.design_module
    assert module is not None
    info = module.design_info
    assert info is not None
    assert info.masking_info is not None
    assert [info.primary_purpose, info.allocation, info.masking_info.masking] == [
        "TREATMENT",
        "RANDOMIZED",
        "DOUBLE",
    ]
    assert info.intervention_model == "PARALLEL"
    assert [(one.path, one.value) for one in record.unmapped] == [
        ("clinical_study.study_design", '"Placebo Control"')
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Phase 1/Phase 2", ["PHASE1", "PHASE2"]),
        ("N/A", ["NA"]),
        ("Phase 0", ["EARLY_PHASE1"]),
        ("Phase 9", ["Phase 9"]),
    ],
)
def test_phases(text: str, said: list[str]) -> None:
    assert design(f"<phase>{text}</phase>").phases == said


def test_a_register_of_patients_is_reported() -> None:
    module = design("<study_type>Observational [Patient Registry]</study_type>")
    assert (module.study_type, module.patient_registry) == ("OBSERVATIONAL", True)


def test_who_may_take_part() -> None:
    module = eligibility(
        "<gender>Both</gender><minimum_age>6 Months</minimum_age><maximum_age>N/A</maximum_age>"
        "<healthy_volunteers>Accepts Healthy Volunteers</healthy_volunteers>"
    )
    assert module == EligibilityModule(sex="ALL", minimum_age="6 Months", healthy_volunteers=True)


def test_names_are_joined() -> None:
    [person] = places(
        "<overall_official><first_name>Ada</first_name><last_name>Clark</last_name>"
        "<degrees>MD, PhD</degrees><role>Study Chair</role></overall_official>"
    ).overall_officials
    assert (person.name, person.role) == ("Ada Clark, MD, PhD", "STUDY_CHAIR")


def test_an_arm_knows_its_interventions() -> None:
    [record] = kg.read(RECORDS / "old-xml.xml")
    module = record.study.protocol_section.arms_interventions_module
    assert module is not None
    assert [arm.intervention_names for arm in module.arm_groups] == [["Behavioral: Walking"], []]


TABLES: dict[str, tuple[Mapping[str, Any], CodeList]] = {
    name: (getattr(vocabulary, name), getattr(codes, name))
    for name in (
        "AGENCY_CLASS ALLOCATION ARM_TYPE BIOSPEC_RETENTION DATE_TYPE INTERVENTION_MODEL"
        " INTERVENTION_TYPE IPD_INFO_TYPE IPD_SHARING MASKING OBSERVATIONAL_MODEL PHASE"
        " PRIMARY_PURPOSE RESPONSIBLE_PARTY_TYPE SAMPLING_METHOD SEX STATUS STUDY_TYPE"
        " TIME_PERSPECTIVE WHO_MASKED"
    ).split()
} | {"ROLE": (vocabulary.ROLE, codes.CONTACT_ROLE)}

UNSAID = {
    "AGENCY_CLASS": {"AMBIG", "INDIV", "NETWORK", "OTHER_GOV", "UNKNOWN"},
    "ROLE": {"CONTACT", "PUBLIC_CONTACT", "SCIENTIFIC_CONTACT"},
}
"""Values that the XML has no word for."""


@pytest.mark.parametrize("name", TABLES)
def test_each_vocabulary_has_a_word_for_every_value(name: str) -> None:
    words, values = TABLES[name]
    assert set(words.values()) == set(values.terms) - UNSAID.get(name, set())


# Nothing is lost

TWO = "<{0}>May 1, 2020</{0}><{1}>May 2, 2020</{1}>"


@pytest.mark.parametrize(
    ("inside", "path", "value"),
    [
        ("<mood>good</mood>", "mood", "good"),
        ("<mood><of><whom day='1'>all</whom></of></mood>", "mood.of.whom@day", "1"),
        ("<condition colour='red'>Flu</condition>", "condition@colour", "red"),
        ("<brief_title>Another</brief_title>", "brief_title", "Another"),
        ("<sponsors>stray</sponsors>", "sponsors", "stray"),
        ("<enrollment>0</enrollment><enrollment>5</enrollment>", "enrollment", "5"),
        ("<source>A<b>c</b></source>", "source.b", "c"),
        ("<source>A<b/>tail</source>", "source", "tail"),
        ("<enrollment type='Actual'>many</enrollment>", "enrollment", "many"),
        ("<has_expanded_access>Perhaps</has_expanded_access>", "has_expanded_access", "Perhaps"),
        ("<number_of_arms>3</number_of_arms>", "number_of_arms", "3"),
        (
            "<location_countries><country>Peru</country></location_countries>",
            "location_countries.country",
            "Peru",
        ),
        (
            TWO.format("last_update_submitted", "last_update_submitted_qc"),
            "last_update_submitted_qc",
            "May 2, 2020",
        ),
        (
            TWO.format("study_first_submitted", "firstreceived_date"),
            "firstreceived_date",
            "May 2, 2020",
        ),
        (
            "<required_header><url>https://example.org/</url></required_header>",
            "required_header.url",
            "https://example.org/",
        ),
    ],
)
def test_what_has_no_place_is_kept(inside: str, path: str, value: str) -> None:
    record = read(inside)
    assert (f"clinical_study.{path}".replace("study.@", "study@"), f'"{value}"') in [
        (one.path, one.value) for one in record.unmapped
    ]
    assert [one.field for one in record.findings] == [one.path for one in record.unmapped]
    assert f'"{value}"'.replace('"', '\\"') in "".join(map(" ".join, kg.triples(record)))


def test_a_word_that_is_not_known_is_left_as_it_stands() -> None:
    assert design("<study_type>Musical</study_type>").study_type == "Musical"


# Forms of the file


TITLE = "Sóng disease"
TEXT = BARE.replace("A trial", TITLE).format("")
FORMS = {
    "no declaration": TEXT.encode(),
    "declared UTF-8": b'<?xml version="1.0" encoding="UTF-8"?>\r\n' + TEXT.encode(),
    "a byte order mark": b"\xef\xbb\xbf<?xml version='1.0'?>" + TEXT.encode(),
    "Latin-1": b"<?xml version='1.0' encoding='ISO-8859-1'?>\n" + TEXT.encode("latin-1"),
    "UTF-16": f'<?xml version="1.0" encoding="UTF-16"?>\n{TEXT}'.encode("utf-16"),
    "pretty printed": TEXT.replace("><", ">\r\n   <").encode(),
    "comments first": b"<!-- a\n<b> -->\n<?pi x?>\n" + TEXT.encode(),
    "blank lines first": b"\n \n<?xml version='1.0'?>\n" + TEXT.encode(),
    "gzip": gzip.compress(TEXT.encode()),
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_the_file(form: str) -> None:
    [record] = kg.read(FORMS[form])
    assert record.format == "ctgov-xml"
    assert record.study.protocol_section.identification_module.brief_title == TITLE


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_the_registry_s_archive_of_all(tmp_path: Path) -> None:
    numbers = ["NCT00000102", "NCT00000110", "NCT00010205"]
    members = {
        f"{number[:7]}xxxx/{number}.xml": document().replace(b"NCT00000001", number.encode())
        for number in numbers
    }
    (tmp_path / "AllPublicXML.zip").write_bytes(zipped(members))
    (tmp_path / "nested.zip").write_bytes(zipped({"part/one.zip": zipped(members)}))
    for name in ("AllPublicXML.zip", "nested.zip"):
        assert [record.number for record in kg.read(tmp_path / name)] == numbers


# Bad input

DOCTYPE = b'<!DOCTYPE clinical_study [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n'
MANY = b" ".join(b"a%d='1'" % number for number in range(60))

BAD = {
    "cut off": (document()[:-30], r"is cut off at byte \d+: is the file complete"),
    "cut off in a tag": (document()[:25], "is cut off at byte 25"),
    "results of a search": (
        b"<?xml version='1.0'?>\n<search_results count='1'><study/></search_results>",
        "the registry's search results in XML",
    ),
    "another root": (b"<?xml version='1.0'?><rss/>", "a news feed"),
    "a namespace": (
        document().replace(b"<clinical_study>", b"<clinical_study xmlns='urn:x'>"),
        r"the root of this XML is <\{urn:x\}clinical_study>",
    ),
    "a doctype": (
        b'<!DOCTYPE clinical_study SYSTEM "public.dtd">\n' + document(),
        "has a document type declaration",
    ),
    "entities": (DOCTYPE + document("<source>&b;</source>"), "has a document type declaration"),
    "a file of the machine": (
        b"<?xml version='1.0'?><!DOCTYPE clinical_study [<!ENTITY x SYSTEM 'file:///etc/hosts'>]>"
        + document("<source>&x;</source>"),
        "has a document type declaration",
    ),
    "an entity of HTML": (
        document("<source>&nbsp;</source>"),
        "an entity that is not one of XML's own",
    ),
    "a NUL": (document("<source>\0</source>"), "a character that XML does not allow"),
    "a NUL by number": (document("<source>&#0;</source>"), "a character that XML does not allow"),
    "another encoding": (TEXT.encode("latin-1"), "not in the encoding it declares, or UTF-8"),
    "no known encoding": (
        b"<?xml version='1.0' encoding='klingon'?>" + document(),
        "not in the encoding it declares.*klingon",
    ),
    "two documents": (document() + b"\n" + document(), "more than one XML document"),
    "two declared": (
        b"<?xml version='1.0'?>\n" + document() + b"\n<?xml version='1.0'?>\n" + document(),
        "more than one XML document",
    ),
    "no number": (
        b"<clinical_study><id_info/></clinical_study>",
        "no NCT id at clinical_study/id_",
    ),
    "a wrong number": (document().replace(b"NCT00000001", b"NCT1"), "'NCT1' is not an NCT id"),
    "levels": (
        b"<clinical_study>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</clinical_study>",
        "text or nesting beyond the limits",
    ),
    "attributes": (b"<clinical_study " + MANY + b"/>", "more than 50 attributes"),
    "tags": (
        b"<clinical_study>" + b"<a/>" * 2_000_001 + b"</clinical_study>",
        "more than 2,000,000 tags",
    ),
    "a text of 11 MB": (
        document(f"<source>{'x' * (11 << 20)}</source>"),
        "text or nesting beyond the limits",
    ),
    "100 MB": (document(f"<source>{'x' * (100 << 20)}</source>"), "larger than 64 MB"),
    "unbalanced": (document("<source></sauce>"), "not XML .*mismatch"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_a_sentence(case: str) -> None:
    data, pattern = BAD[case]
    with pytest.raises(KgError) as raised:
        list(kg.read(data))
    sentence = str(raised.value)
    assert re.match(f"bytes: .*{pattern}", sentence), sentence
    assert "\n" not in sentence
    assert len(sentence) < 200


def test_bad_xml_beside_good(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(document()[:-30])
    (tmp_path / "b.xml").write_bytes(document())
    ran = run("export", "a.xml", "b.xml", "-o", "out.nt", "--no-validate", cwd=tmp_path)
    assert ran.status == 1
    assert "a.xml: the XML is cut off" in ran.talk
    assert "Wrote 1 record" in ran.talk


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\u00a0", "\u2009", "\u3000"])
def test_only_the_white_space_of_xml_joins_lines(character: str) -> None:
    text = f"10{character}mg{character}"
    record = read(
        f"<official_title>{text}\n  a day</official_title>"
        f"<brief_summary><textblock>\n      {text}\n      a day\n    </textblock></brief_summary>"
        f"<sponsors><unheard_of>{text}\n  a day</unheard_of></sponsors>"
    )
    protocol = record.study.protocol_section
    expected = f"{text} a day"
    assert protocol.identification_module.official_title == expected
    assert protocol.description_module is not None
    assert protocol.description_module.brief_summary == expected
    assert [json.loads(each.value) for each in record.unmapped] == [expected]


def test_a_category_of_events_without_events_is_kept() -> None:
    results = (
        "<clinical_results><reported_events><serious_events><category_list><category>"
        "<title>Cardiac disorders</title></category></category_list></serious_events>"
        "</reported_events></clinical_results>"
    )
    head = "<clinical_study><id_info><nct_id>NCT90000441</nct_id></id_info>"
    [record] = kg.read(f"{head}{results}</clinical_study>".encode())
    path = "clinical_study.clinical_results.reported_events.serious_events"
    assert [(kept.path, kept.value) for kept in record.unmapped] == [
        (f"{path}.category_list.category.title", '"Cardiac disorders"')
    ]
