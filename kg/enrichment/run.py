"""Enriching: descriptions of the publications and organisations of records from other services, and
what mapping sets map their concepts to.

What is added is in graphs of its own, one for each publication and service or mapping set, and is
written without the records: it is loaded next to them, and can be dropped again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.enrichment.citations_index import Citations
from kg.enrichment.clients import Crossref, PubMed, ServiceAnswer
from kg.enrichment.input_facts import NEEDED, InputFacts, of_record, of_triples
from kg.enrichment.mapping_matching import MappedThings
from kg.enrichment.ror_matching import OrganizationNames, map_matches, matches
from kg.enrichment.work_mapping import map_work, subjects_of
from kg.errors import KgError, UsageError
from kg.formats import Format
from kg.formats.rdf_files import RdfFile as RdfFile
from kg.formats.rdf_files import is_rdf
from kg.formats.writer import Document
from kg.mapping import map_record
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
from kg.shacl import validate
from kg.sources import read
from kg.system.output_files import open_output

if TYPE_CHECKING:
    from kg.enrichment.ror_dump import RorDirectory
    from kg.mapping_sets.sets import MappingSet
    from kg.shacl import Shapes


@dataclass(frozen=True, slots=True)
class Services:
    """The services to query, None leaves a service out, and the mapping sets."""

    pubmed: PubMed | None = None
    crossref: Crossref | None = None
    ror: RorDirectory | None = None
    mapping_sets: Sequence[MappingSet] = ()


@dataclass(slots=True)
class EnrichmentResult:
    """The result: records read, graphs written by service, triples written, publications that a
    service does not have, and why others failed; ids that records give to the wrong publications;
    records that could not be read, and graphs that violate a shape and were left out; how many
    things of the records each mapping set maps, by the id of the set.
    """

    records: int = 0
    graphs: dict[str, int] = field(default_factory=dict)
    triples: int = 0
    missing: list[ServiceAnswer] = field(default_factory=list)
    faults: list[ServiceAnswer] = field(default_factory=list)
    misplaced: list[ServiceAnswer] = field(default_factory=list)
    unreadable: list[KgError] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    mapped: dict[str, int] = field(default_factory=dict)


def enrich(
    sources: Iterable[str | Path],
    destination: str | Path,
    format: Format,
    services: Services,
    iris: Iris | None = None,
    shapes: Shapes | None = None,
    *,
    on_answer: Callable[[int, int], None] = lambda _, __: None,
    make_parents: bool = False,
) -> EnrichmentResult:
    """Writes what the services add to the records of `sources`, completely or not at all.

    A source contains records, or RDF that kg has made of them, detected from its ending. Raises
    UsageError for a format without graphs, SourceError for RDF that can't be read, and ServiceError
    if a service is unavailable; responses up to then are in the cache, and the same call resumes
    from there.
    """
    if not format.has_graphs:
        raise UsageError(
            f"{format.title} has no named graphs, which separate what is added from the records:"
            " use N-Quads, TriG or JSON-LD"
        )
    iris, enriched = iris or Iris(), EnrichmentResult()
    citations, named = Citations(), OrganizationNames()
    mapped = [MappedThings(each) for each in services.mapping_sets]
    for described in _described(sources, iris, enriched.unreadable.append):
        enriched.records += len(described.trials)
        citations.add(described)
        if services.ror is not None:
            named.add(described)
        for each in mapped:
            each.add(described)
    if not enriched.records:
        return enriched
    with open_output(destination, make_parents=make_parents) as output:
        document = Document(format.writer)
        for source, graph in _graphs(citations, named, mapped, services, iris, enriched, on_answer):
            broken = validate(graph, shapes).violations
            if broken:
                enriched.rejected.append(f"{graph.name}: {broken[0].message}")
                continue
            enriched.graphs[source] = enriched.graphs.get(source, 0) + 1
            enriched.triples += graph.size
            output.write(document.with_record(format.writer.record(graph)))
        output.write(document.ended())
    return enriched


def _described(
    sources: Iterable[str | Path], iris: Iris, on_error: Callable[[KgError], None]
) -> Iterator[InputFacts]:
    """The facts in the sources, RDF first."""
    names = list(sources)
    for name in names:
        if is_rdf(name):
            yield from _described_in(RdfFile(name))
    records = [name for name in names if not is_rdf(name)]
    if records:
        for record in read(*records, on_error=on_error):
            yield of_record(map_record(record, iris))


def _described_in(file: RdfFile) -> Iterator[InputFacts]:
    """The facts in an RDF file, graph by graph."""
    for quads in file.quads_by_graph():
        triples = ((f"{q.subject}", f"{q.predicate}", f"{q.object}") for q in quads)
        yield of_triples(
            triple for triple in triples if triple[1] in NEEDED and triple[0].startswith("<")
        )


def _graphs(
    citations: Citations,
    named: OrganizationNames,
    mapped: list[MappedThings],
    services: Services,
    iris: Iris,
    enriched: EnrichmentResult,
    on_answer: Callable[[int, int], None],
) -> Iterator[tuple[str, RecordGraph]]:
    """The graphs of all services, each service in the order of its ids."""
    asked = [
        (service, cited)
        for service, cited in (
            (services.pubmed, citations.by_pmid),
            (services.crossref, citations.by_doi),
        )
        if service is not None
    ]
    total, done = sum(len(cited) for _, cited in asked), 0
    for service, cited in asked:
        for answered in service.works(cited):
            done += 1
            on_answer(done, total)
            if answered.work is not None:
                known = cited[answered.key]
                if not known.subjects.issuperset(subjects_of(answered.work, known)):
                    enriched.misplaced.append(answered)
                yield service.source, map_work(answered.work, known, iris)
            elif answered.fault is not None:
                enriched.faults.append(answered)
            else:
                enriched.missing.append(answered)
    if services.ror is not None:
        for ror, found in matches(named, services.ror).items():
            yield "ror", map_matches(ror, found, iris)
    for things in mapped:
        enriched.mapped[things.mapping_set.id] = len(things.found)
        if things.found:
            yield "sssom", things.graph(iris)
