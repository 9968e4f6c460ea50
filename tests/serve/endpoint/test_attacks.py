"""What is sent to the endpoint to stop it, to have it call others, or to take all it has."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

import pytest

from kg.stores.embedded import EmbeddedStore
from tests.serve.endpoint.conftest import TIMEOUT, Client
from tests.support.serving import Serving, serving

pytestmark = pytest.mark.slow

ENDLESS: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

SERVICES: Final = [
    "SERVICE <{}> {{}}",
    "service silent <{}> {{}}",
    "SeRvIcE ?any {{}} VALUES ?any {{ <{}> }}",
    "#\nSERVICE#\n<{}>{{}}",
    "\\u0053ERVICE <{}> {{}}",
    "S\\U00000045RVICE <{}> {{}}",
    "{{ SELECT * {{ SERVICE <{}> {{}} }} }}",
    "FILTER EXISTS {{ SERVICE <{}> {{}} }}",
    "?a ?b true.SERVICE<{}>{{}}",
]


def children(process: int) -> set[int]:
    """The child processes of a process that still run."""
    found: set[int] = set()
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        found.update(map(int, path.read_text().split()))
    return found


def ended_within(seconds: float, process: int) -> bool:
    """Whether all child processes end in this time."""
    end = time.monotonic() + seconds
    while children(process) and time.monotonic() < end:
        time.sleep(0.02)
    return not children(process)


@pytest.mark.parametrize("pattern", SERVICES)
def test_no_query_calls_another_server(pattern: str, client: Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.05)
        address = f"http://127.0.0.1:{trap.getsockname()[1]}/"
        query = f"SELECT * {{ {pattern.format(address)} }}"
        assert client.get("/sparql", params={"query": query}).status_code == 400
        with pytest.raises(TimeoutError):
            trap.accept()


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("ASK" + "{" * 6000 + "}" * 6000, 500, "nested too deeply"),
        (ENDLESS, 503, f"longer than {TIMEOUT} s"),
        ("ASK { " + "a." * 300_000 + " }", 503, f"longer than {TIMEOUT} s"),
        (
            "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
            503,
            "more than 0.3 GiB of memory",
        ),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", 400, "more than 1,000 results"),
    ],
    ids=["braces", "product", "text", "memory", "rows"],
)
def test_a_query_ends_alone(
    query: str, status: int, sentence: str, client: Client, server: Serving
) -> None:
    found = client.request("POST", "/sparql", data={"query": query})
    assert (found.status_code, sentence in found.text) == (status, True), found.text
    assert ended_within(1, server.process.pid)
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


def test_a_query_whose_client_goes_away_ends(server: Serving) -> None:
    place = urlsplit(server.address)
    with socket.create_connection((str(place.hostname), int(place.port or 0))) as connection:
        target = f"/sparql?query={quote(ENDLESS)}"
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        while not children(server.process.pid):
            time.sleep(0.01)
    assert ended_within(1, server.process.pid)


def test_queries_end_soon_after_their_server_is_killed(small_store: EmbeddedStore) -> None:
    with serving(small_store.folder, "--timeout", "1") as started:
        place = urlsplit(started.address)
        with socket.create_connection((str(place.hostname), int(place.port or 0))) as connection:
            target = f"/sparql?query={quote(ENDLESS)}"
            connection.sendall(f"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            while not (queries := children(started.process.pid)):
                time.sleep(0.01)
            started.process.kill()
        end = time.monotonic() + 20
        while any(map(runs, queries)) and time.monotonic() < end:
            time.sleep(0.1)
    assert not any(map(runs, queries))


def runs(process: int) -> bool:
    """Whether a process runs and is not only waited for."""
    try:
        text = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return text.rpartition(")")[2].split()[0] not in "ZX"


def test_a_body_without_a_length_is_bounded(client: Client) -> None:
    pieces = (b"#" * 65_536 for _ in range(17))
    headers = {"content-type": "application/sparql-query"}
    found = client.request("POST", "/sparql", data=pieces, headers=headers)
    assert found.status_code == 413


def test_many_clients_have_an_answer_each_and_few_queries_run(
    client: Client, server: Serving
) -> None:
    most = 0
    over = threading.Event()

    def watch() -> None:
        nonlocal most
        while not over.wait(0.02):
            most = max(most, len(children(server.process.pid)))

    watcher = threading.Thread(target=watch)
    watcher.start()
    with ThreadPoolExecutor(45) as clients:
        asked = clients.map(lambda _: client.get("/sparql", params={"query": "ASK {}"}), range(45))
        found = list(asked)
    over.set()
    watcher.join()
    counts = Counter(each.status_code for each in found)
    assert counts.keys() == {200, 503}
    assert all(each.headers["retry-after"] == "10" for each in found if each.status_code == 503)
    assert most == 1
