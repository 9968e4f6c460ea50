"""The records that are made into graphs while a test runs."""

from __future__ import annotations

from typing import Any

import pytest

from kg.export import pipeline


def noted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list that gets the NCT id of each record that this process makes a graph of."""
    ids: list[str] = []
    mapping = pipeline.map_record

    def noting(record: Any, *rest: Any) -> Any:
        ids.append(record.nct_id)
        return mapping(record, *rest)

    monkeypatch.setattr(pipeline, "map_record", noting)
    return ids
