"""Lists in one text: numbered items, lines, names. A text in doubt is not cut."""

from __future__ import annotations

import re
from typing import Final

from kg.text.plain_words import plain_words

_ITEM: Final = re.compile(r"(\d{1,3})[.)][ \t]+(?=\S)")
_LONGEST_LINE: Final = 100
_SENTENCE: Final = re.compile(r"[.:;]\Z|[.!?] ")
_OUTSIDE_BRACKETS: Final = r"(?![^(\[]*[)\]])"
_SEPARATOR: Final = (
    re.compile(rf"\s*\n\s*{_OUTSIDE_BRACKETS}"),
    re.compile(rf"\s*;\s+{_OUTSIDE_BRACKETS}"),
    re.compile(rf",\s+{_OUTSIDE_BRACKETS}"),
)
_NAME: Final = re.compile(r"[^\W\d].{2,79}")
_MOST_WORDS: Final = 8
_CONTINUES: Final = re.compile(
    r"(?:and|or|with|plus|per|in|for|by|a|an|the|as|to|of|given|followed|then|if|etc|only|alone|both"
    r"|either|versus|vs|once|twice|daily|weekly)\b",
    re.IGNORECASE,
)
"""How what follows a comma begins if it goes on with the name before it."""

_QUALIFIERS: Final = frozenset(
    """human live oral dose doses low high slow daily tablet tablets capsule capsules injection
    injections infusion infusions solution solutions suspension suspensions ointment cream gel
    spray powder powders sachet sachets liquid inc ltd gmbh plc llc usa uk germany""".split()
)
"""Words that say more of a name: a part of these alone is none."""

_QUALIFYING: Final = re.compile(
    r"(?:ed|al|ous|ant|ent|ic|ive|ar|ble|ary|ile|ese|weight|acting|release|strength|grade|free)\Z"
)
"""How the last word of a part ends that may say more of the name before it: "recombinant"."""


def numbered(text: str) -> list[str]:
    """The items of a text that is a list numbered from 1 and nothing else; else the whole text.

    A line that begins with a small letter continues the item before it.
    """
    items: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        bare = line.strip()
        start = _ITEM.match(bare)
        if start and int(start[1]) == len(items) + 1:
            items.append(bare[start.end() :])
        elif items and bare[:1].islower():
            items[-1] = f"{items[-1]} {bare}"
        else:
            return [text]
    return items if len(items) > 1 else [text]


def lines(text: str) -> list[str]:
    """The items of a numbered list, or the lines of a text if each is a short name."""
    items = numbered(text)
    if len(items) > 1:
        return items
    found = [line.strip() for line in text.split("\n") if line.strip()]
    if all(map(_is_short_name, found)):
        return found
    return [text]


def _is_short_name(line: str) -> bool:
    first = line[0]
    if not first.isalnum() or first.islower():
        return False
    return len(line) <= _LONGEST_LINE and not _SENTENCE.search(line)


def names(text: str) -> list[str]:
    """The names in a text that lists names: on numbered lines, on lines, or between ";" or ",".

    The whole text if a part might be no name of its own ("Insulin, human").
    """
    items = numbered(text)
    if len(items) > 1:
        return items
    for separator in _SEPARATOR:
        found = [part.strip(" ,;.") for part in separator.split(text) if part.strip(" ,;.")]
        if len(found) > 1:
            return found if _are_names(found) else [text]
    return [text]


def _are_names(parts: list[str]) -> bool:
    return all(map(_is_name, parts)) and not any(map(_QUALIFYING.search, parts[1:]))


def _is_name(part: str) -> bool:
    return bool(
        _NAME.fullmatch(part)
        and len(part.split()) <= _MOST_WORDS
        and not _CONTINUES.match(part)
        and not _QUALIFIERS.issuperset(plain_words(part))
        and not _SENTENCE.search(part)
    )
