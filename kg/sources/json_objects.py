"""JSON read leniently into plain values: nothing that a record says is dropped on the way.

It accepts lone surrogates and numbers of any size. Parsers take the last of several members that
have the same name (https://www.rfc-editor.org/rfc/rfc8259#section-4); here the others are kept.
"""

from __future__ import annotations

import json
import math
from typing import Any, Final, NoReturn

import msgspec

_LONGEST_WHOLE: Final = 4_000
"""The most digits of a whole number; Python converts a few more."""


class Oversized(str):
    """A number, as it is written, that is too large for the number types of Python and JSON."""


class Members(dict[str, Any]):
    """An object; `earlier` are the members whose name comes again further on, with other values."""

    def __init__(self, pairs: list[tuple[str, Any]], earlier: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        last = {name: number for number, (name, _) in enumerate(pairs)}
        others = [each for number, each in enumerate(pairs) if number != last[each[0]]]
        self.earlier = [
            (name, value)
            for name, value in (*earlier, *others)
            if value is not None and as_text(value) != as_text(self.get(name))
        ]


def earlier_members(content: dict[str, Any]) -> list[tuple[str, Any]]:
    """The members of an object whose name comes again further on."""
    return content.earlier if isinstance(content, Members) else []


def as_text(value: Any) -> str:
    """A value as JSON text, with every member of its objects and numbers of any size."""
    match value:
        case dict():
            members = [*earlier_members(value), *value.items()]
            return f"{{{', '.join(f'{as_text(name)}: {as_text(each)}' for name, each in members)}}}"
        case list():
            return f"[{', '.join(map(as_text, value))}]"
        case Oversized():
            return str(value)
    return json.dumps(value, ensure_ascii=False)


def plain_values(data: bytes) -> Any:
    """A JSON text as plain values. Raises msgspec.DecodeError if it is none."""
    try:
        return json.loads(
            data,
            parse_float=_decimal,
            parse_int=_whole,
            parse_constant=_refused_constant,
            object_pairs_hook=_members,
        )
    except ValueError as error:
        raise msgspec.DecodeError(str(error)) from None


def repeats_names(data: bytes, study: msgspec.Struct) -> bool:
    """Whether an object in `data`, which was read as `study`, has two members of one name.

    A member that was dropped has quotation marks that the study, written again, lacks; `data` may
    not write them as \\u0022. This test is quick; where it does not answer, the exact one does.
    """
    if data.count(b'"') == msgspec.json.encode(study).count(b'"'):
        return False
    found: list[bool] = []
    json.loads(data, object_pairs_hook=lambda pairs: found.append(len(dict(pairs)) < len(pairs)))
    return any(found)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    return members if len(members) == len(pairs) else Members(pairs, [])


def _decimal(number: str) -> float | Oversized:
    value = float(number)
    return value if math.isfinite(value) else Oversized(number)


def _whole(number: str) -> int | Oversized:
    return int(number) if len(number) <= _LONGEST_WHOLE else Oversized(number)


def _refused_constant(number: str) -> NoReturn:
    raise ValueError(f"{number} is not a finite number")
