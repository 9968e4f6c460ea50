"""The table of fields in docs/vocabulary.md: `python scripts/field_table.py` prints it.

It is made of the plans of the mapping, so it has the fields that need no code of their own.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any, get_args, get_origin

import kg.mapping
from kg.mapping.plan import Form, Plan, PlanRow
from kg.rdf.code_lists import CodeList
from kg.rdf.vocabulary import PREFIXES
from kg.records import Study
from kg.records.base import Module, model_field
from kg.records.registration import RegistrationFacts

MARK = "## Field by field"
"""The heading below which the table is, to the end of the page."""

_LITERALS = {bool: "boolean", int: "integer", float: "decimal"}
_SECTIONS = ("protocolSection.", "resultsSection.", "derivedSection.", "annotationSection.")


def plans() -> list[Plan]:
    """The plans of the mapping, module by module."""
    names = [each.name for each in pkgutil.walk_packages(kg.mapping.__path__, "kg.mapping.")]
    modules = map(importlib.import_module, sorted(names))
    return [each for module in modules for each in vars(module).values() if isinstance(each, Plan)]


def places(model: type[Module] = Study, path: str = "") -> Iterator[tuple[type[Module], str]]:
    """Each structure below one of the record, with its path in the registry's JSON."""
    yield model, path
    for name in model.__struct_fields__:
        json_name, type_ = model_field(model, name)
        inner = get_args(type_)[0] if get_origin(type_) is list else type_
        if inspect.isclass(inner) and issubclass(inner, Module):
            yield from places(inner, f"{path}.{json_name}".removeprefix("."))


def curie(term: str) -> str:
    """A property with the prefix of the Turtle output."""
    prefix, namespace = next(each for each in PREFIXES.items() if term[1:].startswith(each[1]))
    return f"`{prefix}:{term[1 + len(namespace) : -1]}`"


def value(row: PlanRow, plan: Plan) -> str:
    """What the object of a row is."""
    type_: Any = model_field(plan.model, row.path)[1]
    if isinstance(row.value, Form):
        return row.value.value
    if isinstance(row.value, CodeList):
        return f"code of `kg:{row.value.name}`"
    if isinstance(row.value, Plan):
        return f"node, {curie(row.value.a)}" if row.value.a else "node"
    return _LITERALS.get(type_, "text") if row.value is None else "made by code"


def table() -> Iterator[str]:
    """The lines of the table, in the order of the registry's JSON."""
    roots = [*places(), *places(RegistrationFacts, "registration")]
    order = {path: number for number, (_, path) in enumerate(roots)}
    rows: dict[tuple[int, str], list[str]] = {}
    for plan in plans():
        where = [path for model, path in roots if issubclass(plan.model, model)]
        for row in plan.rows if where else ():
            if row.properties:
                path = model_field(plan.model, row.path)[0]
                properties = [row.properties] if isinstance(row.properties, str) else row.properties
                name = ", ".join(f"`{short(f'{each}.{path}')}`" for each in where)
                cells = (name, ", ".join(map(curie, properties)), value(row, plan))
                rows.setdefault((order[where[0]], name), []).append(f"| {' | '.join(cells)} |")
    yield from ("| field | property | value |", "| --- | --- | --- |")
    for _, lines in sorted(rows.items(), key=lambda each: each[0][0]):
        yield from lines


def short(path: str) -> str:
    """A path without the section of the record that it begins with."""
    path = path.removeprefix(".")
    for section in _SECTIONS:
        path = path.removeprefix(section)
    return path


if __name__ == "__main__":
    print(*table(), sep="\n")
