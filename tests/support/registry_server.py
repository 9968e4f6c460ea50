"""A registry for tests: a real HTTP server that speaks the API of ClinicalTrials.gov, version 2.

It behaves as described by the registry's OpenAPI document and by its clients: pages by tokens,
which are refused if another parameter has changed; a full last page whose token leads to an empty
one; aliases by 301; errors as plain text; gzip; byte ranges of the zip. Faults are planted by the
tests: each affects one request, and then the server works again.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler
from itertools import count
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from tests.support.http_server import listening
from tests.support.paths import REAL_RECORDS, ROOT

API: Final = "/api/v2"
LARGEST_PAGE: Final = 1000
_RANGE: Final = re.compile(r"AREA\[LastUpdatePostDate\]RANGE\[([0-9-]+),MAX\]")
_COUNTRY: Final = re.compile(r'AREA\[LocationCountry\]"([^"]+)"')
_PAGING: Final = ("pageToken", "pageSize", "countTotal")


@cache
def real_records() -> dict[str, bytes]:
    """The real records, if there are any, and the project's samples, by their ids."""
    folders = (REAL_RECORDS, ROOT / "samples")
    paths = [path for folder in folders for path in sorted(folder.glob("NCT*.json"))]
    return {path.stem: path.read_bytes().strip() for path in paths}


@cache
def parsed(data: bytes) -> dict[str, Any]:
    """A record as plain values."""
    study: dict[str, Any] = json.loads(data)
    return study


def at(study: dict[str, Any], path: str) -> Any:
    """The value at a dotted path of a record; None if there is none."""
    value: Any = study
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


UPDATED: Final = "protocolSection.statusModule.lastUpdatePostDateStruct.date"
STATUS: Final = "protocolSection.statusModule.overallStatus"
VERSION: Final = "derivedSection.miscInfoModule.versionHolder"
ALIASES: Final = "protocolSection.identificationModule.nctIdAliases"


def altered(data: bytes, **changes: Any) -> bytes:
    """A record with other values at dotted paths, whose dots are written as two underscores."""
    study = json.loads(data)
    for path, value in changes.items():
        *above, last = path.split("__")
        place = study
        for name in above:
            place = place.setdefault(name, {})
        place[last] = value
    return json.dumps(study, ensure_ascii=False).encode()


@dataclass(frozen=True)
class Seen:
    """A request as received."""

    path: str
    params: dict[str, str]
    headers: dict[str, str]
    moment: float


Fault = Callable[["Handler"], None]


@dataclass
class RegistryServer:
    """The server and its data; `faults` are pairs of a part of the path and a fault."""

    records: dict[str, bytes]
    timestamp: str | None = "2026-01-05T09:00:05"
    page_cap: int = LARGEST_PAGE
    ranges: bool = True
    api_version: str = "2.0.5"
    port: int = 0
    seen: list[Seen] = field(default_factory=list)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    on_request: Callable[[int], None] = lambda _: None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def base(self) -> str:
        """The value of --registry."""
        return f"{self.origin}{API}"

    def plant(self, part: str, *faults: Fault) -> None:
        """Each of the faults affects one request whose path and query contain `part`."""
        self.faults += [(part, fault) for fault in faults]

    def asked(self, part: str) -> list[Seen]:
        """The requests whose path contains `part`."""
        return [seen for seen in self.seen if part in seen.path]

    def alias(self, nct_id: str) -> str | None:
        """The id of the record that has this alias."""
        holders = (
            i for i, data in self.records.items() if nct_id in (at(parsed(data), ALIASES) or ())
        )
        return next(holders, None)

    @property
    def bulk(self) -> bytes:
        """The zip of all records, the same bytes for the same records."""
        return _zipped(tuple(sorted(self.records.items())))


