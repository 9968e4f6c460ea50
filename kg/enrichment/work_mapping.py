"""A work of a service and the trials that cite it -> the named graph of what the service adds.

Pure: the same work and the same citations give the same triples. Statements about a publication use
the terms that the records have for it, so that the graphs connect without any inference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from kg.enrichment import article_roles
from kg.enrichment.citations_index import CitedPublication, CitingTrial
from kg.enrichment.work import BOOKS, Author, Notice, Work
from kg.mapping.lexical import date_term
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import IdentifiedKind, Iris, doi_iri, pubmed_iri, slug
from kg.rdf.node_builder import NodeBuilder, Objects
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import boolean, integer, literal, web_iri
from kg.registries.numbers import slug_of
from kg.registries.table import CLINICAL_TRIALS_GOV

SOURCES: Final = {
    "pubmed": "<https://pubmed.ncbi.nlm.nih.gov/>",
    "crossref": "<https://www.crossref.org/>",
    "ror": "<https://ror.org/>",
}
"""The name of a service in the IRIs of its graphs -> its own IRI."""


@dataclass(frozen=True, slots=True)
class ServiceGraph:
    """The terms for a service's description of something: its graph, its record, their parts."""

    iris: Iris
    source: str
    key: str

    @property
    def _path(self) -> tuple[str, str]:
        return self.source, quote(self.key, safe="")

    @property
    def graph(self) -> str:
        """The term of the named graph."""
        return self.iris.mint("graph", *self._path)

    @property
    def record(self) -> str:
        """The term of the service's own record."""
        return self.iris.mint("record", *self._path)

    def part(self, kind: IdentifiedKind, name: str) -> str:
        """The term of something that exists only in this description."""
        return self.iris.mint(kind, *self._path, name)

    def described(self, say: NodeBuilder, page: str | None, revised: str | None) -> None:
        """States the graph and the record that it derives from."""
        record = say.node(
            self.record,
            (vocab.RDF_TYPE, vocab.KG_SERVICE_RECORD),
            (vocab.DCTERMS_IDENTIFIER, literal(self.key)),
            (vocab.DCTERMS_SOURCE, SOURCES[self.source]),
            (vocab.SCHEMA_URL, page),
            (vocab.SCHEMA_DATE_MODIFIED, _date(revised)),
        )
        self.derived_from(say, record)

    def derived_from(self, say: NodeBuilder, source: str) -> None:
        """States the graph and what it derives from."""
        say.node(
            self.graph,
            (vocab.RDF_TYPE, vocab.KG_ENRICHMENT_GRAPH),
            (vocab.PROV_WAS_DERIVED_FROM, source),
        )


def map_work(work: Work, cited: CitedPublication, iris: Iris) -> RecordGraph:
    """The graph of one service's description of a publication that trials cite."""
    say = NodeBuilder()
    place = ServiceGraph(iris, work.source, work.key)
    page = pubmed_iri(work.key) if work.source == "pubmed" else doi_iri(work.key)
    place.described(say, page, work.revised)
    pairs = list(_pairs(work, cited, place, say))
    subjects = subjects_of(work, cited)
    for subject in subjects:
        same = {pubmed_iri(work.pmid)} if work.pmid else set()
        say.node(subject, *pairs, (vocab.SCHEMA_SAME_AS, sorted(same - {subject})))
    registered = _registered(work, cited)
    citing = cited.trials.keys() - cited.current().keys()
    for number in sorted(citing.union(registered)):
        trial = cited.trials.get(number, CitingTrial.registered(number))
        role = article_roles.role(work, trial)
        if role or number in registered:
            _trial(number, role, subjects, iris, say)
    for number in sorted(citing):
        own = {each.number for each in cited.trials[number].numbers}
        others = [each for each in registered if each not in own]
        _relations(number, others, work, subjects, place, say)
    return RecordGraph(work.key, subjects[0], place.graph, say.nodes())


