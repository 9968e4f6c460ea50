"""Baseline characteristics: who took part, measure by measure."""

from __future__ import annotations

from typing import Final

from kg.mapping.lexical import whole_number
from kg.mapping.plan import Plan
from kg.mapping.results.group import Groups
from kg.mapping.results.measurement import MeasureTable, denominators, measure, numbers_analyzed
from kg.mapping.statements import Statements, text
from kg.rdf import vocabulary as vocab
from kg.rdf.terms import split_literal
from kg.records.results import BaselineCharacteristicsModule, BaselineMeasure

_FIELD = "baselineCharacteristicsModule.measures"

_BASELINE: Final = Plan(
    BaselineCharacteristicsModule,
    (vocab.KG_POPULATION_DESCRIPTION, "population_description"),
    (vocab.KG_UNITS_ANALYZED, "type_units_analyzed"),
    a=vocab.KG_BASELINE_CLASS,
)


def baseline(module: BaselineCharacteristicsModule, groups: Groups, say: Statements) -> str:
    """The node of the baseline, with its measures."""
    table = groups.of_table(module.groups)
    path = "results/baseline"
    measures = []
    for position, each in enumerate(module.measures, start=1):
        _add_up(each, module, say)
        own = f"{path}/measure/{position}"
        place = MeasureTable(say.part(own), own, table, text(each.unit_of_measure))
        measures.append(
            measure(vocab.KG_BASELINE_MEASURE_CLASS, each, position, place, module.denoms, say)
        )
    return say.node(
        _BASELINE.state(say.part(path), module, say),
        (vocab.KG_GROUP, table.listed),
        (vocab.KG_DENOMINATOR, denominators(module.denoms, f"{path}/denominator", table, say)),
        (vocab.KG_BASELINE_MEASURE, measures),
    )


def _add_up(each: BaselineMeasure, module: BaselineCharacteristicsModule, say: Statements) -> None:
    """Reports groups whose participants are not each counted in exactly one category."""
    if each.param_type != "COUNT_OF_PARTICIPANTS":
        return
    analyzed = numbers_analyzed(each.denoms or module.denoms, each.denom_units_selected)
    for class_ in each.classes:
        of_class = {**analyzed, **numbers_analyzed(class_.denoms, each.denom_units_selected)}
        counts: dict[str, list[str]] = {}
        for measurement in (m for category in class_.categories for m in category.measurements):
            counts.setdefault(measurement.group_id or "", []).append(measurement.value or "")
        for group, texts in counts.items():
            total = int(split_literal(of_class[group])[0]) if group in of_class else None
            numbers = [number for number in map(whole_number, texts) if number is not None]
            if total is None or len(texts) < 2 or len(numbers) < len(texts):
                continue
            if sum(numbers) != total:
                say.note(
                    _FIELD,
                    f"the categories of {class_.title or each.title!r} contain"
                    f" {sum(numbers)} of {group}, of which {total} were analysed",
                )
