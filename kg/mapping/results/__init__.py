"""The results of a trial: what was found, what its authors agreed to, and the point of contact."""

from __future__ import annotations

from kg.mapping.results.adverse_event import adverse_events
from kg.mapping.results.baseline import baseline
from kg.mapping.results.group import Groups
from kg.mapping.results.participant_flow import participant_flow
from kg.mapping.results.quantity import Pair
from kg.mapping.results.reported_outcome import reported_outcomes
from kg.mapping.statements import Statements, flag, text
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.records import Record
from kg.records.results import CertainAgreement, MoreInfoModule, PointOfContact, ResultsSection


def describe(record: Record, say: Statements) -> None:
    """States all results of the record."""
    results = record.study.results_section
    if results is None:
        return
    say.node(
        say.trial,
        (
            vocab.KG_RESULTS,
            say.node(
                say.part("results"),
                (vocab.RDF_TYPE, vocab.KG_RESULTS_CLASS),
                *_tables(results, record, say),
                *(_more(results.more_info_module, say) if results.more_info_module else ()),
            ),
        ),
    )


def _tables(results: ResultsSection, record: Record, say: Statements) -> tuple[Pair, ...]:
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


def _more(more: MoreInfoModule, say: Statements) -> tuple[Pair, ...]:
    limitations, agreement, contact = (
        more.limitations_and_caveats,
        more.certain_agreement,
        more.point_of_contact,
    )
    return (
        (vocab.KG_LIMITATIONS, text(limitations.description) if limitations else None),
        (vocab.KG_PUBLICATION_AGREEMENT, _agreement(agreement, say) if agreement else None),
        (vocab.KG_RESULTS_CONTACT, _contact(contact, say) if contact else None),
    )


def _agreement(agreement: CertainAgreement, say: Statements) -> str:
    return say.node(
        say.part("results/agreement"),
        (vocab.RDF_TYPE, vocab.KG_PUBLICATION_AGREEMENT_CLASS),
        (vocab.KG_INVESTIGATOR_EMPLOYED, flag(agreement.pi_sponsor_employee)),
        (vocab.KG_RESTRICTIVE_AGREEMENT, flag(agreement.restrictive_agreement)),
        (
            vocab.KG_RESTRICTION_TYPE,
            say.code(codes.RESTRICTION_TYPE, agreement.restriction_type, "restrictionType"),
        ),
        (vocab.SCHEMA_DESCRIPTION, text(agreement.other_details)),
    )


def _contact(contact: PointOfContact, say: Statements) -> str:
    return say.node(
        say.part("results/contact"),
        (vocab.RDF_TYPE, vocab.SCHEMA_CONTACT_POINT),
        (vocab.SCHEMA_NAME, text(contact.title)),
        (vocab.KG_CONTACT_ORGANIZATION, text(contact.organization)),
        (vocab.SCHEMA_TELEPHONE, text(contact.phone)),
        (vocab.KG_PHONE_EXTENSION, text(contact.phone_ext)),
        (vocab.SCHEMA_EMAIL, text(contact.email)),
    )