def subjects_of(work: Work, cited: CitedPublication) -> list[str]:
    """The terms that a work describes: those of the records, except DOIs that are not its own.

    A record may give an article the id of another one. If that leaves no term, the work is
    described under the IRI of its page.
    """
    own = doi_iri(work.doi) if work.source == "pubmed" and work.doi else None
    known = [each for each in cited.subjects if own in (None, each) or not _is_doi(each)]
    return sorted(known) or [pubmed_iri(work.key)]


def _is_doi(term: str) -> bool:
    return term.startswith("<https://doi.org/")


def _date(date: str | None) -> str | None:
    """A day, a month or a year; any other text unchanged."""
    return (date_term(date) or literal(date)) if date else None


def _pairs(
    work: Work, cited: CitedPublication, place: ServiceGraph, say: NodeBuilder
) -> Iterator[tuple[str, Objects]]:
    """The predicates and objects of the publication itself."""
    is_book = work.form in BOOKS
    types = [vocab.SCHEMA_CREATIVE_WORK if is_book else vocab.SCHEMA_SCHOLARLY_ARTICLE]
    if article_roles.is_protocol(work):
        types.append(vocab.FABIO_CLINICAL_TRIAL_DESIGN)
    elif article_roles.is_report(work):
        types.append(vocab.FABIO_CLINICAL_TRIAL_REPORT)
    yield vocab.RDF_TYPE, types
    yield vocab.SCHEMA_NAME, _text(work.title)
    yield vocab.SCHEMA_IS_PART_OF, _journal(work, place, say)
    yield vocab.KG_BOOK_TITLE, _text(work.book)
    yield vocab.SCHEMA_DATE_PUBLISHED, _date(work.date)
    yield vocab.BIBO_PMID, _text(work.pmid)
    yield vocab.BIBO_DOI, _text(work.doi)
    yield (
        vocab.KG_AUTHORSHIP,
        [
            _authorship(author, position, place, say)
            for position, author in enumerate(work.authors, start=1)
        ],
    )
    yield vocab.KG_PUBLICATION_TYPE, [_type(mesh, label, say) for mesh, label in work.types]
    yield vocab.KG_WORK_TYPE, _text(work.form)
    yield vocab.KG_REGISTRATION_NUMBER, [literal(each.number) for each in work.registrations]
    yield vocab.KG_REGISTERED_TRIAL, [place.iris.trial(each) for each in _registered(work, cited)]
    yield vocab.SCHEMA_LICENSE, [web_iri(each) for each in work.licences]
    yield (
        vocab.KG_NOTICE,
        [
            _notice(notice, position, place, say)
            for position, notice in enumerate(work.notices, start=1)
        ],
    )


def _text(value: str | None) -> str | None:
    return literal(value) if value else None


def _registered(work: Work, cited: CitedPublication) -> list[str]:
    """The NCT ids that the article itself states, and those numbers of other registries that are of
    a trial that cites it. For one that this trial had before or has elsewhere, that of its record.
    """
    current, elsewhere = cited.current(), cited.elsewhere()
    here = (
        each.number
        if each.registry == CLINICAL_TRIALS_GOV or each.number in cited.trials
        else elsewhere.get(each.number)
        for each in work.registrations
    )
    return list(dict.fromkeys(current.get(each, each) for each in here if each))


def _journal(work: Work, place: ServiceGraph, say: NodeBuilder) -> str | None:
    """The journal, under the abbreviated name that citations use."""
    name = work.journal_abbreviation or work.journal
    if not name:
        return None
    return say.node(
        place.iris.named("journal", name) or f"{place.record[:-1]}/journal/{slug(name)}>",
        (vocab.RDF_TYPE, vocab.SCHEMA_PERIODICAL),
        (vocab.SCHEMA_NAME, [_text(work.journal), _text(work.journal_abbreviation)]),
    )


