"""The records that are compared: their ids, words and things, each by the same row number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kg.similarity.rows import Rows, RowsBuilder
from kg.similarity.things import ThingTable
from kg.similarity.trial_text import Things
from kg.similarity.words import TrialWords, stems_of


@dataclass(slots=True)
class Corpus:
    """`numbers`, `rows` and `things` have the order of the rows; `vocabulary` has the number of
    each stem; `spellings` are numbered apart from that.
    """

    numbers: Sequence[str]
    rows: Rows
    things: ThingTable
    vocabulary: Mapping[str, int]
    spellings: Sequence[str]
    _name_words: dict[int, frozenset[int]] = field(default_factory=dict)

    def words_of_thing(self, number: int) -> frozenset[int]:
        """The words of the name of a thing."""
        words = self._name_words.get(number)
        if words is None:
            found = map(self.vocabulary.get, stems_of(self.things.things[number].name))
            words = frozenset(word for word in found if word is not None)
            self._name_words[number] = words
        return words


@dataclass(slots=True)
class CorpusBuilder:
    """Collects records in any order."""

    numbers: list[str] = field(default_factory=list)
    _rows: RowsBuilder = field(default_factory=RowsBuilder)
    _things: ThingTable = field(default_factory=ThingTable)
    _spelled_by: list[str] = field(default_factory=list)

    def add(self, number: str, words: TrialWords, things: Things) -> None:
        """Adds a record; a thing is spelled as in the record with the lowest id."""
        self.numbers.append(number)
        self._rows.add(words)
        self._things.add(things)
        table, by = self._things, self._spelled_by
        by.extend([number] * (len(table.things) - len(by)))
        for position, thing in zip(table.of(len(self.numbers) - 1), things.values(), strict=True):
            if number < by[position]:
                table.things[position], by[position] = thing, number

    def corpus(self) -> Corpus:
        """The records by id, the words by the alphabet: the same for any order of adding.

        The builder is empty then.
        """
        order = sorted(range(len(self.numbers)), key=self.numbers.__getitem__)
        stems = sorted(self._rows.vocabulary)
        numbers = [self._rows.vocabulary[stem] for stem in stems]
        renamed = np.empty(len(stems), np.int32)
        renamed[numbers] = np.arange(len(stems), dtype=np.int32)
        return Corpus(
            [self.numbers[place] for place in order],
            self._rows.taken(np.array(order, np.int64), renamed),
            self._things.reordered(order),
            {stem: number for number, stem in enumerate(stems)},
            list(self._rows.spellings),
        )
