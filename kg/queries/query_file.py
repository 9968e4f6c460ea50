"""The text of a query in a file."""

from __future__ import annotations

from pathlib import Path

from kg.errors import SourceError, unreadable


def query_text(path: Path) -> str:
    """The text of a file; SourceError if it can't be read or is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError:
        raise SourceError(f"{path} is not UTF-8 text") from None
