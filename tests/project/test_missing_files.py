"""A missing file is said in one sentence, whoever was to read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

import kg
from kg.dataset.manifest import Manifest
from kg.dataset.report import read_report
from kg.enrichment import ror_dump
from kg.formats import rdflib_reader
from kg.load import gone_trials
from kg.queries.query_file import query_text
from kg.shacl import load_shapes

READERS: Final[dict[str, Callable[[Path], Any]]] = {
    "records": lambda path: list(kg.read(path)),
    "RDF to validate": lambda path: rdflib_reader.load([str(path)]),
    "shapes": load_shapes,
    "a query": query_text,
    "trials to remove": lambda path: gone_trials(str(path)),
    "a report": read_report,
    "a manifest": Manifest.read,
    "a ROR dump": ror_dump.directory,
}


@pytest.mark.parametrize("reader", READERS)
def test_a_missing_file_is_said_in_one_sentence(reader: str, tmp_path: Path) -> None:
    path = tmp_path / "nothing.ttl"
    with pytest.raises(kg.KgError) as error:
        READERS[reader](path)
    assert str(error.value) == f"there is no file or folder {path}: is the name spelt right?"
