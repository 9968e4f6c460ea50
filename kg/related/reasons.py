"""The reasons why trials are related, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from kg.registries.numbers import registry_of
from kg.related.links import SAME_TRIAL, SIMILAR, Feature, RelatedTrial, SimilarLink, StatedLink
from kg.related.same_trial import same_trial_in_words
from kg.text.excerpts import excerpt
from kg.text.nct_ids import find_nct_ids

MOST_NAMED: Final = 3
"""Shared things that the table names; the others are counted."""

QUOTED: Final = 200
"""Characters of a quote that are shown."""

_MOST_FEATURES: Final = 6
"""Reasons for a similarity that the table names."""

_STATED: Final = {
    ("EXPANDED_ACCESS", "to"): "gives expanded access",
    ("EXPANDED_ACCESS", "from"): "names this trial for expanded access",
    ("SECONDARY_IDENTIFIER", "to"): "is filed as an identifier of this trial",
    ("SECONDARY_IDENTIFIER", "from"): "files this trial as an identifier of its own",
    ("MENTIONED", "to"): "is mentioned in the text",
    ("MENTIONED", "from"): "mentions this trial",
    ("ARTICLE", "to"): "is registered by an article that this trial cites",
    ("ARTICLE", "from"): "cites an article that is registered with this trial",
    ("LISTED", "to"): "is listed as related",
    ("LISTED", "from"): "lists this trial as related",
}
"""Reason and direction of a stated link -> in words, about the other trial."""

_RELATIONS: Final = {
    ("BASED_ON", "to"): "this trial is based on it",
    ("BASED_ON", "from"): "it is based on this trial",
    ("EXTENSION_OF", "to"): "this trial is an extension of it",
    ("EXTENSION_OF", "from"): "it is an extension of this trial",
    ("ROLL_OVER_FROM", "to"): "its participants continue in this trial",
    ("ROLL_OVER_FROM", "from"): "participants of this trial continue in it",
    ("FOLLOW_UP_OF", "to"): "this trial follows up its participants",
    ("FOLLOW_UP_OF", "from"): "it follows up participants of this trial",
    ("SUBSTUDY_OF", "to"): "this trial is a part of it",
    ("SUBSTUDY_OF", "from"): "it is a part of this trial",
    ("PARENT_STUDY", "to"): "it is called a parent study of this trial",
    ("PARENT_STUDY", "from"): "it calls this trial a parent study",
    ("COMPLETED", "to"): "participants of this trial took part in it before",
    ("COMPLETED", "from"): "its participants took part in this trial before",
}
"""Kind of a mentioned relation, and direction of the link -> in words; "it" is the other trial."""

_SHARED: Final = {
    "NUMBER": ("the same number in a registry", "numbers in registries in common"),
    "INVESTIGATOR": ("the same investigator", "investigators in common"),
    "INTERVENTION": ("the same intervention", "interventions in common"),
    "SITE": ("1 site in common", "sites in common"),
    "CONDITION": ("the same condition or MeSH concept", "conditions or MeSH concepts in common"),
    "SPONSOR": ("the same sponsor", "sponsors in common"),
}
"""What is shared -> in words, singular and plural."""

_NAMED: Final = ("CONDITION", "INTERVENTION")
"""The reasons for a similarity that are no words; what is shared has the same names."""

_KINDS: Final = {
    "SAME_STUDY": "one study registered twice",
    "SAME_MASTER_PROTOCOL": "parts of one master protocol",
    "SAME_TEXT": "the same text for another subject",
}
"""Kind of a similarity -> in words; any other trials are only similar."""

_FIELDS: Final = {
    "TITLE": "title",
    "CONDITION": "conditions",
    "INTERVENTION": "interventions",
    "KEYWORD": "keywords",
    "SUMMARY": "summary",
    "DESCRIPTION": "description",
    "CRITERIA": "criteria",
    "OUTCOME": "outcomes",
    "ARM": "arms",
}
"""Part of a record whose words are compared -> in words."""


class Reason(NamedTuple):
    """Why a trial is related, and the sentences that say so, about the trial `mentioned`.

    `kind` is one of REASONS of `kg.related.links`.
    """

    text: str
    quotes: tuple[str, ...] = ()
    mentioned: str = ""
    kind: str = ""

    def __str__(self) -> str:
        return self.text + "".join(f"\n  “{quote}”" for quote in self.quotes)


def title(trial: RelatedTrial) -> str:
    """The title of a trial, or why there is none."""
    if trial.title:
        return trial.title
    if trial.loaded:
        return "(no title)"
    if trial.similar:
        return "(its record was removed from the store, or never loaded)"
    return "(its record is not in the store)"


def reasons(number: str, trial: RelatedTrial, *, whole: bool = False) -> Iterator[Reason]:
    """The reasons why a trial is related to `number`; `whole` does not shorten them."""
    same = [link for link in trial.stated if link.reason == SAME_TRIAL]
    if same:
        yield same_trial(number, trial, same, whole=whole)
    for link in trial.stated:
        if link not in same:
            yield stated(number, trial, link, whole=whole)
    said = set()
    if trial.similar:
        yield Reason(similar(trial, trial.similar, whole=whole), kind=SIMILAR)
        said = {each.name.casefold() for each in trial.similar.features if each.kind != "WORD"}
    for reason, names in trial.shared.items():
        holders = trial.holders.get(reason, [0] * len(names))
        things = [
            f"{name} ({count:,} trials)" if whole and count else name
            for name, count in zip(names, holders, strict=True)
            if reason not in _NAMED or name.casefold() not in said
        ]
        if things:
            text = f"{_in_common(reason, things)}: {_some(things, whole=whole)}"
            yield Reason(text, kind=reason)


def same_trial(
    number: str, trial: RelatedTrial, links: Sequence[StatedLink], *, whole: bool = False
) -> Reason:
    """That a trial of another registry is the same one, by all links that say so."""
    text = same_trial_in_words(number, trial, links, whole=whole)
    return Reason(text, kind=SAME_TRIAL)


def _in_common(reason: str, names: Sequence[str]) -> str:
    """What is shared, in words; a number with its registry."""
    one, several = _SHARED[reason]
    if len(names) > 1:
        return f"{len(names):,} {several}"
    registry = registry_of(names[0].partition(" (")[0]) if reason == "NUMBER" else None
    return f"the same {registry.key} number" if registry else one


def similar(trial: RelatedTrial, link: SimilarLink, *, whole: bool) -> str:
    """That a trial is similar, and why; `whole` names every reason, with its share.

    Something that is shared has the spelling that it has there.
    """
    shared = (name for kind in _NAMED for name in trial.shared.get(kind, ()))
    spelling = {name.casefold(): name for name in shared}
    features = link.features if whole else link.features[:_MOST_FEATURES]
    why = []
    for kind in dict.fromkeys(each.kind for each in features):
        named = [each for each in features if each.kind == kind]
        if kind in _NAMED:
            one = kind.lower()
            names = "; ".join(
                f"{spelling.get(each.name.casefold(), each.name)}{_share(each, whole=whole)}"
                for each in named
            )
            why.append(f"the same {one}{'s' * (len(named) > 1)} {names}")
        else:
            why += [f"{_word(each)}{_share(each, whole=whole)}" for each in named]
    rest = len(link.features) - len(features)
    why += [f"{rest:,} more"] * (rest > 0)
    if whole and (others := 1 - sum(each.weight for each in features)) > 0:
        why.append(f"other words and topics ({others:.0%})")
    what = _KINDS.get(link.kind or "", "similar")
    return f"{what} ({link.confidence:.2f})" + (f": {'; '.join(why)}" if why else "")


def _word(feature: Feature) -> str:
    fields = [words for field, words in _FIELDS.items() if field in feature.fields]
    return f"‘{feature.name}’" + (f" in {', '.join(fields)}" if fields else "")


def _share(feature: Feature, *, whole: bool) -> str:
    return f" ({feature.weight:.0%})" if whole and feature.weight else ""


def _some(names: list[str], *, whole: bool) -> str:
    named = names if whole else names[:MOST_NAMED]
    rest = f" and {len(names) - len(named):,} more" if len(names) > len(named) else ""
    return f"{'; '.join(named)}{rest}"


def stated(
    number: str,
    trial: RelatedTrial,
    link: StatedLink,
    *,
    whole: bool = False,
    quoted: int = QUOTED,
) -> Reason:
    """What the record of `number`, or that of the other trial, says about the other one.

    So many characters around the mention are `quoted`; `whole` shortens nothing.
    """
    mentioned = trial.number if link.direction == "to" else number
    kinds = [_RELATIONS.get((kind, link.direction), kind) for kind in link.kinds]
    text = _STATED[link.reason, link.direction] + (f": {'; '.join(kinds)}" if kinds else "")
    if link.record not in ("", number):
        text = f"{link.record}, the same trial: {text}"
    if whole:
        text += f", in {link.source_field}"
        text += f"; recognised by {', '.join(map(repr, link.cues))}" if link.cues else ""
        return Reason(text, tuple(link.quotes), mentioned, link.reason)
    short = tuple(_around(quote, mentioned, quoted) for quote in link.quotes[:1])
    return Reason(text, short, mentioned, link.reason)


def _around(quote: str, mentioned: str, quoted: int) -> str:
    """The part of a quote around the mention of a trial."""
    line = " ".join(quote.split())
    found = sorted(find_nct_ids(line), key=lambda each: each.nct_id != mentioned)
    start, end = (found[0].start, found[0].end) if found else (0, 0)
    return excerpt(line, start, end, quoted)
