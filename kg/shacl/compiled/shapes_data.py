"""The shapes as data, for the core: what it can check of them, in JSON.

The core says which nodes may not conform; what it does not know it takes to be in doubt, as
`_UNKNOWN`. So a constraint without a row in `_CHECKS`, a path that repeats itself, or a pattern
that Rust might read differently only takes longer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

from kg.rdf.terms import is_iri
from kg.shacl.compiled.declaration import Declaration
from kg.shacl.compiled.graph import Graph
from kg.shacl.compiled.literals import text_of
from kg.shacl.compiled.shapes_graph import RDF_FIRST, items, sh
from kg.shacl.compiled.targets import is_class
from kg.shacl.compiled.value_type import FIRST_CHARACTERS

Check = dict[str, Any]
"""The name of a check in the core, as "type", and what it needs."""

_UNKNOWN: Final[Check] = {"type": "Unknown"}

_BLANKS: Final = r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""The characters of Python's \\s, as the inside of a class in Rust."""

_PUNCTUATION: Final = r"\\[!-/:;=?@\[-`{-~]"
_CHARACTER: Final = r"[^\\\[\]^&~\-]"
_PIECES: Final = re.compile(
    rf"(?P<start>\^)|(?P<end>\$)|(?P<blank>\\s)|(?P<other>\\S)|(?P<feed>\\[nrt])|{_PUNCTUATION}"
    rf"|(?P<class>\[\^?(?:\\[sS](?!-)|{_PUNCTUATION}|{_CHARACTER}(?:-{_CHARACTER})?)+-?\])"
    r"|\((?:\?:|(?!\?))|\)|\{[0-9]+(?:,[0-9]*)?\}|[?*+|]"
    r"|[^\\()\[\]{}?*+^$.&~#\s]|[ .#]"
)
"""The pieces of an expression that Rust reads as Python does, but for those with a name."""

_RUST: Final = {"start": r"\A", "end": r"\z", "blank": f"[{_BLANKS}]", "other": f"[^{_BLANKS}]"}


class ShapesData(NamedTuple):
    """Shapes as data, and their names in the shapes graph in the same order."""

    data: bytes
    names: list[str]


def shapes_data(graph: Graph, targeted: Iterable[str]) -> ShapesData:
    """The data of the shapes that have targets, in this order, and of those that they refer to."""
    made = _Making(graph)
    targets = [made.target(node) for node in targeted]
    data = json.dumps({"shapes": made.shapes, "targets": targets}).encode()
    return ShapesData(data, list(made.names))


