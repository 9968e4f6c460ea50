"""What no other section of a card shows: left out for a reason, or shown in the last section."""

from __future__ import annotations

from typing import Final, NamedTuple

from kg.queries.shown_rows import short
from kg.rdf import vocabulary as vocab
from kg.rdf.ontology import words
from kg.trial_card.card import CardSection
from kg.trial_card.fields import in_words, table_of
from kg.trial_card.trial_graph import TrialGraph


class LeftOut(NamedTuple):
    """A property that is not shown, and why; only of nodes of a class, or that have `beside`."""

    predicate: str
    reason: str
    of_class: str = ""
    beside: str = ""


_IN_CITATION: Final = "a part of the citation, which is shown"
_IN_TEXT: Final = "the number in the text beside it, which is shown"
_CITATION: Final = vocab.DCTERMS_BIBLIOGRAPHIC_CITATION
_QUANTITIES: Final = (
    vocab.VALUE, vocab.SPREAD, vocab.LOWER_LIMIT, vocab.UPPER_LIMIT, vocab.NUMBER_ANALYZED,
    vocab.PARTICIPANTS, vocab.UNITS, vocab.ESTIMATE, vocab.CONFIDENCE_LEVEL,
    vocab.FREQUENCY_THRESHOLD, vocab.P_VALUE.quantity,
)  # fmt: skip

LEFT_OUT: Final = (
    LeftOut(vocab.KG_REGISTERED_AS, "the number of an identifier, which is shown"),
    LeftOut(vocab.SCHEMA_POSITION, "the order of things, which is that of the card"),
    LeftOut(vocab.SCHEMA_LATITUDE, "the place has its address"),
    LeftOut(vocab.SCHEMA_LONGITUDE, "the place has its address"),
    LeftOut(vocab.SCHEMA_REQUIRED_MIN_AGE, "the minimum age in years", beside=vocab.KG_MINIMUM_AGE),
    LeftOut(vocab.SCHEMA_REQUIRED_MAX_AGE, "the maximum age in years", beside=vocab.KG_MAXIMUM_AGE),
    LeftOut(vocab.SCHEMA_REQUIRED_GENDER, "the same as the sex", beside=vocab.KG_SEX),
    LeftOut(vocab.SCHEMA_NAME, "the name of an official, who is shown", vocab.SCHEMA_PERSON),
    LeftOut(vocab.KG_AFFILIATION_TEXT, "that of an official, which is shown", vocab.SCHEMA_PERSON),
    LeftOut(vocab.SCHEMA_HONORIFIC_SUFFIX, "a part of the name", beside=vocab.SCHEMA_NAME),
    LeftOut(vocab.SKOS_NOTATION, "the ISO code of the country", vocab.SCHEMA_COUNTRY),
    LeftOut(vocab.SKOS_NOTATION, "the key of an entry of the index", vocab.KG_BROWSE_LEAF),
    LeftOut(vocab.KG_GROUP_ID, "the key of a group, which is named", vocab.KG_PARTICIPANT_GROUP),
    LeftOut(vocab.KG_NUMBER_ANALYZED, "a denominator, which is shown", vocab.QB_OBSERVATION),
    LeftOut(vocab.KG_UNIT, "the unit of the measure, which is shown", vocab.QB_OBSERVATION),
    LeftOut(vocab.SCHEMA_NAME, _IN_CITATION, vocab.SCHEMA_PERIODICAL),
    LeftOut(vocab.KG_FILE_NAME, "the end of its link", beside=vocab.SCHEMA_URL),
    *(
        LeftOut(each, "the type of the document, which is in its name", beside=vocab.SCHEMA_NAME)
        for each in (
            vocab.KG_DOCUMENT_TYPE, vocab.KG_HAS_PROTOCOL, vocab.KG_HAS_STATISTICAL_ANALYSIS_PLAN,
            vocab.KG_HAS_INFORMED_CONSENT_FORM,
        )
    ),
    LeftOut(
        vocab.KG_ELIGIBILITY_CRITERIA, "the text of the criteria, which are shown as items",
        beside=vocab.KG_INCLUSION_CRITERION,
    ),
    LeftOut(
        vocab.KG_ELIGIBILITY_CRITERIA, "the text of the criteria, which are shown as items",
        beside=vocab.KG_EXCLUSION_CRITERION,
    ),
    *(
        LeftOut(each, _IN_CITATION, beside=_CITATION)
        for each in (
            vocab.SCHEMA_NAME, vocab.KG_AUTHORS, vocab.DC_CREATOR, vocab.SCHEMA_DATE_PUBLISHED,
            vocab.SCHEMA_VOLUME_NUMBER, vocab.SCHEMA_ISSUE_NUMBER, vocab.SCHEMA_PAGINATION,
        )
    ),
    *(LeftOut(each.number, _IN_TEXT, beside=each.text) for each in _QUANTITIES),
    LeftOut(vocab.P_VALUE.lower, _IN_TEXT, beside=vocab.P_VALUE.quantity.text),
    LeftOut(vocab.P_VALUE.upper, _IN_TEXT, beside=vocab.P_VALUE.quantity.text),
)  # fmt: skip
"""Every literal of a record that is not shown."""


def is_left_out(graph: TrialGraph, node: str, predicate: str) -> bool:
    """Whether this property of this node is left out, by a row of LEFT_OUT."""
    return any(
        each.predicate == predicate
        and (not each.of_class or graph.is_a(node, each.of_class))
        and (not each.beside or graph.has(node, each.beside))
        for each in LEFT_OUT
    )


def others(graph: TrialGraph) -> CardSection:
    """The literals and codes that no other section shows, so that nothing is lost."""
    rows = [
        (short(node[1:-1]), short(predicate[1:-1]), in_words(graph, term))
        for node, predicate, term in list(graph.unread())
        if not term.is_iri
        or term.value[1:-1] in words()
        or graph.is_a(term.value, vocab.KG_UNRECOGNIZED_CODE)
        if not is_left_out(graph, node, predicate)
    ]
    return CardSection("others", "Other statements", table_of(("about", "property", "value"), rows))
