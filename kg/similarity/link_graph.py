"""Similar trials -> named graphs: the list of each trial, and the computation that made them.

Pure: the same links give the same triples. A list is a graph of its own, also an empty one, which
says that the trial was compared: loading newer lists leaves no link of an earlier one.
"""

from __future__ import annotations

from dataclasses import astuple

from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import Iris, digest, slug
from kg.rdf.node_builder import NodeBuilder
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import decimal, integer, literal
from kg.registries.numbers import slug_of
from kg.similarity.links import Method, SharedFeature, SimilarTrial, SimilarTrials


def list_name(number: str, iris: Iris) -> str:
    """The term of the named graph of a trial's similar trials."""
    return iris.similar_graph(number)


def list_graph(similar: SimilarTrials, method: Method, iris: Iris) -> RecordGraph:
    """The graph of a trial's similar trials, each with its relation and the reasons."""
    say = NodeBuilder()
    name, trial = list_name(similar.number, iris), _trial(similar.number, iris, say)
    say.node(
        name,
        (vocab.RDF_TYPE, vocab.KG_SIMILARITY_GRAPH),
        (vocab.SCHEMA_ABOUT, trial),
        (vocab.PROV_WAS_GENERATED_BY, _computation(method, iris)),
    )
    for other in similar.others:
        say.node(
            trial,
            (vocab.KG_SIMILAR_TRIAL, _trial(other.number, iris, say)),
            (vocab.KG_TRIAL_RELATION, _relation(similar.number, other, iris, say)),
        )
    return RecordGraph(similar.number, trial, name, say.nodes())


def method_graph(method: Method, version: str, iris: Iris) -> RecordGraph:
    """The graph that describes the computation; `version` is that of kg."""
    say = NodeBuilder()
    name, computation = iris.mint("graph", "similarity"), _computation(method, iris)
    say.node(
        name,
        (vocab.RDF_TYPE, vocab.KG_SIMILARITY_GRAPH),
        (vocab.PROV_WAS_GENERATED_BY, computation),
    )
    say.node(
        computation,
        (vocab.RDF_TYPE, vocab.KG_SIMILARITY_COMPUTATION),
        (vocab.KG_METHOD_VERSION, literal(method.version)),
        (vocab.KG_STATISTICS_DIGEST, literal(method.statistics)),
        (vocab.KG_STATISTICS_RECORDS, integer(method.records)),
        (vocab.KG_MAXIMUM_RANK, integer(method.top)),
        (vocab.KG_MINIMUM_CONFIDENCE, _share(method.min_confidence)),
        (
            vocab.PROV_WAS_ASSOCIATED_WITH,
            say.node(
                f"{computation[:-1]}/software>",
                (vocab.RDF_TYPE, vocab.PROV_SOFTWARE_AGENT),
                (vocab.SCHEMA_NAME, literal("kg")),
                (vocab.SCHEMA_SOFTWARE_VERSION, literal(version)),
            ),
        ),
    )
    return RecordGraph("similarity", computation, name, say.nodes())


def _computation(method: Method, iris: Iris) -> str:
    return iris.mint("similarity", digest(str(astuple(method))))


def _trial(number: str, iris: Iris, say: NodeBuilder) -> str:
    return say.node(
        iris.trial(number),
        (vocab.RDF_TYPE, vocab.SCHEMA_MEDICAL_STUDY),
        (vocab.DCTERMS_IDENTIFIER, literal(number)),
    )


def _relation(number: str, other: SimilarTrial, iris: Iris, say: NodeBuilder) -> str:
    relation = iris.part(number, "similar", slug_of(other.number))
    return say.node(
        relation,
        (vocab.RDF_TYPE, vocab.KG_TRIAL_RELATION_CLASS),
        (vocab.KG_BASIS, codes.RELATION_BASIS.terms["SIMILAR"]),
        (vocab.KG_LINKED_TRIAL, [iris.trial(number), iris.trial(other.number)]),
        (vocab.KG_SCORE, _share(other.score)),
        (vocab.KG_CONFIDENCE, _share(other.confidence)),
        (vocab.KG_RANK, integer(other.rank)),
        (vocab.KG_SIMILARITY_KIND, other.kind and codes.SIMILARITY_KIND.terms[other.kind]),
        (vocab.KG_SHARED_FEATURE, [_feature(each, relation, say) for each in other.features]),
    )


def _feature(feature: SharedFeature, relation: str, say: NodeBuilder) -> str | None:
    """A reason; None if its name is blank."""
    if not feature.name or feature.name.isspace():
        return None
    return say.node(
        say.distinct(f"{relation[:-1]}/{feature.kind.lower()}/{slug(feature.name)}>"),
        (vocab.RDF_TYPE, vocab.KG_SHARED_FEATURE_CLASS),
        (vocab.KG_FEATURE_KIND, codes.FEATURE_KIND.terms[feature.kind]),
        (vocab.SCHEMA_NAME, literal(feature.name)),
        (vocab.KG_WEIGHT, _share(feature.weight)),
        (vocab.KG_TEXT_FIELD, [codes.TEXT_FIELD.terms[each] for each in feature.fields]),
        (vocab.KG_SHARED_THING, feature.thing),
    )


def rounded(value: float) -> float:
    """A number from 0 to 1 with at most three decimals; computing may have carried it outside."""
    return round(min(1.0, max(0.0, value)), 3)


def _share(value: float) -> str:
    return decimal(rounded(value))
