"""The names in the index of a store: queries by a name read them, and answer as without them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from kg.export.options import ExportOptions
from kg.load import load
from kg.queries import named_query, names
from kg.stores.embedded import EmbeddedStore
from kg.stores.embedded import names as known_names
from kg.stores.embedded.indexed_query import with_names
from kg.stores.embedded.versions import index_of
from kg.stores.store import SparqlQuery, rows
from tests.support.graph_facts import OTHER_REGISTRIES, RECORDS
from tests.support.paths import ROOT
from tests.support.small_trials import ONE, STUDIES, small_store, study, written

pytestmark = pytest.mark.slow

INDEXED: Final = sorted(name for name in names() if "# index " in named_query(name).text)

VALUES: Final = ("a", "É", "SEOUL", "kr", 'no "such" \\ name', "Amyotrophic Lateral Sclerosis")
"""Values of their parameters; the first is a part of nearly every name."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    store = EmbeddedStore(tmp_path_factory.mktemp("names") / "store")
    others = (RECORDS / "officials.json", OTHER_REGISTRIES / "ictrp-sponsors.csv")
    sources = [*sorted((ROOT / "samples").glob("*.json")), *others]
    load([str(path) for path in sources], store, ExportOptions(shapes=None))
    return store


def index(store: EmbeddedStore) -> Path:
    current = store.version()
    assert current
    return index_of(current)


def questions() -> Iterator[SparqlQuery]:
    for name in INDEXED:
        query = named_query(name)
        for value in VALUES:
            yield SparqlQuery(*query.sparql({query.parameters[0].name: value}))


def test_the_queries_by_a_name_have_an_index() -> None:
    assert INDEXED == [
        "trials-at-site",
        "trials-in-city",
        "trials-in-country",
        "trials-of-investigator",
        "trials-of-sponsor",
        "trials-on-condition",
        "trials-with-intervention",
    ]


def test_answers_are_the_same_with_names_and_without(store: EmbeddedStore) -> None:
    asked = list(questions())
    assert all(with_names(each.text, each.bindings, index(store)) != each.text for each in asked)
    found = [rows(store, each) for each in asked]
    file = index(store) / known_names.NAME
    file.rename(file.with_suffix(".away"))
    try:
        assert [rows(store, each) for each in asked] == found
    finally:
        file.with_suffix(".away").rename(file)
    size = len(VALUES)
    assert all(any(found[n : n + size]) for n in range(0, len(found), size))


def test_only_a_comment_before_a_group_is_read(store: EmbeddedStore) -> None:
    group = "{ SELECT DISTINCT ?name WHERE { ?x schema:name ?name FILTER(CONTAINS(?name, ?n)) } }"
    comment, other = (f"# index {kind}: ?name contains ?n\n" for kind in ("official", "planet"))
    bindings = {"n": '"a"'}

    def changed(text: str) -> bool:
        return with_names(text, bindings, index(store)) != text

    assert changed(f"SELECT ?n {{ {comment} {group} }}")
    assert not changed(f"SELECT ?n {{ {comment} ?x ?y ?z . {group} }}")
    assert not changed(f'SELECT ?n {{ ?x ?y """{comment}{group}""" }}')
    assert not changed(f"SELECT ?n {{ {other} {group} }}")
    assert with_names(f"SELECT ?n {{ {comment} {group} }}", {}, index(store)).count("VALUES") == 0


def contents(folder: Path) -> set[tuple[str, str, str]]:
    with sqlite3.connect(folder / known_names.NAME) as opened:
        return set(opened.execute("SELECT kind, lowered, name FROM names"))


def test_a_load_of_few_changes_the_names_as_a_new_one_would(tmp_path: Path) -> None:
    store = small_store(tmp_path)
    assert ("site", "inselspital", '"Inselspital"') in contents(index(store))
    changed = study(ONE, "Cluster Headache", "Galcanezumab", "Spital Thun")
    load([str(written(tmp_path, "more", [changed]))], store)
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    with store.opened() as opened:
        assert known_names.write(opened, fresh)
    assert contents(index(store)) == contents(fresh)
    sites = {lowered for kind, lowered, _ in contents(fresh) if kind == "site"}
    assert sites == {"inselspital", "spital thun"}  # another trial has the first
    load([str(written(tmp_path, "again", [STUDIES[0]]))], store)
    assert "spital thun" not in {lowered for _, lowered, _ in contents(index(store))}


@pytest.mark.parametrize("damage", ["none", "another version", "no database"])
def test_a_store_without_names_gets_them(damage: str, tmp_path: Path) -> None:
    store = small_store(tmp_path)
    path = index(store) / known_names.NAME
    if damage == "none":
        path.unlink()
    elif damage == "another version":
        with sqlite3.connect(path) as opened:
            opened.execute("PRAGMA user_version = 99")
    else:
        path.write_bytes(b"nothing of the kind " * 1000)
    query = SparqlQuery(*named_query("trials-at-site").sparql({"site": "insel"}))
    assert len(rows(store, query)) == 2
    load([str(written(tmp_path, "more", [STUDIES[3]]))], store)
    assert known_names.is_readable(index(store))
    assert len(rows(store, query)) == 2


def test_more_names_than_wanted_are_none(tmp_path: Path) -> None:
    folder = index(small_store(tmp_path))
    found = ['"Galcanezumab"']
    assert known_names.matching(folder, "intervention", "equals", "GALCANEZUMAB", 1) == found
    assert known_names.matching(folder, "intervention", "contains", "cane", 1) == found
    assert known_names.matching(folder, "intervention", "contains", "cane", 0) is None
    assert known_names.matching(folder, "site", "contains", "cane", 0) == []
