"""An export of many records: the same bytes whatever way it is made, and only what has changed."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pyoxigraph
import pytest
import zstandard

import kg
from kg.formats import FORMATS, OUTPUTS
from kg.rdf.vocabulary import PREFIXES
from kg.sources.chunks import CHUNK_BYTES
from tests.support import packed_records, strict_shapes
from tests.support.kg_command import Ran, environment
from tests.support.kg_command import kg as run
from tests.support.paths import ROOT
from tests.support.rdf_parsers import OXIGRAPH, rdflib_quads
from tests.support.strict_shapes import FORBIDDEN

pytestmark = pytest.mark.slow

SMALLEST: Final = 320
"""The real records that the sources are chosen from, the smallest."""

SAMPLE: Final = 8
"""One of so many of them is chosen."""

SIZE: Final = CHUNK_BYTES // 16
"""Bytes of each in the sources, which are three chunks of work."""

FEW: Final = 3
"""One of so many of those, without blanks, where one chunk is enough."""

BESIDE: Final = (".manifest.tsv", ".sources.tsv", ".report.json", ".dataset.ttl")


@pytest.fixture(scope="module")
def chosen(v2_records: list[Path], full: bool) -> dict[str, bytes]:
    """Real records."""
    smallest = sorted(v2_records, key=lambda path: path.stat().st_size)[:SMALLEST]
    return packed_records.of(smallest[:: 1 if full else SAMPLE])


@pytest.fixture(scope="module")
def records(chosen: dict[str, bytes]) -> dict[str, bytes]:
    """The same, with blanks that make some chunks of them."""
    return packed_records.padded(chosen, SIZE)


@pytest.fixture(scope="module")
def few(chosen: dict[str, bytes]) -> dict[str, bytes]:
    """Some of them, without blanks."""
    return dict(list(chosen.items())[::FEW])


@pytest.fixture(scope="module")
def sources(records: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The real records in every form of a source."""
    found = packed_records.write(tmp_path_factory.mktemp("sources"), records)
    assert all(path.is_dir() or path.stat().st_size > CHUNK_BYTES for path in found)
    return found


@pytest.fixture(scope="module")
def whole(sources: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an export of all of them as all.nq, by one process."""
    folder = tmp_path_factory.mktemp("whole")
    export(sources[0], folder / "all.nq", "-j", "1")
    return folder


@pytest.fixture(scope="module")
def expected(whole: Path) -> set[str]:
    """All triples of it."""
    return statements((whole / "all.nq").read_bytes(), "n-quads")


def export(
    source: Path | str,
    output: Path | str,
    *options: str | Path,
    status: int = 0,
    given: bytes = b"",
) -> Ran:
    """An export that ends with this status."""
    cwd = Path(output).parent if output != "-" else Path("/")
    ran = run("export", source, "-o", output, *options, cwd=cwd, given=given)
    assert ran.status == status, ran.talk
    return ran


def report(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(f"{path}.report.json").read_bytes())
    return found


def rejects(path: Path) -> list[dict[str, Any]]:
    text = Path(f"{path}.rejects.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def unpacked(path: Path) -> bytes:
    """The bytes of a document as the decompressors of others have them."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    if path.suffix == ".zst":
        return zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True).read()
    return data


def statements(data: bytes, name: str) -> set[str]:
    """The triples of a document as pyoxigraph reads them."""
    return {str(quad.triple) for quad in pyoxigraph.parse(data, OXIGRAPH[name])}


# The same bytes


