"""The W3C's tests of the SPARQL 1.1 protocol, and what else the endpoint promises.

Their names are those of the W3C; updates are refused, so what they expect of them is not tested.
https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pyoxigraph
import pytest

from kg.load import load
from kg.stores.embedded import EmbeddedStore
from tests.serve.endpoint.conftest import GRAPHS, Client
from tests.support.serving import serving

pytestmark = pytest.mark.slow

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"

ONE, TWO, THREE = (f"{GRAPHS}data{n}.rdf" for n in (1, 2, 3))
BOTH: Final = f"ASK {{ <{ONE}> a ?type . <{TWO}> a ?type }}"
NAMED: Final = f"GRAPH ?g1 {{ <{ONE}> a ?type }} GRAPH ?g2 {{ <{TWO}> a ?type }}"
NONE: Final[dict[str, Any]] = {}


def params(default: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"default-graph-uri": list(default), "named-graph-uri": list(named)}


def get(query: str, dataset: dict[str, Any] = NONE) -> dict[str, Any]:
    return {"method": "GET", "params": {"query": query, **dataset}}


def post(text: str, dataset: dict[str, Any] = NONE, kind: str | None = QUERY) -> dict[str, Any]:
    headers = {"content-type": kind} if kind else {}
    return {"method": "POST", "data": text.encode(), "params": dataset, "headers": headers}


DATA0: Final = params((f"{GRAPHS}data0.rdf",))

TRUE: Final[dict[str, dict[str, Any]]] = {
    "query_post_form": post("query=ASK%20%7B%7D", DATA0, FORM),
    "query_dataset_default_graphs_get": get(BOTH, params((ONE, TWO))),
    "query_dataset_default_graphs_post": post(BOTH, params((ONE, TWO))),
    "query_dataset_named_graphs_post": post(f"ASK {{ {NAMED} }}", params((), (ONE, TWO))),
    "query_dataset_named_graphs_get": get(f"ASK {{ {NAMED} }}", params((), (ONE, TWO))),
    "query_dataset_full": post(
        f"ASK {{ <{THREE}> a ?type {NAMED} }}", params((THREE,), (ONE, TWO))
    ),
    "query_multiple_dataset": post(f"ASK FROM <{THREE}> {{ {NAMED} }}", params((), (ONE, TWO))),
    "query_get": get("ASK {}", DATA0),
    "query_content_type_ask": post("ASK {}", DATA0),
    "query_post_direct": post("ASK {}", DATA0),
}
"""The queries whose answer is true."""

BAD: Final[dict[str, tuple[int, dict[str, Any]]]] = {
    "bad_query_method": (405, {"method": "PUT", "params": {"query": "ASK {}"}}),
    "bad_multiple_queries": (
        400,
        {"method": "GET", "params": {"query": ["ASK {}", "SELECT * {}"]}},
    ),
    "bad_query_wrong_media_type": (415, post("ASK {}", kind="text/plain")),
    "bad_query_missing_form_type": (415, post("query=ASK%20%7B%7D", kind=None)),
    "bad_query_missing_direct_type": (415, post("ASK {}", kind=None)),
    "bad_query_non_utf8": (415, post("ASK {}", kind=f"{QUERY}; charset=UTF-16")),
    "bad_query_syntax": (400, get("ASK {")),
    "bad_update_get": (403, {"method": "GET", "params": {"update": "CLEAR ALL"}}),
    "bad_multiple_updates": (403, post("update=CLEAR%20NAMED&update=CLEAR%20ALL", kind=FORM)),
    "bad_update_wrong_media_type": (415, post("CLEAR NAMED", kind="text/plain")),
    "bad_update_missing_form_type": (415, post("update=CLEAR%20NAMED", kind=None)),
    "bad_update_non_utf8": (403, post("CLEAR NAMED", kind=f"{UPDATE}; charset=UTF-16")),
    "bad_update_syntax": (403, post("update=CLEAR%20XYZ", kind=FORM)),
    "bad_update_dataset_conflict": (
        403,
        post("CLEAR ALL", {"using-named-graph-uri": "http://example/people"}, UPDATE),
    ),
    "update_post_form": (403, post("update=CLEAR%20ALL", kind=FORM)),
    "update_post_direct": (403, post("CLEAR ALL", kind=UPDATE)),
    "update_base_uri": (403, post("INSERT DATA { GRAPH <a> { <b> <c> <d> } }", kind=UPDATE)),
    # And what the W3C does not try:
    "an update sent as a query": (403, get("PREFIX a: <urn:a> INSERT DATA { a:b a:c a:d }")),
    "no query": (400, post("", kind=FORM)),
    "an empty query": (400, get("")),
    "a query in the address and in the body": (400, post("ASK {}", {"query": "ASK {}"})),
    "bytes that are no text": (400, {**post(""), "data": b"ASK { \xff }"}),
    "an escape that is none": (400, post("query=ASK%7B%zz%7D", kind=FORM)),
    "an escape that is no text": (400, post("query=ASK%7B%7D%ff", kind=FORM)),
    "too many parameters": (400, post("a=1&" * 2000, kind=FORM)),
    "the name of a graph that is none": (400, get("ASK {}", params(("data1",)))),
    "a compressed body": (
        415,
        {**post("x"), "headers": {"content-type": QUERY, "content-encoding": "gzip"}},
    ),
    "a body that is too long": (413, post("#" * (1 << 20) + "\nASK {}")),
    "an address that is too long": (414, get("#" * 20_000)),
    "an unknown format": (400, get("ASK {}", {"format": "rows"})),
    "a format that does not fit": (406, get("ASK {}", {"format": "turtle"})),
    "nothing that can be had": (406, {**get("ASK {}"), "headers": {"accept": "image/png"}}),
    "a graph as a table": (
        406,
        {**get("CONSTRUCT WHERE { ?s ?p ?o }"), "headers": {"accept": "text/csv"}},
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_the_answer_is_true(name: str, client: Client) -> None:
    found = client.request(path="/sparql/", **TRUE[name])
    assert (found.status_code, found.headers["content-type"]) == (
        200,
        "application/sparql-results+json",
    )
    assert found.json()["boolean"] is True


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_said_in_a_sentence(name: str, client: Client) -> None:
    status, request = BAD[name]
    found = client.request(path="/sparql", **request)
    assert found.status_code == status, found.text
    assert found.headers["content-type"] == "text/plain; charset=utf-8"
    assert found.text[0].isupper()
    assert found.text.endswith(("?\n", ".\n"))
    assert "--" not in found.text
    assert "/tmp" not in found.text


CONTENT_TYPES: Final = {
    "query_content_type_select": ("SELECT (1 AS ?value) {}", "application/sparql-results+json"),
    "query_content_type_describe": ("DESCRIBE <http://example.org/>", "text/turtle; charset=utf-8"),
    "query_content_type_construct": (
        "CONSTRUCT { <s> <p> 1 } WHERE {}",
        "text/turtle; charset=utf-8",
    ),
}
"""The media type of results for which none is asked; that of ASK is among those above."""


@pytest.mark.parametrize("name", CONTENT_TYPES)
def test_the_content_type_is_appropriate(name: str, client: Client) -> None:
    query, media_type = CONTENT_TYPES[name]
    found = client.request(path="/sparql/", **post(query, DATA0))
    assert (found.status_code, found.headers["content-type"]) == (200, media_type)


SOLUTIONS: Final = "SELECT (1 AS ?value) {}"
TRIPLES: Final = "CONSTRUCT { <s> <p> 1 } WHERE {}"


@pytest.mark.parametrize(
    ("query", "accept", "form", "media_type"),
    [
        (SOLUTIONS, None, None, "application/sparql-results+json"),
        (SOLUTIONS, "application/json", None, "application/json"),
        (SOLUTIONS, "text/html,application/xml;q=0.9,*/*;q=0.8", None, "application/xml"),
        (
            SOLUTIONS,
            "application/sparql-results+xml, */*;q=0.1",
            None,
            "application/sparql-results+xml",
        ),
        (SOLUTIONS, "text/csv;q=0.5, text/turtle", None, "text/csv; charset=utf-8"),
        (SOLUTIONS, "*/*", "tsv", "text/tab-separated-values; charset=utf-8"),
        ("DESCRIBE <http://example.org/>", None, None, "text/turtle; charset=utf-8"),
        (TRIPLES, None, "n-triples", "application/n-triples; charset=utf-8"),
        (TRIPLES, "application/ld+json", None, "application/ld+json"),
        (TRIPLES, "text/*", None, "text/turtle; charset=utf-8"),
    ],
)
def test_the_format_is_the_one_that_is_asked_for(
    query: str, accept: str | None, form: str | None, media_type: str, client: Client
) -> None:
    given = get(query, {"format": form} if form else NONE)
    found = client.request(path="/sparql", headers={"accept": accept} if accept else {}, **given)
    assert (found.status_code, found.headers["content-type"]) == (200, media_type)
    assert "Accept" in found.headers["vary"]
    assert found.headers["content-length"] == str(len(found.content))


def test_relative_iris_begin_with_the_address_of_the_endpoint(client: Client) -> None:
    found = client.get("/sparql", params={"query": TRIPLES, "format": "n-triples"})
    assert found.text.startswith(f"<{client.address}s> <{client.address}p> ")


def test_a_default_graph_alone_has_no_named_graph(client: Client) -> None:
    query = "SELECT ?g { GRAPH ?g { ?s ?p ?o } }"
    found = client.get("/sparql", params={"query": query, **params((ONE,))})
    assert found.json()["results"]["bindings"] == []


def test_results_are_whole_or_refused(client: Client) -> None:
    query = "SELECT ?a ?o { <urn:s> <urn:p> ?o . VALUES ?a { 1 2 3 4 } }"
    more = client.get("/sparql", params={"query": query})
    assert (more.status_code, more.text) == (
        400,
        "The query has more than 1,000 results: ask for less.\n",
    )
    all_ = client.get("/sparql", params={"query": f"{query} LIMIT 1000"})
    assert len(all_.json()["results"]["bindings"]) == 1000
    triples = (
        "CONSTRUCT { <urn:s> ?p ?v } { <urn:s> <urn:p> ?v ."
        " VALUES ?p { <urn:1> <urn:2> <urn:3> <urn:4> } }"
    )
    assert client.get("/sparql", params={"query": triples}).status_code == 400


def test_terms_are_those_of_the_store(client: Client) -> None:
    """Though they pass through another form to be counted."""
    rows = r'("a\tb\r\n\"\\" "x"@en-GB) (UNDEF 1.50) (<urn:a> UNDEF)'
    query = f"SELECT * {{ VALUES (?a ?b) {{ {rows} }} }}"
    found = client.get("/sparql", params={"query": query}).json()
    whole = pyoxigraph.Store().query(query)
    assert isinstance(whole, pyoxigraph.QuerySolutions)
    assert found == json.loads(whole.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b"")


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void", "/.well-known/sparql-examples/"])
def test_pages_of_other_servers_may_read(path: str, client: Client) -> None:
    origin = {"origin": "https://example.org"}
    asked = {**origin, "access-control-request-method": "GET"}
    assert (
        client.request("OPTIONS", path, headers=asked).headers["access-control-allow-origin"] == "*"
    )
    assert client.request("OPTIONS", path).status_code == 204
    found = client.request("HEAD", path, headers=origin)
    assert (found.status_code, found.content) == (200, b"")
    assert found.headers["access-control-allow-origin"] == "*"
    assert client.get(path).headers["content-length"] == found.headers["content-length"]


def test_head_of_a_query_has_no_body(client: Client) -> None:
    found = client.request("HEAD", "/sparql", params={"query": "ASK {}"})
    assert (found.status_code, found.content) == (200, b"")


def test_a_load_is_seen_by_the_next_query(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")

    def loaded(number: int) -> None:
        path = tmp_path / f"{number}.nq"
        path.write_text(f"<urn:s> <urn:p> <urn:o{number}> <urn:g{number}> .\n", "utf-8")
        load([str(path)], store, vocabulary=False)

    loaded(1)
    with serving(store.folder) as started:
        client = Client(started.address)
        for number in (1, 2):
            assert len(client.results("SELECT * { ?s ?p ?o }")) == number
            assert f"triples {number} " in client.get("/.well-known/void").text
            loaded(number + 1)
        store.folder.rename(tmp_path / "away")
        missing = client.get("/sparql", params={"query": "ASK {}"})
        assert (missing.status_code, str(tmp_path) in missing.text) == (503, False)
