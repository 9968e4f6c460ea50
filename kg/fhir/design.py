"""How a study is designed: phase, purpose, model, masking, and how it is classified."""

from __future__ import annotations

from kg.fhir.codes import CLASSIFIER, DESIGN, PHASE, PHASE_WORDS, PRIMARY_PURPOSE
from kg.fhir.elements import Element, concept, in_words
from kg.fhir.making import Making
from kg.records.protocol import DesignInfo, ExpandedAccessTypes


def phase(making: Making) -> Element | None:
    """The phase, or several phases as one."""
    module, facts = making.protocol.design_module, making.record.registration
    phases = module.phases if module else []
    words = facts.phase_text if facts else None
    if not phases:
        return concept(words)
    named = "/".join(PHASE_WORDS.get(each, in_words(each)) for each in phases)
    return PHASE.concept("/".join(phases), words or named)


def purpose(making: Making) -> Element | None:
    """The primary purpose."""
    module = making.protocol.design_module
    value = module.design_info.primary_purpose if module and module.design_info else None
    return PRIMARY_PURPOSE.concept(value) if value else None


def study_design(making: Making) -> list[Element]:
    """The type of the study and the features of its design; what has no code is text."""
    module, facts = making.protocol.design_module, making.record.registration
    found: list[Element | None] = []
    if module:
        found.append(_coded("", module.study_type))
        found.append(concept("Patient registry") if module.patient_registry else None)
        found += _features(module.design_info) if module.design_info else []
        found += _expanded_access(module.expanded_access_types or ExpandedAccessTypes())
        specimens = module.bio_spec
        found.append(_coded("Biospecimens: ", specimens.retention) if specimens else None)
    if facts:
        found.append(concept(facts.design_text))
    return [each for each in found if each]


def classifiers(making: Making) -> list[Element]:
    """What else the study is classified as."""
    oversight, facts = making.protocol.oversight_module, making.record.registration
    found: list[Element | None] = []
    if oversight:
        found += [
            _if(oversight.is_fda_regulated_drug, "FDA regulated drug", "FDA_DRUG"),
            _if(oversight.is_fda_regulated_device, "FDA regulated device", "FDA_DEVICE"),
        ]
    if facts:
        found += [concept(each) for each in (*facts.therapeutic_areas, *facts.scopes)]
        found += [
            _if(facts.is_rare_disease, "Rare disease"),
            _if(facts.is_low_intervention, "Low-intervention trial"),
        ]
    return [each for each in found if each]


def _if(holds: bool | None, words: str, value: str | None = None) -> Element | None:
    return concept(words, CLASSIFIER.coding(value)) if holds else None


def _expanded_access(types: ExpandedAccessTypes) -> list[Element | None]:
    return [
        _if(types.individual, "Expanded access: individual patients"),
        _if(types.intermediate, "Expanded access: intermediate-size population"),
        _if(types.treatment, "Expanded access: treatment IND or protocol"),
    ]


def _features(info: DesignInfo) -> list[Element | None]:
    masking = info.masking_info
    return [
        _coded("Allocation: ", info.allocation),
        _coded("Intervention model: ", info.intervention_model),
        _coded("Observational model: ", info.observational_model),
        _coded("Time perspective: ", info.time_perspective),
        _coded("Masking: ", masking.masking) if masking else None,
        *(_coded("Masked: ", each) for each in (masking.who_masked if masking else ())),
    ]


def _coded(feature: str, value: str | None) -> Element | None:
    if not value:
        return None
    words = in_words(value)
    return DESIGN.concept(value, f"{feature}{words.lower()}" if feature else words)
