"""README and docs: commands work, output shown is true, links lead somewhere, all is indexed."""

from __future__ import annotations

import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import requests

import kg
from kg.cli import cli
from kg.formats import OUTPUTS
from scripts.cli_reference import every_context
from tests.support.kg_command import environment
from tests.support.kg_command import kg as run
from tests.support.paths import DATA, ROOT
from tests.support.serving import serving

README: Final = "README.md"
START: Final = "docs/getting-started.md"
DOCS: Final = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.*"))
PAGES: Final = [README, "CONTRIBUTING.md", "CHANGELOG.md", "benchmarks/README.md"] + [
    page for page in DOCS if page.endswith(".md")
]
TEXTS: Final = {page: (ROOT / page).read_text("utf-8") for page in PAGES}

SOURCE: Final[str] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"][
    "Source"
]
"""The address below which the files of the repository are published."""

ALSUMMIT: Final = "NCT04745299"
MOST_WORDS: Final = 800

NEEDS_A_SERVICE: Final = re.compile(r"kg (fetch|sync|enrich)\b|--endpoint|--enrich\b")
INCOMPLETE: Final = re.compile(r"\.\.\.|…|[|\\]|&&|kg \w+ [A-Z-]+ |NEW")


def blocks(page: str) -> list[tuple[str, str]]:
    """The language and the text of every code block of a page."""
    return re.findall(r"^```(\w*)\n(.*?)^```$", TEXTS[page], re.MULTILINE | re.DOTALL)


def commands(page: str) -> list[str]:
    """The commands of a page that can be run without a network, in their order."""
    lines = (line for language, text in blocks(page) if not language for line in text.splitlines())
    return [
        line
        for line in lines
        if re.match("kg [a-z]+ ", line)
        and not NEEDS_A_SERVICE.search(line)
        and not INCOMPLETE.search(line)
    ]


WITH_COMMANDS: Final = [page for page in PAGES if commands(page)]
PROGRAMS: Final = [
    pytest.param(text, id=page) for page in PAGES for language, text in blocks(page)
    if language == "python"
]  # fmt: skip
SHAPE: Final = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix schema: <https://schema.org/> .
<https://example.org/Named> a sh:NodeShape ; sh:targetClass schema:MedicalTrial ;
    sh:property [ sh:path schema:name ; sh:minCount 1 ] .
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything that the pages assume a reader to have."""
    folder = tmp_path_factory.mktemp("reader")
    samples = shutil.copytree(ROOT / "samples", folder / "samples")
    records = sorted(samples.glob("*.json"))
    for archive, members in {"ctg-studies.json.zip": records, "new.zip": records[:2]}.items():
        with zipfile.ZipFile(folder / archive, "w", zipfile.ZIP_DEFLATED) as opened:
            for member in members:
                opened.write(member, member.name)
    shutil.copytree(samples, folder / "records", ignore=shutil.ignore_patterns("*.txt"))
    shutil.copy(samples / "NCT04745299.json", folder)
    shutil.copy(DATA / "registries" / "isrctn.xml", folder / "gout.xml")
    shutil.copy(DATA / "registries" / "an-eu-trial.json", folder / "2022-501142-30-00.json")
    shutil.copy(DATA / "registries" / "country-records.txt", folder / "trials.txt")
    (folder / "pages").mkdir()
    page = folder / "pages" / "2008-005144-16-EE.html"
    shutil.copy(DATA / "registries" / "country-record.html", page)
    shutil.copy(ROOT / "kg" / "queries" / "count-by-phase.rq", folder / "my-query.rq")
    (folder / "my-shapes.ttl").write_text(SHAPE, "utf-8")
    for output in ("trials.ttl", "trials.nq.zst"):
        assert run("export", "records", "-o", output, "-q", cwd=folder).status == 0
    others = [path for path in records if ALSUMMIT not in path.name]
    assert run("load", f"samples/{ALSUMMIT}.json", *others, "-q", cwd=folder).status == 0
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(prepared, tmp_path / "reader")


# Commands and what they show


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_COMMANDS)
def test_the_commands_of_a_page_work_in_their_order(page: str, folder: Path) -> None:
    if page in (README, START):  # a newcomer begins with the samples alone
        shutil.rmtree(folder / "output")
    for command in commands(page):
        name, *options = shlex.split(command, comments=True)[1:]
        if name == "serve":  # it ends when it is interrupted
            with serving(folder / "output" / "store", *options) as started:
                assert requests.get(started.address, timeout=20).status_code == 200
            continue
        ran = run(name, *options, cwd=folder)
        assert ran.status == 0, f"{command}\n{ran.talk}"


def test_a_newcomer_needs_four_commands() -> None:
    first = [command.split()[1] for command in commands(README)[:4]]
    assert first == ["export", "validate", "load", "related"]


@pytest.mark.slow
@pytest.mark.parametrize("program", PROGRAMS)
def test_the_programs_work(program: str, folder: Path) -> None:
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


@pytest.mark.slow
def test_the_export_shown_is_true(folder: Path) -> None:
    [shown] = [text for _, text in blocks(START) if text.startswith("NCT04745299")]
    messages = run("export", "samples/NCT04745299.json", cwd=folder).talk
    for line in shown.splitlines():
        for part in line.split("…"):
            assert part in messages, part


@pytest.mark.slow
def test_the_load_shown_is_true(folder: Path) -> None:
    [shown] = [text for _, text in blocks(START) if text.startswith("Graphs: ")]
    command = next(line for line in commands(START) if line.startswith("kg load"))
    assert run("export", "samples/NCT04745299.json", "-q", cwd=folder).status == 0
    shutil.rmtree(folder / "output" / "store", ignore_errors=True)  # a newcomer has none
    messages = run(*shlex.split(command)[1:], cwd=folder).talk
    for part in shown.strip().split("…"):
        assert part in messages, part


@pytest.mark.slow
def test_the_related_trials_shown_are_true(folder: Path) -> None:
    [shown] = [text for _, text in blocks(README) if text.startswith(" trial ")]
    found = run("related", "NCT04745299", cwd=folder, env={"COLUMNS": "100"}).text
    assert shown.strip("\n") in found


@pytest.mark.slow
@pytest.mark.parametrize("page", [README, START])
def test_the_graph_shown_is_exported(page: str, prepared: Path) -> None:
    """Every name, number and text of the snippet is in the sample's Turtle, up to a "…"."""
    [shown] = [text for language, text in blocks(page) if language == "turtle"]
    document = run(
        "export", "samples/NCT04745299.json", "-o", "-", "-q", "--no-validate", cwd=prepared
    ).text
    tokens = re.findall(r'"[^"]*"(?:\^\^[\w:]+)?|<[^>]*>|[\w-]+:[\w./-]+\w|\b\d+\b', shown)
    assert len(tokens) > 5
    for token in tokens:
        for part in token.split("…"):
            assert part.strip(', "') in document, token


