"""The description of an exported dataset: its content, its sources, and the terms of use.

It is VoID, DCAT and PROV, as Turtle beside the output.
https://www.w3.org/TR/void/, https://www.w3.org/TR/vocab-dcat-3/, https://www.w3.org/TR/prov-o/

It has the facts of the export report alone: who publishes the dataset, where and when, is for the
publisher to add. The files have IRIs below that of the dataset, which resolve once the publisher
puts the files there.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Final
from urllib.parse import quote

from kg.dataset.report import ExportReport, InputFile, ReportedFile
from kg.formats import OUTPUTS
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import TRIAL_IRIS, Iris
from kg.rdf.node_builder import NodeBuilder
from kg.rdf.record_graph import Nodes
from kg.rdf.record_graph import triples as triples_of
from kg.rdf.terms import Triple, integer, literal, typed
from kg.rdf.vocabulary import PREFIXES
from kg.system.compression import compression_of

REGISTRY: Final = "<https://clinicaltrials.gov/>"
TERMS: Final = "<https://clinicaltrials.gov/about-site/terms-conditions>"
"""The terms and conditions of ClinicalTrials.gov, which apply to all of its data."""

TITLE: Final = "Clinical-trial records of ClinicalTrials.gov as linked data"

RIGHTS: Final = (
    "Source of the data: ClinicalTrials.gov, U.S. National Library of Medicine. Its terms and"
    " conditions hold for the data (https://clinicaltrials.gov/about-site/terms-conditions);"
    " in short: the data are there for everyone and free of charge. Whoever publishes or"
    " distributes them names ClinicalTrials.gov as their source, keeps them current, shows the"
    " date on which ClinicalTrials.gov processed them, and says how they were modified. Nobody may"
    " claim them as property, or use e-mail addresses in them for marketing. Outside the United"
    " States the data carry an international copyright, and some may be under the copyright of"
    " third parties. This description is no part of the terms, which may have changed."
)

_MODIFIED: Final = (
    "kg {version} turned each record into RDF, in a graph of its own. Organisations, persons,"
    " places, conditions and publications got IRIs made from their names, countries and code lists"
    " got terms of published vocabularies, and trials that a text mentions were linked, with a"
    " quote of the text."
)
_NO_RESULTS: Final = " The results sections of the records were left out."
_NO_CONTACTS: Final = " The contact persons were left out."
_LEFT_OUT: Final = (
    " What was left out because it could not be read, did not conform or came twice: {count:,}."
)

_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"


def triples(report: ExportReport) -> list[Triple]:
    """The triples that describe the dataset of a report, sorted."""
    return triples_of(_Description(report).described())


def turtle(report: ExportReport) -> str:
    """The description as Turtle."""
    from kg.rdf.rdflib_bridge import to_rdflib

    graph = to_rdflib(triples(report), vocab.DATASET_PREFIXES)
    return graph.serialize(format="turtle")


class _Description(NodeBuilder):
    """The nodes of a description."""

    def __init__(self, report: ExportReport) -> None:
        super().__init__()
        self._report = report
        self._iris = Iris(report.options.base, report.options.trial_iri)
        self._format = OUTPUTS[report.options.format]
        self._kg = report.versions["kg"]

    def described(self) -> Nodes:
        """All nodes of the description."""
        report = self._report
        self._dataset()
        if self._format.has_graphs:
            self._graphs()
        self._statements()
        self._activity()
        for name, count in report.classes.items():
            self._partition("class", name, count)
        for name, count in report.predicates.items():
            self._partition("property", name, count)
        for each in report.output:
            self._distribution(each)
        for source in report.input:
            self._source(source)
        return self.nodes()

    def _dataset(self) -> None:
        report, iris = self._report, self._iris
        files = [self._file(each) for each in report.output]
        versions = report.record_versions
        self.node(
            self._part(),
            (vocab.RDF_TYPE, [vocab.DCAT_DATASET, vocab.VOID_DATASET]),
            (vocab.DCTERMS_TITLE, literal(TITLE)),
            (vocab.DCTERMS_DESCRIPTION, literal(self._words())),
            (vocab.DCTERMS_SOURCE, REGISTRY),
            (vocab.DCTERMS_LICENSE, TERMS),
            (vocab.DCTERMS_RIGHTS, self._part("rights")),
            (vocab.DCTERMS_PROVENANCE, self._part("provenance")),
            (vocab.KG_OLDEST_RECORD_VERSION, typed(versions.oldest, "date") if versions else None),
            (vocab.KG_NEWEST_RECORD_VERSION, typed(versions.newest, "date") if versions else None),
            (vocab.VOID_TRIPLES, integer(report.triples)),
            (vocab.VOID_CLASSES, integer(len(report.classes))),
            (vocab.VOID_PROPERTIES, integer(len(report.predicates))),
            (vocab.VOID_CLASS_PARTITION, [self._part("class", _local(c)) for c in report.classes]),
            (
                vocab.VOID_PROPERTY_PARTITION,
                [self._part("property", _local(p)) for p in report.predicates],
            ),
            (vocab.VOID_VOCABULARY, _namespaces([*report.classes, *report.predicates])),
            (vocab.VOID_URI_SPACE, [literal(iris.base), literal(self._trial_space())]),
            (vocab.VOID_EXAMPLE_RESOURCE, iris.trial(report.example) if report.example else None),
            (vocab.VOID_SUBSET, self._part("graphs") if self._format.has_graphs else None),
            (vocab.VOID_DATA_DUMP, files),
            (vocab.DCAT_DISTRIBUTION, files),
            (vocab.PROV_WAS_DERIVED_FROM, [self._input(each) for each in report.input]),
            (vocab.PROV_WAS_GENERATED_BY, self._part("export")),
        )

    def _words(self) -> str:
        report = self._report
        kind = ", each a named graph" if self._format.has_graphs else ""
        return (
            f"{report.records:,} records of ClinicalTrials.gov{kind}.{_processed(report)}"
            " What has changed there since then is not in them."
            " A triple that several records state counts once for each."
        )

    def _trial_space(self) -> str:
        return TRIAL_IRIS[self._report.options.trial_iri].removesuffix("{}")

    def _graphs(self) -> None:
        """The named graphs of the records, which are the parts of the dataset."""
        report, iris = self._report, self._iris
        self.node(
            self._part("graphs"),
            (vocab.RDF_TYPE, vocab.VOID_DATASET),
            (vocab.DCTERMS_TITLE, literal("The named graphs of the records")),
            (vocab.VOID_URI_SPACE, literal(f"{iris.base}graph/")),
            (vocab.VOID_ENTITIES, integer(report.records)),
            (vocab.VOID_EXAMPLE_RESOURCE, iris.graph(report.example) if report.example else None),
        )

    def _statements(self) -> None:
        report = self._report
        modified = _MODIFIED.format(version=self._kg)
        if not report.options.results:
            modified += _NO_RESULTS
        if not report.options.contacts:
            modified += _NO_CONTACTS
        if report.rejects.count:
            modified += _LEFT_OUT.format(count=report.rejects.count)
        for name, kind, text in (
            ("rights", vocab.DCTERMS_RIGHTS_STATEMENT, RIGHTS),
            ("provenance", vocab.DCTERMS_PROVENANCE_STATEMENT, modified),
        ):
            self.node(
                self._part(name),
                (vocab.RDF_TYPE, kind),
                (vocab.DCTERMS_DESCRIPTION, literal(text)),
            )

    def _activity(self) -> None:
        agent = self._part("software", f"kg-{quote(self._kg)}")
        self.node(
            self._part("export"),
            (vocab.RDF_TYPE, vocab.PROV_ACTIVITY),
            (vocab.PROV_USED, [self._input(each) for each in self._report.input]),
            (vocab.PROV_WAS_ASSOCIATED_WITH, agent),
        )
        self.node(
            agent,
            (vocab.RDF_TYPE, vocab.PROV_SOFTWARE_AGENT),
            (vocab.SCHEMA_NAME, literal("kg")),
            (vocab.SCHEMA_SOFTWARE_VERSION, literal(self._kg)),
        )

    def _partition(self, kind: str, name: str, count: int) -> None:
        of, counted = _PARTITIONS[kind]
        self.node(
            self._part(kind, _local(name)),
            (vocab.RDF_TYPE, vocab.VOID_DATASET),
            (of, _term(name)),
            (counted, integer(count)),
        )

    def _distribution(self, file: ReportedFile) -> None:
        compression = compression_of(file.name)
        self.node(
            self._file(file),
            (vocab.RDF_TYPE, vocab.DCAT_DISTRIBUTION_CLASS),
            (vocab.DCTERMS_TITLE, literal(file.name)),
            (vocab.DCAT_MEDIA_TYPE, _media(self._format.media_type)),
            (vocab.DCAT_COMPRESS_FORMAT, _media(compression.media_type) if compression else None),
        )
        self._bytes(self._file(file), file.bytes, file.sha256)

    def _source(self, source: InputFile) -> None:
        node = self._input(source)
        name = PurePath(source.name).name or source.name
        self.node(
            node,
            (vocab.RDF_TYPE, vocab.DCAT_DISTRIBUTION_CLASS),
            (vocab.DCTERMS_TITLE, literal(name)),
            (vocab.DCTERMS_SOURCE, REGISTRY),
        )
        if source.bytes is not None and source.sha256 is not None:
            self._bytes(node, source.bytes, source.sha256)

    def _bytes(self, file: str, size: int, sha256: str) -> None:
        """States the size of a file and its digest."""
        checksum = f"{file[:-1]}/sha256>"
        self.node(
            file,
            (vocab.DCAT_BYTE_SIZE, typed(str(size), "nonNegativeInteger")),
            (vocab.SPDX_CHECKSUM, checksum),
        )
        self.node(
            checksum,
            (vocab.RDF_TYPE, vocab.SPDX_CHECKSUM_CLASS),
            (vocab.SPDX_ALGORITHM, vocab.SPDX_CHECKSUM_ALGORITHM_SHA256),
            (vocab.SPDX_CHECKSUM_VALUE, typed(sha256, "hexBinary")),
        )

    def _part(self, *path: str) -> str:
        return self._iris.mint("dataset", *path)

    def _file(self, file: ReportedFile) -> str:
        return self._part("file", quote(file.name, safe=""))

    def _input(self, source: InputFile) -> str:
        """A source is identified by its digest; stdin, which has none, by its position."""
        return self._part("input", source.sha256 or str(self._report.input.index(source) + 1))


_PARTITIONS: Final = {
    "class": (vocab.VOID_CLASS, vocab.KG_INSTANCES),
    "property": (vocab.VOID_PROPERTY, vocab.VOID_TRIPLES),
}
"""Kind of partition -> the property for what it is of, and the property for its count."""


def _processed(report: ExportReport) -> str:
    """When the registry processed the records, which its terms require to be shown."""
    versions = report.record_versions
    if versions is None:
        return ""
    if versions.oldest == versions.newest:
        return f" ClinicalTrials.gov processed them on {versions.newest}."
    return f" ClinicalTrials.gov processed them from {versions.oldest} to {versions.newest}."


def _media(media_type: str) -> str:
    return f"<{_MEDIA_TYPES}{media_type}>"


def _term(name: str) -> str:
    """The term of a prefixed name or IRI of a report."""
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>" if prefix in PREFIXES else f"<{name}>"


def _local(name: str) -> str:
    """A prefixed name or IRI as a segment of a path."""
    return quote(name.replace(":", "-", 1), safe="")


def _namespaces(names: list[str]) -> list[str]:
    prefixes = {name.partition(":")[0] for name in names} & PREFIXES.keys()
    return [f"<{PREFIXES[prefix]}>" for prefix in sorted(prefixes)]
