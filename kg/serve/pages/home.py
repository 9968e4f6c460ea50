"""The first page: what is in the store."""

from __future__ import annotations

from kg.serve.view import Page, View


def home(view: View) -> Page:
    """The page at `/`."""
    return Page("home.html", "Clinical trials as linked data")
