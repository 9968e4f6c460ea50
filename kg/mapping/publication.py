"""Publications: every reference of the record, and its role for the trial.

Protocol, result and background papers are distinguished: by the registry's type, and a
protocol by its title. https://sparontologies.github.io/fabio/current/fabio.html,
https://sparontologies.github.io/cito/current/cito.html
"""

from __future__ import annotations

import re
from typing import Final

from kg.mapping.lexical import stated_phases
from kg.mapping.statements import Statements, text, texts
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import digest, doi_iri, pubmed_iri, slug
from kg.rdf.terms import literal
from kg.records import Record
from kg.records.protocol import Reference, Retraction
from kg.text.citations import Citation, parse_citation
from kg.text.protocol_titles import is_protocol
from kg.text.pubmed_ids import PMID

_TYPES: Final = {
    "BACKGROUND": vocab.KG_BACKGROUND_REFERENCE,
    "RESULT": vocab.KG_RESULT_REFERENCE,
    "DERIVED": vocab.KG_DERIVED_REFERENCE,
}
"""Type of a reference -> the property used in addition to kg:reference."""

_PROTOCOL: Final = "PROTOCOL"
"""The type of a paper that another registry says to be the protocol of the trial."""

_OF_THE_TRIAL: Final = frozenset({"RESULT", "DERIVED", _PROTOCOL})
"""The types of papers about this trial."""

_ACRONYM: Final = re.compile(r"\b[A-Z][A-Z0-9-]{3,}\b")
_TRIAL_ACRONYM: Final = re.compile(r"\b([A-Z][A-Z0-9-]{3,})[ -](?:[Ss]tudy|[Tt]rial)\b")
"""An acronym and the word for what it names: "(ALSUMMIT study)", "The CHRONICLE Trial"."""

_COMMON_NAMES: Final = frozenset(
    {"placebo", "placebos", "control", "standard of care", "usual care"}
)
"""Names of interventions that do not identify a trial."""


def describe(record: Record, say: Statements) -> None:
    """States every reference of the record."""
    module = record.study.protocol_section.references_module
    if not module:
        return
    for reference in module.references:
        citation = parse_citation(reference.citation or "")
        publication = _publication(reference, citation, say)
        say.node(
            say.trial,
            (vocab.KG_REFERENCE, publication),
            (_TYPES.get(reference.type or "", vocab.KG_REFERENCE), publication),
        )
        if reference.type is not None and reference.type not in (_PROTOCOL, *_TYPES):
            say.note(
                "references.type", f"{reference.type!r} is not a known type; it is kept as it is"
            )
            say.node(publication, (vocab.KG_REFERENCE_TYPE, literal(reference.type)))
        _role(reference, citation, publication, record, say)


def _publication(reference: Reference, citation: Citation, say: Statements) -> str:
    pmid = reference.pmid or citation.pmid
    article = pubmed_iri(pmid) if pmid and PMID.fullmatch(pmid) else None
    if citation.doi:
        subject = doi_iri(citation.doi)
    elif article:
        subject = article
    else:
        name = citation.title or citation.text
        key = digest(f"{citation.text}\n{reference.pmid or ''}")
        shared = say.iris.named("publication", name, key=key)
        subject = shared or say.part("publication", slug(name))
    known = article or citation.doi or citation.title
    return say.node(
        subject,
        (vocab.RDF_TYPE, vocab.SCHEMA_SCHOLARLY_ARTICLE if known else vocab.SCHEMA_CREATIVE_WORK),
        (vocab.SCHEMA_SAME_AS, article if article != subject else None),
        (vocab.SCHEMA_NAME, text(citation.title)),
        (vocab.KG_AUTHORS, text(", ".join((*citation.authors, *citation.group_authors)))),
        (vocab.DC_CREATOR, texts((*citation.authors, *citation.group_authors))),
        (vocab.SCHEMA_IS_PART_OF, _journal(citation.journal, say)),
        (
            vocab.SCHEMA_DATE_PUBLISHED,
            say.date(citation.date, "references.citation") if citation.date else None,
        ),
        (vocab.SCHEMA_VOLUME_NUMBER, text(citation.volume)),
        (vocab.SCHEMA_ISSUE_NUMBER, text(citation.issue)),
        (vocab.SCHEMA_PAGINATION, text(citation.pages)),
        (vocab.BIBO_DOI, text(citation.doi)),
        (vocab.BIBO_PMID, text(pmid)),
        (vocab.DCTERMS_BIBLIOGRAPHIC_CITATION, text(reference.citation)),
        (vocab.KG_RETRACTION, [_retraction(each, say) for each in reference.retractions]),
    )