def test_neither_the_source_nor_the_processes_change_a_byte(
    sources: list[Path], whole: Path, tmp_path: Path
) -> None:
    first = report(whole / "all.nq")
    del first["input"]
    runs = [(source, str(2 + number % 2)) for number, source in enumerate(sources)]
    runs += [(sources[0], "3"), (sources[1], "1")]
    descriptions = {sources[0]: (whole / "all.nq.dataset.ttl").read_bytes()}
    for source, jobs in runs:
        export(source, tmp_path / "all.nq", "-j", jobs, "-q")
        for ending in ("", ".manifest.tsv", ".sources.tsv"):
            written = (tmp_path / f"all.nq{ending}").read_bytes()
            assert written == (whole / f"all.nq{ending}").read_bytes(), (source, jobs, ending)
        found = report(tmp_path / "all.nq")
        del found["input"]
        assert found == first, (source, jobs)
        description = (tmp_path / "all.nq.dataset.ttl").read_bytes()
        assert descriptions.setdefault(source, description) == description, (source, jobs)


@pytest.mark.parametrize("name", ["all.nq.zst", "all.ttl.zst"])
def test_the_processes_change_no_compressed_byte(
    name: str, sources: list[Path], expected: set[str], tmp_path: Path
) -> None:
    paths = [tmp_path / jobs / name for jobs in ("1", "2")]
    for path in paths:
        path.parent.mkdir()
        export(sources[0], path, "-j", path.parent.name, "--shards", "2", "--no-validate", "-q")
    one, two = ([*path.parent.glob("*-of-2*.zst")] for path in paths)
    assert [path.read_bytes() for path in sorted(one)] == [p.read_bytes() for p in sorted(two)]
    syntax = "n-quads" if ".nq" in name else "turtle"
    assert set().union(*(statements(unpacked(path), syntax) for path in one)) == expected


def test_the_standard_input_and_output_are_no_other(
    sources: list[Path], whole: Path, tmp_path: Path
) -> None:
    for source in (sources[0], sources[3]):
        ran = export("-", "-", "-j", "3", "-f", "n-quads", "-q", given=source.read_bytes())
        assert ran.data == (whole / "all.nq").read_bytes(), source
    export("-", tmp_path / "all.nq", "-j", "2", given=sources[1].read_bytes())
    [found] = report(tmp_path / "all.nq")["input"]
    assert found == {"name": "-", "files": 1, "bytes": None, "sha256": None}


