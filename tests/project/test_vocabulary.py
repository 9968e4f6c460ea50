"""The vocabulary: constants, ontologies/kg.ttl, ontologies/terms.ttl and what is emitted agree."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph
import pytest
from msgspec.structs import replace
from rdflib import (
    DCTERMS,
    OWL,
    PROV,
    QB,
    RDF,
    RDFS,
    SDO,
    SKOS,
    XSD,
    Graph,
    Literal,
    Namespace,
    URIRef,
)
from rdflib.namespace import VANN

from kg import sources
from kg.mapping import map_record
from kg.rdf import code_lists as codes
from kg.rdf import ontology
from kg.rdf import vocabulary as vocab
from kg.rdf.terms import WEB_IRI, Triple, is_iri, split_literal
from kg.records import Record, SourceField
from kg.records.protocol import StatusModule
from kg.sources.classic_xml import vocabulary as classic
from kg.system.package_data import resource
from tests.support import real_data
from tests.support.full_enrichments import full_enrichments
from tests.support.full_similarities import full_similarities
from tests.support.paths import REAL_DATA, REAL_RECORDS, ROOT

KG: Final = Namespace(vocab.KG)
ONTOLOGY: Final = URIRef(vocab.KG.removesuffix("#"))
FILES: Final = ("kg.ttl", "terms.ttl")

RESERVED: Final = frozenset(
    map(
        str,
        (
            *(RDF.type, RDF.value, RDFS.comment, RDFS.seeAlso, OWL.versionInfo, OWL.Axiom),
            *(OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget),
        ),
    )
)
"""What OWL 2 reserves, so that no ontology declares it."""

CODE_LISTS: Final = [each for each in vars(codes).values() if isinstance(each, codes.CodeList)]

ENUMERATIONS: Final = {
    "AgreementRestrictionType": codes.RESTRICTION_TYPE,
    "AnalysisDispersionType": codes.DISPERSION_TYPE,
    "ConfidenceIntervalNumSides": codes.CONFIDENCE_SIDES,
    "EventAssessment": codes.ASSESSMENT_TYPE,
    "MeasureDispersionType": codes.DISPERSION_TYPE,
    "MeasureParam": codes.PARAMETER_TYPE,
    "NonInferiorityType": codes.NON_INFERIORITY_TYPE,
    "OutcomeMeasureType": codes.OUTCOME_TYPE,
    "ReportingStatus": codes.REPORTING_STATUS,
    "AgencyClass": codes.AGENCY_CLASS,
    "ArmGroupType": codes.ARM_TYPE,
    "BioSpecRetention": codes.BIOSPEC_RETENTION,
    "BrowseLeafRelevance": codes.BROWSE_RELEVANCE,
    "ContactRole": codes.CONTACT_ROLE,
    "DateType": codes.DATE_TYPE,
    "DesignAllocation": codes.ALLOCATION,
    "DesignMasking": codes.MASKING,
    "DesignTimePerspective": codes.TIME_PERSPECTIVE,
    "EnrollmentType": codes.DATE_TYPE,
    "ExpandedAccessStatus": codes.STATUS,
    "InterventionType": codes.INTERVENTION_TYPE,
    "InterventionalAssignment": codes.INTERVENTION_MODEL,
    "IpdSharing": codes.IPD_SHARING,
    "IpdSharingInfoType": codes.IPD_INFO_TYPE,
    "ObservationalModel": codes.OBSERVATIONAL_MODEL,
    "OfficialRole": codes.CONTACT_ROLE,
    "OrgStudyIdType": codes.IDENTIFIER_TYPE,
    "Phase": codes.PHASE,
    "PrimaryPurpose": codes.PRIMARY_PURPOSE,
    "RecruitmentStatus": codes.STATUS,
    "ResponsiblePartyType": codes.RESPONSIBLE_PARTY_TYPE,
    "SamplingMethod": codes.SAMPLING_METHOD,
    "SecondaryIdType": codes.IDENTIFIER_TYPE,
    "Sex": codes.SEX,
    "StandardAge": codes.STANDARD_AGE,
    "Status": codes.STATUS,
    "StudyType": codes.STUDY_TYPE,
    "UnpostedEventType": codes.UNPOSTED_EVENT_TYPE,
    "ViolationEventType": codes.VIOLATION_EVENT_TYPE,
    "WhoMasked": codes.WHO_MASKED,
}
"""Enumeration of the registry's API -> the code list that covers it."""

