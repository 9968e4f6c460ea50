"""`kg similar` as a user runs it: what it writes, what it says, and what it refuses."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import click
import pytest

from kg.cli.similar import similar
from kg.errors import UsageError
from kg.load import load
from kg.rdf import vocabulary as vocab
from kg.stores.embedded import EmbeddedStore
from kg.stores.store import SparqlQuery, answered
from tests.support.graph_facts import RECORDS
from tests.support.kg_command import environment, kg
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

SAMPLES: Final = ROOT / "samples"
ONE: Final = SAMPLES / "NCT04745299.json"
CTGOV: Final = "https://clinicaltrials.gov/study/"

WITHOUT_NUMPY: Final = """
import sys
sys.modules["numpy"] = None
from kg.cli import main
main()
"""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((str(ONE), "--store", "store"), "--store is for comparing the records of a store"),
        (("-f", "csv"), "--format is for a file"),
        (
            (str(ONE), "-o", "similar.txt"),
            "does not end like an output of kg similar: use one of .ttl",
        ),
        ((str(ONE), "--min-confidence", "1.5"), "is not in the range 0<=x<=1"),
        ((str(ONE), "--top", "0"), "is not in the range x>=1"),
        ((str(ONE), "--base", "example"), "is not an http"),
    ],
)
def test_what_would_do_nothing_is_refused(arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises((UsageError, click.BadParameter), match=re.escape(sentence)):
        similar.main(list(arguments), "kg similar", standalone_mode=False)


def test_a_source_is_not_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "trials.nq"
    source.write_text("", "utf-8")
    with pytest.raises(UsageError, match=r"trials\.nq is a source, so it can't be the output too"):
        similar.main([str(source), "-o", str(source)], "kg similar", standalone_mode=False)


def test_missing_packages_are_named(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_NUMPY, "similar", str(ONE), "-o", "similar.nq"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert ran.stderr == (
        "kg: similar trials need the packages of kg-trials[similar]: pip install"
        " 'kg-trials[similar]'\n"
    )


def test_links_are_written_and_counted(tmp_path: Path) -> None:
    ran = kg("similar", RECORDS, "-o", "similar.nq", "--min-confidence", "0", cwd=tmp_path)
    assert "have similar trials" in ran.talk
    assert "with a confidence of 0 or more in similar.nq" in ran.talk
    assert b"similarTrial" in (tmp_path / "similar.nq").read_bytes()


def test_one_record_has_nothing_to_be_compared_with(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("no record", "utf-8")
    ran = kg("similar", ONE, "bad.json", "-o", "similar.nq", cwd=tmp_path)
    assert ran.status == 2
    assert "bad.json" in ran.talk
    assert "wrote nothing: there is one record" in ran.talk
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "bad.json",
        "similar.nq.rejects.jsonl",
    ]


def test_a_store_gets_the_links_of_its_records(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    load(map(str, sorted(SAMPLES.glob("*.json"))), store)
    ran = kg("similar", "--store", "store", "--min-confidence", "0", cwd=tmp_path)
    assert ran.status == 0, ran.talk
    assert ran.talk == "Similar trials: 6 links of 3 trials\n"
    query = SparqlQuery(f"ASK {{ ?trial {vocab.KG_SIMILAR_TRIAL} <{CTGOV}{ONE.stem}> }}")
    with answered(store, query) as answer:
        assert json.load(answer.file)["boolean"]
