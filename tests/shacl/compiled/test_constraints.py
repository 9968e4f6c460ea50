"""The compiled SHACL engine by itself: what it refuses, how it compares, what it says."""

from __future__ import annotations

from typing import Final

import pytest
import rdflib
from pyshacl.constraints import ALL_CONSTRAINT_COMPONENTS

from kg.errors import ShapesError
from kg.rdf.terms import typed
from kg.shacl import Result
from kg.shacl.compiled import CompiledShapes
from kg.shacl.compiled.comparison import compare
from kg.shacl.compiled.components import COMPONENTS
from kg.shacl.compiled.datatypes import DATATYPES
from kg.shacl.pyshacl_engine import report_of
from tests.support.shapes_in_turtle import graph_in, shapes_of


def checked(shapes: str, data: str) -> tuple[Result, ...]:
    """The results of a graph in Turtle by shapes in Turtle."""
    return CompiledShapes(shapes_of(shapes)).check_graph(graph_in(data)).results


def wrong(shapes: str, data: str) -> list[str | None]:
    """The values of the results."""
    return [result.value for result in checked(shapes, data)]


def nested(parameter: str, times: int) -> str:
    """So many nodes without a name, each the value of a parameter of the one before."""
    return "".join(f"_:n{n} sh:{parameter} _:n{n + 1} . " for n in range(times))


