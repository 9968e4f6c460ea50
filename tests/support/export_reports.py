"""The report of an export for tests, from graphs and without files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from msgspec.structs import replace

from kg.dataset.export_report import export_report
from kg.dataset.publication import publication
from kg.dataset.report import (
    ExportReport,
    InputFile,
    ManifestFile,
    OptionsUsed,
    OutputFile,
    Rejects,
)
from kg.dataset.statistics import Statistics
from kg.rdf.record_graph import RecordGraph
from kg.shacl import validate

SHA256: Final = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

OPTIONS: Final = OptionsUsed(
    base="https://w3id.org/kg-trials/",
    trial_iri="ctgov",
    format="n-quads",
    engine="compiled",
    contacts=True,
    results=True,
    on_violation="reject",
)

VERSIONS: Final = {"kg": "1.2.3", "python": "3.11.9"}


def statistics_of(graphs: Iterable[RecordGraph]) -> Statistics:
    """The statistics of some graphs and of the warnings of the shapes."""
    statistics = Statistics()
    for graph in graphs:
        statistics.add(graph, validate(graph).warnings)
    return statistics


def published_of(graphs: Iterable[RecordGraph], **changes: str) -> ExportReport:
    """The report of an export of which everything is said that a publisher can say."""
    said = {
        "publish_at": "https://example.org/trials",
        "publisher": "Somebody <https://example.org/somebody>",
        "contact_point": "somebody@example.org",
        "sparql_endpoint": "https://example.org/sparql",
    }
    options = replace(OPTIONS, publication=publication(**{**said, **changes}))
    manifest = ManifestFile(name="trials.nq.zst.manifest.tsv", bytes=1, sha256=SHA256, records=3)
    return report_of(graphs, options=options, manifest=manifest)


def report_of(graphs: Iterable[RecordGraph], **parts: Any) -> ExportReport:
    """The report of an export of these graphs, with other parts if they are given."""
    statistics = statistics_of(graphs)
    counts = {"records": statistics.records, "triples": statistics.triples}
    given: dict[str, Any] = {
        "options": OPTIONS,
        "versions": VERSIONS,
        "rejects": Rejects(count=0, by_kind={}),
        "input": [InputFile(name="in/records.zip", files=1, bytes=1234, sha256=SHA256)],
        "output": [OutputFile(name="trials.nq.zst", bytes=567, sha256=SHA256, **counts)],
    }
    return export_report(statistics, **{**given, **parts})
