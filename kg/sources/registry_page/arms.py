"""Reader of the study groups, the interventions and their other names, all interdependent."""

from __future__ import annotations

from collections.abc import Sequence

from kg.records.protocol import ArmGroup, Intervention
from kg.sources.registry_page.draft import PageDraft, Value
from kg.sources.registry_page.groups import Arm, Block
from kg.sources.registry_page.labels import BLANKS
from kg.sources.registry_page.sections import PageSections
from kg.sources.registry_page.segmentation import segmentation

GROUPS = "Study Groups"
INTERVENTIONS = "Interventions"
OTHER_NAMES = "Other Intervention Names"

TYPES = frozenset(
    "ACTIVE_COMPARATOR BEHAVIORAL BIOLOGICAL COMBINATION_PRODUCT DEVICE DIAGNOSTIC_TEST"
    " DIETARY_SUPPLEMENT DRUG EXPERIMENTAL GENETIC NO_INTERVENTION OTHER PLACEBO_COMPARATOR"
    " PROCEDURE RADIATION SHAM_COMPARATOR".split()
)
"""The registry's types of arms and of interventions, which the known page doesn't print."""


def arms_interventions(page: PageSections, draft: PageDraft) -> None:
    """Arms with the names of their interventions; the page gives no type of either."""
    groups = _without_types(GROUPS, page[GROUPS], draft)
    given = _without_types(INTERVENTIONS, page[INTERVENTIONS], draft)
    found = segmentation(groups, given)
    draft.arms.arm_groups = [_arm_group(arm, found.blocks) for arm in found.arms]
    labels: list[list[str]] = [[] for _ in found.blocks]
    for arm in found.arms:
        for number in dict.fromkeys(arm.interventions):
            labels[number].append(arm.lines[0])
    draft.arms.interventions = list(map(_intervention, found.blocks, labels))
    _note(draft, from_groups=not given)
    _other_names(page[OTHER_NAMES], draft)


def _without_types(heading: str, values: Sequence[Value], draft: PageDraft) -> list[Value]:
    kept = []
    for value in values:
        if value.text in TYPES or (value.label == "type" and value.text not in BLANKS):
            draft.leave(heading, value.text, "is a type, but it is unknown of what")
        elif value.text not in BLANKS:
            kept.append(value)
    return kept


def _arm_group(arm: Arm, blocks: Sequence[Block]) -> ArmGroup:
    return ArmGroup(
        label=arm.lines[0],
        description="\n\n".join(arm.lines[1:]) or None,
        intervention_names=[blocks[number][0] for number in arm.interventions],
    )


def _intervention(block: Block, labels: list[str]) -> Intervention:
    return Intervention(
        name=block[0], description="\n\n".join(block[1:]) or None, arm_group_labels=labels
    )


def _note(draft: PageDraft, *, from_groups: bool) -> None:
    for intervention in draft.arms.interventions:
        if from_groups:
            draft.note(INTERVENTIONS, f"'{intervention.name}' is read from the study groups only")
        elif draft.arms.arm_groups and not intervention.arm_group_labels:
            draft.note(INTERVENTIONS, f"'{intervention.name}' is in no study group")


def _other_names(values: Sequence[Value], draft: PageDraft) -> None:
    """Other names go to the only intervention, or to the one that the line names or resembles."""
    for value in values:
        if value.text in BLANKS:
            continue
        owners = _owners(value.text, draft.arms.interventions)
        if len(owners) == 1:
            owners[0].other_names.append(_own_name(value.text, owners[0]))
        else:
            draft.leave(OTHER_NAMES, value.text, "is another name of an unknown intervention")


def _owners(text: str, interventions: Sequence[Intervention]) -> list[Intervention]:
    if len(interventions) == 1:
        return list(interventions)
    named = [one for one in interventions if text.startswith(f"{one.name}: ")]
    alike = [one for one in interventions if one.name and _alike(text, one.name)]
    return named or alike


def _alike(text: str, name: str) -> bool:
    one, two = text.casefold(), name.casefold()
    return one in two or two in one


def _own_name(text: str, intervention: Intervention) -> str:
    return text.removeprefix(f"{intervention.name}: ")
