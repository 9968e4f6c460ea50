"""The names of the files that stand beside the documents of an export.

    PATH.rejects.jsonl   what was left out, and why; only where something was
    PATH.manifest.tsv    the records, and the digests of their graphs
    PATH.dataset.ttl     the dataset as VoID, DCAT and PROV have it; not of an incremental export
    PATH.gone.txt        of an incremental export: the trials that have no record any more
    PATH.drop.ru         of an incremental export: SPARQL that drops the graphs of what is gone or
                         has changed, to be run before the new graphs are loaded
    PATH.report.json     the whole account; it names the others with their digests, and comes last

All but the first are for datasets, and an export of one record is none: it has no other file
beside it. They take their places together with the document, and those that an earlier export left
are taken away. Where nothing was written only the rejects are told anew.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from kg.system.output_files import STDOUT

REJECTS: Final = ".rejects.jsonl"
MANIFEST: Final = ".manifest.tsv"
DESCRIPTION: Final = ".dataset.ttl"
GONE: Final = ".gone.txt"
DROP: Final = ".drop.ru"
REPORT: Final = ".report.json"

ENDINGS: Final = (REPORT, DESCRIPTION, MANIFEST, GONE, DROP, REJECTS)
"""All of them; the report, which tells of the others, is the first to go."""


def beside(destination: str | Path, ending: str) -> Path | None:
    """The file of that ending beside a document; None where that is no regular file."""
    if str(destination) in STDOUT:
        return None
    try:
        special = Path(destination).exists() and not Path(destination).is_file()
    except OSError:
        special = False  # whoever opens it says what is wrong with it
    return None if special else Path(f"{destination}{ending}")


def readable(name: str) -> str:
    """The name of a file as JSON and RDF can hold it: bytes that are no UTF-8 are U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")
