"""Readers of the locations and of the countries.

A location is a facility and, on the next line, "city, state, country". Either may be missing, and a
facility may have as many commas as a place: the lines are read together, and of all possible
readings the least unusual is taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kg.records.protocol import Location
from kg.sources.registry_page.basics import STATUSES
from kg.sources.registry_page.draft import PageDraft, Value, code
from kg.sources.registry_page.labels import BLANKS
from kg.sources.registry_page.sections import PageSections

LOCATIONS = "Locations"

INVERTED = re.compile(
    r", (?:Bolivarian Republic of|Democratic People's Republic of|Federated States of"
    r"|Islamic Republic of|Occupied|Province of China|Republic of|Republic of the"
    r"|The Democratic Republic of the|The Former Yugoslav Republic of|U\.S\.|United Republic of)$"
)
"""The end of a country name that older records write with a comma ("Korea, Republic of")."""

ZIP = re.compile(r"(?=.*[0-9])[A-Z0-9][A-Z0-9 -]{2,9}")

CONTACT_LABEL = re.compile(
    r"(?:[a-z]+ )?(?:contact(?:s| person)?|(?:tele)?phone|tel\.?|mobile|cell|fax|e-?mail)"
    r"(?: (?:address|backup|no\.|number))?\s*(?::|$)",
    re.IGNORECASE,
)
"""The label of a line that is of a contact person; the page gives places without any labels."""

REACHED = re.compile(
    r"[^\s@]@[^\s@]+\.[^\s@]|\+[0-9][0-9 ()./-]{6}|^[0-9 ()./-]{7,}(?:\s*(?:ext|x)\.? ?[0-9]+)?$"
)
"""An e-mail address or an international telephone number in a line, or a line that is a number."""

PARTS = frozenset(("city", "country", "facility", "place", "state", "status", "zip"))
"""What a line of a location can be; "place" is city, state and country in one."""


def countries(page: PageSections, draft: PageDraft) -> None:
    draft.page.countries = [value.text for value in page["Countries"] if value.text not in BLANKS]


def locations(page: PageSections, draft: PageDraft) -> None:
    values = _without_contacts(page[LOCATIONS], draft)
    parts = [_part(value) for value in values]
    plain = [value.text for value, part in zip(values, parts, strict=True) if not part]
    named = {value.text for value in page["Countries"]}
    kinds = iter(_kinds(plain, named))
    location = Location()
    for value, known in zip(values, parts, strict=True):
        part = known or next(kinds)
        if _begins_another(part, location):
            draft.contacts.locations.append(location)
            location = Location()
        if value.text not in BLANKS:
            _set(part, value.text, location)
    if location != Location():
        draft.contacts.locations.append(location)


def _without_contacts(values: Sequence[Value], draft: PageDraft) -> list[Value]:
    """The values without those that are of contact persons, which are kept as text."""
    others = []
    below_label = False
    for value in values:
        label = CONTACT_LABEL.match(value.text)
        if below_label or label or REACHED.search(value.text):
            draft.leave(LOCATIONS, value.text, "is of a contact person, not of a place")
            draft.contact_places[f"page.{LOCATIONS}"] = f"page.{LOCATIONS}"
        else:
            others.append(value)
        below_label = label is not None and label[0] == value.text
    return others


def _part(value: Value) -> str:
    if value.label in PARTS:
        return value.label
    return "status" if value.text in STATUSES else ""


def _begins_another(part: str, location: Location) -> bool:
    match part:
        case "facility":
            return bool(location.facility or location.city or location.country)
        case "place":
            return bool(location.city or location.country)
        case _:
            return getattr(location, part) is not None


def _set(part: str, text: str, location: Location) -> None:
    if part == "place":
        location.city, location.state, location.zip, location.country = place_parts(text)
    else:
        setattr(location, part, code(text) if part == "status" else text)


def place_parts(text: str) -> tuple[str | None, str | None, str | None, str | None]:
    """City, state, zip and country of "city, state, country", any of which may be blank."""
    inverted = INVERTED.search(text)
    before, _, country = text[: inverted.start() if inverted else None].rpartition(",")
    country = country.strip() + (inverted[0] if inverted else "")
    before, code_of_place = _without_zip(before)
    city, comma, state = before.rpartition(",")
    if not comma:
        city, state = state, ""
    return city.strip() or None, state.strip() or None, code_of_place, country or None


def _without_zip(text: str) -> tuple[str, str | None]:
    before, comma, last = text.rpartition(",")
    return (before, last.strip()) if comma and ZIP.fullmatch(last.strip()) else (text, None)


def _kinds(texts: Sequence[str], named: Collection[str]) -> list[str]:
    """For each line whether it is a facility or a place, by the reading with the lowest cost."""
    ends = Counter(place_parts(text)[3] for text in texts if "," in text)
    known = {*named, *(end for end, count in ends.items() if end and count > 1)}
    # The best reading so far that ends with a facility alone, with its place, with a place alone.
    pending, settled, bare = _Reading(float("inf")), _Reading(0), _Reading(float("inf"))
    for text in texts:
        facility, place = _facility_cost(text, known), _place_cost(text, known)
        pending, settled, bare = (
            min(
                min(settled, bare).then("facility", facility),
                pending.then("facility", facility + NO_PLACE),
            ),
            pending.then("place", place),
            min(
                settled.then("place", place + NO_FACILITY),
                bare.then("place", place + NO_FACILITY_AGAIN),
            ),
        )
    return min(settled, bare, pending.then("", NO_PLACE)).kinds()


NO_PLACE, NO_FACILITY, NO_FACILITY_AGAIN = 4.0, 3.0, 1.0
"""The cost of a missing facility after another: a record that omits one may omit all."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the last line is taken as, the reading of the lines before it, and the total cost."""

    cost: float
    kind: str = ""
    before: _Reading | None = None

    def __lt__(self, other: _Reading) -> bool:
        return self.cost < other.cost

    def then(self, kind: str, cost: float) -> _Reading:
        return _Reading(self.cost + cost, kind, self)

    def kinds(self) -> list[str]:
        kinds = []
        reading: _Reading | None = self
        while reading is not None:
            kinds.append(reading.kind)
            reading = reading.before
        return [kind for kind in reversed(kinds) if kind]


def _facility_cost(text: str, known: Collection[str]) -> float:
    if text in BLANKS:
        return -1
    ends_as_place = "," in text and place_parts(text)[3] in known
    odd = 2.5 if ends_as_place and not INSTITUTION.search(text) else 0.0
    return odd + 8.0 * bool(EMPTY.search(text))


def _place_cost(text: str, known: Collection[str]) -> float:
    if text in BLANKS:
        return 3
    in_known = place_parts(text)[3] in known
    commas = INVERTED.sub("", text).count(",")
    usual = {0: 1.0 if in_known else 4.0, 1: 1.0, 2: 0.0}.get(commas, 1.0)
    return usual + (not in_known)


INSTITUTION = re.compile(
    r"cent(?:er|re|ro)\b|clini|hospi|h[oô]pital|institut|investigat|medic|research|site\b|universi",
    re.IGNORECASE,
)
EMPTY = re.compile(r"^,|,\s*,")
"""A blank part, as in "Seoul, , South Korea": no facility is written like this."""
