"""The labels of a country record, as the register writes them: a code and a text, in `labels.tsv`.

The codes are those of the application form of EudraCT, whose fields the register publishes. Some
labels share a code, and newer ones may be missing here: any line that begins with a code of the
section that it is in is a label, too (`kg.sources.euctr.lines`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple


class Label(NamedTuple):
    """A label: `kind` is TEXT, FLAG or HEADING, `group` that of the things that it is said of.

    `key` is the code where no other label has it, and else the whole label.
    """

    key: str
    code: str
    text: str
    kind: str
    group: str = ""

    @property
    def name(self) -> str:
        """The whole label."""
        return f"{self.code} {self.text}"


TEXT: Final = "text"
FLAG: Final = "flag"
HEADING: Final = "heading"

SPONSOR: Final = "sponsor"
SUPPORT: Final = "support"
PRODUCT: Final = "product"
SUBSTANCE: Final = "substance"
PLACEBO: Final = "placebo"
MEDDRA: Final = "MedDRA term"
NETWORK: Final = "network"
"""The groups: what a record has several of, with fields of its own."""

TABLE: Final = Path(__file__).with_name("labels.tsv")
"""The labels that have a code: code, text, kind and group."""


def _labels() -> dict[str, tuple[Label, ...]]:
    """The labels by their codes, the longest first."""
    found: dict[str, list[list[str]]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        row = line.split("\t")
        found.setdefault(row[0], []).append(row)
    return {
        code: tuple(
            Label(code if len(rows) == 1 else f"{code} {text}", code, text, kind, group)
            for _, text, kind, group in sorted(rows, key=lambda row: -len(row[1]))
        )
        for code, rows in found.items()
    }


BY_CODE: Final = _labels()
"""The labels that have a code."""

BY_KEY: Final = {label.key: label for labels in BY_CODE.values() for label in labels}

SUMMARY: Final = {
    name: Label(name, "", name, TEXT)
    for name in (
        "EudraCT Number",
        "Sponsor's Protocol Code Number",
        "National Competent Authority",
        "Clinical Trial Type",
        "Trial Status",
        "Date on which this record was first entered in the EudraCT database",
        "Link",
        "Trial results",
    )
}
"""The labels of the summary at the beginning of a record, which have no codes."""


_GROUPS: Final = {"B.": SPONSOR, "D.8": PLACEBO, "D.": PRODUCT, "G.": NETWORK}
"""The beginning of a code, and the group that it is of."""


def unknown(code: str, text: str) -> Label:
    """A label that is not in the table."""
    group = next((group for begins, group in _GROUPS.items() if code.startswith(begins)), "")
    return Label(f"{code} {text}".strip(), code, text, TEXT, group)


def heading(line: str) -> Label:
    """The label that a line of a heading is."""
    code = line[:2] if line[1:2] == "." else ""
    return Label("", code, line.strip(), HEADING)
