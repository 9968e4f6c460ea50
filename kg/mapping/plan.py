"""Plans: the mapping as tables, which field of a record becomes which property.

A plan has a row for each property of a node, like a predicate-object list in Turtle (in R2RML and
RML it would be a triples map): the property, the field, and how its value becomes the object. Rows
are plain data; the reference of fields in docs/vocabulary.md is made of them. They become steps
(`kg.mapping.steps`) for each structure that they are applied to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, Final, NamedTuple, TypeAlias, get_origin

from kg.mapping.lexical import bound_terms, count_terms, decimal_terms, duration_term
from kg.mapping.statements import Statements, text, texts
from kg.mapping.steps import Interpreter, Step, interpreter
from kg.rdf.code_lists import DATE_TYPE, CodeList
from kg.rdf.iris import slug
from kg.rdf.node_builder import Objects
from kg.rdf.terms import boolean, decimal, integer
from kg.records.base import Module, model_field

Made: TypeAlias = Callable[[Any, Statements], Any]
"""A function that makes the objects of a value, which is not None."""

NEST: Final = ()
"""No property of its own: those of the structure are of the same node, like JSON-LD's @nest."""


class Form(Enum):
    """How a value becomes the object, or an object for each of several properties."""

    DATE = "date, else text"
    TYPED_DATE = "date, else text; code"
    DURATION = "duration, else text"
    LINK = "IRI, else text"
    MEASURED = "decimal; text, if it says more"
    COUNTED = "integer; text, if it says more"
    BOUNDED = "decimal; text, if it says more; bounds"


class PlanRow(NamedTuple):
    """A field with its property, or its properties if it has several objects.

    `path` is the name of the field, in dots that of a field of a structure. `value` says what the
    object is: by default the literal of the field's type, with a code list the term of the code,
    with a plan the node of the structure, else what the form or the function makes. `name` is what
    findings call the field, by default its name in the registry's JSON.
    """

    properties: str | tuple[str, ...]
    path: str
    value: Form | CodeList | Plan | Made | None = None
    name: str = ""

    @property
    def field(self) -> str:
        """The field of the structure itself where the path begins."""
        return self.path.split(".")[0]


class Plan:
    """The properties of what a structure of the record becomes.

    `a` is its class. `part` is the path of its IRI within the trial, followed by the value of the
    field `key`, or without a key by the position in the list. `name` is what findings name its
    fields after. A structure may lack fields of the rows, as `model` may extend it.
    """

    def __init__(
        self,
        model: type[Module],
        *rows: tuple[Any, ...],
        a: str | None = None,
        part: str = "",
        key: str = "",
        name: str = "",
    ) -> None:
        self.model, self.a, self.part, self.key, self.name = model, a, part, key, name
        self.rows = [PlanRow(*row) for row in rows]
        self._interpreters: dict[type[Module], Interpreter] = {}

    def state(
        self, subject: str, structure: Module | None, say: Statements, *pairs: tuple[str, Objects]
    ) -> str:
        """States further pairs of a node, and row by row the properties of a structure, if there is
        one; returns the subject.
        """
        if structure is None:
            return say.node(subject, *pairs)
        model = type(structure)
        interpret = self._interpreters.get(model) or self._compile(model)
        return interpret(subject, structure, say, pairs)

    def node(self, structure: Module, say: Statements, position: int | None = None) -> str:
        """States the node of a structure; `position` is that in its list, counted from 1."""
        path = [self.part]
        if self.key:
            path.append(slug(getattr(structure, self.key) or "unnamed"))
        elif position:
            path.append(str(position))
        return self.state(say.part(*path), structure, say)

    def _compile(self, model: type[Module]) -> Interpreter:
        """The rows of the fields that a structure has, ready to be interpreted."""
        rows = [row for row in self.rows if row.field in model.__struct_fields__]
        steps = [step for row in rows for step in _steps(row, self)]
        made = self._interpreters[model] = interpreter(steps, self.a)
        return made


def _steps(row: PlanRow, plan: Plan) -> Iterator[Step]:
    """A step for each property of a row."""
    json_path, type_ = model_field(plan.model, row.path)
    name = row.name or f"{plan.name}.{json_path}".removeprefix(".")
    predicates = (row.properties,) if isinstance(row.properties, str) else row.properties
    path, value, is_list = tuple(row.path.split(".")), row.value, get_origin(type_) is list
    if value is None:
        kind, literals = _LITERALS[type_]
        yield Step(predicates[0], path, literals, kind=kind)
    elif isinstance(value, CodeList):
        yield _code(predicates[0], path, value, name, is_list)
    elif isinstance(value, Plan):
        if predicates:
            yield Step(predicates[0], path, None, _nodes(value, is_list))
        else:
            yield Step("", path, None, value.state)
    elif value is Form.DATE:
        yield _date(predicates[0], path, name)
    elif value is Form.TYPED_DATE:
        date, type_of_date = predicates
        yield _date(date, (*path, "date"), name)
        yield _code(type_of_date, (*path, "type"), DATE_TYPE, name)
    elif value is Form.LINK:
        yield Step(predicates[0], path, None, lambda given, say: say.link(given, name))
    elif isinstance(value, Form):
        for predicate, (kind, literals) in zip(predicates, _FORMS[value], strict=True):
            yield Step(predicate, path, literals, kind=kind)
    else:
        yield Step(predicates[0], path, None, value)


def _date(predicate: str, path: tuple[str, ...], name: str) -> Step:
    return Step(predicate, path, None, lambda value, say: say.date(value, name), "date")


def _code(
    predicate: str, path: tuple[str, ...], codes: CodeList, name: str, is_list: bool = False
) -> Step:
    def terms_of(values: list[str], say: Statements) -> Objects:
        return say.codes(codes, values, name)

    def term_of(value: str, say: Statements) -> Objects:
        return say.code(codes, value, name)

    if is_list:
        return Step(predicate, path, None, terms_of, "codes", codes.terms)
    return Step(predicate, path, None, term_of, "code", codes.terms)


def _nodes(plan: Plan, is_list: bool) -> Made:
    if is_list:
        return lambda listed, say: [plan.node(each, say, n) for n, each in enumerate(listed, 1)]
    return plan.node


_Literals: TypeAlias = tuple[str, Callable[[Any], Objects]]
"""The kind of literals, as the core calls it, and the function that makes them of a value."""

_LITERALS: Final[dict[Any, _Literals]] = {
    str: ("text", text),
    bool: ("boolean", boolean),
    int: ("integer", integer),
    float: ("decimal", decimal),
    list[str]: ("texts", texts),
}
"""Type of a field -> its literals."""

_FORMS: Final[dict[Form, tuple[_Literals, ...]]] = {
    Form.DURATION: (("", lambda value: duration_term(value) or text(value)),),
    Form.MEASURED: (
        ("measured", lambda value: decimal_terms(value)[0]),
        ("beside measured", lambda value: decimal_terms(value)[1]),
    ),
    Form.COUNTED: (
        ("counted", lambda value: count_terms(value)[0]),
        ("beside counted", lambda value: count_terms(value)[1]),
    ),
    Form.BOUNDED: (
        ("measured", lambda value: bound_terms(value)[0]),
        ("beside measured", lambda value: bound_terms(value)[1]),
        ("beside measured", lambda value: bound_terms(value)[2]),
        ("beside measured", lambda value: bound_terms(value)[3]),
    ),
}
"""Form -> for each property the literals of a value."""
