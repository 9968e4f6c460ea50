"""Checks of what programs pass: a wrong argument is a UsageError with a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import inf
from pathlib import Path
from typing import Any, Final

from kg.errors import UsageError
from kg.rdf.iris import Iris
from kg.stores.query_limits import LEAST_MEMORY

_SECOND: Final = 0.001

_NUMBERS: Final[dict[str, tuple[Any, float, float, str]]] = {
    "limit": (int | None, 1, inf, "a whole number from 1"),
    "timeout": (int | float, _SECOND, inf, "a number of seconds"),
    "memory": (int | float, LEAST_MEMORY, inf, f"a number of GiB from {LEAST_MEMORY:g}"),
    "jobs": (int, 1, 1024, "a number of processes from 1 to 1024"),
    "top": (int, 1, inf, "a whole number from 1"),
    "min_confidence": (int | float, 0, 1, "a number from 0 to 1"),
}
"""Argument -> its type, its least and its largest value, and all of it in words."""


def check_numbers(**given: object) -> None:
    """Raises UsageError for a number that is of another type, or out of its range."""
    for name, value in given.items():
        kind, least, most, words = _NUMBERS[name]
        if not isinstance(value, kind) or (value is not None and not least <= value <= most):
            raise UsageError(f"{name} is {words}, not {value!r}")


def path_of(given: object) -> Path:
    """The path of a file or folder."""
    if isinstance(given, str | Path):
        return Path(given)
    raise UsageError(f"a file or folder is a str or a Path, not a {type(given).__name__}")


def paths_of(given: object) -> list[Path]:
    """The paths of one source or of several."""
    if isinstance(given, str | Path):
        return [path_of(given)]
    if isinstance(given, Iterable):
        return [path_of(each) for each in given]
    raise UsageError(f"sources are files and folders, not a {type(given).__name__}")


def words_of(name: str, given: object) -> tuple[str, ...]:
    """One word or several."""
    found = tuple(given) if isinstance(given, Iterable) and not isinstance(given, str) else (given,)
    if all(isinstance(each, str | int) for each in found):
        return tuple(map(str, found))
    raise UsageError(f"{name} is a text or several, not {given!r}")


def iris_of(given: object) -> Iris:
    """How IRIs are minted, by default kg's own."""
    if given is None or isinstance(given, Iris):
        return given or Iris()
    raise UsageError(f"iris are a kg.Iris, not a {type(given).__name__}")


def pairs_of(given: object) -> list[tuple[str, bytes]]:
    """The places and the bytes of some records."""
    if isinstance(given, Iterable) and not isinstance(given, str | bytes | Mapping):
        pairs = list(given)
        if all(map(_is_pair, pairs)):
            return [(place, bytes(data)) for place, data in pairs]
    raise UsageError("records are pairs of a place, a str, and the bytes of the record")


def _is_pair(given: object) -> bool:
    match given:
        case (str(), bytes() | bytearray()):
            return True
    return False


def check_line_format(given: object) -> None:
    """Raises UsageError for what is no format in which records follow one another."""
    from kg.formats import OUTPUTS

    fit = [name for name, row in OUTPUTS.items() if row.writer.is_of_lines]
    if given not in fit:
        raise UsageError(f"format is one of {', '.join(fit)}, not {given!r}")
