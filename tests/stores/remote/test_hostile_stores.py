"""Servers that would fill the disk or keep kg waiting for ever."""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Final

import pytest

from kg.errors import StoreError
from kg.related.links import COLUMNS
from kg.stores.remote import RemoteStore, client
from kg.stores.remote.client import Credentials
from kg.stores.store import SparqlQuery, rows
from tests.support.http_server import listening
from tests.support.kg_command import kg as run

pytestmark = pytest.mark.slow

JSON: Final = "application/sparql-results+json"
SELECT: Final = "SELECT ?s { ?s ?p ?o }"


class _Hostile(BaseHTTPRequestHandler):
    """Answers as the path says; a path that begins with /late answers the first request well."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with suppress(OSError):
            if self.path.startswith("/late") and self.command == "GET":
                self.begin(200, {"Content-Length": "0"})
            else:
                WAYS[next(part for part in re.split("[/?]", self.path) if part in WAYS)](self)
        self.close_connection = True

    do_POST = do_GET

    def begin(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def for_ever(self, piece: bytes, pause: float = 0) -> None:
        while True:
            self.wfile.write(piece)
            time.sleep(pause)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def endless(handler: _Hostile) -> None:
    handler.begin(200, {"Content-Type": JSON})
    handler.for_ever(b" " * (1 << 16))


def bomb(handler: _Hostile) -> None:
    handler.begin(200, {"Content-Type": JSON, "Content-Encoding": "gzip"})
    handler.for_ever(gzip.compress(b" " * (1 << 26), 9))


def endless_error(handler: _Hostile) -> None:
    handler.begin(404, {"Content-Type": "text/html"})
    handler.for_ever(b"<p>No. " * (1 << 16))


def endless_login(handler: _Hostile) -> None:
    handler.begin(401, {"WWW-Authenticate": 'Digest realm="x", nonce="y", qop="auth"'})
    handler.for_ever(b" " * (1 << 20))


def endless_redirect(handler: _Hostile) -> None:
    handler.begin(302, {"Location": "/elsewhere"})
    handler.for_ever(b" " * (1 << 20))


def silent(handler: _Hostile) -> None:
    time.sleep(30)


def dripping_headers(handler: _Hostile) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Padding: ")
    handler.for_ever(b"x", 0.05)


def dripping_length(handler: _Hostile) -> None:
    handler.begin(200, {"Content-Type": JSON, "Transfer-Encoding": "chunked"})
    handler.for_ever(b"0", 0.05)


def empty_blocks(handler: _Hostile) -> None:
    handler.begin(200, {"Content-Type": JSON, "Content-Encoding": "gzip"})
    handler.wfile.write(gzip.compress(b"")[:10])
    handler.for_ever(b"\x00\x00\x00\xff\xff" * 1000, 0.01)


ODD_ROWS: Final = (
    {"nct": "NCT90000001"},
    {"earlier": "NCT90000001", "nct": "NCT90000001"},
    {"earlier": "NCT90000001", "nct": "NCT90000001", "related": "NCT90000002"},
    {"earlier": "NCT90000001", "nct": "NCT90000001", "related": "NCT90000002", "reason": "MOON"},
    {"earlier": "NCT90000001", "nct": "NCT90000001", "related": "NCT90000002", "reason": "SITE"},
    {
        "earlier": "NCT90000001", "nct": "NCT90000001", "related": "NCT90000002",
        "reason": "SITE", "name": "Hospital", "thing": "https://example.org/hospital",
    },
    {
        "earlier": "NCT90000001", "nct": "NCT90000001", "related": "NCT90000002",
        "reason": "SIMILAR", "relation": "urn:r", "confidence": "often", "score": "1", "rank": "1",
    },
    {
        "earlier": "NCT90000001", "nct": "NCT90000001", "related": "NCT90000002",
        "reason": "SIMILAR", "relation": "urn:r", "confidence": "7", "score": "1", "rank": "1",
    },
)  # fmt: skip
"""Well-formed solutions, none of which answers the queries for related trials."""


def odd_row(handler: _Hostile) -> None:
    number = int(handler.path.split("odd_row/")[1][0])
    variables = [*COLUMNS, "earlier", "title", "own", "trial"]
    row = {name: {"type": "literal", "value": text} for name, text in ODD_ROWS[number].items()}
    answer = {"head": {"vars": variables}, "results": {"bindings": [row]}}
    data = json.dumps(answer).encode()
    handler.begin(200, {"Content-Type": JSON, "Content-Length": str(len(data))})
    handler.wfile.write(data)


WAYS: Final[dict[str, Callable[[_Hostile], None]]] = {
    way.__name__: way
    for way in (
        endless, bomb, endless_error, endless_login, endless_redirect, silent, dripping_headers,
        dripping_length, empty_blocks, odd_row,
    )
}  # fmt: skip


@pytest.fixture(scope="module")
def hostile() -> Iterator[str]:
    """The address of the server."""
    with listening(_Hostile) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("way", ["endless", "bomb"])
@pytest.mark.parametrize("query", [SELECT, "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_results_are_read_up_to_a_limit(
    way: str, query: str, hostile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "LARGEST_RESULT", 8 << 20)
    store = RemoteStore(f"{hostile}/late/{way}", "generic")
    with pytest.raises(StoreError, match="responds with more than 8 MB: ask for less"):
        rows(store, SparqlQuery(query)) if query == SELECT else list(store.triples(query))


@pytest.mark.parametrize(
    ("way", "sentence"),
    [
        ("endless_error", "responded 404: No. No. No."),
        ("endless_redirect", "redirects to /elsewhere: give that address"),
        ("endless_login", "it needs another login"),
    ],
)
def test_other_answers_are_read_only_at_their_beginning(
    way: str, sentence: str, hostile: str
) -> None:
    login = Credentials("me", "secret")
    store = RemoteStore(f"{hostile}/late/{way}/sparql", "virtuoso", credentials=login)
    with pytest.raises(StoreError) as raised:
        rows(store, SparqlQuery(SELECT))
    assert sentence in str(raised.value)


@pytest.mark.parametrize("first", ["", "/late"])
@pytest.mark.parametrize(
    "way", ["silent", "dripping_headers", "dripping_length", "empty_blocks", "endless"]
)
def test_the_time_limit_holds_for_the_first_request_and_the_last(
    way: str, first: str, hostile: str, tmp_path: Path
) -> None:
    begun = time.monotonic()
    address = f"{hostile}{first}/{way}"
    ran = run("query", "-e", SELECT, "--endpoint", address, "--timeout", "2", cwd=tmp_path)
    assert time.monotonic() - begun < 15
    assert ran.status == 2
    assert re.search("did not respond within|took longer than 2 s|more than 1,024 MB", ran.talk)
    assert "Traceback" not in ran.talk


@pytest.mark.parametrize("number", range(len(ODD_ROWS)))
@pytest.mark.parametrize("form", [(), ("--picture", "picture.svg")])
def test_rows_that_lack_what_a_query_binds_are_the_fault_of_the_store(
    number: int, form: tuple[str, ...], hostile: str, tmp_path: Path
) -> None:
    address = f"{hostile}/odd_row/{number}"
    ran = run("related", "NCT90000001", "--endpoint", address, *form, cwd=tmp_path)
    assert ran.status == 2
    assert ran.talk.startswith("kg: the ")
    assert f"store {address} " in ran.talk
    assert ran.talk.count("\n") == 1
    assert "kg itself" not in ran.talk
