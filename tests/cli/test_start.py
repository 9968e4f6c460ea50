"""Each command in a new process, which imports what it needs; other tests run copies of one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tests.support.kg_command import kg
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

SAMPLE: Final = ROOT / "samples" / "NCT04745299.json"

COMMANDS: Final = (
    ("export", SAMPLE, "-o", "one.nq"),
    ("validate", "one.nq", "-f", "json"),
    ("load", "one.nq"),
    ("query", "count-by-phase"),
    ("show", "NCT04745299"),
    ("related", "NCT04745299"),
    ("store", "info"),
    ("similar", SAMPLE),
    ("coverage", SAMPLE),
    ("vocabulary",),
    ("fetch", "NCT04745299"),
    ("sync", "--quiet"),
    ("enrich", SAMPLE),
)
"""Each command; those that need a service find none."""

ALONE: Final = {
    "KG_REGISTRY": "http://127.0.0.1:1/",
    "KG_PUBMED": "http://127.0.0.1:1/",
    "KG_CROSSREF": "http://127.0.0.1:1/",
    "KG_TRIES": "1",
}


FILES: Final = re.compile(rb"/\S+/data-\w+")
"""Where the files of a store are, which is nowhere else."""


def test_a_new_process_does_what_its_copy_does(tmp_path: Path) -> None:
    new, copy = (tmp_path / each for each in ("new", "copy"))
    for folder in (new, copy):
        folder.mkdir()
    for command in COMMANDS:
        anew = kg(*command, cwd=new, env=ALONE, anew=True)
        copied = kg(*command, cwd=copy, env=ALONE)
        assert (copied.status, copied.talk) == (anew.status, anew.talk)
        assert FILES.sub(b"", copied.data) == FILES.sub(b"", anew.data)
    assert (copy / "one.nq").read_bytes() == (new / "one.nq").read_bytes()
