"""Turtle for readers: prefixes, one block a subject, the trial first. https://www.w3.org/TR/turtle/

There are no blank nodes, so nothing is nested: every node has its own block, under its own name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.formats.prefixed_names import READING_NAMES, SHAPES, Memo, in_order, prefixed
from kg.formats.writer import Writer
from kg.rdf.nodes import Properties, nodes_of_core
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import XSD, parted
from kg.rdf.vocabulary import PREFIXES, RDF_TYPE
from kg.system.core import core

if TYPE_CHECKING:
    import kg_trials_core

WIDTH: Final = 80
"""The most characters of a list of objects on one line."""

_XSD: Final = re.escape(XSD)
_SHORT: Final = re.compile(
    rf"""
      "(0|-?[1-9][0-9]{{0,17}})"\^\^<{_XSD}integer>
    | "(-?(?:0|[1-9][0-9]{{0,17}})\.(?:0|[0-9]{{0,17}}[1-9]))"\^\^<{_XSD}decimal>
    | "(true|false)"\^\^<{_XSD}boolean>
    """,
    re.VERBOSE,
)
"""Numbers and booleans whose lexical form is the canonical one, so that no parser changes it."""

_BACKSLASH: Final = r"\\"


def prefixes() -> str:
    """The prefix declarations; the same in every document."""
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + "\n"


def blocks(graph: RecordGraph, margin: str = "") -> bytes:
    """The triples of a record: one block a subject, with a blank line between."""
    if _of_core is not None and (nodes := nodes_of_core(graph.nodes)) is not None:
        return _of_core.blocks(nodes, graph.trial, margin)
    return _blocks(graph, margin).encode()


def _blocks(graph: RecordGraph, margin: str) -> str:
    found = {
        subject: _block(_name[subject], properties, margin)
        for subject, properties in graph.nodes.items()
    }
    trial = found.pop(graph.trial, None)
    return "\n".join(found.values() if trial is None else [trial, *found.values()])


def _block(subject: str, properties: Properties, margin: str) -> str:
    """The triples of one subject, in reading order."""
    lines = []
    for predicate, verb in _sequences[tuple(properties)]:
        objects = properties[predicate]
        if len(objects) == 1:
            lines.append(f"{verb} {_object(objects[0])}")
        else:
            texts = [_object(term) for term in objects]
            if verb == "a":
                texts.reverse()  # the classes of schema.org and our own sort last
            lines.append(verb + _list(texts, margin))
    separator = f" ;\n{margin}    "
    return f"{margin}{subject} {separator.join(lines)} .\n"


def _object(term: str) -> str:
    if term[-1] != '"':
        return _name[term]
    return _long(term) if "\\n" in term else term


def _list(objects: list[str], margin: str) -> str:
    """Several objects after their predicate, or each on a line of its own."""
    line = ", ".join(objects)
    if len(line) <= WIDTH and "\n" not in line:
        return f" {line}"
    indent = f"\n{margin}        "
    return indent + f",{indent}".join(objects)


def _long(literal: str) -> str:
    """A text of several lines between triple quotes, with its line feeds as they are."""
    text = _BACKSLASH.join([_readable(part) for part in literal[1:-1].split(_BACKSLASH)])
    return f'"""{text}"""' if "\n" in text else literal


def _readable(part: str) -> str:
    """Line feeds and quotes unescaped, except adjacent quotes and those at the end."""
    part = part.replace(r"\n", "\n")
    if r"\"\"" in part or part.endswith(r"\""):
        return part
    return part.replace(r"\"", '"')


def _term(term: str) -> str:
    """An IRI or a literal in the shortest form that all parsers read alike."""
    if term[0] == "<":
        return prefixed(term) or term
    if short := _SHORT.fullmatch(term):
        return short[short.lastindex or 0]
    text, mark = parted(term)
    if "\\n" in text:
        text = _long(text)
    return f"{text}{mark}" if mark[0] == "@" else f"{text}^^{_name[mark[2:]]}"


def _sequence(predicates: tuple[str, ...]) -> list[tuple[str, str]]:
    """Predicates in reading order, each with its text."""
    return [(p, "a" if p == RDF_TYPE else _name[p]) for p in in_order(predicates)]


_name: Final = Memo(_term)
_sequences: Final = Memo(_sequence, SHAPES)

_of_core: Final[kg_trials_core.Turtle | None] = None if core is None else core.Turtle(READING_NAMES)

WRITER: Final = Writer(blocks, opening=prefixes, between="\n")
