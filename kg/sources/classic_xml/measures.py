"""Rows for the tables of measurements: baseline characteristics and outcome measures.

Until December 2016 a measure had categories without classes, and an outcome had a list of measures,
the first of which gave the number of participants analysed.
"""

from __future__ import annotations

import re
from typing import Any, Final

from kg.records.results import (
    BaselineCharacteristicsModule,
    BaselineMeasure,
    Denom,
    DenomCount,
    MeasureAnalysis,
    MeasureCategory,
    MeasureClass,
    MeasureGroup,
    Measurement,
    OutcomeMeasure,
    OutcomeMeasuresModule,
)
from kg.sources.classic_xml.reading import (
    Element,
    ElementRow,
    ElementTable,
    ElementText,
    Leftovers,
    Reader,
    Rows,
    part,
)
from kg.sources.classic_xml.values import (
    coded,
    day,
    flag,
    line,
    paragraphs,
    prose,
    said_elsewhere,
)
from kg.sources.classic_xml.vocabulary import (
    ANALYSIS_DISPERSION,
    BASELINE_DISPERSION,
    MEASURE_PARAM,
    NON_INFERIORITY_TYPE,
    OUTCOME_TYPE,
    SIDES,
)
from kg.sources.xml_characters import normalized_space

SCOPE: Final = {"baseline": "Overall", "class": "Class", "measure": "Measure"}
"""Element with a list of those analysed -> the scope of the list."""

NUMBER_OF_PARTICIPANTS: Final = "Number of Participants"
"""Title of the measure that gave the number analysed."""

_GROUP_ID: Final = re.compile(r"([PBOE])([1-9][0-9]{0,2})")
_PREFIX: Final = {"P": "FG", "B": "BG", "O": "OG", "E": "EG"}


def group_id(text: str) -> str:
    """The v2 id of a group: the first group of the participant flow, P1, is FG000."""
    found = _GROUP_ID.fullmatch(text)
    return f"{_PREFIX[found[1]]}{int(found[2]) - 1:03}" if found else text


def _reference(element: Element, leftovers: Leftovers) -> str | None:
    text = line(element, leftovers)
    return group_id(text) if text else None


def _names_its_position(text: str, element: Element, _: Leftovers) -> bool:
    analyzed_of = list(element.iterancestors())[2]
    return SCOPE.get(str(analyzed_of.tag)) == text


def _as_the_outcome(name: str) -> ElementRow[None]:
    """A row for what a measure repeats from its outcome."""

    def says(text: str, element: Element, _: Leftovers) -> bool:
        outcome = next(element.iterancestors("outcome"))
        return normalized_space(outcome.findtext(name) or "") == normalized_space(text)

    return said_elsewhere(says)


GROUP: Final = part(
    MeasureGroup,
    {
        "@group_id": ElementText("id", group_id),
        "title": ElementRow("title", line),
        "description": ElementRow("description", prose),
    },
)
_count = part(
    DenomCount,
    {"@group_id": ElementText("group_id", group_id), "@value": ElementText("value", str)},
)
_denom = part(
    Denom,
    {
        "units": ElementRow("units", line),
        "scope": said_elsewhere(_names_its_position),
        "count_list": ElementTable({"count": ElementRow("counts", _count, repeats=True)}),
    },
)
_measurement = part(
    Measurement,
    {
        "@group_id": ElementText("group_id", group_id),
        "@value": ElementText("value", str),
        "@spread": ElementText("spread", str),
        "@lower_limit": ElementText("lower_limit", str),
        "@upper_limit": ElementText("upper_limit", str),
        "#text": ElementText("comment", paragraphs),
    },
)
_category = part(
    MeasureCategory,
    {
        "title": ElementRow("title", line),
        "sub_title": ElementRow("title", line),
        "measurement_list": ElementTable(
            {"measurement": ElementRow("measurements", _measurement, repeats=True)}
        ),
    },
)
_CATEGORIES: Final[Rows] = {"category": ElementRow("categories", _category, repeats=True)}
_class = part(
    MeasureClass,
    {
        "title": ElementRow("title", line),
        "analyzed_list": ElementTable({"analyzed": ElementRow("denoms", _denom, repeats=True)}),
        "category_list": ElementTable(_CATEGORIES),
    },
)
_GROUPS: Final[Rows] = {
    "group_list": ElementTable({"group": ElementRow("groups", GROUP, repeats=True)}),
}
_TABLE: Final[Rows] = {
    "units": ElementRow("unit_of_measure", line),
    "param": ElementRow("param_type", coded(MEASURE_PARAM)),
    "units_analyzed": ElementRow("denom_units_selected", line),
    "analyzed_list": ElementTable({"analyzed": ElementRow("denoms", _denom, repeats=True)}),
    "class_list": ElementTable({"class": ElementRow("classes", _class, repeats=True)}),
    "category_list": ElementRow("classes", part(MeasureClass, _CATEGORIES), repeats=True),
}
_baseline_measure = part(
    BaselineMeasure,
    {
        **_TABLE,
        "title": ElementRow("title", line),
        "description": ElementRow("description", prose),
        "population": ElementRow("population_description", prose),
        "dispersion": ElementRow("dispersion_type", coded(BASELINE_DISPERSION)),
    },
)
BASELINE: Final = part(
    BaselineCharacteristicsModule,
    {
        **_GROUPS,
        "population": ElementRow("population_description", prose),
        "analyzed_list": ElementTable({"analyzed": ElementRow("denoms", _denom, repeats=True)}),
        "measure_list": ElementTable(
            {"measure": ElementRow("measures", _baseline_measure, repeats=True)}
        ),
    },
)

