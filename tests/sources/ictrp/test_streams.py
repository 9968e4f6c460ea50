"""Files of WHO's ICTRP cut into rows: what a row is, and what becomes of damaged ones."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

import kg
from kg.errors import KgError
from kg.records import Record
from kg.sources import chunks_of, read_record
from kg.sources.ictrp.columns import FULL_DUMP
from kg.sources.ictrp.csv_row import LONGEST_CELL
from tests.support.graph_facts import OTHER_REGISTRIES

COLUMNS = ["TrialID", "Public title", "Scientific title", "Target size", "Condition"]
HEADER = ",".join(COLUMNS) + "\n"


def row(serial: int, title: str = "A made-up trial") -> list[str]:
    return [f"NCT9000{serial:04}", title, "Tea for cold hands", "20", "Cold hands"]


def table(*rows: list[str], delimiter: str = ",", end: str = "\r\n") -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([COLUMNS, *rows])
    return text.getvalue()


def read(data: str | bytes) -> tuple[list[Record], list[str]]:
    errors: list[KgError] = []
    source = data.encode() if isinstance(data, str) else data
    return list(kg.read(source, on_error=errors.append)), [str(each) for each in errors]


def titles(data: str | bytes) -> list[str | None]:
    records, errors = read(data)
    assert errors == []
    return [each.study.protocol_section.identification_module.brief_title for each in records]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_rows_are_found_whatever_separates_their_cells(delimiter: str, end: str) -> None:
    odd = f'He said "no"{delimiter} then{end}NCT90000009{delimiter} another line'
    text = table(row(1), row(2, odd), row(3), delimiter=delimiter, end=end)
    assert titles(text)[::2] == ["A made-up trial", "A made-up trial"]
    assert titles(text)[1] == " ".join(odd.split())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_a_table_is_read_in_the_encodings_of_unicode(encoding: str) -> None:
    assert titles(table(row(1, "Thé pour mains froides")).encode(encoding)) == [
        "Thé pour mains froides"
    ]


def test_another_encoding_is_said_of_the_row_alone() -> None:
    data = table(row(1), row(2, "Thé"), row(3)).encode("cp1252")
    records, errors = read(data)
    assert [each.number for each in records] == ["NCT90000001", "NCT90000003"]
    assert "bytes:3: not UTF-8" in errors[0]
    assert "save it as UTF-8" in errors[0]


def test_columns_come_in_any_order_and_spelling() -> None:
    [record], errors = read(
        "scientific_title,PublicTitle,Trial_ID,Phase\nLong,Short,NCT90000001,1\n"
    )
    module = record.study.protocol_section.identification_module
    assert (module.brief_title, module.official_title, errors) == ("Short", "Long", [])


@pytest.mark.parametrize("more", [[], ["3 February 2020"]])
def test_the_full_dump_has_no_header(more: list[str]) -> None:
    text = (OTHER_REGISTRIES / "ictrp-full-dump.csv").read_text("utf-8")
    cells = next(csv.DictReader(io.StringIO(text)))
    first, *others = (cells[name] for name in FULL_DUMP)
    dump = io.StringIO()
    csv.writer(dump).writerow([first, *more, *others])
    [record], errors = read(dump.getvalue())
    assert (record.number, errors) == ("CTRI/2019/02/990001", [])
    assert record.registration
    assert record.registration.last_refreshed == ("2020-02-03" if more else None)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("NCT90000001,A title,more\n", "rows of trials without a header"),
        ("TrialID,Outcome,Colour\nNCT90000001,1,red\n", "with 1 of ICTRP's columns"),
        (table(row(1)).replace("\r\n", "\r"), "lines end in CR alone"),
    ],
)
def test_other_tables_are_refused_with_the_reason(data: str, reason: str) -> None:
    records, [error] = read(data)
    assert records == []
    assert reason in error


DAMAGED = {
    "a row is cut off": (
        'NCT90000002,"Cut',
        "a quotation mark is missing or too many, or the file",
    ),
    "a mark is missing": ('NCT90000002,"Open,a,20,b\n', "a quotation mark is missing or too many"),
    "marks are not doubled": ('NCT90000002,"a "b" c",a,20,b\n', "is not doubled"),
    "a cell is missing": ("NCT90000002,a,20,b\n", "a row of 4 cells below a header of 5 columns"),
    "a comma is too many": ("NCT90000002,a,b,c,20,b\n", "a row of 6 cells"),
    "no known number": ("XYZ123456,a,b,20,b\n", "'XYZ123456' is not a number of a registry"),
    "a number of no registry": (
        "U1111-1234-5678,a,b,20,b\n",
        "'U1111-1234-5678' (Universal Trial Number) is only an additional number",
    ),
    "a number of a portal": ("SNCTP000001234,a,b,20,b\n", "Swiss National Clinical Trials Portal"),
    "no number": (",a,b,20,b\n", "it has no TrialID"),
    "a long text": (f"NCT90000002,{'a' * (LONGEST_CELL + 1)},b,20,c\n", "4,194,304 characters"),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_a_damaged_row_is_one_error_and_the_others_are_read(what: str) -> None:
    damaged, reason = DAMAGED[what]
    sound = [",".join(row(serial)) + "\n" for serial in (1, 3, 4)]
    last = "" if damaged[-1:] != "\n" else sound[1] + sound[2]
    records, [error] = read(HEADER + sound[0] + damaged + last)
    assert [each.number[-1] for each in records] == (["1", "3", "4"] if last else ["1"])
    assert reason in error
    assert "bytes:3" in error


def test_a_mark_within_a_text_without_marks_is_a_part_of_it() -> None:
    lines = [",".join(row(1)), 'NCT90000002,A 5" tube,Tea,20,Cold hands', ",".join(row(3))]
    assert titles(HEADER + "\n".join(lines)) == ["A made-up trial", 'A 5" tube', "A made-up trial"]


def test_joined_tables_are_one() -> None:
    assert len(titles("\n \n" + table(row(1)) + table(row(2)))) == 2


def test_cr_alone_is_a_part_of_a_text_also_without_marks() -> None:
    assert titles(HEADER + "NCT90000001,Tea\r<br>for hands,a,20,b\n") == ["Tea for hands"]


def test_a_large_table_is_cut_into_chunks_between_rows(tmp_path: Path) -> None:
    rows = [row(serial, f"Line\nNCT90001111,{'x' * 9000}") for serial in range(400)]
    path = tmp_path / "dump.csv"
    path.write_text(table(*rows), newline="")
    chunks = list(chunks_of(path))
    found = [each for chunk in chunks for each in chunk.blobs()]
    assert len(chunks) > 1
    assert [read_record(each).number for each in found if not isinstance(each, KgError)] == [
        each[0] for each in rows
    ]


XML = (
    "<?xml version='1.0' encoding='{}' ?><Trials_downloaded_from_ICTRP>\n"
    "<Trial><TrialID>NCT90000001</TrialID><Public_title>{}</Public_title></Trial>\n"
    "<Trial><TrialID>ISRCTN99900001</TrialID><Public_title>Two</Public_title></Trial>\n"
    "</Trials_downloaded_from_ICTRP>"
)


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "windows-1252"])
def test_trials_in_xml_are_read_in_the_encoding_that_it_declares(encoding: str) -> None:
    assert titles(XML.format(encoding, "Thé").encode(encoding)) == ["Thé", "Two"]


@pytest.mark.parametrize(
    ("text", "reason", "read_too"),
    [
        ("&nbsp;", "an entity that is not one of XML's own", True),
        ("<b>", "not XML", True),
        ("</Public_title></Trial><Trial><TrialID>none</TrialID><Public_title>", "'none'", True),
    ],
)
def test_a_damaged_trial_in_xml_is_one_error(text: str, reason: str, read_too: bool) -> None:
    records, [error] = read(XML.format("UTF-8", text))
    assert [each.number for each in records][-1:] == ["ISRCTN99900001"] * read_too
    assert reason in error


def test_xml_that_is_cut_off_or_has_a_dtd_is_refused() -> None:
    cut = XML.format("UTF-8", "One")[:-10]
    records, [error] = read(cut)
    assert len(records) == 2
    assert "cut off" in error
    dtd = XML.format("UTF-8", "One").replace(
        "<Trials", "<!DOCTYPE Trials_downloaded_from_ICTRP [<!ENTITY x 'y'>]><Trials", 1
    )
    assert "document type declaration" in read(dtd)[1][0]


@pytest.mark.parametrize("space", [' xmlns="urn:example"', ' xmlns:w="urn:example"'])
def test_elements_may_have_a_namespace_or_any_prefix(space: str) -> None:
    text = XML.format("UTF-8", "One")
    if ":w" in space:
        text = re.sub(r"<(/?)(?=[A-Z])", r"<\1w:", text)
    text = re.sub(r"(Trials_downloaded_from_ICTRP)", rf"\1{space}", text, count=1)
    assert titles(text) == ["One", "Two"]


def test_a_trial_may_be_the_whole_document() -> None:
    text = "<Trial><TrialID>NCT90000001</TrialID><Public_title>One</Public_title></Trial>"
    assert titles(text) == titles(f"<?xml version='1.0'?>\n{text}") == ["One"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_row_without_a_text_is_none_and_one_without_an_id_is_told(delimiter: str) -> None:
    blank, unnamed = [""] * len(COLUMNS), ["", *row(3)[1:]]
    records, [error] = read(table(row(1), blank, row(2), unnamed, delimiter=delimiter))
    assert len(records) == 2
    assert error == "bytes:5: it has no TrialID, which tells whose row it is"
