"""Numbers in the place of sources: those of other registries are refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.kg_command import kg
from tests.support.paths import ROOT

SAMPLE = (ROOT / "samples" / "NCT04745299.json").read_bytes()


@pytest.mark.parametrize(
    ("number", "registry"),
    [("ISRCTN62918594", "ISRCTN"), ("isrctn 62918594", "ISRCTN"), ("2020-005891-36", "EudraCT")],
)
def test_records_of_other_registries_are_not_fetched(
    number: str, registry: str, tmp_path: Path
) -> None:
    ran = kg("export", number, cwd=tmp_path)
    assert ran.status == 2
    assert f"is a number of {registry}, and kg fetches records of ClinicalTrials.gov" in ran.talk


@pytest.mark.parametrize(
    ("number", "registry"),
    [
        ("ISRCTN62918594", "ISRCTN"),
        ("2022-501142-30-00", "CTIS"),
        ("EUCTR2008-005144-16-DE", "EudraCT"),
        ("ChiCTR2000029459", "ChiCTR"),
    ],
)
@pytest.mark.parametrize("command", ["fetch", "sync"])
def test_fetch_and_sync_say_whose_a_number_is(
    command: str, number: str, registry: str, tmp_path: Path
) -> None:
    ran = kg(command, number, cwd=tmp_path)
    assert ran.status == 2
    assert f"is a number of {registry}, and kg fetches records of ClinicalTrials.gov" in ran.talk
    assert "docs/registries.md says how" in ran.talk


def test_a_file_may_have_the_name_of_a_number(tmp_path: Path) -> None:
    (tmp_path / "ISRCTN62918594").write_bytes(SAMPLE)
    assert kg("export", "ISRCTN62918594", "-o", "it.nt", cwd=tmp_path).status == 0
