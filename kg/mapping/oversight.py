"""Oversight: committees, regulation by the FDA, and its notices."""

from __future__ import annotations

from kg.mapping.statements import Statements, flag, text, whole
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.records import Record
from kg.records.other_sections import (
    SubmissionInfo,
    SubmissionTracking,
    UnpostedEvent,
    ViolationEvent,
)


def describe(record: Record, say: Statements) -> None:
    """States who oversees the trial and how it met its duty to report."""
    module = record.study.protocol_section.oversight_module
    if module:
        say.node(
            say.trial,
            (vocab.KG_HAS_DATA_MONITORING_COMMITTEE, flag(module.oversight_has_dmc)),
            (vocab.KG_FDA_REGULATED_DRUG, flag(module.is_fda_regulated_drug)),
            (vocab.KG_FDA_REGULATED_DEVICE, flag(module.is_fda_regulated_device)),
            (vocab.KG_UNAPPROVED_DEVICE, flag(module.is_unapproved_device)),
            (vocab.KG_PEDIATRIC_POSTMARKET_SURVEILLANCE, flag(module.is_ppsd)),
            (vocab.KG_EXPORTED_FROM_US, flag(module.is_us_export)),
            (vocab.KG_FDAAA801_VIOLATION, flag(module.fdaaa801_violation)),
        )
    _annotations(record, say)
    derived = record.study.derived_section
    misc = derived.misc_info_module if derived else None
    if misc and misc.submission_tracking:
        _submissions(misc.submission_tracking, say)


def _annotations(record: Record, say: Statements) -> None:
    section = record.study.annotation_section
    module = section.annotation_module if section else None
    if module and module.unposted_annotation:
        unposted = module.unposted_annotation
        say.node(
            say.trial,
            (vocab.KG_UNPOSTED_RESPONSIBLE_PARTY, text(unposted.unposted_responsible_party)),
            (
                vocab.KG_UNPOSTED_EVENT,
                [
                    _unposted_event(event, position, say)
                    for position, event in enumerate(unposted.unposted_events, start=1)
                ],
            ),
        )
    if module and module.violation_annotation:
        events = module.violation_annotation.violation_events
        say.node(
            say.trial,
            (
                vocab.KG_VIOLATION_EVENT,
                [_violation(event, n, say) for n, event in enumerate(events, start=1)],
            ),
        )


def _unposted_event(event: UnpostedEvent, position: int, say: Statements) -> str:
    return say.node(
        say.part("unposted-event", str(position)),
        (vocab.RDF_TYPE, vocab.KG_UNPOSTED_EVENT_CLASS),
        (
            vocab.KG_EVENT_TYPE,
            say.code(codes.UNPOSTED_EVENT_TYPE, event.type, "unpostedEvents.type"),
        ),
        (vocab.KG_EVENT_DATE, say.date(event.date, "unpostedEvents.date")),
        (vocab.KG_DATE_UNKNOWN, flag(event.date_unknown)),
    )


def _violation(event: ViolationEvent, position: int, say: Statements) -> str:
    return say.node(
        say.part("violation-event", str(position)),
        (vocab.RDF_TYPE, vocab.KG_VIOLATION_EVENT_CLASS),
        (
            vocab.KG_EVENT_TYPE,
            say.code(codes.VIOLATION_EVENT_TYPE, event.type, "violationEvents.type"),
        ),
        (vocab.SCHEMA_DESCRIPTION, text(event.description)),
        (vocab.KG_CREATION_DATE, say.date(event.creation_date, "violationEvents.creationDate")),
        (vocab.KG_ISSUED_DATE, say.date(event.issued_date, "violationEvents.issuedDate")),
        (vocab.KG_RELEASE_DATE, say.date(event.release_date, "violationEvents.releaseDate")),
        (vocab.KG_POSTED_DATE, say.date(event.posted_date, "violationEvents.postedDate")),
    )


def _submissions(tracking: SubmissionTracking, say: Statements) -> None:
    mcp = tracking.first_mcp_info.post_date_struct if tracking.first_mcp_info else None
    say.node(
        say.trial,
        (
            vocab.KG_ESTIMATED_RESULTS_SUBMISSION_DATE,
            say.date(
                tracking.estimated_results_first_submit_date, "estimatedResultsFirstSubmitDate"
            ),
        ),
        (vocab.KG_FIRST_MCP_POST_DATE, say.date(mcp.date, "firstMcpInfo") if mcp else None),
        (
            vocab.KG_FIRST_MCP_POST_DATE_TYPE,
            say.code(codes.DATE_TYPE, mcp.type, "firstMcpInfo") if mcp else None,
        ),
        (
            vocab.KG_RESULTS_SUBMISSION,
            [_submission(s, n, say) for n, s in enumerate(tracking.submission_infos, start=1)],
        ),
    )


def _submission(info: SubmissionInfo, position: int, say: Statements) -> str:
    return say.node(
        say.part("results-submission", str(position)),
        (vocab.RDF_TYPE, vocab.KG_RESULTS_SUBMISSION_CLASS),
        (vocab.KG_RELEASE_DATE, say.date(info.release_date, "submissionInfos.releaseDate")),
        (vocab.KG_UNRELEASE_DATE, say.date(info.unrelease_date, "submissionInfos.unreleaseDate")),
        (vocab.KG_UNRELEASE_DATE_UNKNOWN, flag(info.unrelease_date_unknown)),
        (vocab.KG_RESET_DATE, say.date(info.reset_date, "submissionInfos.resetDate")),
        (vocab.KG_MCP_RELEASE_NUMBER, whole(info.mcp_release_n)),
    )
