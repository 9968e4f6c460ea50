"""The files that come from npm are those of the packages that the lock file names."""

from __future__ import annotations

import json
import re
from typing import Final

import pytest

from scripts.static_files import npm, world, yasgui
from tests.support.paths import ROOT

TABLE: Final[dict[str, dict[str, str]]] = json.loads(npm.TABLE.read_text("utf-8"))


@pytest.mark.parametrize("path", TABLE)
def test_the_table_is_true_of_a_file(path: str) -> None:
    facts = TABLE[path]
    assert npm.facts_of(path, facts["package"]) == facts, "run `make editor`"


def test_the_table_has_every_file() -> None:
    folder = ROOT / yasgui.FOLDER
    assert TABLE.keys() == {
        world.PATH,
        world.LICENCE,
        *(str(path.relative_to(ROOT)) for path in folder.iterdir()),
    }


def test_the_lock_file_has_the_versions_that_are_asked_for() -> None:
    asked = json.loads(npm.LOCK.with_name("package.json").read_text("utf-8"))
    locked = npm.locked()
    for name, version in (asked["dependencies"] | asked["devDependencies"]).items():
        assert locked[name]["version"] == version
    assert all(facts["integrity"].startswith("sha512-") for facts in locked.values())


def test_the_packages_make_the_same_files() -> None:
    if not npm.MODULES.is_dir():
        pytest.skip("the npm packages are not installed: `make npm`")
    made = yasgui.yasgui() | {world.PATH: world.world(), world.LICENCE: world.licence()}
    assert {path for path in made if (ROOT / path).read_bytes() != made[path]} == set()


def test_no_file_names_a_source_map_or_another_file() -> None:
    for name in ("yasgui.min.js", "yasgui.min.css"):
        text = (ROOT / yasgui.FOLDER / name).read_text("utf-8")
        assert "sourceMappingURL" not in text
    style = (ROOT / yasgui.FOLDER / "yasgui.min.css").read_text("utf-8")
    assert not re.search(r"@import|url\(", style)
