"""Identifiers given to the trial by others than the registry."""

from __future__ import annotations

import re
from typing import Final

from kg.mapping.statements import Statements, text
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug
from kg.records import Record
from kg.records.protocol import IdInfo

SCHEMES: Final = (
    ("CTIS", r"\d{4}-5\d{5}-\d{2}(?:-\d{2})?"),
    ("EudraCT", r"\d{4}-\d{6}-\d{2}"),
    ("WHO-UTN", r"U1111-\d{4}-\d{4}"),
    ("ISRCTN", r"ISRCTN\d{8}"),
    ("ANZCTR", r"ACTRN\d{14}p?"),
    ("ChiCTR", r"ChiCTR[-A-Z]*\d{8,10}"),
    ("CRIS", r"KCT\d{7}"),
    ("CTRI", r"CTRI/\d{4}/\d{2,3}/\d{6}"),
    ("DRKS", r"DRKS\d{8}"),
    ("IRCT", r"IRCT\d{11,14}N\d{1,3}"),
    ("jRCT", r"jRCTs?\d{9,10}"),
    ("PACTR", r"PACTR\d{15,16}"),
    ("TCTR", r"TCTR\d{11}"),
    ("UMIN", r"UMIN\d{9}"),
    ("ClinicalTrials.gov", r"NCT\d{8}"),
)
"""Trial registry -> the pattern of its numbers, narrower patterns first."""

_SCHEME: Final = [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in SCHEMES]


def describe(record: Record, say: Statements) -> None:
    """States the organisation's own identifier and the secondary ones."""
    module = record.study.protocol_section.identification_module
    own = module.org_study_id_info
    if own:
        say.node(say.trial, (vocab.KG_ORGANIZATION_IDENTIFIER, _identifier(own, say)))
    say.node(
        say.trial,
        (
            vocab.KG_SECONDARY_IDENTIFIER,
            [_identifier(info, say) for info in module.secondary_id_infos],
        ),
    )


def scheme_of(identifier: str) -> str | None:
    """The registry whose pattern the identifier matches, whatever type the record gives."""
    for name, pattern in _SCHEME:
        if pattern.fullmatch(identifier):
            return name
    return None


def _identifier(info: IdInfo, say: Statements) -> str:
    value = (info.id or "").strip()
    return say.node(
        say.part("identifier", slug(value) if value else "unnamed"),
        (vocab.RDF_TYPE, vocab.SCHEMA_PROPERTY_VALUE),
        (vocab.SCHEMA_VALUE, text(info.id)),
        (vocab.SCHEMA_PROPERTY_ID, text(scheme_of(value))),
        (
            vocab.KG_IDENTIFIER_TYPE,
            say.code(codes.IDENTIFIER_TYPE, info.type, "secondaryIdInfos.type"),
        ),
        (vocab.KG_IDENTIFIER_DOMAIN, text(info.domain)),
        (vocab.SCHEMA_URL, say.link(info.link, "secondaryIdInfos.link")),
    )
