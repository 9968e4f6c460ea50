"""The search index of a store: it finds what plain Python finds in the same records."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from math import acos, cos, radians, sin
from pathlib import Path
from typing import Any

import pytest

from kg.errors import UsageError
from kg.load import load
from kg.stores.embedded import EmbeddedStore
from kg.stores.embedded.search_index import (
    FACETS,
    KINDS,
    SearchIndex,
    TrialFilter,
    TrialRow,
    open_search_index,
)
from kg.stores.embedded.search_index.layout import NAME
from kg.stores.embedded.search_index.writing import write
from kg.stores.embedded.versions import index_of
from kg.text.plain_words import plain_words
from tests.support.graph_facts import OTHER_REGISTRIES
from tests.support.searched_in_python import (
    assert_agrees,
    facets_of,
    fits,
    index_in,
    number_of,
    numbers,
    random_texts,
    section,
    words_of,
)
from tests.support.small_trials import study, written

pytestmark = pytest.mark.slow

CITIES = {
    "Boston": ("Massachusetts", "United States", 42.35843, -71.05977),
    "Cambridge": ("Massachusetts", "United States", 42.3751, -71.10561),
    "Genève": ("", "Switzerland", 46.20222, 6.14569),
    "Lausanne": ("Vaud", "Switzerland", 46.516, 6.63282),
    "Paris": ("Île-de-France", "France", 48.85341, 2.3488),
}
STATUSES = ("RECRUITING", "COMPLETED", "ACTIVE_NOT_RECRUITING", None)
PHASES: tuple[list[str], ...] = (["PHASE1"], ["PHASE2", "PHASE3"], ["PHASE3"], [])
TYPES = ("INTERVENTIONAL", "OBSERVATIONAL")
STARTS = ("2021-03-23", "2023-12", None, "2021-01-05")
OFFICIALS = ("Ann O'Neil", "Bo Li", "Zoë Ağaoğlu, MD", "Medical Director 24")
TITLES = ("Wörld", "Small", "Large")
CONDITIONS = ("Migraine", "Cluster Headache", "Ménière's Disease")


def location(city: str, number: int) -> dict[str, Any]:
    state, country, latitude, longitude = CITIES[city]
    return {
        "facility": f"Clinic {number}",
        "city": city,
        "country": country,
        "geoPoint": {"lat": latitude, "lon": longitude},
        **({"state": state} if state else {}),
        **({"status": "RECRUITING"} if number % 2 else {}),
    }


def record(number: int, version: int = 0) -> dict[str, Any]:
    """A made-up record in which every field of the index depends on its number and version."""
    dice = random.Random(f"{number} {version}")
    cities = dice.sample(sorted(CITIES), dice.randrange(3))
    status, start = dice.choice(STATUSES), dice.choice(STARTS)
    return study(
        f"NCT9000{number:04}",
        dice.choice(CONDITIONS),
        f"Drug {dice.randrange(4)}",
        identificationModule={
            "nctId": f"NCT9000{number:04}",
            "briefTitle": f"{dice.choice(TITLES)} study of pain, part {version}",
            "orgStudyIdInfo": {"id": f"PAIN-{number:03}"},
            **({"nctIdAliases": [f"NCT9001{number:04}"]} if number % 5 == 0 else {}),
        },
        statusModule={
            **({"overallStatus": status} if status else {}),
            **({"startDateStruct": {"date": start}} if start else {}),
        },
        sponsorCollaboratorsModule={
            "leadSponsor": {"name": f"Maker {number % 3}", "class": "INDUSTRY"}
        },
        designModule={
            "studyType": dice.choice(TYPES),
            "phases": dice.choice(PHASES),
            "enrollmentInfo": {"count": dice.randrange(500)},
        },
        contactsLocationsModule={
            "overallOfficials": [{"name": OFFICIALS[number % 4], "affiliation": "Clinic"}],
            "locations": [location(city, dice.randrange(4)) for city in cities],
        },
    )


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    return [record(number) for number in range(30)]


@pytest.fixture(scope="module")
def store(records: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    folder = tmp_path_factory.mktemp("search")
    made = EmbeddedStore(folder / "store")
    load([str(written(folder, "records", records))], made)
    return made


def test_it_finds_what_plain_python_finds(
    store: EmbeddedStore, records: list[dict[str, Any]]
) -> None:
    with index_in(store) as index:
        assert_agrees(index, records, random_texts(records, 60))


def test_facets_narrow_each_other_and_count_what_could_be_added(
    store: EmbeddedStore, records: list[dict[str, Any]]
) -> None:
    chosen = {"status": ("RECRUITING", "COMPLETED"), "phase": ("PHASE3",)}
    having = [(number_of(one), facets_of(one)) for one in records]
    in_phase = [(number, facets) for number, facets in having if "PHASE3" in facets["phase"]]
    expected = {number for number, facets in in_phase if facets["status"] & {*chosen["status"]}}
    with index_in(store) as index:
        found = index.found(TrialFilter(chosen=chosen))
        assert {row.number for row in found.rows()} == expected
        statuses = {choice.value: choice for choice in found.facets()["status"]}
    wanted = Counter(value for _, facets in in_phase for value in facets["status"])
    assert {value: choice.count for value, choice in statuses.items()} == wanted
    assert {value for value, choice in statuses.items() if choice.chosen} == {*chosen["status"]}
    assert statuses["ACTIVE_NOT_RECRUITING"].label == "Active, not recruiting"


def test_a_chosen_value_without_trials_stays_in_sight(store: EmbeddedStore) -> None:
    with index_in(store) as index:
        found = index.found(TrialFilter(chosen={"country": ("JPN",)}))
        assert found.count == 0
        assert found.rows() == []
        assert [one.value for one in found.facets()["country"] if one.chosen] == ["JPN"]
        assert tuple(found.facets()) == FACETS
        with pytest.raises(UsageError, match="colour"):
            index.found(TrialFilter(chosen={"colour": ("red",)}))


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "*",
        "( )",
        "world OR",
        "NEAR(a b)",
        "titles : pain",
        "pain*",
        "-pain",
        "'; DROP",
        "\0 ^",
    ],
)
def test_a_text_is_never_syntax(
    text: str, store: EmbeddedStore, records: list[dict[str, Any]]
) -> None:
    expected = {number_of(one) for one in records if fits(words_of(one), text)}
    with index_in(store) as index:
        assert numbers(index, TrialFilter(text=text)) == expected
        index.suggested(text)
        assert index.found(TrialFilter(near=text)).count == 0 or not text.strip()


@pytest.mark.parametrize(
    "text", ["NCT90000005", "nct90010005", "PAIN-005", "wörld PAI", "WORLD pain"]
)
def test_trials_are_found_by_numbers_aliases_and_in_any_spelling(
    text: str, store: EmbeddedStore, records: list[dict[str, Any]]
) -> None:
    expected = {number_of(one) for one in records if fits(words_of(one), text)}
    assert expected
    with index_in(store) as index:
        assert numbers(index, TrialFilter(text=text)) == expected


def kilometres(city: str, other: str) -> float:
    """By the spherical law of cosines, as the index has the haversine formula."""
    lat, lon = (radians(each) for each in CITIES[city][2:])
    lat2, lon2 = (radians(each) for each in CITIES[other][2:])
    return 6371.0088 * acos(min(1, sin(lat) * sin(lat2) + cos(lat) * cos(lat2) * cos(lon - lon2)))


@pytest.mark.parametrize(
    ("city", "within"), [("boston", 1), ("Boston", 20), ("Geneve", 60), ("paris", 500)]
)
def test_trials_near_a_city(
    city: str, within: float, store: EmbeddedStore, records: list[dict[str, Any]]
) -> None:
    name = next(each for each in CITIES if plain_words(each) == plain_words(city))
    expected = {}
    for one in records:
        sites = section(one, "contactsLocationsModule")["locations"]
        distances = [kilometres(name, site["city"]) for site in sites]
        if distances and min(distances) <= within:
            expected[number_of(one)] = pytest.approx(min(distances), abs=0.001)
    with index_in(store) as index:
        found = index.found(TrialFilter(near=city, within=within))
        rows = found.rows("distance")
    assert {row.number: row.nearest and row.nearest.km for row in rows} == expected
    assert rows == sorted(rows, key=lambda row: (row.nearest and row.nearest.km, row.number))


def test_the_nearest_site_has_its_own_status(tmp_path: Path) -> None:
    sites = [location("Boston", 2), location("Boston", 3), location("Paris", 1)]
    no_place = {"facility": "Clinic 9", "city": "Boston", "country": "United States"}
    more = [
        study("NCT90000001", "Pain", contactsLocationsModule={"locations": sites}),
        study("NCT90000002", "Pain", contactsLocationsModule={"locations": [no_place]}),
        study("NCT90000003", "Pain", contactsLocationsModule={"locations": [
            {**location("Paris", 1), "country": "United States", "state": "Texas",
             "geoPoint": {"lat": 33.66, "lon": -95.55}},
        ]}),
    ]  # fmt: skip
    store = EmbeddedStore(tmp_path / "store")
    load([str(written(tmp_path, "records", more))], store)
    with index_in(store) as index:
        [row] = index.found(TrialFilter(near="Boston, USA")).rows()
        assert row.nearest
        assert (row.nearest.place, row.nearest.status) == ("Clinic 3, Boston", "Recruiting")
        paris = index.found(TrialFilter(near="Paris"))
        assert paris.near
        assert {paris.near.name, *paris.near.others} == {
            "Paris, Île-de-France, France",
            "Paris, Texas, United States",
        }
        for name, number in (("Paris, Texas", 3), ("paris, france", 1), ("Paris, FRA", 1)):
            assert numbers(index, TrialFilter(near=name)) == {f"NCT9000000{number}"}
        unknown = index.found(TrialFilter(near="Atlantis"))
        assert (unknown.count, unknown.near and unknown.near.name) == (0, "")


def test_each_city_of_a_name_is_found_by_its_whole_name(tmp_path: Path) -> None:
    """Also where one name is the beginning of the other: records place one city at two points."""
    here = location("Paris", 1)
    elsewhere = {**location("Paris", 1), "state": "", "geoPoint": {"lat": 44.0, "lon": 5.0}}
    records = [
        study(f"NCT9000000{n}", "Pain", contactsLocationsModule={"locations": [site]})
        for n, site in enumerate((here, here, elsewhere), 1)
    ]
    store = EmbeddedStore(tmp_path / "store")
    load([str(written(tmp_path, "records", records))], store)
    with index_in(store) as index:
        usual = index.found(TrialFilter(near="Paris")).near
        assert usual
        assert numbers(index, TrialFilter(near=usual.name)) == {"NCT90000001", "NCT90000002"}
        [other] = usual.others
        assert numbers(index, TrialFilter(near=other)) == {"NCT90000003"}


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("sort", ["start", "title", "enrollment"])
def test_pages_in_an_order_have_every_trial_once_and_empty_ones_last(
    sort: Any, descending: bool, store: EmbeddedStore
) -> None:
    with index_in(store) as index:
        found = index.found(TrialFilter())
        pages = [
            found.rows(sort, descending=descending, offset=n, limit=7) for n in range(0, 35, 7)
        ]
    rows = [row for page in pages for row in page]
    given = [row for row in rows if getattr(row, sort) not in ("", None)]
    assert rows[: len(given)] == given
    assert given == sorted(given, key=lambda row: key(row, sort), reverse=descending)
    assert len({row.number for row in rows}) == len(rows) == 30


def key(row: TrialRow, sort: str) -> tuple[Any, str]:
    value = getattr(row, sort)
    return value.lower() if isinstance(value, str) else value, row.number


def test_things_are_suggested_with_how_many_trials_have_them(
    store: EmbeddedStore, records: list[dict[str, Any]]
) -> None:
    cities = Counter(
        city
        for one in records
        for city in {site["city"] for site in section(one, "contactsLocationsModule")["locations"]}
    )
    with index_in(store) as index:
        [geneva] = index.suggested("geneve")[-1:]
        assert (geneva.kind, geneva.name) == ("city", "Genève, Switzerland")
        assert geneva.trials == cities["Genève"]
        [oneil] = [each for each in index.suggested("o'neil an", 50) if each.kind == "person"]
        assert oneil.iri.startswith("https://w3id.org/kg-trials/person/ann-oneil")
        drugs = [each for each in index.suggested("drug", 50) if each.kind == "intervention"]
        assert sum(each.trials for each in drugs) == len(records)
        assert drugs == sorted(drugs, key=lambda each: -each.trials)
        assert [each.kind for each in index.suggested("NCT90000001")] == ["trial"]
        totals = index.totals()
        assert tuple(totals) == KINDS
        assert (totals["trial"], totals["condition"], totals["city"]) == (30, 3, len(cities))


def answers(index: SearchIndex) -> dict[str, Any]:
    """What an index says, in the form of a new one."""
    found = index.found(TrialFilter())
    texts = ("pain", "drug 1", "nct900", "clinic", "o'neil", "paris")
    near = index.found(TrialFilter(near="Paris", within=900))
    return {
        "facets": found.facets(),
        "rows": found.rows("start", limit=100) + found.rows("title", limit=100),
        "texts": {text: numbers(index, TrialFilter(text=text)) for text in texts},
        "near": (near.near, near.rows("distance", limit=100)),
        "suggestions": {text: {*index.suggested(text, 500)} for text in texts},
        "totals": index.totals(),
    }


def test_a_load_of_few_changes_it_as_a_new_one_would_be(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    copy = EmbeddedStore(tmp_path / "store")
    shutil.copytree(store.folder, copy.folder)
    for step in range(4):
        changed = [record(5 + step, 1), record(5, 1 + step), record(30 + step)]
        gone = tmp_path / "gone"
        gone.write_text(f"NCT900000{10 + step}\n")
        load([str(written(tmp_path, "more", changed))], copy, gone=str(gone))
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    with copy.opened() as opened:
        assert write(opened, fresh)
    new = open_search_index(fresh)
    assert new
    with closing(new), index_in(copy) as index:
        assert answers(index) == answers(new)
        assert index.totals()["trial"] == 30


def test_the_words_of_an_earlier_record_are_forgotten(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    others = [study(f"NCT9000000{number}", "Pain") for number in range(2, 6)]
    load([str(written(tmp_path, "others", others))], store)
    for drug in ("Aspirin", "Placebo", "Ibuprofen"):
        load([str(written(tmp_path, drug, [study("NCT90000001", "Pain", drug)]))], store)
    with index_in(store) as index:
        assert numbers(index, TrialFilter(text="aspirin")) == set()
        assert numbers(index, TrialFilter(text="ibuprofen")) == {"NCT90000001"}
        assert index.suggested("aspirin") == []


def test_a_record_of_an_earlier_number_is_not_a_second_trial(tmp_path: Path) -> None:
    current = study("NCT90000001", "Pain", identificationModule={
        "nctId": "NCT90000001", "briefTitle": "Pain", "nctIdAliases": ["NCT90000002"],
    })  # fmt: skip
    store = EmbeddedStore(tmp_path / "store")
    load([str(written(tmp_path, "records", [current, study("NCT90000002", "Pain")]))], store)
    with index_in(store) as index:
        assert numbers(index, TrialFilter(text="NCT90000002")) == {"NCT90000001"}
        assert numbers(index, TrialFilter(text="NCT9")) == {"NCT90000001"}


def test_a_sponsor_of_whom_a_record_has_only_a_text_is_found(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    load([str(OTHER_REGISTRIES / "ictrp-sponsors.csv")], store)
    with index_in(store) as index:
        for text in ("university of invention", "invented clinic", "jane example"):
            [trial] = index.found(TrialFilter(text=text)).rows()
            assert trial.sponsor == "University of Invention; Invented Clinic"


@pytest.mark.parametrize("damage", ["none", "another version", "no database"])
def test_a_store_without_a_usable_index_has_none_until_the_next_load(
    damage: str, store: EmbeddedStore, tmp_path: Path
) -> None:
    copy = EmbeddedStore(tmp_path / "store")
    shutil.copytree(store.folder, copy.folder)
    with copy.files() as files:
        path = index_of(files) / NAME
    if damage == "none":
        path.unlink()
    elif damage == "another version":
        with closing(sqlite3.connect(path)) as opened:
            opened.execute("PRAGMA user_version = 99")
    else:
        path.write_bytes(b"nothing of the kind " * 1000)
    assert open_search_index(path.parent) is None
    load([str(written(tmp_path, "more", [record(1, 1)]))], copy)
    with index_in(copy) as index:
        assert index.found(TrialFilter()).count == 30


def test_any_thread_may_ask(store: EmbeddedStore) -> None:
    with index_in(store) as index, ThreadPoolExecutor(8) as threads:
        texts = ["pain", "world", "drug 2", "clinic 1"] * 10
        found = threads.map(lambda text: numbers(index, TrialFilter(text=text)), texts)
        assert list(found) == [numbers(index, TrialFilter(text=text)) for text in texts]
