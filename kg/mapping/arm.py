"""Arm groups and interventions, and which is given in which."""

from __future__ import annotations

from kg.mapping import intervention
from kg.mapping.statements import Statements, text, texts
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug
from kg.records import Record
from kg.records.protocol import ArmGroup


def describe(record: Record, say: Statements) -> None:
    """States the arms and the interventions; each names the other as the record does."""
    module = record.study.protocol_section.arms_interventions_module
    if not module:
        return
    arms = [(arm, say.part("arm", slug(arm.label or "unnamed"))) for arm in module.arm_groups]
    given = [
        (each, say.part("intervention", slug(each.name or "unnamed")))
        for each in module.interventions
    ]
    by_name = intervention.terms_by_name(given)
    by_label: dict[str, list[str]] = {}
    for arm, term in arms:
        by_label.setdefault(arm.label or "", []).append(term)
    say.node(
        say.trial,
        (vocab.KG_ARM, [_arm(arm, term, by_name, say) for arm, term in arms]),
        (
            vocab.SCHEMA_STUDY_SUBJECT,
            [intervention.intervention(each, term, by_label, say) for each, term in given],
        ),
    )


def _arm(arm: ArmGroup, term: str, by_name: dict[str, list[str]], say: Statements) -> str:
    names = arm.intervention_names
    return say.node(
        term,
        (vocab.RDF_TYPE, vocab.KG_ARM_CLASS),
        (vocab.SCHEMA_NAME, text(arm.label)),
        (vocab.KG_ARM_TYPE, say.code(codes.ARM_TYPE, arm.type, "armGroups.type")),
        (vocab.SCHEMA_DESCRIPTION, text(arm.description)),
        (vocab.KG_ARM_INTERVENTION, [other for name in names for other in by_name.get(name, ())]),
        (vocab.KG_INTERVENTION_NAME, texts(name for name in names if name not in by_name)),
    )