def _authorship(author: Author, position: int, place: ServiceGraph, say: NodeBuilder) -> str:
    return say.node(
        place.part("authorship", str(position)),
        (vocab.RDF_TYPE, vocab.KG_AUTHORSHIP_CLASS),
        (vocab.SCHEMA_POSITION, integer(position)),
        (vocab.SCHEMA_NAME, literal(author.name)),
        (vocab.KG_ORCID, f"<https://orcid.org/{author.orcid}>" if author.orcid else None),
        (vocab.KG_GROUP_AUTHOR, boolean(True) if author.is_group else None),
        (vocab.KG_AFFILIATION_TEXT, [literal(each) for each in author.affiliations]),
    )


def _type(mesh: str, label: str, say: NodeBuilder) -> str:
    return say.node(
        f"<{vocab.MESH}{mesh}>",
        (vocab.RDF_TYPE, vocab.SKOS_CONCEPT),
        (vocab.SKOS_NOTATION, literal(mesh)),
        (vocab.SKOS_PREF_LABEL, literal(label)),
    )


def _notice(notice: Notice, position: int, place: ServiceGraph, say: NodeBuilder) -> str:
    pages = [
        *([pubmed_iri(notice.pmid)] if notice.pmid else []),
        *([doi_iri(notice.doi)] if notice.doi else []),
    ]
    return say.node(
        place.part("notice", str(position)),
        (vocab.RDF_TYPE, vocab.KG_NOTICE_CLASS),
        (vocab.KG_NOTICE_TYPE, codes.NOTICE_TYPE.terms[notice.kind]),
        (vocab.BIBO_PMID, _text(notice.pmid)),
        (vocab.BIBO_DOI, _text(notice.doi)),
        (vocab.SCHEMA_URL, pages),
        (vocab.SCHEMA_DATE_PUBLISHED, _date(notice.date)),
        (vocab.DCTERMS_BIBLIOGRAPHIC_CITATION, _text(notice.citation)),
    )


def _trial(
    number: str, role: str | None, subjects: list[str], iris: Iris, say: NodeBuilder
) -> None:
    """The role of the article for a trial that cites it or that it is registered with."""
    trial = say.node(
        iris.trial(number),
        (vocab.RDF_TYPE, vocab.SCHEMA_MEDICAL_STUDY),
        (vocab.DCTERMS_IDENTIFIER, literal(number)),
    )
    for subject in subjects:
        if role == article_roles.PROTOCOL:
            say.node(subject, (vocab.CITO_DESCRIBES, trial))
            say.node(trial, (vocab.KG_PROTOCOL_REFERENCE, subject))
        elif role == article_roles.RESULT:
            say.node(subject, (vocab.CITO_DOCUMENTS, trial))
        elif role == article_roles.BACKGROUND:
            say.node(trial, (vocab.CITO_OBTAINS_BACKGROUND_FROM, subject))


def _relations(
    number: str,
    registered: list[str],
    work: Work,
    subjects: list[str],
    place: ServiceGraph,
    say: NodeBuilder,
) -> None:
    """Links from a trial that cites the article to other trials that the article states."""
    iris = place.iris
    trial = iris.trial(number)
    for other_id in registered:
        if other_id == number:
            continue
        say.node(
            trial,
            (vocab.RDF_TYPE, vocab.SCHEMA_MEDICAL_STUDY),
            (vocab.DCTERMS_IDENTIFIER, literal(number)),
        )
        other = iris.trial(other_id)
        relation = say.node(
            iris.part(number, "relation", slug_of(other_id), slug(f"{work.source} {work.key}")),
            (vocab.RDF_TYPE, vocab.KG_TRIAL_RELATION_CLASS),
            (vocab.KG_SOURCE_TRIAL, trial),
            (vocab.KG_TARGET_TRIAL, other),
            (vocab.KG_BASIS, codes.RELATION_BASIS.terms["ARTICLE"]),
            (vocab.KG_SOURCE_FIELD, literal(f"{work.source}.{work.registrations_field}")),
            (vocab.KG_ARTICLE, subjects),
            (vocab.PROV_WAS_DERIVED_FROM, place.record),
        )
        say.node(
            trial,
            (vocab.KG_RELATED_TRIAL, other),
            (vocab.SCHEMA_STUDY, other),
            (vocab.KG_TRIAL_RELATION, relation),
        )
