"""Exports records on a cluster, by Apache Spark: graphs, rejects and counts as of `kg export`.

    kg.spark.inputs    the files behind the sources, in the order of `kg export`
    kg.spark.pieces    their content in pieces, each with its place in the order of all
    kg.spark.tasks     what tasks do with a piece: pure functions, by `kg.export.pipeline`
    kg.spark.run       the passes over the pieces: repeated trials, then the graphs
    kg.spark.parts     the folder that is written: parts by the tasks, the other files by the driver
    kg.spark.command   the command `kg-spark`

Every piece and what is made of it depend on the sources alone, so a task that is tried again, or
twice at once, changes nothing. docs/scale.md says what Spark is good for, and the limits.
"""

from __future__ import annotations

from kg.spark.run import export

__all__ = ["export"]
