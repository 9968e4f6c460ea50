"""The files of an index: a folder that is written whole, and checked before it is used.

    meta.json                  what made it, and the size and checksum of every other file
    ids.txt, stems.txt, spellings.txt, things.jsonl
    *.npy                      arrays, which are read from the disk as they are needed
    graph.usearch              only where the corpus is large

https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

import msgspec
import numpy as np

from kg.errors import StoreError
from kg.similarity.candidates import empty_graph
from kg.similarity.corpus import Corpus
from kg.similarity.index import VERSION, SimilarityIndex
from kg.similarity.ranked_lists import RankedLists
from kg.similarity.rows import Rows
from kg.similarity.statistics import WordStatistics
from kg.similarity.things import ThingTable
from kg.similarity.trial_text import Thing

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from usearch.index import Index

FORMAT: Final = 1
"""Changes with the form of the files."""

META: Final = "meta.json"
_GRAPH: Final = "graph.usearch"
_PIECE: Final = 1 << 24
_LISTS: Final = ("others", "scores", "links", "digests")


class LinkSettings(msgspec.Struct, frozen=True):
    """How the links of an index were stated: lists made with other settings are other lists."""

    top: int
    min_confidence: float
    base: str
    trial_iri: str


class _Meta(msgspec.Struct):
    format: int
    version: str
    settings: LinkSettings
    records: int
    words: int
    learned_rows: int
    files: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class SavedIndex:
    """An index with its lists and their settings; the statistics were learned when it had
    `learned_rows`.
    """

    index: SimilarityIndex
    lists: RankedLists
    settings: LinkSettings
    learned_rows: int


class UnusableIndexError(StoreError):
    """The files are none of an index of this version; the message says why."""


def save(saved: SavedIndex, folder: Path) -> None:
    """Writes the files into a new folder. Raises OSError if it can't."""
    folder.mkdir(parents=True)
    files: dict[str, tuple[int, int]] = {}

    @contextmanager
    def written(name: str) -> Iterator[_MeasuredFile]:
        with (folder / name).open("xb") as file:
            measured = _MeasuredFile(file)
            yield measured
        files[name] = measured.size, measured.checksum

    for name, lines in _texts(saved.index.corpus).items():
        with written(name) as file:
            for line in lines:
                file.write(f"{line}\n".encode())
    for name, values in _arrays(saved.index, saved.lists).items():
        with written(f"{name}.npy") as file:
            np.save(cast(IO[bytes], file), values)
    if saved.index.graph is not None:
        with written(_GRAPH) as file:
            file.write(cast(bytearray, saved.index.graph.save()))
    statistics = saved.index.statistics
    learned = statistics.records, statistics.words, saved.learned_rows
    meta = _Meta(FORMAT, VERSION, saved.settings, *learned, files)
    (folder / META).write_bytes(msgspec.json.format(msgspec.json.encode(meta)))


def settings_in(folder: Path) -> LinkSettings | None:
    """The settings of the index in a folder; None if there is none of this version."""
    try:
        return _meta(folder).settings
    except UnusableIndexError:
        return None


def load(folder: Path) -> SavedIndex:
    """Reads the files, which are not changed. UnusableIndexError if they can't be trusted."""
    meta = _meta(folder)
    for name, (size, checksum) in meta.files.items():
        try:
            intact = _measured(folder / name) == (size, checksum)
        except OSError:
            intact = False
        if not intact:
            raise UnusableIndexError(f"its file {folder / name} is missing or damaged")
    arrays = {
        path.stem: np.load(path, mmap_mode="r" if path.stat().st_size > _PIECE else None)
        for path in map(folder.joinpath, meta.files)
        if path.suffix == ".npy"
    }
    stems = _lines(folder / "stems.txt")
    corpus = Corpus(
        _lines(folder / "ids.txt"),
        Rows(*(arrays[f"rows-{name}"] for name in Rows.__dataclass_fields__)),
        _things(folder / "things.jsonl", arrays["things-starts"], arrays["things-numbers"]),
        {stem: number for number, stem in enumerate(stems)},
        _lines(folder / "spellings.txt"),
    )
    statistics = WordStatistics(meta.records, meta.words, arrays["idf"], arrays.get("topics"))
    index = SimilarityIndex(
        corpus,
        statistics,
        arrays["positions"],
        _graph(folder / _GRAPH, arrays["positions"].shape[1]) if _GRAPH in meta.files else None,
        set(arrays["dead"].tolist()),
    )
    lists = RankedLists(*(np.array(arrays[f"lists-{name}"]) for name in _LISTS))
    return SavedIndex(index, lists, meta.settings, meta.learned_rows)


class _MeasuredFile:
    """A file that is written, with the size and the CRC-32 of what was."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.size = self.checksum = 0

    def write(self, data: bytes | bytearray | memoryview) -> int:
        """Writes bytes; their number."""
        view = memoryview(data)
        self._file.write(view)
        self.checksum = zlib.crc32(view, self.checksum)
        self.size += view.nbytes
        return view.nbytes


def _texts(corpus: Corpus) -> dict[str, Iterable[str]]:
    table = corpus.things
    things = zip(table.keys, table.things, strict=True)
    return {
        "ids.txt": corpus.numbers,
        "stems.txt": corpus.vocabulary,
        "spellings.txt": corpus.spellings,
        "things.jsonl": (msgspec.json.encode((key, t.kind, t.name)).decode() for key, t in things),
    }


def _arrays(index: SimilarityIndex, lists: RankedLists) -> dict[str, NDArray[np.generic]]:
    rows, table = index.corpus.rows, index.corpus.things
    found: dict[str, NDArray[np.generic]] = {
        "things-starts": np.frombuffer(table.starts, np.int64),
        "things-numbers": np.frombuffer(table.numbers, np.int32),
        "idf": index.statistics.idf,
        "positions": index.positions,
        "dead": np.array(sorted(index.dead), np.int64),
    }
    found |= {f"rows-{name}": getattr(rows, name) for name in Rows.__dataclass_fields__}
    found |= {f"lists-{name}": getattr(lists, name) for name in _LISTS}
    if index.statistics.topics is not None:
        found["topics"] = index.statistics.topics
    return found


def _meta(folder: Path) -> _Meta:
    try:
        data = (folder / META).read_bytes()
        head = msgspec.json.decode(data)
        if (head["format"], head["version"]) != (FORMAT, VERSION):
            raise UnusableIndexError("it is of another version of kg")
        return msgspec.json.decode(data, type=_Meta)
    except FileNotFoundError:
        raise UnusableIndexError("it is not complete") from None
    except (OSError, KeyError, TypeError, msgspec.DecodeError) as error:
        raise UnusableIndexError(f"its file {folder / META} is damaged") from error


def _measured(path: Path) -> tuple[int, int]:
    """The size and the CRC-32 of a file."""
    size = checksum = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            size, checksum = size + len(piece), zlib.crc32(piece, checksum)
    return size, checksum


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").split("\n")[:-1]


def _things(path: Path, starts: NDArray[np.int64], numbers: NDArray[np.int32]) -> ThingTable:
    decoder = msgspec.json.Decoder(tuple[str, str, str])
    keys, things = [], []
    for line in _lines(path):
        key, kind, name = decoder.decode(line)
        keys.append(key)
        things.append(Thing(kind, name))
    return ThingTable(things, keys, array("q", starts.tobytes()), array("i", numbers.tobytes()))


def _graph(path: Path, dimensions: int) -> Index:
    graph = empty_graph(dimensions)
    graph.load(path)
    return graph
