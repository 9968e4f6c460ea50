"""CITATION.cff agrees with pyproject.toml and CHANGELOG.md. https://citation-file-format.github.io"""

from __future__ import annotations

import re
import tomllib
from typing import Final

from tests.support.paths import ROOT

CITATION: Final = (ROOT / "CITATION.cff").read_text("utf-8")
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def said(key: str) -> str:
    """The value of a key at the top of the file."""
    [value] = re.findall(rf'^{key}: "?(.+?)"?$', CITATION, re.MULTILINE)
    return str(value)


def test_version_and_licence_are_those_of_the_project() -> None:
    assert said("version") == PROJECT["version"]
    assert said("license") == PROJECT["license"]


def test_the_release_is_that_of_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    [released] = re.findall(
        rf"^## \[{re.escape(PROJECT['version'])}\] - (\S+)$", changelog, re.MULTILINE
    )
    assert said("date-released") == released


def test_addresses_and_keywords_are_those_of_the_project() -> None:
    assert said("url") == PROJECT["urls"]["Homepage"]
    assert said("repository-code") == PROJECT["urls"]["Source"]
    assert re.findall(r"^  - (?!name:)(.+)$", CITATION, re.MULTILINE) == PROJECT["keywords"]


def test_the_title_says_what_the_project_says() -> None:
    assert said("title").lower().endswith(PROJECT["description"].lower())
