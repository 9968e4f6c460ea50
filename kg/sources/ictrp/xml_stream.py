"""Cuts a stream of ICTRP's XML into trials, in constant memory.

Each is the text from <Trial> to </Trial>. One without an end is one error, and none behind it is
lost.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from io import BufferedReader
from typing import Final

from kg.errors import RecordError, SourceError
from kg.sources.byte_window import ByteWindow
from kg.sources.found import Blob, Found
from kg.sources.ictrp.xml_row import number_in

LARGEST: Final = 16 << 20
"""The most bytes of a trial."""

NEAR: Final = 1 << 16

_ROOT: Final = re.compile(
    rb"\A(?>\s++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>)*+<(Trials_downloaded_from_ICTRP|Trial)[\s>]",
    re.DOTALL,
)
_LONGEST_TAG: Final = 64
_START: Final = re.compile(rb"<Trial[\s>]")
_END: Final = re.compile(rb"</Trial\s*>")
_AFTER: Final = re.compile(rb"</Trials\w*\s*>")
_DECLARED: Final = re.compile(rb"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE\b|<!ENTITY\b")


def is_trials(head: bytes) -> bool:
    """Whether a document begins like ICTRP's."""
    return _ROOT.match(head) is not None


def encoding_of(head: bytes) -> str | None:
    """The encoding that a document declares, if it is another one than UTF-8 or a part of it."""
    declared = _DECLARED.match(head)
    if not declared:
        return None
    try:
        name = codecs.lookup(declared[1].decode()).name
    except LookupError:
        raise SourceError(f"the XML declares an unknown encoding, {declared[1].decode()}") from None
    wide = name.startswith(("utf-16", "utf-32"))  # its bytes are UTF-8 by now
    return None if name in ("utf-8", "ascii") or wide else name


class XmlStream:
    """The trials of a stream; `place` and the number of its line locate one."""

    def __init__(self, stream: BufferedReader, place: str) -> None:
        self._window = ByteWindow(stream)
        self._place = place
        self._ended = False

    def trials(self) -> Iterator[Found]:
        """The bytes of each trial, or the error in its place."""
        window = self._window
        window.load(NEAR)
        if _DOCTYPE.search(window.data, 0, NEAR):
            raise RecordError(
                self._place,
                "has a document type declaration, which kg does not read: remove it",
            )
        root = _ROOT.match(window.data)
        has_root = root is not None and root[1] != b"Trial"
        while self._to_start():
            yield self._trial()
        if window.failure:
            raise window.failure
        if has_root and not self._ended:
            yield RecordError(
                f"{self._place}:{window.line}",
                f"the XML is cut off at byte {window.offset}: is the file complete?",
            )

    def _to_start(self) -> bool:
        """Moves to the next trial; False at the end."""
        window = self._window
        while True:
            window.load(NEAR)
            found = _START.search(window.data, window.at)
            if found:
                window.move(found.start())
                return True
            self._ended = self._ended or _AFTER.search(window.data, window.at) is not None
            window.move(max(window.at, len(window.data) - _LONGEST_TAG))
            if window.ended:
                window.move(len(window.data))
                return False

    def _trial(self) -> Found:
        window = self._window
        place, size = f"{self._place}:{window.line}", NEAR
        while True:
            window.load(size)
            data, at = window.data, window.at
            end = _END.search(data, at)
            again = _START.search(data, at + 1, end.start() if end else len(data))
            if again or not end:
                if again or window.ended or size > LARGEST:
                    stop = again.start() if again else len(data)
                    return self._broken(place, stop, again=again is not None)
                size *= 2
                continue
            window.move(end.end())
            return Blob(place, data[at : end.end()])

    def _broken(self, place: str, end: int, *, again: bool) -> Found:
        window = self._window
        number = number_in(window.data[window.at : end])
        window.move(end)
        reason = (
            "not XML: a trial without </Trial>"
            if again
            else f"the XML is cut off at byte {window.offset}: is the file complete?"
        )
        return RecordError(place, reason, number)
