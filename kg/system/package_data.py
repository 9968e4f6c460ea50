"""The folders of data that ship with the package: shapes, ontologies and sample records.

They are inside the package in a wheel, and at the root of a checkout.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def resource(kind: str) -> Path:
    """The folder "ontologies", "samples" or "shapes"."""
    shipped = _PACKAGE / kind
    return shipped if shipped.is_dir() else _PACKAGE.parent / kind
