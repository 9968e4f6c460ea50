"""Apache Spark on this machine, as scripts/install_spark.sh installs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.support.java import QUICK
from tests.support.kg_command import Ran, environment
from tests.support.paths import ROOT

HOME: Final = ROOT / ".cache" / "spark"

MASTER: Final = "local[2,4]"
"""Two processors; a task may fail three times."""

_DEATH: Final = '''
import os
import sys

if "pyspark.daemon" in sys.orig_argv:
    from kg.export import pipeline

    original, count = pipeline.map_record, iter(range(1 << 30))

    def map_record(record, iris):
        """The graph of a record; in the third, the process dies if it is to."""
        if next(count) == 2:
            try:
                os.unlink(os.environ["KG_TEST_DEATH"])
            except FileNotFoundError:
                pass
            else:
                os._exit(1)
        return original(record, iris)

    pipeline.map_record = map_record
'''


def missing() -> str | None:
    """Why Spark can't be run; None if it can."""
    if not (HOME / "installed.lock").exists():
        return "Spark is not installed: make spark"
    return None if shutil.which("java") else "Java, which Spark needs, is not installed"


def kg_spark(folder: Path, runs: Mapping[str, tuple[list[str], bool]]) -> dict[str, Ran]:
    """Runs kg-spark in a folder with the arguments of each run; True if a worker dies in it."""
    hooks = folder / ".hooks"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(_DEATH, "utf-8")
    asked = {name: ([*given, "--master", MASTER], dies) for name, (given, dies) in runs.items()}
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.spark_runs"],
        cwd=folder,
        env=environment(
            PYTHONPATH=os.pathsep.join(map(str, (ROOT, HOME, hooks))),
            JAVA_TOOL_OPTIONS=" ".join((*QUICK, "-Dspark.ui.enabled=false")),
            KG_TEST_DEATH=str(folder / ".death"),
        ),
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not (folder / ".death").exists(), "no worker has died"
    found = {
        name: Ran(each["status"], b"", each["talk"])
        for name, each in json.loads(done.stdout).items()
    }
    for each in found.values():
        assert "Traceback" not in each.talk, each.talk
    return found