def test_a_named_pipe_is_read_once(records: dict[str, bytes], tmp_path: Path) -> None:
    """Also where a record comes twice in it, so that a chunk is worked at again."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "in.jsonl").write_bytes(
        packed_records.lines(records) + next(iter(records.values()))
    )
    with subprocess.Popen(["sh", "-c", "cat in.jsonl > pipe"], cwd=tmp_path):
        export("pipe", tmp_path / "all.nt", "-j", "2", "--no-validate", status=1)
    assert report(tmp_path / "all.nt")["records"] == len(records)
    [reject] = rejects(tmp_path / "all.nt")
    assert reject["place"] == f"pipe:{len(records) + 1}"
    assert reject["kind"] == "repeated"


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_format_says_the_same(
    name: str, sources: list[Path], expected: set[str], tmp_path: Path
) -> None:
    """And the compressed document, made by more processes, is the same document."""
    number = list(OUTPUTS).index(name)
    path = tmp_path / f"all{OUTPUTS[name].ending}"
    packed = path.with_name(path.name + (".gz", ".zst")[number % 2])
    export(sources[number % len(sources)], path, "-j", "1", "--no-validate", "-q")
    export(sources[number % len(sources)], packed, "-j", "3", "--no-validate", "-q")
    data = path.read_bytes()
    assert unpacked(packed) == data
    if packed.suffix == ".gz":
        assert subprocess.check_output(["zcat", packed]) == data
    if name != "json-ld-lines":
        assert statements(data, name) == expected
        return
    found: set[str] = set()
    for line in data.splitlines():
        found |= statements(line, "json-ld")
    assert found == expected


def test_a_line_is_a_document_of_one_record(few: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "few.jsonl").write_bytes(packed_records.lines(few))
    export("few.jsonl", tmp_path / "few.jsonld.gz", "-f", "json-ld-lines", "--no-validate")
    lines = gzip.decompress((tmp_path / "few.jsonld.gz").read_bytes()).decode().splitlines()
    for line, data in zip(lines, few.values(), strict=True):
        graph = kg.map_record(next(kg.read(data)))
        expected = {(triple, graph.name) for triple in graph.triples}
        assert rdflib_quads(line, "json-ld") == expected
    description = tmp_path / "few.jsonld.gz.dataset.ttl"
    assert run("validate", description, cwd=tmp_path).status == 0


# Shards


@pytest.mark.parametrize("name", OUTPUTS)
def test_shards_are_documents_that_make_the_whole(
    name: str, few: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "few.jsonl").write_bytes(packed_records.lines(few))
    ending = OUTPUTS[name].ending
    export("few.jsonl", tmp_path / f"few{ending}", "--shards", "3", "--no-validate", "-q")
    shards = [tmp_path / f"few-{number}-of-3{ending}" for number in (1, 2, 3)]
    assert [each["name"] for each in report(tmp_path / f"few{ending}")["output"]] == [
        path.name for path in shards
    ]
    assert not (tmp_path / f"few{ending}").exists()
    found: set[str] = set()
    for path in shards:
        documents = path.read_bytes()
        for each in documents.splitlines() if name == "json-ld-lines" else [documents]:
            found |= statements(each, "json-ld" if name == "json-ld-lines" else name)
    expected = {f"{' '.join(t)}" for data in few.values() for t in kg.triples(next(kg.read(data)))}
    assert {text.removesuffix(" .") for text in found} == expected


@pytest.mark.usefixtures("v2_snapshot")
def test_a_record_stays_in_its_shard(
    few: dict[str, bytes], sources: list[Path], tmp_path: Path
) -> None:
    def shard_of() -> dict[str, int]:
        return {
            graph: number
            for number in (1, 2, 3)
            for graph in re.findall(
                r"<([^<>]+)> \.$",
                (tmp_path / f"a-{number}-of-3.nq").read_text("utf-8"),
                re.MULTILINE,
            )
        }

    export(sources[0], tmp_path / "a.nq", "--shards", "3", "--no-validate", "-j", "3")
    before = shard_of()
    counts = report(tmp_path / "a.nq")["output"]
    assert sum(each["records"] for each in counts) == len(before)
    (tmp_path / "few.json").write_bytes(
        packed_records.PACKED["array.json"](dict(list(few.items())[::2]))
    )
    export("few.json", tmp_path / "a.nq", "--shards", "3", "--no-validate")
    after = shard_of()
    assert len(after) == len(few) - len(few) // 2
    assert len(set(after.values())) > 1
    assert all(before[graph] == shard for graph, shard in after.items())


# What is left out


def with_violations(records: dict[str, bytes], *numbers: int) -> tuple[bytes, list[str]]:
    """JSON lines in which some records break a shape, and the NCT ids of these."""
    ids = [list(records)[number] for number in numbers]
    broken = {nct_id: packed_records.changed(records[nct_id], FORBIDDEN) for nct_id in ids}
    return packed_records.lines({**records, **broken}), ids


def test_violations_are_left_out_or_kept_or_end_the_run(
    records: dict[str, bytes], tmp_path: Path
) -> None:
    data, broken = with_violations(records, 3, -2)
    (tmp_path / "all.jsonl").write_bytes(data)
    path = tmp_path / "all.nq"
    strict = strict_shapes.written(tmp_path)
    export("all.jsonl", path, "-j", "3", *strict, status=1)
    assert [each["id"] for each in rejects(path)] == broken
    assert {each["kind"] for each in rejects(path)} == {"violation"}
    found = report(path)
    assert found["records"] == len(records) - 2
    assert found["rejects"] == {
        "count": 2,
        "by_kind": {"violation": 2},
        "file": "all.nq.rejects.jsonl",
    }
    assert found["violations"]["count"] >= 2
    listed = (tmp_path / "all.nq.manifest.tsv").read_text().splitlines()
    assert [line[:11] for line in listed] == [one for one in records if one not in broken]

    ran = export("all.jsonl", path, "-j", "3", *strict, "--on-violation", "keep", status=1)
    assert "2 written despite violations" in ran.talk
    assert report(path)["records"] == len(records)
    assert [(each["id"], each["kept"]) for each in rejects(path)] == [(one, True) for one in broken]

    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    for jobs in ("1", "3"):
        ran = export("all.jsonl", path, "-j", jobs, *strict, "--on-violation", "stop", status=2)
        [line] = ran.talk.splitlines()
        assert line.startswith("kg: all.jsonl:4: does not conform: ")
        assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_a_record_that_comes_again_is_left_out_wherever_it_comes(
    records: dict[str, bytes], whole: Path, tmp_path: Path
) -> None:
    """Right behind the first, and many chunks later; and the processes change nothing."""
    each = list(records.values())
    again = packed_records.changed(each[2], "Another title")
    (tmp_path / "in.jsonl").write_bytes(b"\n".join([*each[:3], again, *each[3:], each[0]]))
    expected = [
        (f"in.jsonl:{number}", f"a second record of {nct_id}; the first is in in.jsonl:{first}")
        for number, nct_id, first in (
            (4, list(records)[2], 3),
            (len(each) + 2, next(iter(records)), 1),
        )
    ]
    for jobs in ("1", "3"):
        export("in.jsonl", tmp_path / "all.nq", "-j", jobs, status=1)
        found = rejects(tmp_path / "all.nq")
        assert [(one["place"], one["reason"]) for one in found] == expected
        assert (tmp_path / "all.nq").read_bytes() == (whole / "all.nq").read_bytes()
        assert report(tmp_path / "all.nq")["rejects"]["by_kind"] == {"repeated": 2}


def test_where_nothing_is_written_what_stands_beside_still_stands(
    few: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "few.jsonl").write_bytes(packed_records.lines(few))
    export("few.jsonl", tmp_path / "few.nq", "--no-validate")
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    (tmp_path / "bad.json").write_bytes(b"{}")
    export("bad.json", tmp_path / "few.nq", "--no-validate", status=2)
    after = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    assert after.keys() - before.keys() == {"bad.json", "few.nq.rejects.jsonl"}
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize(
    ("source", "name"),
    [("few.jsonl", "link.jsonl"), (".", "./few.jsonl"), ("few*", "few.jsonl")],
)
def test_an_export_does_not_overwrite_its_source(
    source: str, name: str, few: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "few.jsonl").write_bytes(packed_records.lines(few))
    (tmp_path / "link.jsonl").symlink_to("few.jsonl")
    ran = run("export", source, "-o", name, "-f", "n-quads", cwd=tmp_path)
    assert ran.status == 2
    assert "is a source, so it can't be the output too" in ran.talk
    assert (tmp_path / "few.jsonl").read_bytes() == packed_records.lines(few)


def test_a_name_that_is_no_unicode_is_reported(few: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.jsonl").write_bytes(packed_records.lines(few))
    for data in (b"{}", b"no record"):
        (tmp_path / "in" / "caf\udce9.json").write_bytes(data)
        export("in", tmp_path / "few.nq", "--no-validate", status=1)
        [reject] = rejects(tmp_path / "few.nq")
        assert "in/caf\ufffd.json" in (reject["place"], reject["reason"].split(" ")[0])


# The report


def test_the_report_says_what_is_in_the_document(
    whole: Path, sources: list[Path], records: dict[str, bytes]
) -> None:
    """Counted by SPARQL in a store, and with the digests of the standard library."""
    found = report(whole / "all.nq")
    store = pyoxigraph.Store()
    store.bulk_load(path=whole / "all.nq", format=pyoxigraph.RdfFormat.N_QUADS)

    def counted(pattern: str) -> dict[str, int]:
        rows: Any = store.query(
            f"SELECT ?x (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ {pattern} }} }} GROUP BY ?x"
        )
        return {row["x"].value: int(row["n"].value) for row in rows}

    def whole_names(counts: dict[str, int]) -> dict[str, int]:
        return {expanded(name): count for name, count in counts.items()}

    assert whole_names(found["classes"]) == counted("?s a ?x")
    assert whole_names(found["predicates"]) == counted("?s ?x ?o")
    assert found["triples"] == len(store)
    assert found["records"] == len(list(store.named_graphs())) == len(records)
    for each in (*found["output"], found["manifest"]):
        assert_described(each, whole / each["name"])
    [given] = found["input"]
    assert_described(given, sources[0])
    warnings: Counter[str] = Counter()
    for record in kg.read(packed_records.lines(records)):
        for result in kg.validate(kg.map_record(record)).warnings:
            warnings[(result.source_shape or "").strip("<>")] += 1
    told = found["warnings"]
    assert told["count"] == warnings.total() > 0
    assert {
        expanded(shape): sum(place["count"] for place in places)
        for shape, places in told["by_place"].items()
    } == warnings


def expanded(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else name


def assert_described(said: dict[str, Any], path: Path) -> None:
    data = path.read_bytes()
    assert (said["bytes"], said["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())


def test_a_pattern_is_told_with_its_files(few: dict[str, bytes], tmp_path: Path) -> None:
    for nct_id, data in few.items():
        (tmp_path / f"{nct_id}.json").write_bytes(data)
    export("*.json", tmp_path / "few.nq", "--no-validate")
    [found] = report(tmp_path / "few.nq")["input"]
    assert found["name"] == "*.json"
    assert found["files"] == len(few)
    assert found["bytes"] == sum(map(len, few.values()))


# Only what has changed


class Increments:
    """A store that is brought up to date, one export of what has changed after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.strict = strict_shapes.written(folder)
        self.store = pyoxigraph.Store()
        self.count = 0

    def take(self, records: Iterable[bytes], status: int = 0) -> dict[str, Any]:
        """Exports what has changed since the last time, and brings it to the store; the report."""
        source = self.folder / "in.jsonl"
        source.write_bytes(b"\n".join(records))
        path = self.folder / f"{self.count}.nq"
        last = self.folder / f"{self.count - 1}.nq.report.json"
        against = ("--against", last) if self.count else ()
        export(source, path, *self.strict, *against, status=status)
        drop = Path(f"{path}.drop.ru")
        self.store.update(drop.read_text("utf-8") if drop.exists() else "")
        self.store.load(path=path, format=pyoxigraph.RdfFormat.N_QUADS)
        self.count += 1
        return report(path)

    def anew(self, status: int = 0) -> set[str]:
        """All quads of a store that an export of everything was loaded into."""
        path = self.folder / "anew.nq"
        export(self.folder / "in.jsonl", path, *self.strict, status=status)
        store = pyoxigraph.Store()
        store.load(path=path, format=pyoxigraph.RdfFormat.N_QUADS)
        return {f"{quad} ." for quad in store}

    def quads(self) -> set[str]:
        """All quads of the store."""
        return {f"{quad} ." for quad in self.store}

    def graph(self, nct_id: str) -> set[str]:
        """The quads of a record."""
        return {quad for quad in self.quads() if quad.endswith(f"/{nct_id}> .")}


