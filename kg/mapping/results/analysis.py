"""Statistical analyses of an outcome measure: tests, estimates, intervals and their groups."""

from __future__ import annotations

from typing import Final

from kg.mapping.plan import Form, Plan
from kg.mapping.results.group import TableGroups
from kg.mapping.results.measurement import dispersion
from kg.mapping.statements import Statements
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.terms import integer
from kg.records.results import MeasureAnalysis

_ANALYSIS: Final = Plan(
    MeasureAnalysis,
    (vocab.KG_GROUP_DESCRIPTION, "group_description"),
    (vocab.KG_STATISTICAL_METHOD, "statistical_method"),
    (vocab.KG_STATISTICAL_COMMENT, "statistical_comment"),
    (vocab.P_VALUE, "p_value", Form.BOUNDED),
    (vocab.KG_P_VALUE_COMMENT, "p_value_comment"),
    (vocab.KG_ESTIMATE_TYPE, "param_type"),
    (vocab.ESTIMATE, "param_value", Form.MEASURED),
    (vocab.KG_ESTIMATE_COMMENT, "estimate_comment"),
    (vocab.SPREAD, "dispersion_value", Form.MEASURED),
    (vocab.CONFIDENCE_LEVEL, "ci_pct_value", Form.MEASURED),
    (vocab.KG_CONFIDENCE_SIDES, "ci_num_sides", codes.CONFIDENCE_SIDES),
    (vocab.LOWER_LIMIT, "ci_lower_limit", Form.MEASURED),
    (vocab.UPPER_LIMIT, "ci_upper_limit", Form.MEASURED),
    (vocab.KG_LOWER_LIMIT_COMMENT, "ci_lower_limit_comment"),
    (vocab.KG_UPPER_LIMIT_COMMENT, "ci_upper_limit_comment"),
    (vocab.KG_TESTED_NON_INFERIORITY, "tested_non_inferiority"),
    (vocab.KG_NON_INFERIORITY_TYPE, "non_inferiority_type", codes.NON_INFERIORITY_TYPE),
    (vocab.KG_NON_INFERIORITY_COMMENT, "non_inferiority_comment"),
    (vocab.KG_ANALYSIS_DESCRIPTION, "other_analysis_description"),
    a=vocab.KG_STATISTICAL_ANALYSIS,
    name="analyses",
)


def analysis(
    each: MeasureAnalysis, position: int, path: str, table: TableGroups, say: Statements
) -> str:
    """The node of one analysis."""
    term = say.node(
        say.part(f"{path}/{position}"),
        (vocab.SCHEMA_POSITION, integer(position)),
        *(table.named(group) for group in each.group_ids),
        *dispersion(each.dispersion_type, say, has_level=each.ci_pct_value is not None),
    )
    return _ANALYSIS.state(term, each, say)
