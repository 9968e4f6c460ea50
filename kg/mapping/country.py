"""Countries: their nodes, and what the record says of the trial in each of them."""

from __future__ import annotations

from kg.mapping.statements import Statements, text, typed_date, whole
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug
from kg.rdf.terms import literal
from kg.records import Record
from kg.records.registration import CountryStatement, TrialCountry
from kg.text.countries import country_codes


def describe(record: Record, say: Statements) -> None:
    """States the countries that a record lists, its state in each, and where they disagree."""
    facts = record.registration
    if not facts:
        return
    statements = enumerate(facts.country_statements, start=1)
    say.node(
        say.trial,
        (vocab.KG_COUNTRY, [country(each.country, say) for each in facts.countries]),
        (vocab.KG_TRIAL_COUNTRY, [_trial_country(each, say) for each in facts.countries]),
        (
            vocab.KG_COUNTRY_STATEMENT,
            [_statement(each, position, say) for position, each in statements],
        ),
    )


def _trial_country(given: TrialCountry, say: Statements) -> str:
    field = "countries"
    return say.node(
        say.part("trial-country", slug(given.country or "unnamed")),
        (vocab.RDF_TYPE, vocab.KG_TRIAL_COUNTRY_CLASS),
        (vocab.SCHEMA_LOCATION, country(given.country, say)),
        (vocab.SCHEMA_STATUS, say.code(codes.STATUS, given.status, f"{field}.status")),
        (vocab.KG_STATUS_TEXT, text(given.status_text)),
        (vocab.KG_STATUS_DATE, say.date(given.status_date, f"{field}.statusDate")),
        *typed_date(vocab.START_DATE, given.start_date, f"{field}.startDate", say),
        *typed_date(
            vocab.RECRUITMENT_START, given.recruitment_start, f"{field}.recruitmentStart", say
        ),
        *typed_date(vocab.RECRUITMENT_END, given.recruitment_end, f"{field}.recruitmentEnd", say),
        *typed_date(vocab.COMPLETION_DATE, given.end_date, f"{field}.endDate", say),
        (vocab.KG_END_OF_TRIAL_STATUS, text(given.end_of_trial_status)),
        (vocab.KG_PLANNED_ENROLLMENT, whole(given.planned_enrollment)),
        (vocab.KG_PLANNED_SITES, whole(given.planned_sites)),
    )


def _statement(given: CountryStatement, position: int, say: Statements) -> str:
    return say.node(
        say.part("country-statement", str(position)),
        (vocab.RDF_TYPE, vocab.KG_COUNTRY_STATEMENT_CLASS),
        (vocab.SCHEMA_LOCATION, country(given.country, say)),
        (vocab.KG_SOURCE_FIELD, text(given.field)),
        (vocab.RDF_VALUE, text(given.value)),
    )


def country(name: str | None, say: Statements) -> str | None:
    """The node of a country; None for no name."""
    term = country_term(name, say)
    if name is None or term is None:
        return None
    known = country_codes(name)
    if known is None:
        say.note("country", f"{name!r} is not a known country; a node of kg's own is used")
    return say.node(
        term,
        (vocab.RDF_TYPE, vocab.SCHEMA_COUNTRY),
        (vocab.SCHEMA_NAME, text(name)),
        (vocab.SKOS_NOTATION, literal(known[1]) if known else None),
    )


def country_term(name: str | None, say: Statements) -> str | None:
    """The term of a country: the European Union's, or ours if the name is in no list."""
    if not name or name.isspace():
        return None
    known = country_codes(name)
    if known:
        return f"<{vocab.COUNTRY}{known[0]}>"
    shared = say.iris.named("country", name)
    return shared or say.iris.part(say.number, "country", slug(name))
