"""The record under construction: its parts, and what is left over."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import msgspec

from kg.records import Finding, PageExtension, SourceField, Study
from kg.sources.protocol_draft import ProtocolDraft


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a section.

    `label` is the label directly above or before it ("Role: …"), and `under` the last label before
    it, which the values of a list share. If the page has no labels both are empty.
    """

    text: str
    label: str = ""
    under: str = ""
    marker: str = ""
    is_heading: bool = False


@dataclass(slots=True)
class PageDraft(ProtocolDraft):
    """The parts of a record that the readers of the sections fill."""

    page: PageExtension = field(default_factory=PageExtension)
    has_results: bool | None = None
    unmapped: list[SourceField] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    contact_places: dict[str, str] = field(default_factory=dict)

    def note(self, section: str, message: str) -> None:
        self.findings.append(Finding(f"page.{section}", message))

    def keep(self, section: str, text: str) -> None:
        """Keeps a line that has no place in the record."""
        value = msgspec.json.encode(text).decode()
        self.unmapped.append(SourceField(f"page.{section}", value))

    def leave(self, section: str, text: str, reason: str = "has no place in the record") -> None:
        """Keeps a line that has no place in the record, and reports it."""
        self.keep(section, text)
        self.note(section, f"'{shortened(text)}' {reason}")

    def study(self) -> Study:
        return Study(protocol_section=self.protocol(), has_results=self.has_results)


def shortened(text: str, length: int = 80) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def code(text: str) -> str:
    """A value in the form of the registry's enumerations: "Active, not recruiting" in capitals."""
    return re.sub(r"[^A-Z0-9]+", "_", text.upper()).strip("_")


def is_one_of(*codes: Collection[str]) -> Callable[[str], bool]:
    """A test whether a text is a value of one of these enumerations, in any spelling."""
    every = {value for values in codes for value in values}
    return lambda text: code(text) in every
