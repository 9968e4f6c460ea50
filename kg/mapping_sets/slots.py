"""The slots of SSSOM as predicates and objects: those that say what is mapped, by whom and how.

https://mapping-commons.github.io/sssom/Mapping/, https://mapping-commons.github.io/sssom/MappingSet/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from kg.rdf import vocabulary as vocab
from kg.rdf.nodes import Properties
from kg.rdf.terms import literal, typed, web_iri

REFERENCES: Final = frozenset(
    "record_id subject_id predicate_id object_id mapping_justification author_id reviewer_id"
    " creator_id subject_source object_source mapping_source mapping_tool_id subject_match_field"
    " object_match_field subject_preprocessing object_preprocessing curation_rule derived_from"
    " issue_tracker_item".split()
)
"""Slots whose values are CURIEs."""

ADDRESSES: Final = frozenset("license mapping_provider mapping_set_source see_also".split())
"""Slots whose values are IRIs."""

DATES: Final = frozenset("mapping_date publication_date review_date".split())
"""Slots whose values are dates."""

LITERAL: Final = "rdfs literal"
"""The type of an entity that is a name without an identifier."""

ENTITY_TYPES: Final = {
    LITERAL: f"<{vocab.RDFS}Literal>",
    "composed entity expression": f"<{vocab.SSSOM}ComposedEntityExpression>",
    "owl annotation property": f"<{vocab.OWL}AnnotationProperty>",
    "owl class": f"<{vocab.OWL}Class>",
    "owl data property": f"<{vocab.OWL}DataProperty>",
    "owl named individual": f"<{vocab.OWL}NamedIndividual>",
    "owl object property": f"<{vocab.OWL}ObjectProperty>",
    "rdf property": f"<{vocab.RDF}Property>",
    "rdfs class": f"<{vocab.RDFS}Class>",
    "rdfs datatype": f"<{vocab.RDFS}Datatype>",
    "rdfs resource": f"<{vocab.RDFS}Resource>",
    "skos concept": vocab.SKOS_CONCEPT,
}
"""The words of `subject_type` and `object_type` -> their terms.

https://mapping-commons.github.io/sssom/EntityTypeEnum/
"""

TYPES: Final = frozenset(("subject_type", "object_type"))


def stated(
    slots: Mapping[str, Any],
    terms: Mapping[str, str],
    expanded: Callable[[str], str],
) -> Properties:
    """The slots that are among `terms` (slot -> predicate), as sorted objects of their predicates.

    `expanded` makes the term of a CURIE.
    """
    found: dict[str, tuple[str, ...]] = {}
    for slot, predicate in terms.items():
        value = slots.get(slot)
        if value is None or value == "":
            continue
        values = value if isinstance(value, list) else [value]
        objects = sorted({_object(slot, each, expanded) for each in values})
        if objects:
            found[predicate] = tuple(objects)
    return dict(sorted(found.items()))


def _object(slot: str, value: Any, expanded: Callable[[str], str]) -> str:
    if slot in REFERENCES:
        return expanded(value)
    if slot in TYPES:
        return ENTITY_TYPES[value]
    if slot in ADDRESSES:
        return web_iri(str(value)) or literal(str(value))
    if isinstance(value, date):
        return typed(value.isoformat(), "date")
    if isinstance(value, float):
        return typed(repr(value), "double")
    return literal(str(value))
