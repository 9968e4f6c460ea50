"""Stores behind an endpoint: what real servers are loaded with and answer, what is refused."""

from __future__ import annotations

import gzip
import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Final

import pyoxigraph
import pytest

from kg.errors import SourceError, StoreError, UsageError
from kg.formats import FORMATS, serialize
from kg.load import load
from kg.queries import named_query
from kg.rdf.terms import literal
from kg.stores.embedded import EmbeddedStore
from kg.stores.remote import RemoteStore
from kg.stores.remote.graph_writer import GraphWriter
from kg.stores.remote.products import addresses, type_of
from kg.stores.remote.staged_move import STAGING
from kg.stores.store import SparqlQuery, answered, rows
from tests.support import sparql_servers
from tests.support.kg_command import kg as run
from tests.support.paths import ROOT
from tests.support.remote_stores import (
    ALS,
    ask,
    document,
    expected,
    held,
    new_base,
    normal,
    records,
    store,
)
from tests.support.sparql_servers import Server

pytestmark = pytest.mark.slow

Servers = Callable[[str], Server]

KINDS: Final = tuple(sparql_servers.KINDS)

XSD: Final = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest, server_of: Servers) -> Server:
    return server_of(request.param)


def login(server: Server) -> tuple[str, ...]:
    """The options that reach a server."""
    name = ("--username", server.username) if server.username else ()
    return ("--endpoint", server.endpoint, *name)


def check(server: Server, path: str) -> None:
    """A server holds the graphs of a document as they are."""
    for graph, triples in expected(path).items():
        assert held(server, graph) == triples


# What is loaded


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_file_of_any_format_and_compression_is_loaded(
    format_name: str, server: Server, tmp_path: Path
) -> None:
    """Whatever bodies the server takes: Virtuoso no N-Quads, no JSON-LD, and nothing zipped."""
    graph = records(new_base())[0]
    format = FORMATS[format_name]
    path = tmp_path / f"record{format.ending}.gz"
    path.write_bytes(gzip.compress("".join(serialize([graph], format)).encode()))
    load([str(path)], store(server))
    check(server, document(tmp_path / "same.nq", [graph]))


