"""Ids of resources, made from the IRIs of the graph: what is one node there is one resource.

A FHIR id has up to 64 letters, digits, hyphens and dots (https://hl7.org/fhir/R5/datatypes.html#id).
It is the path of the IRI with dots; one that is too long ends in a digest of the whole. What is
only of one trial begins with the trial's number.
"""

from __future__ import annotations

import re
from typing import Final

from kg.rdf.iris import Iris, digest

LONGEST: Final = 64
"""Characters of an id."""

_NOT_IN_IDS: Final = re.compile(r"[^A-Za-z0-9.-]")


def fhir_id(term: str, iris: Iris) -> str:
    """The id of the resource for a node that kg has minted the IRI of.

    >>> fhir_id("<https://w3id.org/kg-trials/site/kor/seoul/hanyang-university>", Iris())
    'kor.seoul.hanyang-university'
    """
    _, *path = term[len(iris.base) + 1 : -1].split("/")
    return id_of(".".join(path))


def id_of(name: str) -> str:
    """A name as an id."""
    allowed = _NOT_IN_IDS.sub("-", name)
    if len(allowed) <= LONGEST:
        return allowed
    return f"{allowed[:55].rstrip('.-')}-{digest(name)}"
