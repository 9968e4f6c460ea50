"""Plain words: one text in all its spellings, and tables that are keyed by texts for people."""

from __future__ import annotations

from typing import Final

import pytest

from kg.rdf.code_lists import DISPERSION_TEXTS
from kg.sources.classic_xml import vocabulary
from kg.text.plain_words import ByWords, plain_words

TABLES: Final = {
    name: table for name, table in vars(vocabulary).items() if isinstance(table, ByWords)
}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Côte d’Ivoire", ["cote", "divoire"]),
        ("Hôpital Saint-Louis", ["hopital", "saint", "louis"]),
        ("Women’s & Children's", ["womens", "and", "childrens"]),
        ("soft\u00adhyphen zero\u200bwidth", ["softhyphen", "zerowidth"]),
        ("ＦＵＬＬ width", ["full", "width"]),
        ("ภาษาไทย", plain_words("ภาษาไทย")),
        ("...", []),
    ],
)
def test_the_plain_words_of_a_text(text: str, words: list[str]) -> None:
    assert plain_words(text) == words


def test_scripts_keep_their_vowels() -> None:
    assert plain_words("कि") != plain_words("का")
    assert plain_words("ที") != plain_words("ทา")


@pytest.mark.parametrize("name", [*TABLES, "DISPERSION_TEXTS"])
def test_a_word_is_found_in_any_spelling(name: str) -> None:
    table = TABLES.get(name, DISPERSION_TEXTS)
    assert len(table) > 0
    for word, value in table.items():
        for spelled in (word.upper(), word.lower(), f" {word.replace(' ', '  ')} ", f"{word}."):
            assert table[spelled] == value
    assert "dreaming" not in table
    assert table.get("dreaming") is None


def test_there_are_tables_to_test() -> None:
    assert len(TABLES) > 20
