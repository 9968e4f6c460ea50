"""Plans: the mapping as tables, which field of a record becomes which property.

A plan has a row for each property of a node, like a predicate-object list in Turtle (in R2RML and
RML it would be a triples map): the property, the field, and how its value becomes the object. Rows
are plain data; the reference of fields in docs/vocabulary.md is made of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias, get_origin

from kg.mapping.lexical import bound_terms, count_terms, decimal_terms, duration_term
from kg.mapping.statements import Statements, text, texts
from kg.rdf.code_lists import DATE_TYPE, CodeList
from kg.rdf.iris import slug
from kg.rdf.node_builder import Objects
from kg.rdf.terms import boolean, decimal, integer
from kg.rdf.vocabulary import RDF_TYPE
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
        self._steps: dict[type[Module], list[_Step]] = {}

    def state(
        self, subject: str, structure: Module | None, say: Statements, *pairs: tuple[str, Objects]
    ) -> str:
        """States further pairs of a node, and row by row the properties of a structure, if there is
        one; returns the subject.
        """
        if structure is None:
            return say.node(subject, *pairs)
        found = list(pairs)
        if self.a:
            found.append((RDF_TYPE, self.a))
        model = type(structure)
        for predicate, read, literals, make in self._steps.get(model) or self._compile(model):
            value = read(structure)
            if value is None:
                continue
            if literals:
                objects = literals(value)
            elif predicate:
                objects = make(value, say)
            else:
                make.state(subject, value, say)
                continue
            if objects:
                found.append((predicate, objects))
        return say.node(subject, *found)

    def node(self, structure: Module, say: Statements, position: int | None = None) -> str:
        """States the node of a structure; `position` is that in its list, counted from 1."""
        path = [self.part]
        if self.key:
            path.append(slug(getattr(structure, self.key) or "unnamed"))
        elif position:
            path.append(str(position))
        return self.state(say.part(*path), structure, say)

    def _compile(self, model: type[Module]) -> list[_Step]:
        """The rows of the fields that a structure has, ready to be interpreted."""
        rows = [row for row in self.rows if row.field in model.__struct_fields__]
        steps = self._steps[model] = [step for row in rows for step in _steps(row, self)]
        return steps


_Step: TypeAlias = tuple[str, Callable[[Any], Any], Callable[[Any], Objects] | None, Any]


def _steps(row: PlanRow, plan: Plan) -> Iterator[_Step]:
    """For each property: it, a function that reads the field, and one that makes the objects,
    either of the value alone or of it and the statements.
    """
    json_path, type_ = model_field(plan.model, row.path)
    name = row.name or f"{plan.name}.{json_path}".removeprefix(".")
    predicates = (row.properties,) if isinstance(row.properties, str) else row.properties
    read, value, is_list = _reader(row.path), row.value, get_origin(type_) is list
    if value is None:
        yield predicates[0], read, _LITERALS[type_], None
    elif isinstance(value, CodeList):
        yield predicates[0], read, None, _terms(value, name, is_list)
    elif isinstance(value, Plan):
        if predicates:
            yield predicates[0], read, None, _nodes(value, is_list)
        else:
            yield "", read, None, value
    elif isinstance(value, Form):
        if value in _LITERAL_FORMS:
            for predicate, literals in zip(predicates, _LITERAL_FORMS[value], strict=True):
                yield predicate, read, literals, None
        else:
            for predicate, method in zip(predicates, _METHODS[value], strict=True):
                yield predicate, read, None, _named(method, name)
    else:
        yield predicates[0], read, None, value


def _named(method: Callable[[Statements, Any, str], Objects], name: str) -> Made:
    return lambda value, say: method(say, value, name)


def _terms(codes: CodeList, name: str, is_list: bool) -> Made:
    if is_list:
        return lambda values, say: say.codes(codes, values, name)
    return lambda value, say: say.code(codes, value, name)


def _nodes(plan: Plan, is_list: bool) -> Made:
    if is_list:
        return lambda listed, say: [plan.node(each, say, n) for n, each in enumerate(listed, 1)]
    return plan.node


def _reader(path: str) -> Callable[[Any], Any]:
    """A function that reads the field at a path; None where the record lacks a structure."""
    *parents, last = path.split(".")
    if not parents:
        return attrgetter(last)

    def read(structure: Any) -> Any:
        for name in parents:
            structure = getattr(structure, name)
            if structure is None:
                return None
        return getattr(structure, last)

    return read


_LITERALS: Final[dict[Any, Callable[[Any], Objects]]] = {
    str: text,
    bool: boolean,
    int: integer,
    float: decimal,
    list[str]: texts,
}
"""Type of a field -> the literals of a value."""

_LITERAL_FORMS: Final[dict[Form, tuple[Callable[[str], str | None], ...]]] = {
    Form.DURATION: (lambda value: duration_term(value) or text(value),),
    Form.MEASURED: (lambda value: decimal_terms(value)[0], lambda value: decimal_terms(value)[1]),
    Form.COUNTED: (lambda value: count_terms(value)[0], lambda value: count_terms(value)[1]),
    Form.BOUNDED: (
        lambda value: bound_terms(value)[0],
        lambda value: bound_terms(value)[1],
        lambda value: bound_terms(value)[2],
        lambda value: bound_terms(value)[3],
    ),
}
"""Form -> for each property the literal of a value."""

_METHODS: Final[dict[Form, tuple[Callable[[Statements, Any, str], Objects], ...]]] = {
    Form.DATE: (Statements.date,),
    Form.LINK: (Statements.link,),
    Form.TYPED_DATE: (
        lambda say, given, name: say.date(given.date, name),
        lambda say, given, name: say.code(DATE_TYPE, given.type, name),
    ),
}
"""Form -> for each property the method that makes the object, and reports what is none."""
