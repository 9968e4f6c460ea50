"""A corpus of any size, made from real records. README.md says how real it is.

python benchmarks/corpus.py --records 100000 -o corpus.zip [--mean-size 17000] [--mixed]
    [--from FOLDER]

The output is a zip with one member per record (like the registry's own bulk file), JSON lines
(`.jsonl`), or a folder. The same arguments give the same records, and the first 1,000 of a large
corpus are the corpus of 1,000.
"""

from __future__ import annotations

import argparse
import json
import sys
import zipfile
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from copies import Original, Words, without_second_copy
from measuring import ROOT
from mixing import mixed
from tests.support.paths import REAL_RECORDS

MEAN_SIZE: Final = 17_000
"""Bytes of JSON a record: the registry's bulk file has 10.3 GB for 600,000 records."""
WITH_RESULTS: Final = 0.13
"""The share of the registry's records that have results."""
SEED: Final = 1

_BLOCK = 1000
"""Each thousand records is drawn evenly from the whole range, so that all corpora are alike."""
_FIRST_ID = 50_000_000  # far from any id that the registry has assigned
_ZIP_TIME = (2000, 1, 1, 0, 0, 0)


class Facts(NamedTuple):
    """The figures of a corpus."""

    records: int
    bytes: int
    with_results: int


def name(number: int) -> str:
    """The id of a corpus's record, from 0."""
    return f"NCT{_FIRST_ID + number:08}"


def originals(folder: Path) -> list[Original]:
    """The records of a folder of JSON files, ready to be copied; sorted by size."""
    records = [without_second_copy(json.loads(path.read_bytes())) for path in _files(folder)]
    words = Words()
    for record in records:
        words.learn(record)
    found = [Original(record, words) for record in records]
    return sorted(found, key=lambda original: (original.size, original.nct_id))


def records(
    count: int, folder: Path, mean_size: float = MEAN_SIZE, seed: int = SEED
) -> Iterator[tuple[str, bytes, bool]]:
    """The id and JSON of each record of a corpus, and whether it has results."""
    known = originals(folder)
    chances = list(accumulate(_chances(known, mean_size)))
    for number, place in enumerate(_places(count, seed)):
        original = known[min(bisect(chances, place * chances[-1]), len(known) - 1)]
        random = Random(seed << 40 | number)
        yield name(number), original.copy(number, name, random), original.has_results


def write(target: Path, found: Iterable[tuple[str, bytes, bool]]) -> Facts:
    """Writes a corpus in the form of its name; it is put into place when it is complete."""
    count = size = with_results = 0

    def counted() -> Iterator[tuple[str, bytes]]:
        nonlocal count, size, with_results
        for nct_id, data, results in found:
            count, size, with_results = count + 1, size + len(data), with_results + results
            yield nct_id, data

    unfinished = target.with_name(f".{target.name}.part")
    _WRITERS.get(target.suffix, _write_folder)(unfinished, counted())
    unfinished.replace(target)
    return Facts(count, size, with_results)


def _write_zip(path: Path, found: Iterable[tuple[str, bytes]]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for nct_id, data in found:
            member = zipfile.ZipInfo(f"{nct_id}.json", _ZIP_TIME)
            archive.writestr(member, data, zipfile.ZIP_DEFLATED)


def _write_lines(path: Path, found: Iterable[tuple[str, bytes]]) -> None:
    with path.open("wb") as file:
        file.writelines(data + b"\n" for _, data in found)


def _write_folder(path: Path, found: Iterable[tuple[str, bytes]]) -> None:
    for nct_id, data in found:
        folder = path / f"{nct_id[:7]}xxxx"  # ten thousand records in each
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{nct_id}.json").write_bytes(data)


_WRITERS: Final[dict[str, Callable[[Path, Iterable[tuple[str, bytes]]], None]]] = {
    ".zip": _write_zip,
    ".jsonl": _write_lines,
}


def _files(folder: Path) -> list[Path]:
    files = sorted(folder.rglob("*.json"))
    if not files:
        sys.exit(f"{folder} has no JSON files")
    return files


def _places(count: int, seed: int) -> Iterator[float]:
    """Numbers from 0 to 1, each thousand of them evenly spread and in random order."""
    for start in range(0, count, _BLOCK):
        random = Random(seed << 40 | 1 << 39 | start)
        block = [(step + random.random()) / _BLOCK for step in range(_BLOCK)]
        random.shuffle(block)
        yield from block[: count - start]


def _chances(known: Sequence[Original], mean_size: float) -> list[float]:
    """The weight of each original that gives the wanted mean size and share of results.

    Among those with results, and those without, the weight of a record is a power of its size: for
    log-normal sizes this moves the mean and keeps the spread.
    """
    low, high = -20.0, 20.0
    for _ in range(60):
        power = (low + high) / 2
        chances = _tilted(known, power)
        mean = sum(chance * each.size for chance, each in zip(chances, known, strict=True))
        low, high = (power, high) if mean < mean_size else (low, power)
    if abs(mean - mean_size) > mean_size / 100:
        print(
            f"no choice of these {len(known)} records has a mean of {mean_size:,.0f} bytes; "
            f"{mean:,.0f} is the nearest",
            file=sys.stderr,
        )
    return chances


def _tilted(known: Sequence[Original], power: float) -> list[float]:
    weights = [each.size**power for each in known]
    sums = {True: 0.0, False: 0.0}
    for each, weight in zip(known, weights, strict=True):
        sums[each.has_results] += weight
    shares = {True: WITH_RESULTS, False: 1 - WITH_RESULTS}
    there = sum(share for results, share in shares.items() if sums[results])
    return [
        weight / sums[each.has_results] * shares[each.has_results] / there
        for each, weight in zip(known, weights, strict=True)
    ]


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description="Make a corpus of any size from real records.")
    parser.add_argument("--records", type=int, required=True, help="how many")
    parser.add_argument(
        "--mean-size", type=float, default=MEAN_SIZE, help=f"bytes a record (default {MEAN_SIZE})"
    )
    parser.add_argument("--seed", type=int, default=SEED, help="another seed gives another corpus")
    parser.add_argument(
        "--mixed", action="store_true", help="criteria and outcomes are those of other records"
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, help="X.zip, X.jsonl, or a folder to create"
    )
    parser.add_argument(
        "--from",
        dest="folder",
        type=Path,
        default=REAL_RECORDS if REAL_RECORDS.is_dir() else ROOT / "samples",
        help="records in v2 JSON; by default those of KG_TEST_DATA, otherwise the samples",
    )
    return parser.parse_args()


if __name__ == "__main__":
    asked = arguments()
    found = records(asked.records, asked.folder, asked.mean_size, asked.seed)
    made = write(asked.output, mixed(found, asked.seed) if asked.mixed else found)
    print(
        f"{asked.output}: {made.records:,} records, {made.bytes / 1e6:,.1f} MB of JSON, "
        f"{made.bytes / made.records:,.0f} bytes each, {made.with_results / made.records:.1%} "
        "with results"
    )
