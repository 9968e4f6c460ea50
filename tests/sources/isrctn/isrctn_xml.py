"""Small records of ISRCTN for tests: a trial with some elements in it, or a document of trials."""

from __future__ import annotations

from typing import Final

import kg
from kg.records import Record
from kg.records.registration import RegistrationFacts
from tests.support.graph_facts import Said

NAMESPACE: Final = 'xmlns="http://www.67bricks.com/isrctn"'
NUMBER: Final = "90000025"


def trial(content: str = "", beside: str = "", number: str = NUMBER, updated: str = "") -> str:
    """A fullTrial with this content of its trial, and what stands beside it."""
    day = f' lastUpdated="{updated}T10:11:12.345Z"' if updated else ""
    return f"<fullTrial><trial{day}><isrctn>{number}</isrctn>{content}</trial>{beside}</fullTrial>"


def document(*trials: str) -> str:
    """A document as the API answers."""
    return (
        f'<allTrials {NAMESPACE} totalCount="{len(trials)}">\n'
        + "\n".join(trials)
        + "\n</allTrials>"
    )


def record(content: str = "", beside: str = "", updated: str = "") -> Record:
    """The record of such a trial."""
    [found] = kg.read(document(trial(content, beside, updated=updated)).encode())
    return found


def facts(content: str = "", beside: str = "", updated: str = "") -> RegistrationFacts:
    """What the record says beyond the model of ClinicalTrials.gov."""
    found = record(content, beside, updated).registration
    assert found
    return found


def said(content: str = "", beside: str = "", updated: str = "") -> Said:
    """The statements of its graph, which conforms."""
    graph = kg.map_record(record(content, beside, updated))
    assert not kg.validate(graph).violations
    return Said(graph)


def kept(found: Record) -> dict[str, str]:
    """The unmapped fields of a record."""
    return {field.path: field.value for field in found.unmapped}
