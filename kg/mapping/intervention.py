"""Interventions: what is given, done or asked in a trial, under the record's names."""

from __future__ import annotations

from typing import Final

from kg.mapping.arm_links import Links
from kg.mapping.plan import Plan
from kg.mapping.statements import Statements, texts
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.records.protocol import Intervention

_INTERVENTION: Final = Plan(
    Intervention,
    (vocab.SCHEMA_NAME, "name"),
    (vocab.KG_INTERVENTION_TYPE, "type", codes.INTERVENTION_TYPE),
    (vocab.SCHEMA_DESCRIPTION, "description"),
    (vocab.SCHEMA_ALTERNATE_NAME, "other_names"),
    (vocab.KG_MAPPED_NAME, "mapped_names"),
    a=vocab.KG_INTERVENTION,
    name="interventions",
)


def intervention(
    each: Intervention, term: str, links: Links, arms: list[str], say: Statements
) -> str:
    """The node of an intervention; `links` are those to the arms of the trial."""
    return say.node(
        _INTERVENTION.state(term, each, say),
        (vocab.KG_USED_IN_ARM, [arms[place] for place in links.others]),
        (vocab.KG_ARM_LABEL, texts(links.names)),
    )
