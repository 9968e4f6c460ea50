"""Reader of the records that WHO's search portal ICTRP has of the trials of some twenty registries.

They come as CSV (the full dump, lists of trials) and as XML: https://trialsearch.who.int. A record
is the row of one trial: `columns` has the names of the columns, `csv_stream` cuts tables into rows
(`kg.sources.xml_records` cuts documents), `csv_row` and `xml_row` read one, and the other modules
say what its texts become. docs/registries.md says what the portal lacks.
"""

from __future__ import annotations

import re
import sys
from importlib import import_module
from types import ModuleType
from typing import Final, cast

CSV: Final = "ictrp-csv"
XML: Final = "ictrp-xml"
"""The names of these formats among `kg.sources.SOURCE_FORMATS`."""

FORMATS: Final = frozenset((CSV, XML))

HEADER: Final = re.compile(rb"[^\n\r<{]{0,2000}?\bTrial[ _]?ID\b", re.IGNORECASE)
DOCUMENT: Final = re.compile(
    rb"\s*(?=<)(?s:.{0,4000}?)<(?:[\w.-]+:)?Trial(?:s_downloaded_from_ICTRP)?[\s>]"
)
"""What a row of CSV and a document begin with, and few others: a test before modules are needed."""

TABLE: Final = re.compile(
    rb'\s*+(?:[^\n\r<{]{0,2000}?\bTrial[ _]?ID\b|"?[A-Z][A-Za-z0-9 /_-]{5,60}"?[,;\t])',
    re.IGNORECASE,
)
"""What tables with and without a header begin with."""


_MODULES: Final = ((HEADER, f"{__name__}.csv_row"), (DOCUMENT, f"{__name__}.xml_row"))


def is_row(data: bytes) -> bool:
    """Whether the bytes of a record are those of a row or trial of ICTRP."""
    module = _module(data)
    return module is not None and bool(module.looks_like(data))


def number_in(data: bytes) -> str | None:
    """The number of the trial of a row; None if it has none."""
    module = _module(data)
    return None if module is None else cast("str | None", module.number_in(data))


def _module(data: bytes) -> ModuleType | None:
    """The module that may read the bytes, imported only if they look like it."""
    if data.startswith(b"{"):
        return None
    for pattern, name in _MODULES:
        if pattern.match(data):
            return sys.modules.get(name) or import_module(name)
    return None
