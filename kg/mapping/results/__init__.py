"""The results of a trial: what was found, what its authors agreed to, and the point of contact."""

from __future__ import annotations

from typing import Final

from kg.mapping.plan import Plan
from kg.mapping.results.adverse_event import adverse_events
from kg.mapping.results.baseline import baseline
from kg.mapping.results.group import Groups
from kg.mapping.results.participant_flow import participant_flow
from kg.mapping.results.reported_outcome import reported_outcomes
from kg.mapping.statements import Statements
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.node_builder import Objects
from kg.records import Record
from kg.records.results import CertainAgreement, MoreInfoModule, PointOfContact, ResultsSection

_AGREEMENT: Final = Plan(
    CertainAgreement,
    (vocab.KG_INVESTIGATOR_EMPLOYED, "pi_sponsor_employee"),
    (vocab.KG_RESTRICTIVE_AGREEMENT, "restrictive_agreement"),
    (vocab.KG_RESTRICTION_TYPE, "restriction_type", codes.RESTRICTION_TYPE),
    (vocab.SCHEMA_DESCRIPTION, "other_details"),
    a=vocab.KG_PUBLICATION_AGREEMENT_CLASS,
    part="results/agreement",
)

_CONTACT: Final = Plan(
    PointOfContact,
    (vocab.SCHEMA_NAME, "title"),
    (vocab.KG_CONTACT_ORGANIZATION, "organization"),
    (vocab.SCHEMA_TELEPHONE, "phone"),
    (vocab.KG_PHONE_EXTENSION, "phone_ext"),
    (vocab.SCHEMA_EMAIL, "email"),
    a=vocab.SCHEMA_CONTACT_POINT,
    part="results/contact",
)

_MORE: Final = Plan(
    MoreInfoModule,
    (vocab.KG_LIMITATIONS, "limitations_and_caveats.description"),
    (vocab.KG_PUBLICATION_AGREEMENT, "certain_agreement", _AGREEMENT),
    (vocab.KG_RESULTS_CONTACT, "point_of_contact", _CONTACT),
)


def describe(record: Record, say: Statements) -> None:
    """States all results of the record."""
    results = record.study.results_section
    if results is None:
        return
    term = say.node(
        say.part("results"),
        (vocab.RDF_TYPE, vocab.KG_RESULTS_CLASS),
        *_tables(results, record, say),
    )
    _MORE.state(term, results.more_info_module, say)
    say.node(say.trial, (vocab.KG_RESULTS, term))


def _tables(
    results: ResultsSection, record: Record, say: Statements
) -> tuple[tuple[str, Objects], ...]:
    groups = Groups(record, results, say)
    flow, outcomes = results.participant_flow_module, results.outcome_measures_module
    characteristics, events = results.baseline_characteristics_module, results.adverse_events_module
    return (
        (vocab.KG_PARTICIPANT_FLOW, participant_flow(flow, groups, say) if flow else None),
        (
            vocab.KG_BASELINE,
            baseline(characteristics, groups, say) if characteristics else None,
        ),
        (
            vocab.KG_REPORTED_OUTCOME,
            reported_outcomes(outcomes.outcome_measures, groups, record, say) if outcomes else None,
        ),
        (
            vocab.KG_ADVERSE_EVENT_TABLE,
            adverse_events(events, groups, say) if events else None,
        ),
    )
