"""A drawing as SVG without scripts, with links to http(s) addresses only.

https://www.w3.org/TR/SVG2/. It is built from elements and not from text, so that `<` or `&` in a
title is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as ET

from kg.rdf.terms import WEB_IRI
from kg.related.picture.layout import (
    BAR,
    CAPTION,
    FOOT,
    HEAD,
    LINE,
    MARGIN,
    PADDING,
    TEXT,
    Box,
    Drawing,
)
from kg.related.picture.layout import EdgeLine as Drawn

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

_LEGEND: Final[Mapping[str, str]] = {
    "statement": "stated in a record",
    "similarity": "similar trial",
    "person": "person",
    "organization": "organization",
    "site": "site",
    "condition": "condition",
    "intervention": "intervention",
    "publication": "publication",
}

_UNWRITTEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML can't hold: https://www.w3.org/TR/xml/#charsets"""


def svg(drawing: Drawing) -> bytes:
    """An SVG document, with the details of each box as its title."""
    root = element(drawing, titles=True)
    ET.indent(root)
    text: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return text + b"\n"


def element(drawing: Drawing, *, titles: bool) -> ET.Element:
    """The drawing as an element; with `titles`, the details of each box are its title."""
    width, height = drawing.width, drawing.height
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_n(width)} {_n(height)}",
            "width": _n(width),
            "height": _n(height),
            "font-family": _FAMILY,
            "font-size": str(TEXT),
            "role": "group",
        },
    )
    near = drawing.neighbourhood
    ET.SubElement(root, "title").text = clean(f"The neighbourhood of {near.trial}: {near.title}")
    ET.SubElement(root, "rect", {"width": _n(width), "height": _n(height), "fill": "#ffffff"})
    _heads(root, drawing)
    for line in drawing.lines:
        _line(root, line)
    for box in drawing.boxes:
        _box(root, box, titles)
    _foot(root, drawing)
    return root


def clean(text: str) -> str:
    """The text without what XML can't hold."""
    return _UNWRITTEN.sub("\ufffd", text)


def _heads(root: ET.Element, drawing: Drawing) -> None:
    """Writes the heading of each column."""
    names = ("its own", "the trial", "what links it to others", "related trials")
    drawn = {box.node.id.partition("-")[0]: box.x for box in reversed(drawing.boxes)}
    for key, name in zip(("own", "trial", "link", "other"), names, strict=True):
        if key in drawn:
            _text(root, drawn[key], HEAD - 28, name, "#333333", size=15, bold=True)


def _line(root: ET.Element, line: Drawn) -> None:
    bend = (line.x2 - line.x1) / 2
    colour = COLOURS[line.edge.kind]
    start = f"M{_n(line.x1)} {_n(line.y1)}"
    curve = f"C{_n(line.x1 + bend)} {_n(line.y1)} {_n(line.x2 - bend)} {_n(line.y2)}"
    ET.SubElement(
        root,
        "path",
        {
            "class": f"line {line.edge.left} {line.edge.right}",
            "d": f"{start}{curve} {_n(line.x2)} {_n(line.y2)}",
            "fill": "none",
            "stroke": colour,
            "stroke-width": "1.6",
            "stroke-opacity": "0.75",
        },
    )
    if line.edge.arrow:
        right = line.edge.arrow == "right"
        x, y, back = (line.x2, line.y2, -9) if right else (line.x1, line.y1, 9)
        points = f"{_n(x)},{_n(y)} {_n(x + back)},{_n(y - 4.5)} {_n(x + back)},{_n(y + 4.5)}"
        ET.SubElement(root, "polygon", {"points": points, "fill": colour})


def _box(root: ET.Element, box: Box, titles: bool) -> None:
    node = box.node
    parent = root
    if node.address is not None and WEB_IRI.fullmatch(node.address):
        parent = ET.SubElement(root, "a", {"href": node.address, "target": "_blank"})
    group = ET.SubElement(parent, "g", {"id": node.id, "class": "box"})
    if titles:
        ET.SubElement(group, "title").text = clean("\n".join(node.details))
    colour = COLOURS[node.kind]
    center = node.id == "trial"
    place = {"x": _n(box.x), "y": _n(box.y), "height": _n(box.height)}
    frame = {"stroke": colour, "stroke-width": "2.5" if center else "1", "rx": "3"}
    fill = "#f3f3f3" if node.kind == "trial" else "#ffffff"
    ET.SubElement(group, "rect", {**place, "width": _n(box.width), "fill": fill, **frame})
    ET.SubElement(group, "rect", {**place, "width": str(BAR), "fill": colour})
    x, y = box.x + BAR + PADDING, box.y + PADDING + CAPTION
    is_trial = node.kind == "trial"
    _text(group, x, y, node.caption, colour, size=TEXT + 1 if is_trial else CAPTION, bold=True)
    for number, line in enumerate(box.lines, 1):
        is_more = number > len(box.lines) - len(node.more)
        _text(group, x, y + number * LINE, line, "#1a1a1a", bold=is_more)


def _foot(root: ET.Element, drawing: Drawing) -> None:
    """Writes the legend of the colours, and what is left out."""
    kinds = {box.node.kind for box in drawing.boxes}
    x, y = float(MARGIN), drawing.height - FOOT + 30
    for kind, name in _LEGEND.items():
        if kind in kinds:
            mark = {"x": _n(x), "y": _n(y - 10), "width": "12", "height": "12"}
            ET.SubElement(root, "rect", {**mark, "fill": COLOURS[kind]})
            _text(root, x + 18, y, name, "#333333")
            x += 40 + len(name) * 7.5
    if drawing.neighbourhood.left_out:
        left_out = "Left out, being weaker: " + ", ".join(drawing.neighbourhood.left_out)
        _text(root, MARGIN, y + 22, left_out, "#333333")


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
    attributes = {"x": _n(x), "y": _n(y), "fill": colour}
    if size != TEXT:
        attributes["font-size"] = str(size)
    if bold:
        attributes["font-weight"] = "600"
    ET.SubElement(parent, "text", attributes).text = clean(text)


def _n(number: float) -> str:
    """A number with at most one decimal."""
    return f"{number:.1f}".removesuffix(".0")
