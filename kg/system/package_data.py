"""The folders that ship with the package: shapes, ontologies and sample records.

In a wheel they are inside the package, in a checkout at its root.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def resource(kind: str) -> Path:
    """The folder of one kind: "ontologies", "samples" or "shapes"."""
    shipped = _PACKAGE / kind
    return shipped if shipped.is_dir() else _PACKAGE.parent / kind
