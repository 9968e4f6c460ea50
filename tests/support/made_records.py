"""The records that are made into graphs while a test runs."""

from __future__ import annotations

import pytest

from kg.export import pipeline
from kg.mapping import map_record
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
from kg.records import Record


def noted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list that gets the NCT id of each record that this process makes a graph of."""
    ids: list[str] = []

    def noting(record: Record, iris: Iris) -> RecordGraph:
        ids.append(record.nct_id)
        return map_record(record, iris)

    monkeypatch.setattr(pipeline, "map_record", noting)
    return ids