CODE_LISTS_OF_KG: Final = (
    codes.FEATURE_KIND,
    codes.NOTICE_TYPE,
    codes.PRODUCT_ROLE,
    codes.RELATION_BASIS,
    codes.RELATION_KIND,
    codes.REVIEW_TYPE,
    codes.SIMILARITY_KIND,
    codes.SOURCE_FORMAT,
    codes.TEXT_FIELD,
)
"""Code lists whose values are words of kg, not of the registry."""

COMBINED: Final[dict[tuple[str, str], str]] = {
    **{("Phase", "/".join(values)): term for values, term in codes.COMBINED_PHASES.items()},
    ("StudyType", "PATIENT_REGISTRY"): codes.PATIENT_REGISTRY,
}
"""Code list and notation of the terms that more than one value of the registry makes."""

KINDS: Final = {
    OWL.Class: re.compile(r"[A-Z][A-Za-z]+"),
    OWL.ObjectProperty: re.compile(r"[a-z][A-Za-z0-9]+"),
    OWL.DatatypeProperty: re.compile(r"[a-z][A-Za-z0-9]+"),
    QB.DataStructureDefinition: re.compile(r"[A-Z][A-Za-z]+"),
    SKOS.ConceptScheme: re.compile(r"[A-Z][A-Za-z]+"),
    SKOS.Concept: re.compile(r"[A-Z][A-Za-z]+-[A-Za-z0-9_-]+"),
}
"""What a term of ours can be -> the form of its name."""


@pytest.fixture(scope="module")
def ours() -> Graph:
    return Graph().parse(resource("ontologies") / "kg.ttl")


@pytest.fixture(scope="module")
def theirs() -> Graph:
    return Graph().parse(resource("ontologies") / "terms.ttl")


def constants() -> set[str]:
    """Every IRI among the constants of kg.rdf.vocabulary and kg.rdf.code_lists."""
    return set(_iris([*vars(vocab).values(), *vars(codes).values()]))


