"""The files of a format that is not RDF, while an export writes them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import NamedTuple


class GraphFile(NamedTuple):
    """A file that was written: its name from the folder of the destination, and what is in it."""

    name: str
    rows: int
    size: int
    sha256: str


class GraphFiles(ABC):
    """The files of a destination; nothing is changed there before the first is written."""

    @abstractmethod
    def add(self, packed: bytes) -> None:
        """Writes a record, as the function of the format packs it."""

    @abstractmethod
    def end(self) -> None:
        """Writes what is left; files are written also without a record."""

    @property
    @abstractmethod
    def written(self) -> list[GraphFile]:
        """The files, once they are closed."""
