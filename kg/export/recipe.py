"""The recipe of an export: a digest of all that decides what graphs are made of records.

Where the recipe and the bytes of a record are the same, so is its graph: it need not be made again.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from kg.dataset.versions import versions
from kg.export.options import ExportOptions
from kg.shacl import Shapes
from kg.system.core import core_files

_PACKAGE: Final = Path(__file__).parents[1]
_REQUIRED: Final = re.compile(r"[\w.-]+(?=[^;]*$)")
"""The name of a package that kg needs, but for those of its extras."""


def recipe_of(options: ExportOptions) -> str:
    """The digest of kg, the packages it needs, and every option with its shapes, in hexadecimal."""
    return hashlib.sha256("\n".join((*_made_by(), *_chosen(options))).encode()).hexdigest()


def _made_by() -> tuple[str, ...]:
    """The versions of everything that may have a part in a graph, and a digest of kg itself.

    While kg is developed, its modules and tables change without its version.
    """
    required = importlib.metadata.requires("kg-trials") or []
    names = [match[0] for each in required if (match := _REQUIRED.match(each))]
    packages = (f"{name} {importlib.metadata.version(name)}" for name in names)
    return (
        *(f"{name} {number}" for name, number in versions().items()),
        *packages,
        _modules(),
        *core_files(),
    )


def _modules() -> str:
    found = hashlib.sha256()
    for path in sorted(each for form in ("*.py", "*.tsv") for each in _PACKAGE.rglob(form)):
        found.update(f"{path.relative_to(_PACKAGE).as_posix()}\n".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _chosen(options: ExportOptions) -> Iterator[str]:
    for each in fields(options):
        value: Any = getattr(options, each.name)
        yield f"{each.name} {value.digest if isinstance(value, Shapes) else value!r}"
