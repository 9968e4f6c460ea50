"""The house in order: dependencies, lock files, layers, start-up, and what is in the wheel."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from kg.system.core import VERSION
from kg.system.package_data import resource
from tests.support.import_graph import circle_in
from tests.support.paths import ROOT

PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

GROUPS: Final[dict[str, list[str]]] = {
    "To run": PROJECT["project"]["dependencies"],
    "For kg serve": PROJECT["project"]["optional-dependencies"]["serve"],
    "For kg similar": PROJECT["project"]["optional-dependencies"]["similar"],
    "For mapping sets": PROJECT["project"]["optional-dependencies"]["sssom"],
    "For tables": PROJECT["project"]["optional-dependencies"]["tables"],
    "For kg-spark": PROJECT["project"]["optional-dependencies"]["spark"],
    "To build": PROJECT["dependency-groups"]["build"],
    "To develop": [one for one in PROJECT["dependency-groups"]["dev"] if isinstance(one, str)],
}
"""The requirements of pyproject.toml by the heading that they have in docs/dependencies.md."""

# The core is built from the checkout, and therefore in no lock file.
GROUPS["For speed"] = PROJECT["project"]["optional-dependencies"]["fast"]

EXTRAS: Final = ("For kg serve", "For kg similar", "For mapping sets", "For tables")

LOCKS: Final[dict[str, tuple[str, ...]]] = {
    "requirements.lock": ("To run", *EXTRAS, "To build"),
    "requirements-dev.lock": ("To run", *EXTRAS, "To build", "To develop"),
    "scripts/spark.lock": ("For kg-spark",),
}
"""The groups that each lock file pins."""

ROOMS: Final[dict[str, tuple[str, str]]] = {
    "errors": ("", ""),
    "text": ("", "pycountry rich"),
    "registries": ("text", ""),
    "records": ("", "msgspec"),
    "system": ("text", "isal kg_trials_core zstandard"),
    "http": ("text", "requests urllib3"),
    "rdf": ("records registries system text", "kg_trials_core pyoxigraph rdflib"),
    "same_trial": ("rdf registries", ""),
    "sources": ("records registries system text", "isal lxml msgspec"),
    "mapping": ("rdf records registries system text", "msgspec"),
    "formats": ("rdf system", "kg_trials_core pyoxigraph rdflib"),
    "shacl": ("rdf system", "pyoxigraph pyshacl rdflib"),
    "coverage": ("mapping rdf records registries sources", "msgspec"),
    "ctgov_api": ("http mapping rdf registries sources system text", "msgspec requests"),
    "mapping_sets": ("mapping rdf system", "pydantic sssom_pydantic yaml"),
    "enrichment": (
        "formats http mapping mapping_sets rdf registries shacl sources system text",
        "lxml msgspec",
    ),
    "stores": (
        "formats http rdf registries same_trial system text",
        "pyoxigraph rdflib requests urllib3 zstandard",
    ),
    "queries": ("rdf registries stores system text", "rdflib xlsxwriter"),
    "related": ("queries rdf registries stores system text", "pyoxigraph resvg_py rich"),
    "trial_card": ("queries rdf related stores text", ""),
    "graph_tables": (
        "formats mapping_sets rdf records registries system",
        "msgspec pyarrow zstandard",
    ),
    "fhir": ("graph_tables mapping rdf records registries system text", "msgspec"),
    "dataset": ("formats rdf registries same_trial shacl sources system", "msgspec"),
    "export": (
        (
            "dataset fhir formats graph_tables mapping mapping_sets rdf records registries"
            " same_trial shacl sources system"
        ),
        "",
    ),
    "similarity": (
        "dataset export formats mapping rdf records registries shacl sources stores system text",
        "Stemmer msgspec numpy pyoxigraph scipy threadpoolctl usearch",
    ),
    "load": ("dataset export formats rdf registries sources stores system", ""),
    "serve": (
        "dataset formats queries rdf registries related shacl stores system text trial_card",
        "jinja2 markupsafe pyoxigraph starlette uvicorn",
    ),
    "sync": ("ctgov_api export load similarity stores system", "msgspec"),
    "spark": (
        "cli dataset export formats rdf same_trial sources system",
        "click py4j pyspark",
    ),
}
"""For each room of kg the other rooms (beside errors, which is free to all) and the packages that
it may import, from the ground floor up.

