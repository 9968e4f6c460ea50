"""Interventions: what is given, done or asked in a trial, under the record's names."""

from __future__ import annotations

from kg.mapping.statements import Statements, text, texts
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.records.protocol import Intervention


def terms_by_name(interventions: list[tuple[Intervention, str]]) -> dict[str, list[str]]:
    """The terms of interventions by what an arm calls them: "Drug: Riluzole", or "Riluzole"."""
    terms: dict[str, list[str]] = {}
    for each, term in interventions:
        kind = (each.type or "").replace("_", " ").title()
        for name in {f"{kind}: {each.name}", each.name or ""}:
            terms.setdefault(name, []).append(term)
    return terms


def intervention(
    each: Intervention, term: str, by_label: dict[str, list[str]], say: Statements
) -> str:
    """The node of an intervention; `by_label` gives the arms of the trial."""
    labels = each.arm_group_labels
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
        (vocab.KG_USED_IN_ARM, [arm for label in labels for arm in by_label.get(label, ())]),
        (vocab.KG_ARM_LABEL, texts(label for label in labels if label not in by_label)),
    )