def _iris(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if value.startswith("<"):
            yield value[1:-1]
    elif isinstance(value, codes.CodeList):
        yield from _iris([value.scheme, dict(value.terms)])
    elif isinstance(value, Mapping):
        yield from _iris(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _iris(item)


def declared(graph: Graph) -> set[str]:
    """The terms that a file declares, without its own description."""
    described = {str(term) for term in graph.subjects(RDF.type)}
    itself = {str(term) for term in graph.subjects(RDF.type, OWL.Ontology)}
    return {iri for iri in described - itself if not iri.startswith(f"{ONTOLOGY}/")}


def declared_of_kg(graph: Graph) -> set[str]:
    return {iri for iri in declared(graph) if iri.startswith(vocab.KG)}


def in_shapes() -> set[str]:
    """The classes, paths and values that the shapes name, of ours and of others."""
    places = {*vocab.PREFIXES.values(), vocab.KG} - {str(XSD), vocab.RDF}
    shapes = Graph()
    for path in sorted(resource("shapes").glob("*.ttl")):
        shapes.parse(path)
    named = {str(term) for term in shapes.objects() if isinstance(term, URIRef)}
    return {iri for iri in named if any(iri.startswith(place) for place in places)}


@pytest.mark.parametrize("name", FILES)
def test_both_parsers_read_the_same(name: str) -> None:
    path = resource("ontologies") / name
    found = list(pyoxigraph.parse(path.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE))
    assert len(set(found)) == len(found) == len(Graph().parse(path)), "a triple is stated twice"
    assert not any(
        isinstance(term, pyoxigraph.BlankNode)
        for quad in found
        for term in (quad.subject, quad.object)
    )


@pytest.mark.parametrize("name", FILES)
def test_every_term_is_declared_once(name: str) -> None:
    text = (resource("ontologies") / name).read_text("utf-8")
    opened = re.findall(r"^(\S+) a ", text, re.MULTILINE)
    assert sorted(opened) == sorted(set(opened))


@pytest.mark.parametrize("name", FILES)
def test_prefixes_agree(name: str) -> None:
    text = (resource("ontologies") / name).read_text("utf-8")
    prefixes = dict(re.findall(r"^@prefix (\w+): <(.+)> \.$", text, re.MULTILINE))
    for each in prefixes.keys() & vocab.PREFIXES.keys():
        assert prefixes[each] == vocab.PREFIXES[each]
    body = text.split("@prefix")[-1]
    unused = [each for each in prefixes if not re.search(rf"(?<![\w<]){each}:", body)]
    assert unused == []


def test_the_ontology_describes_itself(ours: Graph) -> None:
    assert str(ours.value(ONTOLOGY, VANN.preferredNamespaceUri)) == vocab.KG
    assert str(ours.value(ONTOLOGY, VANN.preferredNamespacePrefix)) == "kg"
    assert (ONTOLOGY, PROV.qualifiedAttribution, None) in ours
    assert str(ours.value(ONTOLOGY, OWL.versionInfo)) == vocab.ONTOLOGY_VERSION


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_its_version_and_dates(name: str) -> None:
    graph = Graph().parse(resource("ontologies") / name)
    (itself,) = graph.subjects(RDF.type, OWL.Ontology)
    version = graph.value(itself, OWL.versionInfo)
    assert graph.value(itself, OWL.versionIRI) == URIRef(f"{itself}/{version}")
    assert str(graph.value(itself, OWL.priorVersion)).startswith(f"{itself}/")
    issued, modified = (graph.value(itself, p) for p in (DCTERMS.issued, DCTERMS.modified))
    assert isinstance(issued, Literal)
    assert isinstance(modified, Literal)
    assert issued.toPython() <= modified.toPython()


def test_every_iri_is_well_formed() -> None:
    assert [iri for iri in sorted(constants()) if not WEB_IRI.fullmatch(iri)] == []


def test_our_constants_are_what_the_ontology_declares(ours: Graph) -> None:
    assert {iri for iri in constants() if iri.startswith(vocab.KG)} == declared_of_kg(ours)


def test_outside_terms_are_those_we_use(theirs: Graph) -> None:
    used = {iri for iri in constants() | in_shapes() if not iri.startswith(vocab.KG)}
    kinds = {str(kind) for kind in theirs.objects(None, RDF.type)}
    assert (used - RESERVED) | {kind for kind in kinds if kind not in OWL} == declared(theirs)


def test_outside_terms_of_the_ontology_are_declared_in_it(ours: Graph) -> None:
    kinds = {str(kind) for kind in ours.objects(None, RDF.type)}
    places = (RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf)
    used = {str(term) for place in places for term in ours.objects(None, place)}
    used |= {str(predicate) for predicate in ours.predicates()}
    built_in = (str(OWL), str(RDF), str(RDFS), str(XSD))
    assert {iri for iri in used | kinds if not iri.startswith(built_in)} <= declared(ours)


def test_both_files_declare_an_outside_term_alike(ours: Graph, theirs: Graph) -> None:
    both = sorted(map(URIRef, declared(ours) & declared(theirs)))
    assert both
    for predicate in (RDF.type, RDFS.label):
        for term in both:
            assert set(ours.objects(term, predicate)) == set(theirs.objects(term, predicate)), term


def test_shapes_name_only_declared_terms(ours: Graph, theirs: Graph) -> None:
    assert in_shapes() <= declared(ours) | declared(theirs)


@pytest.mark.parametrize("page", ["identity.md", "vocabulary.md"])
def test_documentation_names_only_declared_terms(page: str, ours: Graph, theirs: Graph) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    named = re.findall(rf"\b({'|'.join(vocab.PREFIXES)}):([A-Za-z][\w-]*)", text)
    full = {vocab.PREFIXES[prefix] + name for prefix, name in named if prefix != "xsd"}
    in_the_ontology = {str(term) for triple in ours for term in triple}
    assert full <= declared(theirs) | in_the_ontology | RESERVED


def test_each_of_our_terms_is_explained(ours: Graph) -> None:
    for iri in sorted(declared_of_kg(ours)):
        term = URIRef(iri)
        kinds = [kind for kind in KINDS if (term, RDF.type, kind) in ours]
        assert len(kinds) == 1, iri
        assert KINDS[kinds[0]].fullmatch(iri.removeprefix(vocab.KG)), iri
        of_concepts = [SKOS.prefLabel] if kinds == [SKOS.Concept] else []
        for needed in (RDFS.label, SKOS.definition, *of_concepts):
            (text,) = ours.objects(term, needed)
            assert getattr(text, "language", None) == "en", iri
            assert str(text).strip(), iri
        assert ours.value(term, RDFS.isDefinedBy) == ONTOLOGY, iri


def test_no_two_terms_have_one_label(ours: Graph) -> None:
    labels = Counter(
        str(ours.value(URIRef(iri), RDFS.label)).lower() for iri in declared_of_kg(ours)
    )
    assert [label for label, times in labels.items() if times > 1] == []


def test_the_label_of_a_concept_names_its_list(ours: Graph) -> None:
    for concept in ours.subjects(RDF.type, SKOS.Concept):
        scheme = ours.value(concept, SKOS.inScheme)
        name = f"{ours.value(scheme, RDFS.label)}: {ours.value(concept, SKOS.prefLabel)}"
        assert str(ours.value(concept, RDFS.label)) == name


def test_our_terms_refer_to_declared_ones(ours: Graph) -> None:
    named = {str(term) for triple in ours for term in triple if isinstance(term, URIRef)}
    assert {iri for iri in named if iri.startswith(vocab.KG)} == declared_of_kg(ours)


def test_each_outside_term_has_a_label_and_a_source(theirs: Graph) -> None:
    for iri in sorted(declared(theirs)):
        assert theirs.value(URIRef(iri), RDFS.label), iri
        assert theirs.value(URIRef(iri), RDFS.isDefinedBy), iri


def test_a_value_of_the_registry_leads_to_its_term(ours: Graph) -> None:
    values = COMBINED | {
        (each.name, value): term for each in CODE_LISTS for value, term in each.terms.items()
    }
    emitted = {(term, str(KG[name]), value) for (name, value), term in values.items()}
    listed = {
        (f"<{term}>", str(scheme), str(notation))
        for term, scheme in ours.subject_objects(SKOS.inScheme)
        for notation in ours.objects(term, SKOS.notation)
    }
    assert listed == emitted


def test_every_code_has_one_word_in_english(ours: Graph) -> None:
    """What people read for a code, such as "Phase 3"; no two codes of a list have the same."""
    named = Counter[tuple[str, str]]()
    for term, scheme in ours.subject_objects(SKOS.inScheme):
        (word,) = ours.objects(term, SKOS.prefLabel)
        assert isinstance(word, Literal)
        assert word.language == "en", term
        named[str(scheme), str(word)] += 1
    assert [each for each, times in named.items() if times > 1] == []


def test_the_words_are_those_of_the_registry() -> None:
    """Where kg reads the registry's words, each word leads back to its code."""
    lists = (
        (codes.ARM_TYPE, classic.ARM_TYPE), (codes.INTERVENTION_MODEL, classic.INTERVENTION_MODEL),
        (codes.INTERVENTION_TYPE, classic.INTERVENTION_TYPE), (codes.MASKING, classic.MASKING),
        (codes.SEX, classic.SEX), (codes.STATUS, classic.STATUS),
        (codes.STUDY_TYPE, classic.STUDY_TYPE), (codes.WHO_MASKED, classic.WHO_MASKED),
    )  # fmt: skip
    words = ontology.words()
    for code_list, read in lists:
        told = {value: words[term[1:-1]] for value, term in code_list.terms.items()}
        assert {value: read.get(word) for value, word in told.items()} == {v: v for v in told}
    assert words[codes.PHASE.terms["PHASE3"][1:-1]] == "Phase 3"
    assert words[codes.COMBINED_PHASES["PHASE2", "PHASE3"][1:-1]] == "Phase 2/Phase 3"
    assert words[codes.PHASE.terms["NA"][1:-1]] == "Not applicable"


def test_every_code_list_covers_its_enumeration() -> None:
    enumerations = _enumerations(real_data.needed("schema/ctg-oas-v2__mcode_2024.yaml"))
    for name, code_list in ENUMERATIONS.items():
        assert set(enumerations[name]) <= code_list.terms.keys(), name
    covered = [*ENUMERATIONS.values(), *CODE_LISTS_OF_KG]
    assert [each.name for each in CODE_LISTS if each not in covered] == []


def _enumerations(path: Path) -> dict[str, list[str]]:
    """The schemas of an OpenAPI file that are enumerations of strings."""
    text = path.read_text("utf-8").split("\ncomponents:\n")[1]
    schema = re.compile(
        r'^    (\w+):\n      type: "string"\n      enum:\n((?:      - .+\n)+)', re.M
    )
    found = schema.finditer(text)
    return {match[1]: re.findall(r'- "(.+)"', match[2]) for match in found}


@pytest.fixture(scope="module")
def graphs() -> list[list[Triple]]:
    """What is emitted for the samples, where they are at hand for the real records, and for what
    services add, and for similar trials.
    """
    page = REAL_DATA / "records" / "page" / "NCT04745299.txt"
    places = [resource("samples"), REAL_RECORDS, page]
    records = [record for place in places if place.exists() for record in sources.read(place)]
    mapped = [map_record(record) for record in [*records, _strange(records[0])]]
    return [graph.triples for graph in [*mapped, *full_enrichments(), *full_similarities()]]


def _strange(record: Record) -> Record:
    """The same record with what nobody has seen yet, which is kept."""
    section = replace(record.study.protocol_section, status_module=StatusModule(overall_status="?"))
    study = replace(record.study, protocol_section=section)
    return replace(record, study=study, unmapped=[SourceField("new.field", "1")])


@pytest.mark.slow
def test_emitted_terms_are_declared(graphs: list[list[Triple]], ours: Graph, theirs: Graph) -> None:
    terms = declared(ours) | declared(theirs)
    spaces = tuple({f"<{iri[: max(map(iri.rfind, '#/_')) + 1]}" for iri in terms})
    named = {term for triples in graphs for triple in triples for term in triple[1:]}
    assert {term[1:-1] for term in named if term.startswith(spaces)} <= terms | RESERVED


def test_emitted_predicates_are_declared(
    graphs: list[list[Triple]], ours: Graph, theirs: Graph
) -> None:
    predicates = {predicate[1:-1] for triples in graphs for _, predicate, _ in triples}
    assert predicates <= declared(ours) | declared(theirs) | RESERVED


@dataclass(frozen=True)
class Classes:
    """The classes of nodes, with those above them."""

    above: dict[str, set[str]]
    stated: dict[str, set[str]]

    def of(self, term: str) -> set[str]:
        """The classes of a node, the datatype of a literal."""
        if not is_iri(term):
            return {split_literal(term)[1] or str(XSD.string)}
        stated = self.stated.get(term, set())
        return {above for each in stated for above in self.above.get(each, {each})}


def test_domains_and_ranges_hold(graphs: list[list[Triple]], ours: Graph, theirs: Graph) -> None:
    facts = ours + theirs
    above = {
        str(each): {str(one) for one in facts.transitive_objects(each, RDFS.subClassOf)}
        for each in facts.subjects(RDFS.subClassOf)
    }
    domains = _rules(ours, RDFS.domain, SDO.domainIncludes)
    ranges = _rules(ours, RDFS.range, SDO.rangeIncludes)
    always = [(f"<{term}>", f"<{kind}>") for term, kind in facts.subject_objects(RDF.type)]
    broken = set()
    for triples in graphs:
        here = [
            (subject, value) for subject, predicate, value in triples if predicate == vocab.RDF_TYPE
        ]
        classes = Classes(above, _grouped([*always, *here]))
        for subject, predicate, value in triples:
            if predicate in domains and not domains[predicate] & classes.of(subject):
                broken.add((predicate, "domain", subject))
            if predicate in ranges and not ranges[predicate] & classes.of(value):
                broken.add((predicate, "range", value))
    assert broken == set()


def _rules(graph: Graph, *predicates: URIRef) -> dict[str, set[str]]:
    pairs = [pair for each in predicates for pair in graph.subject_objects(each)]
    return _grouped((f"<{term}>", f"<{value}>") for term, value in pairs)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    grouped: dict[str, set[str]] = defaultdict(set)
    for term, value in pairs:
        grouped[term].add(value[1:-1])
    return grouped


def test_literals_stand_at_datatype_properties(graphs: list[list[Triple]], ours: Graph) -> None:
    objects = {f"<{each}>" for each in ours.subjects(RDF.type, OWL.ObjectProperty)}
    literals = {f"<{each}>" for each in ours.subjects(RDF.type, OWL.DatatypeProperty)}
    wrong = {
        predicate
        for triples in graphs
        for _, predicate, value in triples
        if predicate in (literals if is_iri(value) else objects)
    }
    assert wrong == set()
