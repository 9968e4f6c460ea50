"""`kg.batch`: what a worker does with some records, wherever it is."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

import kg
from kg.shacl import load_shapes
from tests.support import packed_records, strict_shapes
from tests.support.kg_command import kg as run
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

SAMPLES: Final = sorted((ROOT / "samples").glob("*.json"))
GIVEN: Final = [(str(path), path.read_bytes()) for path in SAMPLES]

IN_ANOTHER_PROCESS: Final = """
import pickle, sys
import kg
records, options = pickle.load(sys.stdin.buffer)
pickle.dump(kg.batch(records, options).outcomes, sys.stdout.buffer)
"""


def test_the_texts_are_those_of_an_export(tmp_path: Path) -> None:
    batch = kg.batch(GIVEN)
    run("export", *SAMPLES, "-o", tmp_path / "all.nq", "-q", "-j", "1", cwd=tmp_path)
    texts = b"".join(each.text or b"" for each in batch.outcomes)
    assert texts == (tmp_path / "all.nq").read_bytes()
    assert [each.place for each in batch.outcomes] == list(map(str, SAMPLES))
    assert [each.number for each in batch.outcomes] == [path.stem for path in SAMPLES]
    assert batch.statistics.records == len(SAMPLES)
    assert batch.statistics.triples == texts.count(b"\n") == sum(o.triples for o in batch.outcomes)


def test_statistics_of_parts_add_up() -> None:
    whole, first, last = kg.batch(GIVEN), kg.batch(GIVEN[:1]), kg.batch(GIVEN[1:])
    first.statistics.merge(last.statistics)
    assert pickle.dumps(first.statistics.classes) == pickle.dumps(whole.statistics.classes)
    assert list(first.statistics.warnings.rows()) == list(whole.statistics.warnings.rows())


def test_what_is_no_record_or_breaks_a_shape_is_a_reject(tmp_path: Path) -> None:
    _, path = strict_shapes.written(tmp_path)
    record = packed_records.changed(GIVEN[0][1], strict_shapes.FORBIDDEN)
    options = kg.ExportOptions(shapes=load_shapes(path))
    broken, bad = kg.batch([("a", record), ("b", b"nothing")], options).outcomes
    assert broken.reject is not None
    assert (broken.text, broken.reject.kind) == (None, "violation")
    assert bad.reject is not None
    assert (bad.text, bad.place, bad.reject.kind) == (None, "b", "unreadable")


def test_a_file_of_several_records_has_an_outcome_for_each() -> None:
    lines = packed_records.lines(packed_records.of(SAMPLES))
    outcomes = kg.batch([("all.jsonl", lines)]).outcomes
    assert [each.text for each in outcomes] == [each.text for each in kg.batch(GIVEN).outcomes]
    assert [each.place for each in outcomes] == [
        f"all.jsonl:{number}" for number in range(1, len(SAMPLES) + 1)
    ]


def test_each_format_of_lines_is_written() -> None:
    for format in ("n-triples", "json-ld-lines"):
        [outcome] = kg.batch(GIVEN[:1], format=format).outcomes
        assert outcome.text is not None
        assert SAMPLES[0].stem.encode() in outcome.text


@pytest.mark.parametrize("own", [False, True])
def test_options_are_plain_data_for_another_process(own: bool, tmp_path: Path) -> None:
    _, path = strict_shapes.written(tmp_path)
    shapes = load_shapes(path) if own else load_shapes()
    options = kg.ExportOptions(shapes=shapes, contacts=False)
    given = pickle.dumps((GIVEN, options))
    path.unlink()  # the text is sent, not the path
    assert len(pickle.dumps(options)) < 2000
    assert pickle.loads(pickle.dumps(options)) == options  # and is compiled once
    ran = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS],
        cwd=ROOT,
        input=given,
        capture_output=True,
        check=True,
    )
    assert pickle.loads(ran.stdout) == kg.batch(GIVEN, options).outcomes


def test_options_validate_unless_they_say_otherwise() -> None:
    assert kg.ExportOptions().shapes is load_shapes()
    with pytest.raises(kg.UsageError, match="on_violation is one of reject, keep, stop"):
        kg.ExportOptions(on_violation="ignore")
