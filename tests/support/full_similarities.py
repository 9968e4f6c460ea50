"""Similar trials, and records of one trial, with every field, for tests of the terms."""

from __future__ import annotations

from functools import cache
from typing import Final

from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
from kg.same_trial.link_graph import same_trial_graphs
from kg.same_trial.stated import NumberInField, RecordNumbers
from kg.similarity.link_graph import list_graph, method_graph
from kg.similarity.links import (
    FEATURE_KINDS,
    SIMILARITY_KINDS,
    TEXT_FIELDS,
    Method,
    SharedFeature,
    SimilarTrial,
    SimilarTrials,
)

METHOD: Final = Method("1", "0123456789abcdef", records=453, top=20, min_confidence=0.7)
MESH: Final = "<http://id.nlm.nih.gov/mesh/D003027>"

FEATURES: Final = (
    SharedFeature("CONDITION", "Cluster Headache", 0.31, ("TITLE", "CONDITION"), MESH),
    SharedFeature("INTERVENTION", "Galcanezumab", 0.2, ("INTERVENTION",)),
    SharedFeature("WORD", "attack", 0.0625, TEXT_FIELDS),
)

SIMILAR: Final = SimilarTrials(
    "NCT90000001",
    tuple(
        SimilarTrial(f"NCT9000000{rank + 1}", rank, 1 / rank, 1 - rank / 20, FEATURES[-rank:], kind)
        for rank, kind in enumerate((*SIMILARITY_KINDS, None), start=1)
    ),
)
"""A trial with a similar one of each kind, and one of no kind."""


SAME: Final = (
    RecordNumbers("NCT90000001", (NumberInField("ISRCTN90000001", "secondaryIdInfos.id"),)),
    RecordNumbers("ISRCTN90000001", (NumberInField("NCT90000001", "externalRefs"),)),
)
"""A trial that has a record in two registries, of which each names the other one."""


@cache
def full_similarities() -> tuple[RecordGraph, ...]:
    """The graphs of the computation, of a list with each kind of link and feature, of a trial that
    has no similar one, and of the two records of a trial.
    """
    assert {each.kind for each in FEATURES} == set(FEATURE_KINDS)
    return (
        method_graph(METHOD, "0.1.0", Iris()),
        list_graph(SIMILAR, METHOD, Iris()),
        list_graph(SimilarTrials("NCT90000009"), METHOD, Iris()),
        *same_trial_graphs(SAME, {each.number for each in SAME}.__contains__, Iris()),
    )
