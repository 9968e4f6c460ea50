"""The formats that an export writes: those of RDF, those of `kg.graph_tables`, and FHIR."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from kg.errors import UsageError
from kg.fhir.format import FHIR
from kg.formats import OUTPUTS, Format, format_of, output_format
from kg.graph_tables.formats import GRAPH_FORMATS, GraphFormat, MappedRecord
from kg.rdf.record_graph import RecordGraph

OTHER_FORMATS: Final[dict[str, GraphFormat]] = {**GRAPH_FORMATS, FHIR.name: FHIR}
"""Every format beside RDF by its name."""

OUTPUT_FORMATS: Final[dict[str, Format | GraphFormat]] = {**OUTPUTS, **OTHER_FORMATS}
"""Every format by its name."""


class FormatChoice(NamedTuple):
    """The name of a format, and the IRI by which documents of JSON-LD name their context."""

    name: str
    context: str | None = None


N_QUADS: Final = FormatChoice("n-quads")
"""The format of the lines that the digest of a graph is of."""


@cache
def record_writer(choice: FormatChoice) -> Callable[[MappedRecord], bytes]:
    """The function that makes the bytes of a record in a format."""
    if choice.name in OTHER_FORMATS:
        return OTHER_FORMATS[choice.name].record
    write = side_writer(choice)
    return lambda made: write(made.graph)


@cache
def side_writer(choice: FormatChoice) -> Callable[[RecordGraph], bytes]:
    """The function that makes the bytes of a graph beside those of the records."""
    if choice.name in OTHER_FORMATS:
        return OTHER_FORMATS[choice.name].beside
    return output_format(*choice).writer.record


def format_of_name(path: str | Path) -> Format | GraphFormat:
    """The format that the name of an output tells: its ending, or a last word such as `tables`.

    Raises UsageError if it tells none.
    """
    stem = Path(path).name.lower()
    for row in OTHER_FORMATS.values():
        before = stem.removesuffix(row.ending)
        if before != stem and not before[-1:].isalnum():
            return row
    try:
        return format_of(path, OUTPUTS)
    except UsageError as error:
        words = ", ".join(row.ending for row in OTHER_FORMATS.values())
        raise UsageError(f"{error}; an output that is not RDF ends in one of {words}") from None
