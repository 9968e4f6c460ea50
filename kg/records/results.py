"""The results of a trial as the registry's v2 JSON gives them (`resultsSection`), typed.

https://clinicaltrials.gov/data-api/about-api/study-data-structure#ResultsSection. Each table has
groups of its own, with ids that are valid in that table only (FG000 participant flow, BG000
baseline, OG000 one outcome measure, EG000 adverse events), and its numbers name a group by that id.
Most numbers are text, because some are "NA" or "<0.001"; the mapping interprets them.
"""

from __future__ import annotations

from kg.records.base import Count, Module


class MeasureGroup(Module):
    """A group of participants, in the words of one table."""

    id: str | None = None
    title: str | None = None
    description: str | None = None


class FlowStats(Module):
    """The number of participants, or units, of a group that reached a milestone or left."""

    group_id: str | None = None
    comment: str | None = None
    num_subjects: str | None = None
    num_units: str | None = None


class FlowMilestone(Module):
    type: str | None = None
    comment: str | None = None
    achievements: list[FlowStats] = []


class DropWithdraw(Module):
    """A reason for leaving, with the number of those who left for it."""

    type: str | None = None
    comment: str | None = None
    reasons: list[FlowStats] = []


class FlowPeriod(Module):
    title: str | None = None
    milestones: list[FlowMilestone] = []
    drop_withdraws: list[DropWithdraw] = []


class ParticipantFlowModule(Module):
    pre_assignment_details: str | None = None
    recruitment_details: str | None = None
    type_units_analyzed: str | None = None
    groups: list[MeasureGroup] = []
    periods: list[FlowPeriod] = []


class DenomCount(Module):
    group_id: str | None = None
    value: str | None = None


class Denom(Module):
    """How many units (participants, eyes ...) of each group were analysed."""

    units: str | None = None
    counts: list[DenomCount] = []


class Measurement(Module):
    """One number of a table; its measure says what value, spread and limits are."""

    group_id: str | None = None
    value: str | None = None
    spread: str | None = None
    lower_limit: str | None = None
    upper_limit: str | None = None
    comment: str | None = None


class MeasureCategory(Module):
    title: str | None = None
    measurements: list[Measurement] = []


class MeasureClass(Module):
    """A row of a table: a time point, a subscale ...; the categories divide it further."""

    title: str | None = None
    denoms: list[Denom] = []
    categories: list[MeasureCategory] = []


class BaselineMeasure(Module):
    title: str | None = None
    description: str | None = None
    population_description: str | None = None
    param_type: str | None = None
    dispersion_type: str | None = None
    unit_of_measure: str | None = None
    calculate_pct: bool | None = None
    denom_units_selected: str | None = None
    denoms: list[Denom] = []
    classes: list[MeasureClass] = []


class BaselineCharacteristicsModule(Module):
    population_description: str | None = None
    type_units_analyzed: str | None = None
    groups: list[MeasureGroup] = []
    denoms: list[Denom] = []
    measures: list[BaselineMeasure] = []


class MeasureAnalysis(Module):
    """A statistical test or an estimate over groups of an outcome measure.

    `ci_pct_value` is the level of the confidence interval in percent.
    """

    param_type: str | None = None
    param_value: str | None = None
    dispersion_type: str | None = None
    dispersion_value: str | None = None
    statistical_method: str | None = None
    statistical_comment: str | None = None
    p_value: str | None = None
    p_value_comment: str | None = None
    ci_num_sides: str | None = None
    ci_pct_value: str | None = None
    ci_lower_limit: str | None = None
    ci_upper_limit: str | None = None
    ci_lower_limit_comment: str | None = None
    ci_upper_limit_comment: str | None = None
    estimate_comment: str | None = None
    tested_non_inferiority: bool | None = None
    non_inferiority_type: str | None = None
    non_inferiority_comment: str | None = None
    other_analysis_description: str | None = None
    group_description: str | None = None
    group_ids: list[str] = []


class OutcomeMeasure(Module):
    """An outcome measure as it was reported; the registered ones are in the protocol section."""

    type: str | None = None
    title: str | None = None
    description: str | None = None
    population_description: str | None = None
    reporting_status: str | None = None
    anticipated_posting_date: str | None = None
    param_type: str | None = None
    dispersion_type: str | None = None
    unit_of_measure: str | None = None
    calculate_pct: bool | None = None
    time_frame: str | None = None
    type_units_analyzed: str | None = None
    denom_units_selected: str | None = None
    groups: list[MeasureGroup] = []
    denoms: list[Denom] = []
    classes: list[MeasureClass] = []
    analyses: list[MeasureAnalysis] = []


class OutcomeMeasuresModule(Module):
    outcome_measures: list[OutcomeMeasure] = []


class EventGroup(MeasureGroup):
    """A group in the adverse events, with how many of it died or had events of each kind."""

    deaths_num_affected: Count | None = None
    deaths_num_at_risk: Count | None = None
    serious_num_affected: Count | None = None
    serious_num_at_risk: Count | None = None
    other_num_affected: Count | None = None
    other_num_at_risk: Count | None = None


class EventStats(Module):
    """How often an event occurred in a group; `num_affected` of `num_at_risk` are participants."""

    group_id: str | None = None
    num_events: Count | None = None
    num_affected: Count | None = None
    num_at_risk: Count | None = None


class AdverseEvent(Module):
    term: str | None = None
    organ_system: str | None = None
    source_vocabulary: str | None = None
    assessment_type: str | None = None
    notes: str | None = None
    stats: list[EventStats] = []


class AdverseEventsModule(Module):
    """`frequency_threshold` in percent: other events that are rarer need not be reported."""

    frequency_threshold: str | None = None
    time_frame: str | None = None
    description: str | None = None
    all_cause_mortality_comment: str | None = None
    event_groups: list[EventGroup] = []
    serious_events: list[AdverseEvent] = []
    other_events: list[AdverseEvent] = []


class LimitationsAndCaveats(Module):
    description: str | None = None


class CertainAgreement(Module):
    """What the investigators agreed to about publishing."""

    pi_sponsor_employee: bool | None = None
    restriction_type: str | None = None
    restrictive_agreement: bool | None = None
    other_details: str | None = None


class PointOfContact(Module):
    """Whom to ask about the results."""

    title: str | None = None
    organization: str | None = None
    email: str | None = None
    phone: str | None = None
    phone_ext: str | None = None


class MoreInfoModule(Module):
    limitations_and_caveats: LimitationsAndCaveats | None = None
    certain_agreement: CertainAgreement | None = None
    point_of_contact: PointOfContact | None = None


class ResultsSection(Module):
    participant_flow_module: ParticipantFlowModule | None = None
    baseline_characteristics_module: BaselineCharacteristicsModule | None = None
    outcome_measures_module: OutcomeMeasuresModule | None = None
    adverse_events_module: AdverseEventsModule | None = None
    more_info_module: MoreInfoModule | None = None
