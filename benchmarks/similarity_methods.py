"""The methods of the similarity benchmark: each ranks the candidates of every query of label sets.

A method is called once for each pool with all its label sets, because most learn from the pool.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

import similarity_kg
from measuring import run
from shared_things import Index, shared_order
from side_environment import NotInstalled, environment
from similarity_kg import Rankings, Unavailable
from similarity_labels import LabelSet, Pool
from workbench import CACHE, HERE, working_folder

DEPTH: Final = 100
"""The length of a ranking over a whole pool; the candidates of a closed list are all ranked."""

LOCK: Final = HERE / "similarity.lock"

Method = Callable[[Pool, Sequence[LabelSet], int], list[Rankings]]
"""A pool, label sets over it, a seed -> the rankings for each label set."""


def depth(trials: Pool, labels: LabelSet) -> int:
    """The length of the rankings that all methods may give."""
    return DEPTH if len(labels.candidates) == len(trials.texts) else len(labels.candidates)


def at_random(trials: Pool, asked: Sequence[LabelSet], seed: int) -> list[Rankings]:
    """Any order."""
    random = Random(seed)
    done = []
    for labels in asked:
        found = {}
        for query in labels.relevant:
            others = [other for other in labels.candidates if other != query]
            found[query] = random.sample(others, min(depth(trials, labels), len(others)))
        done.append(found)
    return done


def shared(trials: Pool, asked: Sequence[LabelSet], _: int) -> list[Rankings]:
    """The order of `kg related` in 0.1.0."""
    index = Index(trials.facts)
    done = []
    for labels in asked:
        candidates = set(labels.candidates)
        found = {}
        for query in labels.relevant:
            order = shared_order(trials.facts, query, index, stated_links=labels.stated_links)
            found[query] = [each for each in order if each in candidates][: depth(trials, labels)]
        done.append(found)
    return done


def by_kg(
    order: Callable[[Pool, LabelSet, int], Rankings],
    trials: Pool,
    asked: Sequence[LabelSet],
    _: int,
) -> list[Rankings]:
    """One of kg's own orders."""
    return [order(trials, labels, depth(trials, labels)) for labels in asked]


def beside(name: str, trials: Pool, asked: Sequence[LabelSet], _: int) -> list[Rankings]:
    """A method of similarity_side.py, in its environment."""
    try:
        python = environment(CACHE / "similarity", LOCK)
    except NotInstalled as why:
        raise Unavailable(f"could not be installed here ({why})") from why
    with working_folder() as folder:
        _hand_over(trials, asked, folder)
        run([str(HERE / "similarity_side.py"), name, str(folder)], python=python)
        done: list[Rankings] = json.loads((folder / "rankings.json").read_text("utf-8"))
        return done


def _hand_over(trials: Pool, asked: Sequence[LabelSet], folder: Path) -> None:
    with (folder / "texts.jsonl").open("w", encoding="utf-8") as lines:
        for nct_id, text in trials.texts.items():
            fields = {name: "\n".join(texts) for name, texts in text.fields.items()}
            lines.write(json.dumps({"id": nct_id, "fields": fields}) + "\n")
    questions = [
        {
            "queries": list(labels.relevant),
            "candidates": labels.candidates,
            "depth": depth(trials, labels),
        }
        for labels in asked
    ]
    (folder / "asked.json").write_text(json.dumps(questions), "utf-8")


KG: Final = "kg similar"
METHODS: Final[dict[str, Method]] = {
    "random": at_random,
    "kg related 0.1.0": shared,
    "BM25": partial(beside, "bm25"),
    "TF-IDF": partial(beside, "tf-idf"),
    "MiniLM": partial(beside, "minilm"),
    "kg related": partial(by_kg, similarity_kg.related),
    KG: partial(by_kg, similarity_kg.similar),
}
"""What is compared, in the order of the table."""
