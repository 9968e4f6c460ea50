"""The manifest of an export, what two of them tell, and the update that drops what is gone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pyoxigraph
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.dataset.file_digests import file_sha256
from kg.dataset.manifest import Manifest, digest, digest_of_text, dropped, lines
from kg.dataset.previous_export import PreviousExport
from kg.dataset.report import ManifestFile as ManifestFile
from kg.dataset.report import as_json
from kg.errors import KgError, SourceError, UsageError
from kg.export.options import ExportOptions
from kg.formats import FORMATS, serialize
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph, by_subject
from kg.rdf.terms import literal
from kg.system.output_files import open_output
from kg.system.package_data import resource
from tests.support.export_reports import report_of

DIGESTS: Final = st.dictionaries(
    st.integers(0, 10**8 - 1).map("NCT{:08}".format), st.binary(min_size=16, max_size=16)
)


@pytest.fixture(scope="module")
def graphs() -> list[RecordGraph]:
    """The graphs of the sample records."""
    paths = sorted(resource("samples").glob("*.json"))
    return [kg.map_record(record) for record in kg.read(*paths)]


def written(path: Path, digests: Iterable[tuple[str, bytes]]) -> Path:
    with open_output(path) as output:
        output.write(lines(digests))
    return path


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["", ".zst"])
@given(digests=DIGESTS)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, ending: str, digests: dict[str, bytes]
) -> None:
    path = written(tmp_path_factory.getbasetemp() / f"any.manifest.tsv{ending}", digests.items())
    manifest = Manifest.read(path)
    assert len(manifest) == len(digests)
    assert {nct_id: manifest.digest(nct_id) for nct_id in digests} == digests


@given(DIGESTS, st.data())
def test_what_is_gone(digests: dict[str, bytes], data: st.DataObject) -> None:
    manifest = Manifest()
    for nct_id, value in digests.items():
        manifest.add(nct_id, value)
    present = data.draw(st.sets(st.sampled_from(sorted(digests)))) if digests else set()
    assert manifest.gone(present) == sorted(digests.keys() - present)
    assert manifest.gone(manifest) == []
    assert manifest.digest("NCT99999999") == digests.get("NCT99999999")


def test_the_digest_is_that_of_canonical_n_quads(graphs: list[RecordGraph]) -> None:
    """An independent canonicalization of the same graph gives the same bytes."""
    for graph in graphs:
        document = "".join(serialize([graph], FORMATS["n-quads"]))
        dataset = pyoxigraph.Dataset(pyoxigraph.parse(document, pyoxigraph.RdfFormat.N_QUADS))
        dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
        quads = sorted(f"{quad} .\n" for quad in dataset)
        canonical = hashlib.sha256("".join(quads).encode()).digest()
        assert digest(graph) == digest_of_text(document.encode()) == canonical[:16]


def test_a_changed_triple_is_another_digest(graphs: list[RecordGraph]) -> None:
    digests = {digest(graph) for graph in graphs}
    for graph in graphs:
        (subject, predicate, _), *rest = graph.triples
        for triples in ([(subject, predicate, literal("changed")), *rest], rest):
            nodes = by_subject(triples)
            digests.add(digest(RecordGraph(graph.number, graph.trial, graph.name, nodes)))
    assert len(digests) == 3 * len(graphs)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.manifest.tsv", b"NCT00000001\tff\n", "line 1: not a line of a kg manifest"),
        ("a.manifest.tsv", b"NCT00000001\t" + b"0" * 32, "line 1: not a line of a kg manifest"),
        (
            "a.manifest.tsv",
            2 * b"NCT00000001\t00000000000000000000000000000000\n",
            "NCT00000001 occurs twice",
        ),
        ("a.manifest.tsv", b"\xff\xfe", "not a kg manifest, or is damaged"),
        ("a.manifest.tsv.zst", b"no zstandard at all", "not a kg manifest, or is damaged"),
        ("a.manifest.tsv", None, "there is no file or folder"),
    ],
)
def test_what_is_no_manifest_is_refused(
    tmp_path: Path, name: str, data: bytes | None, said: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=re.escape(said)) as raised:
        Manifest.read(tmp_path / name)
    assert str(tmp_path / name) in str(raised.value)


def test_a_manifest_is_compressed(tmp_path: Path) -> None:
    path = written(tmp_path / "a.manifest.tsv.zst", [("NCT00000001", bytes(16))])
    data = zstandard.ZstdDecompressor().stream_reader(path.read_bytes()).read()
    assert data == b"NCT00000001\t" + b"0" * 32 + b"\n"


def test_a_store_loses_the_graphs_that_are_gone(graphs: list[RecordGraph]) -> None:
    store = pyoxigraph.Store()
    document = "".join(serialize(graphs, FORMATS["n-quads"]))
    store.load(document, pyoxigraph.RdfFormat.N_QUADS)
    gone, *kept = graphs
    absent = Iris().graph("NCT99999999")
    update = list(dropped([gone.name, absent]))
    store.update("".join(update))
    assert {str(name) for name in store.named_graphs()} == {graph.name for graph in kept}
    store.update(update[1])  # a part of an update is one
    store.update("".join(dropped([])))


# -- an earlier export --------------------------------------------------------------------------


@pytest.fixture
def export(tmp_path: Path, graphs: list[RecordGraph]) -> Path:
    """The report of an export of the samples, with its manifest beside it."""
    path = tmp_path / "trials.nq.manifest.tsv"
    written(path, [(graph.number, digest(graph)) for graph in graphs])
    manifest = ManifestFile(
        name=path.name,
        bytes=path.stat().st_size,
        sha256=file_sha256(path),
        records=len(graphs),
    )
    report = tmp_path / "trials.nq.report.json"
    report.write_text(as_json(report_of(graphs, manifest=manifest)), "utf-8")
    return report


def test_an_earlier_export_knows_its_graphs(export: Path, graphs: list[RecordGraph]) -> None:
    found = PreviousExport(export, ExportOptions().used(FORMATS["n-quads"], 1))
    against = found.changes([], None, None).against
    assert against.name == "trials.nq.report.json"
    assert against.sha256 == hashlib.sha256(export.read_bytes()).hexdigest()
    assert {graph.number: found.manifest.digest(graph.number) for graph in graphs} == {
        graph.number: digest(graph) for graph in graphs
    }


def test_an_export_with_another_base_can_not_be_compared(export: Path) -> None:
    with pytest.raises(UsageError, match="another base: "):
        PreviousExport(
            export, ExportOptions(iris=Iris("https://example.org/")).used(FORMATS["n-quads"], 1)
        )


def test_the_manifest_of_another_export_is_refused(export: Path) -> None:
    written(export.with_name("trials.nq.manifest.tsv"), [("NCT00000001", bytes(16))])
    with pytest.raises(SourceError, match="is not the manifest that "):
        PreviousExport(export, ExportOptions().used(FORMATS["n-quads"], 1))


def test_a_manifest_that_is_not_there_is_reported(export: Path) -> None:
    export.with_name("trials.nq.manifest.tsv").unlink()
    with pytest.raises(SourceError, match="is missing: it is the manifest of"):
        PreviousExport(export, ExportOptions().used(FORMATS["n-quads"], 1))


def test_a_report_without_manifest_is_reported(export: Path, graphs: list[RecordGraph]) -> None:
    export.write_text(as_json(report_of(graphs)), "utf-8")
    with pytest.raises(KgError, match="has no manifest"):
        PreviousExport(export, ExportOptions().used(FORMATS["n-quads"], 1))
