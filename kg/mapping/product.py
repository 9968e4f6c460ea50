"""Products: the medicines and devices of a trial, with their substances and codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from kg.mapping.medical_code import medical_code
from kg.mapping.statements import Statements, text, texts
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug
from kg.records import Record
from kg.records.registration import Product

_CodeOfProduct: TypeAlias = tuple[str | None, str | None, str | None, int]
"""System, code, name, and how often the product has had it."""


def describe(record: Record, say: Statements) -> None:
    """States every product that the record lists; products with the same code share its node."""
    if record.registration:
        made: dict[_CodeOfProduct, str] = {}
        products = [_product(each, made, say) for each in record.registration.products]
        say.node(say.trial, (vocab.KG_PRODUCT, products))


def _product(product: Product, made: dict[_CodeOfProduct, str], say: Statements) -> str:
    return say.node(
        say.part("product", slug(product.name or "unnamed")),
        (vocab.RDF_TYPE, vocab.KG_PRODUCT_CLASS),
        (vocab.SCHEMA_NAME, text(product.name)),
        (vocab.KG_PRODUCT_ROLE, say.code(codes.PRODUCT_ROLE, product.role, "products.role")),
        (vocab.SCHEMA_ACTIVE_INGREDIENT, texts(product.substances)),
        (vocab.SCHEMA_DOSAGE_FORM, texts(product.forms)),
        (vocab.SCHEMA_ADMINISTRATION_ROUTE, texts(product.routes)),
        (vocab.SCHEMA_CODE, list(_codes(product, made, say))),
        (vocab.KG_AUTHORIZATION_HOLDER, text(product.holder)),
        (vocab.KG_STRENGTH, text(product.strength)),
        (vocab.KG_MAXIMUM_DAILY_DOSE, text(product.most_a_day)),
        (vocab.KG_MAXIMUM_TOTAL_DOSE, text(product.most_in_all)),
        (vocab.KG_TREATMENT_DURATION, text(product.duration)),
        (vocab.SCHEMA_DESCRIPTION, text(product.description)),
    )


def _codes(product: Product, made: dict[_CodeOfProduct, str], say: Statements) -> Iterator[str]:
    """The nodes of the codes of a product; one that it has twice is stated twice."""
    times: Counter[tuple[str | None, ...]] = Counter()
    for each in product.codes:
        given = each.system, each.code, each.name
        times[given] += 1
        of_product = *given, times[given]
        if of_product not in made:
            made[of_product] = medical_code(*given, say)
        yield made[of_product]
