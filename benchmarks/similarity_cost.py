"""What similar trials cost: processor time and memory as a corpus grows, and what HNSW misses."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Final

import msgspec

import kg
import similarity_kg
from measuring import Run, run
from report_table import table
from similarity_labels import SHORT, WHOLE, Pool, pool
from workbench import CACHE, MIDDLE, REGISTRY, Corpus, Plan, corpus, sizes, working_folder

TOP: Final = 20
"""The links of a trial that are compared, as many as `kg similar` keeps."""
QUERIES: Final = 1000
"""Trials whose links are compared; every pair of them with the others is scored."""


def originals(data: Path) -> Path:
    """All whole records of a data folder as v2 JSON, which the corpora are made from."""
    folder, unfinished = CACHE / "whole-records", CACHE / ".whole-records.part"
    if not folder.is_dir():
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        for record in kg.read(*(data / source for source in WHOLE)):
            encoded = msgspec.json.encode(record.study)
            (unfinished / f"{record.number}.json").write_bytes(encoded)
        unfinished.rename(folder)
    return folder


def cost(data: Path, size: int) -> str:
    """`kg similar` on corpora of growing size, each once."""
    source = originals(data)
    found = [corpus(each, source, mixed=True) for each in sizes(Plan(size, 1, source))]
    runs = [_similar(each) for each in found]
    rows = [
        (
            f"{each.records:,}",
            f"{done.seconds:,.1f}",
            f"{1000 * done.seconds / each.records:.2f}",
            f"{done.clock:,.1f}",
            f"{done.together or done.peak:,.0f}",
        )
        for each, done in zip(found, runs, strict=True)
    ]
    head = ("records", "CPU seconds", "CPU ms a record", "seconds on the clock", "MiB")
    return "\n\n".join([table(head, rows), *_growth([each.records for each in found], runs)])


def _similar(source: Corpus) -> Run:
    with working_folder() as folder:
        command = similarity_kg.command(source.path, folder / "similar.nq.zst")
        return run(command, watched=True, well=(0, 1))


def _growth(records: Sequence[int], runs: Sequence[Run]) -> Iterator[str]:
    """The exponent of growth from size to size, and the registry's cost if the last one stays."""
    for (few, before), (many, after) in pairwise(zip(records, runs, strict=True)):
        power = math.log(after.seconds / before.seconds) / math.log(many / few)
        memory = (after.together or after.peak) - (before.together or before.peak)
        further = REGISTRY - many
        seconds = after.seconds * (REGISTRY / many) ** power
        gib = ((after.together or after.peak) + memory / (many - few) * further) / 1024
        yield (
            f"From {few:,} to {many:,} the time grows with the power {power:.2f} of the records; "
            f"so {REGISTRY:,} would take {seconds / 60:,.0f} minutes of one core, and "
            f"{gib:,.1f} GiB if memory grows evenly."
        )


def recalls(data: Path, seed: int) -> str:
    """The recall on short records, on whole ones, and on more whole ones made from these."""
    copied = corpus(MIDDLE, originals(data), mixed=True).path
    pools = {
        "Short records": (data, SHORT),
        "Whole records": (data, WHOLE),
        "Records made from them": (copied.parent, (copied.name,)),
    }
    return "\n".join(f"- {name}, {recall(pool(*of_it), seed)}" for name, of_it in pools.items())


def recall(trials: Pool, seed: int) -> str:
    """How many of the exact nearest trials are among those that kg finds."""
    queries = Random(seed).sample(sorted(trials.texts), min(QUERIES, len(trials.texts)))
    exact = similarity_kg.exact(trials, queries, TOP)
    approximate = similarity_kg.approximate(trials, queries, TOP)
    shares = [
        len(set(right) & set(approximate.get(query, ()))) / len(right)
        for query, right in exact.items()
        if right
    ]
    complete = sum(share == 1 for share in shares) / len(shares)
    return (
        f"{len(trials.texts):,} trials: of the exact top {TOP} of {len(shares):,} of them, "
        f"{sum(shares) / len(shares):.4f} are in kg's own top {TOP}; {complete:.1%} of the lists "
        "have all."
    )
