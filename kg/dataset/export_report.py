"""The report of an export, filled in from the counts of what was written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import UNSET

from kg.dataset.bounded_counter import BoundedCounter
from kg.dataset.report import (
    Changes,
    Criteria,
    ExportReport,
    Gap,
    Gaps,
    InputFile,
    ManifestFile,
    Message,
    Messages,
    OptionsUsed,
    OutputFile,
    RecordVersions,
    Rejects,
    ShapesUsed,
    SourcesFile,
    TableFile,
)
from kg.dataset.statistics import Statistics
from kg.formats.prefixed_names import prefixed


def export_report(
    statistics: Statistics,
    *,
    options: OptionsUsed,
    rejects: Rejects,
    versions: Mapping[str, str],
    input: Iterable[InputFile],
    output: Iterable[OutputFile],
    tables: Iterable[TableFile] = (),
    violations: BoundedCounter | None = None,
    shapes: ShapesUsed | None = None,
    manifest: ManifestFile | None = None,
    sources: SourcesFile | None = None,
    changes: Changes | None = None,
) -> ExportReport:
    """The report of an export from the `statistics` of the graphs that were written.

    `violations` are the results of the records that were rejected, by shape and message.
    """
    oldest, newest = statistics.oldest, statistics.newest
    return ExportReport(
        versions=dict(sorted(versions.items())),
        options=options,
        shapes=shapes,
        input=list(input),
        output=list(output),
        tables=list(tables),
        manifest=manifest,
        sources=sources,
        records=statistics.records,
        rows_of_ictrp=statistics.rows or UNSET,
        triples=statistics.triples,
        rejects=rejects,
        changes=changes,
        record_versions=RecordVersions(oldest=oldest, newest=newest) if oldest and newest else None,
        example=statistics.first,
        classes=_by_name(statistics.classes),
        predicates=_by_name(statistics.predicates),
        entities=_by_name(statistics.entities),
        class_predicates={
            _name(term): _by_name(counts)
            for term, counts in sorted(statistics.class_predicates.items())
        },
        first_submitted=statistics.submitted,
        criteria=Criteria(
            as_items=statistics.criteria_as_items, as_text=statistics.criteria_as_text
        ),
        warnings=_messages(statistics.warnings, _name),
        findings=_messages(statistics.findings, str),
        violations=_messages(violations or BoundedCounter(), _name),
        gaps=_gaps(statistics),
    )


def _by_name(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted((_name(term), count) for term, count in counts.items()))


def _name(term: str) -> str:
    """The prefixed name of an IRI, or the IRI itself."""
    return prefixed(term) or term[1:-1]


def _messages(tally: BoundedCounter, name: Callable[[str], str]) -> Messages:
    by_place: dict[str, list[Message]] = {}
    for row in tally.rows():
        message = Message(text=row.text, count=row.times, first=row.number)
        by_place.setdefault(name(row.key[0]), []).append(message)
    return Messages(count=tally.total, by_place=dict(sorted(by_place.items())), others=tally.others)


def _gaps(statistics: Statistics) -> Gaps:
    fields = {
        row.text: Gap(count=row.times, first=row.number) for row in statistics.unmapped.rows()
    }
    codes: dict[str, dict[str, Gap]] = {}
    for row in sorted(statistics.unrecognized.rows()):
        codes.setdefault(_name(row.key[0]), {})[row.text] = Gap(count=row.times, first=row.number)
    return Gaps(
        unmapped_fields=dict(sorted(fields.items())),
        unmapped_fields_others=statistics.unmapped.others,
        unrecognized_codes=codes,
        unrecognized_codes_others=statistics.unrecognized.others,
    )
