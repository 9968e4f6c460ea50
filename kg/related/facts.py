"""What the record of a trial says about it in a few words: status, phase, dates, lead sponsor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.ontology import words
from kg.text.dates import year_of

_DATES: Final = {
    "start": "start_date_struct",
    "primaryCompletion": "primary_completion_date_struct",
    "completion": "completion_date_struct",
}
_DATE_WORDS: Final = {
    "start": "start",
    "primaryCompletion": "primary completion",
    "completion": "completion",
}
_CODES: Final = {
    "status": (vocab.SCHEMA_STATUS, codes.STATUS.terms),
    "phase": (
        vocab.KG_PHASE,
        {**codes.PHASE.terms, **{"/".join(of): term for of, term in codes.COMBINED_PHASES.items()}},
    ),
    **{
        f"{date}Type": (vocab.TYPED_DATES[field][1], codes.DATE_TYPE.terms)
        for date, field in _DATES.items()
    },
}
"""Fact -> its property, and the registry's values with their terms."""

PROPERTIES: Final = {
    **{name: has for name, (has, _) in _CODES.items()},
    **{date: vocab.TYPED_DATES[field][0] for date, field in _DATES.items()},
    "sponsor": vocab.SCHEMA_SPONSOR,
}
"""Fact -> the property of the trial. That of a sponsor is its node, whose name is the fact."""

_VALUES: Final = {
    name: {term[1:-1]: value for value, term in terms.items()}
    for name, (_, terms) in _CODES.items()
}


def facts_of(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The facts of a trial from values of PROPERTIES, each under the name of its fact.

    Codes become the registry's values, such as COMPLETED; one that the registry does not have is
    left out.
    """
    values: dict[str, set[str]] = defaultdict(set)
    for name, text in found:
        value = _VALUES[name].get(text) if name in _VALUES else text
        if value:
            values[name].add(value)
    return {name: "; ".join(sorted(values[name])) for name in PROPERTIES if name in values}


def label(facts: Mapping[str, str], name: str) -> str:
    """The status or the phase in words, such as "Phase 3"; empty if it is not known."""
    _, terms = _CODES[name]
    known = words()
    values = facts.get(name, "").split("; ")
    return "; ".join(known[terms[value][1:-1]] for value in values if value in terms)


def in_short(facts: Mapping[str, str], between: str = " · ") -> str:
    """Status, phase, the year of the start and the sponsor, as far as they are known."""
    start = year_of(facts.get("start", ""))
    parts = (
        label(facts, "status"),
        label(facts, "phase") if facts.get("phase") != "NA" else "",
        f"start {start}" if start else "",
        facts.get("sponsor", ""),
    )
    return between.join(filter(None, parts))


def in_full(facts: Mapping[str, str]) -> list[str]:
    """Status, phase, every date, and the sponsor, a line each."""
    status, phase = (label(facts, name) for name in ("status", "phase"))
    dates = [
        f"{said} {facts[date]}{_expected(facts, date)}"
        for date, said in _DATE_WORDS.items()
        if date in facts
    ]
    if phase and "Phase" not in phase:
        phase = f"Phase: {phase.lower()}"
    sponsor = facts.get("sponsor", "")
    lines = (
        f"Status: {status}" if status else "",
        phase,
        f"Dates: {', '.join(dates)}" if dates else "",
        f"Sponsor: {sponsor}" if sponsor else "",
    )
    return list(filter(None, lines))


def _expected(facts: Mapping[str, str], date: str) -> str:
    return " (estimated)" if facts.get(f"{date}Type") == "ESTIMATED" else ""
