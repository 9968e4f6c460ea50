"""The row of FHIR among the formats of an export."""

from __future__ import annotations

from typing import Final

from kg.fhir.folder import NOTHING, open_resource_folder, packed_resources
from kg.graph_tables.formats import GraphFormat, folder

FHIR: Final = GraphFormat(
    "fhir",
    "FHIR R5 (NDJSON)",
    "fhir",
    packed_resources,
    lambda _: NOTHING,
    folder,
    open_resource_folder,
)
