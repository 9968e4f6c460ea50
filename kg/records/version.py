"""How new a record is."""

from __future__ import annotations

import re
from typing import Final

from kg.records import Record

_DATE: Final = re.compile(r"[12]\d{3}-[01]\d(?:-[0-3]\d)?", re.ASCII)


def version(record: Record) -> tuple[str, str, str]:
    """What orders the versions of a record: when the registry processed it, posted and received
    its last update, as ISO 8601 dates. Text that is not a date counts as the oldest.

    Of a record of another registry it is when it was refreshed, and then when it was exported; at
    last, the number of its version.
    """
    derived, status = record.study.derived_section, record.study.protocol_section.status_module
    misc = derived.misc_info_module if derived else None
    posted = status.last_update_post_date_struct if status else None
    update = _date(posted.date if posted else None)
    submitted = _date(status.last_update_submit_date if status else None)
    facts = record.registration
    submitted = submitted or _number(facts.record_version if facts else None)
    page = _date(record.page.last_updated if record.page else None)
    holder = _date(misc.version_holder if misc else None)
    if facts and (refreshed := _date(facts.last_refreshed)):
        return refreshed, holder or update, submitted
    return holder or page or update or submitted, update, submitted


def _date(text: str | None) -> str:
    return text if text and _DATE.fullmatch(text) else ""


def _number(text: str | None) -> str:
    """A number in a form that sorts as text."""
    return text.zfill(9) if text and text.isascii() and text.isdigit() else ""