@cache
def _zipped(records: tuple[tuple[str, bytes], ...]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for nct_id, data in records:
            archive.writestr(zipfile.ZipInfo(f"{nct_id}.json"), data)
    return stream.getvalue()


@contextmanager
def served(server: RegistryServer) -> Iterator[RegistryServer]:
    """The server on a free port of this machine, until the block ends."""

    class Bound(Handler):
        registry = server

    with listening(Bound) as server.port:
        yield server


class Handler(BaseHTTPRequestHandler):
    """One request."""

    registry: RegistryServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Tests look at `seen`."""

    def handle(self) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # the client has hung up
            super().handle()

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.params = dict(parse_qsl(parts.query, keep_blank_values=True))
        registry = self.registry
        moment = time.monotonic()
        registry.seen.append(Seen(parts.path, self.params, dict(self.headers.items()), moment))
        registry.on_request(len(registry.seen))
        for planted in registry.faults:
            if planted[0] in self.path:
                registry.faults.remove(planted)
                planted[1](self)
                return
        self._answer(parts.path)

    def _answer(self, path: str) -> None:
        match path.removeprefix(API).split("/"):
            case ["", "version"] if self.registry.timestamp:
                version = {
                    "apiVersion": self.registry.api_version,
                    "dataTimestamp": self.registry.timestamp,
                }
                self.json(json.dumps(version).encode())
            case ["", "studies"]:
                self._search()
            case ["", "studies", "download"]:
                self._download()
            case ["", "studies", nct_id]:
                self._study(nct_id)
            case _:
                self.text(404, "Not found")

    def _study(self, nct_id: str) -> None:
        if not re.fullmatch(r"(?i)nct\d{8}", nct_id):
            self.text(400, f"NCT number '{nct_id}' has incorrect format")
        elif data := self.registry.records.get(nct_id.upper()):
            self.json(data)
        elif known := self.registry.alias(nct_id.upper()):
            self.reply(301, b"", {"Location": f"{API}/studies/{known}?format=json"})
        else:
            self.text(404, f"NCT number {nct_id} not found")

    def _search(self) -> None:
        question = {k: v for k, v in self.params.items() if k not in _PAGING}
        digest = hashlib.sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()[:16]
        start = 0
        if token := self.params.get("pageToken"):
            of, _, offset = token.partition(".")
            if of != digest or not offset.isdigit():
                self.text(400, "Invalid pageToken: parameters differ from those of the first page")
                return
            start = int(offset)
        size = min(int(self.params.get("pageSize") or 10), LARGEST_PAGE, self.registry.page_cap)
        found = [d for _, d in sorted(self.registry.records.items()) if _answers(d, question)]
        page = found[start : start + size]
        if fields := question.get("fields"):
            page = [_light(data, fields.split("|")) for data in page]
        rest: dict[str, Any] = {}
        if len(page) == size:
            rest["nextPageToken"] = f"{digest}.{start + size}"
        if self.params.get("countTotal") == "true" and not token:
            rest["totalCount"] = len(found)
        body = b'{"studies":[' + b",\n".join(page) + b"]"
        self.json(body + (b"," + json.dumps(rest).encode()[1:-1] if rest else b"") + b"}")

    def _download(self) -> None:
        data = self.registry.bulk
        tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        headers = {"ETag": tag, "Content-Type": "application/zip"}
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if not self.registry.ranges or not asked or self.headers.get("If-Range", tag) != tag:
            self.reply(200, data, headers)
        elif int(asked[1]) >= len(data):
            self.reply(416, b"", {"Content-Range": f"bytes */{len(data)}"})
        else:
            start = int(asked[1])
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
            self.reply(206, data[start:], headers)

    def json(self, body: bytes) -> None:
        """A response of the API, compressed if the client accepts that."""
        headers = {"Content-Type": "application/json"}
        if "gzip" in self.headers.get("Accept-Encoding", "") and len(body) > 200:
            body = gzip.compress(body, 1)
            headers["Content-Encoding"] = "gzip"
        self.reply(200, body, headers)

    def text(self, status: int, message: str, **headers: str) -> None:
        """An error in the form of the API."""
        self.reply(status, message.encode(), {"Content-Type": "text/plain", **headers})

    def reply(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """A complete response."""
        self.begin(status, {**headers, "Content-Length": str(len(body))})
        self.wfile.write(body)

    def begin(self, status: int, headers: dict[str, str]) -> None:
        """Status and headers; without a length the connection ends the body."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()


def _light(data: bytes, fields: list[str]) -> bytes:
    study = parsed(data)
    nct_id = at(study, "protocolSection.identificationModule.nctId")
    protocol: dict[str, Any] = {"identificationModule": {"nctId": nct_id}}
    light: dict[str, Any] = {"protocolSection": protocol}
    if "OverallStatus" in fields:
        protocol.setdefault("statusModule", {})["overallStatus"] = at(study, STATUS)
    if "LastUpdatePostDate" in fields:
        posted = {"lastUpdatePostDateStruct": {"date": at(study, UPDATED)}}
        protocol.setdefault("statusModule", {}).update(posted)
    if "VersionHolder" in fields:
        light["derivedSection"] = {"miscInfoModule": {"versionHolder": at(study, VERSION)}}
    return json.dumps(light).encode()


_SEARCHED: Final = {
    "query.cond": "conditionsModule",
    "query.intr": "armsInterventionsModule",
    "query.spons": "sponsorCollaboratorsModule",
    "query.locn": "contactsLocationsModule",
    "query.term": "",
}
"""Parameter -> the part of a record that it searches."""


@cache
def _words(data: bytes, part: str) -> str:
    protocol = parsed(data)["protocolSection"]
    return json.dumps(protocol.get(part) if part else protocol).lower()


def _answers(data: bytes, question: dict[str, str]) -> bool:
    """Whether a record matches a search, approximately as in the registry's index."""
    study = parsed(data)
    protocol = study["protocolSection"]
    nct_id = protocol["identificationModule"]["nctId"]
    for name, part in _SEARCHED.items():
        if name in question and question[name].lower() not in _words(data, part):
            return False
    advanced = question.get("filter.advanced", "")
    since, country = _RANGE.search(advanced), _COUNTRY.search(advanced)
    countries = {
        place.get("country") for place in at(protocol, "contactsLocationsModule.locations") or ()
    }
    return (
        nct_id in re.split("[,|]", question.get("filter.ids", nct_id))
        and at(study, STATUS)
        in re.split("[,|]", question.get("filter.overallStatus", at(study, STATUS) or ""))
        and (not since or (at(study, UPDATED) or "") >= since[1])
        and (not country or country[1] in countries)
    )


# Faults


def status(code: int, message: str = "", **headers: str) -> Fault:
    """An error; header names have underscores for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.text(code, message, **named)


def body(data: bytes, media_type: str = "application/json", encoding: str | None = None) -> Fault:
    """Another body, in a successful response."""
    packed = {"Content-Encoding": encoding} if encoding else {}
    return lambda handler: handler.reply(200, data, {"Content-Type": media_type, **packed})


def moved(location: str, code: int = 301) -> Fault:
    """A redirect."""
    return lambda handler: handler.reply(code, b"", {"Location": location})


def cut(data: bytes, *, announced: bool, media_type: str = "application/json") -> Fault:
    """The first half of a body; the length of the whole is announced, or none."""

    def answer(handler: Handler) -> None:
        length = {"Content-Length": str(len(data))} if announced else {}
        handler.begin(200, {"Content-Type": media_type, **length})
        handler.wfile.write(data[: len(data) // 2])
        handler.close_connection = True

    return answer


def silence(seconds: float) -> Fault:
    """Nothing, for a while."""

    def answer(handler: Handler) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return answer


def _repeat(handler: Handler, byte: bytes) -> None:
    """Sends a byte now and then, without an end."""
    while True:
        handler.wfile.write(byte)
        handler.wfile.flush()
        time.sleep(0.05)


def dripping(handler: Handler) -> None:
    """A byte now and then, without an end."""
    handler.begin(200, {"Content-Type": "application/json"})
    _repeat(handler, b" ")


def dripping_headers(handler: Handler) -> None:
    """A header that never ends, a byte now and then: each starts a socket's timeout again."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Padding: ")
    _repeat(handler, b"x")


def dripping_length(handler: Handler) -> None:
    """The length of a chunk that never ends, a byte now and then."""
    handler.begin(200, {"Content-Type": "application/json", "Transfer-Encoding": "chunked"})
    _repeat(handler, b"0")


def empty_blocks(handler: Handler) -> None:
    """A gzip stream without an end that unpacks to nothing: empty stored blocks."""
    handler.begin(200, {"Content-Type": "application/json", "Content-Encoding": "gzip"})
    handler.wfile.write(gzip.compress(b"")[:10])
    while True:
        handler.wfile.write(b"\x00\x00\x00\xff\xff" * 1000)
        time.sleep(0.01)


def endless(handler: Handler) -> None:
    """A body without an end."""
    handler.begin(200, {"Content-Type": "application/json"})
    while True:
        handler.wfile.write(b" " * (1 << 20))


def endless_redirect(handler: Handler) -> None:
    """A redirect with such a body."""
    handler.begin(302, {"Location": "gopher://127.0.0.1/"})
    while True:
        handler.wfile.write(b" " * (1 << 20))


def endless_pages(first_total: int) -> Fault:
    """Pages of a search without an end, each with records that no other has."""
    numbers = count(1)

    def answer(handler: Handler) -> None:
        handler.registry.plant("query.term", answer)
        studies = [
            {"protocolSection": {"identificationModule": {"nctId": f"NCT{next(numbers):08}"}}}
            for _ in range(100)
        ]
        page = {"studies": studies, "nextPageToken": "more", "totalCount": first_total}
        handler.json(json.dumps(page).encode())

    return answer


def bomb() -> bytes:
    """A gigabyte of blanks in a megabyte."""
    piece = gzip.compress(b" " * (1 << 26), 9)
    return piece * 16
