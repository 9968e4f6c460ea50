"""Names of people: whether a text is the name of one person, and what of it is title or degree.

The name is what remains without the titles before it and the degrees, titles and functions after
it. If what remains could be several people, an organisation or a function, it is no name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg.text.name_parts import (
    ALSO_SURNAMES,
    DEGREES,
    INNER_DEGREE,
    LEADING_TITLES,
    NO_PERSON,
    PARTICLES,
    SEVERAL,
    SURE_DEGREES,
    WHOLE_NAME,
    parts,
)
from kg.text.placeholders import names_nothing

_BREAK: Final = re.compile(r"[,;:/()\[\]|]|\s[-–—]+\s")
"""What can be between a name and what follows it."""

_SEPARATORS: Final = " ,;:/()[]|-–—"
_LAST_WORDS: Final = (re.compile(r"\s(\S+)$"), re.compile(r"\s(\S+\s\S{1,2}\.?)$"))
_NO_NAME: Final = re.compile(r"[^\w\s.,'’‘`´ʼ()\"“”-]|_|\d")
_NICKNAME: Final = re.compile(r"\s[(\"“][^\W\d_]+[)\"”](?=\s)")
_OFTEN_A_DEGREE: Final = re.compile(
    r"\b(?:M\.?\s?D|Ph\.?\s?D|MBBS|MPH|MSc|RN|DO|PharmD|FRCP|FACP)\b"
)
_MOST_WORDS: Final = 8
_LONGEST: Final = 200
"""Words and characters of the longest name, with what goes with it."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """The name of one person without titles, and the degrees that follow it, as given.

    `is_full` is False for a surname or initials alone.
    """

    name: str
    degrees: str | None
    has_title: bool
    is_full: bool


@lru_cache(maxsize=65_536)
def person_name(text: str) -> PersonName | None:
    """The name of a person; None for several people, a function, an organisation, no name."""
    if len(text) > _LONGEST:
        return None
    plain = _plain(text)
    bare = plain[: _end_of_name(plain)]
    degrees, generation = _what_follows(plain[len(bare) :])
    untitled = LEADING_TITLES.sub("", bare)
    name = _in_order(untitled)
    if not name or _is_no_person(name):
        return None
    name = f"{name} {generation}" if generation else name
    has_title = degrees is not None or untitled != bare
    is_full = _is_full(name)
    return PersonName(name, degrees, has_title, is_full) if is_full or has_title else None


def has_degree(text: str) -> bool:
    """Whether a text is the full name of one person, followed by a degree."""
    known = person_name(text) if _OFTEN_A_DEGREE.search(text) else None
    return known is not None and known.is_full and known.degrees is not None


def _plain(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return " ".join(text.strip().replace("\n", ";").split()).strip(" ,;")


def _end_of_name(text: str) -> int:
    """Where the titles, degrees and functions after a name begin."""
    end = len(text)
    while True:
        start = next(_starts(text[:end]), None)
        if start is None:
            return end
        end = len(text[:start].rstrip(_SEPARATORS))


def _starts(text: str) -> Iterator[int]:
    """Where what follows a name can begin, the longest first."""
    for found in _BREAK.finditer(text):
        if _follows_a_name(text[found.end() :], text[: found.start()]):
            yield found.start()
    for pattern in _LAST_WORDS:
        last = pattern.search(text)
        if last and _is_degree(last[1], text[: last.start()]):
            yield last.start()


def _follows_a_name(text: str, name: str) -> bool:
    """Whether all words of a text are titles, degrees, functions or, rarely, other memberships."""
    kinds = {part.kind for part in parts(text)}
    if not name.strip(_SEPARATORS) or "name" in kinds:
        return False
    return "initials" not in kinds or (len(name.split()) > 1 and not name.isupper())


def _is_degree(words: str, name: str) -> bool:
    """Whether the last words before any break are a degree, and not initials or a surname."""
    degree = re.sub(r"\W", "", words).casefold()
    if degree in {"prof", "professor", "dr", "vp", "ceo", "cmo"}:
        return " " in name
    dotted = "." in words.strip(".") or " " in words
    if degree not in DEGREES or not (dotted or sum(map(str.isupper, words)) > 1):
        return False
    if degree in ALSO_SURNAMES and not dotted:
        return False
    return degree in SURE_DEGREES or " " in name


def _what_follows(text: str) -> tuple[str | None, str | None]:
    """The degrees after a name, as given, and what distinguishes a son from his father."""
    found = parts(text)
    generation = next((text[p.start : p.end] for p in found if p.kind == "generation"), None)
    suffixes = [p for p in found if p.kind == "suffix"]
    if not suffixes:
        return None, generation
    start, end = suffixes[0].start, suffixes[-1].end
    return text[start : end + text.startswith((".", ")"), end)], generation


def _in_order(name: str) -> str | None:
    """A name whose surname may come first, before a comma; None for several names."""
    pieces = [piece.strip() for piece in name.split(",") if piece.strip()]
    if len(pieces) < 2:
        return pieces[0] if pieces else None
    *particles, surname = pieces[0].split()
    given = LEADING_TITLES.sub("", pieces[1])
    is_surname = all(word.casefold() in PARTICLES for word in particles) and len(surname) > 1
    if len(pieces) > 2 or not is_surname or not 1 <= len(given.split()) <= 3:
        return None
    return f"{given} {pieces[0]}"


def _is_no_person(name: str) -> bool:
    without_nickname = _NICKNAME.sub("", name)
    return (
        bool(_NO_NAME.search(name) or NO_PERSON.search(name) or SEVERAL.search(name))
        or any(sign in without_nickname for sign in '()"“”')
        or bool(INNER_DEGREE.search(name))
        or len(name.split()) > _MOST_WORDS
        or names_nothing(name, "person")
    )


def _is_full(name: str) -> bool:
    words = re.findall(r"[^\W\d_][^\s.]*", name)
    return any(len(word) > 1 for word in words) and (
        len(words) > 1 or bool(WHOLE_NAME.fullmatch(name))
    )
