"""The similar trials in a store follow its records; whatever goes wrong, the old ones stay."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pyoxigraph
import pytest

from kg.errors import OutputError
from kg.load import load
from kg.rdf.iris import Iris
from kg.similarity import index_files
from kg.similarity.index_files import LinkSettings
from kg.similarity.link_graph import list_name
from kg.similarity.store_links import StoreLinker, StoreLinks, settings_of
from kg.stores.embedded import EmbeddedStore
from kg.stores.embedded.versions import similarity_of
from tests.support.kg_command import environment

pytestmark = pytest.mark.slow

SETTINGS: Final = LinkSettings(5, 0.3, Iris().base, "ctgov")
SIMILAR: Final = pyoxigraph.NamedNode("https://w3id.org/kg-trials/vocab#similarTrial")
TRIALS: Final = 12


def study(number: int, title: str, condition: str = "Cluster Headache") -> dict[str, Any]:
    """A record with a title and a condition."""
    section = {
        "identificationModule": {"nctId": name(number), "briefTitle": title},
        "conditionsModule": {"conditions": [condition]},
    }
    return {"protocolSection": section}


def name(number: int) -> str:
    return f"NCT9{number:07}"


def studies() -> list[dict[str, Any]]:
    """Two groups of trials, each on a subject."""
    return [
        study(n, f"Galcanezumab against attacks {n}")
        if n % 2
        else study(n, f"Insulin pump therapy {n}", "Diabetes")
        for n in range(TRIALS)
    ]


def put(store: EmbeddedStore, found: Iterable[dict[str, Any]], gone: Iterable[int] = ()) -> None:
    """Loads records, and removes those of some numbers."""
    source, listed = store.folder.with_name("records.jsonl"), store.folder.with_name("gone.txt")
    source.write_text("".join(f"{json.dumps(each)}\n" for each in found), "utf-8")
    listed.write_text("".join(f"{name(number)}\n" for number in gone), "utf-8")
    sources = [str(source)] if source.stat().st_size else []
    load(sources, store, gone=str(listed) if gone else None)


def linker(store: EmbeddedStore, said: list[str] | None = None) -> StoreLinker:
    tell = (lambda _: None) if said is None else said.append
    return StoreLinker(store, SETTINGS, tell=tell)


def links(store: EmbeddedStore) -> dict[str, set[str]]:
    """For each trial with a list in the store, the trials in it."""
    with store.opened() as opened:
        return {
            graph.value.rpartition("/")[2]: {
                str(quad.object).strip("<>").rpartition("/")[2]
                for quad in opened.quads_for_pattern(None, SIMILAR, None, graph)
            }
            for graph in opened.named_graphs()
            if "/similarity/" in graph.value
        }


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    """A store whose similar trials are up to date."""
    store = EmbeddedStore(tmp_path / "store")
    put(store, studies())
    linker(store).link()
    return store


def test_each_trial_has_a_list_of_its_own_subject(store: EmbeddedStore) -> None:
    found = links(store)
    assert len(found) == TRIALS
    for trial, others in found.items():
        assert others
        assert {int(other[-1]) % 2 for other in others} == {int(trial[-1]) % 2}


def test_only_lists_that_differ_are_loaded(store: EmbeddedStore) -> None:
    before = links(store)
    assert linker(store).link().outcome is None
    put(store, [study(1, "Insulin pump therapy at home", "Diabetes")], gone=[3])
    assert store.changed_trials() == [name(1), name(3)]
    said: list[str] = []
    done = linker(store, said).link()
    after = links(store)
    assert said == []
    assert name(3) not in after
    assert {int(other[-1]) % 2 for other in after[name(1)]} == {0}
    assert all(name(1) not in after[name(n)] for n in (5, 7, 9, 11))
    assert done.changed == len([each for each in after if before[each] != after[each]])
    assert (done.records, done.links) == (TRIALS - 1, sum(map(len, after.values())))
    assert store.changed_trials() == []


def test_an_update_gives_what_ranking_everything_would(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    put(store, [study(20, "Galcanezumab against attacks at night")])
    said: list[str] = []
    linker(store, said).link()
    other = EmbeddedStore(tmp_path / "other")
    put(other, [*studies(), study(20, "Galcanezumab against attacks at night")])
    linker(other).link()
    assert links(store) == links(other)
    assert said == []


def test_a_load_of_the_same_text_changes_no_list(store: EmbeddedStore) -> None:
    same = study(1, "Galcanezumab against attacks 1")
    same["protocolSection"]["statusModule"] = {"overallStatus": "COMPLETED"}
    put(store, [same])
    assert store.changed_trials() == [name(1)]
    done = linker(store).link()
    assert (done.changed, store.changed_trials()) == (0, [])


def test_lists_are_made_anew_when_a_fifth_has_changed(store: EmbeddedStore) -> None:
    put(store, [study(n, "Glaucoma surgery", "Glaucoma") for n in range(20, 24)])
    said: list[str] = []
    assert linker(store, said).link().changed is None
    assert said == ["Similar trials are computed anew: more than a fifth of the records changed"]
    assert len(links(store)) == TRIALS + 4


def test_other_options_make_other_lists(store: EmbeddedStore) -> None:
    said: list[str] = []
    done = replace(linker(store, said), settings=LinkSettings(1, 0.3, Iris().base, "ctgov")).link()
    assert done.links == TRIALS
    assert "other options" in said[0]
    assert settings_of(store, Iris()).top == 1


def test_links_from_a_file_are_not_taken_for_those_of_the_index(store: EmbeddedStore) -> None:
    graph = list_name(name(1), Iris())
    file = store.folder.with_name("similar.nq")
    file.write_text(
        f"{graph} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        f" <https://w3id.org/kg-trials/vocab#SimilarityGraph> {graph} .\n",
        "utf-8",
    )
    load([str(file)], store)
    assert not store.keeps_similar_trials()
    assert linker(store).link().changed is None
    assert links(store)[name(1)]


@pytest.mark.parametrize("damage", ["version", "meta", "array", "missing", "incomplete"])
def test_a_damaged_index_is_made_anew(store: EmbeddedStore, damage: str) -> None:
    before = links(store)
    with store.files() as path:
        folder = similarity_of(path)
    meta = folder / index_files.META
    if damage == "version":
        meta.write_bytes(meta.read_bytes().replace(b'"version": "', b'"version": "0.'))
    elif damage == "meta":
        meta.write_bytes(b'{"format": ')
    elif damage == "array":
        data = bytearray((folder / "rows-counts.npy").read_bytes())
        data[-1] ^= 1
        (folder / "rows-counts.npy").write_bytes(data)
    elif damage == "missing":
        (folder / "stems.txt").unlink()
    else:
        meta.unlink()
    put(store, [study(1, "Galcanezumab against attacks 1", "Headache")])
    said: list[str] = []
    done = linker(store, said).link()
    assert done.changed is None
    assert said[0].startswith("Similar trials are computed anew: the index of the store")
    assert links(store).keys() == before.keys()


def linked(folder: Path, found: list[dict[str, Any]]) -> tuple[StoreLinks, EmbeddedStore]:
    store = EmbeddedStore(folder / "store")
    put(store, found)
    return linker(store).link(), store


def test_one_record_has_no_list(tmp_path: Path) -> None:
    done, store = linked(tmp_path, studies()[:1])
    assert (done.records, done.outcome, links(store)) == (1, None, {})


def test_the_last_of_two_keeps_no_link(tmp_path: Path) -> None:
    done, store = linked(tmp_path, [study(1, "Same attacks"), study(2, "Same attacks")])
    assert done.links == 2
    put(store, [], gone=[2])
    linker(store).link()
    assert links(store) == {name(1): set()}


def test_records_in_chinese_or_without_text(tmp_path: Path) -> None:
    chinese = [study(n, "丛集性头痛的治疗研究", "丛集性头痛") for n in (1, 2)]
    silent = [{"protocolSection": {"identificationModule": {"nctId": name(3)}}}]
    done, store = linked(tmp_path, [*chinese, *silent, study(4, "Insulin pump", "Diabetes")])
    assert (done.trials, done.written.rejected.total()) == (2, 0)
    assert links(store) == {name(1): {name(2)}, name(2): {name(1)}, name(3): set(), name(4): set()}


def test_a_store_that_changed_meanwhile_keeps_its_lists(store: EmbeddedStore) -> None:
    before = links(store)
    put(store, [study(1, "Glaucoma surgery", "Glaucoma")])

    def meanwhile(_: int, __: int) -> None:
        put(store, [study(30, "Another trial")])

    with pytest.raises(OutputError, match="was loaded by another process meanwhile: try again"):
        replace(linker(store), on_read=meanwhile).link()
    assert links(store) == before
    assert store.changed_trials() == [name(1), name(30)]
    linker(store).link()
    assert links(store).keys() == {*before, name(30)}


def test_two_at_once(store: EmbeddedStore) -> None:
    put(store, [study(1, "Glaucoma surgery", "Glaucoma")])
    with store.loading() as staged:
        staged.remove([Iris().graph(name(2))[1:-1]], "a test")
        with pytest.raises(OutputError, match="is being loaded by another process"):
            linker(store).link()
    assert store.changed_trials() == [name(1), name(2)]


RUN: Final = """
import os, signal, sys
from kg.rdf.iris import Iris
from kg.similarity import index_files
from kg.similarity.store_links import StoreLinker, settings_of
from kg.stores.embedded import EmbeddedStore