What isn't listed is on top: `kg` itself may import all but its command line, and the command line
everything.
"""

TOP: Final = {"__init__", "__main__", "api", "cli"}

FRAMES: Final = {"pandas", "polars"}
"""What kg.api uses where a program has it, and does not require."""

LOOSE: Final = {"__init__", "__main__", "errors", "load"}
"""The modules that are in no room."""

HEAVY: Final = {
    "Stemmer",
    "lxml",
    "numpy",
    "pyarrow",
    "pycountry",
    "pydantic",
    "pyoxigraph",
    "pyshacl",
    "rdflib",
    "requests",
    "rich",
    "scipy",
    "sssom_pydantic",
    "urllib3",
    "usearch",
    "xlsxwriter",
    "yaml",
}
"""What is imported only where it is used, so that the start is quick."""


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    """What a command writes on stdout; the test fails with its stderr where it does."""
    ran = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def names(requirements: list[str]) -> list[str]:
    """The distributions that these requirements ask for."""
    return [re.split("[^a-z0-9-]", one, maxsplit=1)[0] for one in requirements]


def numbers(version: str) -> tuple[int, ...]:
    """A version as numbers that can be compared."""
    return tuple(int(part) for part in version.split("."))


def pins(lock: str) -> dict[str, str]:
    """The version of each distribution in a lock file."""
    text = (ROOT / lock).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("heading", GROUPS)
def test_each_dependency_is_justified(heading: str) -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    section = text.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([a-z0-9]\S*) \| .+ \|$", section, re.MULTILINE)
    assert rows == ["package", *names(GROUPS[heading])]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_files_satisfy_the_requirements(lock: str) -> None:
    pinned = pins(lock)
    for requirement in (one for group in LOCKS[lock] for one in GROUPS[group]):
        name, lowest = requirement.split(">=")
        assert numbers(pinned[name]) >= numbers(lowest), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_files_hold_hashes_and_no_place(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    entries = [one for one in re.split(r"^(?=[a-z])", text, flags=re.MULTILINE) if "==" in one]
    assert [one for one in entries if "--hash=sha256:" not in one] == []
    assert re.findall(r"--(?:extra-)?index-url|--find-links|\w+://|@ ", text) == []


def test_lock_files_agree() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def test_changelog_opens_with_this_version() -> None:
    sections = re.findall(
        r"^## \[(.+)\] - \d{4}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    assert sections[0] == PROJECT["project"]["version"]


def test_the_core_has_the_version_of_kg() -> None:
    version = PROJECT["project"]["version"]
    core = tomllib.loads((ROOT / "core" / "Cargo.toml").read_text("utf-8"))["package"]
    assert GROUPS["For speed"] == [f"kg-trials-core=={version}"]
    assert (core["version"], VERSION) == (version, version)


@pytest.mark.parametrize(
    ("lack", "sentence"),
    [
        ("sys.version_info = (3, 10, 4)", "kg needs Python 3.11 or later, and .* is 3.10"),
        ("sys.modules['ensurepip'] = None", "apt-get install python3.*-venv"),
    ],
)
def test_set_up_says_why_a_python_will_not_do(lack: str, sentence: str) -> None:
    code = f"import runpy, sys; {lack}; runpy.run_path('scripts/check_python.py')"
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert re.match(f"[^\n]*{sentence}[^\n]*\n$", answer.stderr)


def modules() -> Iterator[tuple[str, Path]]:
    """Each module of kg with the part it belongs to."""
    for path in sorted((ROOT / "kg").rglob("*.py")):
        yield path.relative_to(ROOT / "kg").parts[0].removesuffix(".py"), path


class Stated(NamedTuple):
    """What a module says wherever in it: the classes, and the imports as a module's dotted name and
    the name or "".
    """

    classes: list[str]
    imports: list[tuple[str, str]]


@cache
def stated(path: Path) -> Stated:
    """The classes and the imports of a module, which is parsed once."""
    said = Stated([], [])
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ClassDef):
            said.classes.append(node.name)
        elif isinstance(node, ast.Import):
            said.imports.extend((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None, f"{path}: relative import"
            assert node.level == 0, f"{path}: relative import"
            said.imports.extend((node.module, alias.name) for alias in node.names)
    return said


def imports(path: Path) -> list[tuple[str, str]]:
    """The imports of a module."""
    return stated(path).imports


def part_of(module: str, name: str) -> str:
    """The part of kg that `from module import name` reaches."""
    if "." in module:
        return module.split(".")[1]
    return name if (ROOT / "kg" / name).is_dir() or name in LOOSE else "__init__"


@pytest.mark.parametrize("part", sorted({part for part, _ in modules()}))
def test_a_room_imports_what_the_table_grants(part: str) -> None:
    if part in TOP:
        everything = {other for other, _ in modules()} | {"__init__"}
        inside = everything if part == "cli" else everything - {"cli"} | {part, "cli"}
        inside = inside if part in ("cli", "__main__") else inside - {"cli"}
        outside = set(names(GROUPS["To run"])) | (FRAMES if part == "api" else set())
    else:
        assert part in ROOMS, f"ROOMS does not say what kg.{part} may import"
        row = ROOMS[part]
        inside, outside = {part, "errors", *row[0].split()}, set(row[1].split())
    for owner, path in modules():
        if owner != part:
            continue
        for module, name in imports(path):
            package = module.split(".")[0]
            if package == "kg":
                assert part_of(module, name) in inside, f"{path.name} imports {module} {name}"
            elif package not in {*sys.stdlib_module_names, "_typeshed"}:
                assert package in outside, f"{path.name} imports {package}"


def test_the_table_grants_nothing_that_is_not_used() -> None:
    used: dict[str, set[str]] = {part: set() for part in ROOMS}
    for part, path in modules():
        for module, name in imports(path) if part in ROOMS else ():
            package = module.split(".")[0]
            used[part].add(part_of(module, name) if package == "kg" else package)
    unused = {
        part: sorted({*inside.split(), *outside.split()} - used[part])
        for part, (inside, outside) in ROOMS.items()
    }
    assert {part: left for part, left in unused.items() if left} == {}


def test_modules_are_in_rooms() -> None:
    assert {path.stem for path in (ROOT / "kg").glob("*.py")} == LOOSE


def test_files_import_in_no_circle() -> None:
    files = {dotted(path): path for _, path in modules()}
    graph = {
        name: {
            each
            for module, imported in imports(path)
            for each in [f"{module}.{imported}" if f"{module}.{imported}" in files else module]
            if each in files and each != name
        }
        for name, path in files.items()
    }
    assert circle_in(graph) == []
    [top] = graph["kg.__main__"]
    assert circle_in({**graph, top: {*graph[top], "kg.__main__"}}), "the test would see a circle"


def dotted(path: Path) -> str:
    """The name that a module is imported by."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_a_public_class_name_means_one_thing() -> None:
    homes: dict[str, list[str]] = {}
    for _, path in modules():
        for name in stated(path).classes:
            if not name.startswith("_"):
                homes.setdefault(name, []).append(dotted(path))
    assert {name: found for name, found in homes.items() if len(found) > 1} == {}


