"""What a load says of the graphs: which are new, replaced or unchanged, on every store."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from kg.load import load
from kg.stores.embedded import EmbeddedStore
from kg.stores.embedded.digests import Digests
from kg.stores.loading import LoadableStore, LoadResult
from tests.support.kg_command import kg as run
from tests.support.paths import ROOT
from tests.support.remote_stores import document, new_base, records

SAMPLES: Final = [ROOT / "samples" / f"{each}.json" for each in ("NCT04322149", "NCT04326283")]


def said(outcome: LoadResult) -> tuple[set[str], set[str], set[str]]:
    return set(outcome.new), set(outcome.replaced), set(outcome.unchanged)


@pytest.mark.slow
def test_a_load_tells_what_is_new_replaced_and_unchanged(
    every_store: LoadableStore, tmp_path: Path
) -> None:
    graphs = records(new_base())
    one, *others = sorted(graph.name[1:-1] for graph in graphs)
    [first] = [graph for graph in graphs if graph.name[1:-1] == one]

    def loaded(path: str) -> tuple[set[str], set[str], set[str]]:
        return said(load([path], every_store, vocabulary=False).outcome)

    every = document(tmp_path / "all.nq", graphs)
    assert loaded(every) == ({one, *others}, set(), set())
    assert loaded(every) == (set(), set(), {one, *others})
    assert loaded(document(tmp_path / "one.nq", [first], "Another")) == (set(), {one}, set())
    assert loaded(every) == (set(), {one}, set(others))


@pytest.mark.slow
def test_the_command_counts_them(tmp_path: Path) -> None:
    def told(*sources: Path) -> list[str]:
        ran = run("load", *sources, "--store", "store", cwd=tmp_path)
        return [line for line in ran.talk.splitlines() if line.startswith(("Graphs", "1 record"))]

    assert told(SAMPLES[0]) == ["Graphs: 2 new, 0 replaced, 0 unchanged"]
    assert told(*SAMPLES) == [
        "1 record has the bytes of an earlier load, whose warnings are not repeated",
        "Graphs: 1 new, 0 replaced, 1 unchanged",
    ]
    run("export", *SAMPLES, "-o", "both.nq", cwd=tmp_path)
    assert told(tmp_path / "both.nq") == ["Graphs: 0 new, 0 replaced, 2 unchanged"]
    run("export", SAMPLES[0], "-o", "one.trig", cwd=tmp_path)
    assert told(tmp_path / "one.trig") == ["Graphs: 0 new, 1 replaced, 0 unchanged"]


@pytest.mark.slow
def test_a_graph_that_was_removed_is_new_again(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    sources = [str(path) for path in SAMPLES]
    load(sources, store)
    gone = tmp_path / "gone"
    gone.write_text(f"{SAMPLES[0].stem}\n", "utf-8")
    assert len(load([], store, gone=str(gone)).outcome.removed) == 1
    outcome = load(sources, store).outcome
    assert [graph.rpartition("/")[2] for graph in outcome.new] == [SAMPLES[0].stem]
    assert [graph.rpartition("/")[2] for graph in outcome.unchanged] == [SAMPLES[1].stem]


QUADS: Final = b"".join(
    b'<urn:s> <urn:p> "%d <urn:x> ." <urn:g%d> .\n' % (number, number // 3) for number in range(9)
)


def digests(*pieces: bytes) -> dict[str, bytes]:
    found = Digests()
    for piece in pieces:
        found.feed(piece)
    return found.read()


def test_a_digest_is_that_of_the_statements_however_they_are_read() -> None:
    whole = digests(QUADS)
    assert whole.keys() == {"urn:g0", "urn:g1", "urn:g2"}
    assert len(set(whole.values())) == 3
    for size in (1, 7, 50, len(QUADS) - 1):
        pieces = [QUADS[start : start + size] for start in range(0, len(QUADS), size)]
        assert digests(*pieces) == whole
    assert digests(QUADS.removesuffix(b"\n")) == whole
    other = digests(QUADS.replace(b'"4 ', b'"5 '))
    assert {graph for graph in whole if whole[graph] != other[graph]} == {"urn:g1"}


@pytest.mark.parametrize(
    ("text", "graphs"),
    [
        (QUADS + QUADS[: QUADS.index(b"\n") + 1], {"urn:g1", "urn:g2"}),  # g0 is not consecutive
        (QUADS + b'<urn:s> <urn:p> "outside" .\n', set()),
        (QUADS + b"<urn:s> <urn:p> <urn:o> <urn:g2>.\n", set()),
        (QUADS + b"# a remark\n", set()),
        (QUADS + b"<urn:s> <urn:p> <urn:g1> .\n", set()),  # an object, in no graph
        (b"<urn:s> <urn:p> <urn:g9> .\n" + QUADS, set()),
        (QUADS + b"<urn:s> <urn:p> <urn:o> <urn:\xff> .\n", {"urn:g0", "urn:g1", "urn:g2"}),
        (b"", set()),
    ],
)
def test_what_may_be_incomplete_has_no_digest(text: bytes, graphs: set[str]) -> None:
    assert digests(text).keys() - {"urn:\ufffd"} == graphs


def test_an_object_in_the_name_of_a_graph_does_not_hide_its_change(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    one, other = tmp_path / "one.nq", tmp_path / "other.nq"
    other.write_text("<urn:s> <urn:p> <urn:g> .\n", "utf-8")
    one.write_text('<urn:s> <urn:p> "1" <urn:g> .\n', "utf-8")
    load([str(one), str(other)], store, vocabulary=False)
    one.write_text('<urn:s> <urn:p> "2" <urn:g> .\n', "utf-8")
    assert load([str(one), str(other)], store, vocabulary=False).outcome.replaced == ["urn:g"]