def test_increments_make_the_store_of_an_export_anew(few: dict[str, bytes], tmp_path: Path) -> None:
    a, b, c, d, e, *others = few
    now = {**few}
    del now[e]
    run_ = Increments(tmp_path)
    assert run_.take(now.values())["changes"] is None
    kept = run_.graph(c)
    assert kept

    # One changes, one goes, one comes, and one breaks a shape: its graph still stands.
    now |= {
        a: packed_records.changed(now[a], "Once"),
        c: packed_records.changed(now[c], FORBIDDEN),
        e: few[e],
    }
    del now[b]
    changes = run_.take(now.values(), status=1)["changes"]
    assert {name: changes[name] for name in ("new", "changed", "unchanged", "gone")} == {
        "new": 1, "changed": 1, "unchanged": len(others) + 1, "gone": 1,
    }  # fmt: skip
    assert graphs(tmp_path / "1.nq") == {a, e}
    assert (tmp_path / "1.nq.gone.txt").read_text() == f"{b}\n"
    assert run_.quads() == run_.anew(status=1) | kept

    # It conforms again, being another; one comes back, one is again what it was, one goes.
    now |= {c: packed_records.changed(few[c], "Again"), b: few[b], a: few[a]}
    del now[d]
    changes = run_.take(now.values())["changes"]
    assert {name: changes[name] for name in ("new", "changed", "unchanged", "gone")} == {
        "new": 1, "changed": 2, "unchanged": len(others) + 1, "gone": 1,
    }  # fmt: skip
    assert run_.quads() == run_.anew()

    # Nothing has changed: an empty document, and nothing to drop.
    report_ = run_.take(now.values())
    assert (tmp_path / "3.nq").read_bytes() == b""
    assert (report_["records"], report_["changes"]["unchanged"]) == (0, len(now))
    assert not list(tmp_path.glob("3.nq.[dg]*"))

    # What can't be read may be the record of any trial: nothing is gone.
    del now[a]
    changes = run_.take([*now.values(), b"{}"], status=1)["changes"]
    assert (changes["gone"], changes["gone_file"], changes["drop_file"]) == (None, None, None)
    assert run_.graph(a)
    changes = run_.take(now.values())["changes"]
    assert changes["gone"] == 1
    assert run_.quads() == run_.anew()


