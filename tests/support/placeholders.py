"""Texts that records have in place of a name."""

from __future__ import annotations

from typing import Final

EXAMPLES: Final = (
    "[Redacted]", "REDACTED", "Name withheld", "MD", "M.D.", "To Be Determined", "T.B.D.",
    "TBD TBD",
    "Unknown", "Unknown, unknown", "N/A", "n. a.", "N / A", "NOT  APPLICABLE",
    "Not\u00a0applicable",
    "not-applicable", "Pending", "Site TBD", "VP", "Vice President", "Chair", "Global Head",
    "Various Locations", "Multiple sites", "Multiple locations in Canada", "23 sites in Spain",
    "Amgen Research Site", "Example Investigative Site 12", "-", "–", "?", "???", "...", "_", "x",
    "X", "xxx", "None", "None None", "See above", "See Central Contact", "ｒｅｄａｃｔｅｄ",
    "Re\u00addacted", "Un\u200bknown", "Investigator to be determined",
    "To be confirmed at a later date",
    "No sponsor", "No sites", "Pending IRB approval", "Awaiting approval", "Sites to be recruited",
    "Will be announced later", "Site will be added", "Cannot be disclosed", "Redacted for privacy",
    "<none>", "<Unknown>", "Unavailable", "Left blank", "Keine Angabe", "없음", "미정",
    "Principal Investigator", "Desconocido", "Non applicable", "Unbekannt", "无", "1234", "🧬",
)  # fmt: skip

DECORATIONS: Final = (
    ("[", "]"), ("(", ")"), ("{", "}"), ('"', '"'), ("“", "”"), ("*", "*"), ("- ", ""),
    ("", "."), ("", " - "), ("  ", "  "), ("\u00a0", "\u00a0"), ("\u200b", "\u200b"), ("", "?"),
    ("** ", " **"), ("\n", "\n"),
)  # fmt: skip
"""What can stand before and after a placeholder."""
