"""Whatever stands in a field, in whatever field: the record maps, and its graph is sound."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.coverage import Leaf, leaves
from kg.formats import FORMATS, serialize
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import literal
from tests.support.graph_facts import RECORDS
from tests.support.rdf_parsers import oxigraph_quads

NASTY: Final = [
    "", " ", "\n", "\t", "-", "\"", "\\",
    "'", "<", ">", "{}", "|", "^", "`", "%", "%zz", "%20", "#",
    "?", "/", "//", "..", "../..", ":", "@", "&amp;", "]]>", "<!--", "\u00a0", "\u2028", "\ufeff",
    "\ufffd", "\u202e", "\U0001f9ec", "한국", "e\u0301", "ß", "İ", "NCT00000001", "NCT 00000002",
    "nct00000003.", "2021-02-30", "0000", "9999-99", "2021-13", "18 Years", "-1 Years",
    "99999999999999999999 Years", "javascript:alert(1)", "http://", "http://[::1]/", "https://a b/",
    "HTTP://EXAMPLE.ORG/%", "https://example.org/\u00e9", "http://x@y/", "doi: 10.1000/<x>.",
    "10.1/x", "PMID: 0", "D003920", "D999999999", "Inclusion Criteria:\n* a", "1.", "a" * 3_000,
    "Doe J. A. Trials. 2022 May 18;23(1):415. doi: 10.1186/s13063.", "1e400", "NaN", "true",
]  # fmt: skip
"""What breaks a slug, an IRI, a date, a citation, a search for numbers, or a writer."""

TEXTS: Final = (
    st.sampled_from(NASTY)
    | st.text(max_size=30)
    | st.lists(st.sampled_from(NASTY), max_size=4).map("".join)
)
NUMBERS: Final = st.integers(-(2**40), 2**40) | st.floats(allow_nan=False, allow_infinity=False)

SOURCES: Final = sorted(RECORDS.glob("*.json"))
CONTENTS: Final = [json.loads(path.read_bytes()) for path in SOURCES]


def names_the_trial(leaf: Leaf) -> bool:
    """Whether a value is the NCT id of the record, in today's JSON or that of the first API."""
    return leaf.path.lower().endswith("identificationmodule.nctid")


def with_other_texts(content: Any, data: st.DataObject) -> Any:
    """A copy of a record in which some values are others."""
    copy = json.loads(json.dumps(content))
    found = [leaf for leaf in leaves(copy) if not names_the_trial(leaf)]
    for leaf in data.draw(st.lists(st.sampled_from(found), min_size=1, max_size=5)):
        kind = TEXTS if isinstance(leaf.value, str) else NUMBERS
        leaf.holder[leaf.key] = data.draw(st.booleans() if leaf.value is True else kind)
    return copy


def assert_sound(graph: RecordGraph) -> None:
    """Sorted, each triple once, and every parser's idea of a triple."""
    assert graph.triples == sorted(set(graph.triples))
    for name in ("n-triples", "turtle", "rdf-xml", "json-ld"):
        document = "".join(serialize([graph], FORMATS[name]))
        assert {triple for triple, _ in oxigraph_quads(document, name)} == set(graph.triples), name


@pytest.mark.slow
@given(st.data())
def test_any_text_in_any_field(data: st.DataObject) -> None:
    content = with_other_texts(data.draw(st.sampled_from(CONTENTS)), data)
    [record] = kg.read(json.dumps(content).encode())
    graph = kg.map_record(record)
    assert_sound(graph)
    assert kg.map_record(record) == graph


@pytest.mark.slow
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_one_text_in_every_field(text: str) -> None:
    for content in CONTENTS:
        copy = json.loads(json.dumps(content))
        for leaf in list(leaves(copy)):
            if isinstance(leaf.value, str) and not names_the_trial(leaf):
                leaf.holder[leaf.key] = text
        [record] = kg.read(json.dumps(copy).encode())
        graph = kg.map_record(record)
        assert graph.triples == sorted(set(graph.triples))
        document = "".join(serialize([graph], FORMATS["n-triples"]))
        assert len(oxigraph_quads(document, "n-triples")) == len(graph.triples)


@pytest.mark.slow
def test_texts_of_real_records_are_stated_to_the_letter(v2_records: list[Path]) -> None:
    """Long texts, full of line ends, quotes and foreign letters, come through as they are."""
    fields = {
        "protocolSection.descriptionModule.briefSummary",
        "protocolSection.descriptionModule.detailedDescription",
        "protocolSection.eligibilityModule.eligibilityCriteria",
        "protocolSection.referencesModule.references.citation",
        "protocolSection.outcomesModule.primaryOutcomes.measure",
        "protocolSection.armsInterventionsModule.interventions.description",
    }
    for path in v2_records:
        [record] = kg.read(path)
        stated = {term for _, _, term in kg.triples(record)}
        for leaf in leaves(json.loads(path.read_bytes())):
            if leaf.path in fields:
                assert literal(leaf.value) in stated, (path.name, leaf.path)
