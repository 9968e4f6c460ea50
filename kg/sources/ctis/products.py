"""Medicinal products: their role, substances, codes and doses."""

from __future__ import annotations

import re
from typing import Final

from kg.records.protocol import Intervention
from kg.records.registration import Product, ProductCode
from kg.sources.ctis.draft import CtisDraft
from kg.sources.ctis.parts import JsonPart
from kg.sources.ctis.words import ROLE_CODES, ROLES, STUDIED

_NOTHING: Final = frozenset({"-", "N/A", "n/a", "NA"})
"""What the form has in place of a value."""

_FORM_CODE: Final = re.compile(r"PHF[0-9]+(?:MIG)?")
"""EudraVigilance's code of a pharmaceutical form, which some products have in place of its name."""


def fill(draft: CtisDraft, part_one: JsonPart) -> None:
    """Fills in the products; those that participants are assigned to are interventions, too."""
    groups = part_one.parts("productRoleGroupInfos")
    for group in groups:
        word = group.text("productRoleName")
        role = ROLES.get(word or "", word)
        _omit_names(group)
        for product in group.parts("products"):
            _product(draft, product, role)
    if not groups:
        for product in part_one.parts("products"):
            _product(draft, product, None)


def _omit_names(group: JsonPart) -> None:
    """Takes out the comment of a group where it lists the names of its products."""
    products = group.parts("products")
    for name in ("productName", "activeSubstanceName"):
        names = [
            each.stated(name) or each.part("productDictionaryInfo").stated(name)
            for each in products
        ]
        group.omit("comments", ", ".join(names), ",".join(names))


def _product(draft: CtisDraft, product: JsonPart, role: str | None) -> None:
    information = product.part("productDictionaryInfo")
    name = _stated(product, "productName") or _stated(information, "prodName")
    information.omit("prodName", name)
    holder = _holder(information)
    codes = _codes(product, information)
    substances, of_substances = _substances(information)
    name = name or ", ".join(substances) or _atc_substance(information, codes)
    named = set(map(_pair, of_substances))
    forms = _forms(product, information)
    made = Product(
        role=role,
        name=name,
        substances=substances,
        forms=[form for form in forms if not _FORM_CODE.fullmatch(form)],
        routes=product.texts("routes"),
        codes=[
            *(code for code in codes if _pair(code) not in named),
            *of_substances,
            *(_form_code(form) for form in forms if _FORM_CODE.fullmatch(form)),
        ],
        holder=holder,
        strength=_stated(information, "strength"),
        most_a_day=_dose(product, "maxDailyDoseAmount", "doseUom"),
        most_in_all=_dose(product, "maxTotalDoseAmount", "doseUomTotal"),
    )
    product.omit("mpRoleInTrial", ROLE_CODES.get(role or ""))
    product.omit("scientificProductName", name, *substances)
    product.omit("sponsorProductCodeEdit", information.content.get("sponsorProductCode"))
    draft.registration.products.append(made)
    _intervention(draft, made, _kind(information))


def _pair(code: ProductCode) -> tuple[str | None, str | None]:
    return code.system, code.code


def _form_code(code: str) -> ProductCode:
    return ProductCode(system="EV pharmaceutical form code", code=code)


def _stated(holder: JsonPart, name: str) -> str | None:
    return None if holder.stated(name) in _NOTHING else holder.text(name)


def _atc_substance(information: JsonPart, codes: list[ProductCode]) -> str | None:
    """The name of the substance that an ATC code of the fifth level is of."""
    if information.content.get("atcTermLevel") not in ("5", 5):
        return None
    return next((code.name for code in codes if code.system == "ATC"), None)


def _holder(information: JsonPart) -> str | None:
    """The marketing authorisation holder.

    Of a product without an authorisation `nameOrg` is whose product in development it is.
    """
    for substance in information.parts("productSubstances"):
        substance.omit("nameOrg", information.content.get("nameOrg"))
    if information.stated("marketingAuthNumber") in ("", *_NOTHING):
        return None
    return _stated(information, "nameOrg")


def _substances(information: JsonPart) -> tuple[list[str], list[ProductCode]]:
    """The active substances and their codes."""
    names: list[str] = []
    codes = []
    for substance in information.parts("productSubstances"):
        name = _stated(substance, "actSubstName")
        if name and name not in names:
            names.append(name)
        elif name:
            substance.content["actSubstName"] = name
        code = _stated(substance, "substanceEvCode")
        if code:
            codes.append(ProductCode(system="EV substance code", code=code, name=name))
    if not names and (whole := _stated(information, "activeSubstanceName")):
        names.append(whole)
    information.omit("activeSubstanceName", *names, ", ".join(names))
    return names, codes


def _forms(product: JsonPart, information: JsonPart) -> list[str]:
    """The pharmaceutical forms, by names or codes."""
    forms: list[str] = []
    for holder, name in (
        (information, "pharmForm"),
        (product, "pharmaceuticalFormDisplay"),
        (information, "productPharmForm"),
    ):
        form = _stated(holder, name)
        if form and form not in forms:
            forms.append(form)
    product.omit("scientificProductPharmEvCode", *forms)
    return forms


def _codes(product: JsonPart, information: JsonPart) -> list[ProductCode]:
    codes: list[ProductCode] = []
    for substance in information.parts("productSubstances"):
        code = substance.content.get("substanceEvCode")
        information.omit("euSubstNumber", code)
        product.omit("scientificProductEvCode", code)
    atc = _stated(information, "atcCode") or _stated(product, "atcCode")
    if atc:
        product.omit("atcCode", atc)
        codes.append(ProductCode(system="ATC", code=atc, name=_stated(information, "atcName")))
    for holder, name in (
        (product, "evCode"),
        (information, "euMpNumber"),
        (product, "scientificProductEvCode"),
        (information, "euSubstNumber"),
    ):
        code = _stated(holder, name)
        if code:
            system = "EV substance code" if code.startswith("SUB") else "EV product code"
            made = ProductCode(system=system, code=code)
            if made not in codes:
                codes.append(made)
    for system, holder, name in (
        ("marketing authorisation", information, "marketingAuthNumber"),
        ("EMA procedure", information, "mrpNumber"),
        ("sponsor's code", information, "sponsorProductCode"),
    ):
        code = _stated(holder, name)
        if code:
            codes.append(ProductCode(system=system, code=code))
    return codes


def _dose(product: JsonPart, amount: str, unit: str) -> str | None:
    """An amount with its unit, such as "mg milligram(s)"."""
    if product.stated(unit) in ("", *_NOTHING):
        return None
    stated = product.text(amount)
    if stated is None:
        return None
    return f"{stated} {product.text(unit)}"


def _kind(information: JsonPart) -> str | None:
    """DRUG if all substances are chemical; others may be more than one type of intervention."""
    origins = {each.stated("actSubstOrigin") for each in information.parts("productSubstances")}
    return "DRUG" if origins == {"Chemical"} else None


def _intervention(draft: CtisDraft, product: Product, kind: str | None) -> None:
    interventions = draft.arms.interventions
    if product.name is None or product.role not in STUDIED:
        return
    if any(each.name == product.name for each in interventions):
        return
    alone = product.substances if len(product.substances) == 1 else []  # of several each is a part
    others = [each for each in alone if each.lower() != product.name.lower()]
    interventions.append(Intervention(type=kind, name=product.name, other_names=others))
