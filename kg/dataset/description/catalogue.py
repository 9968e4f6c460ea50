"""What catalogues list of a dataset, as DCAT-AP asks for it.

https://www.w3.org/TR/vocab-dcat-3/, https://semiceu.github.io/DCAT-AP/releases/3.0.0/
The values of code lists are those of the EU's authority tables, with the classes that DCAT-AP
expects, so that the description can be checked without the tables.
"""

from __future__ import annotations

from typing import Final

from kg.dataset.description.statements import REGISTRY, TERMS, DatasetStatements
from kg.dataset.report import ExportReport
from kg.rdf import vocabulary as vocab
from kg.rdf.terms import iri, literal, typed

TITLE: Final = "Clinical-trial records of ClinicalTrials.gov as linked data"
KEYWORDS: Final = ("clinical trials", "ClinicalTrials.gov", "linked data", "RDF", "trial registry")

_EU: Final = "http://publications.europa.eu/resource/authority/"
HEALTH: Final = f"<{_EU}data-theme/HEAL>"
ENGLISH: Final = f"<{_EU}language/ENG>"
"""The language of the registry's records."""


def describe(say: DatasetStatements) -> None:
    """Title, subject, time, source and publisher of the dataset, and the nodes that they need."""
    _dataset(say)
    _registry(say)
    say.node(
        HEALTH, (vocab.RDF_TYPE, vocab.SKOS_CONCEPT), (vocab.SKOS_PREF_LABEL, literal("Health"))
    )
    say.node(ENGLISH, (vocab.RDF_TYPE, vocab.DCTERMS_LINGUISTIC_SYSTEM))
    if say.document:
        say.node(
            say.document,
            (vocab.RDF_TYPE, vocab.VOID_DATASET_DESCRIPTION),
            (vocab.FOAF_PRIMARY_TOPIC, say.dataset),
        )


def _dataset(say: DatasetStatements) -> None:
    report, publication = say.report, say.publication
    versions, endpoint = report.record_versions, publication.sparql_endpoint
    say.node(
        say.dataset,
        (vocab.RDF_TYPE, vocab.DCAT_DATASET),
        (vocab.DCTERMS_TITLE, literal(publication.title or TITLE)),
        (vocab.DCTERMS_DESCRIPTION, literal(_words(say))),
        (vocab.DCAT_KEYWORD, list(map(literal, KEYWORDS))),
        (vocab.DCAT_THEME, HEALTH),
        (vocab.DCTERMS_LANGUAGE, ENGLISH),
        (vocab.DCTERMS_TEMPORAL, _temporal(say)),
        (vocab.DCTERMS_SOURCE, REGISTRY),
        (vocab.DCTERMS_LICENSE, TERMS),
        (vocab.DCTERMS_RIGHTS, say.part("rights")),
        (vocab.DCTERMS_PROVENANCE, say.part("provenance")),
        (vocab.DCTERMS_PUBLISHER, _publisher(say)),
        (vocab.DCAT_CONTACT_POINT, _contact_point(say)),
        (vocab.KG_OLDEST_RECORD_VERSION, typed(versions.oldest, "date") if versions else None),
        (vocab.KG_NEWEST_RECORD_VERSION, typed(versions.newest, "date") if versions else None),
        (vocab.VOID_SPARQL_ENDPOINT, iri(endpoint) if endpoint else None),
        (vocab.PROV_WAS_DERIVED_FROM, [say.input(each) for each in report.input]),
        (vocab.PROV_WAS_GENERATED_BY, say.part("export")),
    )


def _registry(say: DatasetStatements) -> None:
    """ClinicalTrials.gov, from which the records are."""
    text = "The registry of clinical studies of the U.S. National Library of Medicine."
    say.node(
        REGISTRY,
        (vocab.RDF_TYPE, vocab.DCAT_DATASET),
        (vocab.DCTERMS_TITLE, literal("ClinicalTrials.gov")),
        (vocab.DCTERMS_DESCRIPTION, literal(text)),
    )


def _words(say: DatasetStatements) -> str:
    """The description, which is the same for each format of the same records."""
    report = say.report
    return (
        f"{report.records:,} records of ClinicalTrials.gov.{_processed(report)}"
        " What has changed there since then is not in them."
        " A triple that several records state counts once for each."
    )


def _processed(report: ExportReport) -> str:
    """When the registry processed the records, which its terms require to be shown."""
    versions = report.record_versions
    if versions is None:
        return ""
    if versions.oldest == versions.newest:
        return f" ClinicalTrials.gov processed them on {versions.newest}."
    return f" ClinicalTrials.gov processed them from {versions.oldest} to {versions.newest}."


def _temporal(say: DatasetStatements) -> str | None:
    """From the day on which the first trial was submitted to the age of the newest record.

    Dates of trials themselves may be planned or mistaken, so they are no limits of the data.
    """
    start, versions = say.report.first_submitted, say.report.record_versions
    if start is None or versions is None or start > versions.newest:
        return None
    return say.node(
        say.part("period"),
        (vocab.RDF_TYPE, vocab.DCTERMS_PERIOD_OF_TIME),
        (vocab.DCAT_START_DATE, typed(start, "date")),
        (vocab.DCAT_END_DATE, typed(versions.newest, "date")),
    )


def _publisher(say: DatasetStatements) -> str | None:
    name, address = say.publication.publisher, say.publication.publisher_iri
    if name is None and address is None:
        return None
    return say.node(
        iri(address) if address else say.part("publisher"),
        (vocab.RDF_TYPE, vocab.FOAF_AGENT),
        (vocab.FOAF_NAME, literal(name) if name else None),
    )


def _contact_point(say: DatasetStatements) -> str | None:
    """The contact point, which is a resource of its own: its address is not it."""
    given = say.publication.contact_point
    if given is None:
        return None
    is_page = given.startswith(("http://", "https://"))
    return say.node(
        say.part("contact"),
        (vocab.RDF_TYPE, vocab.VCARD_KIND),
        (vocab.VCARD_HAS_URL, iri(given) if is_page else None),
        (vocab.VCARD_HAS_EMAIL, None if is_page else iri(f"mailto:{given}")),
    )
