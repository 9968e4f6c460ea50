"""Whose the data are, how they were modified, and what made them."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from kg.dataset.description.statements import TERMS, DatasetStatements
from kg.rdf import vocabulary as vocab
from kg.rdf.terms import literal

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


def describe(say: DatasetStatements) -> None:
    """The statements of rights and of provenance, the terms, the export and its software."""
    say.node(TERMS, (vocab.RDF_TYPE, vocab.DCTERMS_LICENSE_DOCUMENT))
    for name, kind, text in (
        ("rights", vocab.DCTERMS_RIGHTS_STATEMENT, RIGHTS),
        ("provenance", vocab.DCTERMS_PROVENANCE_STATEMENT, _modified(say)),
    ):
        say.node(
            say.part(name),
            (vocab.RDF_TYPE, kind),
            (vocab.DCTERMS_DESCRIPTION, literal(text)),
        )
    version = say.report.versions["kg"]
    agent = say.part("software", f"kg-{quote(version)}")
    say.node(
        say.part("export"),
        (vocab.RDF_TYPE, vocab.PROV_ACTIVITY),
        (vocab.PROV_USED, [say.input(each) for each in say.report.input]),
        (vocab.PROV_WAS_ASSOCIATED_WITH, agent),
    )
    say.node(
        agent,
        (vocab.RDF_TYPE, vocab.PROV_SOFTWARE_AGENT),
        (vocab.SCHEMA_NAME, literal("kg")),
        (vocab.SCHEMA_SOFTWARE_VERSION, literal(version)),
    )


def _modified(say: DatasetStatements) -> str:
    report = say.report
    text = _MODIFIED.format(version=report.versions["kg"])
    if not report.options.results:
        text += _NO_RESULTS
    if not report.options.contacts:
        text += _NO_CONTACTS
    if report.rejects.count:
        text += _LEFT_OUT.format(count=report.rejects.count)
    return text
