"""No command lets data control the terminal, whatever data and wherever it is printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Final

import pytest

from tests.support.http_server import listening
from tests.support.kg_command import kg, on_a_terminal
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

EVIL: Final = "a\x1b]0;pwn\x07\x1b[2J\x9b31m\x85\x7f\u202eb\u2066\u200f\u061c\u2028\ufeffc"
"""The title of a window, a cleared screen, colours, other directions, other line ends."""

FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)

NAME: Final = "a\x1b[31m\u202e\x85\nb"
"""For files: they may even be named with a line end."""

GRAPH: Final = "<https://w3id.org/kg-trials/graph/NCT90000003>"


def record(nct_id: str, **identification: object) -> bytes:
    module = {"nctId": nct_id, "briefTitle": EVIL, "organization": {"fullName": EVIL}}
    conditions = {"conditions": [EVIL], "keywords": [EVIL], EVIL: EVIL}
    protocol = {
        "identificationModule": {**module, **identification},
        "conditionsModule": conditions,
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": EVIL, "class": EVIL}},
        "descriptionModule": {"briefSummary": f"{EVIL} an extension of NCT90000008 {EVIL}"},
    }
    return json.dumps({"protocolSection": protocol}).encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records, broken records and RDF, all with hostile texts, and a store of them."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / f"{NAME}.json").write_bytes(record("NCT90000007"))
    (folder / "other.json").write_bytes(record("NCT90000008"))
    (folder / f"bad{NAME}.json").write_bytes(record(f"NCT{EVIL}"))
    text = json.dumps(EVIL)[1:-1]
    triples = [
        f'<javascript:alert(1)> <https://schema.org/name> "{text}"',
        f"<javascript:alert(1)> <https://schema.org/subjectOf> {GRAPH}",
        '<javascript:alert(1)> <http://purl.org/dc/terms/identifier> "NCT90000003"',
        f'{GRAPH} <https://w3id.org/kg-trials/vocab#rank> "{text}"',
    ]
    (folder / "evil.nq").write_text("".join(f"{each} {GRAPH} .\n" for each in triples), "utf-8")
    (folder / f"bad{NAME}.ttl").write_text(f'<urn:a> <urn:b> "{text} .', "utf-8")
    (folder / "evil.rq").write_text(f"SELECT ?x {{ ?x {EVIL} ?y }}", "utf-8")
    loaded = kg("load", "other.json", f"{NAME}.json", "evil.nq", "--store", "store", cwd=folder)
    assert loaded.status == 0, loaded.talk
    return folder


FOR_PEOPLE: Final = [
    # arguments whose stdout is text for people
    ("export", f"{NAME}.json", f"bad{NAME}.json", "-o", f"out{NAME}.nt"),
    ("export", f"missing{NAME}.json"),
    ("export", f"{NAME}.json", "-o", f"{NAME}/x.nt"),
    ("export", f"{NAME}.json", "--base", EVIL),
    ("coverage", f"{NAME}.json", "--most", "30"),
    ("coverage", f"bad{NAME}.json"),
    ("validate", "evil.nq"),
    ("validate", f"bad{NAME}.ttl"),
    ("validate", f"missing{NAME}.ttl"),
    ("validate", "evil.nq", "--shapes", f"bad{NAME}.ttl"),
    ("load", f"bad{NAME}.ttl", "--store", f"store{NAME}"),
    ("load", f"bad{NAME}.json", "--store", "store2"),
    ("load", "evil.nq", "--store", f"store{NAME}"),
    ("load", "--remove", f"missing{NAME}", "--store", "store"),
    ("query", "-e", "SELECT ?x ?y { ?x schema:name ?y }", "--store", "store"),
    ("query", "trials-of-sponsor", "--param", "sponsor=a", "--store", "store"),
    ("query", "evil.rq", "--store", "store"),
    ("query", "-e", f"SELECT ?x {{ {EVIL} }}", "--store", "store"),
    ("query", "-e", "SELECT ?x { ?x ?y ?z }", "--param", f"x={EVIL}", "--store", "store"),
    ("query", "-e", "SELECT ?x { ?x ?y ?z }", "--param", f'x="{EVIL}', "--store", "store"),
    ("query", "-e", "SELECT ?x { ?x ?y ?z }", "--param", EVIL, "--store", "store"),
    ("query", NAME, "--store", f"no{NAME}"),
    ("query", f"--{NAME}"),
    (NAME,),
    ("related", "NCT90000007", "--store", "store"),
    ("related", "NCT90000007", "--why", "NCT90000008", "--store", "store"),
    ("related", f"NCT{NAME}", "--store", "store"),
    ("related", "NCT90000007", "--store", f"no{NAME}"),
    ("related", "NCT90000007", "--picture", f"picture{NAME}.svg", "--store", "store"),
    ("query", "-e", "SELECT ?y { ?x schema:name ?y }", "-f", "markdown", "--store", "store"),
    ("show", "NCT90000007", "--store", "store"),
    ("show", "NCT90000003", "-f", "markdown", "--store", "store"),
    ("fetch", f"NCT{NAME}"),
    ("fetch", "--condition", EVIL, "--registry", f"http://127.0.0.1:1/{NAME}", "--tries", "1"),
    ("sync", f"NCT{NAME}"),
    ("sync", "-o", f"no{NAME}"),
    ("enrich", f"bad{NAME}.json", "--offline", "-o", "enriched.nq"),
    ("vocabulary", "-o", f"{NAME}/x.ttl"),
    ("vocabulary", NAME),
]

EXACT: Final = [
    # arguments whose stdout is data for programs
    ("export", f"{NAME}.json", "-o", "-"),
    ("query", "-e", "SELECT ?y { ?x schema:name ?y }", "-f", "csv", "--store", "store"),
    ("query", "-e", "CONSTRUCT WHERE { ?x schema:name ?y }", "--store", "store"),
    ("related", "NCT90000007", "-f", "json", "--store", "store"),
    ("related", "NCT90000007", "-f", "csv", "--store", "store"),
]


def name_of(arguments: tuple[str, ...]) -> str:
    return " ".join(arguments[:2]).encode("ascii", "replace").decode().replace("\x1b", "^")[:60]


@pytest.mark.parametrize("arguments", FOR_PEOPLE, ids=map(name_of, FOR_PEOPLE))
def test_what_people_read(arguments: tuple[str, ...], folder: Path) -> None:
    ran = kg(*arguments, cwd=folder)
    assert ran.talk or ran.data
    assert FORBIDDEN.findall(ran.text + ran.talk) == []
    for line in ran.talk.splitlines():
        assert not line.startswith("b"), "a name that holds a line end begins a line of its own"


@pytest.mark.parametrize("arguments", EXACT, ids=map(name_of, EXACT))
def test_data_for_programs_is_exact_and_a_terminal_safe(
    arguments: tuple[str, ...], folder: Path
) -> None:
    ran = kg(*arguments, cwd=folder)
    assert ran.status == 0, ran.talk
    for part in ("\x9b31m\x85", "\u202eb\u2066\u200f\u061c"):
        assert part in ran.text
    shown = on_a_terminal(*arguments, cwd=folder).text
    assert FORBIDDEN.findall(re.sub("\r+\n", "\n", shown)) == []
    assert "pwn" in shown


class Hostile(BaseHTTPRequestHandler):
    """A service whose every answer is an error page with control characters."""

    status = 400

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response_only(self.status, "Bad \x1b[31m")
        self.send_header("Content-Type", "text/plain; charset=\x1b[31m")
        self.send_header("Location", "http://\x9b31m.example/\u0085".encode().decode("latin-1"))
        self.send_header("X-SQL-State", "S1TAT")
        self.send_header("X-SQL-Message", "late \x1b[31m")
        body = EVIL.encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_HEAD = do_PUT = do_GET

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module", params=[200, 302, 400, 500])
def service(request: pytest.FixtureRequest) -> Iterator[str]:
    handler = type("Answering", (Hostile,), {"status": request.param})
    with listening(handler) as port:
        yield f"http://127.0.0.1:{port}/x"


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "count-by-phase", "--type", "generic", "--endpoint"),
        ("query", "count-by-phase", "--type", "virtuoso", "--endpoint"),
        ("load", "evil.nq", "--type", "fuseki", "--endpoint"),
        ("fetch", "NCT90000007", "-o", "fetched", "--tries", "1", "--registry"),
        ("fetch", "--bulk", "-o", "all.zip", "--tries", "1", "--registry"),
        ("sync", "NCT90000007", "-o", "synced", "--store", "st", "--tries", "1", "--registry"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_what_services_answer(
    arguments: tuple[str, ...], service: str, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "evil.nq").write_bytes((folder / "evil.nq").read_bytes())
    ran = kg(*arguments, service, cwd=tmp_path, env={"KG_BACKOFF": "0.01"})
    assert ran.status == 2
    assert FORBIDDEN.findall(ran.text + ran.talk) == []
    assert "an error in kg itself" not in ran.talk


def test_only_one_module_prints() -> None:
    for path in sorted((ROOT / "kg").rglob("*.py")):
        if path.name not in ("console.py", "failures.py", "query_worker.py"):
            text = path.read_text("utf-8")
            assert not re.search(r"click\.(echo|secho)|sys\.(stdout|stderr)\.write", text)
