"""Section A: titles and numbers of the trial."""

from __future__ import annotations

import re
from typing import Final

from kg.records.protocol import IdInfo
from kg.records.registration import StatedNumber
from kg.registries.numbers import trial_number
from kg.sources.euctr.agreement import usual
from kg.sources.euctr.draft import EuDraft
from kg.text.placeholders import names_nothing

_LONGEST_ACRONYM: Final = 14
"""Characters of an acronym in the model."""

_OTHER: Final = re.compile(
    r"Name:[ \t]*(?P<name>.*?)\s*Number:[ \t]*(?P<number>[^\n]*?)\s*(?=\nName:|\Z)", re.DOTALL
)
_DIGIT: Final = re.compile(r"[0-9]")


def read(draft: EuDraft) -> None:
    """Reads titles and numbers."""
    trial, module = draft.trial, draft.identification
    trial.leave("A.2", "EudraCT Number")
    module.official_title = draft.usual_or_translated("A.3")
    module.brief_title = draft.usual_or_translated("A.3.1")
    short = usual([text for _, text in trial.texts("A.3.2")])
    if short and not names_nothing(short, "concept"):
        if _is_acronym(short):
            module.acronym = trial.usual("A.3.2")
        elif module.brief_title is None:
            module.brief_title = trial.usual("A.3.2")
    module.brief_title = module.brief_title or module.official_title
    own = trial.usual("A.4.1")
    module.org_study_id_info = IdInfo(id=own) if own else None
    for key in ("A.5.1", "A.5.2", "A.5.3"):
        _read_number(key, draft)
    _read_others(draft)


def _is_acronym(text: str) -> bool:
    """Whether a short name is an acronym, and no word such as "Alzheimer"."""
    marks = sum(each.isupper() or each.isdigit() for each in text)
    return len(text) <= _LONGEST_ACRONYM and marks > 1


def _read_number(key: str, draft: EuDraft) -> None:
    for text in draft.trial.every(key):
        if _fills_a_field(text):
            draft.trial.keep(key, text)
        else:
            number = StatedNumber(id=text, field=draft.name_of(key))
            draft.identification.secondary_id_infos.append(number)


def _fills_a_field(text: str) -> bool:
    """Whether a text in the place of a number is none."""
    if trial_number(text):
        return False
    return len(set(_DIGIT.findall(text))) < 2 or names_nothing(text, "concept")


def _read_others(draft: EuDraft) -> None:
    """Reads the other identifiers, each a name and a number."""
    texts = [text for _, text in draft.trial.texts("A.5.4")]
    found = {match.group("name", "number") for text in texts for match in _OTHER.finditer(text)}
    if not found or any(_OTHER.sub("", text).strip() for text in texts):
        return
    draft.trial.every("A.5.4")
    for name, number in sorted(found):
        draft.identification.secondary_id_infos.append(
            StatedNumber(id=number or None, domain=name or None, field=draft.name_of("A.5.4"))
        )
