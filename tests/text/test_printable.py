"""What can control a terminal is an escape; text in any script is left as it is."""

from __future__ import annotations

import unicodedata

import pytest

from kg.text.printable import printable, printable_line

KEPT = {"\u00ad", "\u200c", "\u200d"}
"""Invisible characters that scripts need: the soft hyphen and the joiners."""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("\x9b31m", "\\x9b31m"),
        ("a\x00b\x7fc\x85d", "a\\x00b\\x7fc\\x85d"),
        ("\u202egpj.exe", "\\u202egpj.exe"),
        ("\u2066a\u2069\u200f\u061c", "\\u2066a\\u2069\\u200f\\u061c"),
        ("a\u2028b\u2029c\ufeff", "a\\u2028b\\u2029c\\ufeff"),
        ("progress\rdone", "progress\\rdone"),
        ("\udcff\ud800", "\\udcff\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("a\tb\nc\r\nd", "a\tb\nc\r\nd"),
        ("Łódź, 東京, می‌خواهم, क्‍ष, עברית, 👩‍⚕️, e\u0301, 5\u00a0mg", None),
    ],
)
def test_what_is_shown(text: str, shown: str | None) -> None:
    assert printable(text) == (text if shown is None else shown)


def test_a_message_is_one_line() -> None:
    assert printable_line("a\nb\r\nc\td") == "a\\nb\\r\\nc\td"


@pytest.mark.slow
def test_no_control_character_is_left() -> None:
    every = "".join(map(chr, range(0x110000)))
    left = {c for c in printable_line(every) if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs")}
    assert left == {"\t"}
    turning = {c for c in printable(every) if unicodedata.bidirectional(c)[-1:] in ("E", "O", "I")}
    assert not {c for c in turning if unicodedata.category(c) == "Cf"}
    assert set(printable(every)) >= KEPT