@pytest.mark.slow
def test_the_picture_is_the_one_that_kg_draws(tmp_path: Path) -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "picture.py"))
    script["draw"](tmp_path / "drawn.svg")
    committed: Path = script["PICTURE"]
    assert (tmp_path / "drawn.svg").read_bytes() == committed.read_bytes(), "make picture"
    assert f"{SOURCE}{committed.relative_to(ROOT).as_posix()}" in TEXTS[README]


@pytest.mark.slow
def test_the_demo_runs_commands_that_work(folder: Path) -> None:
    """`make demo` is this script; here without the environment that make sets up."""
    script = (ROOT / "scripts" / "demo.sh").read_text("utf-8")
    shown = re.findall(r'^show "(kg [^"|]*)', script, re.MULTILINE)
    assert len(shown) >= 3
    for command in shown:
        ran = run(*shlex.split(command)[1:], cwd=folder)
        assert ran.status == 0, ran.talk


# Names


def test_every_command_has_its_place_in_the_docs() -> None:
    explained = "".join(text for page, text in TEXTS.items() if page != "docs/cli.md")
    assert [name for name in cli.commands if f"kg {name}" not in explained] == []


OF_SERVERS: Final = {"--file", "--union-default-graph"}
"""Options of the servers of SPARQL stores, which docs/stores.md starts."""

USING: Final = [README, *(p for p in DOCS if p.endswith(".md") and "dependencies" not in p)]


@pytest.mark.parametrize("page", USING)
def test_options_that_are_named_exist(page: str) -> None:
    known = {option for each in every_context() for p in each.command.params for option in p.opts}
    text = TEXTS[page]
    named = set(re.findall(r"`(--?[a-z][a-z-]*)", text))
    for line in re.findall(r"\bkg [a-z]+ [^`\n)]*", text):  # up to the end of $(kg …)
        named |= set(re.findall(r"(?<=\s)--?[a-z][a-z-]*", line.split(" # ")[0]))
    assert named - known - OF_SERVERS - {"--help", "--version"} == set()


def test_every_format_is_explained() -> None:
    for format in OUTPUTS.values():
        assert f"| `{format.name}` | `{format.ending}` |" in TEXTS["docs/export.md"]


def test_public_names_are_sorted_and_have_a_home() -> None:
    assert list(kg.__all__) == sorted(vars(kg)["_HOMES"])
    assert all(getattr(kg, name).__name__ == name for name in kg.__all__)
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        kg.nothing_of_the_kind  # noqa: B018


@pytest.mark.parametrize("name", kg.__all__)
def test_a_public_name_is_documented(name: str) -> None:
    assert re.search(rf"\bkg\.{name}\b", TEXTS["docs/python.md"])
    assert getattr(kg, name).__doc__


@pytest.mark.parametrize("page", [README, "CONTRIBUTING.md"])
def test_make_has_the_targets_that_are_named(page: str) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"(?:^|`)make ([\w-]+)", TEXTS[page], re.MULTILINE):
        assert f"\n{target}: " in makefile


# Length, index, links


def test_the_readme_is_short() -> None:
    assert len(TEXTS[README].split()) <= MOST_WORDS


def test_the_readme_lists_every_page() -> None:
    linked = {target for target, _ in links(README)}
    for page in DOCS:
        assert ROOT / page in linked, page


def links(page: str) -> Iterator[tuple[Path, str]]:
    """The files that a page links to, and the heading within; addresses elsewhere are left out."""
    text = re.sub(r"^```.*?^```$", "", TEXTS[page], flags=re.MULTILINE | re.DOTALL)
    for target, heading in re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)", text):
        if target.startswith(SOURCE):
            yield ROOT / target.removeprefix(SOURCE), heading
        elif not target.startswith("http"):
            path = ROOT / page
            yield Path(os.path.normpath(path.parent / target)) if target else path, heading


def headings(path: Path) -> set[str]:
    """The headings of a page as they are called in links."""
    found = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in found}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for path, heading in links(page):
        assert path.exists(), path
        assert not heading or heading in headings(path), f"{path}#{heading}"


def test_links_of_the_readme_work_outside_of_the_repository() -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", TEXTS[README]):
        assert target.startswith("https://"), target
