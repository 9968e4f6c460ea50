"""A drawing as a self-contained HTML page: SVG, with the evidence of a box on hover.

https://html.spec.whatwg.org/. It has no script: the box under the pointer, or with the keyboard
focus, is selected with :has(), https://www.w3.org/TR/selectors-4/#relational.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from kg.related.picture.layout import Box, Drawing
from kg.related.picture.svg import clean, element

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"

_STYLE: Final = """
body { margin: 1rem; font-family: 'Source Sans Pro', 'Segoe UI', Helvetica, Arial, sans-serif;
       color: #1a1a1a; background: #fff; }
h1 { font-size: 1.3rem; margin: 0 0 .5rem; }
svg { max-width: 100%; height: auto; }
.box { cursor: default; }
a .box { cursor: pointer; }
.box:hover rect, a:focus .box rect, .box:focus rect { stroke-width: 3; }
aside { display: none; position: fixed; right: 1rem; bottom: 1rem; width: min(36rem, 90vw);
        max-height: 60vh; overflow: auto; padding: .8rem 1rem; background: #fffbe9;
        border: 1px solid #333; border-radius: 4px; box-shadow: 0 2px 12px #0004;
        font-size: .95rem; white-space: pre-line; }
aside h2 { font-size: 1rem; margin: 0 0 .4rem; }
aside p { margin: .2rem 0; }
@media print { aside { display: block; position: static; width: auto; box-shadow: none; } }
"""


def page(drawing: Drawing) -> bytes:
    """The page; the same drawing gives the same bytes."""
    near = drawing.neighbourhood
    title = f"{near.trial}: {near.title}"
    root = ET.Element("html", {"lang": "en"})
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "meta", {"charset": "utf-8"})
    ET.SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY})
    ET.SubElement(head, "meta", {"name": "viewport", "content": "width=device-width"})
    ET.SubElement(head, "title").text = clean(title)
    ET.SubElement(head, "style").text = _STYLE + "\n".join(_rules(drawing)) + "\n"
    body = ET.SubElement(root, "body")
    ET.SubElement(body, "h1").text = clean(f"The neighbourhood of {title}")
    ET.SubElement(body, "p").text = "Point at a box, or tab to it: its evidence appears."
    picture = element(drawing, titles=False)
    for group in picture.iter("g"):
        group.set("tabindex", "0")
        group.set("aria-describedby", f"about-{group.get('id')}")
    body.append(picture)
    for box in drawing.boxes:
        body.append(_about(box))
    text: bytes = ET.tostring(root, "utf-8", method="html")
    return b"<!DOCTYPE html>\n" + text + b"\n"


def _rules(drawing: Drawing) -> Iterator[str]:
    """The style rules that show the evidence and lines of a box on hover or focus."""
    for box in drawing.boxes:
        name = box.node.id
        for state in ("hover", "focus"):
            yield f"body:has(#{name}:{state}) #about-{name} {{ display: block; }}"
            yield (
                f"body:has(#{name}:{state}) .{name}.line"
                " { stroke-width: 3.5; stroke-opacity: 1; }"
            )


def _about(box: Box) -> ET.Element:
    node = box.node
    about = ET.Element("aside", {"id": f"about-{node.id}"})
    ET.SubElement(about, "h2").text = clean(f"{node.caption}: {' '.join(node.text.split())}")
    for line in node.details:
        ET.SubElement(about, "p").text = clean(line)
    return about
