"""`kg-spark`: `kg export` on a cluster."""

from __future__ import annotations

import os
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from kg.cli import main as run
from kg.cli.console import say
from kg.cli.publication_options import publication_options
from kg.cli.shared_options import (
    GraphChoices,
    engine_option,
    graph_options,
    on_violation_option,
    quiet_option,
    trial_iri_option,
)
from kg.errors import UsageError, WorkerError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from kg.dataset.publication import Publication
    from kg.dataset.totals import ExportTotals

ONE_MACHINE: Final = "local[*]"

_RAISED: Final = re.compile(r"^\s*([\w.]+(?:Error|Exception)): (?!.*Traceback)(.+)$", re.MULTILINE)
"""The last line of a traceback of Python."""

_CAUSE: Final = re.compile(r"^(?:Caused by)?: (?:[\w.$]+: )?(.+)$", re.MULTILINE)
"""What an exception of Java says, and each of its causes."""

_OF_A_TASK: Final = re.compile(r"^Job aborted .* most recent failure: .*? executor [^)]*\): ")
"""What precedes the failure of a task."""


@click.command(name="kg-spark", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kg-trials", prog_name="kg-spark")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FOLDER",
    help="A new folder, for the parts and report.",
)
@click.option(
    "--column", metavar="NAME", help="The column of Parquet files that has the records, as JSON."
)
@click.option(
    "--master",
    metavar="URL",
    help="The cluster: local[N], spark://HOST:PORT, yarn or k8s://URL. By default that of"
    " spark-submit or of Spark's configuration, or else all processors of this machine.",
)
@graph_options
@trial_iri_option
@engine_option
@on_violation_option
@publication_options
@quiet_option
def kg_spark(
    sources: tuple[str, ...],
    output: str,
    column: str | None,
    master: str | None,
    choices: GraphChoices,
    trial_iri: str,
    engine: str,
    on_violation: str,
    publication: Publication | None,
    quiet: bool,
) -> int:
    """Write registry records as N-Quads on a cluster, by Apache Spark.

    SOURCE is a file, a folder or a pattern that Spark reads, also by a URI such as s3a://: JSON
    lines (.jsonl, .ndjson, also .gz and .bz2), Parquet with a column of JSON, and any other file
    that kg export reads, each by one task.

    FOLDER gets part-00000.nq.gz and so on, and the files that kg export writes beside its output:
    the report, the description, the manifest, the rejects. _SUCCESS is written last; if the run
    fails the folder is removed. Graphs, rejects and counts are those of kg export, and so is the
    exit status.

    \b
    kg-spark records.jsonl -o graphs
    spark-submit .../site-packages/kg/spark/__main__.py s3a://trials/records/ -o s3a://trials/graphs
    """
    from kg.spark.run import export

    options = choices.options(trial_iri, engine=engine, on_violation=on_violation)
    with _session(master, quiet=quiet) as spark:
        totals = export(spark, sources, output, options, column=column, publication=publication)
    _report(totals, output, quiet=quiet)
    if totals.is_empty:
        return 2
    return 1 if totals.rejected or totals.kept else 0


@contextmanager
def _session(master: str | None, *, quiet: bool) -> Iterator[SparkSession]:
    """A session of Spark; what it raises becomes an error with a sentence."""
    try:
        from py4j.protocol import Py4JError
        from pyspark.conf import SparkConf
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise UsageError("Spark is not installed: pip install 'kg-trials[spark]'") from error
    # PySpark warns of versions of pandas, which kg does not use there
    warnings.filterwarnings("ignore", module=r"pyspark\b")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        conf = SparkConf().setIfMissing("spark.app.name", "kg-spark")
        if master:
            conf.setMaster(master)
        conf.setIfMissing("spark.master", ONE_MACHINE)
        if conf.get("spark.master", "").startswith("local"):
            conf.setIfMissing("spark.driver.memory", "2g")  # the tasks run in it
        is_shown = sys.stderr.isatty() and not quiet
        conf.setIfMissing("spark.ui.showConsoleProgress", str(is_shown).lower())
        spark = SparkSession.builder.config(conf=conf).getOrCreate()
    except (PySparkException, Py4JError) as error:
        raise WorkerError(
            f"Spark can't be started ({_first_line(error)}): it needs Java 17 or later"
        ) from error
    try:
        if not os.environ.get("KG_DEBUG"):
            spark.sparkContext.setLogLevel("OFF")  # kg reports errors itself
        yield spark
    except (PySparkException, Py4JError) as error:
        raise WorkerError(f"Spark ended the job, and nothing was written: {_why(error)}") from error
    finally:
        spark.stop()


def _why(error: Exception) -> str:
    """The cause in a line: what a task raised, or what Spark says, with the cause of that."""
    raised = _RAISED.findall(str(error))
    if raised:
        kind, words = raised[-1]
        return words if kind.startswith("kg.errors.") else f"{kind}: {words}"
    causes = [" ".join(_OF_A_TASK.sub("", each).split()) for each in _CAUSE.findall(str(error))]
    if not causes:
        return _first_line(error)
    return causes[0] if causes[-1] in causes[0] else f"{causes[0]} ({causes[-1]})"


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return next(
        (line for line in lines if not line.startswith("An error occurred")), "no reason given"
    )


def _report(totals: ExportTotals, output: str, *, quiet: bool) -> None:
    from kg.dataset.file_names import REJECTS
    from kg.export.summary import left_out, summary

    for line in (*(() if quiet else summary(totals)), *left_out(totals)):
        say(line)
    if totals.is_empty:
        say("Wrote no graph: no record could be exported")
    elif not quiet:
        count = "1 record" if totals.written == 1 else f"{totals.written:,} records"
        say(f"Wrote {count} to {output}: {totals.triples:,} triples as N-Quads")
    if totals.rejects:
        name = output.rstrip("/").rpartition("/")[2]
        say(f"What was left out is listed in {output.rstrip('/')}/{name}{REJECTS}")


def main() -> None:
    """Runs the command line of `kg-spark`."""
    run(kg_spark, "kg-spark")
