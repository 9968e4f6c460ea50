"""Runs `kg-spark` several times in one process, as it takes long to start Java: JSON in, JSON out.

Run by `tests.support.spark`. Beside each run's arguments is whether a worker is to die in it.
"""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

from kg.cli.failures import report
from kg.spark.command import kg_spark


def ran(arguments: list[str], *, dies: bool) -> dict[str, Any]:
    """The status of a run, and what it printed."""
    if dies:
        Path(os.environ["KG_TEST_DEATH"]).touch()
    talk = io.StringIO()
    with redirect_stderr(talk):
        try:
            status = kg_spark.main(arguments, "kg-spark", standalone_mode=False)
        except Exception as error:  # noqa: BLE001 - as the command line does
            status = report(error)
    return {"status": status, "talk": talk.getvalue()}


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    json.dump(
        {name: ran(arguments, dies=dies) for name, (arguments, dies) in asked.items()}, sys.stdout
    )
