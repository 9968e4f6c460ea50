"""Names of interventions that are none."""

from __future__ import annotations

import pytest

from kg.queries import named_query
from kg.text.no_treatment import NO_TREATMENT, names_no_treatment


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Placebo", True),
        ("Matching placebos", True),
        ("placebo-controlled phase", True),
        ("Sham (no stimulation)", True),
        ("Standard of Care", True),
        ("Standard care", True),
        ("Usual care", True),
        ("Control Group", True),
        ("No intervention: observation", True),
        ("Ketoconazole shampoo", False),
        ("Grisham protocol", False),
        ("Intensive care", False),
        ("Riluzole", False),
    ],
)
def test_what_is_no_treatment(name: str, expected: bool) -> None:
    assert names_no_treatment(name) is expected


def test_the_query_has_the_same_pattern() -> None:
    assert f'"{NO_TREATMENT}"' in named_query("related-trials").text
