"""A page of the browser that may ask no other host and break no rule of its policy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.support.paths import ROOT

AXE: Final = ROOT / ".cache" / "npm" / "node_modules" / "axe-core" / "axe.min.js"
"""Where `make npm` installs https://github.com/dequelabs/axe-core."""

_TELL: Final = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


@dataclass
class Window:
    """A page at an address of the server, and what went wrong in it."""

    page: Page
    context: BrowserContext
    address: str
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """The page at a path of the server."""
        self.page.goto(self.address.rstrip("/") + path)
        return self.page

    def note_request(self, request: Request) -> None:
        """Notes a request to another host."""
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"asked {request.url}")

    def note_message(self, said: ConsoleMessage) -> None:
        """Notes an error in the console."""
        if said.type == "error":
            self.faults.append(said.text)


def window(browser: Browser, address: str, **options: Any) -> Window:
    """A new page, with options of a browser context."""
    context = browser.new_context(**options)
    context.add_init_script(_TELL)
    page = context.new_page()
    page.set_default_timeout(10_000)
    made = Window(page, context, address)
    page.on("request", made.note_request)
    page.on("console", made.note_message)
    page.on("pageerror", lambda error: made.faults.append(str(error)))
    return made


def barriers(page: Page, *rules: str) -> list[str]:
    """What axe finds, by all rules or by these, that keeps people from reading the page as it is.

    Skips without axe.
    """
    if not AXE.is_file():
        pytest.skip("axe is not installed: `make npm`")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    run = "options => axe.run(document, options).then(results => results.violations)"
    found = page.evaluate(run, options)
    return [
        f"{each['id']}: {each['help']}: {', '.join(node['html'] for node in each['nodes'][:3])}"
        for each in found
    ]
