"""A drawing as a self-contained HTML page, with all that is known of a box in a panel.

https://html.spec.whatwg.org/. The boxes are where the SVG has them; on a narrow screen they stack.
Its only script and its only style are allowed by their hashes, and it loads nothing:
https://www.w3.org/TR/CSP3/.
"""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from itertools import groupby
from typing import Final
from xml.etree import ElementTree as ET

from kg.related.picture.layout import HEADINGS, Box, Drawing
from kg.related.picture.neighbourhood import LINK, OTHER, OWN, TRIAL
from kg.related.picture.nodes import Node
from kg.related.picture.page_style import style
from kg.related.picture.svg import LEGEND, clean, curve, head, left_out, number
from kg.related.reasons import Reason
from kg.text.nct_ids import find_nct_ids

_ENDS: Final = 6
"""Related trials that a link names where no lines are drawn."""

_HINT: Final = "Choose a box: what is known of it, with the evidence, appears here."


def page(drawing: Drawing) -> bytes:
    """The page; the same drawing gives the same bytes."""
    near = drawing.neighbourhood
    name = f"{near.trial}: {near.title}"
    script, looks = _script(), style(drawing)
    root = ET.Element("html", {"lang": "en"})
    top = ET.SubElement(root, "head")
    ET.SubElement(top, "meta", {"charset": "utf-8"})
    ET.SubElement(
        top,
        "meta",
        {"http-equiv": "Content-Security-Policy", "content": policy(drawing)},
    )
    ET.SubElement(
        top, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}
    )
    _text(top, "title", name)
    ET.SubElement(top, "style").text = looks
    body = ET.SubElement(root, "body")
    _text(ET.SubElement(body, "header"), "h1", f"The neighbourhood of {name}")
    _picture(body, drawing)
    _legend(body, drawing)
    _panel(body, drawing)
    ET.SubElement(body, "script").text = script
    text: bytes = ET.tostring(root, "utf-8", method="html")
    return b"<!DOCTYPE html>\n" + text + b"\n"


def policy(drawing: Drawing) -> str:
    """The Content-Security-Policy of the page of a drawing."""
    allowed = f"style-src {_hash(style(drawing))}; script-src {_hash(_script())}"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _script() -> str:
    return files("kg.related.picture").joinpath("page.js").read_text("utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _text(parent: ET.Element, tag: str, text: str, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, tag, attributes)
    child.text = clean(text)
    return child


def _picture(body: ET.Element, drawing: Drawing) -> None:
    """Writes the columns, the trial first; its own things follow what links it to others."""
    picture = ET.SubElement(body, "main", {"class": "picture"})
    canvas = ET.SubElement(picture, "div", {"class": "canvas"})
    _lines(canvas, drawing)
    for column in (TRIAL, LINK, OTHER):
        _column(canvas, drawing, column)
    _column(picture, drawing, OWN)


def _lines(canvas: ET.Element, drawing: Drawing) -> None:
    size = {"width": number(drawing.width), "height": number(drawing.height)}
    lines = ET.SubElement(canvas, "svg", {"class": "lines", "aria-hidden": "true", **size})
    for line in drawing.lines:
        edge = line.edge
        names = f"k-{edge.kind} {edge.left} {edge.right}" + " of-own" * (edge.right == "trial")
        ET.SubElement(lines, "path", {"class": f"line {names}", "d": curve(line)})
        if points := head(line):
            ET.SubElement(lines, "polygon", {"class": f"head {names}", "points": points})


def _column(parent: ET.Element, drawing: Drawing, column: int) -> None:
    boxes = [box for box in drawing.boxes if box.column == column]
    if not boxes:
        return
    name = f"column-{column}"
    section = ET.SubElement(
        parent, "section", {"class": "column" + " own" * (column == OWN), "aria-labelledby": name}
    )
    _text(section, "h2", HEADINGS[column], id=name)
    items = ET.SubElement(section, "ul")
    captions = {box.node.id: box.node.caption for box in drawing.boxes}
    for box in boxes:
        edges = drawing.neighbourhood.edges
        ends = [captions[edge.right] for edge in edges if edge.left == box.node.id]
        _box(items, box, ends if column == LINK else [])


def _box(items: ET.Element, box: Box, ends: list[str]) -> None:
    """Writes a box; `ends` are the related trials that it leads to."""
    node = box.node
    item = ET.SubElement(items, "li", {"id": node.id, "class": f"box k-{node.kind}"})
    opens = {"type": "button", "aria-expanded": "false", "aria-controls": f"about-{node.id}"}
    button = ET.SubElement(item, "button", opens)
    _text(button, "span", node.caption, **{"class": "caption"}).tail = " "
    for role, rows in groupby(box.rows, key=lambda row: row.role):
        part = ET.SubElement(button, "span", {"class": role})
        part.tail = " "
        for row in rows:
            _text(part, "span", row.text, **{"class": "row"}).tail = " "
    if ends:
        more = f" and {len(ends) - _ENDS} more" if len(ends) > _ENDS else ""
        _text(button, "span", f"→ {', '.join(ends[:_ENDS])}{more}", **{"class": "ends"})


def _panel(body: ET.Element, drawing: Drawing) -> None:
    panel = ET.SubElement(body, "aside", {"id": "panel", "aria-label": "Evidence"})
    _text(panel, "button", "Close", type="button", **{"class": "close"})
    _text(panel, "p", _HINT, **{"class": "hint"})
    for box in drawing.boxes:
        _about(panel, box.node)


def _about(panel: ET.Element, node: Node) -> None:
    """Writes all that is known of a box."""
    about = ET.SubElement(panel, "section", {"id": f"about-{node.id}", "hidden": "hidden"})
    _text(about, "h2", node.heading, tabindex="-1")
    for fact in node.facts:
        _text(about, "p", fact)
    if node.href:
        away = {"target": "_blank", "rel": "noreferrer"}
        words = f"The page of {node.caption}" if node.page else node.href
        _text(ET.SubElement(about, "p"), "a", words, href=node.href, **away)
    if node.reasons:
        reasons = ET.SubElement(about, "ul")
        for reason in node.reasons:
            _reason(reasons, reason)


def _legend(body: ET.Element, drawing: Drawing) -> None:
    footer = ET.SubElement(body, "footer")
    legend = ET.SubElement(footer, "ul", {"class": "legend", "aria-label": "Colours"})
    kinds = {box.node.kind for box in drawing.boxes}
    for kind, words in LEGEND.items():
        if kind in kinds:
            _text(legend, "li", words, **{"class": f"k-{kind}"})
    if drawing.neighbourhood.left_out:
        _text(footer, "p", left_out(drawing))


def _reason(reasons: ET.Element, reason: Reason) -> None:
    """Writes a reason with its quotes, in which the trial that they are about is marked."""
    item = _text(reasons, "li", reason.text)
    for quote in reason.quotes:
        said = ET.SubElement(item, "blockquote")
        end = 0
        last: ET.Element | None = None
        found = list(find_nct_ids(quote))
        mentions = [each for each in found if each.nct_id == reason.mentioned] or found
        for mention in mentions:
            _append(said, last, quote[end : mention.start])
            last = _text(said, "mark", quote[mention.start : mention.end])
            end = mention.end
        _append(said, last, quote[end:])


def _append(parent: ET.Element, last: ET.Element | None, text: str) -> None:
    """Adds text behind the last child of an element, or to one that has none."""
    if last is None:
        parent.text = clean(text)
    else:
        last.tail = clean(text)
