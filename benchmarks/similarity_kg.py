"""kg's own rankings: the one place of the similarity benchmark that calls `kg.similarity`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from similarity_labels import LabelSet, Pool

Rankings = dict[str, list[str]]
"""Query -> the ids of other trials, the best first."""


class Unavailable(Exception):
    """Why a method has no row, in a few words."""


def similar(trials: Pool, labels: LabelSet, depth: int) -> Rankings:
    """The links of `kg.similar` with no least confidence, as far as they lead to candidates."""
    raise Unavailable("kg.similar is not in this version")


def related(trials: Pool, labels: LabelSet, depth: int) -> Rankings:
    """The order of `kg related`."""
    raise Unavailable("the order by relevance is not in this version")


def approximate(trials: Pool, top: int) -> Rankings:
    """The most similar trials of each trial, as kg finds them."""
    raise Unavailable("kg.similar is not in this version")


def exact(trials: Pool, top: int) -> Rankings:
    """The same, with every pair scored."""
    raise Unavailable("kg.similar is not in this version")


def links(trials: Pool, least: float) -> Iterable[tuple[str, str, float]]:
    """Trial, other trial and confidence of each link of at least a confidence, a pair once."""
    raise Unavailable("kg.similar is not in this version")


def command(source: Path, output: Path) -> list[str]:
    """The command line that computes the similar trials of a corpus."""
    return ["-m", "kg", "similar", str(source), "-q", "-o", str(output)]
