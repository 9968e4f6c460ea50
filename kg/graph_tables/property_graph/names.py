"""Labels of nodes and types of edges: names that differ in more than case.

A label is the name of a class in CamelCase, a type that of a property in UPPER_SNAKE. Databases
such as Ladybug keep both in one namespace that ignores case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from kg.rdf import ontology
from kg.rdf import vocabulary as vocab

_RENAMED: Final = {
    vocab.SCHEMA_MEDICAL_STUDY: "Trial",
    f"<{vocab.SCHEMA}MedicalTrial>": "Trial",
    f"<{vocab.SCHEMA}MedicalObservationalStudy>": "Trial",
    vocab.CTO_PRIMARY_OUTCOME: "OutcomeMeasure",
    vocab.CTO_SECONDARY_OUTCOME: "OutcomeMeasure",
    vocab.CTO_OTHER_OUTCOME: "OutcomeMeasure",
    vocab.SCHEMA_SCHOLARLY_ARTICLE: "Publication",
    vocab.SCHEMA_CREATIVE_WORK: "Publication",
    vocab.SCHEMA_MEDICAL_CONDITION: "Condition",
    vocab.SCHEMA_PEOPLE_AUDIENCE: "Eligibility",
    vocab.SCHEMA_PROPERTY_VALUE: "Identifier",
    vocab.SCHEMA_DIGITAL_DOCUMENT: "Document",
    vocab.SCHEMA_PERIODICAL: "Journal",
    vocab.QB_OBSERVATION: "Measurement",
    vocab.KG_UNRECOGNIZED_CODE: "Code",
}
"""Class -> its label, where that is not its name."""

_SECOND: Final = frozenset({vocab.SKOS_CONCEPT, vocab.QB_DATA_SET_CLASS})
"""Classes that label a node only if it has no other."""

TRIAL: Final = "Trial"
CODE: Final = "Code"

SHARED: Final = frozenset(
    {"Concept", "Condition", "Country", "Journal", "Organization", "Person", "Place", "Publication"}
)
"""Labels of nodes that several records describe, so that any property may have several values."""

_WORDS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@cache
def label(types: tuple[str, ...]) -> str:
    """The label of a node with these classes."""
    named = sorted(filter(is_named, types), key=lambda each: (each in _SECOND, each))
    return _RENAMED.get(named[0]) or local_name(named[0])


def is_named(class_: str) -> bool:
    """Whether a class can label a node: those of OBI and FaBiO come beside one of schema.org."""
    return class_ in _RENAMED or not class_.startswith((f"<{vocab.OBO}", f"<{vocab.FABIO}"))


@cache
def edge_type(predicate: str) -> str:
    """The type of the edges of a property; HAS_ comes before what is also the name of a label."""
    name = _WORDS.sub("_", local_name(predicate)).upper()
    return f"HAS_{name}" if name.lower() in _labels() else name


@cache
def _labels() -> frozenset[str]:
    """The labels of all classes of the vocabulary, in lower case."""
    named = filter(is_named, ontology.classes())
    return frozenset(label((each,)).lower() for each in named)


@cache
def local_name(term: str) -> str:
    """The name of a term in its namespace."""
    return term[max(term.rfind("/"), term.rfind("#")) + 1 : -1]


def clashes(names: Iterable[str]) -> list[str]:
    """The names that another one differs from only in case."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(name.lower(), []).append(name)
    return [name for same in found.values() if len(same) > 1 for name in same]
