"""Phrases that name a trial: "the randomised phase II study ABC-1 (NCT00000001) or".

Words say something of the trial whose id follows only if nothing but such a phrase is between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

OTHER: Final = "\ue000"
"""Replaces the NCT id of a trial that is neither this one nor the one that is mentioned."""

SAME: Final = "\ue001"
"""Replaces another mention of the same trial."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MODIFIERS: Final = _words(
    "ongoing planned optional direct phase i ii iii iv ia ib iia iib iiia iiib early pilot"
    " exploratory confirmatory large small short long term short-term long-term open label"
    " open-label randomized randomised non-randomized non-randomised controlled uncontrolled"
    " single double triple blind blinded double-blind double-blinded single-blind single-arm"
    " two-arm placebo placebo-controlled active-controlled multicenter multicentre multi-center"
    " multi-centre single-center single-centre multinational multi-national international national"
    " global prospective retrospective observational interventional research non-interventional"
    " clinical registered adaptive comparative crossover cross-over parallel parallel-group safety"
    " efficacy treatment pivotal core parent feeder lead-in main extension rollover roll-over"
    " follow-up followup"
)
"""Words that describe a trial, before its noun."""

_DETERMINERS: Final = _words(
    "the a an our its their one both either each any all two three four several previous"
    " previously prior preceding earlier former initial original primary first second third recent"
    " recently completed ongoing published conducted reported above mentioned above-mentioned"
    " respective related base index"
)
_NOUNS: Final = _words("study trial protocol studies trials protocols")
_LABELS: Final = _words(
    "number numbers no no. nr id ids identifier identifiers registration registered under as code"
    " clinicaltrials.gov clinicaltrials www.clinicaltrials.gov nct eudract registry named called"
    " known titled entitled is see"
)
"""Words between the noun or the name of a trial and its id."""

_KNOWN: Final = MODIFIERS | _DETERMINERS | _LABELS

_TAIL_STARTS: Final = _words(
    "of in with for on comparing evaluating investigating assessing testing examining"
)
_TAIL_ENDS: Final = _NOUNS | _words(
    "and or but while whereas which that who whose this is was are were be been has have had will"
    " may can unlike not than from by using after before when where see because since extension"
    " rollover roll-over follow-up substudy sub-study another other different , ; : ( ) [ ]"
)
"""What the description of a trial between its noun and its bracketed id doesn't contain."""

_TOKEN: Final = re.compile(rf"[{OTHER}{SAME}]|[^\W_](?:[\w./+'’&‑–-]*\w)?|\S")
_NAME: Final = re.compile(r"[A-Z]|[a-z]*[0-9]")
_NUMBER: Final = re.compile(
    r"(?:[0-9]+|[ivx]+)[ab]?(?:[/-](?:[0-9]+|[ivx]+)[ab]?)*(?:-(?:day|week|month|year)s?)?",
    re.IGNORECASE,
)
_STUDY_CODE: Final = re.compile(r"(?=.*[A-Za-z])(?:(?:[^0-9]*[0-9]){4}|[A-Z]{1,3}-?[0-9]{3}).*")
_MARKS: Final = frozenset(SAME + "{}\"'“”‘’:#=*–—-/.")
_JOINTS: Final = _words("and or & /")

_LONGEST: Final = 30
"""The most words of a phrase; a longer one is no name."""

_NOUN_AFTER: Final = re.compile(r"[\s)\]]*(?:clinical )?(?:study|studies|trials?)\b", re.IGNORECASE)
_LIST_CONTINUES: Final = re.compile(r"[)\]]*\s*(?:$|[,.;)\]]|and\b|or\b|/)", re.IGNORECASE)


@dataclass(slots=True)
class _Phrase:
    """What has been read of a phrase."""

    several: bool
    noun: bool
    name: bool = False
    code: bool = False
    """A name that only a study has."""
    member: bool = False
    """A trial has been named, so another may follow."""
    joint: str = ""
    """The comma or the word right before."""
    listed: bool = False
    """Another trial and this one are joined by "and"."""
    commas: int = 0
    brackets: int = 0


def names_trial(
    text: str,
    after: str,
    *,
    noun: bool = False,
    several: bool = True,
    extra: frozenset[str] = frozenset(),
) -> bool:
    """Whether `text`, which ends at the id of a trial, does no more than name this trial.

    `after` is the text after the id. `noun` says that a noun such as "study" is before `text`, and
    `several` that the trial may be one of a list. `extra` has further words that may occur.
    """
    tokens = _TOKEN.findall(text)
    if len(tokens) > _LONGEST:
        return False
    phrase = _Phrase(several, noun)
    for place, token in enumerate(tokens):
        if not _takes(phrase, token, extra):
            return phrase.noun and not phrase.commas and _describes(tokens[place:])
    return _is_complete(phrase, after)


def _takes(phrase: _Phrase, token: str, extra: frozenset[str]) -> bool:
    """Adds a token to a phrase; False if it cannot belong to it."""
    word = token.casefold()
    if word == "," or word in _JOINTS:
        return _joins(phrase, word)
    if token in "([":
        phrase.brackets += 1
        return True
    phrase.joint = ""
    if token in ")]":
        phrase.brackets -= 1
        return phrase.brackets >= 0
    if word in _NOUNS:
        phrase.noun = True
        phrase.several |= word.endswith("s")
    elif token == OTHER:
        phrase.member = True
    elif not (word in _KNOWN or word in extra or token in _MARKS or _NUMBER.fullmatch(token)):
        phrase.name = phrase.member = True
        phrase.code |= _STUDY_CODE.fullmatch(token) is not None
        return _NAME.match(token) is not None
    return True


def _joins(phrase: _Phrase, joint: str) -> bool:
    """Adds a comma or a conjunction: in a list of trials, or of words before the noun."""
    before, phrase.joint = phrase.joint, joint
    phrase.commas += joint == ","
    if joint == "," or (not phrase.member and not phrase.noun):
        return True
    phrase.listed |= joint in ("and", "&")
    return phrase.member and (before != "," or phrase.commas > 1)


def _describes(tokens: Sequence[str]) -> bool:
    """Whether words after a noun describe the trial, up to the bracket with its id."""
    words = [token.casefold() for token in tokens]
    while words and (words[-1] in _LABELS or words[-1] in _MARKS):
        words.pop()
    if not words or words.pop() not in ("(", "["):
        return False
    return words[0] in _TAIL_STARTS and _TAIL_ENDS.isdisjoint(words) and OTHER not in words


def _is_complete(phrase: _Phrase, after: str) -> bool:
    """Whether the id of the trial may follow, with the text `after` it."""
    named = phrase.member or (phrase.noun and phrase.joint == ",")
    if phrase.joint and not named:
        return False
    if phrase.joint == "," and not _LIST_CONTINUES.match(after):
        return False
    if phrase.listed and not phrase.several:
        return False
    return not phrase.name or phrase.code or phrase.noun or bool(_NOUN_AFTER.match(after))


_PHASE: Final = re.compile(r"\bphase\b", re.IGNORECASE)
_BEFORE_PHASE: Final = re.compile(
    r"(?:\bthis|\bphase[\w /-]*(?:\b(?:and|or)|[,&/-]))\s*$", re.IGNORECASE
)


def phase_phrase(before: str, after: str) -> str:
    """The words about a phase before the id of a trial, if they are said of this trial."""
    last = [match.start() for match in _PHASE.finditer(before)][-1:]
    for start in last:
        words = before[start:]
        if names_trial(words, after, several=False) and not _BEFORE_PHASE.search(before[:start]):
            return words
    return ""
