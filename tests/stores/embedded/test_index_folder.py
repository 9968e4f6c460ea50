"""The index of an embedded store: it belongs to the files beside it and says what they say."""

from __future__ import annotations

import json
import resource
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pyoxigraph
import pytest

from kg.load import load
from kg.related import links_of, related_trials
from kg.related.by_query import ByQuery
from kg.related.links import RelatedQuery
from kg.stores.embedded import EmbeddedStore, postings
from kg.stores.embedded.versions import index_of
from tests.support.kg_command import environment
from tests.support.kg_command import kg as run
from tests.support.small_trials import (
    FIVE,
    FOUR,
    LISTS,
    METHOD,
    ONE,
    STUDIES,
    THREE,
    TWO,
    similarity,
    small_store,
    study,
    written,
)

pytestmark = pytest.mark.slow

MANY: Final = 40


def contents(index: Path) -> dict[str, Any]:
    """What an index says, without the numbers that SQLite gave to trials."""
    with sqlite3.connect(index / postings.NAME) as opened:
        things = "SELECT thing, iri FROM postings JOIN trials ON id = trial"
        return {
            "things": set(opened.execute(things)),
            "trials": {iri for (iri,) in opened.execute("SELECT iri FROM trials")},
            "aliases": set(opened.execute("SELECT * FROM aliases")),
        }


def current(store: EmbeddedStore) -> Path:
    with store.files() as path:
        return index_of(path)


def crowd() -> list[dict[str, Any]]:
    return [study(f"NCT9000{n:04}", f"C{n % 7}", f"D{n % 5}", f"S{n % 3}") for n in range(MANY)]


