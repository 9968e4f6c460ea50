"""JSON-LD 1.1 in compact form: one readable tree a record. https://www.w3.org/TR/json-ld11/

A record is a document by itself: the terms that it uses, the name of its graph and the graph. A
document of several records is a list of these, so its terms need not be known when it begins.

The trial is the root of a graph. Every other node is nested where the shortest path from the trial
first reaches it, and is an `id` wherever else it is mentioned. Nodes that cannot be reached from
the trial follow it. A literal's N-Triples text is already JSON, except for control characters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Final

from kg.errors import OutputError
from kg.formats.context import bundled
from kg.formats.prefixed_names import READING_NAMES, SHAPES, Memo, in_order
from kg.formats.writer import Writer
from kg.rdf.nodes import Nodes, nodes_of_core
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import XSD, parted
from kg.rdf.vocabulary import RDF_TYPE
from kg.system.core import core

if TYPE_CHECKING:
    import kg_trials_core

WIDTH: Final = 80
"""The most characters of an array on one line."""

DEEPEST: Final = 32
"""The greatest depth of nested nodes; deeper ones follow the tree."""

OPENING: Final = '{\n"@graph": [\n'
BETWEEN: Final = ",\n"
CLOSING: Final = "\n]\n}\n"
"""What a document of several records has before, between and after them."""

_NATIVE: Final = re.compile(
    rf'"(?:(0|-?[1-9][0-9]{{0,14}})"\^\^(<{XSD}integer>)|(true|false)"\^\^(<{XSD}boolean>))'
)
"""The literals that every parser reads unchanged as JSON numbers and booleans."""

_CONTROLS: Final = [(chr(code), f"\\u{code:04x}") for code in range(0x20) if chr(code) != "\n"]
"""Characters that JSON escapes and N-Triples does not; line feeds in the output are our own."""

Within = dict[str, str]
"""The nodes nested in a subject -> the predicate at which each is nested."""

_NOTHING: Final[Within] = {}


class _Tree:
    """The nodes of a record, each nested in one subject."""

    __slots__ = ("_nodes", "_within")

    def __init__(self, nodes: Nodes, within: Mapping[str, Within]) -> None:
        self._nodes = nodes
        self._within = within

    def node(self, subject: str, margin: str) -> str:
        """A node as a JSON object: first the values that fit on a line, then the nested nodes."""
        properties = self._nodes.get(subject, {})
        within = self._within.get(subject, _NOTHING)
        inner = margin + "  "
        lines = [f'"id": {_ids[subject]}']
        nested: list[str] = []
        for predicate, key, is_set, strings, values in _sequences[tuple(properties)]:
            texts = [
                term
                if (strings and term[-1] == '"') or (within and within.get(term) == predicate)
                else values[term]
                for term in properties[predicate]
            ]
            if is_set or len(texts) > 1:
                if predicate == RDF_TYPE:
                    texts.reverse()  # the classes of schema.org and our own sort last
                text = self._array(texts, inner)
                (nested if "\n" in text else lines).append(key + text)
            elif texts[0][0] == "<":
                nested.append(key + self.node(texts[0], inner))
            else:
                lines.append(key + texts[0])
        separator = f",\n{inner}"
        return f"{{\n{inner}{separator.join(lines + nested)}\n{margin}}}"

    def _array(self, texts: list[str], margin: str) -> str:
        """Several values on one line, or each on its own lines."""
        inner = margin + "  "
        texts = [self.node(text, inner) if text[0] == "<" else text for text in texts]
        line = ", ".join(texts)
        if len(line) <= WIDTH and "\n" not in line:
            return f"[{line}]"
        separator = f",\n{inner}"
        return f"[\n{inner}{separator.join(texts)}\n{margin}]"


def _record(graph: RecordGraph, context: str | None = None) -> bytes:
    """A document of one record, with the context of that IRI or else with its own.

    A graph without a name is the default graph.
    """
    if core is not None and (nodes := nodes_of_core(graph.nodes)) is not None:
        made = _writer_of_core().document(nodes, graph.trial, graph.name, context)
        if made is not None:
            return made
    return _document(graph, context).encode()


def _document(graph: RecordGraph, context: str | None) -> str:
    within, roots = _placed(graph)
    tree = _Tree(graph.nodes, within)
    text = ", ".join([tree.node(root, "  ") for root in roots])
    for control, escape in _CONTROLS:
        if control in text:
            text = text.replace(control, escape)
    terms = f'"{context}"' if context else bundled().text(_names_in(graph), "  ")
    name = f'  "id": {_ids[graph.name]},\n' if graph.name else ""
    return f'{{\n  "@context": {terms},\n{name}  "@graph": [{text}]\n}}'


@cache
def _writer_of_core() -> kg_trials_core.JsonLd:
    """The writer of the core, with the bundled context."""
    assert core is not None
    context = bundled()
    writer: kg_trials_core.JsonLd = core.JsonLd(
        READING_NAMES,
        [*context.namespaces.items()],
        [(name, text, [*context.prefixes[name]]) for name, text in context.definitions.items()],
        [(term, entry.name, entry.kind) for term, entry in context.entries.items()],
        [*context.sets],
    )
    return writer


def _names_in(graph: RecordGraph) -> set[str]:
    """The names of the context that a record uses, without the prefixes of their definitions."""
    objects: defaultdict[str, set[str]] = defaultdict(set)
    for properties in graph.nodes.values():
        for predicate, terms in properties.items():
            objects[predicate].update(terms)
    is_compact = bundled().is_compact
    names = {"id", *(_prefixes[term] for term in (graph.name, *graph.nodes) if is_compact(term))}
    for predicate, found in objects.items():
        key, needed = _needs[predicate]
        names.add(key)
        names.update([needed[t] for t in found if t[-1] == ">" and (t[0] == '"' or is_compact(t))])
    return names - {""}


def _placed(graph: RecordGraph) -> tuple[dict[str, Within], list[str]]:
    """The nodes nested in each subject, and the nodes that are not nested, the trial first."""
    nodes = graph.nodes
    mentions = {
        subject: [
            (predicate, term)
            for predicate, objects in properties.items()
            if predicate != RDF_TYPE
            for term in objects
            if term[0] == "<" and term in nodes
        ]
        for subject, properties in nodes.items()
    }
    within: dict[str, Within] = {}
    depths: dict[str, int] = {}
    roots = [graph.trial] if graph.trial in nodes else []
    for root in roots:
        _reach(root, mentions, within, depths)
    left = [subject for subject in nodes if subject not in depths]
    mentioned = {term for subject in left for _, term in mentions[subject]}
    for subject in sorted(left, key=mentioned.__contains__):
        if subject not in depths:
            roots.append(subject)
            _reach(subject, mentions, within, depths)
    return within, roots


def _reach(
    root: str,
    mentions: Mapping[str, list[tuple[str, str]]],
    within: dict[str, Within],
    depths: dict[str, int],
) -> None:
    """Nests every node that can be reached from `root`, the nearest first."""
    depths[root] = 0
    queue = [root]
    for subject in queue:
        depth = depths[subject] + 1
        if depth == DEEPEST:
            break
        for predicate, node in mentions.get(subject, ()):
            if node not in depths:
                depths[node] = depth
                within.setdefault(subject, {})[node] = predicate
                queue.append(node)


def _sequence(
    predicates: tuple[str, ...],
) -> list[tuple[str, str, bool, bool, Memo[str, str]]]:
    """Predicates in reading order, each with its key and how its values are written.

    That is: whether always as an array, whether its texts are plain strings, and the other values.
    """
    context = bundled()
    sequence: list[tuple[str, str, bool, bool, Memo[str, str]]] = []
    for predicate in in_order(predicates):
        if predicate == RDF_TYPE:
            sequence.append((predicate, '"type": ', False, False, _types))
            continue
        entry = context.entries.get(predicate)
        kind = None if entry is None else entry.kind
        key = f'"{context.name(predicate)}": '
        sequence.append((predicate, key, predicate in context.sets, kind is None, _values[kind]))
    return sequence


def _type(term: str) -> str:
    if term[0] != "<":
        raise OutputError(f"the type {term} is not an IRI; JSON-LD can't represent it")
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
    text, mark = parted(term)
    if not mark:
        return f'{{"@value": {text}}}'
    if mark[0] == "@":
        return f'{{"@language": "{mark[1:]}", "@value": {text}}}'
    datatype = mark[2:]
    if datatype == kind:
        return text
    return f'{{"@type": "{context.name(datatype)}", "@value": {text}}}'


def _needs_of(predicate: str) -> tuple[str, Memo[str, str]]:
    """The name in the context that a predicate needs, and those that its values need."""
    context = bundled()
    if predicate == RDF_TYPE:
        return "type", _needs_of_values["@vocab"]
    entry = context.entries.get(predicate)
    return context.needed(predicate), _needs_of_values[None if entry is None else entry.kind]


def _needed(kind: str | None, term: str) -> str:
    """The name in the context that an IRI or a typed literal needs, written by `_value`."""
    context = bundled()
    if term[0] == "<":
        return context.needed(term) if kind == "@vocab" else context.prefix(term)
    native = _NATIVE.fullmatch(term)
    mark = parted(term)[1]
    if mark[0] == "@" or mark[2:] == kind or (native and kind in (None, native[2], native[4])):
        return ""
    return context.needed(mark[2:])


def _line(graph: RecordGraph, context: str | None = None) -> bytes:
    """A document of one record on one line."""
    lines = map(bytes.strip, _record(graph, context).split(b"\n"))
    return b" ".join(lines) + b"\n"


def _alone(text: bytes) -> bytes:
    return text + b"\n"


_ids: Final[Memo[str, str]] = Memo(lambda term: f'"{bundled().identifier(term)}"')
_sequences: Final = Memo(_sequence, SHAPES)
_types: Final = Memo(_type)
_values: Final[Memo[str | None, Memo[str, str]]] = Memo(lambda kind: Memo(partial(_value, kind)))
_prefixes: Final[Memo[str, str]] = Memo(lambda term: bundled().prefix(term))
_needs: Final = Memo(_needs_of)
_needs_of_values: Final[Memo[str | None, Memo[str, str]]] = Memo(
    lambda kind: Memo(partial(_needed, kind))
)


def documents(context: str | None = None) -> Writer:
    """The writer of JSON-LD that names its context by this IRI, or else contains it."""
    return Writer(
        partial(_record, context=context), lambda: OPENING, BETWEEN, CLOSING, alone=_alone
    )


def lines(context: str | None = None) -> Writer:
    """The writer of a document a line, https://jsonlines.org: for tools that split such files."""
    return Writer(partial(_line, context=context))
