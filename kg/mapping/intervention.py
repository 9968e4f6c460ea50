"""Interventions: what is given, done or asked in a trial, under the record's names."""

from __future__ import annotations

from kg.mapping.arm_links import Links
from kg.mapping.statements import Statements, text, texts
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.records.protocol import Intervention


def intervention(
    each: Intervention, term: str, links: Links, arms: list[str], say: Statements
) -> str:
    """The node of an intervention; `links` are those to the arms of the trial."""
    return say.node(
        term,
        (vocab.RDF_TYPE, vocab.KG_INTERVENTION),
        (vocab.SCHEMA_NAME, text(each.name)),
        (
            vocab.KG_INTERVENTION_TYPE,
            say.code(codes.INTERVENTION_TYPE, each.type, "interventions.type"),
        ),
        (vocab.SCHEMA_DESCRIPTION, text(each.description)),
        (vocab.SCHEMA_ALTERNATE_NAME, texts(each.other_names)),
        (vocab.KG_MAPPED_NAME, texts(each.mapped_names)),
        (vocab.KG_USED_IN_ARM, [arms[place] for place in links.others]),
        (vocab.KG_ARM_LABEL, texts(links.names)),
    )
