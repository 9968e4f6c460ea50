"""A drawing as PNG, by resvg and with letters that kg brings along. https://www.w3.org/TR/png-3/"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Final

from kg.related.picture.layout import Drawing
from kg.related.picture.svg import FONT, svg

ZOOM: Final = 2.0
"""Pixels of the PNG to one of the drawing, so that it can be read on any screen and in print."""

_FONTS: Final = ("SourceSansPro-Regular.otf", "SourceSansPro-Semibold.otf")
_OTHER_SCRIPT: Final = re.compile("[\u0530-\u1dff\u2c00-\U0010ffff]")
"""Beyond Latin, Greek and Cyrillic, which are all the letters of these fonts."""


def png(drawing: Drawing) -> bytes:
    """The picture; the same bytes everywhere unless it has letters that only the system has."""
    from resvg_py import svg_to_bytes

    folder = files("font_source_sans_pro") / "files"
    text = svg(drawing).decode()
    return bytes(
        svg_to_bytes(
            svg_string=text,
            zoom=ZOOM,
            font_files=[str(folder / name) for name in _FONTS],
            font_family=FONT,
            sans_serif_family=FONT,
            skip_system_fonts=not _OTHER_SCRIPT.search(text),
        )
    )
