"""Reviews: the opinions of ethics committees, the decisions of competent authorities."""

from __future__ import annotations

from kg.mapping.country import country
from kg.mapping.statements import Statements, text
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.records import Record
from kg.records.registration import Review


def describe(record: Record, say: Statements) -> None:
    """States every review that the record lists."""
    if record.registration:
        listed = enumerate(record.registration.reviews, start=1)
        say.node(
            say.trial,
            (vocab.KG_REVIEW, [_review(each, position, say) for position, each in listed]),
        )


def _review(review: Review, position: int, say: Statements) -> str:
    return say.node(
        say.part("review", str(position)),
        (vocab.RDF_TYPE, vocab.KG_REVIEW_CLASS),
        (vocab.KG_REVIEW_TYPE, say.code(codes.REVIEW_TYPE, review.kind, "reviews.kind")),
        (vocab.SCHEMA_NAME, text(review.body)),
        (vocab.SCHEMA_LOCATION, country(review.country, say)),
        (vocab.KG_DECISION, text(review.decision)),
        (vocab.KG_DECISION_DATE, say.date(review.date, "reviews.date")),
        (vocab.KG_REVIEW_REFERENCE, text(review.reference)),
        (vocab.KG_REVIEW_CONTACT, text(review.contact)),
    )