def test_private_names_stay_in_their_module() -> None:
    strays = [
        f"{path.name}: from {module} import {name}"
        for _, path in modules()
        for module, name in imports(path)
        if module.startswith("kg") and name.startswith("_") and not name.startswith("__")
    ]
    assert strays == []


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("import kg", "import kg"),
        (
            "kg --help",
            "sys.argv[1:] = ['--help']\nfrom kg.cli import main\ntry: main()\nexcept SystemExit: 0",
        ),
    ],
)
def test_start_is_light(title: str, code: str) -> None:
    script = f"import sys\n{code}\nprint()\nprint(*sys.modules)"
    loaded = set(run(sys.executable, "-c", script, cwd=ROOT).splitlines()[-1].split())
    assert loaded & HEAVY == set(), title


SHIPPED: Final = ("ontologies", "samples", "shapes")


@pytest.mark.parametrize("kind", SHIPPED)
def test_shipped_files_are_found_in_a_checkout(kind: str) -> None:
    assert resource(kind) == ROOT / kind


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built with the locked build backend and without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    return next(folder.glob("kg_trials-*.whl"))


def test_the_wheel_holds_the_package_and_its_data_alone(wheel: Path) -> None:
    version = PROJECT["project"]["version"]
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if not name.endswith("/")}
    inside = {name for name in held if not name.startswith(f"kg_trials-{version}.dist-info/")}
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "kg").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    data = {
        f"kg/{path.relative_to(ROOT).as_posix()}"
        for kind in SHIPPED
        for path in (ROOT / kind).rglob("*")
        if path.is_file()
    }
    assert inside == package | data
    assert {"kg/py.typed", f"kg_trials-{version}.dist-info/licenses/LICENSE"} <= held


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean environment outside the checkout: the wheel, and of this one's packages only those
    that requirements.lock names, as links.
    """
    environment = tmp_path_factory.mktemp("installed")
    venv.create(environment, with_pip=False, symlinks=True)
    site = next(environment.glob("lib/python*/site-packages"))
    for name in pins("requirements.lock"):
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # pinned for another platform or Python
        tops = {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}
        for top in tops:
            (site / top).symlink_to(Path(str(distribution.locate_file(top))))
    pip = (sys.executable, "-m", "pip", "--python", environment / "bin" / "python")
    run(*pip, "install", "--no-index", "--no-deps", wheel, cwd=environment)
    return environment


@pytest.mark.slow
def test_the_wheel_works_in_a_clean_environment(installed: Path, tmp_path: Path) -> None:
    bare = {"PATH": os.defpath, "HOME": str(tmp_path)}
    samples = next(installed.glob("lib/python*/site-packages/kg/samples"))
    for sample in sorted(samples.glob("NCT04745299*")):
        output = tmp_path / f"{sample.name}.ttl"
        run(installed / "bin" / "kg", "export", sample, "-o", output, cwd=tmp_path, env=bare)
        assert "ctgov:NCT04745299 a " in output.read_text("utf-8")
    assert sorted(tmp_path.glob("*.ttl")), "no sample in the wheel"
