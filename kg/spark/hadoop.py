"""The file systems that Spark reads and writes: local, HDFS, S3 and others, by Hadoop's interface.

https://hadoop.apache.org/docs/stable/api/org/apache/hadoop/fs/FileSystem.html
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class FolderEntry(NamedTuple):
    """A file in a folder: its name without the folder, and its size in bytes."""

    name: str
    size: int


class HadoopFolder:
    """A folder, or the place of one, by a path or a URI as Spark takes it."""

    def __init__(self, spark: SparkSession, place: str) -> None:
        context: Any = spark.sparkContext
        self._jvm = context._jvm  # noqa: SLF001 - PySpark has no public way to Hadoop's files
        self._path = self._jvm.org.apache.hadoop.fs.Path(place)
        self._files = self._path.getFileSystem(context._jsc.hadoopConfiguration())  # noqa: SLF001

    @property
    def address(self) -> str:
        """The path with its scheme, absolute."""
        return str(self._files.makeQualified(self._path).toString())

    @property
    def name(self) -> str:
        """The last part of the path."""
        return str(self._path.getName())

    def exists(self) -> bool:
        """Whether there is a file or a folder."""
        return bool(self._files.exists(self._path))

    def is_empty(self) -> bool:
        """Whether it is a folder without files."""
        status = self._files.getFileStatus(self._path)
        return bool(status.isDirectory()) and not self._files.listStatus(self._path)

    def listed(self) -> list[FolderEntry]:
        """The files and folders in it, sorted by name."""
        found = self._files.listStatus(self._path)
        return sorted(FolderEntry(each.getPath().getName(), each.getLen()) for each in found)

    def move(self, name: str, target: HadoopFolder, new: str) -> None:
        """Renames a file in it to another name in a folder of the same file system."""
        if not self._files.rename(self._inside(name), target._inside(new)):
            raise OSError(f"{name} could not be renamed to {new}")

    def take(self, path: Path) -> None:
        """Copies a local file into it, under its own name."""
        # Hadoop takes the characters of a path as they are, not percent-encoded
        source = self._jvm.org.apache.hadoop.fs.Path("file", None, str(path.absolute()))
        self._files.copyFromLocalFile(False, True, source, self._inside(path.name))

    def mark(self, name: str) -> None:
        """Writes an empty file."""
        self._files.create(self._inside(name)).close()

    def make(self) -> None:
        """Makes the folder, with those above it."""
        self._files.mkdirs(self._path)

    def remove(self) -> None:
        """Removes the folder with all that is in it."""
        self._files.delete(self._path, True)

    def _inside(self, name: str) -> Any:
        return self._jvm.org.apache.hadoop.fs.Path(self._path, name)
