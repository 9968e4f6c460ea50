"""Statistical analyses of an outcome measure: tests, estimates, intervals and their groups."""

from __future__ import annotations

from kg.mapping.results.group import TableGroups
from kg.mapping.results.measurement import dispersion
from kg.mapping.results.quantity import bounded, measured
from kg.mapping.statements import Statements, flag, text
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.terms import integer
from kg.records.results import MeasureAnalysis


def analysis(
    each: MeasureAnalysis, position: int, path: str, table: TableGroups, say: Statements
) -> str:
    """The node of one analysis."""
    return say.node(
        say.part(f"{path}/{position}"),
        (vocab.RDF_TYPE, vocab.KG_STATISTICAL_ANALYSIS),
        (vocab.SCHEMA_POSITION, integer(position)),
        *(table.named(group) for group in each.group_ids),
        (vocab.KG_GROUP_DESCRIPTION, text(each.group_description)),
        (vocab.KG_STATISTICAL_METHOD, text(each.statistical_method)),
        (vocab.KG_STATISTICAL_COMMENT, text(each.statistical_comment)),
        *bounded(vocab.P_VALUE, each.p_value),
        (vocab.KG_P_VALUE_COMMENT, text(each.p_value_comment)),
        (vocab.KG_ESTIMATE_TYPE, text(each.param_type)),
        *measured(vocab.ESTIMATE, each.param_value),
        (vocab.KG_ESTIMATE_COMMENT, text(each.estimate_comment)),
        *dispersion(each.dispersion_type, say, has_level=each.ci_pct_value is not None),
        *measured(vocab.SPREAD, each.dispersion_value),
        *measured(vocab.CONFIDENCE_LEVEL, each.ci_pct_value),
        (
            vocab.KG_CONFIDENCE_SIDES,
            say.code(codes.CONFIDENCE_SIDES, each.ci_num_sides, "analyses.ciNumSides"),
        ),
        *measured(vocab.LOWER_LIMIT, each.ci_lower_limit),
        *measured(vocab.UPPER_LIMIT, each.ci_upper_limit),
        (vocab.KG_LOWER_LIMIT_COMMENT, text(each.ci_lower_limit_comment)),
        (vocab.KG_UPPER_LIMIT_COMMENT, text(each.ci_upper_limit_comment)),
        (vocab.KG_TESTED_NON_INFERIORITY, flag(each.tested_non_inferiority)),
        (
            vocab.KG_NON_INFERIORITY_TYPE,
            say.code(
                codes.NON_INFERIORITY_TYPE, each.non_inferiority_type, "analyses.nonInferiorityType"
            ),
        ),
        (vocab.KG_NON_INFERIORITY_COMMENT, text(each.non_inferiority_comment)),
        (vocab.KG_ANALYSIS_DESCRIPTION, text(each.other_analysis_description)),
    )
