"""The regular expressions of kg mean the same in every Python that it runs on."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any, Final

import kg

MISREAD: Final = r"(?:ab?c)*+"
"""In "aca", Python 3.11.0 to 3.11.4 match all of it with this pattern, and not "ac"."""

REPEATS: Final = {
    _constants.MAX_REPEAT,
    _constants.MIN_REPEAT,
    _constants.POSSESSIVE_REPEAT,
}


def patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The patterns of all modules, each with its name."""
    for module in pkgutil.walk_packages(kg.__path__, "kg."):
        if not module.name.endswith("__main__"):
            for name, value in vars(import_module(module.name)).items():
                if isinstance(value, re.Pattern):
                    yield f"{module.name}.{name}", value


def inside(parsed: Any) -> Iterator[tuple[Any, Any]]:
    """The operations of a parsed pattern, also those within others."""
    for operation, given in parsed:
        yield operation, given
        for each in given if isinstance(given, tuple | list) else [given]:
            parts = each if isinstance(each, list) else [each]
            for part in parts:
                if isinstance(part, _parser.SubPattern):
                    yield from inside(part)


def misread(pattern: re.Pattern[Any] | str) -> bool:
    """Whether a possessive repeat may lose its place in Python before 3.11.5.

    That is so if what it repeats has repeats inside, unless it is an atomic group.
    https://github.com/python/cpython/issues/106052
    """
    text, flags = (pattern, 0) if isinstance(pattern, str) else (pattern.pattern, pattern.flags)
    for operation, given in inside(_parser.parse(text, flags)):
        if operation is _constants.POSSESSIVE_REPEAT:
            body = given[2]
            is_atomic = len(body) == 1 and body[0][0] is _constants.ATOMIC_GROUP
            if not is_atomic and any(each in REPEATS for each, _ in inside(body)):
                return True
    return False


def test_possessive_repeats_mean_the_same_in_every_python() -> None:
    """A repeated part that is an atomic group, `(?>...)*+`, is read rightly by all."""
    assert [name for name, pattern in patterns() if misread(pattern)] == []


def test_it_knows_what_is_misread() -> None:
    assert misread(MISREAD)
    assert not misread(MISREAD.replace("?:", "?>"))
