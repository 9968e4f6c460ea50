"""How a record begins in JSON, and what leads to records: patterns of bytes.

No string holds an unescaped quotation mark, so where these match in sound JSON there is a record.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.sources.byte_window import ByteWindow

LONGEST: Final = 1 << 16
"""The most bytes before the first section of a record, or before the records of a page."""

OF_RECORDS: Final = frozenset(
    """protocolSection resultsSection annotationSection documentSection derivedSection hasResults
    ProtocolSection ResultsSection AnnotationSection DocumentSection DerivedSection study Study
    ctStatus
    """.split()
)
"""The names in a record, or in an object with one: in this API, with capitals in the first one, and
the one that only CTIS's records have, near their beginning.
"""

_SECTION_NAMES: Final = "|".join(sorted(OF_RECORDS - {"study", "Study"}))
_SECTION: Final = rf'"(?:{_SECTION_NAMES})"\s*+:'
_OF_RECORD: Final = rf'(?:{_SECTION}|"[sS]tudy"\s*+:\s*+\{{)'
_STRING: Final = r'"(?:[^"\\]|\\.)*+"'
_FLAT: Final = rf'(?>{_STRING}|[^"{{}}\[\]])*+'
_DETAIL: Final = (
    rf"(?!{_SECTION}){_STRING}\s*+:\s*+"
    rf"(?:{_STRING}|[-+.\w]++|\{{{_FLAT}\}}|\[{_FLAT}\])\s*+,\s*+"
)
_OPEN: Final = rf"\{{\s*+(?>{_DETAIL})*+"
_NAME: Final = rf"{_STRING}\s*+:\s*+"
_RECORD: Final = rf"{_OPEN}{_OF_RECORD}"
_LEADS: Final = rf"(?>\[\s*+|{_OPEN}(?!{_OF_RECORD}){_NAME})*+{_RECORD}"


def _pattern(text: str) -> re.Pattern[bytes]:
    return re.compile(text.encode(), re.DOTALL)


RECORD: Final = _pattern(_RECORD)
"""A record, or an object with a record as its `study`."""

LEADS: Final = _pattern(_LEADS)
"""Any arrays and objects, then a record."""

PAGE: Final = _pattern(rf'{_OPEN}"studies"\s*+:\s*+\[')
"""A page of the API."""

ENTRY: Final = re.compile(rb'"NCT[0-9]{8}"\s*+:\s*+\{')
"""A member of an object that has records by their NCT ids."""

DETAIL_OF_PAGE: Final = _pattern(rf'"(?:nextPageToken|totalCount)"\s*+:\s*+(?:{_STRING}|\w++)')
"""A detail of a page, whose beginning may have been damaged."""

SECTION: Final = _pattern(rf'"({_SECTION_NAMES})"\s*+:')
"""A member of a record; the group is its name."""

NAME: Final = _pattern(r'"((?:[^"\\]|\\.)*+)"\s*+:\s*+')
"""The name of any member; the group is the name."""

NAMED: Final = re.compile(rb'"(?:[pP]rotocolSection|ctStatus)"')
SOME_NCT_ID: Final = re.compile(rb'"(?:nctId|NCTId)"\s*:\s*"(NCT[0-9]{8})"')

_AROUND: Final = _pattern(rf'{_OPEN}(?!{_OF_RECORD})"((?:[^"\\]|\\.)*+)"\s*+:\s*+(?={_LEADS})')


def around(window: ByteWindow) -> re.Match[bytes] | None:
    """The beginning of an object around records, up to a value; the group is its name."""
    return _AROUND.match(window.data, window.at, window.at + LONGEST)
