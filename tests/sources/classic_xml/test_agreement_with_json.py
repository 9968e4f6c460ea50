"""A record gives the same graph in v2 JSON and in classic XML, but for what the XML lacks.

`tests/support/classic_xml_writer.py` writes the real v2 records as XML and tells what that form
lacks. One real record is at hand in both forms, of different years.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import pytest

import kg
from kg.rdf.terms import Triple
from tests.support import classic_xml_writer
from tests.support.paths import ROOT
from tests.support.real_data import needed, needed_record

pytestmark = pytest.mark.slow

CHUNKS: Final = 8
EXACTLY: Final = 0.97
"""The share of records that agree to the letter: the others have lists that are no markdown, and
may differ in blank lines."""


def graph(data: bytes) -> set[Triple]:
    """The triples of a record, as if it had come in XML."""
    [record] = kg.read(data)
    assert record.unmapped == []
    return {
        (s.replace("ctgov-json", "ctgov-xml"), p, o.replace("ctgov-json", "ctgov-xml"))
        for s, p, o in kg.triples(record)
    }


def without_blank_lines(triples: set[Triple]) -> set[Triple]:
    return {(s, p, re.sub(r"(?:\\n *)+", r"\\n", o)) for s, p, o in triples}


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_real_records_agree(chunk: int, v2_records: list[Path]) -> None:
    paths = v2_records[chunk::CHUNKS]
    exactly = 0
    for path in paths:
        said = classic_xml_writer.sayable(json.loads(path.read_bytes()))
        theirs = graph(json.dumps(said).encode())
        ours = graph(classic_xml_writer.render(said).encode())
        assert without_blank_lines(ours) == without_blank_lines(theirs), path.name
        exactly += ours == theirs
    assert exactly >= len(paths) * EXACTLY - 1


def test_a_real_record_in_both_forms() -> None:
    xml = needed("records/ctgov-xml/NCT00007696.xml")
    theirs = json.loads(needed_record("NCT00007696").read_bytes())
    said = graph(json.dumps(classic_xml_writer.sayable(theirs)).encode())
    found = graph(xml.read_bytes())
    differing = {p.rpartition("#")[2] for _, p, _ in said ^ found}
    assert differing == {"recordVersion>"}
    assert len(found) > 90


def test_what_the_form_lacks_is_documented() -> None:
    text = (ROOT / "docs" / "classic-xml.md").read_text("utf-8")
    named = set(re.findall(r"`([A-Za-z0-9_.]+)`", text))
    assert {path.rpartition(".")[2] for path in classic_xml_writer.LACKS} <= {
        name.rpartition(".")[2] for name in named
    }
