"""The manual pages: one of each command, which groff formats without a warning."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import Final

import pytest

from scripts.cli_reference import every_context
from scripts.man_pages import pages

PAGES: Final = pages()

needs_groff = pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")


def shown(page: str) -> str:
    """A page as a reader sees it, in very long lines; groff may have nothing to warn of."""
    command = ("groff", "-man", "-ww", "-Kutf8", "-Tutf8", "-P-cbou", "-rLL=2000n")
    ran = subprocess.run(command, input=page.encode(), capture_output=True, check=True)
    assert ran.stderr == b""
    return ran.stdout.decode()


def test_every_command_has_a_page() -> None:
    names = {context.command_path.replace(" ", "-") for context in every_context()}
    assert {"kg", "kg-export", "kg-store-path"} <= names
    assert PAGES.keys() == {f"{name}.1" for name in names}


@needs_groff
def test_a_page_has_every_option_and_example_as_they_are_typed() -> None:
    for context in every_context():
        text = shown(PAGES[f"{context.command_path.replace(' ', '-')}.1"])
        options = {each for option in context.command.params for each in option.opts if "-" in each}
        assert [each for each in options if not re.search(rf"(?<![\w-]){each}\b", text)] == []
        examples = re.findall(r"^(kg .*)$", context.command.help or "", re.MULTILINE)
        assert [line for line in examples if line not in text] == []
