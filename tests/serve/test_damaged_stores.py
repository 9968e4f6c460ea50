"""A store that is damaged, of an earlier version, empty or gone: a sentence, and no path of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from starlette.testclient import TestClient

from kg.load import load
from kg.serve.application import application
from kg.serve.settings import ServeSettings
from kg.stores.embedded import EmbeddedStore
from tests.support.small_trials import FOUR, ONE, THREE, TWO, small_store

pytestmark = pytest.mark.slow

QUERY: Final = "sparql?query=SELECT * { ?a ?b ?c } LIMIT 1"
INDEXED: Final = ("trials", "trials?q=a&format=csv", "suggest?q=g", "intervention/galcanezumab")
RELATED: Final = (f"trial/{ONE}/related", f"trial/{ONE}/picture.svg")
STORED: Final = (f"trial/{ONE}", f"data/trial/{ONE}", "page/condition/gout")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_store(tmp_path_factory.mktemp("sound")).folder


@pytest.fixture
def store(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "store"))


@contextmanager
def served(store: Path) -> Iterator[TestClient]:
    settings = ServeSettings(EmbeddedStore(store), "http://testserver/")
    with TestClient(application(settings), follow_redirects=False) as made:
        yield made


def refused(client: TestClient, path: str, store: Path) -> str:
    """The sentence of an answer with 503."""
    answer = client.get(f"/{path}")
    assert answer.status_code == 503, answer.text
    assert str(store) not in answer.text
    return answer.text


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def garbled(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[:4096] + b"\xa5" * (len(data) - 4096))


@pytest.mark.parametrize("damage", [Path.unlink, cut, garbled])
def test_without_a_search_index_trials_have_their_pages(
    damage: Callable[[Path], None], store: Path
) -> None:
    damage(next(store.glob("index-*/search.sqlite")))
    with served(store) as client:
        for path in INDEXED:
            assert "load any record" in refused(client, path, store)
        assert client.get(f"/trial/{ONE}").status_code == 200
        assert client.get(f"/{QUERY}").status_code == 200


@pytest.mark.parametrize("damage", [Path.unlink, cut, garbled])
def test_without_postings_trials_have_pages_that_say_what_is_not_there(
    damage: Callable[[Path], None], store: Path
) -> None:
    damage(next(store.glob("index-*/postings.sqlite")))
    with served(store) as client:
        for path in RELATED:
            assert "load any record again" in refused(client, path, store)
        page = client.get(f"/trial/{ONE}")
        assert page.status_code == 200
        assert "load any record again" in page.text
        assert "is related to it" not in page.text


def damaged(store: Path) -> None:
    for file in store.glob("data-*/*.sst"):
        cut(file)


def renamed(store: Path) -> None:
    next(store.glob("data-*")).rename(store / "data-00000000")


def pointed_elsewhere(store: Path) -> None:
    (store / "generation").write_text("../../etc", "utf-8")


DAMAGES: Final[dict[str, Callable[[Path], None]]] = {
    "cut": damaged,
    "renamed": renamed,
    "no store": shutil.rmtree,
    "no pointer": lambda store: (store / "generation").unlink(),
    "another pointer": pointed_elsewhere,
}


@pytest.mark.parametrize("name", DAMAGES)
def test_what_cannot_be_read_is_said(
    name: str, store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    DAMAGES[name](store)
    with served(store) as client:
        for path in (*INDEXED, *RELATED, *STORED, QUERY):
            assert "be read" in refused(client, path, store)
    assert str(store) in caplog.text


def test_a_store_that_is_gone_comes_back(store: Path, sound: Path) -> None:
    with served(store) as client:
        assert client.get(f"/trial/{ONE}").status_code == 200
        shutil.rmtree(store)
        assert "be read" in refused(client, f"trial/{ONE}", store)
        shutil.copytree(sound, store)
        assert client.get(f"/trial/{ONE}").status_code == 200
        assert client.get(f"/{QUERY}").status_code == 200


def test_an_empty_store_has_pages(store: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone.txt"
    gone.write_text("\n".join((ONE, TWO, THREE, FOUR)), "utf-8")
    load([], EmbeddedStore(store), gone=str(gone))
    with served(store) as client:
        for path in ("", "trials", "trials?format=xlsx", "suggest?q=g", QUERY):
            assert client.get(f"/{path}").status_code == 200
        assert client.get(f"/trial/{THREE}").status_code == 404
