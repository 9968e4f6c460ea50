"""Where pySHACL departs from the specification: what docs/validate.md says is still so."""

from __future__ import annotations

import logging
from typing import Final

import pytest

from kg.errors import ShapesError
from kg.shacl import validate
from tests.support.shapes_in_turtle import graph_in, shapes_of

pytestmark = pytest.mark.filterwarnings(
    "ignore:NotImplemented should not be used:DeprecationWarning"  # rdflib, ill-typed literals
)

VALUES: Final = "sh:targetObjectsOf :p"

DIFFERENT: Final = {
    "another datatype": (f'{VALUES} ; sh:minInclusive "2000-01"^^xsd:gYearMonth', "5", 1, 0),
    "an ill-typed literal": (
        f'{VALUES} ; sh:minInclusive "2000-01-01T00:00:00"^^xsd:dateTime',
        '"soon"^^xsd:gYearMonth',
        1,
        0,
    ),
    "a late date": (f"{VALUES} ; sh:datatype xsd:date", '"12021-03-05"^^xsd:date', 0, 1),
    "an early date": (f"{VALUES} ; sh:datatype xsd:date", '"-0044-03-15"^^xsd:date', 0, 1),
    "an end of line": (f'{VALUES} ; sh:pattern "^a$"', r'"a\n"', 1, 0),
    "flag s": (f'{VALUES} ; sh:pattern "a.b" ; sh:flags "s"', r'"a\nb"', 0, 1),
    "flag x": (f'{VALUES} ; sh:pattern "a b" ; sh:flags "x"', '"ab"', 0, 1),
    "flag q": (f'{VALUES} ; sh:pattern "a+b" ; sh:flags "q"', '"a+b"', 0, 1),
    "the length of a blank node": (f"{VALUES} ; sh:minLength 0", "[]", 1, 0),
    "a language range": (f'{VALUES} ; sh:languageIn ( "zh-Hant" )', '"x"@zh-Hant-TW', 0, 1),
    "the inverse of a sequence": (
        "sh:targetNode :c ; sh:property [ sh:path [ sh:inversePath ( :p :q ) ] ; sh:minCount 1 ]",
        "[ :q :c ]",
        0,
        1,
    ),
    "a class minus a class": (f'{VALUES} ; sh:pattern "[a-z-[x]]"', '"a"', None, 1),
    "one for true": (
        'sh:targetNode :a ; sh:path :p ; sh:uniqueLang "1"^^xsd:boolean',
        '"x"@en, "y"@en',
        None,
        1,
    ),
    "a blank node in an order": (
        "sh:targetNode :a ; sh:property [ sh:path :p ; sh:lessThan :q ]",
        "[] ; :q 1",
        1,
        None,
    ),
}
"""What -> a shape, the value of :p, and the number of results of each engine; None: refused."""


def results(shape: str, value: str, engine: str) -> int | None:
    try:
        report = validate(graph_in(f":a :p {value} ."), shapes_of(f":S {shape} ."), engine)
    except ShapesError:
        return None
    return len(report.results)


@pytest.mark.filterwarnings("ignore:Possible nested set:FutureWarning")
@pytest.mark.parametrize("what", DIFFERENT)
def test_the_engines_differ(what: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "rdflib.term")
    shape, value, ours, theirs = DIFFERENT[what]
    assert results(shape, value, "compiled") == ours
    assert results(shape, value, "pyshacl") == theirs
