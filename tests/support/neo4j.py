"""A Neo4j server on this machine with the graph of a folder, imported by its own tool.

scripts/install_neo4j.sh installs both.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import requests

from tests.support.java import QUICK
from tests.support.paths import ROOT
from tests.support.sparql_servers import free_ports

LIBRARY: Final = ROOT / ".cache" / "neo4j" / "lib"

_JAVA: Final = ("java", "-Xmx512m", *QUICK, "-cp", f"{LIBRARY}/*")

_CONFIGURATION: Final = """
server.default_listen_address=127.0.0.1
server.bolt.enabled=false
server.https.enabled=false
server.http.listen_address=127.0.0.1:{port}
dbms.security.auth_enabled=false
dbms.usage_report.enabled=false
"""

_READY: Final = 60.0
"""Seconds that the server may take to start."""

Rows = list[list[Any]]


def missing() -> str | None:
    """Why there is no Neo4j; None if there is."""
    return None if LIBRARY.is_dir() else "needs Neo4j: scripts/install_neo4j.sh"


@contextmanager
def started(graph: Path, home: Path) -> Iterator[Callable[[str], Rows]]:
    """The function that asks a server, at `home`, with the graph that an export has written."""
    [port] = free_ports(1)
    (home / "conf").mkdir(parents=True)
    (home / "conf" / "neo4j.conf").write_text(_CONFIGURATION.format(port=port), "utf-8")
    environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    tool = (*_JAVA, "org.neo4j.cli.AdminTool", "database", "import", "full", "neo4j")
    done = subprocess.run(
        (*tool, "@neo4j.args", "--threads=1"),
        cwd=graph,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    server = (*_JAVA, "org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}")
    with (home / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            (*server, f"--config-dir={home / 'conf'}"), env=environment, stdout=log, stderr=log
        )
        try:
            address = f"http://127.0.0.1:{port}/db/neo4j/tx/commit"
            _wait(process, address, home / "log.txt")
            yield lambda query: _rows(_answer(address, query))
        finally:
            process.terminate()
            process.wait()


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Waits until the database answers."""
    end = time.monotonic() + _READY
    while time.monotonic() < end and process.poll() is None:
        with suppress(requests.ConnectionError):
            if not _answer(address, "RETURN 1")["errors"]:
                return
        time.sleep(0.2)
    raise AssertionError(f"Neo4j did not start: {log.read_text('utf-8', 'replace')}")


def _answer(address: str, query: str) -> dict[str, Any]:
    body = {"statements": [{"statement": query}]}
    answer: dict[str, Any] = requests.post(address, json=body, timeout=60).json()
    return answer


def _rows(answer: dict[str, Any]) -> Rows:
    assert answer["errors"] == []
    return [row["row"] for row in answer["results"][0]["data"]]
