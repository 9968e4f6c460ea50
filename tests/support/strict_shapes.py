"""A shape that a record can break: whatever is in a record, none of kg's own is violated."""

from __future__ import annotations

from pathlib import Path
from typing import Final

FORBIDDEN: Final = "A forbidden title"

_SHAPES: Final = f"""\
@prefix schema: <https://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
[] a sh:NodeShape ; sh:targetSubjectsOf schema:name ;
    sh:property [
        sh:path schema:name ; sh:not [ sh:hasValue "{FORBIDDEN}" ] ;
        sh:message "The title is forbidden."
    ] .
"""


def written(folder: Path) -> tuple[str, Path]:
    """The options of a command that validates against the shape, which is written to the folder."""
    path = folder / "strict.ttl"
    path.write_text(_SHAPES, "utf-8")
    return "--shapes", path
