"""`kg sync` from one state of the registry to the next: folder and store follow, and nothing else
is touched. The store is read by Oxigraph itself.
"""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Final

import pyoxigraph
import pytest

from tests.support import strict_shapes
from tests.support.kg_command import COMMAND, environment
from tests.support.kg_command import kg as run
from tests.support.registry_commands import SAMPLES, ask, asking, manifest_of, records_in
from tests.support.registry_server import (
    RegistryServer,
    altered,
    body,
    real_records,
    served,
    status,
)
from tests.support.strict_shapes import FORBIDDEN

pytestmark = pytest.mark.slow

LATER: Final = "2026-01-06T09:00:05"
POSTED: Final = "protocolSection__statusModule__lastUpdatePostDateStruct"
STATUS: Final = "protocolSection__statusModule__overallStatus"
TITLE: Final = "protocolSection__identificationModule__briefTitle"
VERSION: Final = "derivedSection__miscInfoModule__versionHolder"
NEW: Final = "NCT00000099"

Graphs = dict[str, frozenset[str]]


def graphs_in(store: Path) -> Graphs:
    """The triples of a store's graphs, by the NCT ids in their names."""
    found: dict[str, set[str]] = defaultdict(set)
    files = store / (store / "generation").read_text("utf-8").strip()
    for quad in pyoxigraph.Store.read_only(str(files)):
        found[str(quad.graph_name).strip("<>").rpartition("/")[2]].add(str(quad.triple))
    return {name: frozenset(triples) for name, triples in found.items()}


def generation(folder: Path) -> str:
    """The name of the files that a store has now; each load gives it others."""
    return (folder / "output" / "store" / "generation").read_text("utf-8")


def exported(records: dict[str, bytes], folder: Path) -> Graphs:
    """The graphs of records, by `kg load` into another store."""
    source = folder / "expected"
    source.mkdir()
    for nct_id, data in records.items():
        (source / f"{nct_id}.json").write_bytes(data)
    store = folder / "expected-store"
    assert run("load", source, "--store", store, "-q", cwd=folder).status in (0, 1)
    return graphs_in(store)


def updated(data: bytes, day: str, **changes: object) -> bytes:
    """A record that was changed and posted on a day."""
    return altered(data, **{POSTED: {"date": day}, **changes})


FOLLOWED: Final = {
    each: updated(real_records()[each], "2025-12-01", **{VERSION: "2026-01-05"}) for each in SAMPLES
}


