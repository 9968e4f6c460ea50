"""The style of the page of a drawing: page.css, the colours, and where the boxes are.

https://www.w3.org/TR/css-values-4/#calc-notation, https://www.w3.org/TR/mediaqueries-5/.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Final

from kg.related.picture.layout import HEAD, Drawing
from kg.related.picture.svg import COLOURS, number

DARK: Final[Mapping[str, str]] = {
    "trial": "#d8d8d8",
    "statement": "#ff9a5c",
    "similarity": "#a5acff",
    "person": "#62b6f0",
    "organization": "#c4a1ff",
    "site": "#4fc3a1",
    "condition": "#e0ad3f",
    "intervention": "#ff80c8",
    "publication": "#a9b5bd",
}
"""The colour of each kind on a dark screen."""

_NARROWEST, _STEP, _AROUND = 700, 100, 50
"""The narrowest window with columns, the step by which they grow, and what is beside them."""

_PANEL = 420
"""The least width of a panel beside the picture."""

_BESIDE: Final = 220
"""The height of the title and the legend on paper, in pixels of the drawing."""

_PAPERS: Final = {"portrait": (718, 1040), "landscape": (1040, 718)}
"""What a sheet of A4 has room for within margins of 1 cm, in pixels of CSS."""


def style(drawing: Drawing) -> str:
    """The style sheet."""
    static = files("kg.related.picture").joinpath("page.css").read_text("utf-8")
    return static + "\n".join([*_colours(), *_places(drawing), *_sizes(drawing)]) + "\n"


def _colours() -> Iterator[str]:
    for kind, colour in COLOURS.items():
        yield f".k-{kind} {{ --kind: {colour}; }}"
    yield "@media screen and (prefers-color-scheme: dark) {"
    for kind, colour in DARK.items():
        yield f"  .k-{kind} {{ --kind: {colour}; }}"
    yield "}"


def _places(drawing: Drawing) -> Iterator[str]:
    yield f".picture {{ --width: {number(drawing.width)}; --height: {number(drawing.height)}; }}"
    for column, x in drawing.headings.items():
        yield f"#column-{column} {{ --x: {number(x)}; --y: {HEAD - 44}; }}"
    for box in drawing.boxes:
        sizes = zip("xywh", (box.x, box.y, box.width, box.height), strict=True)
        values = " ".join(f"--{name}: {number(value)};" for name, value in sizes)
        yield f"#{box.node.id} {{ {values} }}"


def _sizes(drawing: Drawing) -> Iterator[str]:
    """What depends on the width of the picture: all columns, or the trial's own things below."""
    whole = round(drawing.width) + _AROUND
    rest = drawing.width - drawing.after_own
    yield f"@media screen and (min-width: {_NARROWEST}px) and (max-width: {whole - 1}px) {{"
    yield f"  .canvas {{ --left: {number(drawing.after_own)}; }}"
    yield "  .picture { width: auto; height: auto; }"
    yield "  .lines .of-own { display: none; }"
    yield "  .own h2, .own .box { position: static; width: auto; height: auto; }"
    yield "  .own h2 { margin: .5rem 0; }"
    yield "  .own ul { display: grid; gap: .6rem;"
    yield "    grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); }"
    yield "}"
    for width in range(_NARROWEST, round(rest) + _AROUND, _STEP):
        window = f"(min-width: {width}px) and (max-width: {width + _STEP - 1}px)"
        zoom = min(1, (width - _AROUND) / rest)
        yield f"@media screen and {window} {{ .canvas {{ zoom: {zoom:.2f}; }} }}"
    yield f"@media screen and (min-width: {whole + _PANEL}px) {{"
    yield "  html { --panel-height: 0px; }"
    yield f"  body {{ display: grid; grid-template-columns: {number(drawing.width)}px 1fr;"
    yield "    column-gap: 1rem; }"
    yield "  header, footer { grid-column: 1; }"
    yield "  #panel { grid-column: 2; grid-row: 1 / span 4; top: 1rem; height: calc(100vh - 2rem);"
    yield "    margin: 1rem 0 0; border: 2px solid var(--edge); border-radius: 4px; }"
    yield "}"
    yield from _paper(drawing)


def _paper(drawing: Drawing) -> Iterator[str]:
    """Fits the picture on one sheet, upright or across, whichever makes it larger."""
    height = drawing.height + _BESIDE
    zooms = {
        name: min(1, width / drawing.width, high / height)
        for name, (width, high) in _PAPERS.items()
    }
    best = max(zooms, key=lambda name: zooms[name])
    yield f"@page {{ size: A4 {best}; margin: 1cm; }}"
    yield f"@media print {{ .picture {{ zoom: {zooms[best]:.3f}; }} }}"
