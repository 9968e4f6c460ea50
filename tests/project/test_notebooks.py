"""The notebooks in docs/: their code runs, and they are kept without outputs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.support.kg_command import environment
from tests.support.paths import ROOT

NOTEBOOKS: Final = sorted((ROOT / "docs").rglob("*.ipynb"))

SHOWN: Final = {
    "trials.ipynb": (
        "<Record NCT04745299 from ../../samples/NCT04745299.json (ctgov-json)>",
        "2021-03-23",
        "<Report: conforms; 0 violations",
        "No condition is given.",
        "<LoadReport: graphs 4 new, 0 replaced, 0 unchanged, 0 removed; 0 left out>",
        "<td>NCT04326283</td>",
        "[datetime.date(2021, 3, 23), '20",
        "MENTIONED descriptionModule.detailedDescription ['This trial is based on",
        "SITE ['Korea University Anam Hospital', 'Samsung Medical Center']",
        "kg:relationKind kg:RelationKind-BASED_ON",
    ),
}
"""What each notebook must show, besides running."""


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_runs(path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.support.notebook", path],
        cwd=path.parent,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    for each in SHOWN[path.name]:
        assert each in ran.stdout, ran.stdout


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    """https://nbformat.readthedocs.io/en/latest/format_description.html"""
    notebook = json.loads(path.read_text("utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["id"] for cell in code if cell["outputs"] or cell["execution_count"]] == []
    assert path.read_text("utf-8") == json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
