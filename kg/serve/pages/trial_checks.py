"""What the shapes find in the record of a trial, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.rdf.record_graph import RecordGraph
from kg.shacl import validate
from kg.shacl.report import INFO, WARNING, Result, short

_SEVERITIES: Final = {WARNING: "Warning", INFO: "Note"}


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One thing that a reader should know: how severe it is, the sentence, and what it is about."""

    severity: str
    sentence: str
    about: str
    value: str


def checked(record: RecordGraph) -> list[CheckResult]:
    """The results of the bundled shapes for a whole record, the most severe first."""
    return [_in_words(result) for result in validate(record).results]


def _in_words(result: Result) -> CheckResult:
    about = " ".join(short(each) for each in (result.focus_node, result.path or "") if each)
    value = short(result.value) if result.value else ""
    return CheckResult(_SEVERITIES.get(result.severity, "Violation"), result.message, about, value)
