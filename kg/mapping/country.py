"""Countries: their nodes, and what the record says of the trial in each of them."""

from __future__ import annotations

from typing import Final

from kg.mapping.plan import Form, Plan
from kg.mapping.statements import Statements, text
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug
from kg.rdf.terms import literal
from kg.records import Record
from kg.records.registration import CountryStatement, RegistrationFacts, TrialCountry
from kg.text.countries import country_codes


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


def _countries(listed: list[TrialCountry], say: Statements) -> list[str | None]:
    return [country(each.country, say) for each in listed]


_COUNTRY: Final = Plan(
    TrialCountry,
    (vocab.SCHEMA_LOCATION, "country", country),
    (vocab.SCHEMA_STATUS, "status", codes.STATUS),
    (vocab.KG_STATUS_TEXT, "status_text"),
    (vocab.KG_STATUS_DATE, "status_date", Form.DATE),
    (vocab.START_DATE, "start_date", Form.TYPED_DATE),
    (vocab.RECRUITMENT_START, "recruitment_start", Form.TYPED_DATE),
    (vocab.RECRUITMENT_END, "recruitment_end", Form.TYPED_DATE),
    (vocab.COMPLETION_DATE, "end_date", Form.TYPED_DATE),
    (vocab.KG_END_OF_TRIAL_STATUS, "end_of_trial_status"),
    (vocab.KG_PLANNED_ENROLLMENT, "planned_enrollment"),
    (vocab.KG_PLANNED_SITES, "planned_sites"),
    a=vocab.KG_TRIAL_COUNTRY_CLASS,
    part="trial-country",
    key="country",
    name="countries",
)

_STATEMENT: Final = Plan(
    CountryStatement,
    (vocab.SCHEMA_LOCATION, "country", country),
    (vocab.KG_SOURCE_FIELD, "field"),
    (vocab.RDF_VALUE, "value"),
    a=vocab.KG_COUNTRY_STATEMENT_CLASS,
    part="country-statement",
)

_TRIAL: Final = Plan(
    RegistrationFacts,
    (vocab.KG_COUNTRY, "countries", _countries),
    (vocab.KG_TRIAL_COUNTRY, "countries", _COUNTRY),
    (vocab.KG_COUNTRY_STATEMENT, "country_statements", _STATEMENT),
)


def describe(record: Record, say: Statements) -> None:
    """States the countries that a record lists, its state in each, and where they disagree."""
    _TRIAL.state(say.trial, record.registration, say)
