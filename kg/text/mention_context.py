"""The sentence around the mention of a trial, and tests of what it says.

Each test takes the context, the text before a cue and the cue, and returns whether the cue counts.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from kg.text.nct_ids import Mention, find_nct_ids
from kg.text.trial_phrases import MODIFIERS, OTHER, SAME

SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9*])|\n+")

_REACH: Final = 600
"""The characters before and after a mention in which its sentence is looked for."""

_FAR: Final = 20_000
"""The characters before a mention in which the heading of its criteria is looked for."""

_OWN: Final = "this study"
"""What replaces the trial's own id."""


@dataclass(frozen=True, slots=True)
class MentionContext:
    """The sentence around a mention, and where it is."""

    before: str
    after: str
    is_whole: bool
    """Whether `before` goes back to the beginning of the sentence."""
    above: str
    """The text before the mention, with the heading of its criteria."""

    @property
    def asks(self) -> bool:
        """Whether the sentence is a question."""
        return self.after.rstrip().endswith("?")

    @property
    def excludes(self) -> bool:
        """Whether the sentence is among exclusion criteria."""
        headings = _CRITERIA.findall(self.above)
        return bool(headings) and headings[-1].casefold() != "inclusion criteri"


def mention_context(text: str, mention: Mention, own_ids: Collection[str]) -> MentionContext:
    """The sentence of a mention; `own_ids` are those of the trial whose record it is."""
    start = max(0, mention.start - _REACH)
    before = SENTENCE_END.split(text[start : mention.start])
    after = SENTENCE_END.split(text[mention.end : mention.end + _REACH], maxsplit=1)[0]
    replacements = {mention.nct_id: SAME, **dict.fromkeys(own_ids, _OWN)}
    return MentionContext(
        _masked(before[-1], replacements),
        _masked(after, replacements),
        is_whole=start == 0 or len(before) > 1,
        above=text[max(0, mention.start - _FAR) : mention.start],
    )


_CRITERIA: Final = re.compile(
    r"\b(?:inclusion criteri|non[- ]?inclusion|exclusion|exclude|not (?:be )?eligible|ineligible)",
    re.IGNORECASE,
)


def _masked(text: str, replacements: dict[str, str]) -> str:
    pieces: list[str] = []
    end = 0
    for mention in find_nct_ids(text):
        pieces += text[end : mention.start], replacements.get(mention.nct_id, OTHER)
        end = mention.end
    return "".join(pieces) + text[end:]


# What is before and after a cue

PEOPLE: Final = (
    r"(?:participants?|patients?|subjects?|volunteers?|individuals?|people|persons?|adults"
    r"|adolescents|children|women|men|those|anyone|everyone)"
)
_TRIAL: Final = r"(?:study|trial|protocol|project|registration|record)"
_THIS: Final = (
    rf"(?:this|it|(?:this|our|the(?: (?:present|current|proposed))?)(?: [\w-]+)?? {_TRIAL})"
)
_THIS_IS: Final = re.compile(
    rf"(?:^|[\s(]){_THIS}(?: \([^()]*\)| {_OWN})?,?(?: which)?"
    r" (?:is|was|will be|represents|serves as)"
    r"(?: (?:designed|conducted|performed|set up))?(?: as| to be)?"
    r"(?: an?| the| one)?$",
    re.IGNORECASE,
)
NEGATION: Final = re.compile(
    r"\b(?:not?|none|nobody|nothing|never|hardly|barely|neither|nor|unlike|without|except"
    r"|rather than|instead of|other than|cannot|independent(?:ly)? (?:of|from)|unrelated"
    r"|unconnected|separate(?:ly)? from|in contrast|contrary|as opposed|differ\w*|distinct"
    r"|exclud\w+|ineligible|fail\w*|versus|vs)\b|n[’']t\b",
    re.IGNORECASE,
)
_DOUBT: Final = re.compile(r"\b(?:if|whether)\b", re.IGNORECASE)
_REFUSAL: Final = re.compile(
    r"\b(?:(?:must|should|can|may|will|could|would|shall|do|does|did|is|are|was|were) not|not"
    r" (?:be )?(?:eligible|allowed|permitted|enrolled|included|accepted)|cannot|ineligible"
    r"|exclu\w+|barred|prohibited|unless|except)\b|n[’']t\b",
    re.IGNORECASE,
)
_CLAUSE_END: Final = re.compile(
    r"[,;:]\s|\s(?:[–—-]|but|while|whereas|although|though|however)\s", re.IGNORECASE
)
_FINITE_VERB: Final = re.compile(
    r"[^,;:]*?\b(?:is|are|was|were|has|have|had|will|would|shall|may|can|could|did|does|shows?|showed"
    r"|demonstrate[sd]?|found|reveal(?:s|ed)|report(?:s|ed)|suggest(?:s|ed)|indicate[sd]?)\b",
    re.IGNORECASE,
)
_LEAVES: Final = re.compile(
    r"[\s)\]]*(?:study|trial)?[\s)\]]*(?:in)?to"
    rf" (?:{OTHER}|(?:another|an?|study|trial|the(?! present| current))\b)",
    re.IGNORECASE,
)
_APPROVAL: Final = re.compile(
    r"approv|licen[cs]|authori[sz]|guideline|recommend|standard of care|marketed", re.IGNORECASE
)
_BULLET: Final = re.compile(r"[\s*•·–—-]*(?:\(?[0-9a-z]{1,2}[.)])?\s*", re.IGNORECASE)

