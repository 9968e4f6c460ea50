"""What the mapping accepts is what the shapes accept: one bad value costs that value.

Whatever stands in a field, the record is exported, its graph has no violation by either engine, and
the value is in the graph or in a finding. The values come from both sides of every border that the
shapes draw: their ranges, their patterns, and the types of the model.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import SH

import kg
from kg.coverage import Leaf, leaves
from kg.rdf.record_graph import RecordGraph
from kg.shacl import ENGINES, bundled_shapes
from tests.support.graph_facts import RECORDS
from tests.support.paths import DATA, REAL_DATA

FULL: Final = sorted((DATA / "shapes").glob("*.json"))
"""Records that together have every field."""

ID: Final = "protocolSection.identificationModule.nctId"

TEXTS: Final = (
    *("", " ", "\u00a0", "\u200b", "x", "12", "-1", "1e400", "NaN", "true", "null", "\0", "\ufffd"),
    *("HTTP://EXAMPLE.org", "Https://a/", "http://\u00a0x", "http://\u3000", "http://a\u2028b"),
    *("https://example.org/\u200bx", "ftp://x/", "http://", "http://u:p@x/", "http://[::1]/"),
    *("2021-02-30", "0000", "0001-01-01", "9999-12-31", "99999-01-01", "2021-13", "２０２１-01"),
    *("2021-01-01T25:99", "2021-02-30T10:00", "2021-01-01T10:00", "2021-01-01T29:59"),
    *("18 Years", "999999999999 Years", "-5 Years", "9" * 5000 + " Years", "1.5 Years"),
    *("9" * 5000, "9" * 400, "0." + "0" * 400 + "1", "٣", "²", "1,000", "1,0000", "=-1", "<-0.5"),
    *("101% Confidence Interval", "95.0% Confidence Interval", "1" * 400 + "% Confidence Interval"),
    *("D003920", "D1", "C999999999", "NCT00000000", "nct00000001", "0123456789012", "PMID: 00012"),
    *("10.1000/ABC<x>", "doi: 10.1000/X", "doi:10.1/a", "a" * 5000, "a\nb", "..", "../x", "%", "#"),
)
NUMBERS: Final = (
    *(0, 1, -1, 999, -999, 1.0, 1.5, -1.5, -0.0, 1e22, 1e-9, 1.7e308, -1.7e308),
    *(2**63, 2**64, -(2**64), 10**30, -(10**30)),
)
OTHERS: Final = (True, False, [], ["x"], [1], [None], {}, {"x": 1}, {"a": {"b": [1]}}, [["x"]])
TOO_LARGE: Final = ("1e400", "-1e400", "1E+999", "1" * 5000, "-" + "1" * 5000, "0." + "1" * 5000)
"""Numbers as they are written in JSON."""


@cache
def borders() -> tuple[float, ...]:
    """Numbers at and around every bound of the shapes."""
    graph = bundled_shapes().graph
    found = {
        bound.toPython()
        for parameter in (SH.minInclusive, SH.maxInclusive, SH.minExclusive, SH.maxExclusive)
        for bound in graph.objects(None, parameter)
    }
    near = {float(bound) + step for bound in found for step in (-1, -0.5, 0, 0.5, 1)}
    return tuple(sorted({int(each) if each.is_integer() else each for each in near}))


@cache
def patterns() -> tuple[str, ...]:
    """Every pattern of the shapes."""
    return tuple(sorted(map(str, bundled_shapes().graph.objects(None, SH.pattern))))


def written() -> Iterator[str]:
    """Every value as JSON text."""
    yield from map(json.dumps, (*TEXTS, *NUMBERS, *borders(), *OTHERS))
    yield from TOO_LARGE


def fields(content: Any) -> dict[str, Leaf]:
    """The first value of each field, but for the id."""
    found: dict[str, Leaf] = {}
    for leaf in leaves(content):
        if leaf.path != ID:
            found.setdefault(leaf.path, leaf)
    return found


def graph_of(document: str) -> RecordGraph:
    [record] = kg.read(document.encode())
    return kg.map_record(record)


def violations(graph: RecordGraph, *engines: str) -> list[tuple[str | None, ...]]:
    return [
        (engine, result.focus_node, result.path, result.value, result.source_shape)
        for engine in engines
        for result in kg.validate(graph, engine=engine).violations
    ]


def is_kept(text: str, graph: RecordGraph, without: RecordGraph) -> bool:
    """Whether a value changes the graph or is reported; a blank one says nothing."""
    value = None if text in TOO_LARGE else json.loads(text)
    says_nothing = text not in TOO_LARGE and (
        value in ([], {}, [None]) or (isinstance(value, str) and not value.strip())
    )
    return says_nothing or graph.nodes != without.nodes or graph.findings != without.findings


MARK: Final = "@@value@@"


def faults(content: str, path: str) -> list[str]:
    """What goes wrong if each of the values stands in one field of a record."""
    copy = json.loads(content)
    leaf = fields(copy)[path]
    leaf.holder[leaf.key] = MARK
    template = json.dumps(copy)
    without = graph_of(template.replace(f'"{MARK}"', "null"))
    found = []
    for text in written():
        graph = graph_of(template.replace(f'"{MARK}"', text))
        found += [f"{path} {text[:60]}: {each}" for each in violations(graph, "compiled")]
        if not is_kept(text, graph, without):
            found.append(f"{path} {text[:60]}: lost")
    return found


def records_by_field(files: list[Path]) -> dict[str, str]:
    """The content of the smallest record with each field."""
    found: dict[str, str] = {}
    for file in sorted(files, key=lambda file: file.stat().st_size):
        content = file.read_text("utf-8")
        for path in fields(json.loads(content)):
            found.setdefault(path, content)
    return found


@pytest.mark.slow
def test_every_value_in_every_field() -> None:
    by_field = records_by_field([*FULL, *RECORDS.glob("*.json")])
    assert len(by_field) > 300
    assert [fault for path, content in by_field.items() for fault in faults(content, path)] == []
