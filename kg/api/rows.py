"""The rows that a query of a store returns, as Python values, and as data frames.

https://www.w3.org/TR/sparql11-results-json/
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeAlias, overload

from kg.errors import UsageError
from kg.rdf.datatypes import BOOLEAN, BOOLEANS, DATE, DATE_TIME, FRACTIONS, INTEGERS
from kg.text.printable import printable

if TYPE_CHECKING:
    import pandas
    import polars

Value: TypeAlias = str | int | float | bool | date | datetime | None
"""A value of a row; None if the variable is unbound."""

Row: TypeAlias = dict[str, Value]

MOST_SHOWN: Final = 50
"""Rows that a notebook shows."""

_READERS: Final[dict[str, Callable[[str], Value]]] = {
    **dict.fromkeys(INTEGERS, int),
    **dict.fromkeys(FRACTIONS, float),
    BOOLEAN: BOOLEANS.__getitem__,
    DATE: date.fromisoformat,
    DATE_TIME: datetime.fromisoformat,
}
"""Datatype -> the reader of its lexical forms; a literal of any other is a text."""


def value(term: Mapping[str, str]) -> Value:
    """The Python value of a term in the JSON form; a text if it has none, such as `2021-03`."""
    text = term["value"]
    read = _READERS.get(term.get("datatype", ""))
    if read is not None:
        with suppress(ValueError, KeyError):
            return read(text)
    return text


class QueryRows(Sequence[Row]):
    """The rows of a query, in its order: a sequence of dicts from column to value.

    Numbers are int or float, truth values bool, complete dates `datetime.date`, points in time
    `datetime.datetime`, and unbound variables None. Everything else is a text: IRIs, words, and
    dates of which only the month or the year is known.
    """

    def __init__(self, columns: Iterable[str], rows: Iterable[Row]) -> None:
        self.columns = tuple(columns)
        self._rows = tuple(rows)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> QueryRows:
        """The rows of solutions in the JSON form."""
        columns = document["head"]["vars"]
        return cls(
            columns,
            (
                {name: value(found[name]) if name in found else None for name in columns}
                for found in document["results"]["bindings"]
            ),
        )

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> QueryRows: ...

    def __getitem__(self, index: int | slice) -> Row | QueryRows:
        if isinstance(index, slice):
            return QueryRows(self.columns, self._rows[index])
        return self._rows[index]

    def __repr__(self) -> str:
        count = f"{len(self):,} row{'s' * (len(self) != 1)}"
        return f"<QueryRows: {count} of {', '.join(self.columns) or 'no columns'}>"

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas DataFrame; a column of dates is datetime64, and a missing value is NA.

        A column of several types, such as complete and partial dates, is a column of texts. Raises
        UsageError if pandas is not installed.
        """
        frames = _library("pandas")
        found = {}
        for name, values in self._frame_columns().items():
            dates = {type(each) for each in values if each is not None} == {date}
            found[name] = frames.Series(values, dtype="datetime64[s]" if dates else "object")
        frame: pandas.DataFrame = frames.DataFrame(found, columns=list(self.columns))
        return frame.convert_dtypes()

    def to_polars(self) -> polars.DataFrame:
        """A polars DataFrame, with columns of one type each as `to_pandas` has them.

        Raises UsageError if polars is not installed.
        """
        frame: polars.DataFrame = _library("polars").DataFrame(self._frame_columns())
        return frame

    def _frame_columns(self) -> dict[str, list[Value]]:
        return {name: _of_one_type([row[name] for row in self]) for name in self.columns}

    def _repr_html_(self) -> str:
        """The first rows as a table, for notebooks."""
        head = "".join(f"<th>{_html(name)}</th>" for name in self.columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{_html(row[name])}</td>' for name in self.columns)}</tr>"
            for row in self._rows[:MOST_SHOWN]
        )
        rest = f"<p>{MOST_SHOWN} of {len(self):,} rows</p>" if len(self) > MOST_SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


def _of_one_type(values: list[Value]) -> list[Value]:
    """The values; whole numbers beside fractions as these, any other mixture as texts."""
    types = {type(each) for each in values if each is not None}
    if len(types) < 2:
        return values
    common: Callable[[Any], Value] = float if types == {int, float} else str
    return [None if each is None else common(each) for each in values]


def _html(found: Value) -> str:
    return "" if found is None else escape(printable(str(found)))


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise UsageError(f"{name} is not installed: pip install {name}") from None
