"""Records without their results or contact persons: nothing else is left out."""

from __future__ import annotations

import kg
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import Iris
from kg.records.redaction import without_results, without_results_contact
from tests.support.graph_facts import small_record


def test_without_results_there_are_none() -> None:
    record = small_record("odd-results")
    assert record.unmapped
    bare = kg.map_record(without_results(record))
    whole = kg.map_record(record)
    assert {t for t in whole.triples if "/results" not in f"{t[0]}{t[2]}"} > set(bare.triples)
    text = "\n".join(" ".join(triple) for triple in bare.triples)
    assert "/results" not in text
    assert "unmapped" not in text
    assert [f for f in bare.findings if f.field.startswith("resultsSection")] == []
    assert vocab.KG_HAS_RESULTS in text
    assert record.study.results_section, "the record itself stays as it was"


def test_without_the_contact_for_results_nothing_else_is_left_out() -> None:
    record = small_record("results")
    whole = set(kg.map_record(record).triples)
    bare = set(kg.map_record(without_results_contact(record)).triples)
    contact = f"{Iris().part(record.nct_id, 'results', 'contact')}"
    left_out = {t for t in whole if contact in (t[0], t[2])}
    assert whole - bare == left_out
    assert len(left_out) > 4
