"""Copies of a real record that are not the same record: other names, other texts, another id.

A record is split once, into its JSON text and the words in it that change; a copy is those pieces
with other words in their places. Every word is replaced by one of the same length from a field of
the same kind in some real record, so a copy has the size, the structure and the vocabulary of a
real one, and equal texts within a record (an arm's label and its mentions) stay equal.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from random import Random
from typing import Any, Final, TypeAlias

Pool: TypeAlias = list[bytes]
"""The words of one kind, length and capitalisation; common words more than once."""

Place: TypeAlias = tuple[int, Pool]
"""The piece of a text that changes, and its possible replacements."""

_TEXT, _NAME, _PERSON, _NUMBER, _DATE = "text", "name", "person", "number", "date"

_FIELDS: Final = {
    _TEXT: r"""\w*(?:[tT]itle|Summary|[dD]escription|Criteria|Population)|acronym|label|measure
        |armGroupLabels|citation|whyStopped|comment""",
    _NAME: r"""(?:leadSponsor|collaborators|interventions)\.name|fullName|\w*[aA]ffiliation
        |facility|city|state|conditions|keywords|otherNames|interventionNames|timeFrame""",
    _PERSON: r"(?:overallOfficials|\w*[cC]ontacts)\.name|investigatorFullName|email",
    _NUMBER: r"(?:orgStudyIdInfo|secondaryIdInfos)\.id|pmid|phone|zip",
    _DATE: r"\w*[dD]ate|versionHolder",
}
"""Kind -> the ends of the paths of its fields. Fields in no row are not changed: codes, countries,
MeSH terms, co-ordinates, quantities, the results."""

_KINDS = re.compile(
    r"\.(?:" + "|".join(f"(?P<{kind}>{ends})" for kind, ends in _FIELDS.items()) + ")$",
    re.VERBOSE,
)
_RESULTS = "resultsSection"
_SECOND_COPY = "locations_nested"  # some downloads have it, the registry's own file does not

_WORD = re.compile(r"(?<![A-Za-z])(?:[A-Z]?[a-z]{3,}|[A-Z]{4,})(?![A-Za-z])")
_LONG_NUMBER = re.compile(r"(?<![A-Za-z\d])\d{5,}")
_FULL_DATE = re.compile(r"\d{4}(?=-\d\d)")
_KEPT = frozenset(["inclusion", "exclusion", "criteria"])  # headings that the mapping recognises
_TYPED = re.compile(r"(?:[A-Z][a-z]+(?: [A-Z][a-z]+)?): ")  # "Drug: aspirin"
_NCT_ID = re.compile(rb"NCT\d{8}")

_EVERY = 6
"""In free text every sixth word changes."""
_UNCHANGED = 0.5
"""How often a name that trials share (a sponsor, a site, a condition) is not changed."""
_LEAPS = (0, 4)
"""The years by which the dates of a copy may move: leap years stay leap years."""


class Words:
    """The words in records, by kind; `learn` from every record, then get pools."""

    def __init__(self) -> None:
        self._pools: defaultdict[tuple[str, int, bool, bool], Pool] = defaultdict(list)
        self._shared: dict[str, bytes] = {}

    def learn(self, record: dict[str, Any]) -> None:
        """Adds the words of a record."""
        for value, path in _strings(record, ""):
            kind = kind_of(path)
            if kind in (_TEXT, _NAME, _PERSON):
                for word in _WORD.findall(value):
                    shared = self._shared.setdefault(word, word.encode())
                    self._pools[_key(_shelf(kind, path), word)].append(shared)

    def pool(self, kind: str, path: str, word: str) -> Pool:
        """The possible replacements of a word."""
        return self._pools[_key(_shelf(kind, path), word)]


class Original:
    """A real record, split. `size` is that of its JSON without blanks, in bytes."""

    def __init__(self, record: dict[str, Any], words: Words) -> None:
        self.nct_id: str = record["protocolSection"]["identificationModule"]["nctId"]
        self.has_results = _RESULTS in record
        self._aliases = _aliases(record)
        self._words = words
        self._texts: list[tuple[str, list[bytes], list[Place]]] = []
        self._numbers: dict[str, int] = {}
        self._pieces: list[bytes | int] = []
        whole: list[str | int] = []
        self._take(record, "", whole)
        self._join(whole)
        self.size = len(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode())

    def copy(self, number: int, name: Callable[[int], str], random: Random) -> bytes:
        """The copy that is the `number`-th record of a corpus, as compact JSON.

        `name` gives the id of a record of the corpus. Other trials that are mentioned become
        earlier records of the corpus, so that links between trials have a target.
        """
        leap = random.choice(_LEAPS)
        texts = [_filled(*text, leap, random.random) for text in self._texts]
        data = b"".join(
            [piece if isinstance(piece, bytes) else texts[piece] for piece in self._pieces]
        )
        ids = {self.nct_id.encode(): name(number).encode()}

        def renamed(match: re.Match[bytes]) -> bytes:
            found = match[0]
            if found in self._aliases:
                return f"NCT9{name(number)[4:]}".encode()
            if found not in ids:
                ids[found] = name(random.randrange(number)).encode() if number else found
            return ids[found]

        return _NCT_ID.sub(renamed, data)

    def _take(self, value: Any, path: str, whole: list[str | int]) -> None:
        """Appends the JSON of a value to `whole`, with a number for each text that changes."""
        if isinstance(value, dict):
            for before, (key, inner) in zip(_commas("{"), value.items(), strict=False):
                whole.append(f"{before}{_json(key)}:")
                self._take(inner, f"{path}.{key}", whole)
            whole.append("}" if value else "{}")
        elif isinstance(value, list):
            for before, inner in zip(_commas("["), value, strict=False):
                whole.append(before)
                self._take(inner, path, whole)
            whole.append("]" if value else "[]")
        elif isinstance(value, str) and (kind := kind_of(path)):
            typed = _TYPED.match(value) if path.endswith("interventionNames") else None
            start = typed.end() if typed else 0
            whole += ['"' + _escaped(value[:start]), self._text(value[start:], kind, path), '"']
        else:
            whole.append(_json(value))

    def _text(self, value: str, kind: str, path: str) -> int:
        if value not in self._numbers:
            self._numbers[value] = len(self._texts)
            self._texts.append((kind, *self._split(value, kind, path)))
        return self._numbers[value]

    def _split(self, value: str, kind: str, path: str) -> tuple[list[bytes], list[Place]]:
        if kind == _DATE:
            found = _FULL_DATE.search(value)
            return ([value[:4].encode(), value[4:].encode()] if found else [value.encode()]), []
        changing: list[tuple[re.Match[str], Pool]] = [
            (match, self._words.pool(kind, path, match[0]))
            for match in _chosen(kind, list(_WORD.finditer(value)))
        ]
        if kind in (_NUMBER, _TEXT):
            changing += [(match, []) for match in _LONG_NUMBER.finditer(value)]
            changing.sort(key=lambda each: each[0].start())
        pieces: list[bytes] = []
        places: list[Place] = []
        end = 0
        for match, pool in changing:
            pieces.append(_escaped(value[end : match.start()]).encode())
            places.append((len(pieces), pool))
            pieces.append(match[0].encode())
            end = match.end()
        pieces.append(_escaped(value[end:]).encode())
        return pieces, places

    def _join(self, whole: list[str | int]) -> None:
        """Joins what is between two texts into one piece."""
        fixed: list[str] = []
        for each in [*whole, -1]:
            if isinstance(each, str):
                fixed.append(each)
            else:
                self._pieces += ["".join(fixed).encode(), each]
                fixed = []
        self._pieces.pop()


def without_second_copy(record: dict[str, Any]) -> dict[str, Any]:
    """The record without the second copy of its sites that some downloads have."""
    record["protocolSection"].get("contactsLocationsModule", {}).pop(_SECOND_COPY, None)
    return record


def kind_of(path: str) -> str | None:
    """How a field of a record changes from copy to copy; None if it does not."""
    found = None if path.startswith(f".{_RESULTS}.") else _KINDS.search(path)
    return found.lastgroup if found else None


def _filled(
    kind: str, pieces: list[bytes], places: list[Place], leap: int, random: Callable[[], float]
) -> bytes:
    if kind == _DATE:
        return b"%d%b" % (int(pieces[0]) + leap, pieces[1]) if len(pieces) == 2 else pieces[0]
    if not places or (kind == _NAME and random() < _UNCHANGED):
        return b"".join(pieces)
    pieces = pieces.copy()
    for place, pool in places:
        if pool:
            pieces[place] = pool[int(random() * len(pool))]
        else:
            digits = len(pieces[place])
            pieces[place] = b"%d" % ((1 + 9 * random()) * 10 ** (digits - 1))
    return b"".join(pieces)


def _chosen(kind: str, words: list[re.Match[str]]) -> list[re.Match[str]]:
    """The words that change: one of a name, two of a person's, each sixth of a free text."""
    words = [word for word in words if word[0].lower() not in _KEPT]
    if kind == _TEXT:
        return words[::_EVERY] if len(words) > _EVERY else words[:2]
    return words[: {_NAME: 1, _PERSON: 2}.get(kind, 0)]


def _shelf(kind: str, path: str) -> str:
    """Free texts share their words; a name takes those of its own field."""
    return kind if kind != _NAME else path.rpartition(".")[2]


def _key(shelf: str, word: str) -> tuple[str, int, bool, bool]:
    return shelf, len(word), word[0].isupper(), word[1].isupper()


def _aliases(record: dict[str, Any]) -> frozenset[bytes]:
    module = record["protocolSection"]["identificationModule"]
    return frozenset(alias.encode() for alias in module.get("nctIdAliases", ()))


def _strings(value: Any, path: str) -> Iterable[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, path)
    elif isinstance(value, str):
        yield value, path


def _commas(first: str) -> Iterable[str]:
    yield first
    while True:
        yield ","


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _escaped(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]
