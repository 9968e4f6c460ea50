"""Terms are the same after a way through rdflib."""

from __future__ import annotations

from typing import Final

import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.rdf.rdflib_bridge import lexical_forms_kept, to_node, to_rdflib, to_term

TERMS: Final = [
    "<https://doi.org/10.1000/x(1)>",
    '"plain"',
    '"a \\"quote\\", a \\\\ and\\na line"',
    '"007"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    '"2021-03"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>',
    '"TRUE"^^<https://example.org/datatype>',
    '"a \\"word\\"@de"',
    '"Arm"@en-GB',
    "_:b1",
]


@pytest.mark.parametrize("term", TERMS)
def test_terms_survive_rdflib(term: str) -> None:
    assert to_term(to_node(term)) == term
    with lexical_forms_kept():
        parsed = rdflib.Graph().parse(data=f"<urn:s> <urn:p> {term} .", format="turtle")
    assert isomorphic(to_rdflib([("<urn:s>", "<urn:p>", term)]), parsed)
