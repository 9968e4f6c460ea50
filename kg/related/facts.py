"""What the record of a trial says about it in a few words: status, phase, dates, lead sponsor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab

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
_WORDS: Final = {
    "ACTIVE_NOT_RECRUITING": "Active, not recruiting",
    "UNKNOWN": "Unknown status",
    "EARLY_PHASE1": "Early phase 1",
    **{f"PHASE{number}": f"Phase {number}" for number in range(1, 5)},
    "PHASE1/PHASE2": "Phase 1/2",
    "PHASE2/PHASE3": "Phase 2/3",
    "NA": "Phase not applicable",
}
"""The registry's value -> in words, where these are not its letters."""


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


def label(value: str) -> str:
    """A status or a phase in words: "Recruiting", "Phase 3"."""
    found = (_WORDS.get(each) or each.replace("_", " ").capitalize() for each in value.split("; "))
    return "; ".join(found)


def in_short(facts: Mapping[str, str], between: str = " · ") -> str:
    """Status, phase, the year of the start and the sponsor, as far as they are known."""
    phase = facts.get("phase", "NA")
    start = facts.get("start", "")[:4]
    parts = (
        label(facts["status"]) if "status" in facts else "",
        label(phase) if phase != "NA" else "",
        f"start {start}" if start else "",
        facts.get("sponsor", ""),
    )
    return between.join(filter(None, parts))


def in_full(facts: Mapping[str, str]) -> list[str]:
    """Status and phase, every date, and the sponsor, a line each."""
    codes_said = [label(facts[name]) for name in ("status", "phase") if name in facts]
    dates = [
        f"{words} {facts[date]}{_expected(facts, date)}"
        for date, words in _DATE_WORDS.items()
        if date in facts
    ]
    lines = [", ".join(codes_said), ", ".join(dates), facts.get("sponsor", "")]
    heads = ("Status", "Dates", "Sponsor")
    return [f"{head}: {line}" for head, line in zip(heads, lines, strict=True) if line]


def _expected(facts: Mapping[str, str], date: str) -> str:
    return " (estimated)" if facts.get(f"{date}Type") == "ESTIMATED" else ""