def test_a_load_of_few_changes_the_index_as_a_new_one_would_be(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    load([str(written(tmp_path, "crowd", crowd()))], store)
    changed = study("NCT90000003", "Another", "D1", identificationModule={
        "nctId": "NCT90000003", "briefTitle": "T", "nctIdAliases": ["NCT90009999"],
    })  # fmt: skip
    (tmp_path / "gone").write_text("NCT90000004\n")
    new = study("NCT90000100", "C1", "D9")
    load([str(written(tmp_path, "more", [changed, new]))], store, gone=str(tmp_path / "gone"))
    found = contents(current(store))
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    with store.opened() as opened:
        assert postings.write(opened, fresh)
    assert found == contents(fresh)
    assert len(found["trials"]) == MANY
    assert len(found["aliases"]) == 1
    number = postings.INTERVENTION, '"D9"'
    with store.indexed() as (_, index):
        assert index
        assert index.numbers(*number) == ["NCT90000100"]


def renamed(study: Any) -> Any:
    """The record with another title."""
    return json.loads(json.dumps(study).replace("Trial", "Other"))


def test_the_index_comes_and_goes_with_its_files(tmp_path: Path) -> None:
    store = small_store(tmp_path)
    first = current(store)
    with store.opened():
        load([str(written(tmp_path, "more", [renamed(STUDIES[0])]))], store)
        assert first.is_dir()  # it is still being read
    assert current(store) != first
    (store.folder / "index-00000000").mkdir()  # what a load that was killed may leave
    load([str(written(tmp_path, "more", [renamed(STUDIES[1])]))], store)
    assert list(store.folder.glob("index-*")) == [current(store)]
    assert not first.exists()


@pytest.mark.parametrize("damage", ["none", "another version", "no database"])
def test_a_store_without_an_index_gives_the_same_answer_and_gets_one(
    damage: str, tmp_path: Path
) -> None:
    store = small_store(tmp_path)
    expected = related_trials(store, ONE)
    path = current(store) / postings.NAME
    if damage == "none":
        shutil.rmtree(path.parent)
    elif damage == "another version":
        with sqlite3.connect(path) as opened:
            opened.execute("PRAGMA user_version = 99")
    else:
        path.write_bytes(b"nothing of the kind " * 1000)
    with links_of(store, RelatedQuery(ONE)) as links:
        assert isinstance(links, ByQuery)
    assert related_trials(store, ONE) == expected
    load([str(written(tmp_path, "more", [STUDIES[3]]))], store)
    with links_of(store, RelatedQuery(ONE)) as links:
        assert not isinstance(links, ByQuery)
    assert related_trials(store, ONE) == expected


def test_postings_of_an_earlier_version_are_read_and_then_written_anew(tmp_path: Path) -> None:
    """They lack the things of many trials, such as countries, and the numbers of trials."""
    store = EmbeddedStore(tmp_path / "store")
    load([str(written(tmp_path, "crowd", crowd()))], store)
    expected = contents(current(store))
    with sqlite3.connect(current(store) / postings.NAME) as opened:
        opened.execute("PRAGMA user_version = 1")
        opened.execute("UPDATE postings SET number = NULL")
    with store.indexed() as (_, index):
        assert index
        assert not index.kinds.issuperset(postings.DIRECT)
        assert "NCT90000001" in index.numbers(postings.INTERVENTION, '"D1"')
    load([str(written(tmp_path, "again", [crowd()[1]]))], store)
    with store.indexed() as (_, index):
        assert index
        assert index.kinds.issuperset(postings.DIRECT)
    assert contents(current(store)) == expected


def test_a_damaged_index_is_one_sentence(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    load([str(written(tmp_path, "crowd", crowd()))], store)
    path = current(store) / postings.NAME
    data = path.read_bytes()
    path.write_bytes(data[:4096] + bytes(len(data) - 4096))
    ran = run("related", "NCT90000001", "--store", store.folder, cwd=tmp_path)
    assert (ran.status, ran.text) == (2, "")
    assert "the store's index can't be read" in ran.talk
    assert "load any record again" in ran.talk


FULL: Final = """
import resource, sys
from pathlib import Path
import pyoxigraph
from kg.stores.embedded import postings
store = pyoxigraph.Store()
store.load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_QUADS)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
print(postings.write(store, Path(sys.argv[2])))
"""


def test_half_an_index_is_never_left(tmp_path: Path) -> None:
    """A limit on the size of a file stands in for a full disk."""
    quads = tmp_path / "all.nq"
    quads.write_text(
        "".join(
            f"<urn:t{n}> <https://w3id.org/kg-trials/vocab#site> <urn:s{n % 700}> <urn:g{n}> .\n"
            for n in range(3000)
        )
    )
    command = [sys.executable, "-c", FULL, str(quads), str(tmp_path)]
    ran = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"
    assert not (tmp_path / postings.NAME).exists()
    with_room = [*command[:2], FULL.replace("20_000", str(resource.RLIM_INFINITY)), *command[3:]]
    ran = subprocess.run(with_room, env=environment(), capture_output=True, text=True, check=True)
    assert ran.stdout == "True\n"


def test_things_outside_named_graphs_do_not_count(tmp_path: Path) -> None:
    store = pyoxigraph.Store()
    site = pyoxigraph.NamedNode("https://w3id.org/kg-trials/vocab#site")
    trial, thing = pyoxigraph.NamedNode("urn:t"), pyoxigraph.NamedNode("urn:s")
    store.add(pyoxigraph.Quad(trial, site, thing))
    assert postings.write(store, tmp_path)
    assert contents(tmp_path)["things"] == set()


# The trials whose record changed since similar trials were computed


def test_the_list_of_changed_trials(tmp_path: Path) -> None:
    store = small_store(tmp_path)
    assert store.changed_trials() == []

    def reload(name: str, *studies: dict[str, Any], gone: str | None = None) -> list[str]:
        sources = [str(written(tmp_path, name, studies))] if studies else []
        if gone:
            (tmp_path / "gone").write_text(gone)
        load(sources, store, gone=gone and str(tmp_path / "gone"))
        return store.changed_trials()

    other = renamed(STUDIES[0])
    assert reload("same", STUDIES[0], STUDIES[1]) == []
    assert reload("other", other) == [ONE]
    assert reload("same again", STUDIES[2]) == [ONE]
    assert reload("new", study(FIVE, "Gout")) == [ONE, FIVE]
    assert reload("gone", gone=THREE) == [ONE, THREE, FIVE]
    load([str(similarity(tmp_path, "one", LISTS[:1]))], store)
    assert store.changed_trials() == [THREE, FIVE]
    load([str(similarity(tmp_path, "all", (*LISTS, METHOD)))], store)
    assert store.changed_trials() == []


def test_a_store_without_similar_trials_lists_no_changes(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    for name, studies in (("a", STUDIES), ("b", [study(FOUR, "Asthma")])):
        load([str(written(tmp_path, name, studies))], store)
    assert store.changed_trials() == []
    assert {trial.number for trial in related_trials(store, TWO)} == {ONE}
