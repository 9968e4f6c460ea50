"""Reviews: the opinions of ethics committees, the decisions of competent authorities."""

from __future__ import annotations

from typing import Final

from kg.mapping.country import country
from kg.mapping.plan import Form, Plan
from kg.mapping.statements import Statements
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.records import Record
from kg.records.registration import RegistrationFacts, Review

_REVIEW: Final = Plan(
    Review,
    (vocab.KG_REVIEW_TYPE, "kind", codes.REVIEW_TYPE),
    (vocab.SCHEMA_NAME, "body"),
    (vocab.SCHEMA_LOCATION, "country", country),
    (vocab.KG_DECISION, "decision"),
    (vocab.KG_DECISION_DATE, "date", Form.DATE),
    (vocab.KG_REVIEW_REFERENCE, "reference"),
    (vocab.KG_REVIEW_CONTACT, "contact"),
    a=vocab.KG_REVIEW_CLASS,
    part="review",
    name="reviews",
)

_TRIAL: Final = Plan(RegistrationFacts, (vocab.KG_REVIEW, "reviews", _REVIEW))


def describe(record: Record, say: Statements) -> None:
    """States every review that the record lists."""
    _TRIAL.state(say.trial, record.registration, say)
