"""Pictures of a trial's neighbourhood: SVG, a page of HTML with the evidence, PNG; a module each.

`neighbourhood` chooses what is drawn, `layout` says where it stands. The same store gives the same
bytes.
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
"""The endings of pictures, and what makes the bytes of each."""


def ending_of(path: str | Path) -> str:
    """The ending that says what a picture is; UsageError where it says nothing that kg draws."""
    ending = Path(path).suffix.lower()
    if ending not in WRITERS:
        raise UsageError(f"{path} is no picture that kg draws: name it .svg, .png or .html")
    return ending


def write_picture(neighbourhood: Neighbourhood, path: str | Path) -> None:
    """Draws a neighbourhood into a file, in the form that its ending names."""
    data = WRITERS[ending_of(path)](drawing(neighbourhood))
    with open_output(path) as output:
        output.write(data)