_OUTCOME_TABLE: Final = ElementTable(
    {
        **_TABLE,
        "title": _as_the_outcome("title"),
        "description": _as_the_outcome("description"),
        "population": _as_the_outcome("population"),
        "dispersion": ElementRow("dispersion_type", line),
    }
)
_old_denom = part(
    Denom,
    {
        "title": said_elsewhere(lambda text, *_: text == NUMBER_OF_PARTICIPANTS),
        "units": ElementRow("units", line),
        "param": said_elsewhere(lambda text, *_: text == "Number"),
        "category_list": ElementTable(
            {
                "category": ElementTable(
                    {
                        "measurement_list": ElementTable(
                            {"measurement": ElementRow("counts", _count, repeats=True)}
                        )
                    }
                )
            }
        ),
    },
)


class _OldMeasures(ElementTable):
    """The list of measures that an outcome had."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__({})

    def fill(self, target: Any, element: Element, leftovers: Leftovers) -> None:
        for measure in element:
            if measure.findtext("title") == NUMBER_OF_PARTICIPANTS:
                denom = _old_denom(measure, leftovers)
                target.denoms.extend([denom] if denom else [])
            else:
                _OUTCOME_TABLE.fill(target, measure, leftovers)


_analysis = part(
    MeasureAnalysis,
    {
        "group_id_list": ElementTable(
            {"group_id": ElementRow("group_ids", _reference, repeats=True)}
        ),
        "groups_desc": ElementRow("group_description", prose),
        "non_inferiority": ElementRow("tested_non_inferiority", flag),
        "non_inferiority_type": ElementRow("non_inferiority_type", coded(NON_INFERIORITY_TYPE)),
        "non_inferiority_desc": ElementRow("non_inferiority_comment", prose),
        "p_value": ElementRow("p_value", line),
        "p_value_desc": ElementRow("p_value_comment", prose),
        "method": ElementRow("statistical_method", line),
        "method_desc": ElementRow("statistical_comment", prose),
        "param_type": ElementRow("param_type", line),
        "param_value": ElementRow("param_value", line),
        "dispersion_type": ElementRow("dispersion_type", coded(ANALYSIS_DISPERSION)),
        "dispersion_value": ElementRow("dispersion_value", line),
        "ci_percent": ElementRow("ci_pct_value", line),
        "ci_n_sides": ElementRow("ci_num_sides", coded(SIDES)),
        "ci_lower_limit": ElementRow("ci_lower_limit", line),
        "ci_upper_limit": ElementRow("ci_upper_limit", line),
        "ci_lower_limit_na_comment": ElementRow("ci_lower_limit_comment", prose),
        "ci_upper_limit_na_comment": ElementRow("ci_upper_limit_comment", prose),
        "estimate_desc": ElementRow("estimate_comment", prose),
        "other_analysis_desc": ElementRow("other_analysis_description", prose),
    },
)
_outcome = part(
    OutcomeMeasure,
    {
        **_GROUPS,
        "type": ElementRow("type", coded(OUTCOME_TYPE)),
        "title": ElementRow("title", line),
        "description": ElementRow("description", prose),
        "time_frame": ElementRow("time_frame", line),
        "posting_date": ElementRow("anticipated_posting_date", day),
        "population": ElementRow("population_description", prose),
        "measure": _OUTCOME_TABLE,
        "measure_list": _OldMeasures(),
        "analysis_list": ElementTable(
            {"analysis": ElementRow("analyses", _analysis, repeats=True)}
        ),
    },
)


def outcome(element: Element, leftovers: Leftovers) -> OutcomeMeasure | None:
    """An outcome measure; it is posted if it has a measure."""
    made = _outcome(element, leftovers)
    if made:
        posted = any(child.tag in ("measure", "measure_list") for child in element)
        made.reporting_status = "POSTED" if posted else "NOT_POSTED"
    return made


OUTCOMES: Final[Reader[OutcomeMeasuresModule]] = part(
    OutcomeMeasuresModule, {"outcome": ElementRow("outcome_measures", outcome, repeats=True)}
)
