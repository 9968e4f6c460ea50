"""Section E: condition, objectives, criteria, end points, scope, phase and design of the trial."""

from __future__ import annotations

from typing import Final

from kg.records.protocol import MaskingInfo, Outcome
from kg.records.registration import ConditionCode
from kg.sources.euctr import labels
from kg.sources.euctr.agreement import Account, aligned
from kg.sources.euctr.country_record import GroupMember
from kg.sources.euctr.draft import EuDraft
from kg.sources.euctr.labels import BY_KEY
from kg.text.fillers import no_part_says_anything

_MEDDRA: Final = ("E.1.2 Version", "E.1.2 Level", "E.1.2 Classification code", "E.1.2 Term")
_SCOPES: Final = tuple(f"E.6.{number}" for number in range(1, 14))
_PHASES: Final = {"E.7.1": "PHASE1", "E.7.2": "PHASE2", "E.7.3": "PHASE3", "E.7.4": "PHASE4"}
_TOGETHER: Final = (["PHASE1", "PHASE2"], ["PHASE2", "PHASE3"])
"""The phases of which a trial of the model can have two."""

_MASKING: Final = {"E.8.1.2": "NONE", "E.8.1.3": "SINGLE", "E.8.1.4": "DOUBLE"}
_MODELS: Final = {"E.8.1.5": "PARALLEL", "E.8.1.6": "CROSSOVER"}
_KINDS: Final = ("E.7.1.1", "E.7.1.2", "E.7.1.3")
_DESIGNS: Final = ("E.8.1", "E.8.1.1", *_MASKING, *_MODELS, "E.8.1.7")
_COMPARATORS: Final = ("E.8.2.1", "E.8.2.2", "E.8.2.3")


def read(draft: EuDraft) -> None:
    """Reads what the trial studies, in whom and how."""
    _read_condition(draft)
    _read_aims(draft)
    _read_phase(draft)
    _read_design(draft)


def _read_condition(draft: EuDraft) -> None:
    trial, facts = draft.trial, draft.facts
    condition = draft.usual_or_translated("E.1.1") or draft.usual_or_translated("E.1.1.1")
    if condition:
        draft.conditions.conditions.append(condition)
    facts.therapeutic_areas = trial.every("E.1.1.2")
    facts.is_rare_disease = trial.flag("E.1.3")
    for name, found in aligned(draft.members(labels.MEDDRA), _term):
        if not name:
            continue
        draft.only_some(name, found, "E.1.2 MedDRA")
        account = draft.account(found, f"conditionCodes.{name}", name)
        version, level, code, term = map(account.usual, _MEDDRA)
        facts.condition_codes.append(
            ConditionCode(system="MedDRA", version=version, level=level, code=code, term=term)
        )
        account.keep_rest()


def _term(member: GroupMember) -> str:
    return " ".join(filter(None, map(member.text, _MEDDRA)))


def _read_aims(draft: EuDraft) -> None:
    trial, facts = draft.trial, draft.facts
    facts.objectives = _listed(draft.told("E.2.1"))
    facts.secondary_objectives = _listed(draft.told("E.2.2"))
    parts = zip(("Inclusion", "Exclusion"), _texts(("E.3", "E.4"), draft), strict=True)
    criteria = [f"{kind} Criteria:\n\n{text}" for kind, text in parts if text]
    draft.eligibility.eligibility_criteria = "\n\n".join(criteria) or None
    outcomes = draft.outcomes
    for found, keys in (
        (outcomes.primary_outcomes, ("E.5.1", "E.5.1.1")),
        (outcomes.secondary_outcomes, ("E.5.2", "E.5.2.1")),
    ):
        measure, time = _texts(keys, draft)
        if measure and no_part_says_anything(measure):
            trial.keep(keys[0], measure)
            measure = None
        if time and no_part_says_anything(time):
            trial.keep(keys[1], time)
            time = None
        if measure or time:
            found.append(Outcome(measure=measure, time_frame=time))
    facts.scopes = [*trial.yes(*_SCOPES), *trial.every("E.6.13.1")]


def _texts(keys: tuple[str, str], draft: EuDraft) -> list[str | None]:
    """Two texts that belong together; in another language, if no record has them without."""
    found = draft.trial.together(*keys)
    return found if any(found) else [draft.usual_or_translated(key) for key in keys]


def _listed(text: str | None) -> list[str]:
    return [text] if text else []


def _read_phase(draft: EuDraft) -> None:
    trial = draft.trial
    texts = trial.yes(*_PHASES)
    draft.facts.phase_text = "; ".join(texts) or None
    phases = [phase for key, phase in _PHASES.items() if BY_KEY[key].text in texts]
    if not any(map(trial.differs, _PHASES)) and (len(phases) == 1 or phases in _TOGETHER):
        draft.design.phases = phases


def _read_design(draft: EuDraft) -> None:
    trial, info = draft.trial, draft.design_info
    draft.design.study_type = "INTERVENTIONAL"
    info.allocation = "RANDOMIZED" if trial.flag("E.8.1.1") else None
    info.intervention_model = _only(_MODELS, trial, or_else="E.8.1.7")
    masking = _only(_MASKING, trial)
    info.masking_info = MaskingInfo(masking=masking) if masking else None
    texts = trial.yes(*_KINDS, *_DESIGNS)
    comparators = trial.yes(*_COMPARATORS)
    texts += [f"{BY_KEY['E.8.2'].text}: {', '.join(comparators)}"] if comparators else []
    draft.facts.design_text = "; ".join(texts) or None
    draft.oversight.oversight_has_dmc = trial.flag("E.8.7")


def _only(codes: dict[str, str], trial: Account, or_else: str = "") -> str | None:
    """The code of the one question that all records answer with yes."""
    keys = [*codes, or_else] if or_else else [*codes]
    if any(map(trial.differs, keys)):
        return None
    said = [key for key in keys if trial.flag(key)]
    return codes.get(said[0]) if len(said) == 1 else None
