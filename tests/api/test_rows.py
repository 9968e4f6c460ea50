"""The rows of a query: values, and what data frames and notebooks make of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any, Final

import pandas
import polars
import pytest

from kg.api import rows as module
from kg.api.rows import MOST_SHOWN, QueryRows, Value, value
from kg.errors import UsageError
from kg.rdf.terms import XSD


def literal(text: str, datatype: str = "string") -> dict[str, str]:
    """A literal in the JSON form of results."""
    return {"type": "literal", "value": text, "datatype": f"{XSD}{datatype}"}


CASES: Final[list[tuple[dict[str, str], Value]]] = [
    (literal("12", "integer"), 12),
    (literal("12", "nonNegativeInteger"), 12),
    (literal("0.25", "decimal"), 0.25),
    (literal("1e3", "double"), 1000.0),
    (literal("true", "boolean"), True),
    (literal("2021-03-09", "date"), date(2021, 3, 9)),
    (literal("2021-03-09T10:00:00Z", "dateTime"), datetime(2021, 3, 9, 10, tzinfo=UTC)),
    (literal("2021-03", "gYearMonth"), "2021-03"),
    (literal("2021-03-09Z", "date"), "2021-03-09Z"),
    (literal("twelve", "integer"), "twelve"),
    (literal("P1Y", "duration"), "P1Y"),
    ({"type": "literal", "value": "ALS", "xml:lang": "en"}, "ALS"),
    ({"type": "uri", "value": "https://example.org/a"}, "https://example.org/a"),
]


@pytest.mark.parametrize(("term", "expected"), CASES)
def test_a_term_is_a_python_value_or_a_text(term: dict[str, str], expected: Value) -> None:
    found = value(term)
    assert found == expected
    assert type(found) is type(expected)


def rows(**columns: list[Value]) -> QueryRows:
    """QueryRows with these columns."""
    found = zip(*columns.values(), strict=True)
    return QueryRows(columns, [dict(zip(columns, each, strict=True)) for each in found])


MIXED: Final = rows(
    trial=["NCT90000201", "NCT90000202", "NCT90000203"],
    sites=[3, None, 12],
    share=[1, 0.5, None],
    start=[date(2021, 3, 9), None, date(1650, 1, 1)],
    end=[date(2021, 3, 9), "2022-04", None],
)


def test_rows_are_a_sequence_of_dicts() -> None:
    document = {
        "head": {"vars": ["trial", "sites"]},
        "results": {
            "bindings": [
                {"trial": literal("NCT90000201"), "sites": literal("3", "integer")},
                {"trial": literal("NCT90000202")},
            ]
        },
    }
    found = QueryRows.of(document)
    assert found.columns == ("trial", "sites")
    assert list(found) == [
        {"trial": "NCT90000201", "sites": 3},
        {"trial": "NCT90000202", "sites": None},
    ]
    assert (len(found), found[-1]["trial"], len(found[:1])) == (2, "NCT90000202", 1)
    assert found[1:].columns == found.columns
    assert repr(found) == "<QueryRows: 2 rows of trial, sites>"


def test_pandas_gets_columns_of_one_type() -> None:
    frame = MIXED.to_pandas()
    assert list(frame.columns) == list(MIXED.columns)
    assert frame["sites"].sum() == 15
    assert frame["sites"].isna().tolist() == [False, True, False]
    assert frame["share"].dropna().tolist() == [1.0, 0.5]
    assert frame["start"].dt.year.dropna().tolist() == [2021, 1650]
    assert frame["end"].dropna().tolist() == ["2021-03-09", "2022-04"]
    assert str(frame["sites"].dtype) == "Int64"


def test_polars_gets_the_same_columns() -> None:
    frame = MIXED.to_polars()
    assert frame.schema == {
        "trial": polars.String,
        "sites": polars.Int64,
        "share": polars.Float64,
        "start": polars.Date,
        "end": polars.String,
    }
    assert frame["start"].to_list() == [date(2021, 3, 9), None, date(1650, 1, 1)]
    assert frame["end"].to_list() == ["2021-03-09", "2022-04", None]


def test_no_rows_are_a_frame_with_their_columns() -> None:
    nothing = QueryRows(("trial", "title"), ())
    assert list(nothing.to_pandas().columns) == ["trial", "title"]
    assert nothing.to_polars().columns == ["trial", "title"]
    assert isinstance(nothing.to_pandas(), pandas.DataFrame)


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_a_missing_library_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(wanted: str) -> Any:
        raise ModuleNotFoundError(wanted)

    monkeypatch.setattr(module, "import_module", absent)
    with pytest.raises(UsageError, match=f"{name} is not installed: pip install {name}"):
        getattr(MIXED, f"to_{name}")()


class _Shown(HTMLParser):
    """The elements and the texts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_a_notebook_shows_text_as_text() -> None:
    hostile = "<script>alert(1)</script> & \u202eabc"
    shown = _Shown(QueryRows(("a", "<b>"), [{"a": hostile, "<b>": None}])._repr_html_())
    assert set(shown.tags) == {"table", "thead", "tbody", "tr", "th", "td"}
    assert shown.texts == ["a", "<b>", "<script>alert(1)</script> & \\u202eabc"]


def test_a_notebook_shows_the_first_of_many_rows() -> None:
    many = rows(number=list(range(MOST_SHOWN + 3)))
    shown = _Shown(many._repr_html_())
    assert shown.tags.count("td") == MOST_SHOWN
    assert shown.texts[-1] == f"{MOST_SHOWN} of {MOST_SHOWN + 3} rows"
    assert "p" not in _Shown(many[:MOST_SHOWN]._repr_html_()).tags
