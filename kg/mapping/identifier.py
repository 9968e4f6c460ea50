"""Identifiers given to the trial by others than the registry."""

from __future__ import annotations

from typing import Final

from kg.mapping.plan import Form, Plan
from kg.mapping.statements import Statements, text
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug
from kg.rdf.terms import literal
from kg.records import Record
from kg.records.protocol import IdInfo
from kg.records.registration import StatedNumber
from kg.registries.numbers import TrialNumber, registry_of, trial_number
from kg.registries.trial_iris import own_iri
from kg.text.nct_ids import NCT_ID, nct_id

_IDENTIFIER: Final = Plan(
    StatedNumber,
    (vocab.SCHEMA_VALUE, "id"),
    (vocab.KG_IDENTIFIER_TYPE, "type", codes.IDENTIFIER_TYPE),
    (vocab.KG_IDENTIFIER_DOMAIN, "domain"),
    (vocab.KG_SOURCE_FIELD, "field"),
    (vocab.SCHEMA_URL, "link", Form.LINK),
    a=vocab.SCHEMA_PROPERTY_VALUE,
    name="secondaryIdInfos",
)


def describe(record: Record, say: Statements) -> None:
    """States the organisation's own identifier and the secondary ones.

    A number of the registry itself among them is that of another record, so it is a link
    (kg.mapping.relation); one of another registry is a further number of this trial, whatever type
    the record gives it, and leads to the trial that this registry has.
    """
    module = record.study.protocol_section.identification_module
    own, others = module.org_study_id_info, module.secondary_id_infos
    known = {info.id: trial_number(info.id or "") for info in (own, *others) if info}
    numbers = {each.number for each in known.values() if each and not is_of_registry(each, record)}
    say.node(
        say.trial,
        (
            vocab.KG_ORGANIZATION_IDENTIFIER,
            _identifier(own, known[own.id], say) if own else None,
        ),
        (
            vocab.KG_SECONDARY_IDENTIFIER,
            [_identifier(info, known[info.id], say) for info in others],
        ),
        (
            vocab.KG_REGISTERED_AS,
            [literal(each) for each in sorted(numbers)],
        ),
        (
            vocab.KG_OTHER_REGISTRATION,
            [_registration(each, say) for each in sorted(numbers)],
        ),
    )


def is_of_registry(number: TrialNumber, record: Record) -> bool:
    """Whether the registry of a record gave this number, too."""
    registry = registry_of(record.number)
    return registry is not None and registry.key == number.registry


def own_nct_ids(record: Record) -> set[str]:
    """The NCT ids of the trial itself: that of the record, those that it had before, and those that
    the record of another registry gives it.
    """
    module = record.study.protocol_section.identification_module
    given = {record.number, *filter(None, map(nct_id, module.nct_id_aliases))}
    if not NCT_ID.fullmatch(record.number):
        given.update(filter(None, (nct_id(info.id or "") for info in module.secondary_id_infos)))
    return given


def _registration(number: str, say: Statements) -> str | None:
    """The trial that another registry has under this number; None if it has no page for trials."""
    iri = own_iri(number, say.iris.trial_form)
    return iri and say.node(
        say.iris.trial(number),
        (vocab.RDF_TYPE, vocab.SCHEMA_MEDICAL_STUDY),
        (vocab.DCTERMS_IDENTIFIER, literal(number)),
    )


def _identifier(info: IdInfo, known: TrialNumber | None, say: Statements) -> str:
    value = (info.id or "").strip()
    term = say.part("identifier", slug(value) if value else "unnamed")
    return say.node(
        _IDENTIFIER.state(term, info, say),
        (vocab.SCHEMA_PROPERTY_ID, text(known.registry if known else None)),
    )
