"""The README and the docs keep their word: what they tell to type works, what they show is true."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

import pytest

import kg
from kg.cli import cli
from kg.formats import FORMATS
from tests.support.kg_command import environment
from tests.support.kg_command import kg as run
from tests.support.paths import ROOT

README: Final = (ROOT / "README.md").read_text("utf-8")
BLOCKS: Final = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
"""The language and the text of every block of the README."""

SYNOPSIS: Final = [
    line
    for _, text in BLOCKS
    for line in text.splitlines()
    if line.startswith("kg ") and ("..." in line or " [" in line)
]
COMMANDS: Final = [
    line
    for _, text in BLOCKS
    for line in text.splitlines()
    if re.match(r"kg [a-z]+ [^.A-Z]", line) and line not in SYNOPSIS
]
PROGRAMS: Final = [text for language, text in BLOCKS if language == "python"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the samples in it, as a checkout has them, and an archive of some of them."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    with zipfile.ZipFile(tmp_path / "ctg-studies.json.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for sample in sorted((tmp_path / "samples").glob("*.json")):
            archive.write(sample, sample.name)
    return tmp_path


def test_the_readme_has_something_to_type() -> None:
    assert COMMANDS
    assert PROGRAMS
    assert SYNOPSIS


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_works(command: str, folder: Path) -> None:
    ran = run(*shlex.split(command)[1:], cwd=folder)
    assert ran.status == 0, ran.talk


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_of_the_readme_works(program: str, folder: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", program],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "NCT04745299" in ran.stdout


def test_the_answer_that_the_readme_shows_is_given(folder: Path) -> None:
    [shown] = [text for _, text in BLOCKS if text.startswith("NCT04745299")]
    talk = run("export", "samples/NCT04745299.txt", cwd=folder).talk
    for line in shown.splitlines():
        for part in line.split("…"):
            assert part in talk, part


def test_the_graph_that_the_readme_shows_is_made(folder: Path) -> None:
    """Every name, number and text of the snippet stands in the sample's Turtle, up to a "…"."""
    [shown] = [text for language, text in BLOCKS if language == "turtle"]
    document = run(
        "export", "samples/NCT04745299.txt", "-o", "-", "-q", "--no-validate", cwd=folder
    ).text
    tokens = re.findall(r'"[^"]*"(?:\^\^[\w:]+)?|<[^>]*>|[\w-]+:[\w./-]+\w|\b\d+\b', shown)
    assert len(tokens) > 25
    for token in tokens:
        for part in token.split("…"):
            assert part.strip(', "') in document, token


def test_the_readme_and_the_docs_name_every_command_and_option() -> None:
    assert {line.split()[1] for line in SYNOPSIS} == set(cli.commands)
    for line in SYNOPSIS:
        options = {
            option for param in cli.commands[line.split()[1]].params for option in param.opts
        }
        assert set(re.findall(r"-{1,2}[a-z]+", line.split("  ")[0])) <= options


def test_the_readme_names_every_format() -> None:
    for format in FORMATS.values():
        assert f"`{format.name}`" in README
        assert format.ending in README


@pytest.mark.parametrize(
    "document", ["README.md", *(f"docs/{p.name}" for p in (ROOT / "docs").iterdir())]
)
def test_links_lead_somewhere(document: str) -> None:
    path = ROOT / document
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), target


def test_make_has_the_targets_that_the_readme_names() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert f"\n{target}: " in makefile


def test_the_demo_runs_commands_that_work(folder: Path) -> None:
    """`make demo` is this script; here without the environment that make sets up."""
    script = (ROOT / "scripts" / "demo.sh").read_text("utf-8")
    commands = re.findall(r'^show "(kg [^"|]*)', script, re.MULTILINE)
    assert len(commands) >= 3
    (folder / "output").mkdir()
    for command in commands:
        ran = run(*shlex.split(command)[1:], cwd=folder)
        assert ran.status == 0, ran.talk


def test_public_names_are_sorted_and_have_a_home() -> None:
    assert list(kg.__all__) == sorted(vars(kg)["_HOMES"])
    assert all(getattr(kg, name).__name__ == name for name in kg.__all__)
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        kg.nothing_of_the_kind  # noqa: B018


@pytest.mark.parametrize("name", kg.__all__)
def test_a_public_name_is_documented(name: str) -> None:
    documents = [README, *(path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md"))]
    named = re.compile(rf"\bkg\.{name}\b|`{name}\b")
    assert any(named.search(text) for text in documents)
    assert getattr(kg, name).__doc__
