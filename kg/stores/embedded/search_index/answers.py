"""What is asked of the search index, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

FACETS: Final = ("status", "phase", "type", "country", "class", "results", "year")
"""The facets of trials: overall status, phase, study type, countries of the sites, class of the
lead sponsor, whether results are posted, and the year of the start.

A trial of two phases at once has either phase: Phase 2/Phase 3 counts in Phase 2 and in Phase 3.
"""

KINDS: Final = (
    "trial",
    "condition",
    "intervention",
    "organization",
    "person",
    "site",
    "city",
)
"""The kinds of things that are suggested and counted, in the order of suggestions."""

NOT_GIVEN: Final = "not-given"
"""The value of a facet for the trials whose record has none."""

Sort: TypeAlias = Literal["start", "title", "status", "enrollment", "relevance", "distance"]
"""What trials are sorted by. Relevance needs a text, distance a place; without it the order is that
of the start. Trials that lack what they are sorted by come last in either direction.
"""


@dataclass(frozen=True, slots=True)
class TrialFilter:
    """Which trials: those that fit all of it; the filter without values has every trial.

    Each word of `text` begins a word of the trial's numbers, titles, acronym, conditions,
    interventions, sponsors, people or sites; case, accents and punctuation don't count, and a text
    without words is none. `chosen` has values of FACETS: a trial has one of the values of each
    facet. `near` is a city with sites, as "Boston" or "Paris, France", `within` the distance of a
    site from it in kilometres. A site counts if the record gives one pair of coordinates for it.
    """

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    near: str = ""
    within: float = 50.0


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: its value in an address, its label, and how many trials have it.

    The value of a code is that of the registry ("RECRUITING"), of a country its alpha-3 code, of a
    year its digits, of results "yes" or "no"; NOT_GIVEN where the record has none.
    """

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Near:
    """The city that a filter was understood to mean.

    `name` is like "Boston, Massachusetts, United States", and empty if no city with known
    coordinates is called so. Of several cities of a name it is the one with the most sites;
    `others` are the others, each of which can be given as `near`. Latitude and longitude are in
    degrees.
    """

    name: str = ""
    latitude: float = 0.0
    longitude: float = 0.0
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NearestSite:
    """The site of a trial that is nearest to the city, `km` kilometres from it.

    `status` is its own recruitment status in words, empty if the record has none; `status_value`
    that of the registry, as "RECRUITING".
    """

    iri: str
    place: str
    km: float
    status: str
    status_value: str


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A trial in a table. Texts are empty, and numbers None, where the record has none.

    `status_value` and `phase_value` are those of the registry, as "RECRUITING" and "PHASE2/PHASE3";
    `phase` and `type` are labels, as ("Phase 2/Phase 3",). `start` is a day, a
    month or a year, as recorded. `countries` are names, `sites` how many entries the record has.
    """

    number: str
    iri: str
    graph: str
    title: str
    acronym: str
    status: str
    status_value: str
    phase: tuple[str, ...]
    phase_value: str
    type: tuple[str, ...]
    sponsor: str
    start: str
    enrollment: int | None
    countries: tuple[str, ...]
    sites: int
    has_results: bool | None
    nearest: NearestSite | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something whose name has the words: one of KINDS, and how many trials have it.

    The name of a trial is its number and title, that of a site has its city, that of a city its
    region and country. Interventions are those of one name in any trial: `iri` is the one in the
    trial with the lowest number. A city has no IRI: its name can be given as `near` if it has
    coordinates.
    """

    kind: str
    iri: str
    name: str
    trials: int
