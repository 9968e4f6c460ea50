"""A browser, and a real `kg serve` over what `make demo` loads and made-up trials."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.serve.browser.window import Window, window
from tests.support.kg_command import kg
from tests.support.listed_trials import TRIALS, listed_trial
from tests.support.paths import ROOT
from tests.support.serving import Serving, serving
from tests.support.small_trials import study, written

CHROMIUM: Final = shutil.which("chromium")

MANY_ARMS: Final = study(
    "NCT90000200",
    "Gout",
    armsInterventionsModule={
        "armGroups": [{"label": f"Dose {n}"} for n in range(1, 7)],
        "interventions": [{"name": "Gout pill", "armGroupLabels": ["Dose 2", "Dose 6"]}],
    },
)
MORE: Final = tuple(
    listed_trial(number, f"Further trial {number}", "COMPLETED", "2010-01")
    for number in range(100, 149)
)
"""So many trials that the list has two pages."""

RECORDS: Final = (
    ROOT / "samples" / "NCT04745299.txt",
    ROOT / "samples" / "NCT04322149.json",
    ROOT / "samples" / "NCT04326283.json",
    ROOT / "tests" / "data" / "shapes" / "interventional.json",
    ROOT / "tests" / "data" / "shapes" / "observational.json",
)
"""The trials that `make demo` leaves in its store, and two that have all fields together."""


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
    folder = tmp_path_factory.mktemp("browser")
    made_up = written(folder, "made-up", (*TRIALS, MANY_ARMS, *MORE))
    options = ("--store", folder / "store", "--similar", "--jobs", "1")
    ran = kg("load", *RECORDS, made_up, *options, cwd=folder)
    assert ran.status == 0, ran.talk
    with serving(folder / "store") as started:
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
