"""The nodes and edges of one record, in the terms of Biolink.

Each is a line: what identifies it, and the rest as JSON. The lines of all records are sorted, and
those of one thing become one (`merging`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from kg.formats.prefixed_names import prefixed
from kg.graph_tables import values
from kg.graph_tables.kgx import terms
from kg.graph_tables.kgx.concepts import CONDITIONS, INTERVENTIONS, biolink_id, preferred
from kg.graph_tables.kgx.ids import node_id, trial_id
from kg.mapping_sets.exact_matches import ExactMatches
from kg.rdf import vocabulary as vocab
from kg.rdf.code_lists import STANDARD_AGE
from kg.rdf.nodes import Nodes, Properties
from kg.rdf.record_graph import RecordGraph, is_of_record

NO_MATCHES: Final = ExactMatches()
"""No mapping set: each thing has the id that the records give it."""

Slots = dict[str, Any]
"""The slots of a node or an edge; None is absent."""


def packed_kgx(graph: RecordGraph, exact: ExactMatches = NO_MATCHES) -> bytes:
    """The lines of the nodes and of the edges of a record, as MessagePack.

    Conditions and interventions have the id that Biolink prefers among their exact matches. A graph
    that says nothing of its trial, but only that a portal has it, too, has none.
    """
    if graph.trial not in graph.nodes:
        return msgspec.msgpack.encode(((), ()))
    record = _Record(graph, exact)
    edges = [_line((e["subject"], e["predicate"], e["object"]), e) for e in record.edges()]
    nodes = [_line((id_, str(rank)), slots) for id_, rank, slots in record.nodes()]
    return msgspec.msgpack.encode((nodes, edges))


def _line(key: tuple[str, ...], slots: Slots) -> str:
    said = {name: value for name, value in slots.items() if value not in (None, [])}
    return "\t".join((*key, msgspec.json.encode(said).decode()))


class _Record:
    """A graph while its nodes and edges are made."""

    def __init__(self, graph: RecordGraph, exact: ExactMatches) -> None:
        self._graph = graph
        self._exact = exact
        self._nodes: Nodes = graph.nodes
        self._trial = graph.nodes[graph.trial]
        self._base = graph.name[1:].partition("graph/")[0]
        self._id = trial_id(graph.number)
        self._ends: dict[str, str] = {}

    def edges(self) -> Iterator[Slots]:
        """What the record says of its trial, and what the trial tests."""
        phase = next(filter(None, map(terms.PHASES.get, self._of(vocab.KG_PHASE))), None)
        for predicate in terms.EDGES:
            for term in self._of(predicate):
                if term in self._nodes and term not in self._ends:
                    self._ends[term] = predicate
                    yield self._edge(self._id, terms.RELATED, term, predicate)
        for intervention in self._tested():
            for condition in self._of(vocab.SCHEMA_HEALTH_CONDITION):
                edge = self._edge(self._node_id(intervention), terms.STUDIED_FOR, condition, None)
                yield {**edge, "category": [terms.STUDIED], "max_research_phase": phase}

    def nodes(self) -> Iterator[tuple[str, int, Slots]]:
        """The trial, and the ends of its edges: id, 0 for what its own record says, the slots."""
        if is_of_record(self._graph):
            yield self._id, 0, self._trial_slots()
        else:
            yield self._id, 1, self._slots(self._graph.trial)
        for term in self._ends:
            yield self._node_id(term), 1, self._slots(term)

    def _of(self, predicate: str) -> tuple[str, ...]:
        return self._trial.get(predicate, ())

    def _edge(self, subject: str, predicate: str, end: str, original: str | None) -> Slots:
        agent, level = terms.SAID_BY.get(original or "", terms.BY_REGISTRANT)
        source = {
            "id": terms.SOURCE,
            "resource_id": terms.SOURCE,
            "resource_role": "primary_knowledge_source",
            "source_record_urls": [self._graph.trial[1:-1]],
        }
        return {
            "subject": subject,
            "predicate": predicate,
            "object": self._node_id(end),
            "category": [terms.ASSOCIATION],
            "original_predicate": prefixed(original) if original else None,
            "knowledge_level": level,
            "agent_type": agent,
            "has_supporting_studies": [self._id],
            "sources": [source] if self._graph.number.startswith("NCT") else None,
        }

    def _tested(self) -> list[str]:
        """The interventions that the trial tests against its conditions, beyond doubt.

        The trial is to treat or to prevent, and they are given in experimental arms and in no
        other: background therapy and comparators are not tested, nor is what is left open.
        """
        if terms.TESTED_TO_TREAT.isdisjoint(self._of(vocab.KG_PRIMARY_PURPOSE)):
            return []
        arms = {arm: self._nodes.get(arm, {}) for arm in self._of(vocab.KG_ARM)}
        found = []
        for term in self._of(vocab.SCHEMA_STUDY_SUBJECT):
            given = [p for p in arms.values() if term in p.get(vocab.KG_ARM_INTERVENTION, ())]
            types = {arm.get(vocab.KG_ARM_TYPE) for arm in given}
            if types == {(terms.EXPERIMENTAL,)}:
                found.append(term)
        return found

    def _node_id(self, term: str) -> str:
        """The CURIE of a node: of a condition or an intervention the one that Biolink prefers."""
        own = self._own_id(term)
        if not self._exact:
            return own
        return preferred(own, self._same(term, own), self._order(term))

    def _order(self, term: str) -> tuple[str, ...]:
        """The prefixes of conditions or interventions, the preferred first; none of other nodes."""
        types, end = self._nodes[term][vocab.RDF_TYPE], self._ends.get(term)
        if vocab.SCHEMA_MEDICAL_CONDITION in types or end == vocab.DERIVED["condition"].concept:
            return CONDITIONS
        if vocab.KG_INTERVENTION in types or end == vocab.DERIVED["intervention"].concept:
            return INTERVENTIONS
        return ()

    def _same(self, term: str, own: str) -> list[str]:
        """The CURIEs of what a condition or an intervention is exactly, in other vocabularies."""
        if not self._exact or not self._order(term):
            return []
        found = self._exact.of_mesh(own.removeprefix("MESH:")) if own.startswith("MESH:") else []
        for name in self._nodes[term].get(vocab.SCHEMA_NAME, ()):
            found += self._exact.of_name(values.text(name))
        return sorted({*map(biolink_id, found)} - {own})

    def _own_id(self, term: str) -> str:
        """The CURIE of a node: that of MeSH where a condition or an intervention is a concept."""
        properties = self._nodes[term]
        types = properties[vocab.RDF_TYPE]
        if numbers := _trial_number(properties, types):
            return trial_id(numbers)
        if exact := properties.get(vocab.SKOS_EXACT_MATCH):
            return node_id(exact[0], {}, self._base)
        if vocab.KG_INTERVENTION in types and (concept := self._concept(properties)):
            return node_id(concept, {}, self._base)
        return node_id(term, properties, self._base)

    def _concept(self, properties: Properties) -> str | None:
        """The MeSH concept that NLM derived by the name of an intervention."""
        names = {values.text(name).casefold() for name in properties.get(vocab.SCHEMA_NAME, ())}
        for term in self._of(vocab.DERIVED["intervention"].concept):
            headings = self._nodes.get(term, {}).get(vocab.SKOS_PREF_LABEL, ())
            if any(values.text(each).casefold() in names for each in headings):
                return term
        return None

    def _slots(self, term: str) -> Slots:
        properties = self._nodes[term]
        types = properties[vocab.RDF_TYPE]
        names = properties.get(vocab.SCHEMA_NAME) or properties.get(vocab.SKOS_PREF_LABEL) or ()
        texts = sorted(map(values.text, names))
        slots: Slots = {
            "category": [self._category(term, types)],
            "name": texts[0] if texts else None,
            "synonym": texts[1:],
            "iri": term[1:-1],
            "xref": self._references(term),
        }
        if _trial_number(properties, types):
            return slots
        if slots["category"] == [terms.PUBLICATION]:
            slots["publication_type"] = [prefixed(each) for each in types]
            slots["authors"] = [values.text(each) for each in properties.get(vocab.DC_CREATOR, ())]
        if slots["category"] == [terms.PLACE]:
            slots |= self._position(properties)
        return slots

    def _references(self, term: str) -> list[str]:
        """The other ids of a condition or an intervention, that of MeSH among them."""
        own = self._own_id(term)
        same = self._same(term, own)
        ids = {own, *same} if same and own.startswith("MESH:") else {*same}
        return sorted(ids - {self._node_id(term)})

    def _category(self, term: str, types: tuple[str, ...]) -> str:
        if vocab.KG_INTERVENTION in types:
            kind = self._nodes[term].get(vocab.KG_INTERVENTION_TYPE, ())
            return terms.DRUG if terms.DRUGS.intersection(kind) else terms.TREATMENT
        for each in types:
            if each in terms.CATEGORIES:
                return terms.CATEGORIES[each]
        return terms.DERIVED.get(self._ends.get(term, ""), terms.TRIAL)

    def _position(self, properties: Properties) -> Slots:
        """Latitude and longitude in degrees, unless the record gives several."""
        points = properties.get(vocab.SCHEMA_GEO, ())
        point = self._nodes.get(points[0], {}) if len(points) == 1 else {}
        found = {"latitude": vocab.SCHEMA_LATITUDE, "longitude": vocab.SCHEMA_LONGITUDE}
        return {
            slot: values.number(point[predicate][0]) if predicate in point else None
            for slot, predicate in found.items()
        }

    def _trial_slots(self) -> Slots:
        code, text = self._code, self._text
        audience = self._nodes.get((self._of(vocab.KG_ELIGIBILITY) or ("",))[0], {})
        ages = {term: value.lower() for value, term in STANDARD_AGE.terms.items()}
        status, enrollment = code(vocab.SCHEMA_STATUS), self._of(vocab.KG_ENROLLMENT)
        phases = [terms.PHASES.get(each) for each in self._of(vocab.KG_PHASE)]
        kind = code(vocab.KG_ENROLLMENT_TYPE)
        return {
            "category": [terms.TRIAL],
            "name": text(vocab.SCHEMA_NAME),
            "full_name": text(vocab.KG_OFFICIAL_TITLE),
            "description": text(vocab.SCHEMA_DESCRIPTION),
            "iri": self._graph.trial[1:-1],
            "clinical_trial_brief_title": text(vocab.SCHEMA_NAME),
            "clinical_trial_phase": phases[0] if len(phases) == 1 else None,
            "clinical_trial_overall_status": status if status in terms.STATUSES else None,
            "clinical_trial_start_date": text(vocab.SCHEMA_START_DATE),
            "clinical_trial_enrollment": values.whole(enrollment[0]) if enrollment else None,
            "clinical_trial_enrollment_type": kind.lower() if kind else None,
            "clinical_trial_primary_purpose": code(vocab.KG_PRIMARY_PURPOSE),
            "clinical_trial_intervention_model": code(vocab.KG_INTERVENTION_MODEL),
            "clinical_trial_age_stage": sorted(
                ages[each] for each in audience.get(vocab.KG_STANDARD_AGE, ()) if each in ages
            ),
            "clinical_trial_conditions": self._ids(vocab.SCHEMA_HEALTH_CONDITION),
            "clinical_trial_interventions": self._ids(vocab.SCHEMA_STUDY_SUBJECT),
        }

    def _ids(self, predicate: str) -> list[str]:
        return sorted({self._node_id(each) for each in self._of(predicate)})

    def _text(self, predicate: str) -> str | None:
        terms_ = self._of(predicate)
        return values.JOIN.join(map(values.text, terms_)) if terms_ else None

    def _code(self, predicate: str) -> str | None:
        terms_ = self._of(predicate)
        return values.code(terms_[0], self._nodes) if len(terms_) == 1 else None


def _trial_number(properties: Properties, types: tuple[str, ...]) -> str | None:
    """The number of a trial; None if it is another node."""
    if not any(each in _TRIALS for each in types):
        return None
    return values.text(properties[vocab.DCTERMS_IDENTIFIER][0])


_TRIALS = frozenset(
    {
        vocab.SCHEMA_MEDICAL_STUDY,
        f"<{vocab.SCHEMA}MedicalTrial>",
        f"<{vocab.SCHEMA}MedicalObservationalStudy>",
    }
)
