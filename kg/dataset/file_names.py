"""The names of the sidecar files of an export.

    PATH.rejects.jsonl   what was left out, and why; only if something was
    PATH.manifest.tsv    the records, and the digests of their graphs
    PATH.sources.tsv     the records, and the digests of the bytes that they were read from
    PATH.dataset.ttl     the dataset as VoID, DCAT and PROV; not of an incremental export
    PATH.gone.txt        of an incremental export: the trials that no longer have a record
    PATH.drop.ru         of an incremental export: SPARQL that drops the graphs of what is gone or
                         has changed, to be run before the new graphs are loaded
    PATH.report.json     the report, which names the others with their digests

All but the first are for datasets; an export of one record in one file is not a dataset and has
only the first.
They are renamed into place together with the document, and those of an earlier export are removed.
If nothing was written, only the rejects file is replaced.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from kg.system.compression import compression_of
from kg.system.output_files import STDOUT

REJECTS: Final = ".rejects.jsonl"
MANIFEST: Final = ".manifest.tsv"
SOURCES: Final = ".sources.tsv"
DESCRIPTION: Final = ".dataset.ttl"
GONE: Final = ".gone.txt"
DROP: Final = ".drop.ru"
REPORT: Final = ".report.json"

ENDINGS: Final = (REPORT, DESCRIPTION, MANIFEST, SOURCES, GONE, DROP, REJECTS)
"""All of them; the report, which names the others, is the first to be removed."""


def sidecar_path(destination: str | Path, ending: str) -> Path | None:
    """The sidecar file of a document, or of a folder of tables, with this ending.

    None if the document is a device or a pipe.
    """
    if str(destination) in STDOUT:
        return None
    try:
        path = Path(destination)
        special = path.exists() and not path.is_file() and not path.is_dir()
    except OSError:
        special = False  # opening it reports the error
    return None if special else Path(f"{destination}{ending}")


def is_sidecar(path: Path) -> bool:
    """Whether a file, perhaps compressed, is beside its document, or beside the report of it."""
    name = str(path.with_suffix("") if compression_of(path) else path)
    for ending in ENDINGS:
        if name.endswith(ending):
            document = name.removesuffix(ending)
            return Path(document).exists() or Path(f"{document}{REPORT}").is_file()
    return False


def readable(name: str) -> str:
    """The name of a file for JSON and RDF: bytes that are not UTF-8 become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")
