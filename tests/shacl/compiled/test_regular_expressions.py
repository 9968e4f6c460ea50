"""Patterns are XPath's: read as XPath reads them, or refused with the reason.

https://www.w3.org/TR/xpath-functions/#regex-syntax
"""

from __future__ import annotations

import re
from typing import Final

import pytest
import rdflib

from kg.errors import ShapesError
from kg.rdf.terms import literal
from kg.shacl.compiled import CompiledShapes
from tests.support.shapes_in_turtle import shapes_of

MATCHES: Final = (
    # pattern, flags, texts that match, texts that do not
    ("^[ab$]+$", "", ("ab", "a$"), ("ab\n", "b\nb")),
    ("a.c", "qi", ("A.C", "xa.cx"), ("abc",)),
    ("a.c", "qs", ("a.c",), ("a\nc",)),
    ("x.a", "s", ("x\na",), ("xa",)),
    ("x.a", "", ("xba",), ("x\na",)),
    ("^a.c$", "mi", ("A.C", "x\nabc\ny", "x\nabc"), ("x abc",)),
    ("^$", "m", ("", "a\n\nb"), ("a\n", "a\nb")),
    ("a$", "m", ("a", "a\nb", "a\n"), ("ab",)),
    ("^b", "m", ("b", "a\nb"), ("a\n", "ab")),
    ("a b # c", "x", ("ab#c",), ("ab", "a b # c")),
    ("[ #]\t b", "x", (" b", "#b"), ("b",)),
    (r"a\.b|c{2,3}?d", "", ("a.b", "ccd"), ("axb", "cd")),
    (r"^(?:a|b)(c)*$", "", ("a", "bcc"), ("ab",)),
    (r"^[\-\]\[a-c]+$", "", ("-]", "[b"), ("d",)),
    (r"^\$\^\{\}$", "", ("$^{}",), ("",)),
    (r"^https?:\/\/", "", ("http://x",), ("ftp://x",)),
    (r"^\d\s\w$", "", ("1 a",), ("a1",)),
    ("", "", ("", "a"), ()),
)

REFUSED: Final = {
    "a class within a class": ("[a-z-[aeiou]]", r"[\w-[\d]]", "[[:alpha:]]", "^[a-z-[x]]"),
    "categories and blocks": (r"\p{L}", r"[\p{Lu}a]", r"\P{IsGreek}", r"[^\P{Nd}]"),
    "the characters of XML names": (r"\i\c*", r"[\i:]", r"\C"),
    "references to groups": (r"(a)\1", r"(a)?\1b", r"\0"),
    "no groups that begin with": (
        *("(?=a)", "(?!a)", "(?<=a)", "(?<!a)", "(?i)a", "(?P<x>a)", "(?P=x)", "(?#x)", "(?>a)"),
        *("(?i:a)", "(?(1)a)"),
    ),
    "no escape": (r"\bword\b", r"\Aa\Z", r"\x41", r"\u0041", r"\N{DIGIT ONE}", r"\e", "a\\"),
    "no such escape in a class": (r"[\b]", r"[\x41]"),
    "no such quantifier": ("a*+", "a++", "a?+", "a{2}+", "a{,3}", "a{", "a{x}", "a**", "a{2}{3}"),
    "has to be escaped": ("a}", "a]", "]"),
    "empty or not closed": ("[]", "[]a]", "[a"),
    "Possible set": ("[a&&b]", "[a||b]", "[a--b]", "[a~~b]"),
    "": ("(", "a)", "*a", "[z-a]", "a{5,2}", "a{99999999999}", "[^]"),
}
"""A part of the reason -> patterns."""


def matches(pattern: str, flags: str, text: str) -> bool:
    shapes = shapes_of(
        f":S sh:targetObjectsOf :p ; sh:pattern {literal(pattern)} ; sh:flags {literal(flags)} ."
    )
    graph = rdflib.Graph()
    place = rdflib.URIRef("https://example.org/a"), rdflib.URIRef("https://example.org/p")
    graph.add((*place, rdflib.Literal(text)))
    return not CompiledShapes(shapes).check_graph(graph).results


@pytest.mark.parametrize(("pattern", "flags", "right", "wrong"), MATCHES)
def test_matches(pattern: str, flags: str, right: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    assert [text for text in right if not matches(pattern, flags, text)] == []
    assert [text for text in wrong if matches(pattern, flags, text)] == []


@pytest.mark.parametrize(
    ("reason", "pattern"), [(reason, each) for reason, found in REFUSED.items() for each in found]
)
def test_refused(reason: str, pattern: str) -> None:
    sentence = rf"S>: sh:pattern {re.escape(repr(pattern))} can't be used: .*{re.escape(reason)}"
    with pytest.raises(ShapesError, match=sentence):
        CompiledShapes(shapes_of(f":S a sh:NodeShape ; sh:pattern {literal(pattern)} ."))


def test_blanks_that_the_flag_removes_join_what_is_around_them() -> None:
    text = ":S a sh:NodeShape ; sh:pattern '( ?=a)b' ; sh:flags 'x' ."
    with pytest.raises(ShapesError, match="no groups that begin with"):
        CompiledShapes(shapes_of(text))


def test_a_pattern_is_a_string() -> None:
    for text in (":S sh:pattern 1 .", ":S sh:pattern 'a'@en .", ":S sh:pattern 'a' ; sh:flags 1 ."):
        with pytest.raises(ShapesError, match="is not a string"):
            CompiledShapes(shapes_of(text))
