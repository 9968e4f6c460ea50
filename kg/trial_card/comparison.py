"""What the records of one trial say, side by side: where they contradict each other, and where not.

Two values contradict each other if the trial can have only one of them: two dates, two numbers, two
codes. A month and a day in it agree. Dates and numbers are compared only if both are expected, both
are actual, or neither record says which: what is expected may turn out otherwise. Names, texts and
lists that differ are no contradiction: they may be worded otherwise.
kg/queries/contradictions.rq asks the same of a whole store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final, NamedTuple

from kg.rdf import vocabulary as vocab
from kg.text.plain_words import plain_words
from kg.trial_card.fields import Field, field, in_words, values_of
from kg.trial_card.trial_graph import TrialGraph

CONTRADICTION: Final = "contradiction"
DIFFERENT: Final = "different"
MISSING: Final = "missing"
SAME: Final = "same"

FINDINGS: Final = {
    CONTRADICTION: "They contradict each other",
    DIFFERENT: "Different words, or one says more",
    MISSING: "Not in every record",
    SAME: "The same",
}
"""What is found of a fact, in the order in which it is shown -> in words."""

_Agree = Callable[[str, str], bool]


def _equal(one: str, other: str) -> bool:
    return plain_words(one) == plain_words(other)


def _same_date(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


class _Said(NamedTuple):
    """The values that a record has of a fact, and whether they are actual or expected."""

    values: Sequence[str]
    kind: str


class ComparedFact(NamedTuple):
    """A fact that is compared.

    `kind` is the property that says whether it is actual or expected, `derived` the one that says
    whether kg derived it. `agree` says whether two values may both be true; None of a text or a
    list, which no other one contradicts.
    """

    shown: Field
    kind: str = ""
    agree: _Agree | None = None
    derived: str = ""


def _one(label: str, *path: str) -> ComparedFact:
    return ComparedFact(field(label, *path), agree=_equal)


def _date(label: str, date: str, kind: str) -> ComparedFact:
    return ComparedFact(field(label, date), kind, _same_date)


def _text(label: str, *path: str) -> ComparedFact:
    return ComparedFact(field(label, *path))


COMPARED: Final = (
    _one("Status", vocab.SCHEMA_STATUS)._replace(derived=vocab.KG_STATUS_DERIVED),
    _text("Why stopped", vocab.KG_WHY_STOPPED),
    _date("Start", *vocab.START_DATE),
    _date("Start of the study", *vocab.STUDY_START),
    _date("Recruitment begins", *vocab.RECRUITMENT_START),
    _date("Recruitment ends", *vocab.RECRUITMENT_END),
    _date("Primary completion", *vocab.TYPED_DATES["primary_completion_date_struct"]),
    _date("Completion", *vocab.COMPLETION_DATE),
    ComparedFact(field("Enrolment", vocab.KG_ENROLLMENT), vocab.KG_ENROLLMENT_TYPE, _equal),
    _one("Study type", vocab.KG_STUDY_TYPE),
    _one("Phase", vocab.KG_PHASE),
    _one("Primary purpose", vocab.KG_PRIMARY_PURPOSE),
    _one("Allocation", vocab.KG_ALLOCATION),
    _one("Intervention model", vocab.KG_INTERVENTION_MODEL),
    _one("Masking", vocab.KG_MASKING),
    _one("Age from", vocab.KG_ELIGIBILITY, vocab.KG_MINIMUM_AGE),
    _one("Age up to", vocab.KG_ELIGIBILITY, vocab.KG_MAXIMUM_AGE),
    _one("Sex", vocab.KG_ELIGIBILITY, vocab.KG_SEX),
    _one("Healthy volunteers", vocab.KG_ELIGIBILITY, vocab.KG_HEALTHY_VOLUNTEERS),
    _text("Title", vocab.SCHEMA_NAME),
    _text("Official title", vocab.KG_OFFICIAL_TITLE),
    _text("Sponsor", vocab.SCHEMA_SPONSOR),
    _text("Conditions", vocab.SCHEMA_HEALTH_CONDITION),
    _text("Interventions", vocab.SCHEMA_STUDY_SUBJECT),
    _text("Countries", vocab.KG_COUNTRY),
    _text("Primary outcomes", vocab.OUTCOMES["primary"][0], vocab.SCHEMA_NAME),
    _text("Secondary outcomes", vocab.OUTCOMES["secondary"][0], vocab.SCHEMA_NAME),
)
"""What is compared, in the order of the rows."""


@dataclass(frozen=True, slots=True)
class FactComparison:
    """A fact as each record has it, in the order of the records; `finding` is one of FINDINGS."""

    label: str
    values: tuple[tuple[str, ...], ...]
    finding: str


def compared(graphs: Sequence[TrialGraph]) -> list[FactComparison]:
    """The facts that any of the records has: contradictions first, then as FINDINGS and COMPARED
    are ordered.
    """
    found = [each for fact in COMPARED for each in _compared(fact, graphs)]
    order = [*FINDINGS]
    return sorted(found, key=lambda each: order.index(each.finding))


def _compared(fact: ComparedFact, graphs: Sequence[TrialGraph]) -> Iterator[FactComparison]:
    values = [values_of(graph, graph.trial, fact.shown) for graph in graphs]
    if not any(values):
        return
    kinds = [_kind(fact, graph) for graph in graphs]
    said = [_Said(each, kind) for each, kind in zip(values, kinds, strict=True) if each]
    notes = [_note(fact, graph, kind) for graph, kind in zip(graphs, kinds, strict=True)]
    shown = tuple(
        tuple(f"{text} ({note})" if note else str(text) for text in each)
        for each, note in zip(values, notes, strict=True)
    )
    yield FactComparison(fact.shown.label, shown, _finding(fact, said, len(graphs)))


def _kind(fact: ComparedFact, graph: TrialGraph) -> str:
    terms = graph.terms(graph.trial, fact.kind) if fact.kind else []
    return in_words(graph, terms[0]) if len(terms) == 1 else ""


def _note(fact: ComparedFact, graph: TrialGraph, kind: str) -> str:
    """What is said of the values of a record in brackets."""
    is_derived = fact.derived and "true" in graph.texts(graph.trial, fact.derived)
    return "derived" if is_derived else kind.lower()


def _finding(fact: ComparedFact, said: Sequence[_Said], records: int) -> str:
    """What is found of the values that records have."""
    pairs = list(combinations(said, 2))
    if fact.agree and any(_contradict(fact.agree, *pair) for pair in pairs):
        return CONTRADICTION
    if any(_words(one.values) != _words(other.values) for one, other in pairs):
        return DIFFERENT
    return SAME if len(said) == records else MISSING


def _contradict(agree: _Agree, one: _Said, other: _Said) -> bool:
    """Whether not both can be true, which is known only of values of one kind."""
    if one.kind != other.kind:
        return False
    return not any(agree(mine, theirs) for mine, theirs in product(one.values, other.values))


def _words(values: Sequence[str]) -> set[tuple[str, ...]]:
    return {plain_words(each) for each in values}
