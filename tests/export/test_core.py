"""A record on which the core in Rust fails is rejected by name, and the others are exported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import CoreError
from kg.export import export, pipeline
from kg.formats import FORMATS
from kg.mapping import map_record
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
from kg.records import Record
from tests.support.paths import ROOT

SAMPLES = sorted((ROOT / "samples").glob("*.json"))


def test_a_failure_of_the_core(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = SAMPLES[1].stem

    def failing_once(record: Record, iris: Iris) -> RecordGraph:
        if record.number == failing:
            raise CoreError("the core in Rust has failed (index out of bounds)")
        return map_record(record, iris)

    monkeypatch.setattr(pipeline, "map_record", failing_once)
    totals = export(SAMPLES, tmp_path / "all.nq", FORMATS["n-quads"])
    [reject] = (tmp_path / "all.nq.rejects.jsonl").read_text("utf-8").splitlines()
    assert json.loads(reject)["id"] == failing
    assert "the core in Rust has failed (index out of bounds)" in json.loads(reject)["reason"]
    assert totals.written == totals.statistics.records == len(SAMPLES) - 1
