"""Products: the medicines and devices of a trial, with their substances and codes."""

from __future__ import annotations

from typing import Final

from kg.mapping.medical_code import medical_code
from kg.mapping.plan import Plan
from kg.mapping.statements import Statements
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.records import Record
from kg.records.registration import Product, ProductCode, RegistrationFacts


def _codes(listed: list[ProductCode], say: Statements) -> list[str]:
    return [medical_code(each.system, each.code, each.name, say) for each in listed]


_PRODUCT: Final = Plan(
    Product,
    (vocab.SCHEMA_NAME, "name"),
    (vocab.KG_PRODUCT_ROLE, "role", codes.PRODUCT_ROLE),
    (vocab.SCHEMA_ACTIVE_INGREDIENT, "substances"),
    (vocab.SCHEMA_DOSAGE_FORM, "forms"),
    (vocab.SCHEMA_ADMINISTRATION_ROUTE, "routes"),
    (vocab.SCHEMA_CODE, "codes", _codes),
    (vocab.KG_AUTHORIZATION_HOLDER, "holder"),
    (vocab.KG_STRENGTH, "strength"),
    (vocab.KG_MAXIMUM_DAILY_DOSE, "most_a_day"),
    (vocab.KG_MAXIMUM_TOTAL_DOSE, "most_in_all"),
    (vocab.KG_TREATMENT_DURATION, "duration"),
    (vocab.SCHEMA_DESCRIPTION, "description"),
    a=vocab.KG_PRODUCT_CLASS,
    part="product",
    key="name",
    name="products",
)

_TRIAL: Final = Plan(RegistrationFacts, (vocab.KG_PRODUCT, "products", _PRODUCT))


def describe(record: Record, say: Statements) -> None:
    """States every product that the record lists."""
    _TRIAL.state(say.trial, record.registration, say)
