"""Reports of related trials: tables, all evidence between two trials, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any, Final

from kg.related.by_query import row_order
from kg.related.facts import in_full, in_short, label
from kg.related.links import COLUMNS, SIMILAR, Evidence, RelatedTrial, SharedThing
from kg.related.reasons import reasons, title
from kg.text import markdown as gfm
from kg.text.printable import printable

_OF_TRIAL: Final = tuple("title loaded status statusLabel phase phaseLabel start sponsor".split())
"""The columns of the CSV that follow those of the query."""

_CODES: Final = ("status", "phase")


def table(number: str, trials: Iterable[RelatedTrial], width: int) -> str:
    """A table `width` characters wide, one row per trial with what it is and every reason."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table("trial", "title", "why", box=box.SIMPLE_HEAD, show_lines=True, pad_edge=False)
    shown.columns[0].no_wrap = True
    shown.columns[1].ratio, shown.columns[2].ratio = 2, 3
    for trial in trials:
        about = "\n".join(filter(None, (title(trial), in_short(trial.facts))))
        why = "\n".join(f"- {reason}" for reason in reasons(number, trial))
        shown.add_row(*(Text(printable(text)) for text in (trial.number, about, why)))
    console = Console(width=width, color_system=None, legacy_windows=False)
    with console.capture() as captured:
        console.print(shown)
    return "\n".join(line.rstrip() for line in captured.get().strip("\n").splitlines()) + "\n"


def markdown(number: str, trials: Iterable[RelatedTrial], *, whole: bool = False) -> str:
    """A table in Markdown, one row per trial; `whole` does not shorten the reasons."""
    head = ("trial", "title", "status", "phase", "start", "sponsor", "why")
    return gfm.table(
        head,
        (
            (
                trial.number,
                title(trial),
                *(label(trial.facts, name) for name in _CODES),
                *(trial.facts.get(name, "") for name in ("start", "sponsor")),
                "\n".join(f"– {reason}" for reason in reasons(number, trial, whole=whole)),
            )
            for trial in trials
        ),
    )


def evidence(number: str, trial: RelatedTrial) -> str:
    """All evidence that links two trials, unshortened."""
    lines = [f"{trial.number}  {title(trial)}", *in_full(trial.facts), f"is related to {number}:"]
    why = (f"- {reason}" for reason in reasons(number, trial, whole=True))
    return "\n".join([*lines, *why]) + "\n"


def as_csv(number: str, evidence: Evidence, trials: Iterable[RelatedTrial]) -> str:
    """The rows of the query as CSV, in the order of these trials, with what each of them is.

    https://www.w3.org/TR/sparql11-results-csv-tsv/
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, (*COLUMNS, *_OF_TRIAL), restval="", lineterminator="\r\n")
    writer.writeheader()
    for trial in trials:
        known = _known(trial)
        for row in sorted(_rows(trial, evidence), key=row_order):
            writer.writerow({"nct": number, "related": trial.number, **row, **known})
    return text.getvalue()


def _known(trial: RelatedTrial) -> dict[str, str]:
    """What is known of a trial, as columns of the CSV."""
    labels = {f"{name}Label": label(trial.facts, name) for name in _CODES}
    known = {"title": trial.title or "", "loaded": str(trial.loaded).lower()}
    return {
        name: text for name, text in (known | trial.facts | labels).items() if name in _OF_TRIAL
    }


def _rows(trial: RelatedTrial, evidence: Evidence) -> Iterator[dict[str, str]]:
    """The rows of a related trial; one thing in several spellings has one row."""
    yield from (row for row in evidence.stated if row["related"] == trial.number)
    shared: dict[tuple[str, str], SharedThing] = {}
    for one in sorted(evidence.shared, key=lambda each: each.name):
        if trial.number in one.trials:
            shared.setdefault((one.reason, one.thing or one.key), one)
    for one in shared.values():
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


def as_json(number: str, trials: Iterable[RelatedTrial]) -> str:
    """The related trials as JSON."""
    document = {"trial": number, "related": list(map(_as_object, trials))}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _as_object(trial: RelatedTrial) -> dict[str, Any]:
    """A trial as an object of JSON, in which its number is still called nct_id."""
    fields = asdict(trial)
    return {"nct_id": fields.pop("number"), **fields}
