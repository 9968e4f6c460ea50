"""The sections of a record other than protocol and results: annotations, documents, derived data.

https://clinicaltrials.gov/data-api/about-api/study-data-structure
"""

from __future__ import annotations

from kg.records.base import Amount, Count, DateStruct, Module


class UnpostedEvent(Module):
    type: str | None = None
    date: str | None = None
    date_unknown: bool | None = None


class UnpostedAnnotation(Module):
    """What happened to results that were submitted but not posted."""

    unposted_responsible_party: str | None = None
    unposted_events: list[UnpostedEvent] = []


class ViolationEvent(Module):
    type: str | None = None
    description: str | None = None
    creation_date: str | None = None
    issued_date: str | None = None
    release_date: str | None = None
    posted_date: str | None = None


class ViolationAnnotation(Module):
    """Notices of the FDA under FDAAA 801."""

    violation_events: list[ViolationEvent] = []


class AnnotationModule(Module):
    unposted_annotation: UnpostedAnnotation | None = None
    violation_annotation: ViolationAnnotation | None = None


class AnnotationSection(Module):
    annotation_module: AnnotationModule | None = None


class LargeDoc(Module):
    """A document at the registry; `size` in bytes."""

    type_abbrev: str | None = None
    has_protocol: bool | None = None
    has_sap: bool | None = None
    has_icf: bool | None = None
    label: str | None = None
    date: str | None = None
    upload_date: str | None = None
    filename: str | None = None
    size: Count | None = None


class LargeDocumentModule(Module):
    no_sap: bool | None = None
    large_docs: list[LargeDoc] = []


class DocumentSection(Module):
    large_document_module: LargeDocumentModule | None = None


class FirstMcpInfo(Module):
    post_date_struct: DateStruct | None = None


class SubmissionInfo(Module):
    """One cycle of the quality control of submitted results."""

    release_date: str | None = None
    unrelease_date: str | None = None
    unrelease_date_unknown: bool | None = None
    reset_date: str | None = None
    mcp_release_n: Count | None = None


class SubmissionTracking(Module):
    estimated_results_first_submit_date: str | None = None
    first_mcp_info: FirstMcpInfo | None = None
    submission_infos: list[SubmissionInfo] = []


class BmiLimits(Module):
    """Body-mass index in kg/m²."""

    min_bmi: Amount | None = None
    max_bmi: Amount | None = None


class ModelPredictions(Module):
    """What the registry extracts from the eligibility text by a model."""

    bmi_limits: BmiLimits | None = None


class MiscInfoModule(Module):
    version_holder: str | None = None
    removed_countries: list[str] = []
    submission_tracking: SubmissionTracking | None = None
    model_predictions: ModelPredictions | None = None


class Mesh(Module):
    id: str | None = None
    term: str | None = None


class BrowseLeaf(Module):
    id: str | None = None
    name: str | None = None
    as_found: str | None = None
    relevance: str | None = None


class BrowseBranch(Module):
    abbrev: str | None = None
    name: str | None = None


class BrowseModule(Module):
    """MeSH terms that NLM derived from the words; older versions had leaves and branches."""

    meshes: list[Mesh] = []
    ancestors: list[Mesh] = []
    browse_leaves: list[BrowseLeaf] = []
    browse_branches: list[BrowseBranch] = []


class DerivedSection(Module):
    misc_info_module: MiscInfoModule | None = None
    condition_browse_module: BrowseModule | None = None
    intervention_browse_module: BrowseModule | None = None
