"""Reports of related trials: a table, all evidence between two trials, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Final

from kg.related.by_query import row_order
from kg.related.links import (
    COLUMNS,
    SIMILAR,
    Evidence,
    Feature,
    RelatedTrial,
    SimilarLink,
    StatedLink,
)
from kg.text.printable import printable

MOST_NAMED: Final = 3
"""Shared things that the table names; the others are counted."""

_LONGEST_QUOTE: Final = 160
_MOST_FEATURES: Final = 6
"""Reasons for a similarity that the table names."""

_OF_TRIAL: Final = ("title", "loaded")

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
"""Reason and direction of a stated link -> what it says about the other trial."""

_SHARED: Final = {
    "NUMBER": ("the same number in another registry", "numbers in other registries in common"),
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


def reasons(trial: RelatedTrial, *, whole: bool = False) -> Iterator[str]:
    """The reasons why a trial is related, a line each; `whole` does not shorten them."""
    for link in trial.stated:
        yield stated(link, whole=whole)
    said = set()
    if trial.similar:
        yield similar(trial.similar, whole=whole)
        said = {each.name.casefold() for each in trial.similar.features if each.kind != "WORD"}
    for reason, names in trial.shared.items():
        holders = trial.holders.get(reason, [0] * len(names))
        things = [
            f"{name} ({count:,} trials)" if whole and count else name
            for name, count in zip(names, holders, strict=True)
            if reason not in _NAMED or name.casefold() not in said
        ]
        if things:
            one, several = _SHARED[reason]
            head = one if len(things) == 1 else f"{len(things):,} {several}"
            yield f"{head}: {_some(things, whole=whole)}"


def similar(link: SimilarLink, *, whole: bool) -> str:
    """That two trials are similar, and why; `whole` names every reason, with its share."""
    features = link.features if whole else link.features[:_MOST_FEATURES]
    why = []
    for kind in dict.fromkeys(each.kind for each in features):
        named = [each for each in features if each.kind == kind]
        if kind in _NAMED:
            one = kind.lower()
            names = "; ".join(f"{each.name}{_share(each, whole=whole)}" for each in named)
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


def table(trials: Iterable[RelatedTrial], width: int) -> str:
    """A table `width` characters wide, one row per trial with every reason."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table("trial", "title", "why", box=box.SIMPLE_HEAD, show_lines=True, pad_edge=False)
    shown.columns[0].no_wrap = True
    shown.columns[1].ratio, shown.columns[2].ratio = 2, 3
    for trial in trials:
        title = trial.title or ("(no title)" if trial.loaded else "(not in the store)")
        why = "\n".join(f"- {reason}" for reason in reasons(trial))
        shown.add_row(Text(printable(trial.nct_id)), Text(printable(title)), Text(printable(why)))
    console = Console(width=width, color_system=None, legacy_windows=False)
    with console.capture() as captured:
        console.print(shown)
    return "\n".join(line.rstrip() for line in captured.get().strip("\n").splitlines()) + "\n"


def evidence(nct_id: str, trial: RelatedTrial) -> str:
    """All evidence that links two trials, unshortened."""
    lines = [f"{trial.nct_id}  {trial.title or '(no title)'}", f"is related to {nct_id}:"]
    return "\n".join([*lines, *(f"- {reason}" for reason in reasons(trial, whole=True))]) + "\n"


def as_csv(nct_id: str, evidence: Evidence, trials: Iterable[RelatedTrial]) -> str:
    """The rows of the query as CSV, in the order of these trials and with their titles.

    https://www.w3.org/TR/sparql11-results-csv-tsv/
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, (*COLUMNS, *_OF_TRIAL), restval="", lineterminator="\r\n")
    writer.writeheader()
    for trial in trials:
        known = dict(zip(_OF_TRIAL, (trial.title or "", str(trial.loaded).lower()), strict=True))
        for row in sorted(_rows(trial, evidence), key=row_order):
            writer.writerow({"nct": nct_id, "related": trial.nct_id, **row, **known})
    return text.getvalue()


def _rows(trial: RelatedTrial, evidence: Evidence) -> Iterator[dict[str, str]]:
    """The rows of a related trial."""
    yield from (row for row in evidence.stated if row["related"] == trial.nct_id)
    for one in evidence.shared:
        if trial.nct_id in one.trials:
            yield {"reason": one.reason, "thing": one.thing, "name": one.name, "city": one.city}
    if link := trial.similar:
        yield {
            "reason": SIMILAR,
            "kind": link.kind or "",
            "confidence": str(link.confidence),
            "score": str(link.score),
            "rank": str(link.rank),
            "relation": link.relation,
        }


def as_json(nct_id: str, trials: Iterable[RelatedTrial]) -> str:
    """The related trials as JSON."""
    document = {"trial": nct_id, "related": [asdict(trial) for trial in trials]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def stated(link: StatedLink, *, whole: bool) -> str:
    """What a record says about the other trial, with the quote; `whole` does not shorten it."""
    kinds = ", ".join(kind.lower().replace("_", " ") for kind in link.kinds)
    text = _STATED[link.reason, link.direction] + (f" ({kinds})" if kinds else "")
    if whole:
        text += f", in {link.source_field}"
        text += f"; recognised by {', '.join(map(repr, link.cues))}" if link.cues else ""
    quotes = link.quotes if whole else [_shortened(quote) for quote in link.quotes[:1]]
    return text + "".join(f"\n  “{quote}”" for quote in quotes)


def _shortened(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE].rsplit(' ', 1)[0]} …"
