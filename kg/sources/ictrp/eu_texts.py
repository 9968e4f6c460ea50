"""Cells of rows from the EU Clinical Trials Register: lines with the labels of its forms.

ICTRP joins them in one cell, in some exports without the line ends. What a label introduces is
known, so each becomes the field that it means.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Final, NamedTuple

from kg.records.protocol import Outcome
from kg.records.registration import ConditionCode, Product, ProductCode
from kg.sources.ictrp.texts import dedented, one_line, plain
from kg.text.fillers import no_part_says_anything

_MEDDRA: Final = re.compile(
    r"MedDRA version: ?(.*?) ?Level: ?(.*?) ?Classification code:? ?(.*?) ?"
    r"Term: ?(.*?) ?System Organ Class: ?([^;]*?) ?(?=MedDRA version:|;|\Z)"
)
_AREA: Final = re.compile(r";? ?Therapeutic area: ?([^;]+?) ?(?=;|\Z)")
_KIND: Final = {
    "Primary end point(s)": "measure",
    "Secondary end point(s)": "measure",
    "Timepoint(s) of evaluation of this end point": "time",
}
_OUTCOME_LABELS: Final = (
    "Main Objective",
    "Secondary Objective",
    *_KIND,
)
_LABELS: Final = re.compile(rf"(?:\A|;)\s*({'|'.join(map(re.escape, _OUTCOME_LABELS))})\s*:\s*")

_PRODUCT_LABELS: Final = (
    "Trade Name", "Product Name", "Product Code", "Pharmaceutical Form", "INN or Proposed INN",
    "CAS Number", "Current Sponsor code", "Other descriptive name", "Concentration unit",
    "Concentration type", "Concentration number", "EV Substance Code",
    "Pharmaceutical form of the placebo", "Route of administration of the placebo",
)  # fmt: skip
_PRODUCT: Final = re.compile(
    rf"(?:\A|\n)[ \t]*({'|'.join(sorted(_PRODUCT_LABELS, key=len, reverse=True))})[ \t]*:[ \t]*"
)
_CODES: Final = {
    "CAS Number": "CAS",
    "Product Code": "product code",
    "Current Sponsor code": "sponsor code",
    "EV Substance Code": "EV substance code",
}


class EuConditions(NamedTuple):
    """What is studied: the name, its codes, and the areas that it is of."""

    names: list[str]
    codes: list[ConditionCode]
    areas: list[str]


def conditions(text: str) -> EuConditions:
    """The condition of a row, its terms of MedDRA and its therapeutic areas."""
    text = one_line(text)
    codes = [
        ConditionCode(system="MedDRA", version=version, level=level, code=code, term=term)
        for version, level, code, term, _ in _MEDDRA.findall(text)
    ]
    classes = [each[4] for each in _MEDDRA.findall(text)]
    codes += [
        ConditionCode(system="MedDRA", level="SOC", **_class(each))
        for each in dict.fromkeys(filter(None, classes))
    ]
    text = _MEDDRA.sub("", text)
    areas = _AREA.findall(text)
    names = _AREA.sub("", text).strip(" ;")
    return EuConditions([names] if names else [], codes, list(dict.fromkeys(areas)))


def _class(text: str) -> dict[str, str]:
    """The code and the name of a class of organs; it may have one of them."""
    code, _, name = text.partition(" - ") if text[:1].isdigit() else ("", "", text)
    return {key: value for key, value in (("code", code), ("term", name)) if value}


class Objectives(NamedTuple):
    """The objectives and the outcome measures of a cell; `rest` is what has no label."""

    main: list[str]
    secondary: list[str]
    outcomes: list[Outcome]
    rest: str


def objectives(text: str) -> Objectives:
    """What a cell of outcomes says under each of its labels, which come in any order."""
    pieces = _LABELS.split(plain(text))
    said: dict[str, list[str]] = {}
    for label, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if stripped := dedented(piece.strip(" ;\n")):
            said.setdefault(_KIND.get(label, label), []).append(stripped)
    outcomes = [
        Outcome(measure=measure, time_frame=when)
        for measure, when in zip_longest(said.get("measure", []), said.get("time", []))
    ]
    return Objectives(
        said.get("Main Objective", []),
        said.get("Secondary Objective", []),
        outcomes,
        dedented(pieces[0].strip(" ;\n")),
    )


def products(text: str) -> list[Product] | None:
    """The products of a cell, each a block of lines; None if it has other lines."""
    found = []
    for block in filter(str.strip, re.split(r"\n[ \t]*\n", plain(text))):
        pieces = _PRODUCT.split(block)
        if pieces[0].strip() or len(pieces) == 1:
            return None
        product = Product()
        for label, piece in zip(pieces[1::2], pieces[2::2], strict=True):
            if said := piece.strip():
                _add(product, label, said)
        if product != Product():
            found.append(product)
    return found or None


def _add(product: Product, label: str, said: str) -> None:
    if no_part_says_anything(said):
        _describe(product, f"{label}: {said}")
    elif label in ("Trade Name", "Product Name") and product.name is None:
        product.name, _, rest = said.partition("\n")  # ICTRP cuts long cells off
        _describe(product, rest)
    elif label == "Pharmaceutical Form":
        product.forms = [*product.forms, said]
    elif label == "INN or Proposed INN":
        product.substances = [*product.substances, said]
    elif label in _CODES:
        code = said.removeprefix("CAS ") if label == "CAS Number" else said
        product.codes = [*product.codes, ProductCode(system=_CODES[label], code=code)]
    else:
        _describe(product, f"{label}: {said}")


def _describe(product: Product, text: str) -> None:
    product.description = "\n".join(filter(None, (product.description, text))) or None