REFUSED: Final = {
    "a query": (
        ':S sh:targetNode :a ; sh:sparql [ sh:select "" ] .',
        "^<https://example.org/S>: sh:sparql is not part of SHACL Core; the pyshacl engine may",
    ),
    "a query without a target": (':S sh:sparql [ sh:select "" ] .', "S>: sh:sparql is not part of"),
    "a target by query": (':S sh:target [ sh:select "" ] .', "sh:target is not part of SHACL Core"),
    "a rule": (":S a sh:NodeShape ; sh:rule [] .", "sh:rule is not part of SHACL Core"),
    "an unknown parameter": (
        ":S a sh:NodeShape ; sh:property [ sh:path :p ; sh:maxcount 1 ] .",
        r"S> \(inside\): sh:maxcount is not part of SHACL Core",
    ),
    "a component in SPARQL": (
        ":C a sh:ConstraintComponent ; sh:parameter [ sh:path :limit ] . :S sh:in () ; :limit 1 .",
        "S>: <https://example.org/limit> is a parameter of a SPARQL-based component",
    ),
    "an entailment": ("<> sh:entailment :Rules .", "sh:entailment is not supported"),
    "a shape of itself": (
        ":S a sh:NodeShape ; sh:property :P . :P sh:path :knows ; sh:node :S .",
        "[SP]>: the shape refers to itself",
    ),
    "a count of nodes": (":S a sh:NodeShape ; sh:minCount 1 .", "sh:minCount is for property"),
    "a word as a number": (
        ':S sh:path :p ; sh:minCount "one" .',
        'S>: sh:minCount "one" is not an integer of 0 or more',
    ),
    "a negative count": (
        ":S sh:path :p ; sh:maxCount -1 .",
        "S>: sh:maxCount -1 is not an integer of 0 or more",
    ),
    "a count of another type": (
        ':S sh:path :p ; sh:maxCount "1"^^xsd:int .',
        'sh:maxCount "1" is not an integer of 0 or more',
    ),
    "a decimal as a count": (":S sh:path :p ; sh:minCount 1.0 .", 'sh:minCount "1.0" is not an'),
    "a negative length": (":S a sh:NodeShape ; sh:minLength -1 .", "sh:minLength -1 is not an"),
    "a negative maximal length": (":S sh:maxLength -1 .", "sh:maxLength -1 is not an integer"),
    "a negative qualified count": (
        ":S sh:path :p ; sh:qualifiedValueShape :T ; sh:qualifiedMinCount -1 .",
        "sh:qualifiedMinCount -1 is not an integer of 0 or more",
    ),
    "a node as a count": (":S sh:path :p ; sh:minCount :a .", "sh:minCount <https.*> is not an"),
    "two datatypes": (
        ":S sh:path :p ; sh:datatype xsd:date , xsd:string .",
        "sh:datatype has 2 values, not one",
    ),
    "a kind of node": (":S a sh:NodeShape ; sh:nodeKind sh:Iri .", "not one of the six kinds"),
    "a kind of node in words": (':S a sh:NodeShape ; sh:nodeKind "IRI" .', "not one of the six"),
    "a literal as a class": (':S a sh:NodeShape ; sh:class "C" .', 'sh:class "C" is not an IRI'),
    "a literal as a datatype": (':S sh:datatype "date" .', 'sh:datatype "date" is not an IRI'),
    "a literal as a property": (':S sh:equals "p" .', 'sh:equals "p" is not an IRI'),
    "a literal as a shape": (':S sh:not "T" .', 'S>: the literal "T" is not a shape'),
    "a literal among shapes": (":S sh:or ( :T 1 ) .", "S>: the literal 1 is not a shape"),
    "a literal as a node shape": (":S sh:node 1 .", "S>: the literal 1 is not a shape"),
    "a literal to ignore": (
        ':S sh:closed true ; sh:ignoredProperties ( "p" ) .',
        'sh:ignoredProperties "p" is not an IRI',
    ),
    "a language that is no string": (":S sh:languageIn ( :en ) .", "lists something that is not"),
    "a blank node as a target": (":S sh:targetNode [] .", "S>: sh:targetNode is a blank node"),
    "a message that is a number": (
        ":S sh:in () ; sh:message 1 .",
        "sh:message 1 is not a string",
    ),
    "neither true nor false": (
        ':S a sh:NodeShape ; sh:deactivated "no" .',
        'sh:deactivated "no" is neither true nor false',
    ),
    "true in other words": (
        ':S sh:path :p ; sh:uniqueLang "1"^^xsd:boolean .',
        'S>: sh:uniqueLang "1" is neither true nor false',
    ),
    "closed in other words": (
        ':S sh:closed "1"^^xsd:boolean .',
        'sh:closed "1" is neither true nor false',
    ),
    "a path that leads to itself": (
        ":S sh:property [ sh:path _:p ; sh:maxCount 0 ] . _:p sh:inversePath _:p .",
        r"S> \(inside\): its sh:path leads back to itself",
    ),
    "a sequence that leads to itself": (
        ":S sh:path _:p ; sh:minCount 1 . _:p sh:zeroOrOnePath [ sh:alternativePath (:q _:p) ] .",
        r"S> \(inside\): its sh:path leads back to itself",
    ),
    "a deep path": (
        f":S sh:path _:n0 ; sh:maxCount 0 . {nested('inversePath', 600)}",
        "its sh:path is nested more than 50 deep",
    ),
    "deep shapes": (
        f":S a sh:NodeShape ; sh:not _:n0 . {nested('not', 600)}",
        "S>: shapes are nested more than 50 deep",
    ),
    "shapes deeper than the stack can check": (
        f":S a sh:NodeShape ; sh:not _:n0 . {nested('not', 60)}",
        "shapes are nested more than 50 deep",
    ),
    "no list": (":S a sh:NodeShape ; sh:in :a .", "a list is not well-formed"),
    "a broken expression": (
        ':S a sh:NodeShape ; sh:pattern "(" .',
        r"sh:pattern '\(' can't be used: missing \)",
    ),
    "a flag": (
        ':S a sh:NodeShape ; sh:pattern "a" ; sh:flags "g" .',
        "sh:flags 'g' has others than",
    ),
    "no property shape": (
        ":S a sh:NodeShape ; sh:property [] .",
        "sh:property is not a property shape",
    ),
    "a property shape for a node": (
        ":S a sh:NodeShape ; sh:node [ sh:path :p ] .",
        "sh:node is a property shape",
    ),
    "a path of one part": (
        ":S sh:path ( :p ) ; sh:maxCount 1 .",
        "a path of several parts needs at least two",
    ),
    "a path that is none": (
        ":S sh:path [ sh:upwardPath :p ] ; sh:maxCount 1 .",
        "not a property path of SHACL",
    ),
    "a text as a path": (':S a sh:PropertyShape ; sh:path "p" .', "not a property path of SHACL"),
    "a node shape with a path": (":S a sh:NodeShape ; sh:path :p .", "a node shape has no sh:path"),
    "a property shape without": (":S a sh:PropertyShape .", "a property shape needs sh:path"),
    "an IRI as a bound": (":S a sh:NodeShape ; sh:minInclusive :a .", "bound of a range is not"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused(what: str) -> None:
    text, sentence = REFUSED[what]
    with pytest.raises(ShapesError, match=sentence):
        CompiledShapes(shapes_of(text))


def test_shapes_at_the_limit_of_nesting_are_checked() -> None:
    shapes = f":S sh:targetNode :a ; sh:not _:n0 . {nested('not', 49)} _:n49 sh:class :C ."
    assert checked(shapes, ":a a :C .") == ()
    assert len(checked(shapes, "")) == 1


def test_all_components_are_there() -> None:
    theirs = {
        str(each.shacl_constraint_component).rpartition("#")[2]
        for each in ALL_CONSTRAINT_COMPONENTS
        if each.__name__ not in ("SPARQLBasedConstraint", "QualifiedValueShapeConstraintComponent")
    }
    ours = {f"{component.name}ConstraintComponent" for component in COMPONENTS.values()}
    qualified = {f"Qualified{each}CountConstraintComponent" for each in ("Min", "Max")}
    assert ours == theirs | qualified


VALID: Final = {
    "integer": ("0", "+1", "-01", "9" * 5000),
    "decimal": ("1", "1.", ".5", "-0.50"),
    "double": ("1", "1.5e3", "-1E-3", "INF", "-INF", "NaN"),
    "boolean": ("true", "false", "0", "1"),
    "byte": ("-128", "127"),
    "unsignedByte": ("0", "255"),
    "long": ("9223372036854775807",),
    "date": ("2024-02-29", "2000-02-29", "-0044-03-15", "12021-03-05", "2021-03-05-14:00"),
    "dateTime": ("2021-03-05T10:00:00", "2021-03-05T24:00:00Z", "2021-03-05T10:00:00.123+01:00"),
    "time": ("10:00:00", "23:59:59.9Z"),
    "gYear": ("2021", "-0001"),
    "gYearMonth": ("2021-03", "2021-12Z"),
    "duration": ("P1Y", "-P1Y2M3DT4H5M6.7S", "PT36H"),
    "yearMonthDuration": ("P1Y2M",),
    "dayTimeDuration": ("P1DT2H", "PT5M"),
    "hexBinary": ("", "0fB7"),
    "base64Binary": ("", "aGk=", "a Gk="),
}
INVALID: Final = {
    "integer": ("", "1.0", "1_000", " 1", "ten", "٣"),
    "decimal": (".", "1e3", "NaN", "1,5"),
    "double": ("inf", "nan", "1_0", "1e", "infinity"),
    "boolean": ("TRUE", "yes", ""),
    "byte": ("128", "-129"),
    "unsignedByte": ("-1", "256"),
    "long": ("9223372036854775808",),
    "date": (
        "2023-02-29",
        "1900-02-29",
        "2021-13-01",
        "2021-04-31",
        "20210305",
        "2021-W10-5",
        "soon",
    ),
    "dateTime": ("2021-03-05", "2021-03-05 10:00:00", "2021-03-05T24:00:01", "2021-03-05T10:00"),
    "time": ("10:00", "24:30:00"),
    "gYear": ("21", "2021-03"),
    "gYearMonth": ("2021", "2021-00", "2021-03-05"),
    "duration": ("P", "PT", "1Y", "P1.5Y", "P1W"),
    "yearMonthDuration": ("P1D", "PT1M"),
    "dayTimeDuration": ("P1M", "P1Y"),
    "hexBinary": ("0", "xy"),
    "base64Binary": ("aGk", "a=b="),
}


@pytest.mark.parametrize("datatype", VALID)
def test_lexical_forms(datatype: str) -> None:
    parse = DATATYPES[datatype].parse
    assert [text for text in VALID[datatype] if parse(text) is None] == []
    assert [text for text in INVALID[datatype] if parse(text) is not None] == []


ORDER: Final = (
    (typed("1", "integer"), typed("1.0", "decimal"), 0),
    (typed("0.1", "decimal"), typed("0.1", "double"), 0),
    (typed("9" * 5000, "integer"), typed("1e3", "double"), 1),
    (typed("NaN", "double"), typed("1", "integer"), None),
    (typed("-INF", "float"), typed("-5", "byte"), -1),
    ('"a"', '"b"', -1),
    ('"a"@en', '"b"@en', None),
    ("<https://a>", "<https://b>", None),
    ("_:a", "_:b", None),
    (typed("false", "boolean"), typed("1", "boolean"), -1),
    (typed("1", "integer"), '"1"', None),
    (typed("ten", "integer"), typed("1", "integer"), None),
    (typed("2021-03-05", "date"), typed("2021-03-06", "date"), -1),
    (typed("2021-03-05", "date"), typed("2021-03", "gYearMonth"), None),
    (typed("2021-03", "gYearMonth"), typed("2021", "gYear"), None),
    (typed("2020-12", "gYearMonth"), typed("2021-01", "gYearMonth"), -1),
    (typed("-0001", "gYear"), typed("0001", "gYear"), -1),
    (typed("soon", "date"), typed("2021-03-05", "date"), None),
    (typed("2021-03-05T10:00:00Z", "dateTime"), typed("2021-03-05T12:00:00+02:00", "dateTime"), 0),
    (typed("2021-03-05T24:00:00", "dateTime"), typed("2021-03-06T00:00:00", "dateTime"), 0),
    (typed("2021-03-05T10:00:00", "dateTime"), typed("2021-03-05T10:00:00Z", "dateTime"), None),
    (typed("2021-03-05T10:00:00", "dateTime"), typed("2021-03-06T00:00:01Z", "dateTime"), -1),
    (typed("2021-03-07T00:00:01Z", "dateTime"), typed("2021-03-06T10:00:00", "dateTime"), 1),
    (typed("P1Y", "duration"), typed("P12M", "yearMonthDuration"), 0),
    (typed("P1M", "duration"), typed("P30D", "duration"), None),
    (typed("P1M", "duration"), typed("P27D", "duration"), 1),
    (typed("PT36H", "dayTimeDuration"), typed("P2D", "duration"), -1),
    (typed("00", "hexBinary"), typed("01", "hexBinary"), None),
)


@pytest.mark.parametrize(("left", "right", "expected"), ORDER)
def test_order(left: str, right: str, expected: int | None) -> None:
    assert compare(left, right) == expected
    assert compare(right, left) == (None if expected is None else -expected)


PATHS: Final = (
    ":p",
    "[ sh:inversePath :p ]",
    "( :p [ sh:inversePath :q ] :r )",
    "[ sh:alternativePath ( :p ( :q :r ) ) ]",
    "[ sh:zeroOrMorePath [ sh:oneOrMorePath [ sh:zeroOrOnePath :p ] ] ]",
)


@pytest.mark.parametrize("path", PATHS)
def test_paths_are_told_alike(path: str) -> None:
    shapes = shapes_of(f":S sh:targetNode :a ; sh:path {path} ; sh:minCount 5 .")
    (ours,) = CompiledShapes(shapes).check([]).results
    (theirs,) = report_of(rdflib.Graph(), shapes).results
    assert ours.path == theirs.path


def test_the_inverse_of_a_sequence_is_followed_from_its_end() -> None:
    shapes = ":S sh:targetNode :c ; sh:path [ sh:inversePath ( :p :q ) ] ; sh:minCount 1 ."
    assert checked(shapes, ":a :p :b . :b :q :c .") == ()
    assert len(checked(shapes, ":a :q :b . :b :p :c .")) == 1


def test_a_blank_node_has_no_length() -> None:
    shapes = ":S sh:targetSubjectsOf :p ; sh:minLength 0 ."
    assert len(checked(shapes, ":a :p 1 . [] :p 2 .")) == 1


def test_language_ranges_of_several_parts() -> None:
    shapes = ':S sh:targetObjectsOf :p ; sh:languageIn ( "zh-Hant" "en" ) .'
    data = ':a :p "a"@zh-Hant-TW, "b"@zh, "c"@EN-gb, "d"@eng, "e" .'
    assert wrong(shapes, data) == ['"b"@zh', '"d"@eng', '"e"']


def test_language_tags_are_alike_in_any_case() -> None:
    shapes = ':S sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; sh:in ( "a"@en-GB ) ] .'
    assert wrong(shapes, ':a :p "a"@EN-gb, "b"@en-GB .') == ['"b"@en-GB']


@pytest.mark.parametrize("constraint", ["lessThan", "lessThanOrEquals"])
def test_what_cannot_be_compared_is_a_result(constraint: str) -> None:
    shapes = f":S sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; sh:{constraint} :q ] ."
    values = ('"2021-13-45"^^xsd:date', '"2021-01"^^xsd:gYearMonth', ":b", "[]", '"a"@en')
    for value in values:
        assert len(checked(shapes, f':a :p {value} ; :q "2022-01-01"^^xsd:date .')) == 1, value


def test_implicit_targets_and_subclasses() -> None:
    shapes = ":C a owl:Class, sh:NodeShape ; sh:property [ sh:path :p ; sh:minCount 1 ] ."
    data = ":a a :C . :b a :D . :D rdfs:subClassOf :E . :E rdfs:subClassOf :C . :c a :F ."
    found = [result.focus_node for result in checked(shapes, data)]
    assert found == ["<https://example.org/a>", "<https://example.org/b>"]


def test_nameless_shapes_have_the_same_name_in_every_run() -> None:
    shapes = ":S sh:targetNode :a ; sh:property [ sh:path ( :p :q ) ; sh:minCount 1 ] ."
    first, second = (checked(shapes, "")[0].source_shape for _ in range(2))
    assert first == second
    assert first.startswith("_:shape-")


def test_messages() -> None:
    shape = ":S sh:targetNode :a ; sh:class :C %s ."
    own = '; sh:message "Nein."@de, "No."@en'
    assert checked(shape % own, "")[0].message == "No."
    assert checked(shape % "", "")[0].message == (
        "The value is not of class <https://example.org/C>."
    )


def test_a_text_with_and_without_its_datatype_is_one() -> None:
    shapes = ':S sh:targetNode :a ; sh:property [ sh:path :p ; sh:maxCount 1 ; sh:hasValue "x" ] .'
    assert checked(shapes, ':a :p "x", "x"^^xsd:string .') == ()


def test_a_node_that_two_targets_reach_is_checked_once() -> None:
    shapes = ":S sh:targetNode :a ; sh:targetClass :C ; sh:targetSubjectsOf :p ; sh:class :D ."
    assert len(checked(shapes, ":a a :C ; :p 1 .")) == 1
