"""An earlier export that a later one is compared with: its report, and the manifest beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.errors import SourceError, UsageError
from kg.export_report import File, file_sha256, read_report
from kg.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier export wrote: the report of it, and the digest of each record's graph."""

    report: File
    manifest: Manifest


def earlier(path: str | Path, base: str) -> Earlier:
    """The export that the report `path` is of, for a later one that mints its IRIs below `base`.

    Raises SourceError where the report or its manifest can't be read or is not what it was, and
    UsageError where the two exports can't be compared.
    """
    report = read_report(path)
    if report.manifest is None:
        raise UsageError(f"{path} is of an export without a manifest: nothing to compare with")
    if report.options.base != base:
        raise UsageError(
            f"{path} is of an export with the base {report.options.base}, and its graphs have"
            f" other names than those below {base}: export with the same base, or everything anew"
        )
    place = Path(path).with_name(report.manifest.name)
    if not place.is_file():
        raise SourceError(f"there is no {place}, the manifest that belongs to the report {path}")
    if file_sha256(place) != report.manifest.sha256:
        raise SourceError(f"{place} is not the manifest that the report {path} was written with")
    here = Path(path)
    return Earlier(
        File(name=here.name, bytes=here.stat().st_size, sha256=file_sha256(here)),
        Manifest.read(place),
    )
