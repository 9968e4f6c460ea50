"""The folder that an export on Spark writes.

    part-00000.nq.gz ...   the graphs, as the tasks have written them
    part-links.nq.gz       the links between records of one trial, if there are any
    NAME.report.json ...   the files of `kg.dataset.file_names`; NAME is that of the folder
    _SUCCESS               written last: a folder without it is not complete

The folder is new, and is removed if the export fails.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.dataset.file_names import REPORT
from kg.dataset.report import OutputFile
from kg.errors import UsageError
from kg.spark.hadoop import HadoopFolder

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

WRITING: Final = "_writing"
"""The folder in which tasks write."""

ENDING: Final = ".nq.gz"
LINKS: Final = f"part-links{ENDING}"
SUCCESS: Final = "_SUCCESS"

_PART: Final = re.compile(r"part-([0-9]+)-.*")


class Counts(NamedTuple):
    """The records and the triples of each partition by its number."""

    records: Counter[int]
    triples: Counter[int]


def refuse_what_is_there(spark: SparkSession, destination: str) -> None:
    """Raises UsageError if something is in the place of a new folder."""
    folder = HadoopFolder(spark, destination)
    if folder.exists() and not folder.is_empty():
        raise UsageError(f"{destination} is there already: remove it, or give another folder")


@contextmanager
def new_folder(spark: SparkSession, destination: str) -> Iterator[HadoopFolder]:
    """A new folder, which is removed after an error. UsageError if something is there."""
    refuse_what_is_there(spark, destination)
    folder = HadoopFolder(spark, destination)
    folder.make()
    try:
        yield folder
    except BaseException:
        folder.remove()
        raise


def write_parts(table: DataFrame, destination: str) -> None:
    """Writes the texts of a table, a file for each partition that has one."""
    without_end = "cast(substr(text, 1, length(text) - 1) as string)"  # Spark ends it again
    texts = table.where("length(text) > 0").selectExpr(without_end)
    # the fastest level: half of a task's time would go into the usual one
    texts.write.option("zlib.compress.level", "BEST_SPEED").text(
        f"{destination.rstrip('/')}/{WRITING}", compression="gzip"
    )


def placed_parts(spark: SparkSession, destination: str, counts: Counts) -> list[OutputFile]:
    """Moves the parts to their place in the folder; what the report says of them."""
    folder = HadoopFolder(spark, destination)
    writing = HadoopFolder(spark, f"{destination.rstrip('/')}/{WRITING}")
    numbers: dict[str, int] = {}
    for name, _ in writing.listed():
        match = _PART.fullmatch(name)
        if match and counts.triples[int(match[1])]:
            part = f"part-{match[1]}{ENDING}"
            numbers[part] = int(match[1])
            writing.move(name, folder, part)
    writing.remove()
    found = (
        spark.read.format("binaryFile")
        .option("pathGlobFilter", f"part-*{ENDING}")
        .load(destination)
        .selectExpr("_metadata.file_name", "length", "sha2(content, 256) as sha256")
        .collect()
        if numbers
        else []
    )
    return [
        OutputFile(
            name=name,
            bytes=size,
            sha256=sha256,
            records=counts.records[numbers[name]],
            triples=counts.triples[numbers[name]],
        )
        for name, size, sha256 in sorted(map(tuple, found))
    ]


@contextmanager
def files_beside(folder: HadoopFolder) -> Iterator[Path]:
    """A local folder, whose files are copied when the block ends without an error.

    The report comes last.
    """
    with tempfile.TemporaryDirectory() as local:
        yield Path(local)
        for path in sorted(Path(local).iterdir(), key=lambda path: path.name.endswith(REPORT)):
            folder.take(path)
