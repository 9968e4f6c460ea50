"""Similar trials as CSV, a link a row. https://www.rfc-editor.org/rfc/rfc4180"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from kg.similarity.link_graph import rounded
from kg.similarity.links import SimilarTrial, SimilarTrials

COLUMNS: Final = (
    "trial",
    "similar",
    "rank",
    "score",
    "confidence",
    "kind",
    "conditions",
    "interventions",
    "words",
)
_FEATURES: Final = ("CONDITION", "INTERVENTION", "WORD")
"""The kinds of the features in the last columns."""

BETWEEN: Final = "; "
"""What separates several names in a cell."""


def header() -> str:
    """The first line."""
    return _lines([COLUMNS])


def rows(similar: SimilarTrials) -> str:
    """The lines of a trial's similar trials; none if it has no similar one."""
    return _lines((similar.number, *_cells(other)) for other in similar.others)


def _cells(other: SimilarTrial) -> Iterator[object]:
    yield from (other.number, other.rank, rounded(other.score), rounded(other.confidence))
    yield other.kind or ""
    for kind in _FEATURES:
        yield BETWEEN.join(each.name for each in other.features if each.kind == kind)


def _lines(cells: Iterator[tuple[object, ...]] | list[tuple[str, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(cells)
    return text.getvalue()
