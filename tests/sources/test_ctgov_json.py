"""The registry's JSON: what fits the model, what does not, and what is no record."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import RecordError
from kg.records import Finding, Record, SourceField, plain
from kg.sources import ctgov_json
from tests.support.paths import DATA


def study(**modules: Any) -> dict[str, Any]:
    identification = {"nctId": "NCT00000001", "briefTitle": "A trial"}
    return {"protocolSection": {"identificationModule": identification, **modules}}


def read(content: Any) -> Record:
    return ctgov_json.read(json.dumps(content).encode(), "file.json")


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    match value:
        case dict():
            for name, member in value.items():
                yield from leaves(member, f"{path}.{name}")
        case list():
            for index, item in enumerate(value):
                yield from leaves(item, f"{path}[{index}]")
        case _:
            yield path, value


def test_real_records_fit_the_model(v2_records: list[Path]) -> None:
    for path in v2_records:
        record = ctgov_json.read(path.read_bytes(), path.name)
        assert record.number == path.stem
        assert record.format == "ctgov-json"
        assert (record.unmapped, record.findings) == ([], [])


@pytest.mark.slow
def test_no_leaf_of_a_real_record_is_lost(v2_records: list[Path]) -> None:
    for path in v2_records:
        data = path.read_bytes()
        again = msgspec.json.encode(ctgov_json.read(data, path.name).study)
        assert Counter(leaves(json.loads(again))) == Counter(leaves(json.loads(data)))


@pytest.mark.slow
def test_real_records_read_in_pieces_are_the_same(v2_records: list[Path]) -> None:
    for path in v2_records:
        data = path.read_bytes()
        whole = ctgov_json.read(data, path.name)
        pieces = ctgov_json.read(data.replace(b"{", b'{"new": 1,', 1), path.name)
        assert pieces.unmapped == [SourceField("new", "1")]
        assert plain(pieces.study.protocol_section) == plain(whole.study.protocol_section)
        assert plain(pieces.study.derived_section) == plain(whole.study.derived_section)
        assert pieces.study.results_section == whole.study.results_section


ODD_FIELDS: list[tuple[dict[str, Any], str, str, str]] = [
    # module and content, the path set aside, its value, the beginning of the finding
    ({"newModule": {"a": [1, "ß"]}}, "newModule", '{"a": [1, "ß"]}', "an unknown field"),
    (
        {"statusModule": {"overallStatus": "COMPLETED", "mood": "good"}},
        "statusModule.mood",
        '"good"',
        "an unknown field",
    ),
    (
        {
            "contactsLocationsModule": {
                "locations": [{"city": "Seoul"}, {"city": "Busan", "ward": 2}]
            }
        },
        "contactsLocationsModule.locations[1].ward",
        "2",
        "an unknown field",
    ),
    (
        {"designModule": {"enrollmentInfo": {"count": "115", "type": "ACTUAL"}}},
        "designModule.enrollmentInfo.count",
        '"115"',
        "expected a whole number, not text",
    ),
    (
        {"designModule": {"enrollmentInfo": {"count": 115.5}}},
        "designModule.enrollmentInfo.count",
        "115.5",
        "expected a whole number, not a number",
    ),
    (
        {"designModule": {"enrollmentInfo": {"count": True}}},
        "designModule.enrollmentInfo.count",
        "true",
        "expected a whole number, not true or false",
    ),
    (
        {"designModule": {"phases": ["PHASE1", 2]}},
        "designModule.phases[1]",
        "2",
        "expected text, not a whole number",
    ),
    (
        {"designModule": {"phases": {"a": 1}}},
        "designModule.phases",
        '{"a": 1}',
        "expected a list, not an object",
    ),
    (
        {"outcomesModule": {"primaryOutcomes": {"measure": "x"}}},
        "outcomesModule.primaryOutcomes",
        '{"measure": "x"}',
        "expected a list, not an object",
    ),
    ({"statusModule": "none"}, "statusModule", '"none"', "expected an object, not text"),
    (
        {"oversightModule": {"oversightHasDmc": "Yes"}},
        "oversightModule.oversightHasDmc",
        '"Yes"',
        "expected true or false, not text",
    ),
    (
        {"conditionsModule": {"conditions": "ALS", "interventionMappedName": ["x"]}},
        "conditionsModule.interventionMappedName",
        '["x"]',
        "an unknown field",
    ),
]


@pytest.mark.parametrize("modules, path, value, sentence", ODD_FIELDS)
def test_what_does_not_fit_is_set_aside_and_reported(
    modules: dict[str, Any], path: str, value: str, sentence: str
) -> None:
    record = read(study(**modules))
    path = f"protocolSection.{path}"
    assert record.number == "NCT00000001"
    assert record.unmapped == [SourceField(path, value)]
    [finding] = record.findings
    assert finding.field == path
    assert finding.message.startswith(sentence)
    assert finding.message.endswith("; its value is kept as it is")


def test_what_stands_beside_it_is_kept() -> None:
    record = read(study(**{k: v for row in ODD_FIELDS[1:4] for k, v in row[0].items()}))
    protocol = record.study.protocol_section
    assert protocol.status_module
    assert protocol.status_module.overall_status == "COMPLETED"
    assert protocol.contacts_locations_module
    assert [site.city for site in protocol.contacts_locations_module.locations] == [
        "Seoul",
        "Busan",
    ]
    assert protocol.design_module
    assert protocol.design_module.enrollment_info
    assert protocol.design_module.enrollment_info.type == "ACTUAL"


def test_an_unseen_enumeration_value_is_kept() -> None:
    record = read(study(statusModule={"overallStatus": "PAUSED_FOR_LUNCH"}))
    assert record.study.protocol_section.status_module
    assert record.study.protocol_section.status_module.overall_status == "PAUSED_FOR_LUNCH"
    assert record.findings == []


@pytest.mark.parametrize(
    "module",
    [
        {"statusModule": None},
        {"designModule": {"phases": None}},
        {"designModule": {"phases": ["PHASE1", None]}},
        {"designModule": {"phases": [], "newField": None}},
    ],
)
def test_null_is_an_absent_field(module: dict[str, Any]) -> None:
    record = read(study(**module))
    assert (record.unmapped, record.findings) == ([], [])


def test_null_results_are_no_results() -> None:
    assert not read({**study(), "resultsSection": None}).study.results_section
    assert read({**study(), "resultsSection": {}}).study.results_section is not None


@pytest.mark.parametrize("names", ["Riluzole", ["Riluzole"]])
def test_a_list_of_one_may_be_given_as_its_value(names: str | list[str]) -> None:
    module = {"interventions": [{"name": "x", "interventionMappedName": names}]}
    record = read(study(armsInterventionsModule=module))
    assert record.study.protocol_section.arms_interventions_module
    [intervention] = record.study.protocol_section.arms_interventions_module.interventions
    assert intervention.mapped_names == ["Riluzole"]
    assert (record.unmapped, record.findings) == ([], [])


UNWRITABLE = [
    (rb"\u0000", "U+0000"),
    (rb"\u001F", "U+001F"),
    (rb"\b", "U+0008"),
    (rb"\f", "U+000C"),
    (rb"\ud800", "U+D800"),
    (rb"\uDC00", "U+DC00"),
    (rb"\uFFFE", "U+FFFE"),
    (rb"\uffff", "U+FFFF"),
    ("\ufffe".encode(), "U+FFFE"),
    ("\uffff".encode(), "U+FFFF"),
]


@pytest.mark.parametrize("spelling, point", UNWRITABLE)
def test_unwritable_characters_are_replaced_and_reported(spelling: bytes, point: str) -> None:
    data = json.dumps(study()).encode().replace(b"A trial", b"A " + spelling + b"trial")
    record = ctgov_json.read(data, "file.json")
    identification = record.study.protocol_section.identification_module
    assert identification.brief_title == "A \ufffdtrial"
    [finding] = record.findings
    assert finding.field == "protocolSection.identificationModule.briefTitle"
    assert point in finding.message
    assert record.unmapped == []


@pytest.mark.parametrize(
    "spelling, text",
    [
        (rb"\ud83d\ude00", "\U0001f600"),
        (rb"\\u0000 \\beta", r"\u0000 \beta"),
        (rb"\t\r\n\u0009\u000a\u000D\u0020\u007f", "\t\r\n\t\n\r \x7f"),
        (rb"\ufffd \uff5e", "\ufffd \uff5e"),
        ("\ufeff\uffe5".encode(), "\ufeff\uffe5"),
    ],
)
def test_other_characters_are_left_alone(spelling: bytes, text: str) -> None:
    data = json.dumps(study()).encode().replace(b"A trial", spelling)
    record = ctgov_json.read(data, "file.json")
    assert record.study.protocol_section.identification_module.brief_title == text
    assert record.findings == []


def test_unwritable_characters_in_results_and_names_are_replaced_too() -> None:
    content = {**study(), "resultsSection": {"a": "\0"}, "new\0": "\ud800"}
    record = read(content)
    assert record.unmapped == [
        SourceField("resultsSection.a", '"\ufffd"'),
        SourceField("new\ufffd", '"\ufffd"'),
    ]
    assert [finding.field for finding in record.findings] == [
        "resultsSection.a",
        "",
        "new\ufffd",
        "resultsSection.a",
        "new\ufffd",
    ]


@given(st.text(st.characters()) | st.text(st.sampled_from('a\\"/bfu0d8\0\b\ud800\udc00\uffff')))
def test_text_survives_but_for_what_xml_cannot_hold(text: str) -> None:
    content = study(descriptionModule={"briefSummary": text})
    escaped = ctgov_json.read(json.dumps(content).encode(), "")
    assert escaped.study.protocol_section.description_module
    summary = escaped.study.protocol_section.description_module.brief_summary
    assert summary is not None
    summary.encode()
    assert len(summary) <= len(text)
    assert bool(escaped.findings) == (summary != text)


def test_an_id_is_read_in_the_spelling_of_the_registry() -> None:
    content = study()
    content["protocolSection"]["identificationModule"]["nctId"] = " nct00000001\n"
    assert read(content).number == "NCT00000001"


NO_RECORDS = [
    (b"{}", "no protocolSection: this is not a record of ClinicalTrials.gov's v2 JSON"),
    (b'{"protocolSection": null}', "no protocolSection"),
    (b'{"protocolSection": []}', "no protocolSection"),
    (b'{"protocolSection": {}}', "no NCT id at protocolSection.identificationModule.nctId"),
    (b'{"protocolSection": {"identificationModule": "NCT00000001"}}', "no NCT id at"),
    (b'{"protocolSection": {"identificationModule": {"nctId": null}}}', "no NCT id at"),
    (
        b'{"protocolSection": {"identificationModule": {"nctId": "NCT123"}}}',
        "'NCT123' is not an NCT id (NCT followed by eight digits)",
    ),
    (b'{"protocolSection": {"identificationModule": {"nctId": 1}}}', "1 is not an NCT id"),
    (b'{"protocolSection": ', "is cut off at byte 20"),
    (b'{"protocolSection": {"identificationModule": {"nctId": "NC', "is cut off at byte"),
    (b'{"protocolSection": xyz}', "not JSON: invalid character (byte 20)"),
    (b'{"protocolSection": {}} {}', "not JSON"),
    (b'{"protocolSection": {"a": "x\x00"}}', "not JSON"),
    (b'{"protocolSection": {"a": NaN}}', "not JSON"),
    (b'{"protocolSection": {"a": NaN, "b": "\\b"}}', "not JSON"),
    (b'{"protocolSection": {"a": 1e999, "b": "\\b"}}', "no NCT id"),
    (b'{"protocolSection": {"a": 1e999}}', "no NCT id"),
    (b'{"protocolSection": {"a": ' + b"9" * 5000 + b"}}", "no NCT id"),
    (b'{"protocolSection": {"a": "\\b", "b": ' + b"9" * 5000 + b"}}", "no NCT id"),
    (b'{"protocolSection": {"a": "\xe9t\xe9"}}', "not UTF-8: byte 27 is 0xE9"),
    (b'{"a": ' * 200_000, "nested too deep"),
    (b'{"a": ' * 200_000 + b"1" + b"}" * 200_000, "nested too deep"),
    (b'{"protocolSection": {"a": "\\b", "b": ' + b"[" * 200_000, "nested too deep"),
]


@pytest.mark.parametrize(
    "data, reason", NO_RECORDS, ids=[data[:60].decode("latin-1") for data, _ in NO_RECORDS]
)
def test_what_is_no_record_is_refused_with_its_place_and_reason(data: bytes, reason: str) -> None:
    with pytest.raises(RecordError) as caught:
        ctgov_json.read(data, "file.json")
    assert caught.value.place == "file.json"
    assert reason in caught.value.reason
    assert "\n" not in str(caught.value)


def test_results_that_are_not_utf8_are_noticed() -> None:
    data = json.dumps({**study(), "resultsSection": {"a": "x"}}).encode()
    with pytest.raises(RecordError, match="not UTF-8"):
        ctgov_json.read(data.replace(b'"x"', b'"\xff"'), "file.json")


def test_a_refusal_names_the_trial_where_it_can_be_reported() -> None:
    data = json.dumps(study(statusModule={"overallStatus": "COMPLETED"})).encode()
    with pytest.raises(RecordError) as caught:
        ctgov_json.read(data[:-8], "file.json")
    assert caught.value.number == "NCT00000001"


def test_large_numbers_are_numbers() -> None:
    record = read(study(designModule={"enrollmentInfo": {"count": 10**30}}))
    assert record.study.protocol_section.design_module
    assert record.study.protocol_section.design_module.enrollment_info
    assert record.study.protocol_section.design_module.enrollment_info.count == 10**30


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    ),
    st.sampled_from(["statusModule", "designModule", "newModule", "contactsLocationsModule"]),
)
def test_no_value_makes_reading_fail(value: Any, module: str) -> None:
    data = json.dumps(study(**{module: value}))
    if "Infinity" in data:
        return
    record = ctgov_json.read(data.encode(), "")
    assert isinstance(record, Record)
    assert all(isinstance(finding, Finding) for finding in record.findings)


REPEATED: list[tuple[str, list[tuple[str, str]]]] = [
    # the members beside the identification, what is set aside
    ('"m": {"a": 1, "a": 2}', [("protocolSection.m", '{"a": 1, "a": 2}')]),
    ('"m": 1, "m": 2', [("protocolSection.m", "2"), ("protocolSection.m", "1")]),
    ('"m" : 1 , "m"\t: true', [("protocolSection.m", "true"), ("protocolSection.m", "1")]),
    (
        '"designModule": {"phases": ["PHASE1"], "phases": ["PHASE2"], "phases": ["PHASE3"]}',
        [
            ("protocolSection.designModule.phases", '["PHASE1"]'),
            ("protocolSection.designModule.phases", '["PHASE2"]'),
        ],
    ),
    (
        '"armsInterventionsModule": {"interventions": [{"name": "X"}, {"name": "Y", "name": "Z"}]}',
        [("protocolSection.armsInterventionsModule.interventions[1].name", '"Y"')],
    ),
    (
        r'"descriptionModule": {"briefSummary": "\u0022A", "brief\u0053ummary": "B"}',
        [("protocolSection.descriptionModule.briefSummary", '"\\"A"')],
    ),
    (
        '"designModule": {"enrollmentInfo": {"count": 7, "count": 9}}',
        [("protocolSection.designModule.enrollmentInfo.count", "7")],
    ),
    (
        '"statusModule": {"overallStatus": "A"}, "statusModule": {"overallStatus": "B"}',
        [("protocolSection.statusModule", '{"overallStatus": "A"}')],
    ),
    (
        r'"a\ud800": 1, "a\ud801": 2',
        [("protocolSection.a\ufffd", "2"), ("protocolSection.a\ufffd", "1")],
    ),
    ('"statusModule": {"overallStatus": "A", "overallStatus": "A"}', []),
    ('"statusModule": {"overallStatus": null, "overallStatus": "A"}', []),
]


@pytest.mark.parametrize("members, set_aside", REPEATED)
def test_no_value_is_lost_to_a_later_one_of_its_name(
    members: str, set_aside: list[tuple[str, str]]
) -> None:
    identification = '"identificationModule": {"nctId": "NCT00000001"}'
    data = f'{{"protocolSection": {{{identification}, {members}}}}}'
    record = ctgov_json.read(data.encode(), "file.json")
    assert [(each.path, each.value) for each in record.unmapped] == set_aside
    assert {path for path, _ in set_aside} <= {finding.field for finding in record.findings}


def test_the_last_of_several_values_counts_and_each_other_is_reported() -> None:
    record = ctgov_json.read(
        b'{"protocolSection": {"identificationModule": {"nctId": "NCT00000001", '
        b'"briefTitle": "A", "briefTitle": "B"}}}',
        "file.json",
    )
    path = "protocolSection.identificationModule.briefTitle"
    assert record.study.protocol_section.identification_module.brief_title == "B"
    assert record.findings == [
        Finding(
            path,
            "an earlier member of the same name, of which the last counts; "
            "its value is kept as it is",
        )
    ]


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_member_put_anywhere_before_another_of_its_name_is_found(first: int, second: int) -> None:
    whole = (DATA / "records" / "results.json").read_text()
    names = list(re.finditer(r'"(\w+)":', whole))
    name = names[first % len(names)]
    data = f'{whole[: name.start()]}"{name[1]}": "{second}!", {whole[name.start() :]}'
    record = ctgov_json.read(data.encode(), "file.json")
    assert f'"{second}!"' in [field.value for field in record.unmapped]
