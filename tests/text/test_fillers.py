"""What only fills a field."""

from __future__ import annotations

import pytest

from kg.text.fillers import no_part_says_anything, says_nothing


@pytest.mark.parametrize("text", ["Nil known", "N/A", "n.a.", "-", "?", "Not applicable", "TBD"])
def test_a_text_that_only_fills_its_field_says_nothing(text: str) -> None:
    assert says_nothing(text)
    assert no_part_says_anything(f"{text}: {text}\n{text}")


@pytest.mark.parametrize("text", ["Pain", "None of the above", "A", "Nil by mouth", "18", "NA 1"])
def test_any_other_text_says_something(text: str) -> None:
    assert not says_nothing(text)
    assert not no_part_says_anything(f"Not applicable: {text}")
