"""The text of a query in a file or a stream."""

from __future__ import annotations

from pathlib import Path

from kg.errors import SourceError, unreadable


def query_text(path: Path) -> str:
    """The text of a file; SourceError if it can't be read or is not UTF-8."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    return decoded(data, path)


def decoded(data: bytes, name: str | Path) -> str:
    """UTF-8 as text, without a byte order mark; SourceError with the name if it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError(f"{name} is not UTF-8 text") from None
