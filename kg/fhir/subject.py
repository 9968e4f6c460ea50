"""What a study is about: conditions, keywords, countries, objectives and outcome measures."""

from __future__ import annotations

from collections.abc import Iterable

from kg.fhir.codes import COUNTRY, MESH, OBJECTIVE, TERMINOLOGIES
from kg.fhir.elements import Element, coding, concept, element, text
from kg.fhir.making import Making
from kg.mapping.condition import concepts_by_name
from kg.mapping.lexical import mesh_id
from kg.mapping.site import locations
from kg.records.other_sections import BrowseModule, Mesh
from kg.records.protocol import Outcome
from kg.records.registration import ConditionCode
from kg.text.countries import country_codes


def conditions(making: Making) -> list[Element]:
    """The conditions as given, with the MeSH concept that NLM derived where the name is the same;
    then the codes of other registries.
    """
    module, derived = making.protocol.conditions_module, making.record.study.derived_section
    by_name = concepts_by_name(derived.condition_browse_module if derived else None)
    found = [
        concept(name, _mesh(by_name.get(name.strip().casefold())))
        for name in (module.conditions if module else ())
    ]
    facts = making.record.registration
    found += [_coded(each) for each in (facts.condition_codes if facts else ())]
    return [each for each in found if each]


def keywords(making: Making) -> list[Element]:
    """The keywords, and the MeSH concepts that NLM derived, by which studies can be found."""
    module, derived = making.protocol.conditions_module, making.record.study.derived_section
    found = [concept(each) for each in (module.keywords if module else ())]
    if derived:
        found += _derived(derived.condition_browse_module)
        found += _derived(derived.intervention_browse_module)
    return [each for each in found if each]


def regions(making: Making) -> list[Element]:
    """The countries of the study, each once."""
    facts, page = making.record.registration, making.record.page
    names = [each.country for each in locations(making.record)]
    names += [each.country for each in facts.countries] if facts else []
    names += page.countries if page else []
    found: dict[str, Element] = {}
    for name in filter(None, names):
        known = country_codes(name)
        region = concept(name, coding(COUNTRY, known[1]) if known else None)
        if region:
            found.setdefault(known[1] if known else name, region)
    return list(found.values())


def objectives(making: Making) -> list[Element]:
    """The hypothesis and the objectives, which other registries have."""
    facts = making.record.registration
    if not facts:
        return []
    hypothesis = text(facts.hypothesis)
    return [
        *([element(name="Hypothesis", description=hypothesis)] if hypothesis else []),
        *_objectives("PRIMARY", facts.objectives),
        *_objectives("SECONDARY", facts.secondary_objectives),
    ]


def outcome_measures(making: Making) -> list[Element]:
    """The outcome measures as registered; the time frame is a part of the description."""
    module = making.protocol.outcomes_module
    if not module:
        return []
    return [
        *(_outcome("PRIMARY", each) for each in module.primary_outcomes),
        *(_outcome("SECONDARY", each) for each in module.secondary_outcomes),
        *(_outcome("OTHER", each) for each in module.other_outcomes),
    ]


def _outcome(rank: str, given: Outcome) -> Element:
    time_frame = text(given.time_frame)
    parts = [text(given.description), f"Time frame: {time_frame}" if time_frame else None]
    return element(
        name=text(given.measure),
        type=[OBJECTIVE.concept(rank)],
        description="\n\n".join(filter(None, parts)),
    )


def _objectives(rank: str, descriptions: Iterable[str]) -> list[Element]:
    return [
        element(type=OBJECTIVE.concept(rank), description=text(each))
        for each in descriptions
        if text(each)
    ]


def _mesh(given: Mesh | None) -> Element | None:
    """A MeSH concept that NLM derived, which nobody chose for the study."""
    known = mesh_id(given.id) if given and given.id else None
    return coding(MESH, known, given.term, userSelected=False) if known and given else None


def _derived(browse: BrowseModule | None) -> list[Element | None]:
    meshes = browse.meshes if browse else []
    return [concept(each.term, _mesh(each)) for each in meshes]


def _coded(given: ConditionCode) -> Element | None:
    system, code = TERMINOLOGIES.get(given.system or ""), text(given.code)
    known = None
    if system and code:
        known = element(
            system=system, version=text(given.version), code=code, display=text(given.term)
        )
    return concept(given.term or given.code, known)
