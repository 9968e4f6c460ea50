"""What is given in a study, and to whom: interventions, and the groups that are compared."""

from __future__ import annotations

from typing import Final

from kg.fhir.codes import ARM_TYPE, TERMINOLOGIES
from kg.fhir.elements import Element, coding, concept, element, text
from kg.fhir.identity import id_of
from kg.fhir.making import Making
from kg.mapping.arm_links import arm_links
from kg.rdf.iris import slug
from kg.records.protocol import ArmGroup, Intervention
from kg.records.registration import Product
from kg.text.no_treatment import names_no_treatment

_SHAM: Final = frozenset({"PLACEBO_COMPARATOR", "SHAM_COMPARATOR"})


def groups_and_focus(making: Making) -> tuple[list[Element], list[Element]]:
    """The groups that are compared, and what the study is to learn about.

    That is every intervention but placebos and shams, and every product that is tested; they may
    be the same.
    """
    module = making.protocol.arms_interventions_module
    arms = module.arm_groups if module else []
    interventions = module.interventions if module else []
    of_arms, of_interventions = arm_links(arms, interventions)
    exposures = [_exposure(each, making) for each in interventions]
    groups = [
        _group(arm, [exposures[place] for place in links.others], making)
        for arm, links in zip(arms, of_arms, strict=True)
    ]
    products = making.record.registration.products if making.record.registration else []
    tested = [product for product in products if product.role == "TEST"]
    focus = [
        element(
            concept=concept(each.name, *_codes(each.name, tested)),
            reference=element(reference=exposure["reference"]),
        )
        for each, exposure, links in zip(interventions, exposures, of_interventions, strict=True)
        if not _is_comparison(each, [arms[place] for place in links.others])
    ]
    given = {_plain(each.name) for each in interventions}
    for name in dict.fromkeys(map(_name, tested)):
        if _plain(name) not in given and (found := concept(name, *_codes(name, tested))):
            focus.append(element(concept=found))
    return groups, focus


def _exposure(each: Intervention, making: Making) -> Element:
    """A reference to an intervention, a variable of the study under the record's names."""
    term = making.say.part("intervention", slug(each.name or "unnamed"))
    names = [*each.other_names, *each.mapped_names]
    resource = element(
        resourceType="EvidenceVariable",
        id=making.id_of(term),
        title=text(each.name_in_arms()),
        shortTitle=text(each.name),
        status="active",
        description=text(each.description),
        note=[element(text=f"Other name: {name}") for name in map(text, names) if name],
    )
    return making.add(resource, each.name)


def _group(arm: ArmGroup, exposures: list[Element], making: Making) -> Element:
    name = text(arm.label) or "Unnamed"
    term = making.say.part("arm", slug(arm.label or "unnamed"))
    return element(
        linkId=id_of(term[1:-1].rsplit("/", 1)[-1]),
        name=name,
        type=ARM_TYPE.concept(arm.type) if arm.type else None,
        description=text(arm.description),
        intendedExposure=exposures,
    )


def _is_comparison(each: Intervention, arms: list[ArmGroup]) -> bool:
    """Whether something is only what the study compares with."""
    if names_no_treatment(each.name or ""):
        return True
    return bool(arms) and all(arm.type in _SHAM for arm in arms)


def _codes(name: str | None, products: list[Product]) -> list[Element]:
    """The codes that a record gives to the product of a name."""
    known = {
        (TERMINOLOGIES[each.system], each.code): each.name
        for product in products
        if _plain(_name(product)) == _plain(name)
        for each in product.codes
        if each.system in TERMINOLOGIES and each.code
    }
    return [coding(system, code, display) for (system, code), display in known.items()]


def _name(product: Product) -> str:
    return product.name or ", ".join(product.substances)


def _plain(name: str | None) -> str:
    return (name or "").strip().casefold()
