"""Words in a line of inclusion or exclusion criteria that put its kind in doubt."""

from __future__ import annotations

import re
from typing import Final

from kg.text.criteria_headings import EXCLUSION, INCLUSION, kinds_named

_HEADING: Final = re.compile(
    r"""\b(?:in|ex)clusion(?:ary)?\b[^.;,()]{0,20}:
    | (?:in|ex)clusion\s*(?:/|&|and|or)\s*(?:non-?)?(?:in|ex)clusion
    | (?<=[^\w\s,]\s)(?-i:Inclusion|Exclusion|INCLUSION|EXCLUSION)\s+criteri
    | \b(?-i:Inclusion|Exclusion|INCLUSION|EXCLUSION)\s+criteria\W*$
    | ^(?!.*\b(?:not|fail\w*|any|unable)\b)\W*(?:\w+\W+){0,3}
      (?:(?:in|ex)[cklustion]{1,9}\.?|withdrawal|discontinuation|eligibility)\s+criteri
    | \b(?:crit[èé]r\w+|criterios|criteri|\w*kriteri\w+)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""A heading somewhere in a line: "STRATUM I INCLUSION:", "18-30 years. Exclusion criteria",
"Exlusion criteria", "Critères de non-inclusion"."""

_OTHER_KIND: Final = {
    INCLUSION: re.compile(
        r"""^\W*(?:exclu(?:d|sion)|ineligible\b(?!\ for)|non-?inclu|contra-?indications?\W*$)
        | \bexclusion(?:ary)?\s+criteri | \bwill\s+exclude\b
        | \b(?:is|are|was|were|be|being)\s+(?:\w+\s+)?(?:excluded|ineligible|exclusionary)\b
        | \bexcluded\W*$ | \bdisqualif
        | \bcannot\s+(?:participate|be\s+(?:included|enroll?ed|eligible))
        | \bnot\s+(?:be\s+)?(?:eligible|included|enroll?ed|allowed\s+to\s+participate)\b
          (?!\s+for\s+(?!(?:the|this)\s+(?:study|trial)|study|trial|entry|enroll?ment|participat))
        """,
        re.IGNORECASE | re.VERBOSE,
    ),
    EXCLUSION: re.compile(
        r"""^\W*(?:included|eligible|allowed|permitted)\W*
          (?:$|:|(?:if|are|is|patients|subjects|participants)\b)
        | ^(?:(?!(?:who|that|which)\b)\w+\s){0,2}must\b(?!\s+not\b)
        | ^(?:patients|subjects|participants)\s+should\b(?!\s+not\b)
        | ^(?:(?!\b(?:not?|never|unless|if|when|who|that|which|where|unable|cannot|except|until)\b)
          [^.;:(])*\b(?:is|are|be|remains?)\s+(?:still\s+|also\s+)?
          (?:eligible|allowed|permitted|acceptable|included)\b""",
        re.IGNORECASE | re.VERBOSE,
    ),
}
"""What a criterion of the other kind says: "Patients with HIV are excluded", "Must be an adult"."""

_CUES: Final = {
    INCLUSION: (
        *("exclu", "inclu", "ineligible", "cannot", "disqualif", "ontraindic", "ontra-"),
        *("not be ", "not eligible", "not enrol", "not allowed"),
    ),
    EXCLUSION: (
        *("must", "should", "included", "eligible"),
        *("allowed", "permitted", "acceptable"),
    ),
}
"""A line without any of them says nothing of the other kind: a quick test before the pattern."""


def puts_in_doubt(line: str, kind: str) -> bool:
    """Whether a line below a heading of this kind may be a heading, or of the other kind."""
    lower = line.lower()
    if ("clu" in lower or "eligible" in lower) and kinds_named(line):
        return True
    if ("clusion" in lower or "crit" in lower or "krit" in lower) and _HEADING.search(line):
        return True
    for cue in _CUES[kind]:
        if cue in lower:
            return _OTHER_KIND[kind].search(line) is not None
    return False
