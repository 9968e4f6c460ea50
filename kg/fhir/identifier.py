"""The numbers of a study: that of its registry, earlier ones, and those that others gave it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.fhir.codes import CLINICAL_TRIALS_GOV, IDENTIFIER_WORDS
from kg.fhir.elements import Element, concept, element, in_words, text
from kg.fhir.making import Making
from kg.mapping.identifier import is_of_registry
from kg.records.protocol import IdInfo
from kg.registries import table
from kg.registries.numbers import registry_of, trial_number

_NAMES = {row.key: row.name for row in table.REGISTRIES}


def numbers(making: Making) -> list[Element]:
    """The identifiers of the study."""
    module = making.protocol.identification_module
    own = registry_of(making.record.number)
    found = [_of_registry(own.key if own else None, making.record.number, "official")]
    found += [
        _of_registry(known.registry, known.number, "old")
        for known in map(trial_number, module.nct_id_aliases)
        if known
    ]
    if module.org_study_id_info:
        found += _given(module.org_study_id_info, "Unique Protocol ID", making)
    for info in module.secondary_id_infos:
        words = IDENTIFIER_WORDS.get(info.type or "") or in_words(info.type or "")
        found += _given(info, words, making)
    return found


def _of_registry(registry: str | None, number: str, use: str, words: str | None = None) -> Element:
    """A number that a registry gave; HL7 has a system for those of ClinicalTrials.gov."""
    has_system = registry == table.CLINICAL_TRIALS_GOV
    return element(
        use=use,
        type=concept(words),
        system=CLINICAL_TRIALS_GOV if has_system else None,
        value=number,
        assigner=element(display=None if has_system else _NAMES.get(registry or "")),
    )


def _given(info: IdInfo, words: str, making: Making) -> Iterator[Element]:
    """A number as the record gives it. One of the registry itself is that of another record."""
    known = trial_number(info.id or "")
    if known and not is_of_registry(known, making.record):
        yield _of_registry(known.registry, known.number, "secondary", words)
    elif text(info.id):
        yield element(
            use="secondary",
            type=concept(words),
            value=text(info.id),
            assigner=element(display=text(info.domain)),
        )
