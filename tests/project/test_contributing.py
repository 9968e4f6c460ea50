"""The pages for contributors name files that exist."""

from __future__ import annotations

import re

import pytest

from tests.support.paths import ROOT


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md", "docs/identity.md"])
def test_paths_that_are_named_exist(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    named = re.findall(r"`((?:benchmarks|docs|kg|ontologies|scripts|shapes|tests)/[^`…]*)`", text)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
