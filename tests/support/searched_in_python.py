"""Facets, texts and places of the search index, by a plain look at each record."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from math import asin, cos, radians, sin, sqrt
from typing import Any, Final

from kg.stores.embedded import EmbeddedStore
from kg.stores.embedded.search_index import (
    NOT_GIVEN,
    SearchIndex,
    TrialFilter,
    open_search_index,
)
from kg.stores.embedded.versions import index_of
from kg.text.countries import country_codes
from kg.text.plain_words import plain_words

_EARTH: Final = 6371.0088
"""Its mean radius in km."""


@contextmanager
def index_in(store: EmbeddedStore) -> Iterator[SearchIndex]:
    with store.files() as path:
        index = open_search_index(index_of(path))
        assert index is not None
        with closing(index):
            yield index


def section(one: dict[str, Any], module: str) -> dict[str, Any]:
    found: dict[str, Any] = one["protocolSection"].get(module, {})
    return found


def number_of(one: dict[str, Any]) -> str:
    return str(section(one, "identificationModule")["nctId"])


def facets_of(one: dict[str, Any]) -> dict[str, set[str]]:
    """The values of a record for every facet but the country, whose code is not in it."""
    design = section(one, "designModule")
    status = section(one, "statusModule")
    return {
        "status": {status.get("overallStatus", NOT_GIVEN)},
        "phase": {*design.get("phases", [])} or {NOT_GIVEN},
        "type": {design["studyType"]}
        | ({"PATIENT_REGISTRY"} if design.get("patientRegistry") else set()),
        "class": {
            section(one, "sponsorCollaboratorsModule")["leadSponsor"].get("class", NOT_GIVEN)
        },
        "results": {{True: "yes", False: "no", None: NOT_GIVEN}[one.get("hasResults")]},
        "year": {
            status.get("startDateStruct", {}).get("date", NOT_GIVEN)[:4].replace("not-", NOT_GIVEN)
        },
    }


def words_of(one: dict[str, Any]) -> set[str]:
    """The words of the fields in which a text is looked for."""
    identification = section(one, "identificationModule")
    contacts = section(one, "contactsLocationsModule")
    owners = section(one, "sponsorCollaboratorsModule")
    secondary = identification.get("secondaryIdInfos", [])
    texts = [
        identification["nctId"],
        identification.get("briefTitle"),
        identification.get("officialTitle"),
        identification.get("acronym"),
        identification.get("orgStudyIdInfo", {}).get("id"),
        *identification.get("nctIdAliases", []),
        *(each.get("id") for each in secondary),
        *section(one, "conditionsModule").get("conditions", []),
        *(
            each["name"]
            for each in section(one, "armsInterventionsModule").get("interventions", [])
        ),
        owners["leadSponsor"]["name"],
        *(each["name"] for each in owners.get("collaborators", [])),
        *(each["name"] for each in contacts.get("overallOfficials", [])),
        owners.get("responsibleParty", {}).get("investigatorFullName"),
        owners.get("responsibleParty", {}).get("oldNameTitle"),
        *(
            each.get(part)
            for each in contacts.get("locations", [])
            for part in ("facility", "city", "state", "country")
        ),
        *(
            mesh["term"]
            for browse in ("conditionBrowseModule", "interventionBrowseModule")
            for mesh in one.get("derivedSection", {}).get(browse, {}).get("meshes", [])
        ),
    ]
    return {word for text in texts if text for word in plain_words(text)}


def fits(words: set[str], text: str) -> bool:
    return all(any(word.startswith(part) for word in words) for part in plain_words(text))


def assert_agrees(index: SearchIndex, records: list[dict[str, Any]], texts: Iterable[str]) -> None:
    """Checks facets, texts and places against a plain look at each record."""
    counts = Counter(
        (facet, value)
        for one in records
        for facet, values in facets_of(one).items()
        for value in values
    )
    found = index.found(TrialFilter())
    assert found.count == len(records)
    choices = {
        (facet, choice.value): choice.count
        for facet, given in found.facets().items()
        for choice in given
        if facet != "country"
    }
    assert choices == counts
    words = {number_of(one): words_of(one) for one in records}
    for text in texts:
        expected = {number for number, has in words.items() if fits(has, text)}
        assert numbers(index, TrialFilter(text=text)) == expected, text


def numbers(index: SearchIndex, asked: TrialFilter) -> set[str]:
    return {row.number for row in index.found(asked).rows(limit=1_000_000)}


def random_texts(records: list[dict[str, Any]], most: int) -> list[str]:
    """One or two beginnings of words of the records."""
    dice = random.Random(5)
    known = sorted({word for one in records for word in words_of(one)})
    words = [dice.sample(known, dice.choice((1, 1, 2))) for _ in range(most)]
    return [" ".join(word[: dice.randrange(1, 7)] for word in some) for some in words]


def assert_countries_agree(index: SearchIndex, records: list[dict[str, Any]]) -> None:
    """Checks the countries against those of the sites."""
    counts = Counter(
        code
        for one in records
        for code in {_code(each["country"]) for each in sites_of(one, "country")}
    )
    choices = index.found(TrialFilter()).facets()["country"]
    assert {each.value: each.count for each in choices if each.value != NOT_GIVEN} == counts


def assert_near_agrees(
    index: SearchIndex, records: list[dict[str, Any]], city: str, within: float
) -> None:
    """Checks which trials are near to a city, how far they are, and their order."""
    found = index.found(TrialFilter(near=city, within=within))
    assert found.near is not None
    here = found.near.latitude, found.near.longitude
    expected = {}
    for one in records:
        points = (each["geoPoint"] for each in sites_of(one, "geoPoint"))
        far = min((_kilometres(here, (p["lat"], p["lon"])) for p in points), default=within + 1)
        if far <= within:
            expected[number_of(one)] = round(far, 6)
    rows = found.rows("distance", limit=1_000_000)
    assert {row.number: round(row.nearest.km, 6) for row in rows if row.nearest} == expected
    assert [expected[row.number] for row in rows] == sorted(expected.values())


def sites_of(one: dict[str, Any], having: str) -> list[dict[str, Any]]:
    """The sites of a record that have a field."""
    found = section(one, "contactsLocationsModule").get("locations", [])
    return [each for each in found if each.get(having)]


def _kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """By the haversine formula."""
    (a, b), (c, d) = ((radians(each) for each in point) for point in (here, there))
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * _EARTH * asin(min(1, sqrt(half)))


def _code(country: str) -> str:
    found = country_codes(country)
    assert found is not None, country
    return found[0]
