"""RDF/XML: one node element a subject, one property element a triple. https://www.w3.org/TR/rdf-syntax-grammar/"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.errors import OutputError
from kg.formats.prefixed_names import READING_NAMES, Memo, in_order, prefixed
from kg.formats.writer import Writer
from kg.rdf.nodes import Properties, nodes_of_core
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import parted, split_literal
from kg.rdf.vocabulary import PREFIXES, RDF, RDF_TYPE
from kg.system.core import core

if TYPE_CHECKING:
    import kg_trials_core

_QNAME: Final = re.compile(r"[A-Za-z]+:[A-Za-z_][A-Za-z0-9_.-]*")
_SPLIT: Final = re.compile(r"<(.+?)([A-Za-z_][A-Za-z0-9_.-]*)>")
"""A namespace and a local name that is an NCName, https://www.w3.org/TR/xml-names/#NT-NCName."""

_SYNTAX: Final = re.compile(
    rf"<{re.escape(RDF)}(?:RDF|ID|about|bagID|parseType|resource|nodeID|li|datatype|Description"
    r"|aboutEach|aboutEachPrefix)>"
)
"""The names that are reserved in RDF/XML, not usable for a property or a class."""

_NOT_IN_XML: Final = [chr(c) for c in (*range(0x20), 0xFFFE, 0xFFFF) if chr(c) not in "\t\n"]
"""https://www.w3.org/TR/xml/#NT-Char; a carriage return is written as a reference."""


def record(graph: RecordGraph) -> bytes:
    """The node elements of a record, the trial's first."""
    if _of_core is not None and (nodes := nodes_of_core(graph.nodes)) is not None:
        made = _of_core.elements(nodes, graph.trial)
        if made is not None:
            return made
    return _elements(graph).encode()


def _elements(graph: RecordGraph) -> str:
    found = {subject: _node(subject, properties) for subject, properties in graph.nodes.items()}
    trial = found.pop(graph.trial, None)
    text = "".join(found.values() if trial is None else [trial, *found.values()])
    for character in _NOT_IN_XML:
        if character in text:
            raise OutputError(
                f"{graph.number} has the character U+{ord(character):04X}, which XML can't hold:"
                " choose another format"
            )
    return text


def _node(subject: str, properties: Properties) -> str:
    """One subject, as an element named after a type if that has a prefixed name."""
    types = properties.get(RDF_TYPE, ())
    name = _type_name(types[-1]) if types else None  # schema.org's and our own sort last
    elements = []
    for predicate in in_order(properties):
        objects = types[:-1] if name and predicate == RDF_TYPE else properties[predicate]
        elements += [_element(predicate, term) for term in objects]
    name = name or "rdf:Description"
    return f'  <{name} rdf:about="{_iris[subject]}">\n{"".join(elements)}  </{name}>\n'


def _element(predicate: str, term: str) -> str:
    """A property element."""
    tag, end = _tags[predicate]
    if term[-1] == '"':
        return f"{tag}>{_text(term)}{end}"
    if term[0] == "<":
        return f'{tag} rdf:resource="{_iris[term]}"/>\n'
    return f"{tag}{_marked[term]}{end}"


def _type_name(term: str) -> str | None:
    name = prefixed(term)
    return name if name and _QNAME.fullmatch(name) and not _SYNTAX.fullmatch(term) else None


def _tag(predicate: str) -> tuple[str, str]:
    """The start of a property's start tag, and its end tag."""
    parts = _SPLIT.fullmatch(predicate)
    if parts is None or _SYNTAX.fullmatch(predicate):
        raise OutputError(f"the predicate {predicate} can't be an element of RDF/XML")
    name = prefixed(predicate)
    if name and _QNAME.fullmatch(name):
        return f"    <{name}", f"</{name}>\n"
    namespace, local = parts.groups()
    return f'    <ns:{local} xmlns:ns="{_escaped(namespace)}"', f"</ns:{local}>\n"


def _text(literal: str) -> str:
    """The text of a literal without datatype; parsers keep all white space but carriage returns."""
    return _escaped(split_literal(literal)[0] if "\\" in literal else literal[1:-1])


def _with_mark(literal: str) -> str:
    """A literal with a language or a type, as an attribute and the text."""
    text, mark = parted(literal)
    if mark[0] == "@":
        return f' xml:lang="{mark[1:]}">{_text(text)}'
    return f' rdf:datatype="{_iris[mark[2:]]}">{_text(text)}'


def _escaped(text: str) -> str:
    for character, reference in _REFERENCES:
        if character in text:
            text = text.replace(character, reference)
    return text


_REFERENCES: Final = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#xD;"))

_tags: Final = Memo(_tag)
_iris: Final[Memo[str, str]] = Memo(lambda term: _escaped(term[1:-1]))
_marked: Final = Memo(_with_mark)


def _opening() -> str:
    namespaces = "".join(f'\n    xmlns:{name}="{iri}"' for name, iri in PREFIXES.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{namespaces}>\n'


_of_core: Final[kg_trials_core.RdfXml | None] = None if core is None else core.RdfXml(READING_NAMES)

WRITER: Final = Writer(record, _opening, closing="</rdf:RDF>\n")
