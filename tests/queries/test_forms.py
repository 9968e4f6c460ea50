"""Results for documents and spreadsheets: Markdown and Excel, and what they must not become."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

from kg.errors import UsageError
from kg.queries import xlsx as workbook
from kg.queries.forms import FORMS, form_of
from kg.queries.markdown import markdown
from kg.queries.shown_rows import Cell, ShownRows, shown_rows
from kg.queries.xlsx import xlsx
from tests.support.kg_command import kg as run
from tests.support.paths import ROOT

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
HOSTILE: Final = '=HYPERLINK("http://evil.example")|<b>*x*</b>\n# [a](http://b.example)'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sample in a store."""
    folder = tmp_path_factory.mktemp("forms")
    source = ROOT / "samples" / "NCT04322149.json"
    assert run("load", source, "--store", "store", cwd=folder).status == 0
    return folder


def shown(**row: tuple[str, str]) -> ShownRows:
    """One row of literals, each with the name of its datatype."""
    cells = [Cell(text, "", f"{XSD}{datatype}") for text, datatype in row.values()]
    return ShownRows(tuple(row), (cells,))


def opened(data: bytes) -> Any:
    """The sheet of a workbook, read by another library."""
    return openpyxl.load_workbook(io.BytesIO(data)).active


def first_row(rows: ShownRows) -> list[Any]:
    """The values of the first row below the header, as Excel has them."""
    return [cell.value for cell in opened(xlsx(rows)[0])[2]]


def test_numbers_and_dates_are_those_of_excel() -> None:
    row = shown(
        count=("115", "integer"),
        share=("0.25", "decimal"),
        large=("-1.5E20", "double"),
        zero=("0.00", "decimal"),
        start=("2021-03-23", "date"),
        month=("2021-03", "gYearMonth"),
        text=("115", "string"),
    )
    day = datetime(2021, 3, 23)  # noqa: DTZ001
    assert first_row(row) == [115, 0.25, -1.5e20, 0, day, "2021-03", "115"]


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("12345678901234567890", "integer"),
        ("0.12345678901234567", "decimal"),
        ("100000000000000000000000000001", "integer"),
        ("1_000", "integer"),
        ("sNaN", "double"),
        ("NaN", "double"),
        ("INF", "double"),
        ("1E999999999", "double"),
        ("1E-999999999", "double"),
        ("1899-12-31", "date"),
        ("2021-02-30", "date"),
        ("2021-03-23Z", "date"),
    ],
)
def test_what_excel_would_alter_stays_text(text: str, datatype: str) -> None:
    assert first_row(shown(value=(text, datatype))) == [text]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "http://a.example", HOSTILE])
def test_a_text_is_no_formula_and_no_link(text: str) -> None:
    data, notes = xlsx(shown(value=(text, "string")))
    cell = opened(data)["A2"]
    assert cell.value == text
    assert cell.data_type != "f"
    assert cell.hyperlink is None
    assert notes == []


def test_what_xml_cannot_hold_is_visible() -> None:
    assert first_row(shown(value=("a\x1bb\uffffc\ud800", "string"))) == ["a\\x1bb\ufffdc\\ud800"]


def test_the_header_stays_in_view_and_filters() -> None:
    sheet = opened(xlsx(shown(title=("A long title " * 20, "string"), n=("1", "integer")))[0])
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B2"
    assert sheet["A1"].font.bold
    assert 40 < sheet.column_dimensions["A"].width < 80
    assert sheet.column_dimensions["B"].width < 10


def test_the_same_rows_give_the_same_bytes() -> None:
    row = shown(count=("115", "integer"), text=("x", "string"))
    assert xlsx(row)[0] == xlsx(row)[0]
    with zipfile.ZipFile(io.BytesIO(xlsx(row)[0])) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_a_cell_that_excel_cannot_hold_is_cut_and_said_to_be() -> None:
    text = "\N{GRINNING FACE}" * 20_000  # two units of UTF-16 each
    data, [note] = xlsx(shown(value=(text, "string")))
    kept = opened(data)["A2"].value
    assert kept.endswith(" … (cut)")
    assert len(kept.encode("utf-16-le")) <= 2 * 32_767
    assert (
        note == "1 cell was cut at 32,767 characters, the most that Excel holds: csv has them all"
    )


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 1)
    row = (Cell("x"),)
    assert xlsx(ShownRows(("value",), (row,)))
    with pytest.raises(UsageError, match="have 2 rows, and a sheet of Excel holds 1: write csv"):
        xlsx(ShownRows(("value",), (row, row)))


def test_markdown_is_a_table_in_which_text_is_text() -> None:
    rows = ShownRows(("text", "n"), ((Cell(HOSTILE), Cell("-9.03", "", f"{XSD}decimal")),))
    link, other = '"<http://evil.example>"', "<http://b.example>"
    assert markdown(rows) == (
        "| text | n |\n| --- | ---: |\n"
        f"| =HYPERLINK({link})\\|\\<b\\>\\*x\\*\\</b\\><br># \\[a\\]({other}) | -9.03 |\n"
    )


def test_labels_are_for_people_and_codes_for_programs(folder: Path) -> None:
    text = """SELECT ?phase ?phaseLabel
              { ?trial kg:phase ?phase BIND("Phase 2" AS ?phaseLabel) }"""
    told = run("query", "-e", text, "-f", "markdown", "--store", "store", cwd=folder)
    assert told.text.splitlines() == ["| phase |", "| --- |", "| Phase 2 |"]
    data = run("query", "-e", text, "-f", "csv", "--store", "store", cwd=folder)
    assert data.text.split() == [
        "phase,phaseLabel", "http://purl.obolibrary.org/obo/NCIT_C15601,Phase", "2",
    ]  # fmt: skip


def test_a_truth_value_has_every_form() -> None:
    truth = shown_rows({"head": {}, "boolean": True})
    assert markdown(truth) == "yes\n"
    assert first_row(truth) == ["yes"]


@pytest.mark.parametrize("name", ["all.xlsx", "all.md", "all.csv.gz", "all.tsv", "all.json"])
def test_the_ending_of_the_file_is_the_form(name: str, folder: Path) -> None:
    text = "SELECT ?nct { ?trial dcterms:identifier ?nct ; kg:phase ?phase }"
    ran = run("query", "-e", text, "-o", name, "--store", "store", cwd=folder)
    assert (ran.status, ran.text) == (0, ""), ran.talk
    data = (folder / name).read_bytes()
    assert data.startswith(
        {"x": b"PK", "m": b"| nct |", "c": b"\x1f\x8b", "t": b"?nct", "j": b"{"}[name[4]]
    )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("-o", "a.doc"), "'a.doc' does not end like results: use one of .txt, .md, .xlsx"),
        (("-o", "a.csv", "-f", "xlsx"), "'a.csv' ends like csv, and -f asks for xlsx"),
        (("-o", "none/a.csv"), "none/a.csv can't be written: its folder does not exist"),
    ],
)
def test_what_cannot_be_written_is_said(
    options: tuple[str, ...], sentence: str, folder: Path
) -> None:
    ran = run("query", "-e", "ASK { ?s ?p ?o }", *options, "--store", "store", cwd=folder)
    assert ran.status == 2
    assert sentence in ran.talk


def test_an_ending_is_that_of_one_form() -> None:
    for form in FORMS.values():
        for ending in form.endings:
            assert form_of(f"x{ending}.gz") is form
