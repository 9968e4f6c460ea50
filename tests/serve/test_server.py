"""`kg serve`: its start and end, its bounds, and a store that is replaced while it serves."""

from __future__ import annotations

import shutil
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.support.kg_command import kg
from tests.support.serving import SAMPLES, Serving, sample_store, serving

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_store(tmp_path_factory.mktemp("serve"))


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Serving]:
    with serving(store) as started:
        yield started


def sent(server: Serving, request: bytes) -> bytes:
    """The answer to a request as it stands."""
    place = urlsplit(server.address)
    assert place.hostname
    assert place.port
    with socket.create_connection((place.hostname, place.port), timeout=20) as connection:
        connection.sendall(request)
        answer = b""
        while piece := connection.recv(65_536):
            answer += piece
    return answer


# Start and end


def test_it_says_where_it_serves_and_ends_when_interrupted(store: Path) -> None:
    with serving(store) as started:
        assert requests.get(started.address, timeout=10).status_code == 200
        status, talk = started.ended()
    assert status == 130
    assert "Traceback" not in talk


def test_a_service_manager_can_end_it(store: Path) -> None:
    with serving(store) as started:
        assert started.ended(signal.SIGTERM)[0] == 143


@pytest.mark.parametrize(
    "options, sentence",
    [
        (("--store", "missing"), "there is no store at missing"),
        (("--public-url", "ftp://example.org/"), "is not the address of a server"),
        (("--public-url", "https://"), "is not the address of a server"),
        (("--host", "203.0.113.9"), "can't be served at"),
    ],
)
def test_what_it_cannot_serve_is_said(
    options: tuple[str, ...], sentence: str, store: Path, tmp_path: Path
) -> None:
    given = options if "--store" in options else ("--store", str(store), *options)
    ran = kg("serve", *given, "--port", "0", cwd=tmp_path)
    assert ran.status == 2
    assert sentence in ran.talk


def test_a_taken_port_is_said(server: Serving, store: Path, tmp_path: Path) -> None:
    port = str(urlsplit(server.address).port)
    ran = kg("serve", "--store", store, "--port", port, cwd=tmp_path)
    assert ran.status == 2
    assert f"port {port}, can't be served at" in ran.talk


def test_behind_a_proxy_every_address_has_its_path(store: Path) -> None:
    with serving(store, "--public-url", "https://example.org/kg") as started:
        assert urlsplit(started.address).path == "/kg/"
        root = requests.get(started.address.removesuffix("kg/"), timeout=10)
        page = requests.get(started.address, timeout=10)
    assert root.status_code == 404
    assert page.status_code == 200
    assert 'href="/kg/static/kg.css"' in page.text
    assert 'href="/static' not in page.text


# The store


def test_the_next_request_sees_what_was_loaded_meanwhile(store: Path, tmp_path: Path) -> None:
    copy = tmp_path / "store"
    shutil.copytree(store, copy)
    gone = tmp_path / "gone.txt"
    gone.write_text(f"{SAMPLES[-1].stem}\n")
    with serving(copy) as started:
        page = f"{started.address}trial/{SAMPLES[-1].stem}"
        assert requests.get(page, timeout=10).status_code == 200
        assert kg("load", "--store", copy, "--remove", gone, cwd=tmp_path).status == 0
        assert requests.get(page, timeout=10).status_code == 404
        assert kg("load", SAMPLES[-1], "--store", copy, cwd=tmp_path).status == 0
        assert requests.get(page, timeout=10).status_code == 200


# Its bounds


def test_a_browser_finds_the_icon_of_what_is_no_page(server: Serving) -> None:
    icon = requests.get(f"{server.address}favicon.ico", timeout=10)
    assert icon.status_code == 200
    assert icon.headers["content-type"].startswith("image/svg+xml")


def test_every_answer_has_the_headers_that_protect_a_reader(server: Serving) -> None:
    for path in ("", "static/kg.css", "nowhere"):
        headers = requests.get(server.address + path, timeout=10).headers
        assert "script-src 'self';" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_nothing_can_be_changed(method: str, server: Serving) -> None:
    assert requests.request(method, server.address, timeout=10).status_code == 405


@pytest.mark.parametrize(
    "target",
    [
        "/static/../kg.css",
        "/static/..%2f..%2fpyproject.toml",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/static//etc/passwd",
        "/static/%00",
        "//etc/passwd",
        "/%ff%fe",
        "/static/",
    ],
)
def test_no_file_of_the_machine_is_reachable(target: str, server: Serving) -> None:
    answer = sent(server, f"GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
    assert answer.split(b" ", 2)[1] in (b"400", b"404", b"405")
    assert b"root:" not in answer
    assert b"[project]" not in answer


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"nonsense\r\n\r\n",
    ],
)
def test_a_request_beyond_the_bounds_is_refused(request_: bytes, server: Serving) -> None:
    assert sent(server, request_).split(b" ", 2)[1] in (b"400", b"414", b"431")


def test_a_client_that_says_nothing_is_left(server: Serving) -> None:
    assert sent(server, b"GET / HTTP/1.1\r\nHost:") == b""


def test_a_thousand_requests_at_once_do_no_harm(server: Serving) -> None:
    def status(_: int) -> int:
        return requests.get(server.address, timeout=60).status_code

    with ThreadPoolExecutor(100) as clients:
        found = set(clients.map(status, range(1000)))
    assert found <= {200, 503}
    assert status(0) == 200
