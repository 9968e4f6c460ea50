"""The measures of a card, of the baseline and of outcomes: numbers by row and group, analyses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from kg.rdf import vocabulary as vocab
from kg.trial_card.card import Block
from kg.trial_card.fields import Listing, facts, field, listing, quantity, texts, values_of
from kg.trial_card.group_tables import GroupRow, groups, table_by_group
from kg.trial_card.trial_graph import TrialGraph

_BASELINE: Final = (
    field("Population", vocab.KG_POPULATION_DESCRIPTION),
    field("Units analysed", vocab.KG_UNITS_ANALYZED),
)
_MEASURE: Final = (
    field("Type", vocab.KG_OUTCOME_TYPE),
    field("Registered as", vocab.KG_REPORTS),
    field("Status", vocab.KG_REPORTING_STATUS),
    field("Expected", vocab.KG_ANTICIPATED_POSTING_DATE),
    field("Description", vocab.SCHEMA_DESCRIPTION),
    field("Time frame", vocab.KG_TIME_FRAME),
    field("Population", vocab.KG_POPULATION_DESCRIPTION),
    field("Measure type", vocab.KG_PARAMETER_TYPE),
    field("Dispersion or precision, in brackets", vocab.KG_DISPERSION_TYPE),
    quantity("Confidence level, %", vocab.CONFIDENCE_LEVEL),
    field("Unit", vocab.KG_UNIT),
    field("Units analysed", vocab.KG_UNITS_ANALYZED),
    field("Denominator", vocab.KG_DENOMINATOR_UNITS),
    field("With percentages", vocab.KG_CALCULATE_PERCENTAGE),
    field("Classes without numbers", vocab.KG_CLASS_TITLE),
    field("Categories without numbers", vocab.KG_CATEGORY_TITLE),
)
_ANALYSES: Final = Listing(
    "Statistical analyses",
    (vocab.KG_ANALYSIS,),
    (
        field("groups", vocab.KG_GROUP),
        field("groups as given", vocab.KG_GROUP_ID),
        field("about the groups", vocab.KG_GROUP_DESCRIPTION),
        field("hypothesis", vocab.KG_NON_INFERIORITY_TYPE),
        field("non-inferiority tested", vocab.KG_TESTED_NON_INFERIORITY),
        field("about the hypothesis", vocab.KG_NON_INFERIORITY_COMMENT),
        field("method", vocab.KG_STATISTICAL_METHOD),
        field("about the method", vocab.KG_STATISTICAL_COMMENT),
        quantity("p-value", vocab.P_VALUE.quantity),
        field("about the p-value", vocab.KG_P_VALUE_COMMENT),
        field("estimate of", vocab.KG_ESTIMATE_TYPE),
        quantity("estimate", vocab.ESTIMATE),
        field("about the estimate", vocab.KG_ESTIMATE_COMMENT),
        field("dispersion", vocab.KG_DISPERSION_TYPE),
        quantity("spread", vocab.SPREAD),
        quantity("confidence level, %", vocab.CONFIDENCE_LEVEL),
        field("sides", vocab.KG_CONFIDENCE_SIDES),
        quantity("lower limit", vocab.LOWER_LIMIT),
        field("about the lower limit", vocab.KG_LOWER_LIMIT_COMMENT),
        quantity("upper limit", vocab.UPPER_LIMIT),
        field("about the upper limit", vocab.KG_UPPER_LIMIT_COMMENT),
        field("description", vocab.KG_ANALYSIS_DESCRIPTION),
    ),
)
_ROW: Final = (field("", vocab.KG_CLASS_TITLE), field("category", vocab.KG_CATEGORY_TITLE))
_VALUE, _SPREAD, _LOWER, _UPPER, _ANALYSED = (
    quantity("", each)
    for each in (
        vocab.VALUE, vocab.SPREAD, vocab.LOWER_LIMIT, vocab.UPPER_LIMIT, vocab.NUMBER_ANALYZED
    )
)  # fmt: skip
_COMMENT: Final = field("", vocab.KG_COMMENT)
_KIND: Final = field("", vocab.KG_PARAMETER_TYPE)
_OF_CLASS: Final = field("", vocab.KG_CLASS_TITLE)
_UNITS: Final = field("", vocab.KG_DENOMINATOR_UNITS)


def baseline(graph: TrialGraph, node: str) -> Iterator[Block]:
    """Who took part."""
    listed = groups(graph, node, "BG")
    title = "Baseline characteristics"
    said = facts(graph, node, _BASELINE, title)
    yield from said
    header, rows = GroupRow(("",), listed), _denominators(graph, node)
    title = "" if said else title
    yield from table_by_group(graph, header, rows, partial(_cell, graph), title)
    for each in graph.nodes(node, vocab.KG_BASELINE_MEASURE):
        yield from measure(graph, each, listed, "Baseline")


def measure(graph: TrialGraph, node: str, listed: Sequence[str], kind: str) -> Iterator[Block]:
    """A measure: what its numbers are, the numbers, and the analyses of them."""
    name = " ".join(graph.texts(node, vocab.SCHEMA_NAME))
    yield from facts(graph, node, _MEASURE, f"{kind}: {name}")
    header = GroupRow(("", "category"), listed)
    analysed = (GroupRow((*row.before, ""), row.counts) for row in _denominators(graph, node))
    rows = [*analysed, *_numbers(graph, node)]
    yield from table_by_group(graph, header, rows, partial(_cell, graph))
    yield from listing(graph, node, _ANALYSES)


def _numbers(graph: TrialGraph, node: str) -> Iterator[GroupRow]:
    """The rows of numbers; one that has no name is named after what its numbers are."""
    by_row: dict[int, list[str]] = defaultdict(list)
    for number in graph.subjects(vocab.QB_DATA_SET, node):
        by_row[graph.position(number)].append(number)
    for row in sorted(by_row):
        cells = [texts(graph, number, _ROW) for number in by_row[row]]
        names = tuple("; ".join(dict.fromkeys(each)) for each in zip(*cells, strict=True))
        kind, *_ = (*values_of(graph, node, _KIND), "")
        yield GroupRow(names if any(names) else (kind, ""), by_row[row])


def _denominators(graph: TrialGraph, node: str) -> Iterator[GroupRow]:
    """A row for the numbers analysed; several if they differ between classes or units."""
    by_class: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    for each in graph.nodes(node, vocab.KG_DENOMINATOR):
        units, name = texts(graph, each, (_UNITS, _OF_CLASS))
        by_class[units, graph.position(each), name].append(each)
    alike: dict[tuple[str, frozenset[str]], list[tuple[str, list[str]]]] = defaultdict(list)
    for (units, position, name), counts in by_class.items():
        numbers = (f"{graph.nodes(each, vocab.KG_GROUP)}{_cell(graph, each)}" for each in counts)
        class_ = name or (f"class {position}" if position else "overall")
        alike[units, frozenset(numbers)].append((class_, counts))
    several = Counter(units for units, _ in alike)
    for (units, _), classes in alike.items():
        which = f", {'; '.join(name for name, _ in classes)}" if several[units] > 1 else ""
        yield GroupRow((f"analysed{which}{f' ({units})' if units else ''}",), classes[0][1])


def _cell(graph: TrialGraph, node: str) -> str:
    """A number with its spread or its limits in brackets, or the number analysed."""
    if not graph.is_a(node, vocab.QB_OBSERVATION):
        return " ".join(values_of(graph, node, _ANALYSED))
    value, spread, lower, upper, comment = (
        " ".join(values_of(graph, node, each))
        for each in (_VALUE, _SPREAD, _LOWER, _UPPER, _COMMENT)
    )
    limits = f"{lower} to {upper}" if lower or upper else ""
    brackets = [f"({each})" for each in (spread, limits) if each]
    return "\n".join(filter(None, (" ".join([value, *brackets]), comment)))
