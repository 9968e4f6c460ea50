"""The words of all records as arrays: a row for each record, as in a sparse matrix.

Each entry of a row is a word that the record uses, by its number in the vocabulary, with the mask
of its fields and its counts. Entries are in the alphabetical order of the stems, so that sums do
not depend on the order in which records were read.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
from scipy.sparse import csr_array

from kg.similarity.words import MOST, TrialWords

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

Number = TypeVar("Number", bound=np.generic)

_BLOCK: Final = 4_096

TF: Final = np.concatenate(([0.0], 1 + np.log(np.arange(1, MOST + 1)))).astype(np.float32)
"""Count of a word in a record -> its weight: 1 + ln(count), and 0 for 0."""


@dataclass(frozen=True, slots=True)
class Rows:
    """`starts` has the first entry of each row and the end of the last one; `words`, `spellings`,
    `masks`, `counts` and `short_counts` have a value for each entry, the first two by numbers.
    `texts` are digests: equal for records of the same text.
    """

    starts: NDArray[np.int64]
    words: NDArray[np.int32]
    spellings: NDArray[np.int32]
    masks: NDArray[np.uint16]
    counts: NDArray[np.uint8]
    short_counts: NDArray[np.uint8]
    texts: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.texts)

    def has_words(self, row: int) -> bool:
        """Whether a row has an entry."""
        return bool(self.starts[row + 1] > self.starts[row])

    def words_of(self, row: int) -> set[int]:
        """The words of a row."""
        return set(self.words[self.starts[row] : self.starts[row + 1]].tolist())

    def filled(self) -> NDArray[np.int64]:
        """The rows that have an entry."""
        return np.flatnonzero(np.diff(self.starts) > 0)

    def are_filled(self, chosen: NDArray[np.int64]) -> NDArray[np.bool_]:
        """For each of some rows whether it has an entry."""
        return self.starts[chosen + 1] > self.starts[chosen]

    def entries(self, chosen: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The entries of some rows, one row after the other, and where each row starts in them."""
        return _entries(self.starts, chosen)

    def weighted(self, chosen: NDArray[np.int64], idf: Floats) -> csr_array:
        """The weights of the words in some rows, each row of length 1: rows by words."""
        entries, begins = self.entries(chosen)
        words = self.words[entries]
        weights = TF[self.counts[entries]] * idf[words]
        bounds = np.append(begins, len(entries))
        found = csr_array((weights, words, bounds), shape=(len(chosen), len(idf)))
        lengths = np.sqrt(np.asarray(found.multiply(found).sum(axis=1))).ravel()
        found.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(bounds)).astype(np.float32)
        return found

    def distinct(self) -> NDArray[np.int64]:
        """The rows without those that have the text of an earlier one, or no word."""
        _, first = np.unique(self.texts, return_index=True)
        kept = np.sort(first)
        return kept[self.starts[kept + 1] > self.starts[kept]]

    def frequency(self, chosen: NDArray[np.int64], words: int) -> NDArray[np.int64]:
        """The number of the chosen rows that have each word."""
        return np.bincount(self.words[self.entries(chosen)[0]], minlength=words)

    def joined(self, more: Rows) -> Rows:
        """These rows, followed by others that have their words by the same numbers."""
        return Rows(
            np.concatenate((self.starts, self.starts[-1] + more.starts[1:])),
            np.concatenate((self.words, more.words)),
            np.concatenate((self.spellings, more.spellings)),
            np.concatenate((self.masks, more.masks)),
            np.concatenate((self.counts, more.counts)),
            np.concatenate((self.short_counts, more.short_counts)),
            np.concatenate((self.texts, more.texts)),
        )


@dataclass(slots=True)
class RowsBuilder:
    """Collects the rows of records, and the numbers of their stems and spellings."""

    vocabulary: dict[str, int] = field(default_factory=dict)
    spellings: dict[str, int] = field(default_factory=dict)
    _starts: array[int] = field(default_factory=lambda: array("q", [0]))
    _words: array[int] = field(default_factory=lambda: array("i"))
    _spellings: array[int] = field(default_factory=lambda: array("i"))
    _masks: array[int] = field(default_factory=lambda: array("H"))
    _counts: bytearray = field(default_factory=bytearray)
    _short_counts: bytearray = field(default_factory=bytearray)
    _texts: array[int] = field(default_factory=lambda: array("Q"))

    def add(self, found: TrialWords) -> None:
        """Adds the row of a record."""
        self._words.extend(_numbers(found.stems, self.vocabulary))
        self._spellings.extend(_numbers(found.spellings, self.spellings))
        self._masks.extend(found.masks)
        self._counts += found.counts
        self._short_counts += found.short_counts
        self._texts.append(found.digest)
        self._starts.append(len(self._words))

    def rows(self) -> Rows:
        """The rows that were added."""
        return Rows(
            np.frombuffer(self._starts, np.int64),
            np.frombuffer(self._words, np.int32),
            np.frombuffer(self._spellings, np.int32),
            np.frombuffer(self._masks, np.uint16),
            np.frombuffer(self._counts, np.uint8),
            np.frombuffer(self._short_counts, np.uint8),
            np.frombuffer(self._texts, np.uint64),
        )

    def taken(self, order: NDArray[np.int64], renamed: NDArray[np.int32]) -> Rows:
        """The rows in another order, each word with the number that `renamed` gives it.

        The builder has none of them any more: memory for two of each would be much.
        """
        starts = np.array(self._starts, np.int64)
        begins = np.append(0, np.cumsum(np.diff(starts)[order]))
        moved = partial(_moved, starts, begins, order)
        self._words, words = array("i"), renamed[moved(np.frombuffer(self._words, np.int32))]
        self._spellings, spellings = (
            array("i"),
            moved(np.frombuffer(self._spellings, np.int32)),
        )
        self._masks, masks = array("H"), moved(np.frombuffer(self._masks, np.uint16))
        self._counts, counts = bytearray(), moved(np.frombuffer(self._counts, np.uint8))
        self._short_counts, short = bytearray(), moved(np.frombuffer(self._short_counts, np.uint8))
        texts = np.frombuffer(self._texts, np.uint64)[order]
        return Rows(begins, words, spellings, masks, counts, short, texts)


def _entries(
    starts: NDArray[np.int64], chosen: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The entries of some rows, one row after the other, and where each row starts in them."""
    first, lengths = starts[chosen], starts[chosen + 1] - starts[chosen]
    ends = np.cumsum(lengths)
    entries = np.repeat(first - ends + lengths, lengths)
    return entries + np.arange(ends[-1] if len(ends) else 0), ends - lengths


def _moved(
    starts: NDArray[np.int64],
    begins: NDArray[np.int64],
    order: NDArray[np.int64],
    values: NDArray[Number],
) -> NDArray[Number]:
    """The values of the entries of all rows, in another order of the rows."""
    found = np.empty(begins[-1], values.dtype)
    for first in range(0, len(order), _BLOCK):
        some = order[first : first + _BLOCK]
        found[begins[first] : begins[first + len(some)]] = values[_entries(starts, some)[0]]
    return found


def _numbers(texts: Iterable[str], known: dict[str, int]) -> list[int]:
    """The number of each text; a new one gets the next."""
    return [known.setdefault(text, len(known)) for text in texts]
