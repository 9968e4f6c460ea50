"""Fixtures of all tests."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.support import hapi, jena, robot, sparql_servers
from tests.support.paths import ROOT
from tests.support.real_data import needed_files, needed_snapshot

if TYPE_CHECKING:
    from tests.support.registry_server import RegistryServer

# What is ignored (SIGINT in the background of a shell, SIGHUP below nohup) is inherited by the
# commands that tests interrupt; what is handled is not.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
    signal.signal(signal.SIGHUP, lambda *_: None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """--update writes the golden files anew; --full tests what takes long on all real records."""
    parser.addoption("--update", action="store_true", help="write tests/data/expected anew")
    parser.addoption(
        "--full", action="store_true", help="leave out no real record (KG_FULL=1 does the same)"
    )


COLLECTED: Final = 50
"""Tests after which garbage in circles is collected, by the thread that runs the tests.

At any other time a server's thread might do it, and only the thread that has asked a query may drop
pyoxigraph's solutions.
"""

_ended: Final = count(1)


def pytest_configure() -> None:
    """Leaves the collection of garbage to the end of tests."""
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Spares the tests themselves, which stay: looking through them would take most of the time."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Collects garbage after so many tests."""
    if next(_ended) % COLLECTED == 0:
        gc.collect()


_STRAY: Final = pytest.StashKey[dict[Path, int]]()
"""The files of output/ and tests/ as the run found them, and at its end those that it changed."""


def _files() -> dict[Path, int]:
    """The files that a run may not touch, with the times of their last change."""
    found = (path for folder in ("output", "tests") for path in (ROOT / folder).rglob("*"))
    return {
        path.relative_to(ROOT): path.stat().st_mtime_ns
        for path in found
        if path.suffix not in (".md", ".py", ".pyc") and path.is_file()
    }


def pytest_sessionstart(session: pytest.Session) -> None:
    """Notes which files there are, once for all workers."""
    if not hasattr(session.config, "workerinput"):
        session.config.stash[_STRAY] = _files()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run that leaves files in the checkout has failed."""
    config = session.config
    if _STRAY in config.stash:
        before, after = config.stash[_STRAY], _files()
        config.stash[_STRAY] = dict(after.items() - before.items())
        if config.stash[_STRAY] and not config.getoption("--update"):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Names the files that the run left."""
    if stray := config.stash.get(_STRAY, {}):
        terminalreporter.section("files written in the checkout", red=True)
        for path in sorted(stray):
            terminalreporter.line(str(path))


@pytest.fixture(scope="session", autouse=True)
def _outside_the_checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a test writes below its working directory is not left in output/."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("working-directory"))
        yield


@pytest.fixture(scope="session")
def update(pytestconfig: pytest.Config) -> bool:
    """Whether golden files are to be written instead of compared."""
    return bool(pytestconfig.getoption("--update"))


@pytest.fixture(scope="session")
def full(pytestconfig: pytest.Config) -> bool:
    """Whether every real record is asked for where a sample is taken to save time."""
    return bool(pytestconfig.getoption("--full")) or os.environ.get("KG_FULL") == "1"


@pytest.fixture(scope="session")
def v2_records() -> list[Path]:
    """The real records in the registry's v2 JSON, one file each."""
    return needed_files("records/ctgov-v2", "NCT*.json")


@pytest.fixture(scope="session")
def v2_snapshot() -> list[Path]:
    """The same in the versions that tests have figures and facts of, by `usefixtures`."""
    return needed_snapshot()


@pytest.fixture
def registry() -> Iterator[RegistryServer]:
    """A registry on this machine, with the real records (where there are) and the samples."""
    from tests.support import registry_server  # here, for it needs the folders of this module

    with registry_server.served(
        registry_server.RegistryServer(dict(registry_server.real_records()))
    ) as server:
        yield server


@pytest.fixture(scope="session")
def server_of(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[str], sparql_servers.Server]]:
    """A real server of a kind, started when it is first asked for; skips where it can't be."""
    running: dict[str, sparql_servers.Server] = {}
    with ExitStack() as stack:

        def server(kind: str) -> sparql_servers.Server:
            if reason := sparql_servers.missing(kind):
                pytest.skip(reason)
            if kind not in running:
                folder = tmp_path_factory.mktemp(kind)
                running[kind] = stack.enter_context(sparql_servers.started(kind, folder))
            return running[kind]

        yield server


@pytest.fixture(scope="session")
def riot() -> jena.Riot:
    """Apache Jena's riot as a function of files; the test is skipped where it isn't installed."""
    if reason := jena.missing():
        pytest.skip(reason)
    return jena.riot


@pytest.fixture(scope="session", name="hapi")
def hapi_validator() -> hapi.Hapi:
    """HAPI's validator as a function of files; the test is skipped where it isn't installed."""
    if reason := hapi.missing():
        pytest.skip(reason)
    return hapi.hapi


@pytest.fixture(scope="session", name="robot")
def robot_command() -> robot.Robot:
    """ROBOT as a function of arguments; the test is skipped where it isn't installed."""
    if reason := robot.missing():
        pytest.skip(reason)
    return robot.robot
