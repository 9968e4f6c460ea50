"""A browser, and a real `kg serve` over the samples."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.serve.browser.window import Window, window
from tests.support.serving import Serving, sample_store, serving

CHROMIUM: Final = shutil.which("chromium")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: `make chromium`")
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The server; no store is loaded where there is no browser."""
    with serving(sample_store(tmp_path_factory.mktemp("browser"))) as started:
        yield started


@pytest.fixture
def windows(browser: Browser, server: Serving) -> Iterator[Callable[..., Window]]:
    """Makes windows; the test fails if one asked another host or broke its policy."""
    opened: list[Window] = []
    with ExitStack() as contexts:

        def opening(**options: Any) -> Window:
            made = window(browser, server.address, **options)
            contexts.callback(made.context.close)
            opened.append(made)
            return made

        yield opening
        assert [each.faults for each in opened if each.faults] == []
