"""Reports of related trials: a table, all evidence between two trials, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Final

from kg.related import COLUMNS, RelatedTrial, StatedLink
from kg.text.printable import printable

MOST_NAMED: Final = 3
"""Shared things that the table names; the others are counted."""

_LONGEST_QUOTE: Final = 160
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


def reasons(trial: RelatedTrial, *, whole: bool = False) -> Iterator[str]:
    """The reasons why a trial is related, a line each; `whole` does not shorten them."""
    for link in trial.stated:
        yield stated(link, whole=whole)
    for reason, names in trial.shared.items():
        one, several = _SHARED[reason]
        named = names if whole else names[:MOST_NAMED]
        rest = f" and {len(names) - len(named):,} more" if len(names) > len(named) else ""
        head = one if len(names) == 1 else f"{len(names):,} {several}"
        yield f"{head}: {'; '.join(named)}{rest}"


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
    return "\n".join(line.rstrip() for line in captured.get().strip("\n").split("\n")) + "\n"


def evidence(nct_id: str, trial: RelatedTrial) -> str:
    """All evidence that links two trials, unshortened."""
    lines = [f"{trial.nct_id}  {trial.title or '(no title)'}", f"is related to {nct_id}:"]
    return "\n".join([*lines, *(f"- {reason}" for reason in reasons(trial, whole=True))]) + "\n"


def as_csv(rows: Iterable[Mapping[str, str]], trials: Iterable[RelatedTrial]) -> str:
    """The rows of the query as CSV, in the order of these trials and with their titles.

    https://www.w3.org/TR/sparql11-results-csv-tsv/
    """
    by_trial: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in rows:
        by_trial[row["related"]].append(row)
    text = io.StringIO()
    writer = csv.DictWriter(text, (*COLUMNS, *_OF_TRIAL), restval="", lineterminator="\r\n")
    writer.writeheader()
    for trial in trials:
        known = dict(zip(_OF_TRIAL, (trial.title or "", str(trial.loaded).lower()), strict=True))
        writer.writerows({**row, **known} for row in by_trial[trial.nct_id])
    return text.getvalue()


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
