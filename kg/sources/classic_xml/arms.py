"""Rows for arms, interventions, outcomes, conditions and the MeSH terms that NLM derived."""

from __future__ import annotations

from typing import Final

from kg.records.other_sections import Mesh
from kg.records.protocol import ArmGroup, Intervention, Outcome
from kg.sources.classic_xml.draft import XmlDraft
from kg.sources.classic_xml.reading import Element, ElementRow, ElementTable, Leftovers, Rows, part
from kg.sources.classic_xml.values import coded, line, prose, said_elsewhere
from kg.sources.classic_xml.vocabulary import ARM_TYPE, INTERVENTION_TYPE
from kg.text.name_index import NameIndex


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
        "arm_group_label": ElementRow("label", line),
        "arm_group_type": ElementRow("type", coded(ARM_TYPE)),
        "description": ElementRow("description", prose),
    },
)
_intervention = part(
    Intervention,
    {
        "intervention_type": ElementRow("type", coded(INTERVENTION_TYPE)),
        "intervention_name": ElementRow("name", line),
        "description": ElementRow("description", prose),
        "arm_group_label": ElementRow("arm_group_labels", line, repeats=True),
        "other_name": ElementRow("other_names", line, repeats=True),
    },
)
_outcome = part(
    Outcome,
    {
        "measure": ElementRow("measure", line),
        "description": ElementRow("description", prose),
        "time_frame": ElementRow("time_frame", line),
    },
)


def finish(draft: XmlDraft) -> None:
    """Each arm names its interventions; in the XML only the interventions name their arms."""
    arms = draft.arms.arm_groups
    by_label = NameIndex([arm.label or "" for arm in arms])
    for each in draft.arms.interventions:
        for label in each.arm_group_labels:
            places = by_label.find(label)
            name = each.name_in_arms()
            # The XML does not say which of several arms with one label is meant.
            if len(places) == 1 and name and name not in arms[places[0]].intervention_names:
                arms[places[0]].intervention_names.append(name)


ROWS: Final[Rows] = {
    "number_of_arms": said_elsewhere(_is_number_of_arms),
    "number_of_groups": said_elsewhere(_is_number_of_arms),
    "arm_group": ElementRow("arms.arm_groups", _arm_group, repeats=True),
    "intervention": ElementRow("arms.interventions", _intervention, repeats=True),
    "primary_outcome": ElementRow("outcomes.primary_outcomes", _outcome, repeats=True),
    "secondary_outcome": ElementRow("outcomes.secondary_outcomes", _outcome, repeats=True),
    "other_outcome": ElementRow("outcomes.other_outcomes", _outcome, repeats=True),
    "condition": ElementRow("conditions.conditions", line, repeats=True),
    "keyword": ElementRow("conditions.keywords", line, repeats=True),
    "condition_browse": ElementTable(
        {"mesh_term": ElementRow("condition_browse.meshes", mesh, repeats=True)}
    ),
    "intervention_browse": ElementTable(
        {"mesh_term": ElementRow("intervention_browse.meshes", mesh, repeats=True)}
    ),
}
