"""Terms in the place of variables: the same answers as Oxigraph gives with its substitutions."""

from __future__ import annotations

from typing import Any, Final

import pyoxigraph
import pytest

from kg.errors import UsageError
from kg.stores.sparql_binding import bound
from kg.stores.sparql_text import read

DATA: Final = """
PREFIX : <urn:>
GRAPH :g { :a :name "one" ; :of :x . :b :name "two" ; :of :x . :c :name "ONE" ; :of :y . }
GRAPH :h { :a :name "uno" ; :of :y . }
"""

QUERIES: Final = [
    "SELECT ?v ?s { GRAPH ?g { ?s :name ?v } }",
    "SELECT $v ?s { GRAPH ?g { ?s :name $v } } ORDER BY ?v",
    "SELECT ?s ?v WHERE { GRAPH ?g { ?s :name ?n } FILTER(LCASE(?n) = LCASE(?v)) }",
    "SELECT ?v ?s { { SELECT DISTINCT ?v ?s { GRAPH ?g { ?s :name ?n FILTER(STR(?n) = ?v) } } } }",
    "SELECT ?v ?s { { SELECT ?v { GRAPH ?g { ?x :name ?v } } } GRAPH ?g { ?s :name ?v } }",
    "SELECT ?v ?s { { SELECT ?s { GRAPH ?g { ?s :name ?v } } } }",
    "SELECT ?v (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s :name ?v } } GROUP BY ?v",
    "SELECT ?v ?s (COUNT(?g) AS ?n) { GRAPH ?g { ?s :name ?v } } GROUP BY ?v ?s HAVING(?v = ?v)",
    "SELECT ?v ?s { GRAPH ?g { ?s :of ?o } OPTIONAL { GRAPH ?g { ?s :name ?v } } }",
    "SELECT ?v ?s { GRAPH ?g { ?s :of ?o } FILTER NOT EXISTS { GRAPH ?g { ?s :name ?v } } }",
    "SELECT ?v ?s { GRAPH ?g { { ?s :name ?v } UNION { ?s :of ?v } } }",
    "SELECT ?v ?s { VALUES ?s { :a :b } GRAPH ?g { ?s :name ?v } } LIMIT 5",
    'SELECT ?v ?s { GRAPH ?g { ?s :name ?v } FILTER(?v != "?v") } # ?v }',
    "CONSTRUCT { ?s :called ?v } { GRAPH ?g { ?s :name ?v } }",
    "ASK { GRAPH ?g { ?s :name ?v } }",
    "SELECT ?s ?v { GRAPH ?g { ?s <urn:name?v> ?n } }",
]


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(DATA, pyoxigraph.RdfFormat.TRIG)
    return store


def answer(results: Any) -> Any:
    """Rows, triples or a truth value, to be compared."""
    if isinstance(results, pyoxigraph.QueryBoolean):
        return bool(results)
    if isinstance(results, pyoxigraph.QueryTriples):
        return sorted(map(str, results))
    names = sorted(variable.value for variable in results.variables)
    return names, sorted([str(row[name]) for name in names] for row in results)


@pytest.mark.parametrize("text", QUERIES)
@pytest.mark.parametrize("value", ["one", "two", "nothing", 'a"\\ ?s } UNION {'])
def test_a_term_means_the_same_as_a_substitution(
    text: str, value: str, store: pyoxigraph.Store
) -> None:
    literal = pyoxigraph.Literal(value)
    text = f"PREFIX : <urn:> {text}"
    substituted = store.query(text, substitutions={pyoxigraph.Variable("v"): literal})
    assert answer(store.query(bound(text, {"v": str(literal)}))) == answer(substituted)


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("SELECT ?s { ?s ?p ?v }", "is not in the SELECT"),
        ('SELECT ?v { BIND("x" AS ?v) }', "assigns"),
        ('SELECT ("x" AS ?v) { ?s ?p ?o }', "assigns"),
        ("SELECT ?v { VALUES ?v { 1 2 } }", "assigns"),
        ("SELECT ?v { VALUES (?s ?v) { (1 2) } }", "assigns"),
    ],
)
def test_a_variable_that_can_not_be_given_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        bound(text, {"v": '"x"'})


@pytest.mark.parametrize(
    "text, form",
    [
        ("select * { ?s ?p ?o }", "SELECT"),
        ("# ASK\nPREFIX ask: <urn:ASK> CONSTRUCT WHERE { ?s ask:SELECT ?o }", "CONSTRUCT"),
        ("BASE <urn:x> DESCRIBE <urn:a>", "DESCRIBE"),
        ("ASK { { SELECT * { ?s ?p ?o } } }", "ASK"),
        ("DROP ALL", None),
        ("", None),
        ("'SELECT'", None),
    ],
)
def test_the_form_of_a_query(text: str, form: str | None) -> None:
    assert read(text).form == form


def test_prefixes_are_declared_where_they_are_used_and_not_declared() -> None:
    text = "PREFIX schema: <urn:mine> SELECT * { ?s schema:name ?n ; kg:phase 'mesh:D1' }"
    assert read(f"{text}# obo:x").with_prefixes() == (
        f"PREFIX kg: <https://w3id.org/kg-trials/vocab#>\n{text}"
    )


@pytest.mark.parametrize(
    "text",
    [
        "CONSTRUCT { ?s ?p 1 } WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?o LIMIT 3",
        "PREFIX : <urn:> CONSTRUCT { ?s :p 1 } { GRAPH ?g { ?s ?p ?o } }",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o } FROM <urn:g> { ?s ?p ?o }",
    ],
)
def test_the_solutions_of_a_construct(text: str, store: pyoxigraph.Store) -> None:
    found = store.query(read(text).as_select(), use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    assert {variable.value for variable in found.variables} >= {"s", "p", "o"}
