"""Arm groups and interventions, and which is given in which."""

from __future__ import annotations

from typing import Final

from kg.mapping.arm_links import Links, arm_links
from kg.mapping.intervention import intervention
from kg.mapping.plan import Plan
from kg.mapping.statements import Statements, texts
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug
from kg.records import Record
from kg.records.protocol import ArmGroup

_ARM: Final = Plan(
    ArmGroup,
    (vocab.SCHEMA_NAME, "label"),
    (vocab.KG_ARM_TYPE, "type", codes.ARM_TYPE),
    (vocab.SCHEMA_DESCRIPTION, "description"),
    a=vocab.KG_ARM_CLASS,
    name="armGroups",
)


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
    of_arms, of_interventions = arm_links(module.arm_groups, module.interventions)
    arm_terms, given_terms = [term for _, term in arms], [term for _, term in given]
    say.node(
        say.trial,
        (
            vocab.KG_ARM,
            [
                _arm(arm, term, links, given_terms, say)
                for (arm, term), links in zip(arms, of_arms, strict=True)
            ],
        ),
        (
            vocab.SCHEMA_STUDY_SUBJECT,
            [
                intervention(each, term, links, arm_terms, say)
                for (each, term), links in zip(given, of_interventions, strict=True)
            ],
        ),
    )


def _arm(arm: ArmGroup, term: str, links: Links, interventions: list[str], say: Statements) -> str:
    return say.node(
        _ARM.state(term, arm, say),
        (vocab.KG_ARM_INTERVENTION, [interventions[place] for place in links.others]),
        (vocab.KG_INTERVENTION_NAME, texts(links.names)),
    )
