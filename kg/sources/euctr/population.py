"""Section F: the subjects of the trial, and how many are planned."""

from __future__ import annotations

import re
from typing import Final

from kg.records.protocol import EnrollmentInfo
from kg.sources.euctr.country_record import ENTERED
from kg.sources.euctr.draft import EuDraft

_AGES: Final = {
    "F.1.1 Trial has subjects under 18": "CHILD",
    "F.1.2": "ADULT",
    "F.1.3": "OLDER_ADULT",
}
_GROUPS: Final = (
    "F.1.1 Trial has subjects under 18",
    *(f"F.1.1.{number}" for number in range(1, 7)),
    "F.1.2",
    "F.1.3",
    "F.3.2",
    "F.3.3",
    *(f"F.3.3.{number}" for number in range(1, 8)),
)
_SEXES: Final[dict[tuple[bool | None, ...], str]] = {
    (True, True): "ALL",
    (True, False): "FEMALE",
    (False, True): "MALE",
}
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_LATER_WORDS: Final = " not using contraception"
_LONGER_SINCE: Final = "2011-03-10"


def read(draft: EuDraft) -> None:
    """Reads age groups, sexes, groups of subjects, and the planned number of all."""
    trial, module = draft.trial, draft.eligibility
    ages = [(trial.differs(key), code, trial.yes(key)) for key, code in _AGES.items()]
    if not any(differs for differs, _, _ in ages):
        module.std_ages = [code for _, code, label in ages if label]
    answers = {key: trial.flag(key) for key in ("F.2.1", "F.2.2")}
    module.sex = _SEXES.get(tuple(answers.values()))
    if module.sex is None:
        for key, answer in answers.items():
            if answer is not None:
                trial.keep(key, "Yes" if answer else "No")
    module.healthy_volunteers = trial.flag("F.3.1")
    draft.facts.populations = _groups(draft)
    planned = trial.common("F.4.2.2")
    count = count_of(planned)
    if count is not None:
        draft.design.enrollment_info = EnrollmentInfo(count=count, type="ESTIMATED")
    elif planned:
        trial.keep("F.4.2.2", planned)
    inside = trial.common("F.4.2.1")
    if inside != planned:
        draft.facts.planned_enrollment_eea = count_of(inside)
        if inside and draft.facts.planned_enrollment_eea is None:
            trial.keep("F.4.2.1", inside)


def _groups(draft: EuDraft) -> list[str]:
    """The groups of subjects.

    Of records entered before 10 March 2011 the register says that one question did not yet have the
    words "not using contraception".
    """
    days = [record.text(ENTERED) or "" for record in draft.records]
    was_shorter = any(day < _LONGER_SINCE for day in days)
    return [
        each.removesuffix(_LATER_WORDS) if was_shorter else each
        for each in draft.trial.yes(*_GROUPS)
    ]


def count_of(text: str | None) -> int | None:
    """The number that a text is; None if it is none."""
    return int(text) if text and _NUMBER.fullmatch(text) else None
