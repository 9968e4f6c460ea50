"""The report beside the similar trials: what was compared, how, and how many links there are.

The structures here define it; docs/similarity-report.schema.json is the JSON Schema of them. A
report has no time of day: the same records and options give the same bytes.
"""

from __future__ import annotations

import importlib.metadata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from kg.dataset.record_outcome import Reject
from kg.dataset.report import Rejects, ReportedFile, ReportPart, ShapesUsed
from kg.dataset.totals import MOST_LISTED
from kg.dataset.versions import versions
from kg.similarity.link_graph import rounded
from kg.similarity.links import Method, SimilarTrials
from kg.similarity.packages import EXTRA

FORM: Final = "kg similarity report 1"
"""The identifier of the report's form."""

TENTHS: Final = tuple(f"{tenth / 10}" for tenth in range(10))
"""The lower bounds of the confidences that are counted together; 1.0 is in the last tenth."""


class SimilarityOptions(ReportPart, frozen=True, kw_only=True):
    """The options that affect the output beside those of the method."""

    base: str
    trial_iri: str
    format: str


class SimilarityReport(ReportPart, frozen=True, kw_only=True):
    """The whole document.

    `records` were compared; `trials` of them have similar trials. `kinds` counts the links that
    are more than similar, `confidences` those of each tenth, by its lower bound. `shapes` is null
    if nothing was validated.
    """

    form: Literal["kg similarity report 1"] = FORM
    versions: dict[str, str]
    options: SimilarityOptions
    shapes: ShapesUsed | None
    method: Method
    output: ReportedFile
    records: int
    rejects: Rejects
    trials: int
    links: int
    kinds: dict[str, int]
    confidences: dict[str, int]
    triples: int


@dataclass(slots=True)
class SimilarityTotals:
    """The counts so far: trials compared, those with similar trials, their links and triples.

    `rejected` counts what was left out, by kind; `rejects` are the first of it.
    """

    records: int = 0
    trials: int = 0
    links: int = 0
    triples: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    confidences: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)

    def add(self, similar: SimilarTrials, triples: int) -> None:
        """Counts a list that is written."""
        self.records += 1
        self.trials += bool(similar.others)
        self.links += len(similar.others)
        self.triples += triples
        self.kinds.update(each.kind for each in similar.others if each.kind)
        self.confidences.update(map(_tenth, (each.confidence for each in similar.others)))

    def reject(self, reject: Reject) -> None:
        """Counts what is left out."""
        self.rejected[reject.kind] += 1
        if len(self.rejects) < MOST_LISTED:
            self.rejects.append(reject)


def similarity_report(
    totals: SimilarityTotals,
    *,
    method: Method,
    options: SimilarityOptions,
    shapes: ShapesUsed | None,
    output: ReportedFile,
    rejects_file: str | None,
) -> SimilarityReport:
    """The report of the links that were written."""
    extra = {name: importlib.metadata.version(name) for name in EXTRA.values()}
    own = versions(compression=Path(output.name).suffix.lower())
    return SimilarityReport(
        versions=dict(sorted({**own, **extra}.items())),
        options=options,
        shapes=shapes,
        method=method,
        output=output,
        records=totals.records,
        rejects=Rejects(
            count=totals.rejected.total(),
            by_kind=dict(sorted(totals.rejected.items())),
            file=rejects_file,
        ),
        trials=totals.trials,
        links=totals.links,
        kinds=dict(sorted(totals.kinds.items())),
        confidences={tenth: totals.confidences[tenth] for tenth in TENTHS},
        triples=totals.triples,
    )


def _tenth(confidence: float) -> str:
    return TENTHS[min(9, round(rounded(confidence) * 1000) // 100)]
