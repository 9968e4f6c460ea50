"""The graph of one record: what the mapping makes, the gate checks and the writers take."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.records import Finding
from kg.terms import Triple


@dataclass(frozen=True, slots=True)
class RecordGraph:
    """One record's triples and where they belong.

    `trial` and `name` are the terms of the trial and of the record's named graph. `triples` are
    sorted and without doubles; none has a blank node. `findings` are what a user should know of
    the record.
    """

    nct_id: str
    trial: str
    name: str
    triples: list[Triple]
    findings: list[Finding] = field(default_factory=list)
