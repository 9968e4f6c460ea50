"""The lines of an HTML page: what a browser shows as a block is a line.

HTML is read with lxml: it is maintained, repairs broken markup, and reads the project's XML too.
The elements of the page are not known, so any are accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from kg.sources.registry_page.lines import LINE_BREAK, PageLine, TooDeep

HEADINGS = {f"h{level}": level for level in range(1, 7)}
INLINE = frozenset(
    "a abbr acronym b bdi bdo big button cite code data del dfn em font i img ins kbd label mark"
    " math q ruby s samp small span strike strong sub sup time tt u var wbr".split()
)
BOXES = frozenset("a b button data label small span strong time".split())
"""Inline elements that a page lays out as separate boxes if no text is between them."""

RUNNING_TEXT = frozenset(("p", *HEADINGS))
LEFT_OUT = frozenset(
    "footer head iframe nav noscript option script select style svg template textarea title".split()
)
PRESERVED = re.compile(r"\bpre\b|\bpre-(?:wrap|line)\b")
"""In a class or a style: the line breaks of the text are shown unchanged."""


def html_lines(text: str) -> Iterator[PageLine]:
    """The lines of a page in HTML, without blank ones; may raise TooDeep."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(text.encode(), parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise TooDeep
    return _Walk().lines(root) if root is not None else iter(())


@dataclass(slots=True)
class _Open:
    """An element whose end has not been reached."""

    inline: bool = False
    running: bool = False
    level: int = 0
    preserved: bool = False
    ordered: bool = False
    item: int = 1


class _Walk:
    """Walks over the tree, collects inline text and yields a line at the edge of every block."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.open = [_Open()]
        self.marker = ""

    def lines(self, root: etree._Element) -> Iterator[PageLine]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                opened = self._opened(element)
                if not opened.inline:
                    yield from self._flush()
                self.open.append(opened)
                if _is_left_out(element):
                    walk.skip_subtree()
                else:
                    self._add(element.text)
            else:
                if not self.open[-1].inline:
                    yield from self._flush()
                self.open.pop()
                self._add(element.tail)

    def _opened(self, element: etree._Element) -> _Open:
        parent = self.open[-1]
        if element.tag == "li":
            self.marker = self._marker(element, parent)
        styling = f"{element.get('class', '')} {element.get('style', '')}"
        return _Open(
            inline=element.tag in INLINE and not _is_box(element, parent),
            running=element.tag in RUNNING_TEXT or _has_text(element),
            level=HEADINGS.get(element.tag, parent.level),
            preserved=parent.preserved or element.tag == "pre" or bool(PRESERVED.search(styling)),
            ordered=element.tag == "ol",
            item=_number(element.get("start"), 1),
        )

    def _marker(self, item: etree._Element, parent: _Open) -> str:
        number = _number(item.get("value"), parent.item)
        parent.item = number + 1
        return f"{number}." if parent.ordered else "*"

    def _add(self, text: str | None) -> None:
        if text:
            kept = self.open[-1].preserved
            self.pieces.append(text if kept else re.sub(r"[ \t\r\n\f]+", " ", text))

    def _flush(self) -> Iterator[PageLine]:
        for text in LINE_BREAK.split("".join(self.pieces)):
            if text := re.sub(r"[ \t]+", " ", text).strip():
                yield PageLine(text, self.open[-1].level, self.marker)
                self.marker = ""
        self.pieces.clear()


def _is_left_out(element: etree._Element) -> bool:
    """Whether to skip an element: scripts, navigation, and buttons that do not open a section."""
    if element.tag != "button":
        return element.tag in LEFT_OUT
    headings = (*element.iterancestors(*HEADINGS), *element.iter(*HEADINGS))
    return not headings


def _is_box(element: etree._Element, parent: _Open) -> bool:
    """Whether a box is beside another with no text between, as in `<b>Sex</b><b>ALL</b>`."""
    previous, following = element.getprevious(), element.getnext()
    gaps = []
    if element.tag in BOXES and previous is not None and previous.tag in BOXES:
        gaps.append(previous.tail or "")
    if element.tag in BOXES and following is not None and following.tag in BOXES:
        gaps.append(element.tail or "")
    return "" in gaps if parent.running else any(not gap.strip() for gap in gaps)


def _has_text(element: etree._Element) -> bool:
    """Whether the element has text of its own, outside its children."""
    return any((text or "").strip() for text in (element.text, *(child.tail for child in element)))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,6}", text) else otherwise
