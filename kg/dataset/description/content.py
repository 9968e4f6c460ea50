"""What is in a dataset, as VoID: how much of what, in which graphs. https://www.w3.org/TR/void/"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from kg.dataset.description.statements import DatasetStatements
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import TRIAL_IRIS
from kg.rdf.terms import integer, literal
from kg.rdf.vocabulary import PREFIXES


def describe(say: DatasetStatements) -> None:
    """The size of the dataset, its vocabularies, its graphs, its classes and properties."""
    report, iris, has_graphs = say.report, say.iris, say.format.has_graphs
    say.node(
        say.dataset,
        (vocab.RDF_TYPE, vocab.VOID_DATASET),
        (vocab.VOID_TRIPLES, integer(report.triples)),
        (vocab.VOID_CLASSES, integer(len(report.classes))),
        (vocab.VOID_PROPERTIES, integer(len(report.predicates))),
        (vocab.VOID_CLASS_PARTITION, [_class(say, name) for name in report.classes]),
        (vocab.VOID_PROPERTY_PARTITION, _properties(say, report.predicates)),
        (vocab.VOID_VOCABULARY, _namespaces([*report.classes, *report.predicates])),
        (vocab.VOID_URI_SPACE, [literal(iris.base), literal(_trial_space(say))]),
        (vocab.VOID_EXAMPLE_RESOURCE, iris.trial(report.example) if report.example else None),
        (vocab.VOID_SUBSET, _graphs(say) if has_graphs else None),
    )


def _trial_space(say: DatasetStatements) -> str:
    return TRIAL_IRIS[say.report.options.trial_iri].removesuffix("{}")


def _graphs(say: DatasetStatements) -> str:
    """The named graphs of the records."""
    report, iris = say.report, say.iris
    return say.node(
        say.part("graphs"),
        (vocab.RDF_TYPE, vocab.VOID_DATASET),
        (vocab.DCTERMS_TITLE, literal("The named graphs of the records")),
        (vocab.VOID_URI_SPACE, literal(f"{iris.base}graph/")),
        (vocab.VOID_ENTITIES, integer(report.records)),
        (vocab.VOID_EXAMPLE_RESOURCE, iris.graph(report.example) if report.example else None),
    )


def _class(say: DatasetStatements, name: str) -> str:
    """The nodes of a class, with the triples that they are the subjects of by predicate."""
    report, path = say.report, ("class", _segment(name))
    entities = report.entities.get(name)
    return say.node(
        say.part(*path),
        (vocab.RDF_TYPE, vocab.VOID_DATASET),
        (vocab.VOID_CLASS, _term(name)),
        (vocab.KG_INSTANCES, integer(report.classes[name])),
        (vocab.VOID_ENTITIES, None if entities is None else integer(entities)),
        (
            vocab.VOID_PROPERTY_PARTITION,
            _properties(say, report.class_predicates.get(name, {}), *path),
        ),
    )


def _properties(say: DatasetStatements, counts: dict[str, int], *within: str) -> list[str]:
    """The triples of each predicate, in the dataset or in a part of it."""
    return [
        say.node(
            say.part(*within, "property", _segment(name)),
            (vocab.RDF_TYPE, vocab.VOID_DATASET),
            (vocab.VOID_PROPERTY, _term(name)),
            (vocab.VOID_TRIPLES, integer(count)),
        )
        for name, count in counts.items()
    ]


def _term(name: str) -> str:
    """The term of a prefixed name or IRI of a report."""
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>" if prefix in PREFIXES else f"<{name}>"


def _segment(name: str) -> str:
    """A prefixed name or IRI as a segment of a path."""
    return quote(name.replace(":", "-", 1), safe="")


def _namespaces(names: Iterable[str]) -> list[str]:
    prefixes = {name.partition(":")[0] for name in names} & PREFIXES.keys()
    return [f"<{PREFIXES[prefix]}>" for prefix in sorted(prefixes)]
