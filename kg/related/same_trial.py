"""The records of one trial in several registries: what links one of them links the trial itself.

A row of a link of another record has the number of that record as its "nct".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kg.registries.numbers import registry_of
from kg.related.links import SAME_TRIAL, Evidence, RelatedTrial, SharedThing, StatedLink


def other_records(evidence: Evidence) -> list[str]:
    """The numbers of the same trial in other registries, by the links of its own record."""
    return sorted({row["related"] for row in evidence.stated if row["reason"] == SAME_TRIAL})


def followed(
    evidence: Evidence, numbers: Iterable[str], links_of: Callable[[str], Evidence]
) -> Evidence:
    """The links of a trial that has these numbers, and those of its records in other registries.

    `links_of` gives the links that the record of a number has.
    """
    others = other_records(evidence)
    if not others:
        return evidence
    own = {*numbers, *others}
    found = Evidence(list(evidence.stated), similar=dict(evidence.similar))
    shared = list(evidence.shared)
    for other in others:
        theirs = links_of(other)
        found.stated += (
            {**row, "nct": other} for row in theirs.stated if row["related"] not in own
        )
        shared += (replace(one, trials=one.trials - own) for one in theirs.shared)
        for trial in theirs.similar.keys() - own:
            found.similar.setdefault(trial, theirs.similar[trial])
    found.shared = _merged(shared)
    return found


def _merged(shared: Iterable[SharedThing]) -> list[SharedThing]:
    """What is shared, each thing once with all trials that have it."""
    found: dict[tuple[str, str, str, str], SharedThing] = {}
    for one in shared:
        key = one.reason, one.thing, one.name, one.city
        known = found.get(key)
        found[key] = replace(one, trials=one.trials | known.trials) if known else one
    return [one for one in found.values() if one.trials]


def same_trial_in_words(
    number: str, trial: RelatedTrial, links: Sequence[StatedLink], *, whole: bool = False
) -> str:
    """That a trial is the same one, by which record and which field; `whole` names all fields.

    `links` are those of the reason SAME_TRIAL.
    """
    registry = registry_of(trial.number)
    where = registry.key if registry else "another registry"
    mine = links[0].record or number
    links = [link for link in links if link.record == links[0].record]
    what = "the same trial" if mine == number else f"the same trial as {mine}"
    fields = {
        record: ", ".join(sorted({link.source_field for link in said}))
        for record, direction in ((mine, "to"), (trial.number, "from"))
        if (said := [link for link in links if link.direction == direction])
    }
    if len(fields) == 1:
        [(record, field)] = fields.items()
        return f"{what} in {where} (only the record of {record} says so, in {field})"
    numbers = {each for link in links for each in link.numbers}
    how = "both records say so"
    if numbers.isdisjoint(fields):
        how = f"both records state {', '.join(sorted(numbers))}"
    by_field = (f"{record} in {field}" for record, field in fields.items())
    return f"{what} in {where} ({'; '.join((how, *by_field) if whole else (how,))})"
