"""An export of records of several registries has the links between those of one trial."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Final

import pyoxigraph
import pytest
from pyarrow import parquet

from kg.export import export
from kg.export.options import ExportOptions
from kg.formats import FORMATS
from kg.load import load
from kg.stores.embedded import EmbeddedStore
from tests.support.graph_facts import OTHER_REGISTRIES
from tests.support.kg_command import kg as run
from tests.support.rdf_parsers import oxigraph_quads

pytestmark = pytest.mark.slow

NCT, ISRCTN = "NCT90000301", "ISRCTN90000017"
LINKS: Final = f"https://w3id.org/kg-trials/graph/same-trial/{NCT}"


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    """Two records of one trial, and one of another."""
    made = []
    for number, stated in ((NCT, ISRCTN), ("NCT90000302", "GRANT-1")):
        identification = {"nctId": number, "secondaryIdInfos": [{"id": stated}]}
        path = tmp_path / f"{number}.json"
        protocol = {"protocolSection": {"identificationModule": identification}}
        path.write_text(json.dumps(protocol), "utf-8")
        made.append(path)
    return [*made, Path(shutil.copy(OTHER_REGISTRIES / "isrctn.xml", tmp_path))]


def written(sources: list[Path], name: str, format: str, jobs: int = 1) -> list[str]:
    """The files of an export to this name."""
    folder = sources[0].parent / "out"
    export(sources, folder / name, FORMATS[format], ExportOptions(), jobs=jobs, make_parents=True)
    return [path.read_text("utf-8") for path in sorted(folder.glob(f"{Path(name).stem}*[a-z]"))]


@pytest.mark.parametrize("format", FORMATS)
def test_each_format_has_the_links(format: str, sources: list[Path]) -> None:
    ending = FORMATS[format].ending
    found = oxigraph_quads(written(sources, f"all{ending}", format)[0], format)
    same = "<https://w3id.org/kg-trials/vocab#sameTrialAs>"
    pairs = {(subject, value) for (subject, has, value), _ in found if has == same}
    own = "<https://clinicaltrials.gov/study/NCT90000301>", f"<https://www.isrctn.com/{ISRCTN}>"
    assert pairs == {own, own[::-1]}


def test_tables_have_the_stated_numbers(sources: list[Path]) -> None:
    folder = sources[0].parent
    run("export", *sources, "-f", "tables", "-o", "all-tables", cwd=folder)
    rows = parquet.read_table(folder / "all-tables" / "relations.parquet").to_pylist()
    found = {
        (row["trial"], row["related"], row["stated_number"], row["reciprocal"])
        for row in rows
        if row["basis"] == "SAME_TRIAL"
    }
    assert found == {(NCT, ISRCTN, ISRCTN, False)}, "only one of the two records says so"


def test_the_summary_counts_the_linked_records(sources: list[Path]) -> None:
    ran = run("export", *sources, "-o", "all.nq", cwd=sources[0].parent)
    assert "2 records are of trials that have a record of another registry here, too" in ran.talk


def test_neither_order_nor_workers_nor_shards_change_the_links(sources: list[Path]) -> None:
    [text, *_] = written(sources, "one.nq", "n-quads")
    [again, *_] = written(sources[::-1], "two.nq", "n-quads", jobs=2)
    assert again == text
    folder = sources[0].parent / "out"
    export(sources, folder / "parts.nq", FORMATS["n-quads"], ExportOptions(), shards=2)
    parts = "".join(path.read_text("utf-8") for path in folder.glob("parts-*.nq"))
    assert sorted(parts.splitlines()) == sorted(text.splitlines())
    report = json.loads((folder / "one.nq.report.json").read_text("utf-8"))
    assert report["triples"] == text.count("\n")
    assert report["records"] == 3


def test_a_store_makes_the_links_of_the_export(sources: list[Path]) -> None:
    [text, *_] = written(sources, "all.nq", "n-quads")
    for number, source in enumerate((sources[0].parent, sources[0].parent / "out" / "all.nq")):
        store = EmbeddedStore(sources[0].parent / f"store-{number}")
        load([str(source)] if number else [str(each) for each in sources], store)
        with store.opened() as opened:
            graph = pyoxigraph.NamedNode(LINKS)
            found = {f"{quad} ." for quad in opened.quads_for_pattern(None, None, None, graph)}
        assert found == {line for line in text.splitlines() if line.endswith(f"<{LINKS}> .")}


def test_an_incremental_export_leaves_the_links_out(sources: list[Path]) -> None:
    written(sources, "all.nq", "n-quads")
    folder = sources[0].parent / "out"
    report = folder / "all.nq.report.json"
    sources[0].write_text(sources[0].read_text("utf-8").replace(ISRCTN, "GRANT-2"), "utf-8")
    export(sources, folder / "new.nq", FORMATS["n-quads"], ExportOptions(), against=report)
    text = (folder / "new.nq").read_text("utf-8")
    assert "GRANT-2" in text
    assert "same-trial" not in text


def test_the_update_drops_all_graphs_of_a_trial_that_is_gone(sources: list[Path]) -> None:
    [text, *_] = written(sources, "all.nq", "n-quads")
    folder = sources[0].parent / "out"
    export(
        sources[1:],
        folder / "new.nq",
        FORMATS["n-quads"],
        ExportOptions(),
        against=folder / "all.nq.report.json",
    )
    store = pyoxigraph.Store()
    store.load(text.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    assert store.contains_named_graph(pyoxigraph.NamedNode(LINKS))
    store.update((folder / "new.nq.drop.ru").read_text("utf-8"))
    assert not [graph for graph in store.named_graphs() if graph.value.endswith(NCT)]
