"""Pairs of trials to judge by reading, and the precision that the verdicts give.

    python benchmarks/judging.py sample LINKS.tsv [--data FOLDER] [--pairs N] [--least C] [--seed N]
    python benchmarks/judging.py score VERDICTS.tsv [--sample NAME]
    python benchmarks/judging.py fit VERDICTS.tsv [--data FOLDER]

`sample` writes kg's links to LINKS.tsv, draws pairs from all ranges of confidence, and prints what
a reader needs of both trials, in random order and without the confidence. `score` reads verdicts, a
tab-separated table with the columns trial, other, confidence and related: 2 the same disease and
the same class or question, 1 related, 0 not. `fit` prints the coefficients of the confidence
(kg/similarity/confidence.py) for the verdicts of the sample "fit". The verdicts that the
documentation gives are in docs/similarity-judged.tsv.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

import similarity_kg
from confidence_fit import fitted
from ranking_metrics import wilson
from report_table import table
from similarity_labels import WHOLE, Pool, pool
from tests.support.paths import REAL_DATA

BANDS: Final = (0.0, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
"""The lower ends of the bands of confidence."""

COLUMNS: Final = ("trial", "other", "confidence", "related")
FIT: Final = "fit"
"""The sample that the confidence is fitted on."""
SENTENCES: Final = 3
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


class Verdict(NamedTuple):
    """Two trials, the confidence of their link, and what a reader says; `sample` names the draw."""

    trial: str
    other: str
    confidence: float | None
    related: int
    sample: str


class Link(NamedTuple):
    """A pair, in the direction in which it is ranked, and its confidence."""

    trial: str
    other: str
    confidence: float


def sampled(links: Iterable[Link], pairs: int, seed: int) -> list[Link]:
    """One link from each of so many equal ranges of confidence; no trial twice.

    As each range has as many links, the share of right pairs is that among all links.
    """
    random = Random(seed)
    ordered = sorted(links, key=lambda link: (link.confidence, link))
    used: set[str] = set()
    chosen = []
    for number in range(pairs):
        some = ordered[number * len(ordered) // pairs : (number + 1) * len(ordered) // pairs]
        random.shuffle(some)
        for link in some:
            if used.isdisjoint((link.trial, link.other)):
                chosen.append(link)
                used |= {link.trial, link.other}
                break
    random.shuffle(chosen)
    return chosen


def described(link: Link, trials: Pool) -> str:
    """Both trials, as far as a reader needs them."""
    both = (_described(nct_id, trials) for nct_id in (link.trial, link.other))
    return "\n".join([f"## {link.trial} {link.other}", *both])


def _described(nct_id: str, trials: Pool) -> str:
    fields = {name: "\n".join(texts) for name, texts in trials.texts[nct_id].fields.items()}
    begin = " ".join(_SENTENCE_END.split(fields.get("SUMMARY", ""))[:SENTENCES])
    lines = [nct_id] + [
        f"  {name.lower()}: {' | '.join(dict.fromkeys(fields[name].splitlines()))}"
        for name in ("TITLE", "CONDITION", "INTERVENTION")
        if name in fields
    ]
    return "\n".join([*lines, f"  summary: {' '.join(begin.split())}"])


def scored(verdicts: Iterable[Verdict]) -> str:
    """The precision among all links and in each band, for both kinds of verdicts."""
    bands: defaultdict[str, list[int]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.confidence is not None:
            low = BANDS[bisect(BANDS, verdict.confidence) - 1]
            bands[f"from {low:.2f}"].append(verdict.related)
            bands["all"].append(verdict.related)
    rows = [
        (band, f"{len(found):,}", _share(found, least=1), _share(found, least=2))
        for band, found in sorted(bands.items())
    ]
    return table(("confidence", "pairs", "related", "same disease and class"), rows)


def _share(verdicts: Sequence[int], *, least: int) -> str:
    return str(wilson(sum(verdict >= least for verdict in verdicts), len(verdicts)))


def read(path: Path) -> list[Verdict]:
    """The verdicts of a table. Ends the command if it is another table."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [
                Verdict(
                    row["trial"],
                    row["other"],
                    float(row["confidence"]) if row["confidence"] else None,
                    int(row["related"]),
                    row.get("sample", ""),
                )
                for row in csv.DictReader(file, dialect="excel-tab")
            ]
    except (OSError, KeyError, ValueError) as error:
        sys.exit(
            f"{path} is not a table of verdicts with the columns {', '.join(COLUMNS)}: {error}"
        )


def sample(asked: argparse.Namespace) -> None:
    """Writes the links, and prints pairs of them."""
    trials = pool(asked.data, WHOLE)
    links = [Link(*link) for link in similarity_kg.links(trials, asked.least)]
    with asked.links.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, "excel-tab", lineterminator="\n").writerows([COLUMNS[:3], *links])
    for link in sampled(links, asked.pairs, asked.seed):
        print(described(link, trials), end="\n\n")


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description="Judge pairs of similar trials by reading.")
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("sample", help="print pairs to judge")
    drawing.add_argument("links", type=Path, help="the table of all links to write")
    drawing.add_argument("--data", type=Path, default=REAL_DATA, help="the folder of the records")
    drawing.add_argument("--pairs", type=int, default=200, help="how many (200)")
    drawing.add_argument("--least", type=float, default=0.5, help="the least confidence (0.5)")
    drawing.add_argument("--seed", type=int, default=1, help="of the draws (1)")
    scoring = commands.add_parser("score", help="print the precision")
    scoring.add_argument("verdicts", type=Path, help="the table of verdicts")
    scoring.add_argument("--sample", help="only the verdicts of this sample")
    fitting = commands.add_parser("fit", help="print the coefficients of the confidence")
    fitting.add_argument("verdicts", type=Path, help="the table of verdicts")
    fitting.add_argument("--data", type=Path, default=REAL_DATA, help="the folder of the records")
    return parser.parse_args()


if __name__ == "__main__":
    given = arguments()
    if given.command == "sample":
        sample(given)
    elif given.command == "score":
        judged = read(given.verdicts)
        print(scored(each for each in judged if given.sample in (None, each.sample)))
    else:
        judged = [each for each in read(given.verdicts) if each.sample == FIT]
        pairs = [(each.trial, each.other, each.related > 0) for each in judged]
        print(fitted([pool(given.data, sources) for sources in (WHOLE, WHOLE[:1])], pairs))
