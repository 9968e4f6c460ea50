"""The nearest of several choices, for messages about a word that is none of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

_LIKE: Final = 0.8
"""The least likeness of a choice, from 0 to 1, which "England" and "Greenland" do not have."""

_SHORT: Final = 4
_LIKE_SHORT: Final = 0.75
"""The letters of a short word, and the likeness of one with two letters exchanged."""

_MOST: Final = 3
_WORDS: Final = re.compile(r"\w+")


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """The end of a message that names the choice most like `word`; empty if none is like it.

    Failing that, it names the choices of several words of which `word` is one.

    >>> did_you_mean("recruting", ["completed", "recruiting"])
    ": did you mean 'recruiting'?"
    >>> did_you_mean("guinea", ["Guinea-Bissau", "Papua New Guinea"])
    ": did you mean 'Guinea-Bissau' or 'Papua New Guinea'?"
    """
    by_lower_case = {choice.casefold(): choice for choice in choices}
    wanted = word.casefold()
    least = _LIKE_SHORT if len(wanted) <= _SHORT else _LIKE
    found = get_close_matches(wanted, by_lower_case, n=1, cutoff=least) or sorted(
        choice for choice in by_lower_case if wanted in _WORDS.findall(choice)
    )
    named = " or ".join(repr(by_lower_case[each]) for each in found[:_MOST])
    return f": did you mean {named}?" if found else ""
