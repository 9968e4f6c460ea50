"""Real SPARQL servers, each on a free port of this machine with a temporary folder of its own.

The Oxigraph server is one of the packages for tests; scripts/install_fuseki.sh and
scripts/install_virtuoso.sh install the others.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import requests

from tests.support.java import QUICK
from tests.support.paths import ROOT

FUSEKI: Final = ROOT / ".cache" / "fuseki" / "jena-fuseki-server.jar"
PASSWORD: Final = "dba"
"""The password of the user dba, which every new database of Virtuoso has."""

_READY: Final = 60.0
"""Seconds that a server may take to start."""

_VIRTUOSO_INI: Final = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
ErrorLogLevel = 7
FileExtend = 200
MaxCheckpointRemap = 2000
Striping = 0
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
Striping = 0
[Parameters]
ServerPort = 127.0.0.1:{other_port}
DirsAllowed = {folder}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
ThreadsPerQuery = 2
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 600
"""
"""The row limit is that of Debian's configuration."""


@dataclass(frozen=True)
class Server:
    """A running server: `kind` is a key of kg's STORE_TYPES, `endpoint` its query address."""

    kind: str
    endpoint: str
    username: str | None = None
    password: str | None = None

    @property
    def port(self) -> int:
        """Its port on this machine."""
        return int(self.endpoint.split(":")[2].split("/")[0])


@dataclass(frozen=True)
class _Kind:
    command: Callable[[Path, int, int], list[str | Path]]
    endpoint: str
    missing: Callable[[], str | None]
    username: str | None = None
    password: str | None = None


def _oxigraph(folder: Path, port: int, other_port: int) -> list[str | Path]:
    program = Path(sys.executable).with_name("oxigraph")
    return [program, "serve", "--location", folder / "data", "--bind", f"127.0.0.1:{port}"]


def _fuseki(folder: Path, port: int, other_port: int) -> list[str | Path]:
    (folder / "data").mkdir()
    options = ["--localhost", f"--port={port}", "--update", "--tdb2", f"--loc={folder}/data"]
    return ["java", "-Xmx1g", *QUICK, "-jar", FUSEKI, *options, "/ds"]


def _virtuoso(folder: Path, port: int, other_port: int) -> list[str | Path]:
    configuration = folder / "virtuoso.ini"
    configuration.write_text(
        _VIRTUOSO_INI.format(folder=folder, port=port, other_port=other_port), "utf-8"
    )
    return ["virtuoso-t", "-f", "-c", configuration]


def _no_fuseki() -> str | None:
    if not FUSEKI.exists():
        return "Fuseki isn't installed: scripts/install_fuseki.sh does it"
    return None if shutil.which("java") else "Fuseki needs java"


def _no_virtuoso() -> str | None:
    if shutil.which("virtuoso-t"):
        return None
    return "Virtuoso isn't installed: scripts/install_virtuoso.sh does it"


KINDS: Final = {
    "oxigraph": _Kind(_oxigraph, "/query", lambda: None),
    "fuseki": _Kind(_fuseki, "/ds", _no_fuseki),
    "virtuoso": _Kind(_virtuoso, "/sparql", _no_virtuoso, "dba", PASSWORD),
}
"""The servers that can be started here."""


def missing(kind: str) -> str | None:
    """The reason why a server can't be started here, or None if it can."""
    return KINDS[kind].missing()


@contextmanager
def started(kind: str, folder: Path, *options: str) -> Iterator[Server]:
    """A server with an empty store in `folder`, ready for queries, and stopped with the block."""
    row = KINDS[kind]
    port, other_port = free_ports(2)
    command = [*map(str, row.command(folder, port, other_port)), *options]
    if shutil.which("setpriv"):  # stops the server with the tests, however these end
        command = ["setpriv", "--pdeathsig", "KILL", "--", *command]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, start_new_session=True
        )
        try:
            server = Server(
                kind, f"http://127.0.0.1:{port}{row.endpoint}", row.username, row.password
            )
            _wait(server, process, folder / "server.log")
            yield server
        finally:
            process.kill()
            process.wait()


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _READY
    while time.monotonic() < end:
        assert process.poll() is None, f"{server.kind} ended: {log.read_text('utf-8', 'replace')}"
        try:
            if requests.get(server.endpoint, {"query": "ASK {}"}, timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError(f"{server.kind} did not start: {log.read_text('utf-8', 'replace')}")