save = index_files.save
def interrupted(saved, folder):
    save(saved, folder)
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "kill":
    index_files.save = interrupted
store = EmbeddedStore(sys.argv[1])
try:
    StoreLinker(store, settings_of(store, Iris())).link()
except Exception as error:
    print(type(error).__name__, error)
"""


def run(
    store: EmbeddedStore, how: str, most: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Brings the lists up to date in a process that is killed, or may not write large files."""

    def limit() -> None:
        if most is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return subprocess.run(
        [sys.executable, "-c", RUN, str(store.folder), how],
        env=environment(),
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_kill_before_the_end_leaves_the_old_lists(store: EmbeddedStore) -> None:
    before = links(store)
    put(store, [study(1, "Insulin pump therapy", "Diabetes")])
    assert run(store, "kill").returncode == -signal.SIGKILL
    assert links(store) == before
    assert store.changed_trials() == [name(1)]
    assert linker(store).link().changed
    assert links(store) != before
    assert len(list(store.folder.glob("index-*"))) == 1


def test_a_full_disk_leaves_the_old_lists(store: EmbeddedStore) -> None:
    before = links(store)
    put(store, [study(1, "Insulin pump therapy", "Diabetes")])
    with store.files() as path:
        sizes = [file.stat().st_size for file in similarity_of(path).iterdir()]
    ran = run(store, "full", max(sizes) - 1)
    assert "OutputError" in ran.stdout, ran
    assert "can't be written" in ran.stdout
    assert links(store) == before
    assert store.changed_trials() == [name(1)]
    assert len(list(store.folder.glob("index-*"))) == 1
