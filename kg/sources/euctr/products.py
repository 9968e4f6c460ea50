"""Section D: the investigational medicinal products, their substances, and the placebos."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.records.protocol import Intervention
from kg.records.registration import Product, ProductCode
from kg.sources.euctr import labels
from kg.sources.euctr.agreement import Account, aligned
from kg.sources.euctr.country_record import GroupMember
from kg.sources.euctr.draft import EuDraft
from kg.sources.euctr.labels import BY_KEY, FLAG
from kg.text.placeholders import names_nothing

_ROLES: Final = {"test": "TEST", "comparator": "COMPARATOR", "placebo": "PLACEBO"}
_NAMES: Final = ("D.3.1", "D.2.1.1.1", "D.3.2")
_SUBSTANCE_NAMES: Final = ("D.3.8", "D.3.9.3", "D.3.9.2", "D.3.9.1", "D.3.9.4")
_CODES: Final = {"D.3.2": "product code", "D.2.5.1": "orphan designation"}
_SUBSTANCE_CODES: Final = {
    "D.3.9.1": "CAS",
    "D.3.9.2": "sponsor code",
    "D.3.9.4": "EV substance code",
}
_KINDS: Final = tuple(
    key for key, label in BY_KEY.items() if label.kind == FLAG and key.startswith("D.3.11")
)
_CHEMICAL, _BIOLOGICAL, _EXTRACT, _HERBAL = (
    BY_KEY[f"D.3.11.{number}"].text for number in (1, 2, 8, 11)
)
_PLACEBO: Final = "Placebo"


def read(draft: EuDraft) -> None:
    """Reads products and placebos, and the interventions that they are."""
    for position, (name, found) in enumerate(aligned(draft.members(labels.PRODUCT), _name)):
        draft.only_some(name, found, "D.IMP")
        account = draft.account(found, f"products[{position}]", f"product {name}")
        product = _product(account)
        substances = _read_substances(found, product, position, draft)
        draft.facts.products.append(product)
        _intervene(product, draft, is_combination=substances > 1)
        account.keep_rest()
    _read_placebos(draft)


def _name(member: GroupMember) -> str:
    """What a product is called; its substance, if it has no name."""
    names = [*map(member.text, _NAMES)]
    names += [part.text(key) for key in _SUBSTANCE_NAMES for part in member.parts]
    return next((name for name in names if name and not names_nothing(name, "concept")), "")


def _product(account: Account) -> Product:
    role = account.usual("D.1.2 and D.1.3")
    trade = account.usual("D.2.1.1.1")
    name = account.usual("D.3.1")
    kinds = [*account.yes(*_KINDS), *account.every("D.3.11.13.1")]
    if trade and name and trade != name:
        account.keep("D.2.1.1.1", trade)
    return Product(
        role=_ROLES.get((role or "").lower(), role),
        name=name or trade,
        forms=account.every("D.3.4"),
        routes=account.every("D.3.7"),
        codes=[
            ProductCode(system=system, code=code)
            for key, system in _CODES.items()
            for code in account.told(key)
        ],
        holder=account.usual("D.2.1.1.2"),
        description="; ".join(kinds) or None,
    )


def _read_substances(
    found: Sequence[tuple[str, GroupMember]], product: Product, position: int, draft: EuDraft
) -> int:
    """Reads the substances of a product, and gives their number."""
    strengths: list[tuple[str, str]] = []
    lists = [(country, member.parts) for country, member in found]
    for number, (name, parts) in enumerate(aligned(lists, _substance_name)):
        title = f"substance {name} of product {product.name or ''}".strip()
        path = f"products[{position}].substances[{number}]"
        account = draft.account(parts, path, title)
        names = [*account.told("D.3.8"), *account.told("D.3.9.3")]
        product.substances.extend(each for each in names if each not in product.substances)
        product.codes.extend(
            ProductCode(system=system, code=code, name=names[0] if names else None)
            for key, system in _SUBSTANCE_CODES.items()
            for code in account.told(key)
        )
        strength = account.together("D.3.10.2", "D.3.10.3", "D.3.10.1")
        strengths.append((name, " ".join(filter(None, strength))))
        account.keep_rest()
    texts = [
        f"{name}: {text}" if name and len(strengths) > 1 else text
        for name, text in strengths
        if text
    ]
    product.strength = "; ".join(texts) or None
    return len(strengths)


def _substance_name(member: GroupMember) -> str:
    return next((name for key in _SUBSTANCE_NAMES if (name := member.text(key))), "")


def _intervene(product: Product, draft: EuDraft, *, is_combination: bool = False) -> None:
    """Adds the intervention that a product is, once for each name.

    The name of a substance is another name of the product, unless it has several.
    """
    codes = [code.code for code in product.codes if code.system == "product code"]
    substances = [", ".join(product.substances)] if is_combination else product.substances
    names = [product.name, *(() if is_combination and product.name else substances), *codes]
    known = [name for name in names if name and not names_nothing(name, "concept")]
    if not known:
        return
    kind = _intervention_type((product.description or "").split("; "))
    others = [name for name in dict.fromkeys(known[1:]) if name != known[0]]
    same = next((each for each in draft.arms.interventions if each.name == known[0]), None)
    if same is None:
        draft.arms.interventions.append(Intervention(type=kind, name=known[0], other_names=others))
    else:
        same.other_names.extend(name for name in others if name not in same.other_names)


def _intervention_type(kinds: Sequence[str]) -> str | None:
    """The type in the model, if the answers about the substance leave no doubt."""
    if _CHEMICAL in kinds:
        return None if _BIOLOGICAL in kinds else "DRUG"
    is_of_plants = _EXTRACT in kinds or _HERBAL in kinds
    return "BIOLOGICAL" if _BIOLOGICAL in kinds and not is_of_plants else None


def _read_placebos(draft: EuDraft) -> None:
    lists = [
        (country, [each for each in placebos if any(each.values.values())])
        for country, placebos in draft.members(labels.PLACEBO)
    ]
    for position, (name, found) in enumerate(aligned(lists, lambda _: _PLACEBO)):
        draft.only_some(name, found, "D.8 Placebo")
        account = draft.account(found, f"placebos[{position}]", name)
        is_used = account.flag("D.8.1")
        forms, routes = account.every("D.8.3"), account.every("D.8.4")
        if is_used is False:
            account.keep("D.8.1", "No")
        else:
            draft.facts.products.append(
                Product(role="PLACEBO", name=_PLACEBO, forms=forms, routes=routes)
            )
            _intervene(Product(name=_PLACEBO), draft)
        account.keep_rest()
