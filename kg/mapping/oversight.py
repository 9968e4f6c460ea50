"""Oversight: committees, regulation by the FDA, and its notices."""

from __future__ import annotations

from typing import Final

from kg.mapping.plan import NEST, Form, Plan
from kg.mapping.statements import Statements
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.records import Record, Study
from kg.records.other_sections import (
    AnnotationModule,
    SubmissionInfo,
    SubmissionTracking,
    UnpostedEvent,
    ViolationEvent,
)
from kg.records.protocol import OversightModule

_OVERSIGHT: Final = Plan(
    OversightModule,
    (vocab.KG_HAS_DATA_MONITORING_COMMITTEE, "oversight_has_dmc"),
    (vocab.KG_FDA_REGULATED_DRUG, "is_fda_regulated_drug"),
    (vocab.KG_FDA_REGULATED_DEVICE, "is_fda_regulated_device"),
    (vocab.KG_UNAPPROVED_DEVICE, "is_unapproved_device"),
    (vocab.KG_PEDIATRIC_POSTMARKET_SURVEILLANCE, "is_ppsd"),
    (vocab.KG_EXPORTED_FROM_US, "is_us_export"),
    (vocab.KG_FDAAA801_VIOLATION, "fdaaa801_violation"),
)

_UNPOSTED_EVENT: Final = Plan(
    UnpostedEvent,
    (vocab.KG_EVENT_TYPE, "type", codes.UNPOSTED_EVENT_TYPE),
    (vocab.KG_EVENT_DATE, "date", Form.DATE),
    (vocab.KG_DATE_UNKNOWN, "date_unknown"),
    a=vocab.KG_UNPOSTED_EVENT_CLASS,
    part="unposted-event",
    name="unpostedEvents",
)

_VIOLATION: Final = Plan(
    ViolationEvent,
    (vocab.KG_EVENT_TYPE, "type", codes.VIOLATION_EVENT_TYPE),
    (vocab.SCHEMA_DESCRIPTION, "description"),
    (vocab.KG_CREATION_DATE, "creation_date", Form.DATE),
    (vocab.KG_ISSUED_DATE, "issued_date", Form.DATE),
    (vocab.KG_RELEASE_DATE, "release_date", Form.DATE),
    (vocab.KG_POSTED_DATE, "posted_date", Form.DATE),
    a=vocab.KG_VIOLATION_EVENT_CLASS,
    part="violation-event",
    name="violationEvents",
)

_ANNOTATIONS: Final = Plan(
    AnnotationModule,
    (vocab.KG_UNPOSTED_RESPONSIBLE_PARTY, "unposted_annotation.unposted_responsible_party"),
    (vocab.KG_UNPOSTED_EVENT, "unposted_annotation.unposted_events", _UNPOSTED_EVENT),
    (vocab.KG_VIOLATION_EVENT, "violation_annotation.violation_events", _VIOLATION),
)

_SUBMISSION: Final = Plan(
    SubmissionInfo,
    (vocab.KG_RELEASE_DATE, "release_date", Form.DATE),
    (vocab.KG_UNRELEASE_DATE, "unrelease_date", Form.DATE),
    (vocab.KG_UNRELEASE_DATE_UNKNOWN, "unrelease_date_unknown"),
    (vocab.KG_RESET_DATE, "reset_date", Form.DATE),
    (vocab.KG_MCP_RELEASE_NUMBER, "mcp_release_n"),
    a=vocab.KG_RESULTS_SUBMISSION_CLASS,
    part="results-submission",
    name="submissionInfos",
)

_SUBMISSIONS: Final = Plan(
    SubmissionTracking,
    (
        vocab.KG_ESTIMATED_RESULTS_SUBMISSION_DATE,
        "estimated_results_first_submit_date",
        Form.DATE,
    ),
    (
        (vocab.KG_FIRST_MCP_POST_DATE, vocab.KG_FIRST_MCP_POST_DATE_TYPE),
        "first_mcp_info.post_date_struct",
        Form.TYPED_DATE,
        "firstMcpInfo",
    ),
    (vocab.KG_RESULTS_SUBMISSION, "submission_infos", _SUBMISSION),
)

_TRIAL: Final = Plan(
    Study,
    (NEST, "protocol_section.oversight_module", _OVERSIGHT),
    (NEST, "annotation_section.annotation_module", _ANNOTATIONS),
    (NEST, "derived_section.misc_info_module.submission_tracking", _SUBMISSIONS),
)


def describe(record: Record, say: Statements) -> None:
    """States who oversees the trial and how it met its duty to report."""
    _TRIAL.state(say.trial, record.study, say)
