"""ORCIDs: the identifiers of researchers."""

from __future__ import annotations

import re
from typing import Final

_ORCID: Final = re.compile(
    r"(?:https?://(?:www\.)?orcid\.org/)?((?:[0-9]{4}-?){3}[0-9]{3}[0-9Xx])/?"
)


def orcid(text: str | None) -> str | None:
    """The ORCID of a text that is only an ORCID; None if its check digit is wrong.

    https://support.orcid.org/hc/en-us/articles/360006897674 (ISO 7064, MOD 11-2)
    """
    match = _ORCID.fullmatch(text.strip()) if text else None
    if not match:
        return None
    digits = match[1].replace("-", "").upper()
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if digits[-1] != ("X" if check == 10 else str(check)):
        return None
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))