_SAID_TOO: Final = re.compile(
    r"\ban? (?:[\w-]+[ ,]+){0,4}?(?:extension|roll-?over|follow-?up|continuation|sub-?study)\b"
    rf"[^.;,]{{0,20}}{OTHER},? and (?:an? )?$",
    re.IGNORECASE,
)
"""What is said of this trial before: "an extension of NCT00000001 and" (a roll-over from ...)."""


def before_cue(before: str) -> str:
    """The text before a cue, without another cue that has the same subject."""
    return _SAID_TOO.sub("", before) if OTHER in before else before


def clause(before: str) -> str:
    """The last clause of a text."""
    ends = list(_CLAUSE_END.finditer(before))
    return before[ends[-1].end() :] if ends else before


def _head(before: str) -> str:
    """The text without the words at its end that describe a trial ("a randomised, open-label")."""
    words = before.rstrip().split(" ")
    while words and (
        (word := words[-1].strip(",()").casefold()) in MODIFIERS or word[:1].isdigit() or not word
    ):
        words.pop()
    return " ".join(words)


_TITLE: Final = re.compile(r"(?:.*(?::|\s[–—-])(?:\s|$))?\s*(?:an?)?", re.IGNORECASE)
"""What is before a noun that is no part of a sentence: nothing, or the beginning of a title."""


def of_this_trial(at: MentionContext, before: str, _: str) -> bool:
    """Whether a noun ("extension of") is said of this trial: "this is an", or as a title."""
    head = _head(before)
    if NEGATION.search(clause(head)) or _DOUBT.search(head):
        return False
    if re.search(r"\bthis$", head, re.IGNORECASE) or _THIS_IS.search(head):
        return True
    title = _TITLE.fullmatch(_BULLET.sub("", head, count=1))
    return (
        at.is_whole
        and title is not None
        and OTHER not in before
        and not NEGATION.search(before)
        and not _FINITE_VERB.match(at.after)
    )


_SUBJECT: Final = re.compile(
    rf"{PEOPLE}(?: (?:who|that))?(?: (?:must|should|will))?$|\b(?:who|they)(?: must| should)?$"
    r"|\bwho\b[^.;]*\b(?:and|or)(?: who)?$",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"\b(?:(?:investigator|physician|clinician|nurse|site|cent(?:er|re)|hospital|control)s?|staff"
    r"|historic(?:al)?|compar\w+|matched"
    r"|(?:siblings?|spouses?|partners?|caregivers?|parents?|mothers?|fathers?|relatives?|families"
    r"|children|infants|daughters|sons|offspring|samples?|data)(?: born)? (?:of|to|from|whose))\b",
    re.IGNORECASE,
)
"""Those who took part in another trial without being participants of this one."""


def of_participants(at: MentionContext, before: str, words: str) -> bool:
    """Whether participants of this trial are those who did it ("who have completed")."""
    before, words = before.rstrip(), words.casefold()
    is_item = before != "" and at.is_whole and _BULLET.fullmatch(before) is not None
    if words.startswith("having") or words.endswith((" of", "tion in")):
        subject = is_item or re.search(PEOPLE, before, re.IGNORECASE) is not None
    elif words.startswith(("has ", "have ")) and before == "":
        subject = at.is_whole
    else:
        subject = is_item or _SUBJECT.search(before) is not None
    return subject and _unrefused(at, before) and not _OTHERS.search(clause(before))


def _unrefused(at: MentionContext, before: str) -> bool:
    return not (
        at.excludes
        or OTHER in before
        or NEGATION.search(clause(before))
        or _REFUSAL.search(before)
        or _REFUSAL.search(at.after)
    )


_SUBJECT_OF_BASED: Final = re.compile(
    r"\b(?:this|it|our|the (?:present|current|proposed)|dos(?:es?|age|ing)|sample size|power|design"
    r"|hypothes[ei]s|rationale|assumptions?|calculations?|estimates?|regimen|schedule|effect size"
    r"|choice|selection|the (?:study|trial|protocol))\b[^.;,()]*$",
    re.IGNORECASE,
)


def builds_on(at: MentionContext, before: str, _: str) -> bool:
    """Whether this trial or its design is what is based on the other trial."""
    last = clause(before)
    first = at.is_whole and _BULLET.fullmatch(before) is not None
    return (
        (first or _SUBJECT_OF_BASED.search(last) is not None)
        and OTHER not in last
        and not NEGATION.search(last)
        and not _DOUBT.search(last)
        and not _APPROVAL.search(before + at.after)
    )


def rolls_over(at: MentionContext, before: str, _: str) -> bool:
    """Whether participants of the other trial move to this one."""
    return _unrefused(at, before) and not _LEAVES.match(at.after)


_DENIED: Final = re.compile(
    rf"[\s)\]]*(?:is|was|are|were|has|had) (?:[\w-]+ly )?(?:{NEGATION.pattern})", re.IGNORECASE
)
"""What follows a mention and speaks against its name: "is unrelated"."""


def named_so(at: MentionContext, before: str, __: str) -> bool:
    """Whether nothing speaks against the name ("the parent study") of the other trial."""
    return (
        OTHER not in before and not NEGATION.search(clause(before)) and not _DENIED.match(at.after)
    )


def pivotal(at: MentionContext, before: str, words: str) -> bool:
    """Drugs have pivotal trials too: participants must come from it."""
    return named_so(at, before, words) and _TAKEN_PART.search(before) is not None


_TAKEN_PART: Final = re.compile(
    r"\b(?:complet(?:e[ds]?|ing)|participat\w+|random\w+|enrolled|previously|roll(?:ed|ing)|entered"
    r"|received)\b",
    re.IGNORECASE,
)
