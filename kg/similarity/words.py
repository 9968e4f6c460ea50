"""The words of a trial's text as stems, with the fields and the counts of each.

Words are compared in lower case, without accents, and reduced to their stems by Snowball's English
stemmer (Porter2, https://snowballstem.org/algorithms/english/stemmer.html). A text in a script
without blanks is cut into pairs of neighbouring characters.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from kg.similarity.links import TEXT_FIELDS
from kg.similarity.stop_words import STOP_WORDS
from kg.similarity.trial_text import TrialText
from kg.text.nct_ids import NCT_ID

if TYPE_CHECKING:
    import Stemmer

BITS: Final = {name: 1 << place for place, name in enumerate(TEXT_FIELDS)}
"""Text field -> its bit in the mask of a word."""

SHORT_FIELDS: Final = ("TITLE", "CONDITION", "INTERVENTION", "KEYWORD")
"""The fields that say in few words what a trial is about."""

MOST: Final = 255
"""The highest count that is kept."""

LONGEST_WORD: Final = 40
"""Characters; longer ones are sequences of molecules, addresses and the like."""

LONGEST_ABBREVIATION: Final = 5
"""Characters of a word in capitals that has no ending to remove, such as ALS."""

_WORD: Final = re.compile(r"[^\W_]+")
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]{2,}"
)


@dataclass(frozen=True, slots=True)
class TrialWords:
    """The stems of a trial in alphabetical order, and for each of them its spelling (the most
    frequent one), the mask of its fields, its count in all fields, and that in SHORT_FIELDS.
    """

    stems: list[str]
    spellings: list[str]
    masks: list[int]
    counts: bytes
    short_counts: bytes

    @property
    def digest(self) -> int:
        """64 bits that differ where the words, their fields or counts do."""
        parts = ("\n".join(self.stems), str(self.masks), self.counts.hex(), self.short_counts.hex())
        return int.from_bytes(hashlib.sha256("\n".join(parts).encode()).digest()[:8])


def words_of(text: TrialText) -> TrialWords:
    """The words of a trial's text, without stop words and NCT ids."""
    spelled: dict[str, Counter[str]] = {}
    masks: dict[str, int] = {}
    counts: Counter[str] = Counter()
    short_counts: Counter[str] = Counter()
    for field, texts in text.fields.items():
        bit, is_short = BITS[field], field in SHORT_FIELDS
        for word, count in Counter(_words(texts)).items():
            stem = _stem(word)
            if stem is None:
                continue
            masks[stem] = masks.get(stem, 0) | bit
            counts[stem] += count
            if is_short:
                short_counts[stem] += count
            spelled.setdefault(stem, Counter())[word] += count
    stems = sorted(masks)
    return TrialWords(
        stems,
        [min(spelled[s], key=lambda word: (-spelled[s][word], word)) for s in stems],
        [masks[stem] for stem in stems],
        bytes(min(counts[stem], MOST) for stem in stems),
        bytes(min(short_counts[stem], MOST) for stem in stems),
    )


def stems_of(name: str) -> list[str]:
    """The stems of a name, without stop words."""
    return [stem for word in _words((name,)) if (stem := _stem(word)) is not None]


def _words(texts: Iterable[str]) -> Iterable[str]:
    text = "\n".join(texts)
    if text.isascii():
        return _WORD.findall(text)
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    return [part for word in words for part in _parts(word)]


def _parts(word: str) -> Iterable[str]:
    if word.isascii() or not _UNSPACED.search(word):
        return (word,)
    return [word[place : place + 2] for place in range(len(word) - 1)]


@lru_cache(maxsize=1 << 18)
def _stem(word: str) -> str | None:
    """The stem of a word; None for a stop word, a number, an NCT id, and what is no word."""
    plain = word.lower()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(each for each in decomposed if not unicodedata.combining(each))
    if len(plain) < 2 or len(plain) > LONGEST_WORD or plain in STOP_WORDS or plain.isdecimal():
        return None
    if NCT_ID.fullmatch(plain.upper()):
        return None
    if word.isupper() and len(word) <= LONGEST_ABBREVIATION:
        return plain
    stem: str = _stemmer().stemWord(plain)
    return stem


@cache
def _stemmer() -> Stemmer.Stemmer:
    import Stemmer

    return Stemmer.Stemmer("english")
