"""The table of docs/registries.md is that of the program."""

from __future__ import annotations

import runpy

from kg.registries.table import REGISTRIES
from tests.support.paths import ROOT


def test_the_page_has_the_rows_of_the_program() -> None:
    """Written again by `python scripts/registry_table.py`."""
    rows = list(runpy.run_path(str(ROOT / "scripts" / "registry_table.py"))["rows"]())
    page = (ROOT / "docs" / "registries.md").read_text("utf-8")
    table = page.partition("| registry | name |")[2].partition("\n\n")[0]
    assert table.splitlines()[2:] == rows
    assert len(rows) == len(REGISTRIES)


def test_the_shapes_have_the_same_registries() -> None:
    shapes = (ROOT / "shapes" / "property-value.ttl").read_text("utf-8")
    assert all(f'"{row.key}"' in shapes for row in REGISTRIES)
