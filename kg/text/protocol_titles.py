"""Papers that describe how a trial will be done, recognised by their titles."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 5_000
"""The longest title, in characters, that is looked at."""

NOT_A_PROTOCOL: Final = re.compile(
    r"(?:Author |Publisher )?(?:Correction|Corrigendum|Erratum|Comment|Response|Reply|Re)\b"
    r"|.*\b(?:(?:systematic|scoping|umbrella|literature|Cochrane) reviews?|meta-analys[ei]s)\b",
    re.IGNORECASE,
)
"""Titles of notices about a protocol paper, and of protocols of reviews, which are not trials."""

_STUDY: Final = r"(?:stud(?:y|ies)|trials?|RCT|randomi[sz]ed|cohort|survey|registry)\b"
PROTOCOL: Final = re.compile(
    rf"""(?:^|[:.?;–—]\ |\ -\ )(?:and\ |an?\ |the\ )?(?:
        (?:(?!(?:from|to|with|of|in|on|per|against|after|under|for)\ )[\w/,-]+\ ){{0,9}}
            (?:study|trial|research|RCT)\ protocol(?:\ (?:for|of|and|with)\b|\ ?[.:,;(]|$)
      | protocol\ (?:for|of)\ [^:.?]{{0,300}}{_STUDY}
      | master\ protocol\ (?:to|for)\b
      | (?:research\ |clinical\ )?protocol$
    )
    | \)\ (?:study|trial)\ protocol(?:\ (?:for|of)\b|[.:,;]|$)
    | (?<![\w-])(?<!the\ )(?<!the\ study\ )(?<!the\ trial\ )
      protocol\ (?:for|of)\ (?:an?\ |the\ )?(?:[\w-]+,?\ ){{0,5}}(?:randomi[sz]ed|RCT)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""A title that calls its paper the protocol of a study."""

_PLAN: Final = r"(?:[\s,&]|and|the|its|study|trial|protocol|objectives?|aims?|methods?|background)"
_FIRST: Final = r"(?:(?:background|concept|aims|objectives|study|trial|protocol)[\s,]+(?:and\ )?)"
DESIGN: Final = re.compile(
    rf"""\brationale\b{_PLAN}{{0,8}}\bdesign\b
    | \b(?<!drug\ )design\b{_PLAN}{{0,8}}\brationale\b
    | (?:^|[:.?]\ )(?:the\ )?{_FIRST}{{0,4}}
        (?:design(?:,|\ and)\ (?:methods?|methodology|baseline)\b
          | methods?(?:,|\ and)\ (?:study\ |trial\ )?design\b)
    | (?:^|[:.?]\ )(?:study\ |trial\ )?design\ of\ (?:an?|the)\ (?:(?!for\ )[\w/'’()-]+,?\ ){{0,14}}
        (?:trial|study)\b
    | [:.?]\ (?:(?!\S*(?:cross-?over|factorial|parallel|adaptive|control|randomi))[\w-]+\ ){{0,4}}
        trial\ design$
    | [:.?]\ (?:the\ )?(?:study|trial|protocol)\ design(?:$|\ and\b|,)""",
    re.VERBOSE | re.IGNORECASE,
)
"""A title that calls its paper the design of a study."""


def is_protocol(title: str) -> bool:
    """Whether a title says that its paper is the protocol or the design of a study.

    The protocol of a review does not count, nor does a correction of a protocol paper.
    """
    title = title[:LONGEST].strip().removesuffix(".")
    words = title.lower()
    if ("protocol" not in words and "design" not in words) or NOT_A_PROTOCOL.match(title):
        return False
    return bool(PROTOCOL.search(title) or DESIGN.search(title))
