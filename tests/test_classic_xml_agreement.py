"""A record gives the same graph in both forms, but for what one of them lacks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kg
from kg.terms import Triple
from tests import classic_xml

STEP = 5
"""Every n-th record of the default run."""


def triples(data: bytes) -> set[Triple]:
    [record] = kg.read(data)
    assert record.unmapped == []
    return {
        tuple(term.replace("ctgov-json", "ctgov-xml") for term in triple)  # type: ignore[misc]
        for triple in kg.triples(record)
    }
