"""Reader of the records that WHO's search portal ICTRP has of the trials of some twenty registries.

They come as CSV (the full dump, lists of trials) and as XML: https://trialsearch.who.int. A record
is the row of one trial: `columns` has the names of the columns, `csv_stream` and `xml_stream` cut
files into rows, `csv_row` and `xml_row` read one, and the other modules say what its texts become.
docs/registries.md says what the portal lacks.
"""

from __future__ import annotations

import re
from importlib import import_module
from types import ModuleType
from typing import Final, cast

CSV: Final = "ictrp-csv"
XML: Final = "ictrp-xml"
"""The names of these formats among `kg.sources.SOURCE_FORMATS`."""

FORMATS: Final = frozenset((CSV, XML))

HEADER: Final = re.compile(rb"[^\n\r<{]{0,2000}?\bTrial[ _]?ID\b", re.IGNORECASE)
TRIAL: Final = re.compile(rb"\s*<Trial[\s>]")
"""What rows and trials begin with, and few other records."""

BEGINNING: Final = re.compile(
    rb"(?s:\s*<.{0,4000}?<Trials?[\s>_])"
    rb'|[^\n\r<{]{0,2000}?\bTrial[ _]?ID\b|\s*"?[A-Z][A-Za-z0-9 /_-]{5,60}"?[,;\t]',
    re.IGNORECASE,
)
"""What files of them begin with, and few others: a test before other modules are needed."""


def is_row(data: bytes) -> bool:
    """Whether the bytes of a record are those of a row of CSV or a trial of XML."""
    return not data.startswith(b"{") and (
        TRIAL.match(data) is not None
        or (HEADER.match(data) is not None and _module(data).looks_like(data))
    )


def number_in(data: bytes) -> str | None:
    """The number of the trial of a row; None if it has none."""
    return cast("str | None", _module(data).number_in(data))


def _module(data: bytes) -> ModuleType:
    """The module that reads a row, imported only where there is one."""
    return import_module(
        "kg.sources.ictrp.xml_row" if TRIAL.match(data) else "kg.sources.ictrp.csv_row"
    )