@pytest.fixture(scope="module")
def first_sync(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the first sync of the samples leaves: the folder and the store."""
    folder = tmp_path_factory.mktemp("first-sync")
    with served(RegistryServer(FOLLOWED)) as registry:
        first = ask(registry, "sync", "--term", "NCT0", cwd=folder)
    assert first.status == 0, first.talk
    assert "3 new, 0 changed (data of 2026-01-05T09:00:05); 3 graphs loaded" in first.talk
    return folder


@pytest.fixture
def followed(registry: RegistryServer, first_sync: Path, tmp_path: Path) -> RegistryServer:
    """A registry with the samples, which a sync has brought into folder and store."""
    shutil.copytree(first_sync, tmp_path, dirs_exist_ok=True)
    registry.records = dict(FOLLOWED)
    return registry


def test_a_store_follows_the_registry_graph_by_graph(
    registry: RegistryServer, v2_records: list[Path], tmp_path: Path
) -> None:
    """On real records: some changed, one new, one withdrawn, one vanished, one an alias now."""
    old = {path.stem: real_records()[path.stem] for path in v2_records[::15]}
    names = sorted(old)
    changed, withdrawn, vanished, merged = names[:5], names[5], names[6], names[7]
    registry.records, registry.page_cap = dict(old), 20
    store = tmp_path / "output" / "store"
    assert ask(registry, "sync", "--term", "NCT0", cwd=tmp_path).status == 0
    before = graphs_in(store)
    assert set(names) <= before.keys()

    new = {name: data for name, data in old.items() if name not in (vanished, merged)}
    new |= {name: updated(old[name], "2026-01-06", **{TITLE: f"New {name}"}) for name in changed}
    new[withdrawn] = updated(old[withdrawn], "2026-01-06", **{STATUS: "WITHDRAWN"})
    aliases = {"protocolSection__identificationModule__nctIdAliases": [merged]}
    new[changed[0]] = altered(new[changed[0]], **aliases)
    new[NEW] = altered(old[names[8]], protocolSection__identificationModule__nctId=NEW)
    registry.records, registry.timestamp = new, LATER
    registry.seen.clear()

    second = ask(registry, "sync", cwd=tmp_path)
    assert second.status == 0, second.talk
    assert f"{withdrawn}: its status is now WITHDRAWN\n" in second.talk
    assert f"{vanished}: no longer in the registry\n" in second.talk
    assert f"{merged}: now an alias of {changed[0]}\n" in second.talk
    assert f"1 new, 6 changed (data of {LATER}); 7 graphs loaded" in second.talk
    assert len(registry.asked(f"studies/{names[9]}")) == 0
    fetched = {seen.path.rpartition("/")[2] for seen in registry.asked("studies/NCT")}
    assert fetched == {*changed, withdrawn, NEW, vanished, merged}

    after = graphs_in(store)
    touched = {*changed, withdrawn, NEW}
    kept = {name: graph for name, graph in before.items() if name not in touched}
    assert {name: graph for name, graph in after.items() if name not in touched} == kept
    expected = exported({name: new[name] for name in touched}, tmp_path)
    assert {name: after[name] for name in touched} == {name: expected[name] for name in touched}
    assert all(after[name] != before[name] for name in touched - {NEW})
    assert records_in(tmp_path / "output" / "records") == {**old, **new}

    generation_then, requests = generation(tmp_path), len(registry.seen)
    third = ask(registry, "sync", "--quiet", cwd=tmp_path)
    assert (third.status, third.data, third.talk) == (0, b"", "")
    assert generation(tmp_path) == generation_then
    assert [seen.path for seen in registry.seen[requests:]] == ["/api/v2/version"]


def test_a_second_run_does_nothing(followed: RegistryServer, tmp_path: Path) -> None:
    before = generation(tmp_path)
    ran = ask(followed, "sync", cwd=tmp_path)
    assert (ran.status, ran.talk) == (
        0,
        "Up to date (data of 2026-01-05T09:00:05): nothing to do\n",
    )
    followed.timestamp = LATER
    ran = ask(followed, "sync", cwd=tmp_path)
    assert (ran.status, ran.talk) == (0, f"Up to date (data of {LATER}): nothing to do\n")
    assert generation(tmp_path) == before
    assert followed.asked("studies/NCT") == []


def test_without_a_question_it_follows_what_was_fetched(
    registry: RegistryServer, tmp_path: Path
) -> None:
    registry.records = {e: updated(real_records()[e], "2025-12-01") for e in SAMPLES}
    assert ask(registry, "fetch", *SAMPLES[:2], cwd=tmp_path).status == 0
    first = ask(registry, "sync", cwd=tmp_path)
    assert "0 new, 0 changed (data of 2026-01-05T09:00:05); 2 graphs loaded" in first.talk
    requests = len(registry.seen)
    assert "nothing to do" in ask(registry, "sync", cwd=tmp_path).talk
    assert [seen.path for seen in registry.seen[requests:]] == ["/api/v2/version"]
    registry.records[SAMPLES[1]] = updated(real_records()[SAMPLES[1]], "2026-01-06")
    registry.timestamp = LATER
    second = ask(registry, "sync", cwd=tmp_path)
    assert f"0 new, 1 changed (data of {LATER}); 1 graphs loaded" in second.talk
    assert manifest_of(tmp_path / "output/records/manifest.jsonl")[SAMPLES[1]]["updated"] == (
        "2026-01-06"
    )


def test_vanished_graphs_go_when_that_is_asked(followed: RegistryServer, tmp_path: Path) -> None:
    store = tmp_path / "output" / "store"
    before = graphs_in(store)
    del followed.records[SAMPLES[0]]
    followed.timestamp = LATER
    told = ask(followed, "sync", "--quiet", cwd=tmp_path)
    assert (told.status, told.talk) == (0, f"{SAMPLES[0]}: no longer in the registry\n")
    assert graphs_in(store) == before
    followed.timestamp = "2026-01-07T09:00:05"
    later = ask(followed, "sync", "--quiet", cwd=tmp_path)
    assert (later.status, later.talk) == (0, "")
    removed = ask(followed, "sync", "--remove-vanished", cwd=tmp_path)
    assert f"{SAMPLES[0]}: removed from the store\n" in removed.talk
    del before[SAMPLES[0]]
    assert graphs_in(store) == before
    assert records_in(tmp_path / "output" / "records").keys() == set(SAMPLES[1:])
    assert (tmp_path / f"output/records/.fetch/vanished/{SAMPLES[0]}.json").exists()
    again = ask(followed, "sync", "--remove-vanished", "--quiet", cwd=tmp_path)
    assert (again.status, again.talk) == (0, "")


def test_records_that_answer_no_longer_are_kept_and_reported(
    registry: RegistryServer, tmp_path: Path
) -> None:
    recruiting = {STATUS: "RECRUITING"}
    registry.records = {
        each: updated(real_records()[each], "2025-12-01", **recruiting) for each in SAMPLES
    }
    assert ask(registry, "sync", "--status", "recruiting", cwd=tmp_path).status == 0
    registry.records[SAMPLES[0]] = updated(
        real_records()[SAMPLES[0]], "2026-01-06", **{STATUS: "COMPLETED"}
    )
    registry.timestamp = LATER
    ran = ask(registry, "sync", cwd=tmp_path)
    assert f"{SAMPLES[0]}: no longer matches the search; it is kept\n" in ran.talk
    assert f"0 new, 1 changed (data of {LATER}); 1 graphs loaded" in ran.talk
    assert records_in(tmp_path / "output" / "records") == registry.records


def test_what_nobody_updated_is_fetched_when_that_is_asked(
    followed: RegistryServer, tmp_path: Path
) -> None:
    """The registry makes records anew each day: MeSH terms come to a record that nobody touched."""
    followed.records = {
        each: altered(data, **{VERSION: "2026-01-06"}) for each, data in followed.records.items()
    }
    followed.timestamp = LATER
    assert "nothing to do" in ask(followed, "sync", cwd=tmp_path).talk
    assert "3 changed" in ask(followed, "sync", "--thorough", cwd=tmp_path).talk
    assert records_in(tmp_path / "output" / "records") == followed.records


def test_a_record_that_does_not_conform_is_told_once(
    followed: RegistryServer, tmp_path: Path
) -> None:
    store = tmp_path / "output" / "store"
    before = graphs_in(store)
    strict = strict_shapes.written(tmp_path)
    broken = {TITLE: FORBIDDEN}
    followed.records[SAMPLES[0]] = updated(followed.records[SAMPLES[0]], "2026-01-06", **broken)
    followed.timestamp = LATER
    ran = ask(followed, "sync", "--quiet", *strict, cwd=tmp_path)
    assert ran.status == 1, ran.talk
    assert f"{SAMPLES[0]}.json" in ran.talk
    assert "does not conform" in ran.talk
    assert graphs_in(store) == before
    assert (tmp_path / "output" / "store.rejects.jsonl").exists()
    again = ask(followed, "sync", "--quiet", *strict, cwd=tmp_path)
    assert (again.status, again.talk) == (0, "")


def test_other_shapes_of_graphs_load_all_anew(followed: RegistryServer, tmp_path: Path) -> None:
    ran = ask(followed, "sync", "--without-contacts", cwd=tmp_path)
    assert "0 new, 0 changed" in ran.talk
    assert "3 graphs loaded" in ran.talk
    assert "nothing to do" in ask(followed, "sync", "--without-contacts", cwd=tmp_path).talk
    other = ask(followed, "sync", "--without-contacts", "--store", "other", cwd=tmp_path)
    assert "3 graphs loaded into other" in other.talk


@pytest.mark.parametrize("moment", [2, 5])
def test_a_killed_sync_is_finished_by_the_next(
    followed: RegistryServer, tmp_path: Path, moment: int
) -> None:
    followed.records = {
        each: updated(data, "2026-01-06", **{TITLE: "New"})
        for each, data in followed.records.items()
    }
    followed.timestamp = LATER
    process = subprocess.Popen(
        [*COMMAND, "sync"],
        cwd=tmp_path,
        env=environment(**asking(followed)),
        stderr=subprocess.DEVNULL,
    )
    followed.on_request = lambda n: process.send_signal(signal.SIGKILL) if n == moment else None
    assert process.wait(60) == -signal.SIGKILL
    ran = ask(followed, "sync", cwd=tmp_path)
    assert ran.status == 0, ran.talk
    assert graphs_in(tmp_path / "output" / "store") == exported(followed.records, tmp_path)


def test_a_sync_killed_while_it_loads_is_finished_by_the_next(
    followed: RegistryServer, tmp_path: Path
) -> None:
    followed.records = {
        each: updated(data, "2026-01-06", **{TITLE: "New"})
        for each, data in followed.records.items()
    }
    followed.timestamp = LATER
    process = subprocess.Popen(
        [*COMMAND, "sync"],
        cwd=tmp_path,
        env=environment(**asking(followed)),
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and len(list((tmp_path / "output/store").glob("data-*"))) < 2:
        pass
    process.kill()
    process.wait()
    ran = ask(followed, "sync", cwd=tmp_path)
    assert ran.status == 0, ran.talk
    assert graphs_in(tmp_path / "output" / "store") == exported(followed.records, tmp_path)


# What goes wrong


def test_a_registry_that_loses_its_records_is_not_believed(
    registry: RegistryServer, tmp_path: Path
) -> None:
    registry.records = {
        f"NCT000000{n}": updated(
            real_records()[SAMPLES[0]],
            "2025-12-01",
            protocolSection__identificationModule__nctId=f"NCT000000{n}",
        )
        for n in range(10, 40)
    }
    assert ask(registry, "sync", "--term", "NCT0", cwd=tmp_path).status == 0
    before = generation(tmp_path)
    registry.records, registry.timestamp = {}, LATER
    registry.seen.clear()
    ran = ask(registry, "sync", cwd=tmp_path)
    assert ran.status == 2
    assert "30 of 30 records are missing from its response" in ran.talk
    assert registry.asked("studies/NCT") == []
    assert generation(tmp_path) == before


def test_what_could_not_be_fetched_is_fetched_by_the_next(
    followed: RegistryServer, tmp_path: Path
) -> None:
    followed.records = {
        each: updated(data, "2026-01-06") for each, data in followed.records.items()
    }
    followed.timestamp = LATER
    followed.plant(f"studies/{SAMPLES[1]}", status(400))
    ran = ask(followed, "sync", "--quiet", cwd=tmp_path)
    assert ran.status == 1
    assert f"{SAMPLES[1]} could not be fetched: " in ran.talk
    again = ask(followed, "sync", cwd=tmp_path)
    assert (again.status, "1 changed" in again.talk) == (0, True)
    assert records_in(tmp_path / "output" / "records") == followed.records


def listing(records: dict[str, bytes], total: int) -> bytes:
    """A last page of a search with these records, of which the registry counted `total`."""
    return b'{"totalCount":%d,"studies":[%s]}' % (total, b",".join(records.values()))


@pytest.mark.parametrize("listed", [1, 2])
def test_a_short_list_says_nothing_about_what_it_lacks(
    followed: RegistryServer, tmp_path: Path, listed: int
) -> None:
    """Three are counted, fewer are sent: no record has vanished or no longer matches."""
    before = graphs_in(tmp_path / "output" / "store")
    some = dict(list(followed.records.items())[:listed])
    lacking = SAMPLES[-1]
    gone = followed.records.pop(lacking)
    followed.timestamp = LATER
    followed.plant("fields=", body(listing(some, 3)))
    ran = ask(followed, "sync", cwd=tmp_path)
    assert ran.status == 1
    assert (
        "the list of records could not be fetched: the registry counted 3 records and sent"
        f" {listed}\n" in ran.talk
    )
    assert "no longer" not in ran.talk
    assert graphs_in(tmp_path / "output" / "store") == before
    followed.records[lacking] = updated(gone, "2026-01-06")
    again = ask(followed, "sync", cwd=tmp_path)
    assert (again.status, "0 new, 1 changed" in again.talk) == (0, True)


def test_what_a_short_first_list_lacks_comes_with_the_next(
    registry: RegistryServer, tmp_path: Path
) -> None:
    registry.records = dict(FOLLOWED)
    first = dict(list(FOLLOWED.items())[:1])
    registry.plant("fields=", body(listing(first, len(FOLLOWED))))
    ran = ask(registry, "sync", "--term", "NCT0", cwd=tmp_path)
    assert (ran.status, "1 new" in ran.talk) == (1, True)
    ran = ask(registry, "sync", cwd=tmp_path)
    assert (ran.status, "2 new" in ran.talk) == (0, True)
    assert records_in(tmp_path / "output" / "records") == registry.records


@pytest.mark.parametrize("junk", ["9999-99-99", "soon", "2999-01-01", "2025-12", ""])
def test_a_record_with_an_impossible_date_is_replaced(
    registry: RegistryServer, tmp_path: Path, junk: str
) -> None:
    name = SAMPLES[0]
    registry.records = {name: updated(real_records()[name], junk, **{VERSION: "2026-01-05"})}
    assert ask(registry, "sync", name, "--no-validate", cwd=tmp_path).status == 0
    newer = {TITLE: "Newer", VERSION: "2026-01-06"}
    registry.records[name] = updated(registry.records[name], junk, **newer)
    registry.timestamp = LATER
    ran = ask(registry, "sync", "--no-validate", cwd=tmp_path)
    assert "1 changed" in ran.talk
    registry.records[name] = updated(registry.records[name], "2026-01-07", **{TITLE: "Newest"})
    registry.timestamp = "2026-01-07T09:00:05"
    assert "1 changed" in ask(registry, "sync", "--no-validate", cwd=tmp_path).talk
    assert records_in(tmp_path / "output" / "records") == registry.records


def test_damaged_files_are_fetched_again(followed: RegistryServer, tmp_path: Path) -> None:
    """One whose record has changed in the registry, one that is loaded into another store."""
    folder = tmp_path / "output" / "records"
    changed, same, _ = SAMPLES
    for name in (changed, same):
        (folder / f"{name}.json").write_bytes(followed.records[name][:1000])
    followed.records[changed] = updated(followed.records[changed], "2026-01-06")
    followed.timestamp = LATER
    ran = ask(followed, "sync", cwd=tmp_path)
    assert (ran.status, "0 new, 1 changed" in ran.talk) == (0, True), ran.talk
    (folder / ".fetch" / "loaded.jsonl").write_bytes(b"{")
    ran = ask(followed, "sync", cwd=tmp_path)
    assert ran.status == 0, ran.talk
    assert f"output/records/{same}.json is damaged: fetching the record again\n" in ran.talk
    assert records_in(folder) == followed.records
    assert graphs_in(tmp_path / "output/store") == exported(followed.records, tmp_path)


def test_a_damaged_file_without_a_record_is_reported(
    followed: RegistryServer, tmp_path: Path
) -> None:
    name = SAMPLES[0]
    (tmp_path / f"output/records/{name}.json").write_bytes(b"{")
    del followed.records[name]
    shutil.rmtree(tmp_path / "output/store")
    ran = ask(followed, "sync", cwd=tmp_path)
    assert ran.status == 1
    assert f"{name} could not be fetched: output/records/{name}.json is damaged\n" in ran.talk
    assert "2 graphs loaded" in ran.talk


def test_an_id_that_the_registry_never_had(registry: RegistryServer, tmp_path: Path) -> None:
    ran = ask(registry, "sync", SAMPLES[0], "NCT99999999", cwd=tmp_path)
    assert ran.status == 1
    assert "NCT99999999: the registry has no such record\n" in ran.talk
    assert "1 new" in ran.talk


def test_two_at_once_are_refused_and_nothing_is_left_locked(
    followed: RegistryServer, tmp_path: Path
) -> None:
    seconds = []

    def meanwhile(number: int) -> None:
        if number == 1:
            seconds.append(ask(followed, "sync", cwd=tmp_path))

    followed.on_request = meanwhile
    assert ask(followed, "sync", cwd=tmp_path).status == 0
    assert [second.status for second in seconds] == [2]
    assert "another kg is running in output/records: try again" in seconds[0].talk
    assert ask(followed, "sync", cwd=tmp_path).status == 0


def test_nothing_to_follow(registry: RegistryServer, tmp_path: Path) -> None:
    ran = ask(registry, "sync", cwd=tmp_path)
    assert (ran.status, registry.seen) == (2, [])
    assert "there is nothing to follow: give NCT ids or a search" in ran.talk


# -- similar trials --------------------------------------------------------------------------------


def lists_in(folder: Path) -> dict[str, str]:
    """For each trial the files of the store have a list of, its N-Quads."""
    store = folder / "output" / "store"
    files = store / (store / "generation").read_text("utf-8").strip()
    found: dict[str, set[str]] = defaultdict(set)
    for quad in pyoxigraph.Store.read_only(str(files)):
        name = str(quad.graph_name).strip("<>")
        if "/graph/similarity/" in name:
            found[name.rpartition("/")[2]].add(str(quad))
    return {name: "\n".join(sorted(quads)) for name, quads in found.items()}


def copied(source: str, nct_id: str) -> bytes:
    """The record of a trial with the text of another."""
    own = {"protocolSection__identificationModule__nctId": nct_id}
    return updated(FOLLOWED[source], "2026-01-07", **own)


def test_similar_trials_follow_the_records(followed: RegistryServer, tmp_path: Path) -> None:
    plain = ask(followed, "sync", cwd=tmp_path)
    assert (plain.status, lists_in(tmp_path)) == (0, {})
    first = ask(followed, "sync", "--similar", cwd=tmp_path)
    assert (first.status, set(lists_in(tmp_path))) == (0, set(SAMPLES)), first.talk
    [summary] = re.findall(r"^Similar trials: .* of . trials?$", first.talk, re.MULTILINE)
    assert ask(followed, "sync", cwd=tmp_path).talk.startswith("Up to date")

    before = lists_in(tmp_path)
    each = SAMPLES[0]
    followed.records[each] = updated(FOLLOWED[each], "2026-01-06", **{STATUS: "WITHDRAWN"})
    followed.timestamp = LATER
    status_alone = ask(followed, "sync", cwd=tmp_path)
    assert f"{summary}; 0 lists changed\n" in status_alone.talk
    assert lists_in(tmp_path) == before

    followed.records[each] = copied(SAMPLES[1], each)
    followed.timestamp = "2026-01-07T09:00:05"
    changed = ask(followed, "sync", cwd=tmp_path)
    assert changed.status == 0, changed.talk
    assert "Similar trials" in changed.talk
    assert SAMPLES[1] in lists_in(tmp_path)[each] != before[each]


def test_without_the_packages_records_are_loaded_and_the_old_links_stay(
    followed: RegistryServer, tmp_path: Path
) -> None:
    assert ask(followed, "sync", "--similar", cwd=tmp_path).status == 0
    before = lists_in(tmp_path)
    followed.records[SAMPLES[0]] = copied(SAMPLES[1], SAMPLES[0])
    followed.timestamp = LATER
    code = "import sys; sys.modules['numpy'] = None; from kg.cli import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", code, "sync", "--quiet"],
        cwd=tmp_path,
        env={**environment(), **asking(followed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stderr.startswith(
        "The similar trials are those of before: similar trials need the packages"
    )
    assert lists_in(tmp_path) == before
    assert ask(followed, "sync", "--quiet", cwd=tmp_path).status == 0
    assert lists_in(tmp_path) != before
