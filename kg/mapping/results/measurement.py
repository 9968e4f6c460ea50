"""Tables of measurements: a measure of the baseline or an outcome, row by row and group by group.

A measure is a data set of RDF Data Cube (https://www.w3.org/TR/vocab-data-cube/), each of its
numbers an observation, with group and row as the dimensions. A row is a category of a class,
numbered through the table; each number has the name of its row, the unit and how many were
analysed. The measure says what the numbers are (a mean, with its standard deviation).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple, TypeAlias

from kg.mapping.lexical import count_terms, whole_number
from kg.mapping.plan import Form, Plan
from kg.mapping.results.group import TableGroups
from kg.mapping.statements import Statements, text
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug
from kg.rdf.node_builder import Objects
from kg.rdf.terms import integer, split_literal, typed
from kg.records.results import (
    BaselineMeasure,
    Denom,
    DenomCount,
    MeasureCategory,
    MeasureClass,
    Measurement,
    OutcomeMeasure,
)

Pair: TypeAlias = tuple[str, Objects]

Analyzed: TypeAlias = dict[str, str]
"""Id of a group -> the number analysed, as an xsd:integer."""

_COUNTS: Final = frozenset({"COUNT_OF_PARTICIPANTS", "COUNT_OF_UNITS"})
"""Types of parameter whose values are no greater than the denominator."""

_INTERVAL: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)% Confidence Interval")

_ROWS: Final = (
    (vocab.SCHEMA_NAME, "title"),
    (vocab.SCHEMA_DESCRIPTION, "description"),
    (vocab.KG_POPULATION_DESCRIPTION, "population_description"),
    (vocab.KG_PARAMETER_TYPE, "param_type", codes.PARAMETER_TYPE),
    (vocab.KG_UNIT, "unit_of_measure"),
    (vocab.KG_CALCULATE_PERCENTAGE, "calculate_pct"),
    (vocab.KG_DENOMINATOR_UNITS, "denom_units_selected"),
)
_BASELINE_MEASURE: Final = Plan(BaselineMeasure, *_ROWS, name="measures")
_OUTCOME_MEASURE: Final = Plan(OutcomeMeasure, *_ROWS, name="measures")

_MEASUREMENT: Final = Plan(
    Measurement,
    (vocab.VALUE, "value", Form.MEASURED),
    (vocab.SPREAD, "spread", Form.MEASURED),
    (vocab.LOWER_LIMIT, "lower_limit", Form.MEASURED),
    (vocab.UPPER_LIMIT, "upper_limit", Form.MEASURED),
    (vocab.KG_COMMENT, "comment"),
    a=vocab.QB_OBSERVATION,
)

_DENOMINATOR: Final = Plan(
    DenomCount,
    (vocab.NUMBER_ANALYZED, "value", Form.COUNTED),
    a=vocab.KG_DENOMINATOR_CLASS,
)


class MeasureTable(NamedTuple):
    """The context of the numbers of one measure: its term, path, groups and unit."""

    term: str
    path: str
    groups: TableGroups
    unit: str | None


def measure(
    kind: str,
    each: BaselineMeasure | OutcomeMeasure,
    position: int,
    table: MeasureTable,
    overall: list[Denom],
    say: Statements,
) -> str:
    """States a measure with its numbers; `overall` are the denominators to use if it has none."""
    own = denominators(each.denoms, f"{table.path}/denominator", table.groups, say)
    of_classes = _rows(each, overall, table, say)
    plan = _OUTCOME_MEASURE if isinstance(each, OutcomeMeasure) else _BASELINE_MEASURE
    return say.node(
        plan.state(table.term, each, say),
        (vocab.RDF_TYPE, (kind, vocab.QB_DATA_SET_CLASS)),
        (vocab.QB_STRUCTURE, vocab.KG_MEASUREMENT_STRUCTURE),
        (vocab.SCHEMA_POSITION, integer(position)),
        *dispersion(each.dispersion_type, say),
        (vocab.KG_DENOMINATOR, [*own, *of_classes]),
        *_titles_without_numbers(each.classes),
    )


def _rows(
    each: BaselineMeasure | OutcomeMeasure,
    overall: list[Denom],
    table: MeasureTable,
    say: Statements,
) -> list[str]:
    """States the numbers of a measure, row by row; returns the denominators of its classes."""
    selected = each.denom_units_selected
    of_measure = numbers_analyzed(each.denoms or overall, selected)
    of_classes: list[str] = []
    row = 0
    for position, class_ in enumerate(each.classes, start=1):
        analyzed = {**of_measure, **numbers_analyzed(class_.denoms, selected)}
        of_classes += _denominators_of_class(class_, position, table, say)
        for category in class_.categories:
            row += 1
            of_row = (
                (vocab.SCHEMA_POSITION, integer(row)),
                (vocab.KG_CLASS_TITLE, text(class_.title)),
                (vocab.KG_CATEGORY_TITLE, text(category.title)),
            )
            if each.param_type in _COUNTS:
                _check_counts(category, analyzed, each.title, say)
            for number in category.measurements:
                _measurement(number, f"{table.path}/row/{row}", of_row, analyzed, table, say)
    return of_classes


def _titles_without_numbers(classes: list[MeasureClass]) -> tuple[Pair, ...]:
    """The titles of rows for which nothing was measured; other titles are at the numbers."""
    empty = [
        (class_, [category for category in class_.categories if not category.measurements])
        for class_ in classes
    ]
    return (
        (
            vocab.KG_CLASS_TITLE,
            [
                text(class_.title)
                for class_, categories in empty
                if len(categories) == len(class_.categories)
            ],
        ),
        (
            vocab.KG_CATEGORY_TITLE,
            [text(category.title) for _, categories in empty for category in categories],
        ),
    )


def dispersion(value: str | None, say: Statements, *, has_level: bool = False) -> tuple[Pair, ...]:
    """The type of a dispersion, and of a confidence interval its level in percent.

    `has_level`: the record states the level elsewhere, perhaps another one.
    """
    if value is None:
        return ()
    value = codes.DISPERSION_TEXTS.get(value, value)
    if has_level:
        return (
            (vocab.KG_DISPERSION_TYPE, say.code(codes.DISPERSION_TYPE, value, "dispersionType")),
        )
    interval = _INTERVAL.fullmatch(value)
    level = interval[1] if interval else codes.CONFIDENCE_LEVELS.get(value)
    known = "CONFIDENCE_OTHER" if interval else value
    return (
        (vocab.KG_DISPERSION_TYPE, say.code(codes.DISPERSION_TYPE, known, "dispersionType")),
        (vocab.KG_CONFIDENCE_LEVEL, typed(level, "decimal") if level else None),
    )


def denominators(
    denoms: list[Denom], path: str, groups: TableGroups, say: Statements, *more: Pair
) -> list[str]:
    """The nodes of denominators: the number of units analysed in each group."""
    return [
        _DENOMINATOR.state(
            say.part(f"{path}/{position}/{slug(count.group_id or 'unnamed')}"),
            count,
            say,
            groups.named(count.group_id),
            (vocab.KG_DENOMINATOR_UNITS, text(denom.units)),
            *more,
        )
        for position, denom in enumerate(denoms, start=1)
        for count in denom.counts
    ]


def numbers_analyzed(denoms: list[Denom], selected: str | None) -> Analyzed:
    """The number analysed in each group, in the units selected; left out if uncertain."""
    fitting = [denom for denom in denoms if len(denoms) == 1 or denom.units == selected]
    if len(fitting) != 1:
        return {}
    counts = ((each.group_id, count_terms(each.value or "")[0]) for each in fitting[0].counts)
    return {group: number for group, number in counts if group and number}


def _check_counts(
    category: MeasureCategory, analyzed: Analyzed, title: str | None, say: Statements
) -> None:
    """Reports the groups with more counted than analysed."""
    for each in category.measurements:
        value, group = whole_number(each.value or ""), each.group_id or ""
        if value is not None and group in analyzed:
            total = split_literal(analyzed[group])[0]
            if value > int(total):
                say.note(
                    "measures.classes",
                    f"{title!r} counts {value} of {group}, of which {total} were analysed",
                )


def _denominators_of_class(
    class_: MeasureClass, position: int, table: MeasureTable, say: Statements
) -> list[str]:
    return denominators(
        class_.denoms,
        f"{table.path}/class/{position}/denominator",
        table.groups,
        say,
        (vocab.SCHEMA_POSITION, integer(position)),
        (vocab.KG_CLASS_TITLE, text(class_.title)),
    )


def _measurement(
    each: Measurement,
    path: str,
    of_row: tuple[Pair, ...],
    analyzed: Analyzed,
    table: MeasureTable,
    say: Statements,
) -> None:
    group = each.group_id or "unnamed"
    _MEASUREMENT.state(
        say.part(path, slug(group)),
        each,
        say,
        (vocab.QB_DATA_SET, table.term),
        table.groups.named(each.group_id),
        *of_row,
        (vocab.KG_UNIT, table.unit),
        (vocab.KG_NUMBER_ANALYZED, analyzed.get(group)),
    )
