"""Cuts a stream of JSON into records, whatever contains and separates them.

The stream may have several documents (https://jsonlines.org, or without line ends), arrays, pages
of the API, and objects with records under any name. What surrounds records is skipped, and they are
returned one at a time. After damage, reading continues at the next record, so that each bad record
is one error and none after it is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from typing import Final

import msgspec

from kg.errors import RecordError
from kg.sources import found
from kg.sources import record_starts as starts
from kg.sources.byte_window import ByteWindow
from kg.sources.found import Blob, Found
from kg.sources.json_values import Broken, NestedTooDeep, Unfinished, end_of_value, sound_end
from kg.system.compression import stream_of

DEEPEST: Final = 8
"""The greatest depth of arrays and objects around a record."""

NEAR: Final = 1 << 21
"""The bytes within which it shows whether something is a record, or one document of several."""

_ENDS: Final = frozenset((b"", b" ", b"\t", b"\r", b"\n", b",", b"]", b"}"))
_TOO_DEEP: Final = 1000  # bytes: so many are at least in what is nested too deep
_BETWEEN: Final = re.compile(rb"(?:[ \t\r\n,\x1e]|\xef\xbb\xbf)*+")
_MEANS_SOMETHING: Final = re.compile(rb'[\w"\x80-\xff]')

_members_of = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


@dataclass(slots=True)
class _Around:
    """An array or object around records: the byte that ends it, and where reading is in it."""

    end: bytes
    index: int = 0
    name: str = ""
    holds_records_by_name: bool = False


class JsonStream:
    """The records of a stream, whose first line and byte have these numbers.

    `several` says whether it has several documents, if that is known.
    """

    def __init__(
        self,
        stream: BufferedReader,
        place: str,
        *,
        line: int = 1,
        base: int = 0,
        several: bool | None = None,
        inner: bool = False,
    ) -> None:
        self._window = ByteWindow(stream, line, base)
        self._place = place
        self._several = several
        self._inner = inner
        self._around: list[_Around] = []
        self._documents = 0
        self._first = (-1, 0)  # the place and size of the first value, once it is known
        self._fault = ""

    def records(self) -> Iterator[Found]:
        """The bytes of each record, or the error in its place."""
        window = self._window
        while self._begins_item():
            if self._several is None:
                self._several = self._has_several()
            yield from self._item()
        if window.failure:
            raise window.failure
        if self._around and not self._fault:
            yield RecordError(
                self._where(), f"the JSON is cut off at byte {window.offset}: is the file complete?"
            )

    def _begins_item(self) -> bool:
        """Passes over what is between two items; False at the end."""
        window = self._window
        while True:
            window.load(starts.LONGEST)
            between = _BETWEEN.match(window.data, window.at)
            window.move(between.end())  # type: ignore[union-attr]
            window.load(starts.LONGEST)
            if window.at == len(window.data):
                return False
            if not _BETWEEN.match(window.data, window.at)[0]:  # type: ignore[index]
                return True

    def _has_several(self) -> bool:
        """Whether the stream is several documents, by its beginning."""
        window = self._window
        window.load(NEAR)
        stop = min(len(window.data), window.at + NEAR)
        try:
            end = self._end_before(window.at, stop)
        except Unfinished:
            return False
        except Broken:
            if window.data[window.at : window.at + 1] == b"[" or starts.around(window):
                return False
            return starts.RECORD.search(window.data, window.at + 1, stop) is not None
        self._first = (window.offset, end - window.at)
        return _BETWEEN.match(window.data, end).end() < stop  # type: ignore[union-attr]

    def _item(self) -> Iterator[Found]:
        """Goes through one value, or into an array or object around records, or out of it."""
        window, around = self._window, self._around
        first = window.data[window.at : window.at + 1]
        if first in b"]}":
            self._leave(first)
        elif first == b"[" and len(around) < DEEPEST:
            self._enter(b"]", window.at + 1)
        elif first == b"{" and len(around) < DEEPEST and (value := starts.around(window)):
            self._enter(b"}", value.end(), value[1])
        elif first == b'"' and (name := starts.NAME.match(window.data, window.at)):
            yield from self._member(name)
        else:
            yield from self._value()

    def _enter(self, end: bytes, inside: int, name: bytes = b"") -> None:
        if not self._around:
            self._several = self._several or self._documents > 0
        self._around.append(_Around(end, name=name.decode("utf-8", "replace")))
        self._window.move(inside)

    def _leave(self, end: bytes) -> None:
        for depth in reversed(range(len(self._around))):
            if self._around[depth].end == end:
                del self._around[depth:]
                self._count()
                break
        self._window.move(self._window.at + 1)

    def _count(self) -> None:
        if self._around:
            self._around[-1].index += 1
        else:
            self._documents += 1

    def _where(self) -> str:
        """The place of what comes next: file, line if there are several documents, ordinals."""
        self._several = self._several or (not self._around and self._documents > 0)
        ordinals = "".join(f"[{each.index}]" for each in self._around if each.end == b"]")
        if self._around and self._around[-1].end == b"}":
            ordinals += f"[{self._around[-1].name}]"
        return (
            f"{self._place}:{self._window.line}{ordinals}"
            if self._several
            else (f"{self._place}{ordinals}")
        )

    def _member(self, name: re.Match[bytes]) -> Iterator[Found]:
        """The next member of an object around records: another way to records, or a detail."""
        window = self._window
        in_object = bool(self._around) and self._around[-1].end == b"}"
        if (
            not in_object
            and self._fault
            and (detail := starts.DETAIL_OF_PAGE.match(window.data, window.at))
        ):
            window.move(detail.end())
            return
        if not in_object or starts.SECTION.match(window.data, window.at):
            yield from self._passed_over(Broken("not a record: its beginning is missing"))
            return
        self._around[-1].name = name[1].decode("utf-8", "replace")
        window.move(name.end())
        window.load(starts.LONGEST)
        if starts.LEADS.match(window.data, window.at, window.at + starts.LONGEST):
            return
        value = list(self._value(count=False))
        if self._around[-1].holds_records_by_name or any(
            not isinstance(each, Blob) or starts.NAMED.search(each.data) for each in value
        ):
            yield from value

    def _value(self, *, count: bool = True) -> Iterator[Found]:
        window = self._window
        try:
            size = self._size()
        except Broken as fault:
            yield from self._passed_over(fault)
            return
        window.load(size + starts.LONGEST)
        end = window.at + size
        data = window.data[window.at : end]
        if window.failure and end == len(window.data) and not data[-1:].isspace():
            window.move(end)  # what can't be read may belong to it
            return
        is_record = starts.RECORD.match(data) is not None
        lacks = self._fault_around(data, end, is_record=is_record)
        if lacks:
            yield from self._passed_over(Broken(lacks))
            return
        place = self._where()
        if count:
            self._count()
        if self._around and is_record:
            self._around[-1].holds_records_by_name = True
        window.move(end)
        yield from self._records_in(data, place)

    def _fault_around(self, data: bytes, end: int, *, is_record: bool) -> str | None:
        """Why a value that has an end is not the whole of a record, or more than one."""
        behind = self._window.data
        between = _BETWEEN.match(behind, end)
        if data[:1] == b'"':
            near = data[-1:], behind[end : end + 1]  # blanks behind a value may count as its end
            glued = between and between.end() < len(behind) and _ENDS.isdisjoint(near)
            return "not JSON: a quotation mark too many or too few" if glued else None
        rest = starts.SECTION.match(behind, between.end())  # type: ignore[union-attr]
        if rest and data[:1] == b"{" and rest[1] not in data:
            return f"it ends before its {rest[1].decode()}"
        by_name = bool(self._around) and self._around[-1].end == b"}"
        if is_record and by_name and starts.ENTRY.search(data):
            return "not JSON: another record begins within it"
        return None

    def _size(self) -> int:
        """The bytes of the value that comes next. Raises Broken if it has no end."""
        window, size = self._window, NEAR
        if window.offset == self._first[0]:
            return self._first[1]
        while True:
            window.load(size)
            try:
                size = self._end_before(window.at, len(window.data)) - window.at
            except Unfinished:
                size = 2 * (len(window.data) - window.at)
                if size > 2 * found.LARGEST_RECORD:
                    raise Broken(found.too_large()) from None
                continue
            if size > found.LARGEST_RECORD:
                raise Broken(found.too_large())
            return size

    def _end_before(self, start: int, stop: int) -> int:
        window = self._window
        at_end = window.ended and stop == len(window.data)
        return end_of_value(window.data, start, stop, at_end=at_end, base=window.base)

    def _passed_over(self, fault: Broken) -> Iterator[Found]:
        """The error in place of what can't be read; reading continues at the next record.

        Signs that a separator was damaged, and a record in one that is damaged at the same byte,
        are no errors of their own.
        """
        window, place, offset = self._window, self._where(), self._window.offset
        head = window.data[window.at : window.at + starts.LONGEST]
        goes_on = self._to_next_record(_TOO_DEEP if isinstance(fault, NestedTooDeep) else 1)
        head = head[: window.offset - offset]
        if str(fault) == self._fault or (window.failure and not goes_on):
            return
        if head[:1] not in (b"{", b"[") and not _MEANS_SOMETHING.search(head):
            return
        self._fault = str(fault)
        self._count()
        named = starts.SOME_NCT_ID.search(head)
        nct_id = named[1].decode() if named else None
        yield RecordError(place, str(fault), nct_id)

    def _to_next_record(self, least: int) -> bool:
        """Moves to where the next record begins, past some bytes; False at the end."""
        window = self._window
        after = min(window.at + least, len(window.data))
        while True:
            brace = window.data.find(b"{", after)
            window.move(brace if brace >= 0 else len(window.data))
            window.load(NEAR)
            if window.at == len(window.data):
                return False
            after = window.at
            if brace >= 0 and (after := self._after_other(window.at)) == window.at:
                return True

    def _after_other(self, brace: int) -> int:
        """The index after what is not a record; that of the brace if it is one."""
        window, stop = self._window, min(len(self._window.data), brace + NEAR)
        near = window.data, brace, brace + starts.LONGEST
        if starts.PAGE.match(*near):
            objects = [depth for depth, each in enumerate(self._around) if each.end == b"}"]
            del self._around[objects[0] if objects else len(self._around) :]
            return brace
        try:
            end = sound_end(window.data, brace, stop)
        except RecursionError:
            start = starts.RECORD.search(window.data, brace + 1, stop)
            return start.start() if start else stop
        if end is None:
            return brace if starts.RECORD.match(*near) else brace + 1
        return brace if starts.NAMED.search(window.data, brace, end) else end

    def _records_in(self, data: bytes, place: str) -> Iterator[Found]:
        """A value as a record, or the records inside it."""
        inside: list[bytes] = []
        if data[:1] == b'"' and not self._inner:
            inside = [text] if (text := _text(data)).lstrip()[:1] in (b"{", b"[") else []
        elif data[:1] == b"{" and not starts.RECORD.match(data):
            inside = _leading_to_records(data)
        if not inside:
            yield Blob(place, data)
        for part in inside:
            stream = stream_of(iter([part]))
            yield from JsonStream(stream, place, several=False, inner=True).records()


def _text(data: bytes) -> bytes:
    """The text of a JSON string; empty if it is not sound."""
    try:
        return msgspec.json.decode(data, type=str).encode()
    except (msgspec.DecodeError, UnicodeError):
        return b""


def _leading_to_records(data: bytes) -> list[bytes]:
    """The members of an object that is not a record in which records are."""
    if not starts.NAMED.search(data) and b'"studies"' not in data:
        return []
    try:
        members = _members_of(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return []
    if not starts.OF_RECORDS.isdisjoint(members):
        return []
    return [
        bytes(value)
        for name, value in members.items()
        if starts.NAMED.search(value) or (name == "studies" and bytes(value)[:1] == b"[")
    ]
