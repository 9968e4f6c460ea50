"""A window that moves along a stream: the next bytes are loaded, earlier ones are dropped."""

from __future__ import annotations

import io
from typing import Final

from kg.errors import KgError

AHEAD: Final = 1 << 21
"""The bytes that are read beyond those requested."""


class ByteWindow:
    """`data` from `at` on is what follows in the stream.

    If reading fails, the window ends there: `failure` is the error.
    """

    __slots__ = ("_counted", "_line", "_stream", "at", "base", "data", "ended", "failure")

    def __init__(self, stream: io.BufferedReader, line: int = 1, base: int = 0) -> None:
        self._stream = stream
        self.data = b""
        self.at = 0
        self.base = base  # the place of data[0] in its file
        self._line = line
        self._counted = 0  # up to here lines are counted, which takes time and is rarely needed
        self.ended = False
        self.failure: KgError | OSError | None = None

    @property
    def offset(self) -> int:
        """The bytes before this place."""
        return self.base + self.at

    @property
    def line(self) -> int:
        """The number of the line at this place."""
        self._line += self.data.count(b"\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def load(self, size: int) -> None:
        """Makes at least `size` bytes available, or all there are."""
        have = len(self.data) - self.at
        if self.ended or have >= size:
            return
        pieces = [self.data[self.at :]]
        while have < size + AHEAD:
            try:
                piece = self._stream.read1(size + AHEAD - have)
            except (KgError, OSError) as error:
                self.failure, piece = error, b""
            if not piece:
                self.ended = True
                break
            pieces.append(piece)
            have += len(piece)
        self._line = self.line
        self.base += self.at
        self.data, self.at, self._counted = b"".join(pieces), 0, 0

    def move(self, to: int) -> None:
        """Moves on to an index of `data`."""
        self.at = to
