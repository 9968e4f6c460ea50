"""The kind of relation between a trial and another one that its record mentions.

A cue such as "extension of" counts only if it governs the mention: nothing but a name of the
mentioned trial is between (`trial_phrases`), and it is said without negation, of this trial and in
this direction (`mention_context`). "The extension study NCT00000001" extends this trial, which is
the reverse; kg has no kind for that.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from kg.text.mention_context import (
    NEGATION,
    PEOPLE,
    MentionContext,
    before_cue,
    builds_on,
    clause,
    named_so,
    of_participants,
    of_this_trial,
    pivotal,
    rolls_over,
)
from kg.text.trial_phrases import names_trial


class Cue(NamedTuple):
    """A kind of relation, and the words that express it."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class _Row:
    kind: str
    pattern: re.Pattern[str]
    governs: Callable[[MentionContext, str, str], bool]
    names_other: bool = False
    """Whether the cue itself is the noun of the other trial."""
    extra: frozenset[str] = frozenset()
    """Words that may be between the cue and the name of the other trial."""


def _row(
    kind: str,
    pattern: str,
    governs: Callable[[MentionContext, str, str], bool],
    *,
    names_other: bool = False,
    extra: str = "",
) -> _Row:
    words = re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE)
    return _Row(kind, words, governs, names_other, frozenset(extra.split()))


_RESULTS: Final = (
    "result results data finding findings outcome outcomes evidence experience observations of from"
    " in obtained positive promising encouraging favorable favourable preliminary interim final"
    " safety efficacy clinical pharmacokinetic that those design protocol"
)
_PARTS: Final = (
    "phase part period portion stage visit visits week month day year of in to through"
    " participation treatment maintenance induction duration end"
)
_TRIALS: Final = r"(?:study|studies|trials?|protocols?)"
_ADVERBS: Final = r"(?:(?:previously|recently|already|successfully|also|either|just) )*"
_STUDY: Final = r"(?: (?:study|trial|protocol))?"
_ACRONYM: Final = r"(?: \([A-Z]+\))?"

_ROWS: Final = (
    _row(
        "EXTENSION_OF",
        rf"(?:(?:long[- ]term|open[- ]label) )*extension{_ACRONYM}(?: phase)?{_STUDY}{_ACRONYM}"
        r" (?:of|to|from|for)",
        of_this_trial,
    ),
    _row("ROLL_OVER_FROM", rf"roll(?:ed|ing|s)?[- ]?over{_STUDY} from", rolls_over),
    _row("ROLL_OVER_FROM", rf"roll[- ]?over{_STUDY} (?:of|for)", of_this_trial),
    _row(
        "FOLLOW_UP_OF",
        rf"follow[- ]?up{_STUDY}{_ACRONYM} (?:of|to|from|for)|continuation of",
        of_this_trial,
    ),
    _row("SUBSTUDY_OF", r"(?:sub[- ]?study|ancillary study) (?:of|to|within|in)", of_this_trial),
    _row("PARENT_STUDY", rf"(?:parent|lead-in|feeder|core) {_TRIALS}", named_so, names_other=True),
    _row("PARENT_STUDY", rf"pivotal {_TRIALS}", pivotal, names_other=True),
    _row("BASED_ON", r"based (?:up)?on|build(?:s|ing) (?:up)?on", builds_on, extra=_RESULTS),
    _row(
        "COMPLETED",
        r"(?:completed |prior |previous |past )participation in|completion of"
        rf"|(?:(?:have|has|had|having) )?{_ADVERBS}(?:complete[ds]?|completing|participated in"
        r"|took part in|taken part in)",
        of_participants,
        extra=_PARTS,
    ),
)
"""Kind of relation, the words before an NCT id that express it, and the test whether they do."""

_FROM: Final = re.compile(
    rf"(?:the |all |those )?{PEOPLE}(?: (?:previously )?(?:enrolled|treated|included"
    r"|randomi[sz]ed))? (?:of|from|in)\b",
    re.IGNORECASE,
)
"""The participants of another trial, as in "roll-over study for patients from"."""

_CALLED_PARENT: Final = re.compile(
    r"[\s)\]]*(?:, |\()(?:which (?:is|was) )?(?:the |its |our )?"
    r"(?P<cue>(?:parent|lead-in|feeder|core) (?:study|trial))(?= *(?:[.,;)]|$))",
    re.IGNORECASE,
)
_ROLLS_INTO: Final = re.compile(
    r"[\s)\]]*(?:(?:study|trial)[\s)\]]*)?"
    r"(?:(?:who|may|will|can|could|are|were|have|eligible|able|allowed|invited|to) )*"
    r"(?P<cue>roll(?:ed|ing)?[- ]?over (?:in)?to) (?:this|the (?:present|current))\b",
    re.IGNORECASE,
)


def cue(at: MentionContext) -> Cue | None:
    """The kind of relation to a mentioned trial, if the words before or after it leave no doubt.

    Of several cues before it, the nearest counts.
    """
    if at.asks:
        return None
    found = [
        (match.start(), Cue(row.kind, match.group()))
        for row in _ROWS
        for match in row.pattern.finditer(at.before)
        if _governs(row, match, at)
    ]
    return max(found)[1] if found else _cue_after(at)


def _governs(row: _Row, match: re.Match[str], at: MentionContext) -> bool:
    between = at.before[match.end() :].lstrip()
    people = None if row.names_other else _FROM.match(between)
    return names_trial(
        between[people.end() :] if people else between,
        at.after,
        noun=row.names_other,
        several=not row.names_other or match.group().endswith("s"),
        extra=row.extra,
    ) and row.governs(at, before_cue(at.before[: match.start()]), match.group())


def _cue_after(at: MentionContext) -> Cue | None:
    """A cue that follows the mention: "NCT00000001, the parent study,"."""
    if NEGATION.search(clause(at.before)):
        return None
    if named := _CALLED_PARENT.match(at.after):
        return Cue("PARENT_STUDY", named["cue"])
    rolls = _ROLLS_INTO.match(at.after)
    people = [match.end() for match in _FROM.finditer(at.before)]
    if rolls and people and not at.excludes and names_trial(at.before[people[-1] :], at.after):
        return Cue("ROLL_OVER_FROM", rolls["cue"])
    return None
