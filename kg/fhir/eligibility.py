"""Who may take part: a Group that is defined by the criteria, the sex and the age."""

from __future__ import annotations

from kg.fhir.codes import GENDER, UCUM, UNITS
from kg.fhir.elements import Element, concept, element, text
from kg.fhir.making import Making
from kg.mapping.lexical import length_of_time
from kg.records.protocol import EligibilityModule


def eligibility_reference(making: Making) -> Element | None:
    """A reference to the Group of those who may take part."""
    module = making.protocol.eligibility_module
    if not module:
        return None
    characteristics = [each for each in (_sex(module), *_ages(module), _healthy(module)) if each]
    criteria = text(module.eligibility_criteria)
    if not characteristics and not criteria:
        return None
    resource = element(
        resourceType="Group",
        id=making.id_of(making.iris.part(making.record.number, "eligibility")),
        type="person",
        membership="definitional",
        description=criteria,
        characteristic=characteristics,
    )
    return making.add(resource)


def _characteristic(name: str, *, exclude: bool = False, **value: Element | bool) -> Element:
    return element(code=concept(name), **value, exclude=exclude)


def _sex(module: EligibilityModule) -> Element | None:
    value = GENDER.concept(module.sex)
    return _characteristic("Sex", valueCodeableConcept=value) if value else None


def _ages(module: EligibilityModule) -> list[Element]:
    """The range of ages; limits that make no range are kept as text, each by itself."""
    low, high = _quantity(module.minimum_age), _quantity(module.maximum_age)
    is_range = not (low and high) or _days(module.minimum_age) <= _days(module.maximum_age)
    if (low or high) and is_range:
        return [_characteristic("Age", valueRange=element(low=low, high=high))]
    given = (("Minimum age", module.minimum_age), ("Maximum age", module.maximum_age))
    return [
        _characteristic(name, valueCodeableConcept=value)
        for name, words in given
        if words != "N/A" and (value := concept(words))
    ]


def _quantity(age: str | None) -> Element | None:
    length = length_of_time(age) if age else None
    if not length:
        return None
    name, code, _ = UNITS[length[1]]
    return element(value=length[0], unit=name, system=UCUM, code=code)


def _days(age: str | None) -> float:
    length = length_of_time(age or "")
    return length[0] * UNITS[length[1]][2] if length else 0


def _healthy(module: EligibilityModule) -> Element | None:
    """Healthy volunteers where they are excluded; where they are accepted, so are others."""
    if module.healthy_volunteers is not False:
        return None
    return _characteristic("Healthy volunteers", exclude=True, valueBoolean=True)
