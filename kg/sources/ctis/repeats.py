"""What a record of CTIS says more than once.

A record has many copies of its parts: an organisation is written out wherever it is named, and the
structure before June 2024 has the whole application as it was at each change. A copy is taken out;
where it differs from what is read, the difference remains.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from kg.sources.ctis.parts import JsonPart

_STATE: Final = "mscName"
"""The name of a member state."""

_written = msgspec.json.Encoder(enc_hook=str).encode


def difference(copy: Any, original: Any) -> Any:
    """What a copy says that the original doesn't; None if there is nothing.

    It still names the member state that it is of. The items of a list keep their positions: those
    that the original has become None.
    """
    if copy == original:
        return None
    if isinstance(copy, dict) and isinstance(original, dict):
        members = {name: difference(value, original.get(name)) for name, value in copy.items()}
        rest = {name: value for name, value in members.items() if value is not None}
        if rest and _STATE in copy:
            rest[_STATE] = copy[_STATE]
        return rest or None
    if isinstance(copy, list) and isinstance(original, list) and _has_objects(copy):
        known = {_written(item) for item in original}
        items = [
            None if _written(item) in known else difference(item, _item(original, position))
            for position, item in enumerate(copy)
        ]
        return items if any(item is not None for item in items) else None
    return copy


def _has_objects(items: list[Any]) -> bool:
    return any(isinstance(item, dict) for item in items)


def _item(items: list[Any], position: int) -> Any:
    return items[position] if position < len(items) else None


def take_out_copies(content: JsonPart, application: JsonPart) -> None:
    """Takes out the copies in a record; `application` is what was authorised."""
    part_one = application.part("authorizedPartI")
    parts_two = _by_state(application.parts("authorizedPartsII"))
    states = {name: part_two["mscInfo"] for name, part_two in parts_two.items()}
    for state in application.parts("memberStatesConcerned"):
        states.setdefault(_state(state), state.content)
    _of_history(content, application, part_one, parts_two, states)
    _reduce_items(application, "memberStatesConcerned", lambda state: states.get(_state(state)))
    _of_part_one(part_one, states)
    for evaluation in content.parts("publicEvaluation"):
        decisions = evaluation.content.get("decisions")
        for each in evaluation.parts("partIIEvaluationList"):
            _reduce(each.part("partIIConclusion"), "decisionInfoList", decisions)


def _of_history(
    content: JsonPart,
    application: JsonPart,
    part_one: JsonPart,
    parts_two: dict[str, Any],
    states: dict[str, Any],
) -> None:
    """Each application has the record as it was then, or parts of it."""
    sponsors = {_key(each): each.content for each in reversed(part_one.parts("sponsors"))}
    sponsor = next((each.content for each in part_one.parts("sponsors")), None)
    title = part_one.part("trialDetails", "clinicalTrialIdentifiers").content.get("fullTitle")
    _reduce(content, "primarySponsor", sponsor)
    _reduce_items(content, "coSponsors", lambda each: sponsors.get(_key(each)))
    for earlier in (*application.parts("applications"), *application.parts("applicationInfo")):
        _reduce(earlier, "partI", part_one.content)
        _reduce(earlier, "primarySponsor", sponsor)
        _reduce(earlier, "fullTitle", title)
        _reduce(earlier, "eudraCtInfo", content.content.get("eudraCtInfo"))
        earlier.omit("ctNumber", content.content.get("ctNumber"))
        names = [_state_of(part) for part in earlier.parts("partIIInfo")]
        _reduce_items(earlier, "partIIInfo", lambda part: parts_two.get(_state_of(part)))
        for name, part in zip(names, earlier.parts("partIIInfo"), strict=True):
            if part.content and name:
                part.content["mscInfo"] = {_STATE: name, **part.part("mscInfo").content}
        for name in ("ctMSCs", "ctMSCsByApplication"):
            _reduce_items(earlier, name, lambda state: states.get(_state(state)))


def _key(sponsor: JsonPart) -> str:
    return sponsor.part("organisation").stated("businessKey")


def _of_part_one(part_one: JsonPart, states: dict[str, Any]) -> None:
    information = part_one.part("trialDetails", "trialInformation")
    groups = part_one.parts("productRoleGroupInfos")
    products = [product for group in groups for product in group.parts("products")]
    _reduce(part_one, "products", [product.content for product in products])
    areas = part_one.parts("partOneTherapeuticAreas")
    _reduce(part_one, "therapeuticAreas", [each.content.get("therapeuticArea") for each in areas])
    conditions = information.part("medicalCondition").content.get("partIMedicalConditions")
    _reduce(part_one, "medicalConditions", conditions)
    category = information.part("trialCategory").content
    _reduce(part_one, "isLowIntervention", category.get("isLowIntervention"))
    _reduce(part_one, "trialCategoryCode", category.get("trialCategory"))
    _reduce(
        part_one, "trialCategoryJustificationComment", category.get("justificationForTrialCategory")
    )
    for product in products:
        for each in product.parts("part1MedicinalProductRoleMscInfos"):
            state = each.part("memberStateConcernedInfo")
            _reduce(each, "memberStateConcernedInfo", states.get(_state(state)))
    for sponsor in part_one.parts("sponsors"):
        _of_sponsor(sponsor)


def _of_sponsor(sponsor: JsonPart) -> None:
    organisation = sponsor.content.get("organisation")
    for name in ("addresses", "publicContacts", "scientificContacts"):
        for each in sponsor.parts(name):
            _reduce(each, "organisation", organisation)
    _reduce(sponsor.part("contactPointForUnion"), "organisation", organisation)


def _reduce(holder: JsonPart, name: str, original: Any) -> None:
    """Leaves of a member only what the original doesn't say."""
    value = holder.content.get(name)
    if value is None or original is None:
        return
    rest = difference(value, original)
    if rest is None:
        del holder.content[name]
    else:
        holder.content[name] = rest


def _reduce_items(holder: JsonPart, name: str, original: Callable[[JsonPart], Any]) -> None:
    """The same for each object of a list."""
    items = holder.content.get(name)
    if not isinstance(items, list):
        return
    for position, item in enumerate(items):
        of = original(JsonPart(item))
        if of is not None and of is not item:
            items[position] = difference(item, of)


def _state(state: JsonPart) -> str:
    """The name of a member state."""
    return state.stated(_STATE) or state.stated("countryName")


def _state_of(part_two: JsonPart) -> str:
    return _state(part_two.part("mscInfo"))


def _by_state(parts_two: list[JsonPart]) -> dict[str, dict[str, Any]]:
    """The first part II of each member state."""
    found: dict[str, dict[str, Any]] = {}
    for part_two in parts_two:
        if part_two.part("mscInfo").content:
            found.setdefault(_state_of(part_two), part_two.content)
    return found
