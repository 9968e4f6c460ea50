"""`kg load --similar` as a user runs it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.support.kg_command import environment, kg
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

SAMPLES: Final = [ROOT / "samples" / f"{n}.json" for n in ("NCT04322149", "NCT04326283")]
FIRST: Final = ROOT / "samples" / "NCT04745299.json"

WITHOUT_NUMPY: Final = """
import sys
sys.modules["numpy"] = None
from kg.cli import main
main()
"""


def test_links_are_found_and_brought_up_to_date(tmp_path: Path) -> None:
    first = kg("load", *SAMPLES, FIRST, "--similar", cwd=tmp_path)
    assert first.status == 0, first.talk
    summary = first.talk.splitlines()[-1]
    assert re.fullmatch(r"Similar trials: [1-9] links? of [1-3] trials?", summary)
    again = kg("load", FIRST, "--similar", cwd=tmp_path)
    assert again.talk.splitlines()[-1] == f"{summary}; 0 lists changed"
    related = kg("related", "NCT04322149", cwd=tmp_path)
    assert "similar" in related.data.decode()
    quiet = kg("load", FIRST, "--similar", "-q", cwd=tmp_path)
    assert (quiet.status, quiet.talk) == (0, "")


def test_one_record_is_loaded_without_links(tmp_path: Path) -> None:
    ran = kg("load", FIRST, "--similar", cwd=tmp_path)
    assert ran.status == 0
    assert ran.talk.splitlines()[-1] == "Similar trials: none, as 1 record can't be compared"


def test_an_endpoint_gets_its_links_from_a_file(tmp_path: Path) -> None:
    ran = kg("load", FIRST, "--similar", "--endpoint", "http://127.0.0.1:9/sparql", cwd=tmp_path)
    assert (ran.status, list(tmp_path.iterdir())) == (2, [])
    assert "`kg similar SOURCE -o similar.nq`" in ran.talk
    assert "`kg load similar.nq --endpoint http://127.0.0.1:9/sparql`" in ran.talk


def test_missing_packages_are_named_before_the_load(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_NUMPY, "load", str(FIRST), "--similar"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, list(tmp_path.iterdir())) == (2, [])
    assert ran.stderr == (
        "kg: similar trials need the packages of kg-trials[similar]: pip install"
        " 'kg-trials[similar]'\n"
    )
