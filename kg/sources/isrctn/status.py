"""The overall status of a trial, which the registry derives from its dates on the day it is asked.

There is no clock here: the status is that of the day on which the record was last updated. Only a
word that replaces it ("Suspended", "Stopped") is stated by the record itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kg.records.base import DateStruct
from kg.records.registration import RegistrationFacts
from kg.sources.classic_xml.draft import XmlDraft
from kg.sources.isrctn.vocabulary import ANTICIPATED, STATUS, STOPPED

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(slots=True)
class StatusFacts:
    """What a record says of the state of its trial: words that replace the status, and days."""

    overall: str | None = None
    recruitment: str | None = None
    recruitment_start: str | None = None
    starts: str | None = None
    recruited: str | None = None
    ends: str | None = None
    updated: str | None = None

    def finish(self, modules: XmlDraft, facts: RegistrationFacts) -> None:
        """Puts the status and the dates into the record."""
        status = modules.status
        facts.status_text = self._words
        status.overall_status = self._stated(modules)
        if status.overall_status:
            facts.is_status_derived = False
        elif derived := self._derived():
            status.overall_status = derived
            facts.is_status_derived, facts.status_date = True, self.updated
        if self.starts:
            expected = self.recruitment_start == ANTICIPATED
            status.start_date_struct = DateStruct(
                date=self.starts, type="ESTIMATED" if expected else None
            )
        facts.recruitment_end = DateStruct(date=self.recruited) if self.recruited else None
        if self.ends:
            status.completion_date_struct = DateStruct(date=self.ends)

    @property
    def _words(self) -> str | None:
        """The registry's own words for the status."""
        given = (self.overall, self.recruitment, self.recruitment_start)
        return "; ".join(dict.fromkeys(filter(None, given))) or None

    def _stated(self, modules: XmlDraft) -> str | None:
        """The status that the words mean.

        A trial that is "Stopped" may have been terminated, or withdrawn before anybody took part;
        if there were participants, it was terminated.
        """
        info = modules.design.enrollment_info
        if self.overall == STOPPED:
            return "TERMINATED" if info and info.type == "ACTUAL" else None
        return STATUS.get(self.overall or self.recruitment or "")

    def _derived(self) -> str | None:
        """The status on the day of the last update; None if the dates leave it open."""
        days = (self.updated, self.starts, self.recruited, self.ends)
        today, starts, recruited, ends = (
            day if _DAY.fullmatch(day or "") else None for day in days
        )
        if self._words or not today or not ends:
            return None
        if ends < today:
            return "COMPLETED"
        if starts and starts > today:
            return "NOT_YET_RECRUITING"
        if recruited and recruited < today:
            return "ACTIVE_NOT_RECRUITING"
        return "RECRUITING" if starts and recruited else None
