"""The nearest of several choices, for messages about a word that is none of them."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """The end of a message that names the choice most like `word`; empty if none is like it.

    >>> did_you_mean("recruting", ["completed", "recruiting"])
    ": did you mean 'recruiting'?"
    """
    by_lower_case = {choice.casefold(): choice for choice in choices}
    found = get_close_matches(word.casefold(), by_lower_case, n=1, cutoff=0.7)
    return f": did you mean {by_lower_case[found[0]]!r}?" if found else ""