def graphs(path: Path) -> set[str]:
    """The NCT ids of the graphs in a document."""
    return {line[-14:-3] for line in path.read_text("utf-8").splitlines()}


REFUSED: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "no report": (("none.report.json",), "there is no file or folder none.report.json"),
    "the document": (("all.nq",), "all.nq is not the report of an export"),
    "other contacts": (
        ("all.nq.report.json", "--without-contacts"),
        "another selection: with contacts and with results, not without contacts and with results",
    ),
    "another base": (
        ("all.nq.report.json", "--base", "https://example.org/"),
        "another base: ",
    ),
}


@pytest.mark.parametrize("title", REFUSED)
def test_what_can_not_be_compared_is_refused(title: str, whole: Path, tmp_path: Path) -> None:
    (report_, *options), said = REFUSED[title]
    source = ROOT / "samples" / "NCT04322149.json"
    output = ("-o", tmp_path / "x.nq", "--against", report_)
    ran = run("export", source, *output, *options, cwd=whole)
    assert ran.status == 2
    [line] = ran.talk.splitlines()
    assert said in line
    assert not list(tmp_path.iterdir())


# What it says meanwhile


def test_a_log_is_told_now_and_then(sources: list[Path], tmp_path: Path) -> None:
    """With a line a chunk here, as nobody wants to wait for half a minute."""
    code = "import kg.cli.progress as p; p.LOG_SECONDS = 0; import kg.cli; kg.cli.main()"
    arguments = ("export", sources[0], "-o", "all.nq", "-j", "2", "--no-validate")
    for quiet in ((), ("-q",)):
        ran = subprocess.run(
            [sys.executable, "-c", code, *arguments, *quiet],
            cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True,
        )  # fmt: skip
        lines = [line for line in ran.stderr.splitlines() if " left" in line]
        if quiet:
            assert ran.stderr == ""
            continue
        assert len(lines) > 1
        assert all(re.fullmatch(r"[\d,]+ records, [\d,]+/s, [\w ]+ left", line) for line in lines)
        assert lines[-1].endswith(", 0 s left")


def test_all_formats_are_tried() -> None:
    assert OUTPUTS.keys() - FORMATS.keys() == {"json-ld-lines"}
