"""JSON-LD 1.1 in compact form: one readable tree a record. https://www.w3.org/TR/json-ld11/

The trial is the root. Every other node stands where the shortest way from the trial first comes to
it, and is an `id` wherever else it is mentioned. What no way from the trial leads to stands in the
root's `included`. A literal's N-Triples text is JSON already, but for control characters.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Final

from kg.errors import OutputError
from kg.formats.context import bundled
from kg.formats.names import SHAPES, Memo, in_order
from kg.formats.writer import Writer
from kg.graphs import RecordGraph
from kg.terms import XSD, Triple
from kg.vocab import RDF_TYPE

WIDTH: Final = 80
"""Characters of an array that still stands on one line."""

DEEPEST: Final = 32
"""Nodes within each other; one that would stand deeper goes to `included`."""

_NATIVE: Final = re.compile(
    rf'"(?:(0|-?[1-9][0-9]{{0,14}})"\^\^(<{XSD}integer>)|(true|false)"\^\^(<{XSD}boolean>))'
)
"""The literals that are JSON numbers and booleans to the letter in every parser."""

_CONTROLS: Final = [(chr(code), f"\\u{code:04x}") for code in range(0x20) if chr(code) != "\n"]
"""What JSON wants escaped and N-Triples does not; line feeds in a text are ours alone."""

_subject: Final = itemgetter(0)


class _Tree:
    """The nodes of a record, each with the one triple at whose object it stands."""

    __slots__ = ("_nodes", "_places")

    def __init__(self, nodes: dict[str, list[Triple]], places: dict[str, Triple]) -> None:
        self._nodes = nodes
        self._places = places

    def node(self, subject: str, margin: str) -> str:
        """A node as a JSON object: what fits on a line first, then the nodes within it."""
        first, further = self._values(subject)
        inner = margin + "  "
        lines = [f'"id": {_ids[subject]}']
        nested: list[str] = []
        for predicate, key, is_set in _sequences[tuple(first)]:
            text = first[predicate]
            if is_set or predicate in further:
                texts = [text, *further.get(predicate, ())]
                if predicate == RDF_TYPE:
                    texts.reverse()  # the classes of schema.org and our own sort last
                text = self._array(texts, inner)
                (nested if "\n" in text else lines).append(key + text)
            elif text[0] == "<":
                nested.append(key + self.node(text, inner))
            else:
                lines.append(key + text)
        separator = f",\n{inner}"
        return f"{{\n{inner}{separator.join(lines + nested)}\n{margin}}}"

    def _values(self, subject: str) -> tuple[dict[str, str], dict[str, list[str]]]:
        """The first and the further values by predicate; a node that stands here is its term."""
        first: dict[str, str] = {}
        further: dict[str, list[str]] = {}
        last = ""
        strings, values = False, _ids
        places = self._places
        for triple in self._nodes.get(subject, ()):
            _, predicate, term = triple
            if predicate != last:
                strings, values = _kinds[predicate]
            if (strings and term[-1] == '"') or (term in places and places[term] is triple):
                text = term
            else:
                text = values[term]
            if predicate != last:
                first[predicate] = text
                last = predicate
            else:
                further.setdefault(predicate, []).append(text)
        return first, further

    def _array(self, texts: list[str], margin: str) -> str:
        """Several values on one line, or each on lines of its own."""
        inner = margin + "  "
        texts = [self.node(text, inner) if text[0] == "<" else text for text in texts]
        line = ", ".join(texts)
        if len(line) <= WIDTH and "\n" not in line:
            return f"[{line}]"
        separator = f",\n{inner}"
        return f"[\n{inner}{separator.join(texts)}\n{margin}]"


def record(graph: RecordGraph) -> str:
    """The tree of a record."""
    nodes = {subject: list(triples) for subject, triples in groupby(graph.triples, _subject)}
    places, others = _placed(graph, nodes)
    tree = _Tree(nodes, places)
    text = tree.node(graph.trial, "")
    if others:
        included = ",\n    ".join([tree.node(root, "    ") for root in others])
        text = f'{text[:-2]},\n  "included": [\n    {included}\n  ]\n}}'
    for control, escape in _CONTROLS:
        if control in text:
            text = text.replace(control, escape)
    return text


def _placed(
    graph: RecordGraph, nodes: dict[str, list[Triple]]
) -> tuple[dict[str, Triple], list[str]]:
    """The triple at whose object each node stands, and the nodes that stand in no other."""
    mentions: dict[str, list[Triple]] = {}
    for triple in [triple for triple in graph.triples if triple[2] in nodes]:
        if triple[1] != RDF_TYPE:
            mentions.setdefault(triple[0], []).append(triple)
    places: dict[str, Triple] = {}
    depths: dict[str, int] = {}
    _reach(graph.trial, mentions, places, depths)
    left = [subject for subject in nodes if subject not in depths]
    mentioned = {triple[2] for subject in left for triple in mentions.get(subject, ())}
    roots = []
    for subject in sorted(left, key=mentioned.__contains__):
        if subject not in depths:
            roots.append(subject)
            _reach(subject, mentions, places, depths)
    return places, roots


def _reach(
    root: str,
    mentions: dict[str, list[Triple]],
    places: dict[str, Triple],
    depths: dict[str, int],
) -> None:
    """Gives every node that can be reached from `root` its place, the nearest first."""
    depths[root] = 0
    queue = [root]
    for subject in queue:
        depth = depths[subject] + 1
        if depth == DEEPEST:
            break
        for triple in mentions.get(subject, ()):
            node = triple[2]
            if node not in depths:
                depths[node] = depth
                places[node] = triple
                queue.append(node)


def _sequence(predicates: tuple[str, ...]) -> list[tuple[str, str, bool]]:
    """Predicates in the order of reading, each with its key and whether it is always an array."""
    context = bundled()
    return [
        (predicate, '"type": ', False)
        if predicate == RDF_TYPE
        else (predicate, f'"{context.name(predicate)}": ', predicate in context.sets)
        for predicate in in_order(predicates)
    ]


def _kind(predicate: str) -> tuple[bool, Memo[str, str]]:
    """Whether the texts of a property are plain strings, and how its other values are written."""
    if predicate == RDF_TYPE:
        return False, _types
    entry = bundled().entries.get(predicate)
    kind = None if entry is None else entry.kind
    return kind is None, _values[kind]


def _type(term: str) -> str:
    if term[0] != "<":
        raise OutputError(f"the type {term} is no IRI; JSON-LD can't hold it")
    return f'"{bundled().name(term)}"'


def _value(kind: str | None, term: str) -> str:
    """An IRI or a literal as the value of a property whose strings are of one kind."""
    context = bundled()
    if term[0] == "<":
        if kind == "@vocab":
            return f'"{context.name(term)}"'
        return _ids[term] if kind == "@id" else f'{{"id": {_ids[term]}}}'
    native = _NATIVE.fullmatch(term)
    if native and kind in (None, native[2], native[4]):
        return native[1] or native[3]
    end = term.rindex('"') + 1
    text, datatype = term[:end], term[end + 2 :]
    if not datatype:
        return f'{{"@value": {text}}}'
    if datatype == kind:
        return text
    return f'{{"@type": "{context.name(datatype)}", "@value": {text}}}'


def _opening() -> str:
    return f'{{\n"@context": {bundled().text},\n"@graph": [\n'


def _alone(text: str) -> str:
    """A document of one record: its tree, with the context as the first line within."""
    return f'{{\n  "@context": {bundled().text},\n{text[2:]}\n'


def _line(graph: RecordGraph) -> str:
    """A document of one record on one line, with its context."""
    lines = map(str.strip, _alone(record(graph)).splitlines())
    return f"{' '.join(lines)}\n"


_ids: Final[Memo[str, str]] = Memo(lambda term: f'"{bundled().identifier(term)}"')
_sequences: Final = Memo(_sequence, SHAPES)
_types: Final = Memo(_type)
_values: Final[Memo[str | None, Memo[str, str]]] = Memo(lambda kind: Memo(partial(_value, kind)))
_kinds: Final = Memo(_kind)

WRITER: Final = Writer(record, _opening, between=",\n", closing="\n]\n}\n", alone=_alone)

LINES: Final = Writer(_line)
"""One document a line, https://jsonlines.org: for tools that take such files apart by line."""
