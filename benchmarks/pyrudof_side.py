"""The graphs of records, checked with pyrudof, which has an environment of its own.

https://pyrudof.readthedocs.io/
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from measuring import Run, run
from side_environment import environment
from workbench import CACHE, HERE


class Pyrudof:
    """A check of the records of a corpus. NotInstalled if its environment can't be made here."""

    def __init__(self, corpus: Path, folder: Path) -> None:
        self._python = environment(CACHE / "pyrudof", HERE / "pyrudof.lock")
        self._folder = folder
        self._expected = int(run([str(HERE / "graphs.py"), str(corpus), str(folder)]).said)

    def __call__(self) -> Run:
        """Its output is the processor seconds; ends everything if it has other results than kg."""
        files = [str(self._folder / name) for name in ("shapes.ttl", "graphs.jsonl")]
        done = run([str(HERE / "pyrudof_graphs.py"), *files], python=self._python)
        seconds, results = json.loads(done.said)
        if results != self._expected:
            sys.exit(f"pyrudof has {results} results, kg {self._expected}")
        return done._replace(said=str(seconds))
