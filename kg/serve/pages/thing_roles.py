"""What things are to trials and to each other: the properties that link them, in words."""

from __future__ import annotations

from typing import Final

from kg.rdf import vocabulary as vocab

_CONDITION, _INTERVENTION = vocab.DERIVED["condition"], vocab.DERIVED["intervention"]

ROLES: Final = {
    vocab.SCHEMA_SPONSOR: "lead sponsor",
    vocab.KG_COLLABORATOR: "collaborator",
    vocab.KG_PRINCIPAL_INVESTIGATOR: "principal investigator",
    vocab.KG_STUDY_DIRECTOR: "study director",
    vocab.KG_STUDY_CHAIR: "study chair",
    vocab.KG_OVERALL_OFFICIAL: "overall official",
    vocab.KG_SITE: "site",
    vocab.SCHEMA_HEALTH_CONDITION: "condition",
    _CONDITION.concept: "condition, by MeSH",
    _CONDITION.ancestor: "a narrower condition, by MeSH",
    vocab.SCHEMA_STUDY_SUBJECT: "intervention",
    _INTERVENTION.concept: "intervention, by MeSH",
    _INTERVENTION.ancestor: "a narrower intervention, by MeSH",
    vocab.KG_PROTOCOL_REFERENCE: "protocol",
    vocab.KG_RESULT_REFERENCE: "results",
    vocab.KG_BACKGROUND_REFERENCE: "background",
    vocab.KG_DERIVED_REFERENCE: "found by the registry in PubMed",
    vocab.KG_REFERENCE: "cited",
    vocab.KG_COUNTRY: "country",
}
"""Property of a trial -> what its value is to it."""

IMPLIED: Final = {
    "overall official": {"principal investigator", "study director", "study chair"},
    "cited": {"protocol", "results", "background", "found by the registry in PubMed"},
}
"""A role that says no more than one of these others."""

INDIRECT: Final = {
    vocab.SCHEMA_AFFILIATION: "affiliation of an official or investigator",
}
"""Property of a part of a trial's record -> what its value is to the trial."""

NEIGHBOURS: Final = {
    vocab.SCHEMA_AFFILIATION: "People of this affiliation",
    vocab.SKOS_EXACT_MATCH: "Conditions that records call so",
    vocab.SCHEMA_IS_PART_OF: "Articles in it",
    vocab.SCHEMA_SAME_AS: "The same under another name",
}
"""Property of another thing -> the heading of the things that have this one as its value."""
