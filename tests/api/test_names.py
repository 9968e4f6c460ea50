"""The public names: what completion shows, how objects look, and which arguments are refused."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from typing import Any, Final

import pytest

import kg
from kg.similarity.links import SimilarTrial
from tests.support.paths import ROOT
from tests.support.small_trials import ONE, STUDIES, TWO

SAMPLE: Final = ROOT / "samples" / "NCT04745299.json"


def test_completion_shows_the_public_names_alone() -> None:
    code = "import kg; kg.validate; kg.Store; import kg.load; print(*dir(kg))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert ran.stdout.decode().split() == sorted([*kg.__all__, "__version__"])


def test_the_version_is_that_of_the_package() -> None:
    assert kg.__version__ == metadata.version("kg-trials")


def test_decoded_json_is_a_source() -> None:
    document = json.loads(SAMPLE.read_text("utf-8"))
    [from_dict], [from_file] = kg.read(document), kg.read(SAMPLE)
    assert kg.triples(from_dict) == kg.triples(from_file)
    page = {"studies": list(STUDIES[:2]), "nextPageToken": "x"}
    assert [record.number for record in kg.read(page)] == [ONE, TWO]
    assert [record.number for record in kg.read(*STUDIES[:2], SAMPLE)] == [ONE, TWO, "NCT04745299"]


def test_objects_are_shown_in_a_line() -> None:
    [record] = kg.read(STUDIES[0])
    graph = kg.map_record(record)
    shown = {
        repr(record): f"<Record {ONE} from dict (ctgov-json)>",
        repr(record.study): f"<Study {ONE}>",
        repr(graph): f"<RecordGraph https://w3id.org/kg-trials/graph/{ONE}: {graph.size} triples>",
        repr(kg.SimilarTrials(ONE, (SimilarTrial(TWO, 1, 0.5, 0.912),))): (
            f"<SimilarTrials of {ONE}: {TWO} 0.91>"
        ),
        repr(kg.SimilarTrials(ONE)): f"<SimilarTrials of {ONE}: none>",
    }
    assert list(shown) == list(shown.values())
    report = kg.validate(graph)
    warnings = len(report.warnings)
    assert repr(report).startswith(f"<Report: conforms; 0 violations, {warnings} warnings")


UNTYPED: Final[Any] = kg
"""kg for a program without types."""

WRONG: Final[dict[str, tuple[Callable[[], Any], str]]] = {
    "a number as source": (lambda: list(UNTYPED.read(5)), "a source is a file, .* not a int"),
    "no JSON": (lambda: list(kg.read({"a": object()})), "the dict is no decoded JSON"),
    "a text as record": (lambda: UNTYPED.triples("a"), "a str, not a kg.Record"),
    "a text for IRIs": (lambda: UNTYPED.graph(SAMPLE, "a"), "iris are a kg.Iris, not a str"),
    "texts as records": (lambda: UNTYPED.similar("ab"), "a str, not a kg.Record"),
    "a number as graph": (lambda: UNTYPED.graph(5), "a source is a file, .* not a int"),
    "no similar trials": (lambda: kg.similar([], top=0), "top is a whole number from 1"),
    "texts for a batch": (lambda: UNTYPED.batch(["a"]), "records are pairs of a place"),
    "a document for a batch": (lambda: kg.batch([], format="turtle"), "format is one of n-triples"),
    "a number as base": (lambda: UNTYPED.Iris(5), "the base 5 is not an http"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_argument_is_a_sentence(case: str) -> None:
    call, sentence = WRONG[case]
    with pytest.raises(kg.UsageError, match=sentence):
        call()


def test_the_number_of_a_record_has_its_earlier_name_too() -> None:
    [record] = kg.read(STUDIES[0])
    graph = kg.map_record(record)
    assert record.nct_id == graph.nct_id == record.number == graph.number == ONE
