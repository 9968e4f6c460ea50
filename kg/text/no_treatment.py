"""Names of interventions that are none: what a treatment is compared with."""

from __future__ import annotations

import re
from typing import Final

NO_TREATMENT: Final = (
    "[^a-z](placebos?|sham|standard (of )?care|usual care|control group|no intervention)[^a-z]"
)
"""The pattern of such a name between two blanks, for Python and for XPath: the query
`related-trials` has it too.
"""

_PATTERN: Final = re.compile(NO_TREATMENT, re.IGNORECASE)


def names_no_treatment(name: str) -> bool:
    """Whether a name is that of a placebo, of usual care and the like: no sign of a relation."""
    return _PATTERN.search(f" {name} ") is not None
