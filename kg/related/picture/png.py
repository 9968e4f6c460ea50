"""A drawing as PNG, made by resvg with fonts that kg installs. https://www.w3.org/TR/png-3/"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Final

from kg.related.picture.layout import Drawing
from kg.related.picture.svg import FONT, svg

ZOOM: Final = 2.0
"""Pixels of the PNG per pixel of the drawing, to be legible on any screen and in print."""

_HIGHEST: Final = 20_000
"""Pixels of the height of a PNG; a higher drawing has fewer for each of its own."""

_FONTS: Final = ("SourceSansPro-Regular.otf", "SourceSansPro-Semibold.otf")
_OTHER_SCRIPT: Final = re.compile("[\u0530-\u1dff\u2c00-\U0010ffff]")
"""Characters beyond Latin, Greek and Cyrillic, which these fonts do not have."""


def png(drawing: Drawing) -> bytes:
    """The picture; the same bytes everywhere, unless it needs characters of system fonts."""
    from resvg_py import svg_to_bytes

    folder = files("font_source_sans_pro") / "files"
    text = svg(drawing).decode()
    return bytes(
        svg_to_bytes(
            svg_string=text,
            zoom=min(ZOOM, _HIGHEST / drawing.height),
            font_files=[str(folder / name) for name in _FONTS],
            font_family=FONT,
            sans_serif_family=FONT,
            skip_system_fonts=not _OTHER_SCRIPT.search(text),
        )
    )
