"""The command `kg-spark`, which is also `python -m kg.spark`; the file to give to spark-submit."""

from __future__ import annotations

from kg.spark.command import main

if __name__ == "__main__":
    main()
