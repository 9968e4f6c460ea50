"""The table of all constraint components of SHACL Core, in the order of the specification.

https://www.w3.org/TR/shacl/#core-components
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from kg.shacl.compiled import (
    cardinality,
    logical,
    other,
    property_pair,
    shape_based,
    string_based,
    value_range,
    value_type,
)
from kg.shacl.compiled.constraints import Check
from kg.shacl.compiled.declaration import Declaration
from kg.shacl.report import SH

Compile = Callable[[Declaration, str], Check]
"""A function from a shape and the value of a parameter to the check."""


class Component(NamedTuple):
    """A constraint component.

    `message` is for shapes without sh:message; `{}` in it is the value of the parameter. `many`:
    each value of the parameter is a separate constraint; otherwise only one value is allowed.
    `of_property`: only a property shape may have it. `needs`: another parameter, without which
    nothing is declared.
    """

    name: str
    compile: Compile
    message: str
    many: bool = False
    of_property: bool = False
    needs: str | None = None

    @property
    def term(self) -> str:
        """The IRI of the component."""
        return f"<{SH}{self.name}ConstraintComponent>"


COMPONENTS: Final = {
    # https://www.w3.org/TR/shacl/#core-components-value-type
    "class": Component(
        "Class", value_type.compile_class, "The value is not of class {}.", many=True
    ),
    "datatype": Component(
        "Datatype", value_type.compile_datatype, "The value is not a valid literal of {}."
    ),
    "nodeKind": Component("NodeKind", value_type.compile_node_kind, "The value is not of kind {}."),
    # https://www.w3.org/TR/shacl/#core-components-count
    "minCount": Component(
        "MinCount",
        cardinality.compile_min_count,
        "The number of values is less than {}.",
        of_property=True,
    ),
    "maxCount": Component(
        "MaxCount",
        cardinality.compile_max_count,
        "The number of values is greater than {}.",
        of_property=True,
    ),
    # https://www.w3.org/TR/shacl/#core-components-range
    "minExclusive": Component(
        "MinExclusive", value_range.compile_min_exclusive, "The value is not greater than {}."
    ),
    "minInclusive": Component(
        "MinInclusive", value_range.compile_min_inclusive, "The value is not {} or greater."
    ),
    "maxExclusive": Component(
        "MaxExclusive", value_range.compile_max_exclusive, "The value is not less than {}."
    ),
    "maxInclusive": Component(
        "MaxInclusive", value_range.compile_max_inclusive, "The value is not {} or less."
    ),
    # https://www.w3.org/TR/shacl/#core-components-string
    "minLength": Component(
        "MinLength", string_based.compile_min_length, "The value is shorter than {} characters."
    ),
    "maxLength": Component(
        "MaxLength", string_based.compile_max_length, "The value is longer than {} characters."
    ),
    "pattern": Component(
        "Pattern", string_based.compile_pattern, "The value does not match the pattern {}."
    ),
    "languageIn": Component(
        "LanguageIn", string_based.compile_language_in, "The value is in none of the languages."
    ),
    "uniqueLang": Component(
        "UniqueLang",
        string_based.compile_unique_lang,
        "Two values are in the same language.",
        of_property=True,
    ),
    # https://www.w3.org/TR/shacl/#core-components-property-pairs
    "equals": Component(
        "Equals", property_pair.compile_equals, "The values are not those of {}.", many=True
    ),
    "disjoint": Component(
        "Disjoint", property_pair.compile_disjoint, "The value is one of {} too.", many=True
    ),
    "lessThan": Component(
        "LessThan",
        property_pair.compile_less_than,
        "The value is not less than that of {}.",
        many=True,
        of_property=True,
    ),
    "lessThanOrEquals": Component(
        "LessThanOrEquals",
        property_pair.compile_less_than_or_equals,
        "The value is not less than that of {} or equal to it.",
        many=True,
        of_property=True,
    ),
    # https://www.w3.org/TR/shacl/#core-components-logical
    "not": Component("Not", logical.compile_not, "The value conforms to {}.", many=True),
    "and": Component("And", logical.compile_and, "The value does not conform to all.", many=True),
    "or": Component("Or", logical.compile_or, "The value conforms to none of them.", many=True),
    "xone": Component(
        "Xone", logical.compile_xone, "The value does not conform to exactly one.", many=True
    ),
    # https://www.w3.org/TR/shacl/#core-components-shape
    "node": Component(
        "Node", shape_based.compile_node, "The value does not conform to {}.", many=True
    ),
    "property": Component("Property", shape_based.compile_property, "", many=True),
    "qualifiedMinCount": Component(
        "QualifiedMinCount",
        shape_based.compile_qualified_min_count,
        "Less than {} values conform to the qualified shape.",
        of_property=True,
        needs="qualifiedValueShape",
    ),
    "qualifiedMaxCount": Component(
        "QualifiedMaxCount",
        shape_based.compile_qualified_max_count,
        "More than {} values conform to the qualified shape.",
        of_property=True,
        needs="qualifiedValueShape",
    ),
    # https://www.w3.org/TR/shacl/#core-components-others
    "closed": Component("Closed", other.compile_closed, "The property is not one of the shape's."),
    "hasValue": Component(
        "HasValue", other.compile_has_value, "The value {} is missing.", many=True
    ),
    "in": Component("In", other.compile_in, "The value is not on the list."),
}
"""Parameter that declares a constraint -> its component."""

SECONDARY: Final = frozenset(
    {"flags", "ignoredProperties", "qualifiedValueShape", "qualifiedValueShapesDisjoint"}
)
"""Parameters that say more of a constraint which another one declares."""