class _Making:
    """The shapes, each after those that it refers to."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.shapes: list[dict[str, Any]] = []
        self.names: dict[str, int] = {}

    def target(self, node: str) -> dict[str, Any]:
        """The focus nodes of a shape."""
        shape = self._declaration(node)
        classes = list(shape.values("targetClass"))
        if is_class(self.graph, node):
            classes.append(node)
        return {
            "shape": self.place(node),
            "nodes": shape.values("targetNode"),
            "classes": classes,
            "subjects_of": shape.values("targetSubjectsOf"),
            "objects_of": shape.values("targetObjectsOf"),
        }

    def place(self, node: str) -> int:
        """The place of a shape."""
        if node not in self.names:
            made = self._shape(self._declaration(node))
            self.names[node] = len(self.shapes)
            self.shapes.append(made)
        return self.names[node]

    def places(self, nodes: list[str]) -> list[int]:
        """The places of several shapes."""
        return [self.place(node) for node in nodes]

    def _declaration(self, node: str) -> Declaration:
        def no_shape(_: str) -> Any:
            raise AssertionError("the data are made of compiled shapes")

        return Declaration(self.graph, node, no_shape)

    def _shape(self, shape: Declaration) -> dict[str, Any]:
        given = shape.value("path")
        path = None if given is None else self._path(given)
        if shape.flag("deactivated"):
            return {"path": path, "checks": []}
        if given is not None and path is None:
            return {"path": None, "checks": [_UNKNOWN]}
        return {"path": path, "checks": list(self._checks(shape))}

    def _path(self, path: str) -> dict[str, Any] | None:
        """A path of predicates, inverse ones, sequences and alternatives; None for any other."""
        if is_iri(path):
            return {"predicate": path}
        given = self.graph.of(path)
        if RDF_FIRST in given:
            return self._several("sequence", path)
        for alternative in given.get(sh("alternativePath"), ()):
            return self._several("alternative", alternative)
        for inverse in given.get(sh("inversePath"), ()):
            return {"inverse": inverse} if is_iri(inverse) else None
        return None

    def _several(self, kind: str, listed: str) -> dict[str, Any] | None:
        paths = list(map(self._path, items(self.graph, listed)))
        return None if None in paths else {kind: paths}

    def _checks(self, shape: Declaration) -> Iterator[Check]:
        for parameter, check in _CHECKS.items():
            for value in shape.values(parameter):
                yield check(self, shape, value)


def _pattern(making: _Making, shape: Declaration, value: str) -> Check:
    if shape.values("flags"):
        return _UNKNOWN
    if text_of(value) == r"\S":
        return {"type": "NotBlank"}
    expression = expression_for_rust(text_of(value))
    return _UNKNOWN if expression is None else {"type": "Pattern", "expression": expression}


def expression_for_rust(pattern: str) -> str | None:
    """A pattern of XPath, without flags, as Rust reads it; None if it might read it differently."""
    text, at = [], 0
    while at < len(pattern):
        piece = _PIECES.match(pattern, at)
        if piece is None:
            return None
        at = piece.end()
        if piece["class"]:
            if r"\S" in piece[0]:
                return None
            text.append(piece[0].replace(r"\s", _BLANKS))
        else:
            text.append(_RUST.get(piece.lastgroup or "", piece[0]))
    return "".join(text)


def _closed(making: _Making, shape: Declaration, _: str) -> Check:
    if not shape.flag("closed"):
        return {"type": "And", "shapes": []}
    ignored = shape.value("ignoredProperties")
    listed = [] if ignored is None else shape.items(ignored)
    paths = [
        path
        for property_shape in shape.values("property")
        for path in shape.graph.of(property_shape).get(sh("path"), ())
        if is_iri(path)
    ]
    return {"type": "Closed", "predicates": [*listed, *paths]}


def _count(least: str | None, most: str | None) -> Callable[[_Making, Declaration, str], Check]:
    return lambda making, shape, value: {
        "type": "Count",
        "least": shape.count(least) if least else 0,
        "most": shape.count(most) if most else None,
    }


def _length(least: str | None, most: str | None) -> Callable[[_Making, Declaration, str], Check]:
    return lambda making, shape, value: {
        "type": "Length",
        "least": shape.count(least) if least else 0,
        "most": shape.count(most) if most else None,
    }


def _range(*orders: int) -> Callable[[_Making, Declaration, str], Check]:
    return lambda making, shape, value: {"type": "Range", "bound": value, "orders": orders}


def _order(*orders: int) -> Callable[[_Making, Declaration, str], Check]:
    return lambda making, shape, value: {"type": "Order", "predicate": value, "orders": orders}


def _shapes(name: str) -> Callable[[_Making, Declaration, str], Check]:
    return lambda making, shape, value: {"type": name, "shapes": making.places(shape.items(value))}


def _shape(name: str) -> Callable[[_Making, Declaration, str], Check]:
    return lambda making, shape, value: {"type": name, "shape": making.place(value)}


def _unknown(making: _Making, shape: Declaration, value: str) -> Check:
    return _UNKNOWN


_CHECKS: Final[dict[str, Callable[[_Making, Declaration, str], Check]]] = {
    "class": lambda making, shape, value: {"type": "Class", "class": value},
    "datatype": lambda making, shape, value: {"type": "Datatype", "datatype": value[1:-1]},
    "nodeKind": lambda making, shape, value: {
        "type": "NodeKind", "beginnings": FIRST_CHARACTERS[value]
    },
    "minCount": _count("minCount", None),
    "maxCount": _count(None, "maxCount"),
    "minExclusive": _range(1),
    "minInclusive": _range(0, 1),
    "maxExclusive": _range(-1),
    "maxInclusive": _range(-1, 0),
    "minLength": _length("minLength", None),
    "maxLength": _length(None, "maxLength"),
    "pattern": _pattern,
    "languageIn": _unknown,
    "uniqueLang": _unknown,
    "equals": lambda making, shape, value: {"type": "Equals", "predicate": value},
    "disjoint": lambda making, shape, value: {"type": "Disjoint", "predicate": value},
    "lessThan": _order(-1),
    "lessThanOrEquals": _order(-1, 0),
    "not": _shape("Not"),
    "and": _shapes("And"),
    "or": _shapes("Or"),
    "xone": _shapes("Xone"),
    "node": _shape("Node"),
    "property": _shape("Property"),
    "qualifiedMinCount": _unknown,
    "qualifiedMaxCount": _unknown,
    "closed": _closed,
    "hasValue": lambda making, shape, value: {"type": "HasValue", "value": value},
    "in": lambda making, shape, value: {"type": "In", "members": shape.items(value)},
}  # fmt: skip
"""Parameter that declares a constraint -> its check in the core."""
