"""Where a record may have contact persons among what the tables have no row for."""

from __future__ import annotations

import re
from typing import Final

_OTHERS: Final = re.compile(r"(?!trial\.parties\.contactId)(?:trial|funder)\b|@")
"""What is of no contact person: everything in the trial itself, and in a funder."""


def contact_place(path: str) -> str:
    """The element that may be of a contact person, of a path with an unmapped value; or ""."""
    return "" if _OTHERS.match(path) else re.split(r"[.@]", path)[0]
