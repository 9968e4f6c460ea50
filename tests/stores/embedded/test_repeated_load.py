"""A repeated load makes no record of the same bytes again, and the store is as if it had."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from kg.errors import OutputError, SourceError
from kg.export.options import ExportOptions
from kg.load import LoadReport, load
from kg.rdf.iris import Iris
from kg.shacl import load_shapes
from kg.stores.embedded import EmbeddedStore
from kg.stores.loading import MadeGraph
from tests.support import made_records, packed_records, strict_shapes
from tests.support.paths import ROOT
from tests.support.strict_shapes import FORBIDDEN

pytestmark = pytest.mark.slow

SAMPLES: Final = [ROOT / "samples" / f"{each}.json" for each in ("NCT04322149", "NCT04326283")]
IDS: Final = [path.stem for path in SAMPLES]
GRAPHS: Final = [Iris().graph(each)[1:-1] for each in IDS]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return made_records.noted(monkeypatch)


class Loads:
    """Loads of one folder of records, and what each has made."""

    def __init__(self, folder: Path, made: list[str]) -> None:
        self.folder, self.made = folder, made
        self.store = EmbeddedStore(folder / "store")
        (folder / "records").mkdir()
        for path in SAMPLES:
            data = packed_records.compact(json.loads(path.read_bytes()))
            (folder / "records" / path.name).write_bytes(data)

    def path(self, nct_id: str) -> Path:
        return self.folder / "records" / f"{nct_id}.json"

    def load(self, options: ExportOptions | None = None, *, vocabulary: bool = False) -> LoadReport:
        """Loads the records; `made` has what was made of them."""
        self.made.clear()
        return load([str(self.folder / "records")], self.store, options, vocabulary=vocabulary)

    def quads(self, store: EmbeddedStore | None = None) -> set[str]:
        with (store or self.store).opened() as opened:
            return set(map(str, opened))

    def anew(self, options: ExportOptions | None = None) -> set[str]:
        """The quads of a store that the same records are loaded into for the first time."""
        store = EmbeddedStore(self.folder / f"anew{len(list(self.folder.iterdir()))}")
        load([str(self.folder / "records")], store, options, vocabulary=False)
        return self.quads(store)


@pytest.fixture
def loads(tmp_path: Path, made: list[str]) -> Loads:
    return Loads(tmp_path, made)


def test_the_same_bytes_are_not_made_again(loads: Loads) -> None:
    assert loads.load().outcome.new == GRAPHS
    version = loads.store.version()
    report = loads.load()
    assert (loads.made, report.outcome.unchanged, report.totals.unchanged) == ([], GRAPHS, 2)
    assert report.holdings is not None
    assert report.holdings.records == 2
    assert loads.store.version() == version
    report = loads.load(vocabulary=True)
    assert (loads.made, report.outcome.unchanged) == ([], GRAPHS)
    assert report.holdings is not None
    assert report.holdings.vocabulary
    assert loads.load(vocabulary=True).outcome.unchanged == GRAPHS
    assert loads.made == []


def test_what_changes_is_made(loads: Loads) -> None:
    loads.load()
    data = loads.path(IDS[0]).read_bytes()
    loads.path(IDS[0]).write_bytes(packed_records.changed(data, "Another"))
    outcome = loads.load().outcome
    assert (loads.made, outcome.replaced, outcome.unchanged) == (IDS[:1], GRAPHS[:1], GRAPHS[1:])
    assert loads.quads() == loads.anew()
    loads.path(IDS[0]).write_bytes(data.replace(b":", b": ", 1))
    loads.load()
    assert loads.made == IDS[:1]
    assert loads.quads() == loads.anew()


def of_other_shapes(folder: Path) -> ExportOptions:
    return ExportOptions(shapes=load_shapes(strict_shapes.written(folder)[1], bundled=False))


OTHERS: Final[dict[str, Callable[[Path], ExportOptions]]] = {
    "contacts": lambda _: ExportOptions(contacts=False),
    "form": lambda _: ExportOptions(iris=Iris(trial_form="bioregistry")),
    "shapes": of_other_shapes,
}


@pytest.mark.parametrize("title", OTHERS)
def test_other_options_make_all_again(title: str, loads: Loads) -> None:
    options = OTHERS[title](loads.folder)
    loads.load()
    loads.load(options)
    assert loads.made == IDS
    assert loads.quads() == loads.anew(options)
    loads.load(options)
    assert loads.made == []
    loads.load()
    assert loads.made == IDS


def test_a_record_that_does_not_conform_is_made_each_time(loads: Loads) -> None:
    options = of_other_shapes(loads.folder)
    loads.load(options)
    data = loads.path(IDS[0]).read_bytes()
    loads.path(IDS[0]).write_bytes(packed_records.changed(data, FORBIDDEN))
    for _ in range(2):
        report = loads.load(options)
        assert loads.made == IDS[:1]
        assert [each.id for each in report.totals.rejects] == IDS[:1]
        assert loads.store.rejects.exists()
    loads.path(IDS[1]).unlink()
    with pytest.raises(SourceError, match="The title is forbidden"):
        loads.load(options)


def test_a_graph_that_another_load_has_changed_is_made(loads: Loads) -> None:
    loads.load()
    changed = loads.folder / "one.nq"
    changed.write_text(f"<urn:a> <urn:b> <urn:c> <{GRAPHS[0]}> .\n", "utf-8")
    gone = loads.folder / "gone.txt"
    gone.write_text(f"{IDS[1]}\n", "utf-8")
    load([str(changed)], loads.store, vocabulary=False, gone=str(gone))
    outcome = loads.load().outcome
    assert (loads.made, outcome.new, outcome.replaced) == (IDS, GRAPHS[1:], GRAPHS[:1])
    assert loads.quads() == loads.anew()
    with pytest.raises(SourceError, match="load one after the other"):
        load([str(changed), str(loads.folder / "records")], loads.store)


def test_a_load_that_had_no_room_is_made_whole(
    loads: Loads, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr("kg.stores.embedded.compaction.compact", lambda _: False)
        assert loads.load().outcome.slow
    assert not loads.load().outcome.slow
    assert loads.made == IDS
    loads.load()
    assert loads.made == []


def test_a_store_that_another_process_has_changed_meanwhile_stays(loads: Loads) -> None:
    loads.load()
    before = loads.quads()
    with (
        pytest.raises(OutputError, match="was loaded by another process meanwhile: try again"),
        loads.store.loading() as staged,
    ):
        staged.add_records([MadeGraph(f"<{GRAPHS[0]}>", None, b"of another load")], "a")
    assert loads.quads() == before
