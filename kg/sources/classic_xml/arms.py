"""Rows for arms, interventions, outcomes, conditions and the MeSH terms that NLM derived."""

from __future__ import annotations

from typing import Final

from kg.records.other_sections import Mesh
from kg.records.protocol import ArmGroup, Intervention, Outcome
from kg.sources.classic_xml.draft import Draft
from kg.sources.classic_xml.reading import Element, Leftovers, Row, Rows, Table, part
from kg.sources.classic_xml.values import coded, line, prose, said_elsewhere
from kg.sources.classic_xml.vocabulary import ARM_TYPE, INTERVENTION_TYPE


def mesh(element: Element, leftovers: Leftovers) -> Mesh | None:
    """A MeSH term; the XML does not give its id."""
    text = line(element, leftovers)
    return Mesh(term=text) if text else None


def _number_of_arms(root: Element) -> str:
    return str(len(root.findall("arm_group")))


def _is_number_of_arms(text: str, element: Element, leftovers: Leftovers) -> bool:
    return text == leftovers.fact(_number_of_arms, element)


_arm_group = part(
    ArmGroup,
    {
        "arm_group_label": Row("label", line),
        "arm_group_type": Row("type", coded(ARM_TYPE)),
        "description": Row("description", prose),
    },
)
_intervention = part(
    Intervention,
    {
        "intervention_type": Row("type", coded(INTERVENTION_TYPE)),
        "intervention_name": Row("name", line),
        "description": Row("description", prose),
        "arm_group_label": Row("arm_group_labels", line, repeats=True),
        "other_name": Row("other_names", line, repeats=True),
    },
)
_outcome = part(
    Outcome,
    {
        "measure": Row("measure", line),
        "description": Row("description", prose),
        "time_frame": Row("time_frame", line),
    },
)


def finish(draft: Draft) -> None:
    """Each arm names its interventions, which the XML says from their side alone."""
    by_label: dict[str, list[str]] = {}
    for each in draft.arms.interventions:
        kind = (each.type or "").replace("_", " ").title()
        for label in each.arm_group_labels:
            by_label.setdefault(label, []).append(
                f"{kind}: {each.name}" if kind else each.name or ""
            )
    for arm in draft.arms.arm_groups:
        arm.intervention_names = by_label.get(arm.label or "", [])


ROWS: Final[Rows] = {
    "number_of_arms": said_elsewhere(_is_number_of_arms),
    "number_of_groups": said_elsewhere(_is_number_of_arms),
    "arm_group": Row("arms.arm_groups", _arm_group, repeats=True),
    "intervention": Row("arms.interventions", _intervention, repeats=True),
    "primary_outcome": Row("outcomes.primary_outcomes", _outcome, repeats=True),
    "secondary_outcome": Row("outcomes.secondary_outcomes", _outcome, repeats=True),
    "other_outcome": Row("outcomes.other_outcomes", _outcome, repeats=True),
    "condition": Row("conditions.conditions", line, repeats=True),
    "keyword": Row("conditions.keywords", line, repeats=True),
    "condition_browse": Table({"mesh_term": Row("condition_browse.meshes", mesh, repeats=True)}),
    "intervention_browse": Table(
        {"mesh_term": Row("intervention_browse.meshes", mesh, repeats=True)}
    ),
}
