"""XML documents of many records, cut into documents of one.

A record is an element of one name. The beginning of the document up to the end of the root's start
tag is put before each, and the root's end tag behind it. Tags are found by their bytes, so that a
record that is not well-formed is one error, and those after it are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader
from typing import Final, NamedTuple

from kg.errors import RecordError
from kg.sources import found
from kg.sources.byte_window import ByteWindow
from kg.sources.found import Blob, Found
from kg.system.compression import PIECE

_ISRCTN: Final = rb'<(?:[\w.-]+:)?allTrials\b|<[^>]*"http://www\.67bricks\.com/isrctn"'

RECORD_ELEMENTS: Final = (
    (re.compile(_ISRCTN), b"fullTrial"),
    (re.compile(rb"<(?:[\w.-]+:)?Trials_downloaded_from_ICTRP\b"), b"Trial"),
)
"""How the start tag of a root begins, and the name of the elements in it that are records."""

_BEGINNING: Final = re.compile(
    rb"\s*+(?><\?.*?\?>\s*+|<!--.*?-->\s*+)*+"
    rb"""(?P<root><(?P<name>[\w.:-]++)(?>[^>"']|"[^"]*+"|'[^']*+')*+(?<!/)>)""",
    re.DOTALL,
)
_ENDS: Final = {b"<!--": re.compile(rb"-->"), b"<![CDATA[": re.compile(rb"\]\]>")}
"""What holds no tags -> its end."""

_LONGEST_TOKEN: Final = 1 << 12


class _Tag(NamedTuple):
    """A tag of a record: where it begins and ends behind the place of the window."""

    begin: int
    end: int
    is_start: bool
    is_empty: bool


def records(stream: BufferedReader, place: str) -> Iterator[Found] | None:
    """The records of a document, each in one of its own; None if it is no document of records."""
    beginning = _BEGINNING.match(stream.peek(PIECE))
    if not beginning:
        return None
    root = beginning["root"]
    name = next((name for pattern, name in RECORD_ELEMENTS if pattern.match(root)), None)
    if name is None or beginning["name"].rpartition(b":")[2] == name:
        return None
    return _Document(stream, place, beginning, name).records()


class _Document:
    """A document of records, read from its beginning."""

    def __init__(
        self, stream: BufferedReader, place: str, beginning: re.Match[bytes], name: bytes
    ) -> None:
        self._window = ByteWindow(stream)
        self._place = place
        self._before = beginning[0]
        self._after = b"</%b>" % beginning["name"]
        tag = rb"(?:[\w.-]+:)?%b" % name
        self._token = re.compile(rb"<!--|<!\[CDATA\[|<%b(?=[\s/>])[^>]*+>|</%b\s*+>" % (tag, tag))

    def records(self) -> Iterator[Found]:
        """Each record as a document, or the error in its place."""
        window = self._window
        window.load(len(self._before))
        window.move(len(self._before))
        count, is_whole = 0, True
        while tag := self._tag(0):
            if not tag.is_start:
                window.move(window.at + tag.end)
                continue
            lead = b"" if count else window.data[window.at : window.at + tag.begin]
            window.move(window.at + tag.begin)
            line = window.line
            data, is_whole = self._record(tag)
            is_several = count or self._tag(0)
            place = f"{self._place}:{line}" if is_several else self._place
            yield self._blob(lead + data, place, is_whole)
            count += 1
        if window.failure:
            raise window.failure
        yield from self._rest(count, is_whole)

    def _record(self, tag: _Tag) -> tuple[bytes, bool]:
        """The bytes of the record at the place of the window, and whether its end tag is there."""
        window = self._window
        size = tag.end - tag.begin
        following = None if tag.is_empty else self._tag(size)
        is_whole = tag.is_empty or (following is not None and not following.is_start)
        if following:
            size = following.begin if following.is_start else following.end
        elif not tag.is_empty:
            size = len(window.data) - window.at
        data = window.data[window.at : window.at + size]
        window.move(window.at + size)
        return data, is_whole

    def _blob(self, data: bytes, place: str, is_whole: bool) -> Found:
        if len(data) > found.LARGEST_RECORD:
            return RecordError(place, found.too_large())
        return Blob(place, self._before + data + (self._after if is_whole else b""))

    def _rest(self, count: int, is_whole: bool) -> Iterator[Found]:
        """What follows the last record, which should be the end of the document."""
        window = self._window
        rest = window.data[window.at :]
        if not count:
            yield Blob(self._place, self._before + rest)
        elif is_whole and self._after not in rest:
            where = f"the XML is cut off at byte {window.base + len(window.data)}"
            yield RecordError(self._place, f"{where}: is the file complete?")

    def _tag(self, after: int) -> _Tag | None:
        """The next tag of a record, at least `after` bytes behind the place of the window."""
        window = self._window
        while match := self._find(self._token, after):
            begin, after = match.start() - window.at, match.end() - window.at
            if end := _ENDS.get(match[0]):
                closing = self._find(end, after)
                if not closing:
                    return None
                after = closing.end() - window.at
            else:
                return _Tag(begin, after, match[0][1:2] != b"/", match[0].endswith(b"/>"))
        return None

    def _find(self, pattern: re.Pattern[bytes], after: int) -> re.Match[bytes] | None:
        window = self._window
        while True:
            match = pattern.search(window.data, window.at + after)
            if match or window.ended:
                return match
            have = len(window.data) - window.at
            if have > found.LARGEST_RECORD:
                return None
            after = max(after, have - _LONGEST_TOKEN)
            window.load(have + PIECE)