def _journal(name: str | None, say: Statements) -> str | None:
    if not name:
        return None
    return say.node(
        say.iris.named("journal", name) or say.part("journal", slug(name)),
        (vocab.RDF_TYPE, vocab.SCHEMA_PERIODICAL),
        (vocab.SCHEMA_NAME, literal(name)),
    )


def _retraction(retraction: Retraction, say: Statements) -> str:
    pmid = retraction.pmid or ""
    return say.node(
        say.part("retraction", slug(pmid or retraction.source or "unnamed")),
        (vocab.RDF_TYPE, vocab.KG_RETRACTION_CLASS),
        (vocab.BIBO_PMID, text(pmid)),
        (vocab.SCHEMA_URL, pubmed_iri(pmid) if PMID.fullmatch(pmid) else None),
        (vocab.DCTERMS_BIBLIOGRAPHIC_CITATION, text(retraction.source)),
    )


def _role(
    reference: Reference, citation: Citation, publication: str, record: Record, say: Statements
) -> None:
    """The role of the paper for the trial, in terms of FaBiO and CiTO."""
    of_the_trial = reference.type in _OF_THE_TRIAL
    if reference.type == _PROTOCOL or (citation.title and is_protocol(citation.title)):
        about = of_the_trial or _names_the_trial(citation, record)
        say.node(
            publication,
            (vocab.RDF_TYPE, vocab.FABIO_CLINICAL_TRIAL_DESIGN),
            (vocab.CITO_DESCRIBES, say.trial if about else None),
        )
        say.node(say.trial, (vocab.KG_PROTOCOL_REFERENCE, publication if about else None))
    elif reference.type == "RESULT":
        say.node(
            publication,
            (vocab.RDF_TYPE, vocab.FABIO_CLINICAL_TRIAL_REPORT),
            (vocab.CITO_DOCUMENTS, say.trial),
        )
    if reference.type == "BACKGROUND":
        say.node(say.trial, (vocab.CITO_OBTAINS_BACKGROUND_FROM, publication))


def _names_the_trial(citation: Citation, record: Record) -> bool:
    """Whether a citation shows that the paper is about this trial.

    It does if it states the trial's NCT id, if its title has the trial's acronym or one that is
    also in the trial's own texts, or if it names an intervention and the phase of the trial.
    """
    title = citation.title or ""
    section = record.study.protocol_section
    acronym = section.identification_module.acronym
    if record.number in citation.text or (acronym in _ACRONYM.findall(title)):
        return True
    if set(_TRIAL_ACRONYM.findall(title)).intersection(_ACRONYM.findall(_own_words(record))):
        return True
    arms, design = section.arms_interventions_module, section.design_module
    names = {i.name.casefold() for i in arms.interventions if i.name} if arms else set()
    named = any(len(name) > 4 and name in title.casefold() for name in names - _COMMON_NAMES)
    phases = stated_phases(title)
    return named and design is not None and bool(phases) and set(phases) == set(design.phases)


def _own_words(record: Record) -> str:
    section = record.study.protocol_section
    module, description = section.identification_module, section.description_module
    words = [module.acronym, module.brief_title, module.official_title]
    words += [description.brief_summary, description.detailed_description] if description else []
    return " ".join(filter(None, words))
