"""Pictures of a trial's neighbourhood: SVG, HTML with the evidence, PNG; one module each.

`neighbourhood` selects what is drawn, `layout` places it. The same store gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kg.errors import UsageError
from kg.related.picture.layout import drawing
from kg.related.picture.neighbourhood import Neighbourhood
from kg.related.picture.page import page
from kg.related.picture.png import png
from kg.related.picture.svg import svg
from kg.system.output_files import open_output

WRITERS: Final = {".svg": svg, ".html": page, ".png": png}
"""Ending of a picture -> the function that makes its bytes."""


def ending_of(path: str | Path) -> str:
    """The ending, which determines the format of a picture; UsageError if kg does not draw it."""
    ending = Path(path).suffix.lower()
    if ending not in WRITERS:
        raise UsageError(f"{path} is not a picture that kg draws: use .svg, .png or .html")
    return ending


def write_picture(neighbourhood: Neighbourhood, path: str | Path) -> None:
    """Draws a neighbourhood to a file, in the format of its ending."""
    data = WRITERS[ending_of(path)](drawing(neighbourhood))
    with open_output(path) as output:
        output.write(data)
