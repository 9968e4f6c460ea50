"""A folder appears whole or not at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.errors import OutputError
from kg.system.output_folder import replaced_folder

MARK = "mark.txt"


def write(folder: Path, text: str) -> None:
    with replaced_folder(folder, MARK, {"page"}) as new:
        (new / MARK).write_text("")
        (new / "page").write_text(text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "deep" / "folder"
    write(made, "old")
    return made


def test_it_takes_the_place_of_the_earlier_one(folder: Path) -> None:
    write(folder, "new")
    assert (folder / "page").read_text() == "new"
    assert [each.name for each in folder.parent.iterdir()] == ["folder"]


def test_an_error_leaves_the_earlier_one(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError), replaced_folder(folder, MARK, {"page"}):
        raise ZeroDivisionError
    assert (folder / "page").read_text() == "old"
    assert [each.name for each in folder.parent.iterdir()] == ["folder"]


def test_files_of_others_are_never_removed(folder: Path) -> None:
    (folder / "own.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"folder has own\.txt, which"):
        write(folder, "new")
    assert (folder / "own.txt").read_text() == "mine"
    (folder / "own.txt").unlink()
    (folder / MARK).unlink()
    with pytest.raises(OutputError, match=r"folder has page, which"):
        write(folder, "new")


def test_what_is_added_meanwhile_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()

    def add_meanwhile() -> None:
        with replaced_folder(folder, MARK, {"page"}):
            (folder / "own.txt").write_text("mine")

    with pytest.raises(OutputError, match=r"folder has own\.txt, which"):
        add_meanwhile()
    assert (folder / "own.txt").read_text() == "mine"
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]


def test_a_link_is_followed_and_a_file_is_refused(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    write(link, "new")
    assert link.is_symlink()
    assert (folder / "page").read_text() == "new"
    with pytest.raises(OutputError, match="page can't be written: "):
        write(folder / "page", "new")


def test_messages_name_the_folder_that_was_given(folder: Path) -> None:
    with (
        pytest.raises(OutputError, match=re.escape(f"{folder}/page can't be written")) as raised,
        replaced_folder(folder, MARK, {"page"}) as new,
    ):
        raise OutputError(f"{new / 'page'} can't be written: the disk is full")
    assert ".tmp" not in str(raised.value)
