"""Tables and texts for terminals: what fits, what becomes records, what is never cut."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from kg.text.columns import as_pairs, as_table, as_text

LONG = "a text of quite ordinary words, which goes on and on " * 4


@pytest.mark.parametrize("width", [20, 50, 80, 200])
@pytest.mark.parametrize(
    "cell",
    [
        LONG,
        "x" * 150,
        "筋萎縮性側索硬化症の患者を対象とした試験" * 4,
        "tab\tand\x1b[31m escape",
        "",
    ],
)
def test_lines_fit_and_nothing_is_lost(cell: str, width: int) -> None:
    given = [("a", cell), ("b", "NCT90000001")]
    for text in (
        as_table([name for name, _ in given], [[value for _, value in given]] * 2, width),
        as_pairs(given, width),
        as_text(cell, width),
    ):
        assert max(map(cell_len, text.splitlines())) <= width
        assert "\x1b" not in text
        kept = "".join(text.split())
        for word in cell.replace("\x1b", "\\x1b").split():
            assert len(word) > 10 or word in kept
        assert kept.count("x") >= cell.count("x")


def test_a_row_is_as_high_as_its_highest_cell() -> None:
    cells = [["1", "Treatment of hereditary angioedema"], ["22", "Migraine"]]
    assert as_table(["n", "title"], cells, 16, {0}).splitlines() == [
        " n  title",
        "────────────────",
        " 1  Treatment of",
        "    hereditary",
        "    angioedema",
        "22  Migraine",
    ]


def test_an_item_of_a_list_is_indented() -> None:
    assert as_text("* one two three four\n  12. five six seven", 14) == (
        "* one two\n  three four\n  12. five six\n      seven\n"
    )


def test_words_of_two_cells_are_aligned() -> None:
    lines = as_table(["name", "n"], [["試験", "1"], ["trial", "2"]], 40).splitlines()
    assert [cell_len(line) for line in lines[2:]] == [8, 8]
