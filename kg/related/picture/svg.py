"""A drawing as SVG without scripts, with links to http(s) addresses only.

https://www.w3.org/TR/SVG2/. It is built from elements and not from text, so that `<` or `&` in a
title is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as ET

from kg.related.picture.layout import (
    BAR,
    CAPTION,
    FOOT,
    HEAD,
    HEADINGS,
    LINE,
    MARGIN,
    PADDING,
    Box,
    Drawing,
)
from kg.related.picture.layout import EdgeLine as Drawn
from kg.related.picture.wrapping import TEXT, length

FONT: Final = "Source Sans Pro"
_FAMILY: Final = f"'{FONT}', 'Source Sans 3', 'Segoe UI', Helvetica, Arial, sans-serif"

COLOURS: Final[Mapping[str, str]] = {
    "trial": "#333333",
    "statement": "#c04a00",
    "similarity": "#22267a",
    "person": "#0072b2",
    "organization": "#8a3ffc",
    "site": "#00795c",
    "condition": "#9a6700",
    "intervention": "#b5127d",
    "publication": "#5b6770",
}
"""The colour of each kind, legible on white and distinct for colour-blind readers."""

_INK: Final = "#1a1a1a"
_MUTED: Final = "#555555"

LEGEND: Final[Mapping[str, str]] = {
    "statement": "stated in a record",
    "similarity": "similar trial",
    "person": "person",
    "organization": "organization",
    "site": "site",
    "condition": "condition",
    "intervention": "intervention",
    "publication": "publication",
}
"""Each kind in words; a trial needs none."""

_UNWRITTEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML can't hold: https://www.w3.org/TR/xml/#charsets"""


def svg(drawing: Drawing) -> bytes:
    """An SVG document, with all that is known of each box as its title."""
    width, height = drawing.width, drawing.height
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {number(width)} {number(height)}",
            "width": number(width),
            "height": number(height),
            "font-family": _FAMILY,
            "font-size": str(TEXT),
            "role": "group",
        },
    )
    near = drawing.neighbourhood
    ET.SubElement(root, "title").text = clean(f"The neighbourhood of {near.trial}: {near.title}")
    ET.SubElement(
        root, "rect", {"width": number(width), "height": number(height), "fill": "#ffffff"}
    )
    for column, x in drawing.headings.items():
        _text(root, x, HEAD - 28, HEADINGS[column], "#333333", size=15, bold=True)
    for line in drawing.lines:
        _line(root, line)
    for box in drawing.boxes:
        _box(root, box)
    _foot(root, drawing)
    ET.indent(root)
    text: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return text + b"\n"


def clean(text: str) -> str:
    """The text without what XML can't hold."""
    return _UNWRITTEN.sub("\ufffd", text)


def curve(line: Drawn) -> str:
    """The path of a line: https://www.w3.org/TR/SVG2/paths.html"""
    bend = (line.x2 - line.x1) / 2
    start = f"M{number(line.x1)} {number(line.y1)}"
    bends = (
        f"C{number(line.x1 + bend)} {number(line.y1)} {number(line.x2 - bend)} {number(line.y2)}"
    )
    return f"{start}{bends} {number(line.x2)} {number(line.y2)}"


def head(line: Drawn) -> str:
    """The corners of the head of an arrow; empty for a line without one."""
    if not line.edge.arrow:
        return ""
    right = line.edge.arrow == "right"
    x, y, back = (line.x2, line.y2, -9) if right else (line.x1, line.y1, 9)
    corners = ((x, y), (x + back, y - 4.5), (x + back, y + 4.5))
    return " ".join(f"{number(across)},{number(down)}" for across, down in corners)


def _line(root: ET.Element, line: Drawn) -> None:
    colour = COLOURS[line.edge.kind]
    stroke = {"stroke": colour, "stroke-width": "1.6", "stroke-opacity": "0.75"}
    ET.SubElement(root, "path", {"d": curve(line), "fill": "none", **stroke})
    if points := head(line):
        ET.SubElement(root, "polygon", {"points": points, "fill": colour})


def _box(root: ET.Element, box: Box) -> None:
    node = box.node
    parent = root
    if node.href:
        parent = ET.SubElement(root, "a", {"href": node.href, "target": "_blank"})
    group = ET.SubElement(parent, "g", {"id": node.id, "class": "box"})
    known = "\n".join([node.text, *node.facts, *map(str, node.reasons)])
    ET.SubElement(group, "title").text = clean(known)
    colour = COLOURS[node.kind]
    center = node.id == "trial"
    place = {"x": number(box.x), "y": number(box.y), "height": number(box.height)}
    frame = {"stroke": colour, "stroke-width": "2.5" if center else "1", "rx": "3"}
    fill = "#f3f3f3" if node.kind == "trial" else "#ffffff"
    ET.SubElement(group, "rect", {**place, "width": number(box.width), "fill": fill, **frame})
    ET.SubElement(group, "rect", {**place, "width": str(BAR), "fill": colour})
    x, y = box.x + BAR + PADDING, box.y + PADDING + CAPTION
    is_trial = node.kind == "trial"
    _text(group, x, y, node.caption, colour, size=TEXT + 1 if is_trial else CAPTION, bold=True)
    for line, row in enumerate(box.rows, 1):
        ink = _MUTED if row.role == "brief" else _INK
        _text(group, x, y + line * LINE, row.text, ink, bold=row.role == "more")


def _foot(root: ET.Element, drawing: Drawing) -> None:
    """Writes the legend of the colours, and what is left out."""
    kinds = {box.node.kind for box in drawing.boxes}
    x, y = float(MARGIN), drawing.height - FOOT + 30
    for kind, name in LEGEND.items():
        if kind in kinds:
            mark = {"x": number(x), "y": number(y - 10), "width": "12", "height": "12"}
            ET.SubElement(root, "rect", {**mark, "fill": COLOURS[kind]})
            _text(root, x + 18, y, name, "#333333")
            x += 36 + length(name)
    if drawing.neighbourhood.left_out:
        _text(root, MARGIN, y + 22, left_out(drawing), "#333333")


def left_out(drawing: Drawing) -> str:
    """What the picture leaves out, in words."""
    return "Left out, being weaker: " + ", ".join(drawing.neighbourhood.left_out)


def _text(
    parent: ET.Element,
    x: float,
    y: float,
    text: str,
    colour: str,
    *,
    size: int = TEXT,
    bold: bool = False,
) -> None:
    attributes = {"x": number(x), "y": number(y), "fill": colour}
    if size != TEXT:
        attributes["font-size"] = str(size)
    if bold:
        attributes["font-weight"] = "600"
    ET.SubElement(parent, "text", attributes).text = clean(text)


def number(value: float) -> str:
    """A number with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")
