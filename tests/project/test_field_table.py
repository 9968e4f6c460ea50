"""The table of fields in docs/vocabulary.md is that of the mapping, and its plans fit the model."""

from __future__ import annotations

import runpy
from typing import Final, get_origin

import pytest

from kg.mapping.plan import Form, Plan
from kg.rdf.code_lists import CodeList
from kg.records.base import DateStruct, model_field
from tests.support.paths import ROOT

SCRIPT: Final = runpy.run_path(str(ROOT / "scripts" / "field_table.py"))
PLANS: Final[list[Plan]] = SCRIPT["plans"]()


def test_the_page_has_the_table_of_the_mapping() -> None:
    """Written again by `python scripts/field_table.py`."""
    page = (ROOT / "docs" / "vocabulary.md").read_text("utf-8")
    table = page.partition(SCRIPT["MARK"])[2].partition("\n\n| field")[2]
    assert f"| field{table}".splitlines() == list(SCRIPT["table"]())


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.model.__name__)
def test_rows_have_fields_of_the_type_that_their_value_is_made_of(plan: Plan) -> None:
    for row in plan.rows:
        type_ = model_field(plan.model, row.path)[1]
        if isinstance(row.value, CodeList):
            assert type_ in (str, list[str]), row
        elif isinstance(row.value, Plan):
            inner = type_.__args__[0] if get_origin(type_) is list else type_
            assert issubclass(row.value.model, inner), row
        elif row.value is Form.TYPED_DATE:
            assert type_ is DateStruct, row
        elif isinstance(row.value, Form):
            assert type_ is str, row
        elif row.value is None:
            assert type_ in (str, bool, int, float, list[str]), row
