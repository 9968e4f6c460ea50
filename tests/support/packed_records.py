"""Real records as the sources of an export, in every form in which many can be given."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import zstandard

Records = Mapping[str, bytes]
"""NCT id -> JSON on one line."""


def of(paths: Iterable[Path]) -> dict[str, bytes]:
    """The records in some files, in the order of their NCT ids."""
    return {path.stem: compact(json.loads(path.read_bytes())) for path in sorted(paths)}


def compact(record: Any) -> bytes:
    """A record as one line of JSON."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


def padded(records: Records, size: int) -> dict[str, bytes]:
    """The same records with so many blanks that each has this size, if it has not more.

    They fill chunks of work, and take little of it.
    """
    return {
        nct_id: data[:1].ljust(1 + size - len(data)) + data[1:] for nct_id, data in records.items()
    }


def changed(data: bytes, title: str) -> bytes:
    """The record with another title."""
    record = json.loads(data)
    record["protocolSection"]["identificationModule"]["briefTitle"] = title
    return compact(record)


def lines(records: Records) -> bytes:
    """JSON lines."""
    return b"".join(data + b"\n" for data in records.values())


def zipped(records: Records, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive with one member per record, like the registry's own."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for nct_id, data in records.items():
            archive.writestr(f"{nct_id}.json", data)
    return file.getvalue()


def _array(records: Records) -> bytes:
    return b"[" + b",\n".join(records.values()) + b"]"


PACKED: Final[dict[str, Callable[[Records], bytes]]] = {
    "records.zip": lambda records: zipped(records, zipfile.ZIP_STORED),
    "records.jsonl": lines,
    "records.jsonl.zst": lambda records: zstandard.compress(lines(records), level=-(1 << 17)),
    "records.jsonl.gz": lambda records: gzip.compress(lines(records), 0),
    "array.json": _array,
}
"""Compressed as little as can be: what is small is one chunk of work, and nothing to be cut."""


def write(folder: Path, records: Records) -> list[Path]:
    """The records in each form of a file, and as a folder of files."""
    found = [folder / name for name in PACKED]
    for path in found:
        path.write_bytes(PACKED[path.name](records))
    (folder / "folder").mkdir()
    for nct_id, data in records.items():
        (folder / "folder" / f"{nct_id}.json").write_bytes(data)
    return [*found, folder / "folder"]
