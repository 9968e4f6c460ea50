"""Country records of one trial that come apart are joined, in whatever order they come."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.country_records import country_record
from tests.support.graph_facts import OTHER_REGISTRIES
from tests.support.kg_command import kg

pytestmark = pytest.mark.slow

TEXT = (OTHER_REGISTRIES / "country-records.txt").read_text("utf-8")
PARTS = [f"Summary\n{each}" for each in TEXT.split("Summary\n")[1:]]
OTHER = country_record("Spain", number="2099-077777-88")


def exported(folder: Path, *sources: str, status: int = 0, given: bytes = b"") -> list[str]:
    """The lines of an export of sources in a folder, but for those of another trial."""
    ran = kg("export", *sources, "-o", "../all.nq", cwd=folder, given=given)
    assert ran.status == status, ran.talk
    lines = (folder.parent / "all.nq").read_text("utf-8").splitlines()
    return [line for line in lines if "2099-012345-67" in line]


def test_parts_in_one_file_and_in_several_are_joined(tmp_path: Path) -> None:
    whole, apart, mixed = tmp_path / "whole", tmp_path / "apart", tmp_path / "mixed"
    for folder in (whole, apart, mixed):
        folder.mkdir()
    (whole / "all.txt").write_text(TEXT, "utf-8")
    for number, part in enumerate(PARTS):
        (apart / f"{9 - number}.txt").write_text(part, "utf-8")
    (mixed / "some.txt").write_text(PARTS[1] + OTHER + PARTS[2] + "\n", "utf-8")
    (mixed / "other.txt").write_text(PARTS[0], "utf-8")
    expected = exported(whole, ".")
    assert expected
    assert exported(apart, ".") == expected
    assert exported(mixed, ".") == expected
    assert not (tmp_path / "all.nq.rejects.jsonl").exists()


def test_pages_are_joined(tmp_path: Path) -> None:
    page = (OTHER_REGISTRIES / "country-record.html").read_text("utf-8")
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "ee.html").write_text(page, "utf-8")
    (folder / "lv.html").write_text(page.replace("Estonia - SAM", "Latvia - ZVA"), "utf-8")
    ran = kg("export", ".", "-o", "../all.nt", cwd=folder)
    assert ran.status == 0, ran.talk
    text = (tmp_path / "all.nt").read_text("utf-8")
    assert "authority/country/EST" in text
    assert "authority/country/LVA" in text


def test_a_page_is_joined_with_the_full_text(tmp_path: Path) -> None:
    page = (OTHER_REGISTRIES / "country-record.html").read_text("utf-8")
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "a.html").write_text(page.replace("2099-012346-68", "2099-012345-67"), "utf-8")
    (folder / "b.txt").write_text(PARTS[0], "utf-8")
    lines = exported(folder, ".")
    assert any("authority/country/EST" in line for line in lines)
    assert any("authority/country/DEU" in line for line in lines)


def test_the_same_file_twice_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "twice"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(PARTS[0], "utf-8")
    exported(folder, ".", status=1)
    [line] = (tmp_path / "all.nq.rejects.jsonl").read_text("utf-8").splitlines()
    reject = json.loads(line)
    assert (reject["kind"], reject["place"]) == ("repeated", "b.txt")


def test_what_comes_through_a_pipe_is_not_joined_and_told(tmp_path: Path) -> None:
    folder = tmp_path / "piped"
    folder.mkdir()
    given = (PARTS[0] + OTHER + PARTS[1]).encode()
    exported(folder, "-", status=1, given=given)
    [line] = (tmp_path / "all.nq.rejects.jsonl").read_text("utf-8").splitlines()
    assert "a second record of 2099-012345-67" in json.loads(line)["reason"]