def test_records_are_exported_and_loaded_by_the_command(server: Server, tmp_path: Path) -> None:
    sources = [ROOT / "samples" / f"{each}.json" for each in ALS]
    base = new_base()
    password = {"KG_PASSWORD": server.password or ""}
    ran = run("load", *sources, "--base", base, *login(server), cwd=tmp_path, env=password)
    assert ran.status == 0, ran.talk
    count = len(ask(server, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"))
    assert f"The store {server.endpoint} holds " in ran.talk
    assert f"triples in {count:,} graphs" in ran.talk
    option = {"oxigraph": "--union-default-graph", "fuseki": "unionDefaultGraph=true"}
    hidden = "Queries of other programs see these graphs only with GRAPH or FROM" in ran.talk
    assert hidden == (server.kind in option)
    assert option.get(server.kind, "") in ran.talk
    check(server, document(tmp_path / "same.nq", records(base)))


def test_a_server_that_shows_all_graphs_hides_nothing(tmp_path: Path) -> None:
    with sparql_servers.started("oxigraph", tmp_path, "--union-default-graph") as server:
        sample = ROOT / "samples" / f"{ALS[0]}.json"
        ran = run("load", sample, *login(server), cwd=tmp_path)
        assert ran.status == 0, ran.talk
        assert "Queries of other programs" not in ran.talk
        assert ask(
            server, "SELECT ?phase { ?trial <https://w3id.org/kg-trials/vocab#phase> ?phase }"
        )


def test_a_reload_replaces_the_graph_of_its_record_and_no_other(
    server: Server, tmp_path: Path
) -> None:
    graphs = records(new_base())
    old = document(tmp_path / "old.nq", graphs)
    load([old], store(server))
    changed = document(tmp_path / "changed.nq", graphs[:1], "Changed")
    load([changed], store(server))
    [name] = expected(changed)
    assert held(server, name) == expected(changed)[name] != expected(old)[name]
    for graph, triples in expected(old).items():
        assert graph == name or held(server, graph) == triples
    load([old], store(server))
    check(server, old)


def test_a_graph_need_not_stand_together(server: Server, tmp_path: Path) -> None:
    path = document(tmp_path / "all.nq", records(new_base()))
    lines = Path(path).read_text("utf-8").splitlines(keepends=True)
    mixed = tmp_path / "mixed.nq"
    mixed.write_text("".join([*lines[::2], *lines[1::2], *lines[:10]]), "utf-8")
    load([str(mixed)], store(server))
    check(server, path)


def test_literals_that_a_store_changes_are_no_loss(server: Server, tmp_path: Path) -> None:
    """Of two that become one the count is smaller; nothing else may be."""
    graph = f"{new_base()}graph"
    values = [
        ("042", "integer"), ("42", "integer"), ("1.50", "decimal"), ("1.5", "decimal"),
        ("2020", "gYear"), ("2020-03", "gYearMonth"), ("2020-01-02", "date"), ("true", "boolean"),
        ("P18Y", "duration"), ("P30D", "duration"), ("PT12H", "duration"),
    ]  # fmt: skip
    lines = [f'<urn:a> <urn:b> "{value}"^^<{XSD}{type}> <{graph}> .\n' for value, type in values]
    lines += [f'<urn:a> <urn:b> "x"{tag} <{graph}> .\n' for tag in ("@en-US", "@en-us", "")]
    path = tmp_path / "values.nq"
    path.write_text("".join(lines), "utf-8")
    assert load([str(path)], store(server), vocabulary=False).outcome.new == [graph]
    assert load([str(path)], store(server), vocabulary=False).outcome.unchanged == [graph]
    found = held(server, graph)
    assert {one.lower() for one in found} == {one.lower() for one in expected(str(path))[graph]}


@pytest.mark.parametrize("length", [65_534, 70_000, 1_000_000])
def test_a_long_line_is_loaded(length: int, server: Server, tmp_path: Path) -> None:
    graph = f"{new_base()}graph"
    path = tmp_path / "long.nq"
    path.write_text(f'<urn:a> <urn:b> "{"ä" * length}" <{graph}> .\n', "utf-8")
    load([str(path)], store(server))
    check(server, str(path))


def test_a_large_graph_is_loaded_in_parts(server: Server, tmp_path: Path) -> None:
    """Larger than one part, and far beyond what Virtuoso takes in INSERT DATA or gives in rows."""
    graph = f"{new_base()}graph"
    path = tmp_path / "large.nq"
    text = "x" * 500
    path.write_text(
        "".join(f'<urn:a:{n}> <urn:b> "{n}{text}" <{graph}> .\n' for n in range(12_000)), "utf-8"
    )
    load([str(path)], store(server))
    assert store(server).counts([graph]) == {graph: 12_000}


def test_blank_nodes_are_not_doubled(server: Server, tmp_path: Path) -> None:
    graph = f"{new_base()}graph"
    path = tmp_path / "blank.nq"
    path.write_text(f"_:a <urn:b> _:c <{graph}> .\n_:c <urn:b> _:a <{graph}> .\n", "utf-8")
    for _ in range(2):
        load([str(path)], store(server))
        assert store(server).counts([graph]) == {graph: 2}


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("<urn:a> <urn:b> <urn:c> .", "outside named graphs"),
        ("<urn:a> <urn:b> <urn:c> <urn:g> .\n<urn:a> !", "not valid N-Quads"),
        ("", "have no triple"),
    ],
)
def test_what_can_not_be_loaded_is_told_before_anything_is_sent(
    text: str, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "bad.nq"
    path.write_text(text, "utf-8")
    with pytest.raises(SourceError, match=sentence):
        load([str(path)], RemoteStore("http://127.0.0.1:1/query", "oxigraph"))


def test_what_a_killed_load_staged_is_dropped_a_day_later(
    server_of: Servers, tmp_path: Path
) -> None:
    server = server_of("virtuoso")
    old, young = f"{STAGING}1700000000:x:0", f"{STAGING}99999999999:x:0"
    path = tmp_path / "left.nq"
    document(path, records(new_base()))
    others = load([str(path)], store(server)).outcome.staged_by_others  # what other tests left
    path.write_text("".join(f"<urn:a> <urn:b> <urn:c> <{each}> .\n" for each in (old, young)))
    load([str(path)], store(server))
    document(path, records(new_base()))
    outcome = load([str(path)], store(server)).outcome
    assert outcome.staged_by_others == others + 1
    assert store(server).counts([old, young]) == {young: 1}
    GraphWriter(store(server)).drop([young])  # other tests have the same server


# What is removed


@pytest.mark.parametrize("kind", [*KINDS, "embedded"])
def test_the_graphs_of_trials_that_are_gone_are_dropped_and_no_other(
    kind: str, server_of: Servers, tmp_path: Path
) -> None:
    base = new_base()
    path = document(tmp_path / "all.nq", records(base))
    options: tuple[str, ...] = ("--store", "here")
    if kind != "embedded":
        options = login(server_of(kind))
    env = {"KG_PASSWORD": sparql_servers.PASSWORD}
    assert run("load", path, *options, cwd=tmp_path, env=env).status == 0
    gone = [ALS[1], "NCT99999999"]
    file = tmp_path / "gone"
    file.write_text("\n".join(gone) + "\n")
    ran = run("load", "--remove", file, "--base", base, *options, cwd=tmp_path, env=env)
    assert ran.status == 0, ran.talk
    assert "Removed 1 graph; 1 to remove were not in the store" in ran.talk
    for graph, triples in expected(path).items():
        left = frozenset() if graph.endswith(ALS[1]) else triples
        if kind == "embedded":
            with EmbeddedStore(tmp_path / "here").opened() as opened:
                name = pyoxigraph.NamedNode(graph)
                quads = opened.quads_for_pattern(None, None, None, name)
                found = normal("".join(f"{quad.triple} .\n" for quad in quads))
        else:
            found = held(server_of(kind), graph)
        assert found == left


def test_a_trial_can_not_be_loaded_and_removed(tmp_path: Path) -> None:
    (tmp_path / "gone").write_text(ALS[0], "utf-8")
    sample = ROOT / "samples" / f"{ALS[0]}.json"
    ran = run("load", sample, "--remove", "gone", "--store", "store", cwd=tmp_path)
    assert ran.status == 2
    assert f"graph/{ALS[0]} is in gone and in the records" in ran.talk


def test_all_that_a_store_holds_can_be_removed(tmp_path: Path) -> None:
    path = document(tmp_path / "all.nq", records("https://w3id.org/kg-trials/"))
    (tmp_path / "gone").write_text("\n".join(ALS), "utf-8")
    loaded = run("load", path, "--no-vocabulary", "--store", "store", cwd=tmp_path)
    assert loaded.status == 0
    ran = run("load", "--remove", "gone", "--store", "store", cwd=tmp_path)
    assert ran.status == 0
    assert ran.talk.endswith("holds 0 records: 0 triples in 0 graphs\n")


@pytest.mark.parametrize(
    "text", ["NCT123", "{}", '{"gone": 3}', "{", '["NCT04745299", "NCT04322149"]']
)
def test_a_list_that_is_none_is_one_sentence(text: str, tmp_path: Path) -> None:
    (tmp_path / "gone").write_text(text, "utf-8")
    ran = run("load", "--remove", "gone", cwd=tmp_path)
    assert ran.status == 2
    assert ran.talk.startswith("kg: gone: ")
    assert len(ran.talk.splitlines()) == 1


# What is asked


@pytest.fixture
def loaded(server: Server, tmp_path: Path) -> tuple[RemoteStore, str, str]:
    """A store with the samples, the pattern of one of its graphs, and the document with all."""
    base = new_base()
    path = document(tmp_path / "all.nq", records(base))
    load([path], store(server))
    return store(server), f"{{ GRAPH <{base}graph/{ALS[0]}> {{ ?s ?p ?o }} }}", path


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_solutions_in_every_form(form: str, loaded: tuple[RemoteStore, str, str]) -> None:
    kgs, pattern, _ = loaded
    query = SparqlQuery(f"SELECT ?o {pattern.replace('?p', 'dcterms:identifier')}")
    with answered(kgs, query, form) as answer:
        assert answer.is_table
        assert ALS[0] in answer.file.read().decode()


def test_truth_values(loaded: tuple[RemoteStore, str, str], server: Server, tmp_path: Path) -> None:
    _, pattern, _ = loaded
    asked = f"ASK {pattern}"
    for query, answer in ((asked, "yes\n"), (asked.replace("?s", "<urn:nothing>"), "no\n")):
        ran = run("query", "-e", query, "--endpoint", server.endpoint, cwd=tmp_path)
        assert (ran.status, ran.text) == (0, answer)


@pytest.mark.parametrize("form", ["turtle", "json-ld"])
def test_graphs_in_every_form(form: str, loaded: tuple[RemoteStore, str, str]) -> None:
    kgs, pattern, path = loaded
    with answered(kgs, SparqlQuery(f"CONSTRUCT {{ ?s ?p ?o }} {pattern}"), None, form) as answer:
        assert not answer.is_table
        data = answer.file.read()
    format = pyoxigraph.RdfFormat.from_media_type(FORMATS[form].media_type)
    lines = "".join(f"{quad.triple} .\n" for quad in pyoxigraph.parse(data, format))
    assert normal(lines) == next(iter(expected(path).values()))


def test_a_query_without_graph_sees_all_graphs_as_one(server: Server, tmp_path: Path) -> None:
    base = new_base()
    load([document(tmp_path / "all.nq", records(base))], store(server))
    text = "SELECT ?g { ?t schema:subjectOf ?g ; dcterms:identifier ?nct }"
    found = rows(store(server), SparqlQuery(text + " ORDER BY ?nct", {}))
    assert {f"{base}graph/{each}" for each in ALS} <= {row["g"] for row in found}


def test_text_of_a_parameter_never_becomes_syntax(server: Server) -> None:
    sponsor = named_query("trials-of-sponsor")
    for text in ('" } #', "\\", '") || true || ("', "?sponsor", "é\u2028'''"):
        query = SparqlQuery(*sponsor.sparql({"sponsor": text}))
        assert rows(store(server), query) == []


@pytest.mark.parametrize(
    "text", ["\\u0022 } #", "a Service, its 'service'", "\\\\", "é\u2028\t", "a\nb", '"a" . ?s']
)
def test_a_value_comes_back_as_it_was_given(
    text: str, loaded: tuple[RemoteStore, str, str]
) -> None:
    kgs, pattern, _ = loaded
    query = SparqlQuery(f"SELECT ?v {pattern} LIMIT 1", {"v": literal(text)})
    assert rows(kgs, query) == [{"v": text}]


@pytest.mark.parametrize(
    "query, sentence",
    [
        ("SELECT", "ends too early"),
        ("SELECT ?s { ?s ?p }", "line 1 can't be read from"),
        ("hello", "not valid SPARQL"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
        ("DROP ALL", "is an update"),
        ("ASK { ?s ?p ?o }", "can't be written as turtle"),
    ],
)
def test_a_query_that_is_none_is_one_sentence(query: str, sentence: str, server: Server) -> None:
    table = None if query.startswith("ASK") else "json"
    with (
        pytest.raises(UsageError, match=sentence) as raised,
        answered(store(server), SparqlQuery(query), table, "turtle"),
    ):
        pass
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("kind", KINDS)
def test_a_query_that_takes_too_long_is_given_up(kind: str, tmp_path: Path) -> None:
    if reason := sparql_servers.missing(kind):
        pytest.skip(reason)
    path = document(tmp_path / "all.nq", records(new_base()))
    graphs = " ".join(f"GRAPH ?g{n} {{ ?s{n} ?p{n} ?o{n} }}" for n in range(4))
    endless = f"SELECT (COUNT(*) AS ?n) {{ {graphs} }}"
    # A server of its own, as it may go on with the query.
    with sparql_servers.started(kind, tmp_path) as server:
        load([path], store(server))
        with pytest.raises(StoreError, match="took longer than 1 s"):
            rows(store(server), SparqlQuery(endless, timeout=1))


# What a store says only by the way


@pytest.fixture(scope="module")
def wide(server_of: Servers, tmp_path_factory: pytest.TempPathFactory) -> tuple[Server, str]:
    """Virtuoso with a graph of more triples than it gives rows, and the pattern of it."""
    server = server_of("virtuoso")
    graph = f"{new_base()}wide"
    path = tmp_path_factory.mktemp("wide") / "wide.nq"
    path.write_text("".join(f"<urn:a> <urn:b> <urn:c:{n}> <{graph}> .\n" for n in range(10_001)))
    load([str(path)], store(server))
    return server, f"{{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"


@pytest.mark.parametrize("form", ["SELECT *", "CONSTRUCT { ?s ?p ?o }"])
def test_an_answer_that_is_cut_short_is_an_error(form: str, wide: tuple[Server, str]) -> None:
    server, pattern = wide
    query = SparqlQuery(f"{form} {pattern}")
    with (
        pytest.raises(StoreError, match="no more than 10000 rows"),
        answered(store(server), query, "json", "turtle"),
    ):
        pass


def test_rows_that_are_enough_are_given(wide: tuple[Server, str]) -> None:
    server, pattern = wide
    for limit in (10, 10_000):
        assert len(rows(store(server), SparqlQuery(f"SELECT * {pattern}", limit=limit))) == limit
    assert rows(store(server), SparqlQuery(f"SELECT (COUNT(*) AS ?n) {pattern}")) == [
        {"n": "10001"}
    ]


def test_a_partial_answer_is_an_error(wide: tuple[Server, str]) -> None:
    """Virtuoso ends a query at the time that its address names and gives what it has by then."""
    server, _ = wide
    kgs = RemoteStore(f"{server.endpoint}?timeout=1000")
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with pytest.raises(StoreError, match="only a part of the results"):
        rows(kgs, SparqlQuery(text))


def test_an_error_within_an_answer_is_an_error(tmp_path: Path) -> None:
    """Oxigraph writes it into the JSON of the rows, with the status 200."""
    with sparql_servers.started("oxigraph", tmp_path, "--timeout-s", "1") as server:
        path = tmp_path / "many.nq"
        path.write_text("".join(f"<urn:a> <urn:b> <urn:c:{n}> <urn:g> .\n" for n in range(3000)))
        load([str(path)], store(server))
        text = "SELECT * { GRAPH ?x { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }"
        with pytest.raises(StoreError, match=r"damaged or incomplete|was lost"):
            rows(RemoteStore(server.endpoint), SparqlQuery(text))


# What is no store


class _Page(http.server.BaseHTTPRequestHandler):
    """A web server that is no store: pages, and addresses that have moved."""

    logins: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        self.logins.append(self.headers["Authorization"])
        if self.path.startswith("/moved"):
            self.send_response(301)
            self.send_header("Location", "http://somebody:secret@elsewhere.example/sparql")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        page = b"<!DOCTYPE html><title>Welcome</title><p>Hello"
        self.send_response(404 if self.path.startswith("/missing") else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    do_PUT = do_POST

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def web() -> Iterator[str]:
    """The address of a web server that is no store."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    with _served(server):
        yield f"http://127.0.0.1:{server.server_port}"


@contextmanager
def _served(server: http.server.ThreadingHTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    "path, sentence",
    [
        ("/page", "responded with text/html, which is not a query result"),
        ("/missing", "responded 404: Hello"),
        ("/moved", "redirects to http://elsewhere.example/sparql: give that address"),
    ],
)
def test_what_is_no_store_is_one_sentence(
    path: str, sentence: str, web: str, tmp_path: Path
) -> None:
    with pytest.raises(StoreError, match=sentence) as raised:
        rows(RemoteStore(web + path), SparqlQuery("SELECT ?s { ?s ?p ?o }"))
    assert "secret" not in str(raised.value)
    name = document(tmp_path / "all.nq", records(new_base()))
    places = ("--graph-store", web + path, "--update", web + path)
    ran = run("load", name, "--endpoint", web + path, *places, cwd=tmp_path)
    assert ran.status == 2
    assert sentence in ran.talk
    assert "secret" not in ran.talk


@pytest.mark.parametrize(
    "url, sentence",
    [
        ("http://me:secret@127.0.0.1:1/sparql", "KG_PASSWORD"),
        ("ftp://127.0.0.1/", "must begin with http"),
        ("127.0.0.1:7878", "not the address of an endpoint"),
        ("http://", "not the address of an endpoint"),
        ("http://127.0.0.1:1/a b", "not the address of an endpoint"),
    ],
)
def test_an_address_that_is_none_is_refused(url: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence) as raised:
        RemoteStore(url)
    assert "secret" not in str(raised.value)
    with pytest.raises(UsageError, match=sentence):
        addresses("http://127.0.0.1:1/", "generic", url)


@pytest.mark.parametrize(
    "options, sentence",
    [
        (("--endpoint", "http://me:secret@127.0.0.1:1/"), "KG_PASSWORD"),
        (("--endpoint", "http://127.0.0.1:1/", "--store", "here"), "can't be combined"),
        (("--update", "http://127.0.0.1:1/"), "need --endpoint"),
        ((), "give a SOURCE to load"),
    ],
)
def test_a_mistake_in_the_command_is_one_sentence(
    options: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    ran = run("load", *(["a.nq"] if options else []), *options, cwd=tmp_path)
    assert ran.status == 2
    assert sentence in ran.talk
    assert "secret" not in ran.talk
    assert len(ran.talk.splitlines()) == 1


def test_a_store_of_another_type_than_stated_is_reported(server: Server) -> None:
    other = next(kind for kind in KINDS if kind != server.kind)
    sentence = f"use --type {server.kind}, not --type {other}"
    with pytest.raises(UsageError, match=sentence):
        rows(RemoteStore(server.endpoint, other), SparqlQuery("SELECT ?s { ?s ?p ?o }"))


@pytest.mark.parametrize(
    "username, password, sentence",
    [
        (None, "", "it needs another login: give --username"),
        ("dba", "wrong", "it needs another login"),
        ("dba", None, "set KG_PASSWORD in the environment"),
    ],
)
def test_a_login_that_fails_changes_nothing(
    username: str | None, password: str | None, sentence: str, server_of: Servers, tmp_path: Path
) -> None:
    server = server_of("virtuoso")
    path = document(tmp_path / "all.nq", records(new_base()))
    name = ("--username", username) if username else ()
    env = {} if password is None else {"KG_PASSWORD": password}
    ran = run("load", path, "--endpoint", server.endpoint, *name, cwd=tmp_path, env=env)
    assert ran.status == 2
    assert sentence in ran.talk
    assert password != "wrong" or password not in ran.talk
    assert all(held(server, graph) == frozenset() for graph in expected(path))


def test_a_token_comes_from_the_environment_and_nothing_from_files(
    web: str, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password netrc", "utf-8")
    (tmp_path / ".netrc").chmod(0o600)
    for env, login in (({"KG_TOKEN": "abc"}, "Bearer abc"), ({}, None)):
        _Page.logins.clear()
        options = ("--endpoint", f"{web}/page", "--type", "qlever")
        env["HOME"] = str(tmp_path)
        assert run("query", "count-by-phase", *options, cwd=tmp_path, env=env).status == 2
        assert set(_Page.logins) == {login}


@pytest.mark.parametrize(
    "kind, update, graphs",
    [("oxigraph", "/update", "/store"), ("fuseki", "/ds/update", "/ds/data")],
)
def test_a_generic_store_is_staged_counted_and_moved(
    kind: str, update: str, graphs: str, server_of: Servers, tmp_path: Path
) -> None:
    """Servers of which kg knows nothing but addresses; what Fuseki's MOVE loses is mended."""
    server = server_of(kind)
    root = f"http://127.0.0.1:{server.port}"
    kgs = RemoteStore(server.endpoint, "generic", update=root + update, graphs=root + graphs)
    versions = records(new_base())
    for mark in ("", "new", "newer"):
        path = document(tmp_path / "all.nq", versions, mark)
        assert load([path], kgs).outcome.stopped is None
        check(server, path)
    path = document(tmp_path / "all.nq", versions, "newest")
    with pytest.raises(UsageError, match="give --graph-store URL"):
        load([path], RemoteStore(server.endpoint, "generic"))


@pytest.mark.parametrize(
    ("headers", "type_name"),
    [
        ({"Server": "Virtuoso/07.20.3229 (Linux)"}, "virtuoso"),
        ({"Server": "Oxigraph/0.5.13"}, "oxigraph"),
        ({"Fuseki-Request-Id": "7"}, "fuseki"),
        ({"Server": "GraphDB/10.7.0"}, "graphdb"),
        ({"Server": "nginx"}, None),
        ({}, None),
    ],
)
def test_the_type_is_detected_from_headers(headers: dict[str, str], type_name: str | None) -> None:
    assert type_of(headers) == type_name


@pytest.mark.parametrize(
    "type_name, endpoint, update, graphs",
    [
        ("virtuoso", "http://h:8890/sparql", "/sparql-auth", "/sparql-graph-crud-auth"),
        ("oxigraph", "http://h:7878", "/update", "/store"),
        ("oxigraph", "http://h:7878/query", "/update", "/store"),
        ("fuseki", "http://h:3030/ds/sparql", "/ds/update", "/ds/data"),
        ("graphdb", "http://h:7200/repositories/r", "/repositories/r/statements",
         "/repositories/r/rdf-graphs/service"),
        ("qlever", "http://h:7001/x", "/x", "/x"),
        ("generic", "http://h/sparql", None, None),
    ],
)  # fmt: skip
def test_the_other_endpoints_are_guessed_from_the_one(
    type_name: str, endpoint: str, update: str | None, graphs: str | None
) -> None:
    found = addresses(endpoint, type_name)
    root = "/".join(endpoint.split("/")[:3])
    assert found.update == (update and root + update)
    assert found.graphs == (graphs and root + graphs)
