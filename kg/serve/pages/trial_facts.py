"""What a reader wants to know of a trial first: badges, facts at a glance, dates, who gets what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.rdf import vocabulary as vocab
from kg.trial_card.card import Fact, NameText
from kg.trial_card.fields import Field, field, in_words, name_of, values_of
from kg.trial_card.trial_graph import TrialGraph

_TONES: Final = {
    **dict.fromkeys(("Recruiting", "EnrollingByInvitation", "Status-AVAILABLE"), "good"),
    "NotYetRecruiting": "wait",
    **dict.fromkeys(("Terminated", "Withdrawn", "Suspended", "Status-WITHHELD"), "stop"),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """A word for the status or another property; `tone` is "good", "wait", "stop" or empty."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """A date as the record has it, which may be a month or a year; `kind` is actual or estimated,
    or empty where the record does not say.
    """

    label: str
    date: str
    kind: str


@dataclass(frozen=True, slots=True)
class ArmMatrix:
    """Which arm gets which intervention: a row an intervention, a cell an arm."""

    arms: tuple[str, ...]
    rows: tuple[tuple[NameText, tuple[bool, ...]], ...]


def status_tone(iri: str) -> str:
    """Whether a status, by its IRI, means that participants are sought, will be, or are no more."""
    return _TONES.get(iri.strip("<>").rpartition("/")[2].rpartition("#")[2], "")


def badges(graph: TrialGraph) -> Iterator[Badge]:
    """The status, the phase, the type of the study, and whether it has results."""
    for term in graph.terms(graph.trial, vocab.SCHEMA_STATUS):
        yield Badge(in_words(graph, term), status_tone(term.value))
    for has in (vocab.KG_PHASE, vocab.KG_STUDY_TYPE):
        for term in graph.terms(graph.trial, has):
            text = in_words(graph, term)
            yield Badge(f"Phase: {text.lower()}" if text == "Not applicable" else text)
    if graph.nodes(graph.trial, vocab.KG_RESULTS):
        yield Badge("Has results")


_GLANCE: Final = (
    field("Conditions", vocab.SCHEMA_HEALTH_CONDITION),
    field("Interventions", vocab.SCHEMA_STUDY_SUBJECT),
    Field("Sponsor", (vocab.SCHEMA_SPONSOR,), (vocab.KG_AGENCY_CLASS,)),
    Field("Enrolment", (vocab.KG_ENROLLMENT,), of_owner=(vocab.KG_ENROLLMENT_TYPE,)),
    field("Why stopped", vocab.KG_WHY_STOPPED),
    field("Age from", vocab.KG_ELIGIBILITY, vocab.KG_MINIMUM_AGE),
    field("Age up to", vocab.KG_ELIGIBILITY, vocab.KG_MAXIMUM_AGE),
    field("Sex", vocab.KG_ELIGIBILITY, vocab.KG_SEX),
    field("Healthy volunteers", vocab.KG_ELIGIBILITY, vocab.KG_HEALTHY_VOLUNTEERS),
)
_MOST_COUNTRIES: Final = 5
"""Countries that are named and not counted."""


def at_a_glance(graph: TrialGraph) -> Iterator[Fact]:
    """The facts that most readers look for."""
    for each in _GLANCE:
        if values := values_of(graph, graph.trial, each):
            yield Fact(each.label, tuple(values))
    if where := _where(graph):
        yield Fact("Sites", (where,))


def _where(graph: TrialGraph) -> str:
    """How many sites the trial has, and in which countries."""
    sites = len(graph.nodes(graph.trial, vocab.KG_TRIAL_SITE))
    countries = values_of(graph, graph.trial, field("", vocab.KG_COUNTRY))
    several = len(countries) > _MOST_COUNTRIES
    named = f"{len(countries):,} countries" if several else ", ".join(countries)
    return " in ".join(filter(None, (f"{sites:,}" if sites else "", named)))


_EVENTS: Final = (
    ("First posted", "study_first_post_date_struct"),
    ("Start", "start_date_struct"),
    ("Primary completion", "primary_completion_date_struct"),
    ("Completion", "completion_date_struct"),
    ("Results posted", "results_first_post_date_struct"),
    ("Last update posted", "last_update_post_date_struct"),
)


def timeline(graph: TrialGraph) -> list[DatedEvent]:
    """The dates of the trial and of its record, the earliest first."""
    events = []
    for label, name in _EVENTS:
        date, kind = vocab.TYPED_DATES[name]
        kinds = [in_words(graph, each).lower() for each in graph.terms(graph.trial, kind)]
        events += [
            DatedEvent(label, text, kinds[0] if len(kinds) == 1 else "")
            for text in graph.texts(graph.trial, date)
        ]
    return sorted(events, key=lambda event: event.date)


def arm_matrix(graph: TrialGraph) -> ArmMatrix | None:
    """Which arm gets which intervention; None unless there are several arms to compare."""
    arms = graph.nodes(graph.trial, vocab.KG_ARM)
    given = [
        {*graph.nodes(arm, vocab.KG_ARM_INTERVENTION), *graph.subjects(vocab.KG_USED_IN_ARM, arm)}
        for arm in arms
    ]
    things = graph.nodes(graph.trial, vocab.SCHEMA_STUDY_SUBJECT)
    rows = tuple(
        (NameText(name_of(graph, thing), thing[1:-1]), tuple(thing in each for each in given))
        for thing in things
    )
    if len(arms) < 2 or not any(given):
        return None
    return ArmMatrix(tuple(name_of(graph, arm) for arm in arms), rows)
