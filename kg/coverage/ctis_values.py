"""The values of a record of CTIS, altered in its own JSON, which is then read again."""

from __future__ import annotations

from typing import Any

import msgspec

from kg.coverage import Alterable, leaves
from kg.records import Record
from kg.sources import ctis
from kg.sources.ctis.left_out import is_left_out


class CtisValues:
    """The values of one record; `left_out` are the paths of those that are not kept on purpose."""

    def __init__(self, data: bytes, place: str) -> None:
        self._content: dict[str, Any] = msgspec.json.decode(data)
        self._place = place
        self.left_out: list[str] = []

    def leaves(self) -> list[Alterable]:
        return [*leaves(self._content, skip=self._is_left_out)]

    def record(self) -> Record:
        return ctis.read(msgspec.json.encode(self._content), self._place)

    def _is_left_out(self, path: str, holder: Any, key: Any) -> bool:
        found = isinstance(holder, dict) and is_left_out(key, holder)
        if found:
            self.left_out.append(path)
        return found
