"""`kg serve` as a user runs it: a process, at a free port of this machine."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.support.kg_command import COMMAND, environment, kg
from tests.support.paths import ROOT

SAMPLES: Final = tuple(sorted((ROOT / "samples").glob("NCT*.json")))
_SERVING: Final = re.compile(r"at (http://\S+/)[; ]")


@dataclass
class Serving:
    """A running server: its address, and its process."""

    address: str
    process: subprocess.Popen[str]

    def ended(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """The exit status after a signal, and what was printed since the start."""
        self.process.send_signal(number)
        _, talk = self.process.communicate(timeout=30)
        return self.process.returncode, talk


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Serving]:
    """A server of the store in a folder until the block ends."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--store", str(folder), "--port", "0", *options],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = _SERVING.search(line)
        assert found, line
        yield Serving(found[1], process)
    finally:
        process.kill()
        process.communicate()


def sample_store(folder: Path) -> Path:
    """A store of the sample records in a new folder."""
    store = folder / "store"
    ran = kg("load", *SAMPLES, "--store", store, "--jobs", "1", cwd=folder)
    assert ran.status == 0, ran.talk
    return store
